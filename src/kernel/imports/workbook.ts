import { Worker } from 'node:worker_threads'
import { firstLook, formatOf, rowsOf } from './file.reader.ts'
import { type FirstLook, limits, type Reading, type RowBatch, type SheetFacts, Unreadable } from './source-format.ts'
import type { WorkbookMessage, WorkbookTask } from './workbook-worker.ts'

function startWorker(task: WorkbookTask): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: limits.memory, maxYoungGenerationSizeMb: 64 }
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./workbook-worker.js', import.meta.url), { workerData: task, resourceLimits })
  const file = JSON.stringify(new URL('./workbook-worker.ts', import.meta.url).href)
  return new Worker(`import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${file}) })`, {
    eval: true,
    workerData: task,
    resourceLimits,
  })
}

/** Messages of a worker one after another; its death is an error, by too much memory one in words. */
async function* messagesOf(worker: Worker): AsyncGenerator<WorkbookMessage> {
  const queue: WorkbookMessage[] = []
  let error: Error | null = null
  let wake = () => {}
  worker.on('message', (message: WorkbookMessage) => {
    queue.push(message)
    wake()
  })
  worker.on('error', (e: Error & { code?: string }) => {
    error = e.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Unreadable('tooComplex') : e
    wake()
  })
  worker.on('exit', () => {
    error ??= new Unreadable('tooComplex')
    wake()
  })
  try {
    for (;;) {
      const message = queue.shift()
      if (message) {
        if (message.kind === 'unreadable') throw new Unreadable(message.key, message.params)
        if (message.kind === 'failed') throw new Error(message.message)
        yield message
        if (message.kind === 'end' || message.kind === 'look') return
      } else if (error) {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- an Error, set in a callback the checker does not follow
        throw error
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    await worker.terminate()
  }
}

/** Small text files hide nothing and are read at once: a thread would take longer to start than to read them. */
function isPlain(bytes: Uint8Array): boolean {
  return bytes.length <= 1024 * 1024 && formatOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)) === 'csv'
}

/**
 * The first look at a file: format, encoding, and the beginning of each sheet.
 *
 * @throws Unreadable in words when the file is none we read, is locked, broken, or inflates beyond its limits.
 */
export async function lookAt(bytes: Uint8Array): Promise<FirstLook> {
  if (bytes.length > limits.file) throw new Unreadable('tooLarge', { most: limits.file / 1024 / 1024 })
  if (isPlain(bytes)) return firstLook(Buffer.from(bytes))
  for await (const message of messagesOf(startWorker({ bytes, task: 'look' }))) if (message.kind === 'look') return message.look
  throw new Unreadable('tooComplex')
}

/** The rows of a sheet in batches, read ahead by one: what comes next is read while the caller works. Ending early stops the reading. */
export async function* readSheet(
  bytes: Uint8Array,
  sheet: number,
  reading: Reading,
  batch = 1000,
): AsyncGenerator<{ facts: SheetFacts } | RowBatch> {
  if (isPlain(bytes)) return yield* rowsOf(Buffer.from(bytes), sheet, reading, batch)
  const worker = startWorker({ bytes, task: 'rows', sheet, reading, batch })
  for await (const message of messagesOf(worker)) {
    if (message.kind === 'facts') yield { facts: message.facts }
    if (message.kind !== 'rows') continue
    yield message.batch
    worker.postMessage('more')
  }
}
