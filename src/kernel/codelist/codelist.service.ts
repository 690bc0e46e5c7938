import { sql } from 'kysely'
import { z } from 'zod'
import { assetPath } from '../assets.ts'
import { readCodeList } from '../codelists.ts'
import type { Ctx } from '../context.ts'
import { isPlainDate, type PlainDate } from '../dates.ts'
import { refuse as kernelRefuse } from '../errors.ts'
import { historyOf } from '../history.ts'
import type { HistoryEvent } from '../contract.ts'
import { normalise } from '../text.ts'
import { type CodeEntry, type CodeList, overlapping, readNumber } from './codelist.rules.ts'
import { refuse } from './codelist.refusals.ts'

const optionalDay = z
  .string()
  .optional()
  .default('')
  .refine((text) => text === '' || isPlainDate(text))
  .transform((text) => text || null)
const Row = z
  .object({
    code: z.string().min(1),
    label_vi: z.string().min(1),
    label_en: z.string().optional().default(''),
    valid_from: optionalDay,
    valid_until: optionalDay,
    source: z.string().optional().default(''),
  })
  .loose()

const shipped = new Map<string, CodeEntry[]>()

/** The entries a list came with; read once. */
export function shippedEntries(list: CodeList): CodeEntry[] {
  let entries = shipped.get(list.file)
  if (!entries) {
    entries = readCodeList(assetPath(list.file), Row).map((r) => ({
      id: null,
      code: r.code,
      label: { vi: r.label_vi, en: r.label_en || r.label_vi },
      validFrom: r.valid_from,
      validUntil: r.valid_until,
      source: r.source,
      more: Object.fromEntries(list.columns.map(({ key }) => [key, String(r[key] ?? '')])),
    }))
    shipped.set(list.file, entries)
  }
  return entries
}

/** The entries of a list: those of the department once it edited the list, else those it came with. */
export async function codeEntries(ctx: Ctx, list: CodeList): Promise<CodeEntry[]> {
  return (await codeEntriesOf(ctx, [list])).get(list.id) ?? []
}

/** The entries of several lists, by the id of the list, in one question. */
export async function codeEntriesOf(ctx: Ctx, lists: readonly CodeList[]): Promise<Map<string, CodeEntry[]>> {
  const editable = lists.filter((l) => l.editable).map((l) => l.id)
  const edited = new Map<string, CodeEntry[]>()
  if (editable.length > 0) {
    const { rows } = await sql<CodeEntry & { list: string; vi: string; en: string }>`
      SELECT list, id, code, label_vi AS vi, label_en AS en, valid_from AS "validFrom", valid_until AS "validUntil", source, more
      FROM kernel.code_entry WHERE list = ANY (${editable}::text[]) ORDER BY position, code, valid_from NULLS FIRST, id`.execute(
      ctx.db,
    )
    for (const { list, vi, en, ...e } of rows) edited.set(list, [...(edited.get(list) ?? []), { ...e, label: { vi, en } }])
  }
  return new Map(lists.map((l) => [l.id, edited.get(l.id) ?? shippedEntries(l)]))
}

/** What is typed of an entry. */
export interface EntryInput {
  code: string
  labelVi: string
  labelEn: string | null
  validFrom: PlainDate | null
  validUntil: PlainDate | null
  source: string
  more: Record<string, string>
}

/** Puts the entries a list came with into the database, once, so that from then on the database guards it whole. One editor at a time. */
async function takeOver(ctx: Ctx, list: CodeList): Promise<CodeEntry[]> {
  if (!list.editable) throw refuse.codeListFixed()
  await sql`SELECT pg_advisory_xact_lock(319)`.execute(ctx.db)
  const entries = await codeEntries(ctx, list)
  if (entries.some((e) => e.id !== null)) return entries
  for (const [position, e] of entries.entries()) await insert(ctx, list, { ...e, id: ctx.newId() }, position)
  return codeEntries(ctx, list)
}

async function insert(ctx: Ctx, list: CodeList, e: CodeEntry, position: number): Promise<void> {
  await sql`INSERT INTO kernel.code_entry (id, list, code, label_vi, label_en, position, valid_from, valid_until, source, more)
    VALUES (${e.id}::uuid, ${list.id}, ${e.code}, ${e.label.vi}, ${e.label.en}, ${position}, ${e.validFrom}, ${e.validUntil}, ${e.source}, ${JSON.stringify(e.more)}::jsonb)`.execute(
    ctx.db,
  )
}

function checked(
  ctx: Ctx,
  list: CodeList,
  input: EntryInput,
  entries: readonly CodeEntry[],
  id: string | null,
): Omit<CodeEntry, 'id'> {
  if (input.validFrom && input.validUntil && input.validUntil <= input.validFrom) throw refuse.codeEndsBeforeStart()
  const more: Record<string, string> = {}
  for (const column of list.columns) {
    const value = normalise(input.more[column.key] ?? '')
    if (column.choices && !column.choices.includes(value)) throw refuse.codeValueUnknown({ column: column.key, value })
    const read = column.number ? readNumber(column, value) : value
    if (read === null) throw refuse.codeNotANumber({ column: ctx.kernel.translate(ctx.lang, column.title), value })
    more[column.key] = read
  }
  const fault = list.fault?.(more) ?? null
  if (fault !== null) throw refuse.codeWrong({ why: ctx.kernel.translate(ctx.lang, fault) })
  const other = overlapping(entries, { id, code: input.code, validFrom: input.validFrom, validUntil: input.validUntil })
  if (other) throw refuse.codeOverlaps({ code: other.code, from: other.validFrom ?? '…', until: other.validUntil ?? '…' })
  const vi = normalise(input.labelVi)
  return {
    code: input.code,
    label: { vi, en: input.labelEn ? normalise(input.labelEn) : vi },
    validFrom: input.validFrom,
    validUntil: input.validUntil,
    source: normalise(input.source),
    more,
  }
}

