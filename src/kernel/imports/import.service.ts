import type { Choice } from '../contract.ts'
import type { Ctx } from '../context.ts'
import { refuse } from '../errors.ts'
import { cellText, nearest } from './cell.rules.ts'
import { BodyReader, type Layout, layoutAt } from './detect.rules.ts'
import type { Trace } from './import-kind.ts'
import { getImport, kindOf, mappingFor, recheckBatch, settle } from './import.run.ts'
import * as store from './import.store.ts'
import { headerFingerprint, type Mapping } from './mapping.rules.ts'
import { cellAddress, constantOf } from './row.rules.ts'
import { limits } from './source-format.ts'
import { putSource } from './source.store.ts'

/** Rows that are read again at once, while the person waits; more go to the background. */
const atOnce = 2000
/** A run that has not been heard of for so long is taken for dead. */
const silence = 60_000

/** Takes a file in. What it holds is found out in the background, by the run whose id is given. */
export async function draftImport(
  ctx: Ctx,
  input: { kind: string; fileName: string; bytes: Buffer },
): Promise<{ id: string; runId: string }> {
  const kind = kindOf(ctx, input.kind)
  if (input.bytes.length > limits.file) throw refuse.fileTooLarge({ most: limits.file / 1024 / 1024 })
  const sha256 = await putSource(ctx, input.bytes)
  const id = ctx.newId()
  const row = { id, kind: kind.name, actorId: ctx.actor.id, actorName: ctx.actor.name }
  await store.insertImport(ctx.db, {
    ...row,
    fileName: input.fileName.slice(0, 300),
    sha256,
    size: input.bytes.length,
    at: ctx.now(),
  })
  return { id, runId: await beginRun(ctx, id, 'look') }
}

async function beginRun(ctx: Ctx, importId: string, task: store.Run['task']): Promise<string> {
  const runId = ctx.newId()
  await store.startRun(ctx.db, importId, runId, task, ctx.now())
  return runId
}

/** An import that may still be changed, held for this transaction. @throws Refusal `kernel.importClosed`, `kernel.importBusy` */
async function openImport(ctx: Ctx, id: string, needs: { idle: boolean }): Promise<store.StoredImport> {
  const found = await store.lockImport(ctx.db, id)
  if (!found) throw refuse.notFound({ what: 'import' })
  if (found.actorId !== ctx.actor.id) throw refuse.forbidden({ permission: 'imports.makeImport' })
  kindOf(ctx, found.kind)
  if (found.state !== 'drafted') throw refuse.importClosed()
  if (needs.idle && found.run?.state === 'running') {
    if (Date.parse(ctx.now()) - Date.parse(found.run.seenAt) < silence) throw refuse.importBusy()
    await store.abandonRun(ctx.db, id, ctx.now())
  }
  return found
}

/** Another sheet, or another heading than was found. */
export async function setLayout(
  ctx: Ctx,
  input: { id: string; sheet: number; headerTop?: number; headerBottom?: number },
): Promise<void> {
  const found = await openImport(ctx, input.id, { idle: true })
  const sheet = await store.findSheet(ctx.db, input.id, input.sheet)
  if (!sheet || !found.reading) throw refuse.notFound({ what: 'sheet' })
  const { headerTop: top, headerBottom: bottom = top } = input
  if (top !== undefined && (bottom === undefined || bottom < top || bottom >= sheet.rows.length))
    throw refuse.invalidInput({ issues: [{ path: 'headerBottom', message: 'out of range' }] })
  const layout: Layout | null = top !== undefined && bottom !== undefined ? layoutAt(sheet, top, bottom) : sheet.layout
  const kind = kindOf(ctx, found.kind)
  const guess = layout ? await mappingFor(ctx, kind, layout, found.fileName, sheet) : { mapping: {}, confidence: {} }
  await store.deleteRows(ctx.db, input.id)
  await store.updateReading(ctx.db, input.id, {
    reading: { ...found.reading, legacy: sheet.legacy },
    sheet: sheet.no,
    sheetName: sheet.name,
    layout,
    ...guess,
  })
}

