import { sql } from 'kysely'
import type { Actor, Ctx, Kernel } from '../context.ts'
import { Refusal, refuse } from '../errors.ts'
import { JobStopped } from '../jobs/job.ts'
import { runOperation } from '../operations.ts'
import type { Permission } from '../permissions.ts'
import type { Language } from '../words.ts'
import { BodyReader, rankSheets, type ReadRow } from './detect.rules.ts'
import type { ImportKind, PlanHelp, RowIssue, RowPlan, Trace } from './import-kind.ts'
import * as store from './import.store.ts'
import { guessMapping, headerFingerprint, type Mapping } from './mapping.rules.ts'
import { readRow, textsOfRow } from './row.rules.ts'
import { getSource } from './source.store.ts'
import { Unreadable } from './source-format.ts'
import { lookAt, readSheet } from './workbook.ts'

/** Rows decided in one short transaction while a file is checked. */
const checkBatch = 1000
/** Rows written at a time inside the one transaction of a commit. */
const commitBatch = 2000
/** Rows without record that are told one by one. */
const mostSkipped = 500

/** What a pass over an import works with: the same as a job has. */
export interface ImportWork {
  kernel: Kernel
  actor: Actor
  lang: Language
  permission: Permission
  signal?: AbortSignal
  onProgress?: (done: number, expected: number | null) => void
}

class Stopped extends Error {}

/** The kind of an import, for an actor who may write its records. @throws Refusal */
export function kindOf(ctx: Pick<Ctx, 'kernel' | 'actor'>, name: string): ImportKind {
  const kind = ctx.kernel.imports.find((k) => k.name === name)
  if (!kind) throw refuse.notFound({ what: 'kind' })
  if (!mayImport(ctx, kind)) throw refuse.forbidden({ permission: kind.permission.id })
  return kind
}

/** Whether an actor may write records of a kind. */
export function mayImport({ actor }: Pick<Ctx, 'actor'>, { permission, everywhere }: ImportKind): boolean {
  const reach = actor.reach[permission.id]
  return reach !== undefined && (!everywhere || reach.all === true)
}

/** An import of one's own. @throws Refusal `kernel.notFound` */
export async function getImport(ctx: Ctx, id: string): Promise<store.StoredImport> {
  const found = await store.findImport(ctx.db, id)
  if (!found) throw refuse.notFound({ what: 'import' })
  return found
}

function reading<T>(work: ImportWork, operation: string, run: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { kernel, actor, lang, permission } = work
  return runOperation(kernel, { operation, permission, writes: false, actor, lang }, run)
}

/** Writes working data, outside the log. */
function quietly<T>(work: ImportWork, operation: string, run: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { kernel, actor, lang, permission } = work
  return runOperation(kernel, { operation, permission, writes: true, unlogged: true, actor, lang }, run)
}

function logged<T>(work: ImportWork, operation: string, reason: string | null, run: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { kernel, actor, lang, permission } = work
  return runOperation(kernel, { operation, permission, writes: true, actor, lang, reason }, run)
}

/**
 * Runs a pass and notes how it ended: what was foreseen in words, the rest as a failure that is also thrown. A pass that was stopped leaves
 * nothing but rows nobody has written yet.
 */
async function ended(work: ImportWork, importId: string, runId: string, pass: () => Promise<unknown>): Promise<void> {
  const note = (end: Omit<Parameters<typeof store.endRun>[1], 'importId' | 'runId' | 'at'>) =>
    quietly(work, 'imports.noteRun', (ctx) => store.endRun(ctx.db, { importId, runId, at: ctx.now(), ...end }))
  try {
    const told = await pass()
    await note({ state: 'done', ...(Array.isArray(told) ? { skipped: told as store.Skipped[] } : {}) })
  } catch (error) {
    // The process ends, or the job goes on elsewhere: the pass begins again there, and is not over.
    const reason: unknown = work.signal?.reason
    if (error instanceof Stopped && reason instanceof JobStopped && reason.why !== 'cancelled') throw reason
    if (error instanceof Stopped) {
      await note({ state: 'stopped' })
      // Stopped on the board: the job is over as stopped, not as done.
      if (reason instanceof JobStopped) throw reason
      return
    }
    if (error instanceof Unreadable)
      return note({ state: 'failed', problem: { code: `kernel.imports.files.${error.key}`, params: error.params } })
    if (error instanceof Refusal)
      return note({ state: 'failed', problem: { code: error.code, params: error.params as Record<string, string | number> } })
    await note({ state: 'failed', problem: { code: 'kernel.imports.files.unexpected', params: {} } }).catch(() => {})
    throw error
  }
}

