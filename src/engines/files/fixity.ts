import { isBackupUnderWay } from '#kernel/backup/under-way.ts'
import type { Blobs, BlobState } from '#kernel/blobs/blobs.ts'
import type { Ctx } from '#kernel/context.ts'
import * as store from './fixity.store.ts'

/** SQL that gives the hash of every content some file has, the bin included: what a backup must hold. */
export const neededContents = 'SELECT DISTINCT sha256 FROM files.file'

/** Announced when contents were found damaged or missing that were not known to be: `{ faults: FileFault[] }`. */
export const faultFound = 'files.fault.found'

export interface FileFault {
  sha256: string
  state: Exclude<BlobState, 'whole'>
  /** Names of the files that have this content. */
  names: string[]
}

/** Reads one content again, notes what was found and tells of a new fault. */
export async function checkContent(ctx: Ctx, blob: { sha256: string; size: number }): Promise<BlobState> {
  const state = await ctx.kernel.blobs.verify(blob.sha256)
  await noteFindings(ctx, [{ ...blob, state }])
  return state
}

interface Finding {
  sha256: string
  size: number
  state: BlobState
}

async function noteFindings(ctx: Ctx, findings: Finding[]): Promise<FileFault[]> {
  await store.upsertStates(ctx.db, findings, ctx.now())
  await store.closeFaults(
    ctx.db,
    findings.filter((f) => f.state === 'whole').map((f) => f.sha256),
    ctx.now(),
  )
  const faults: FileFault[] = []
  for (const { sha256, state } of findings) {
    if (state === 'whole' || !(await store.insertFault(ctx.db, { id: ctx.newId(), sha256, state, at: ctx.now() }))) continue
    faults.push({ sha256, state, names: await store.findNames(ctx.db, sha256) })
  }
  if (faults.length > 0) await ctx.announce(faultFound, { faults })
  return faults
}

interface FixityRun {
  blobs: Blobs
  /** Runs one step in an operation of its own, as the platform. */
  act: <T>(run: (ctx: Ctx) => Promise<T>, options?: { reads?: boolean }) => Promise<T>
  signal?: AbortSignal
  progress?: (done: number, total: number) => Promise<void> | void
  /** How fast it reads, so that people's work comes first; 20 MB in a second where not told. */
  bytesPerSecond?: number
  wait?: (milliseconds: number) => Promise<void>
}

interface FixityOutcome {
  checked: number
  bytes: number
  damaged: number
  missing: number
  /** Faults that were not known before. */
  faults: FileFault[]
  /** Stopped before the end. What was looked at stays noted; the next run begins with the rest. */
  stopped: boolean
}

/** Findings written down together. */
const portion = 50

/**
 * Reads every content there is and compares it with its hash, the one looked at longest ago first. New faults are announced; a content
 * put again since is noted as repaired. Can be stopped at any moment and goes on from there.
 */
export async function checkFixity(run: FixityRun): Promise<FixityOutcome> {
  const contents = await run.act((ctx) => store.findContents(ctx.db), { reads: true })
  const outcome: FixityOutcome = { checked: 0, bytes: 0, damaged: 0, missing: 0, faults: [], stopped: false }
  const rate = run.bytesPerSecond ?? 20 * 1024 * 1024
  const wait = run.wait ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)))
  const pace = async (bytes: number) => {
    outcome.bytes += bytes
    await wait((bytes / rate) * 1000)
  }
  let findings: Finding[] = []
  const note = async () => {
    if (findings.length === 0) return
    const noted = findings
    findings = []
    outcome.faults.push(...(await run.act((ctx) => noteFindings(ctx, noted))))
  }
  try {
    for (const content of contents) {
      run.signal?.throwIfAborted()
      const state = await run.blobs.verify(content.sha256, { pace, ...(run.signal ? { signal: run.signal } : {}) })
      findings.push({ ...content, state })
      outcome.checked++
      if (state !== 'whole') outcome[state]++
      await run.progress?.(outcome.checked, contents.length)
      if (findings.length >= portion || state !== 'whole') await note()
    }
  } catch (error) {
    if (!run.signal?.aborted) throw error
    outcome.stopped = true
  }
  await note()
  return outcome
}

/** Uploads nobody used within a day, and what lay in the bin for a month, are gone for good. */
const keep = { unfinishedHours: 24, binDays: 30, incomingHours: 24 }

interface TidyOutcome {
  unfinished: number
  fromBin: number
  contents: number
  incoming: number
}

/**
 * Clears away: uploads that no record holds, old ones in the bin, contents no file has any more, remains of interrupted uploads. What is
 * held or to be kept until a day stays.
 */
export async function tidyFiles(run: Pick<FixityRun, 'blobs' | 'act' | 'signal'>): Promise<TidyOutcome> {
  const outcome: TidyOutcome = { unfinished: 0, fromBin: 0, contents: 0, incoming: 0 }
  const before = (ctx: Ctx, hours: number) => new Date(new Date(ctx.now()).getTime() - hours * 3_600_000)
  await run.act(async (ctx) => {
    outcome.unfinished = await store.deleteUnfinished(ctx.db, before(ctx, keep.unfinishedHours).toISOString())
    outcome.fromBin = await store.deleteFromBin(ctx.db, before(ctx, keep.binDays * 24).toISOString())
    outcome.incoming = await run.blobs.sweep(before(ctx, keep.incomingHours))
  })
  for (const sha256 of await run.act((ctx) => store.findUnused(ctx.db), { reads: true })) {
    if (run.signal?.aborted) break
    // Under the lock of its row: who brings the same content just now waits, and then finds that it is gone.
    const removed = run.act(async (ctx) => {
      if (!(await store.deleteUnused(ctx.db, sha256))) return 0
      // Asked last: a backup that begins after this sees no file of it. Of one under way the snapshot may still name it.
      if (await isBackupUnderWay(ctx.db)) throw new BackupUnderWay()
      const stat = await run.blobs.stat(sha256)
      // Brought again a moment ago, its file not yet written down.
      if (stat && stat.storedAt.getTime() > before(ctx, 1).getTime()) return 0
      await run.blobs.remove(sha256)
      return 1
    })
    try {
      outcome.contents += await removed
    } catch (error) {
      if (!(error instanceof BackupUnderWay)) throw error
      break
    }
  }
  return outcome
}

/** What is no longer needed stays until the backup is done; the next tidying takes it. */
class BackupUnderWay extends Error {}