/** Confirms which column is which field, remembers it for this heading, and begins the dry run. */
export async function startCheck(ctx: Ctx, input: { id: string; mapping?: Mapping }): Promise<{ runId: string }> {
  const found = await openImport(ctx, input.id, { idle: true })
  const { layout } = found
  if (!layout) throw refuse.importNoTable()
  const kind = kindOf(ctx, found.kind)
  const names = new Set(kind.fields.map((f) => f.name))
  const mapping = Object.fromEntries(Object.entries(input.mapping ?? found.mapping).filter(([field]) => names.has(field)))
  const told = new Set(Object.keys(kind.complete?.(Object.fromEntries(Object.keys(mapping).map((f) => [f, '1']))) ?? {}))
  const missing = kind.fields.filter((f) => f.required && !mapping[f.name] && !told.has(f.name))
  if (missing.length > 0) throw refuse.importUnmapped({ fields: missing.map((f) => f.words[ctx.lang]).join(', ') })
  await store.updateReading(ctx.db, input.id, { ...found, mapping })
  await store.rememberMapping(ctx.db, kind.name, headerFingerprint(layout.columns), mapping, ctx.now())
  return { runId: await beginRun(ctx, input.id, 'check') }
}

/** Asks a running pass to stop; it does so after the batch at hand. */
export async function stopImport(ctx: Ctx, id: string): Promise<void> {
  const found = await getImport(ctx, id)
  if (found.actorId !== ctx.actor.id) throw refuse.forbidden({ permission: 'imports.makeImport' })
  await store.askStop(ctx.db, id)
  if (found.run && Date.parse(ctx.now()) - Date.parse(found.run.seenAt) >= silence) await store.abandonRun(ctx.db, id, ctx.now())
}

/** A row as shown: with the cell each issue stands in. */
export type RowShown = Omit<store.ShownRow, 'issues'> & { issues: (store.ShownRow['issues'][number] & { cell: string })[] }

/** Rows of an import in the order of the sheet, after a place. */
export async function importRows(
  ctx: Ctx,
  input: { id: string; states?: string[]; code?: string; after?: number; limit: number },
): Promise<{ rows: RowShown[]; next: number | null }> {
  const { mapping } = await getImport(ctx, input.id)
  const found = await store.findRows(ctx.db, input.id, {
    states: input.states ?? [],
    ...(input.code ? { code: input.code } : {}),
    after: input.after ?? 0,
    limit: input.limit + 1,
  })
  const rows = found.slice(0, input.limit).map((row) => {
    const twin =
      row.twinOf !== null && row.leftReason === null ? [{ code: 'kernel.imports.issues.twin', params: { row: row.twinOf } }] : []
    const issues: store.ShownRow['issues'] = [...row.issues, ...twin]
    return { ...row, issues: issues.map((i) => ({ ...i, cell: cellAddress(mapping, i.field, row.no) })) }
  })
  return { rows, next: found.length > input.limit ? (rows.at(-1)?.no ?? null) : null }
}

/** What is wrong, gathered: one correction for all cells that hold the same wrong text. */
export async function importFaults(ctx: Ctx, id: string) {
  await getImport(ctx, id)
  return store.findFaults(ctx.db, id, 100)
}

/** What a cell may have meant: the nearest of the values there are, as texts to be written into it. */
export async function cellChoices(ctx: Ctx, input: { id: string; field: string; text: string }): Promise<Choice[]> {
  const found = await getImport(ctx, input.id)
  const field = kindOf(ctx, found.kind).fields.find((f) => f.name === input.field)
  if (!field) throw refuse.notFound({ what: 'field' })
  if (field.choose) return field.choose(ctx, input.text)
  if (field.type === 'citizen') {
    const digits = input.text.replace(/\D/g, '')
    return digits.length === 11 || digits.length === 8 ? [{ id: `0${digits}`, label: `0${digits}` }] : []
  }
  if (field.type === 'mark') return ['x', 'không'].map((id) => ({ id, label: id }))
  return nearest(input.text, field.choices ?? [], (c) => [c.words.vi, c.words.en, c.value, ...(c.synonyms ?? [])], 12).map(
    (c) => ({
      id: c.words.vi,
      label: c.words[ctx.lang],
    }),
  )
}

