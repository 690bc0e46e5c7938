import { Worker } from 'node:worker_threads'
import { buffer } from 'node:stream/consumers'
import { BlobMissing } from '#kernel/blobs/blobs.ts'
import type { Kernel } from '#kernel/context.ts'
import type { StoredFile } from './file.contract.ts'
import { refuse } from './files.refusals.ts'
import { previewWay, previewWidth } from './preview.rules.ts'
import type { Look, PlainText, PreviewFault, PreviewQuestion } from './preview.task.ts'

type Told = { found: Look | PlainText } | { fault: PreviewFault; pages: number }

const limits = {
  /** One preview takes no longer; what does is ended and not tried again for a while. */
  seconds: 30,
  startSeconds: 60,
  avoidMinutes: 2,
  waiting: 40,
  bytes: 96 * 1024 * 1024,
  idleSeconds: 60,
  cacheBytes: 48 * 1024 * 1024,
}

/**
 * One thread for all previews, asked one thing after the other. A content that takes too long or too much memory costs that thread, never
 * the server.
 */
class PreviewThread {
  private worker: Worker | null = null
  private idle: NodeJS.Timeout | undefined
  private started = false
  private waiting = 0
  private last: Promise<unknown> = Promise.resolve()

  constructor(private readonly seconds: number) {}

  ask(question: PreviewQuestion): Promise<Told> {
    if (this.waiting >= limits.waiting) throw refuse.busy()
    this.waiting++
    const answer = this.last.then(() => this.run(question)).finally(() => this.waiting--)
    this.last = answer.catch(() => {})
    return answer
  }

  private run(question: PreviewQuestion): Promise<Told> {
    clearTimeout(this.idle)
    const worker = (this.worker ??= startWorker())
    return new Promise((resolve) => {
      const answered = (told: Told | 'ready') => {
        if (told === 'ready') {
          this.started = true
          clearTimeout(late)
          late = setTimeout(broken, this.seconds * 1000)
          return
        }
        stopListening()
        this.idle = setTimeout(() => this.close(), limits.idleSeconds * 1000).unref()
        resolve(told)
      }
      const broken = () => {
        stopListening()
        // Errors of a thread that is being ended are nobody's.
        worker.on('error', () => {})
        this.worker = null
        this.started = false
        void worker.terminate()
        resolve({ fault: 'tooHeavy', pages: 0 })
      }
      let late = setTimeout(broken, (this.started ? this.seconds : limits.startSeconds) * 1000)
      const stopListening = () => {
        clearTimeout(late)
        worker.off('message', answered).off('error', broken).off('exit', broken)
      }
      worker.on('message', answered).on('error', broken).on('exit', broken)
      worker.postMessage(question)
    })
  }

  close(): void {
    void this.worker?.terminate()
    this.worker = null
    this.started = false
  }
}

function startWorker(): Worker {
  const fromSource = import.meta.url.endsWith('.ts')
  const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 }
  const worker = fromSource
    ? new Worker(
        `import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${JSON.stringify(new URL('./preview-worker.ts', import.meta.url).href)}) })`,
        { eval: true, resourceLimits },
      )
    : new Worker(new URL('./preview-worker.js', import.meta.url), { resourceLimits, env: {} })
  worker.unref()
  return worker
}

/** Previews of one running platform: what was made lately is remembered, what was too heavy is not tried again at once. */
export class Previews {
  private readonly thread: PreviewThread
  private readonly made = new Map<string, { value: Look | PlainText; bytes: number }>()
  private readonly avoided = new Map<string, number>()
  private cached = 0

  constructor(
    private readonly kernel: Kernel,
    options: { seconds?: number } = {},
  ) {
    this.thread = new PreviewThread(options.seconds ?? limits.seconds)
  }

  /**
   * A page of a file as a picture, or its content as a page without anything that acts.
   *
   * @throws Refusal `files.noPreview`, `files.locked`, `files.unreadable`, `files.tooHeavy`, `files.noSuchPage`, `files.busy`
   */
  async look(file: StoredFile, page: number, width: number): Promise<Look> {
    return (await this.ask(file, 'look', page, previewWidth(width))) as Look
  }

  /** The text of a file, by page. Pictures have none until they are read by machine. */
  async text(file: StoredFile): Promise<PlainText> {
    return (await this.ask(file, 'text', 1, 0)) as PlainText
  }

  close(): void {
    this.thread.close()
  }

  private async ask(file: StoredFile, want: 'look' | 'text', page: number, width: number): Promise<Look | PlainText> {
    const { name, sha256 } = file
    const way = previewWay(file)
    if (!way) throw refuse.noPreview({ name })
    const key = `${sha256}/${want}/${page}/${width}`
    const known = this.made.get(key)
    if (known) {
      this.made.delete(key)
      this.made.set(key, known)
      return known.value
    }
    const until = this.avoided.get(sha256)
    if (file.size > limits.bytes || (until !== undefined && until > this.kernel.now().getTime())) throw refuse.tooHeavy({ name })
    const told = await this.thread.ask({ want, way, bytes: await this.bytesOf(file), page, width })
    if ('found' in told) return this.keep(key, told.found)
    if (told.fault === 'noSuchPage') throw refuse.noSuchPage({ page, pages: told.pages })
    if (told.fault === 'tooHeavy') this.avoid(sha256)
    throw refuse[told.fault]({ name })
  }

  private async bytesOf({ sha256, name }: StoredFile): Promise<Uint8Array> {
    try {
      return await buffer(await this.kernel.blobs.get(sha256))
    } catch (error) {
      throw error instanceof BlobMissing ? refuse.contentLost({ name }) : error
    }
  }

  private keep<T extends Look | PlainText>(key: string, value: T): T {
    const bytes = 'bytes' in value ? value.bytes.byteLength : value.pages.reduce((sum, p) => sum + p.length * 2, 0)
    this.made.set(key, { value, bytes })
    this.cached += bytes
    for (const [old, { bytes: freed }] of this.made) {
      if (this.cached <= limits.cacheBytes) break
      this.made.delete(old)
      this.cached -= freed
    }
    return value
  }

  private avoid(sha256: string): void {
    if (this.avoided.size > 1000) this.avoided.clear()
    this.avoided.set(sha256, this.kernel.now().getTime() + limits.avoidMinutes * 60_000)
  }
}