/** First pass: which sheet, where its heading stands, which column is which field. */
export async function runLook(work: ImportWork, importId: string, runId: string): Promise<void> {
  await ended(work, importId, runId, async () => {
    const { found, bytes } = await reading(work, 'imports.look', async (ctx) => {
      const it = await getImport(ctx, importId)
      return { found: it, bytes: await getSource(ctx, it.sha256) }
    })
    const kind = kindIn(work, found.kind)
    const look = await lookAt(bytes)
    const ranked = rankSheets(look.sheets, kind.fields)
    const best = ranked[0]
    const sheets = look.sheets.map((s, no): store.StoredSheet => {
      const rank = ranked.find((r) => r.index === no)
      return {
        no,
        name: s.name,
        hidden: s.hidden,
        rowCount: s.rowCount,
        legacy: s.legacy,
        merges: s.merges.filter((m) => m.top < s.rows.length).slice(0, 2000),
        rows: s.rows,
        layout: rank?.layout ?? null,
        score: rank?.score ?? 0,
      }
    })
    await logged(work, 'imports.draftImport', found.fileName, async (ctx) => {
      await store.replaceSheets(ctx.db, importId, sheets)
      const layout = best?.layout ?? null
      const sheet = best ? sheets[best.index] : undefined
      const guess = layout ? await mappingFor(ctx, kind, layout, found.fileName, sheet) : { mapping: {}, confidence: {} }
      const legacy = sheet?.legacy ?? null
      await store.updateReading(ctx.db, importId, {
        reading: { ...look.reading, legacy },
        sheet: best?.index ?? 0,
        sheetName: best?.name ?? null,
        layout,
        ...guess,
      })
    })
    work.onProgress?.(1, 1)
  })
}

/** The mapping proposed for a layout: what is remembered for this heading, headings that say what they are, titles. */
export async function mappingFor(
  ctx: Ctx,
  kind: ImportKind,
  layout: NonNullable<store.StoredImport['layout']>,
  fileName: string,
  sheet: Pick<store.StoredSheet, 'rows' | 'merges'> | undefined,
): Promise<{ mapping: Mapping; confidence: Record<string, number> }> {
  const remembered = await store.findMapping(ctx.db, kind.name, headerFingerprint(layout.columns))
  const fixed = kind.fromTitles?.(layout.titles, fileName) ?? {}
  let hasGroups = false
  if (sheet) {
    const body = new BodyReader(layout, sheet.merges)
    const read = sheet.rows.flatMap((cells, row) => body.push(row, cells))
    hasGroups = [...read, ...body.end()].some((r) => r.kind === 'group')
  }
  return guessMapping(layout.columns, kind.fields, { fixed, hasGroups, remembered })
}

function kindIn(work: ImportWork, name: string): ImportKind {
  return kindOf(work, name)
}

/**
 * The dry run: reads the whole sheet in bounded memory, a batch at a time, decides each row and keeps it with its verdict. Nothing that
 * others see is written.
 */