/** How a change of rows ended: how many it touched, and the run that reads them again where they are many. */
export interface RowsChanged {
  changed: number
  runId: string | null
}

async function readAgain(ctx: Ctx, id: string, changed: number): Promise<RowsChanged> {
  if (changed > atOnce) return { changed, runId: await beginRun(ctx, id, 'recheck') }
  while ((await recheckBatch(ctx, id)) > 0);
  await settle(ctx, id)
  return { changed, runId: null }
}

/** Corrects a cell, or every cell of the field that holds the same text. */
export async function fixCells(
  ctx: Ctx,
  input: { id: string; field: string; to: string; no?: number; from?: string },
): Promise<RowsChanged> {
  const found = await openImport(ctx, input.id, { idle: true })
  if (!kindOf(ctx, found.kind).fields.some((f) => f.name === input.field)) throw refuse.notFound({ what: 'field' })
  const changed = await store.fixRows(ctx.db, input.id, {
    field: input.field,
    to: input.to.trim(),
    no: input.no ?? null,
    from: input.from ?? null,
    constant: constantOf(found.mapping, input.field),
  })
  if (changed === 0) throw refuse.notFound({ what: 'row' })
  return readAgain(ctx, input.id, changed)
}

/** Decides which of several records a row means, or that it is a new one; null asks again. */
export async function decideRow(ctx: Ctx, input: { id: string; no: number; decision: string | null }): Promise<RowsChanged> {
  await openImport(ctx, input.id, { idle: true })
  const changed = await store.decideRow(ctx.db, input.id, input.no, input.decision)
  if (changed === 0) throw refuse.notFound({ what: 'row' })
  return readAgain(ctx, input.id, changed)
}

/** Leaves rows out, with a reason that is kept; without one takes them in again. */
export async function leaveRows(
  ctx: Ctx,
  input: { id: string; nos?: number[]; states?: string[]; reason: string | null },
): Promise<RowsChanged> {
  await openImport(ctx, input.id, { idle: true })
  const which = input.nos
    ? { nos: input.nos }
    : { states: (input.states ?? []).filter((s) => s === 'refused' || s === 'review' || s === 'left') }
  const changed = await store.leaveRows(ctx.db, input.id, which, input.reason)
  await settle(ctx, input.id)
  return { changed, runId: null }
}

/** Begins the writing, in the background. @throws Refusal `kernel.importNotReady` while a row is open. */
export async function startCommit(ctx: Ctx, id: string): Promise<{ runId: string }> {
  const found = await openImport(ctx, id, { idle: true })
  const counts = await store.countRows(ctx.db, id)
  const open = (counts.refused ?? 0) + (counts.review ?? 0) + (counts.unread ?? 0)
  if (!found.run?.complete || open > 0) throw refuse.importNotReady({ rows: open })
  return { runId: await beginRun(ctx, id, 'commit') }
}

/**
 * Takes a whole import back, in this transaction: what it made goes, what it changed is as before.
 *
 * @throws Refusal `kernel.importUsed` naming records that were written again or are used since.
 */