/** A new entry, from a date. @throws Refusal `kernel.codeOverlaps`, `kernel.codeListFixed`. */
export async function addCodeEntry(ctx: Ctx, list: CodeList, input: EntryInput): Promise<{ id: string }> {
  const entries = await takeOver(ctx, list)
  const id = ctx.newId()
  await insert(ctx, list, { id, ...checked(ctx, list, input, entries, null) }, entries.length)
  return { id }
}

/**
 * The entry no longer holds from a day; records before it keep it. An entry that came with the program is named by code and first day.
 *
 * @throws Refusal `kernel.notFound`, `kernel.codeEndsBeforeStart`, `kernel.codeOverlaps`.
 */
export async function endCodeEntry(ctx: Ctx, list: CodeList, entry: EntryKey, on: PlainDate): Promise<void> {
  const entries = await takeOver(ctx, list)
  const found = entryOf(entries, entry)
  if (found.validFrom && on <= found.validFrom) throw refuse.codeEndsBeforeStart()
  const other = overlapping(entries, { ...found, validUntil: on })
  if (other) throw refuse.codeOverlaps({ code: other.code, from: other.validFrom ?? '…', until: other.validUntil ?? '…' })
  const result = await sql`UPDATE kernel.code_entry SET valid_until = ${on} WHERE id = ${found.id}::uuid`.execute(ctx.db)
  if (result.numAffectedRows === 0n) throw kernelRefuse.notFound({ what: 'entry' })
}

/**
 * What changes from a day on: the entry ends, and one of the same code with other values begins. Records before the day keep the former.
 *
 * @throws Refusal `kernel.notFound`, `kernel.codeEndsBeforeStart`, `kernel.codeOverlaps`, `kernel.codeNotANumber`, `kernel.codeWrong`.
 */
export async function renewCodeEntry(ctx: Ctx, list: CodeList, entry: EntryKey, input: Omit<EntryInput, 'code'>): Promise<void> {
  if (input.validFrom === null) throw refuse.codeEndsBeforeStart()
  const { validUntil } = entryOf(await takeOver(ctx, list), entry)
  if (validUntil === null || input.validFrom < validUntil) await endCodeEntry(ctx, list, entry, input.validFrom)
  // Where the former entry was to end later, the new one takes the rest of its days.
  await addCodeEntry(ctx, list, { ...input, validUntil: input.validUntil ?? validUntil, code: entry.code })
}

/**
 * A correction: what was written was wrong, for all its days. Not a change: that ends one entry and adds another.
 *
 * @throws Refusal `kernel.notFound`, `kernel.codeOverlaps`.
 */
export async function correctCodeEntry(ctx: Ctx, list: CodeList, entry: EntryKey, input: EntryInput): Promise<void> {
  const entries = await takeOver(ctx, list)
  const found = entryOf(entries, entry)
  const e = checked(ctx, list, { ...input, code: found.code }, entries, found.id)
  const result =
    await sql`UPDATE kernel.code_entry SET label_vi = ${e.label.vi}, label_en = ${e.label.en}, valid_from = ${e.validFrom}, valid_until = ${e.validUntil},
    source = ${e.source}, more = ${JSON.stringify(e.more)}::jsonb WHERE id = ${found.id}::uuid`.execute(ctx.db)
  if (result.numAffectedRows === 0n) throw kernelRefuse.notFound({ what: 'entry' })
}

/** Takes entries away that an import made by mistake; where they held, nothing holds. */
export async function deleteCodeEntries(ctx: Ctx, ids: string[]): Promise<void> {
  await sql`DELETE FROM kernel.code_entry WHERE id = ANY (${ids}::uuid[])`.execute(ctx.db)
}

/** Puts entries back as they were before an import corrected them. */
export async function restoreCodeEntries(ctx: Ctx, entries: (Omit<CodeEntry, 'id'> & { id: string })[]): Promise<void> {
  for (const e of entries)
    await sql`UPDATE kernel.code_entry SET label_vi = ${e.label.vi}, label_en = ${e.label.en}, valid_until = ${e.validUntil}, source = ${e.source}
      WHERE id = ${e.id}::uuid`.execute(ctx.db)
}

/** Names an entry: code and first day, which no two entries share. */
export interface EntryKey {
  code: string
  validFrom: PlainDate | null
}

function entryOf(entries: readonly CodeEntry[], key: EntryKey): CodeEntry {
  const found = entries.find((e) => e.code === key.code && e.validFrom === key.validFrom)
  if (!found) throw kernelRefuse.notFound({ what: 'entry' })
  return found
}

/** Who changed what of an entry; nothing while it stands as it came with the program. */
export async function codeEntryHistory(ctx: Ctx, list: CodeList, key: EntryKey): Promise<HistoryEvent[]> {
  const { id } = entryOf(await codeEntries(ctx, list), key)
  return id === null ? [] : historyOf(ctx, ['kernel.code_entry'], id)
}
