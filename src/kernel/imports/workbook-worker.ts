/**
 * Reads a file in a thread of its own: tables of texts and legacy workbooks are parsed in one go, which would keep the server from answering,
 * and a hostile file may at most break this thread, whose memory is limited.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { firstLook, rowsOf } from './file.reader.ts'
import { type FirstLook, type Reading, type RowBatch, type SheetFacts, Unreadable } from './source-format.ts'

export type WorkbookTask = { bytes: Uint8Array } & (
  { task: 'look' } | { task: 'rows'; sheet: number; reading: Reading; batch: number }
)

export type WorkbookMessage =
  | { kind: 'look'; look: FirstLook }
  | { kind: 'facts'; facts: SheetFacts }
  | { kind: 'rows'; batch: RowBatch }
  | { kind: 'end' }
  | { kind: 'unreadable'; key: string; params: Record<string, string | number> }
  | { kind: 'failed'; message: string }

const port = parentPort
if (!port) throw new Error('the workbook worker runs as a worker thread only')
const tell = (message: WorkbookMessage) => port.postMessage(message)
const task = workerData as WorkbookTask
const bytes = Buffer.from(task.bytes.buffer, task.bytes.byteOffset, task.bytes.byteLength)

let free = 2
let waiting: (() => void) | null = null
port.on('message', () => {
  free++
  waiting?.()
})

/** Waits until the other side has taken all but one of the batches. */
async function taken(): Promise<void> {
  free--
  while (free <= 0) {
    await new Promise<void>((resolve) => {
      waiting = resolve
    })
    waiting = null
  }
}

try {
  if (task.task === 'look') tell({ kind: 'look', look: await firstLook(bytes) })
  else {
    for await (const part of rowsOf(bytes, task.sheet, task.reading, task.batch)) {
      if ('facts' in part) tell({ kind: 'facts', facts: part.facts })
      else {
        tell({ kind: 'rows', batch: part })
        await taken()
      }
    }
    tell({ kind: 'end' })
  }
} catch (error) {
  if (error instanceof Unreadable) tell({ kind: 'unreadable', key: error.key, params: error.params })
  else tell({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
} finally {
  port.unref()
}