export async function undoImport(ctx: Ctx, input: { id: string; reason: string }): Promise<void> {
  const found = await store.lockImport(ctx.db, input.id)
  if (!found) throw refuse.notFound({ what: 'import' })
  const kind = kindOf(ctx, found.kind)
  if (found.actorId !== ctx.actor.id) throw refuse.forbidden({ permission: 'imports.makeImport' })
  if (found.state !== 'committed' || !found.entryId) throw refuse.importNotWritten()
  const traces = await store.findTraces(ctx.db, input.id)
  const ids = [...new Set(traces.map((t) => t.recordId))]
  const since = await store.findChangedSince(ctx.db, found.entryId, kind.relations, ids)
  if (since.length > 0)
    throw used(
      found,
      traces,
      since.map((s) => ({ recordId: s.recordId, why: `${s.actorName}, ${s.at}` })),
    )
  const obstacles = await kind.undo(ctx, traces)
  if (obstacles.length > 0) throw used(found, traces, obstacles)
  await store.updateUndone(ctx.db, input.id, ctx.actor.name, input.reason, ctx.now())
}

function used(found: store.StoredImport, traces: Trace[], since: { recordId: string; why: string }[]) {
  const rows = since.map((s) => traces.find((t) => t.recordId === s.recordId)?.no ?? 0).sort((a, b) => a - b)
  return refuse.importUsed({
    count: since.length,
    rows: rows.slice(0, 20).join(', '),
    why: since[0]?.why ?? '',
    file: found.fileName,
  })
}

/** Where a record came from: file, sheet, row and the cell of each field. */
export async function originOf(ctx: Ctx, input: { kind: string; recordId: string }) {
  const kind = ctx.kernel.imports.find((k) => k.name === input.kind)
  if (!kind) throw refuse.notFound({ what: 'kind' })
  await kind.see(ctx, input.recordId)
  const origins = await store.findOrigin(ctx.db, kind.relations, input.recordId)
  const seen = await store.findSeen(
    ctx.db,
    origins.map((origin) => origin.importId),
  )
  return origins.map(({ mapping, ...origin }) => {
    const fields = kind.fields.filter(({ name }) => mapping[name] && 'column' in mapping[name])
    return {
      ...origin,
      cells: Object.fromEntries(fields.map(({ name }) => [name, cellAddress(mapping, name, origin.no)])),
      titles: Object.fromEntries(fields.map(({ name, words }) => [name, words[ctx.lang]])),
      open: seen.has(origin.importId),
    }
  })
}

/** The beginning of the sheets of a file, as first looked at. */
export const beginningOf = {
  async sheets(ctx: Ctx, id: string) {
    const sheets = await store.findSheets(ctx.db, id)
    return sheets.map(({ no, name, hidden, rowCount, layout }) => ({ no, name, hidden, rowCount, found: layout !== null }))
  },
  /** Rows with what each is taken for, under the heading chosen or found. */
  async rows(ctx: Ctx, input: { id: string; sheet: number }, most = 60) {
    const found = await getImport(ctx, input.id)
    const sheet = await store.findSheet(ctx.db, input.id, input.sheet)
    if (!sheet) throw refuse.notFound({ what: 'sheet' })
    const layout = found.sheet === input.sheet ? found.layout : sheet.layout
    const kinds = new Map<number, string>()
    if (layout) {
      const body = new BodyReader(layout, sheet.merges)
      for (const read of [...sheet.rows.flatMap((cells, row) => body.push(row, cells)), ...body.end()])
        kinds.set(read.row, read.kind)
      for (let row = layout.headerTop; row <= layout.headerBottom; row++) kinds.set(row, 'header')
      if (layout.numbering !== null) kinds.set(layout.numbering, 'numbering')
    }
    const shown = sheet.rows.slice(0, most)
    return {
      rows: shown.map((cells, row) => ({
        no: row + 1,
        kind: kinds.get(row) ?? (layout && row < layout.headerTop && cells.some((c) => cellText(c) !== '') ? 'title' : 'blank'),
        cells: cells.slice(0, 60).map((c) => cellText(c).slice(0, 300)),
      })),
      columns: Math.min(60, Math.max(0, ...shown.map((r) => r.length))),
    }
  },
}

/** Where the same file was brought in before as the same kind, and stands. */
export function findBefore(ctx: Ctx, found: store.StoredImport) {
  return store.findSameFile(ctx.db, found)
}