export async function runCheck(work: ImportWork, importId: string, runId: string): Promise<void> {
  await ended(work, importId, runId, async () => {
    const { found, bytes } = await quietly(work, 'imports.checkImport', async (ctx) => {
      const it = await getImport(ctx, importId)
      await store.deleteRows(ctx.db, importId)
      return { found: it, bytes: await getSource(ctx, it.sha256) }
    })
    const { layout, reading: how, sheet, mapping } = found
    if (!layout || !how || sheet === null) throw refuse.notFound({ what: 'sheet' })
    const kind = kindIn(work, found.kind)
    const skipped: store.Skipped[] = []
    const memory: Memory = new Map()
    let expected: number | null = null
    let body: BodyReader | null = null
    let waiting: ReadRow[] = []
    let lastRow = 0
    const take = (rows: ReadRow[]) => {
      for (const row of rows) {
        lastRow = row.row
        if (row.kind === 'body') waiting.push(row)
        else if (row.kind !== 'blank' && skipped.length < mostSkipped)
          skipped.push({ no: row.row + 1, kind: row.kind, text: [...row.texts.values()].join(' · ').slice(0, 200) })
      }
    }
    const stage = async () => {
      const rows = waiting.map((row) => ({ no: row.row + 1, texts: textsOfRow(row, mapping) }))
      waiting = []
      const read = readRows(
        kind,
        mapping,
        rows.map((r) => ({ ...r, decision: null })),
      )
      let progress = lastRow + 1
      const goOn = await quietly(work, 'imports.checkImport', async (ctx) => {
        const verdicts = await decideRows(ctx, kind, found, read, memory)
        await store.insertRows(
          ctx.db,
          importId,
          verdicts.map((v, i) => ({ ...v, texts: rows[i]?.texts ?? {} })),
        )
        progress = Math.min(progress, expected ?? progress)
        return store.noteProgress(ctx.db, { importId, runId, progress, expected, at: work.kernel.now().toISOString() })
      })
      work.onProgress?.(progress, expected)
      if (!goOn || work.signal?.aborted) throw new Stopped()
    }
    for await (const part of readSheet(bytes, sheet, how, checkBatch)) {
      if ('facts' in part) {
        expected = part.facts.rowCount
        body = new BodyReader(layout, part.facts.merges)
        continue
      }
      for (const { row, cells } of part.rows) take(body?.push(row, cells) ?? [])
      if (waiting.length > 0) await stage()
    }
    take(body?.end() ?? [])
    if (waiting.length > 0) await stage()
    await quietly(work, 'imports.checkImport', (ctx) => settle(ctx, importId))
    return skipped
  })
}

/** Rows that repeat each other, and the counts, after verdicts have changed. */
export async function settle(ctx: Ctx, importId: string): Promise<store.Counts> {
  await store.markTwins(ctx.db, importId)
  const counts = await store.countRows(ctx.db, importId)
  await store.noteCounts(ctx.db, importId, counts)
  return counts
}

interface ReadValues extends store.KeptRow {
  values: Record<string, string | null>
  issues: RowIssue[]
  key: string | null
}

function readRows(kind: ImportKind, mapping: Mapping, rows: store.KeptRow[]): ReadValues[] {
  return rows.map((row) => {
    const read = readRow(row.texts, mapping, kind.fields, kind.complete)
    return { ...row, ...read, key: read.issues.length === 0 ? kind.keyOf(read.values) : null }
  })
}

/** What a pass has looked up once. */
type Memory = Map<string, Promise<unknown>>

function helpFor(ctx: Ctx, found: store.StoredImport, rows: ReadValues[], memory: Memory): PlanHelp {
  const here = new Set(rows.flatMap((r) => (r.key !== null ? [r.key] : [])))
  return {
    fileName: found.fileName,
    source: () => getSource(ctx, found.sha256),
    once: <T>(what: string, look: () => Promise<T>) => {
      const known = memory.get(what) as Promise<T> | undefined
      if (known) return known
      const looked = look()
      memory.set(what, looked)
      return looked
    },
    staged: async (keys) => {
      const missing = keys.filter((k) => !here.has(k))
      const above = missing.length > 0 ? await store.findStagedKeys(ctx.db, found.id, missing) : []
      return new Set([...keys.filter((k) => here.has(k)), ...above])
    },
  }
}

async function planRows(
  ctx: Ctx,
  kind: ImportKind,
  found: store.StoredImport,
  rows: ReadValues[],
  memory: Memory,
): Promise<RowPlan[]> {
  const well = rows.filter((r) => r.issues.length === 0)
  const plans = well.length > 0 ? await kind.plan(ctx, well, helpFor(ctx, found, rows, memory)) : []
  const byNo = new Map(well.map((row, i) => [row.no, plans[i]]))
  return rows.map((row) => byNo.get(row.no) ?? { verdict: 'refused', issues: row.issues })
}

async function decideRows(
  ctx: Ctx,
  kind: ImportKind,
  found: store.StoredImport,
  rows: ReadValues[],
  memory: Memory,
): Promise<store.RowVerdict[]> {
  const plans = await planRows(ctx, kind, found, rows, memory)
  return rows.map((row, i) => {
    const plan = plans[i] ?? { verdict: 'refused', issues: [] }
    return {
      no: row.no,
      key: row.key,
      verdict: plan.verdict,
      issues: plan.verdict === 'refused' ? plan.issues : null,
      changes: plan.verdict === 'changed' ? plan.changes : null,
      candidates: plan.verdict === 'review' ? plan.candidates : null,
      recordId: 'recordId' in plan ? plan.recordId : null,
    }
  })
}

/** Reads rows again that were corrected or decided, a batch; the number read. */
export async function recheckBatch(ctx: Ctx, importId: string, memory: Memory = new Map(), limit = checkBatch): Promise<number> {
  const found = await getImport(ctx, importId)
  const kind = kindOf(ctx, found.kind)
  const rows = await store.nextRows(ctx.db, importId, 'unread', 0, limit)
  if (rows.length === 0) return 0
  await store.updateVerdicts(ctx.db, importId, await decideRows(ctx, kind, found, readRows(kind, found.mapping, rows), memory))
  return rows.length
}

/** Reads all rows again that wait for a verdict. */
export async function runRecheck(work: ImportWork, importId: string, runId: string): Promise<void> {
  await ended(work, importId, runId, async () => {
    let done = 0
    const memory: Memory = new Map()
    for (;;) {
      const goOn = await quietly(work, 'imports.fixCells', async (ctx) => {
        const read = await recheckBatch(ctx, importId, memory)
        done += read
        const going = await store.noteProgress(ctx.db, {
          importId,
          runId,
          progress: done,
          expected: null,
          at: work.kernel.now().toISOString(),
        })
        return read > 0 && going
      })
      if (!goOn || work.signal?.aborted) break
    }
    await quietly(work, 'imports.fixCells', (ctx) => settle(ctx, importId))
  })
}

/**
 * Writes the import: one transaction, all rows or none. Each row is decided once more against what is recorded now; one that would no longer
 * be written stops everything, and nothing is changed.
 */
export async function runCommit(work: ImportWork, importId: string, runId: string): Promise<void> {
  await ended(work, importId, runId, () =>
    logged(work, 'imports.commitImport', null, async (ctx) => {
      const found = await store.lockImport(ctx.db, importId)
      // Begun again after a death that came just after the writing: it is done.
      if (found?.state === 'committed') return
      if (found?.run?.runId !== runId) throw new Stopped()
      await commitInto(ctx, found, work.signal)
    }),
  )
}

/** The writing itself, inside the transaction of the caller. @throws Refusal `kernel.importNotReady`, `kernel.importOvertaken` */
export async function commitInto(ctx: Ctx, found: store.StoredImport, signal?: AbortSignal): Promise<store.Counts> {
  const kind = kindOf(ctx, found.kind)
  const counts = await store.countRows(ctx.db, found.id)
  const open = (counts.refused ?? 0) + (counts.review ?? 0) + (counts.unread ?? 0)
  if (found.state !== 'drafted' || !found.run?.complete || open > 0) throw refuse.importNotReady({ rows: open })
  let after = 0
  const memory: Memory = new Map()
  const traces: Trace[] = []
  for (;;) {
    if (signal?.aborted) throw new Stopped()
    const kept = await store.nextRows(ctx.db, found.id, 'to-write', after, commitBatch)
    if (kept.length === 0) break
    after = kept.at(-1)?.no ?? after
    const rows = readRows(kind, found.mapping, kept)
    const plans = await planRows(ctx, kind, found, rows, memory)
    const overtaken = rows.find((_, i) => !['made', 'changed', 'same'].includes(plans[i]?.verdict ?? ''))
    if (overtaken) throw refuse.importOvertaken({ row: overtaken.no })
    const toWrite = rows.flatMap((row, i) => {
      const plan = plans[i]
      return plan && plan.verdict !== 'same' ? [{ ...row, plan }] : []
    })
    const written = await kind.commit(ctx, toWrite, helpFor(ctx, found, rows, memory))
    await store.insertTraces(ctx.db, found.id, written)
    if (kind.finish) traces.push(...written)
  }
  await kind.finish?.(ctx, traces)
  await store.updateCommitted(ctx.db, found.id, counts, ctx.now())
  await sql`UPDATE imports.run SET state = 'done', ended_at = ${ctx.now()} WHERE import_id = ${found.id}::uuid`.execute(ctx.db)
  return counts
}

const passes = { look: runLook, check: runCheck, recheck: runRecheck, commit: runCommit }
export type ImportTask = keyof typeof passes

/** Runs a pass that was ordered; begun again after the death of a process, it ends as if it had run once. */
export function runPass(work: ImportWork, task: ImportTask, importId: string, runId: string): Promise<void> {
  return passes[task](work, importId, runId)
}
