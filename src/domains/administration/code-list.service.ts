import type { CodeList } from '#kernel/codelist/codelist.rules.ts'
import {
  addCodeEntry,
  codeEntries,
  codeEntryHistory,
  correctCodeEntry,
  endCodeEntry,
  type EntryInput,
  renewCodeEntry,
} from '#kernel/codelist/codelist.service.ts'
import type { Ctx } from '#kernel/context.ts'
import type { HistoryEvent } from '#kernel/contract.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { sourceTitle } from '#kernel/sources.ts'
import type { CodeListDetail, CodeListRow } from './code-list.contract.ts'

/** @throws Refusal `kernel.notFound`. */
function listOf(ctx: Ctx, id: string): CodeList {
  const list = ctx.kernel.lists.find((l) => l.id === id)
  if (!list) throw kernelRefuse.notFound({ what: 'list' })
  return list
}

export async function listCodeLists(ctx: Ctx): Promise<CodeListRow[]> {
  const rows: CodeListRow[] = []
  for (const list of ctx.kernel.lists)
    rows.push({
      id: list.id,
      title: list.title,
      about: list.about,
      editable: list.editable,
      entries: (await codeEntries(ctx, list)).length,
    })
  return rows
}

export async function getCodeList(ctx: Ctx, id: string): Promise<CodeListDetail> {
  const list = listOf(ctx, id)
  const entries = await codeEntries(ctx, list)
  return {
    id: list.id,
    title: list.title,
    about: list.about,
    editable: list.editable,
    entries: entries.length,
    columns: list.columns.map((c) => ({
      key: c.key,
      title: c.title,
      choices: c.choices ?? null,
      words: c.words ?? null,
      number: c.number ?? null,
      optional: c.optional ?? false,
    })),
    rows: entries.map(({ id: stored, ...e }) => ({ ...e, sourceTitle: sourceTitle(e.source), shipped: stored === null })),
  }
}

interface Key {
  list: string
  code: string
  validFrom: string | null
}
type Facts = Omit<EntryInput, 'code' | 'validFrom' | 'validUntil'> & { newFrom: string | null; newUntil: string | null }

const entryOf = (code: string, { newFrom, newUntil, ...facts }: Facts): EntryInput => ({
  ...facts,
  code,
  validFrom: newFrom,
  validUntil: newUntil,
})

export async function addEntry(ctx: Ctx, input: Facts & { list: string; code: string }): Promise<void> {
  await addCodeEntry(ctx, listOf(ctx, input.list), entryOf(input.code, input))
}

export async function endEntry(ctx: Ctx, input: Key & { on: string }): Promise<void> {
  await endCodeEntry(ctx, listOf(ctx, input.list), input, input.on)
}

export async function renewEntry(ctx: Ctx, input: Key & Facts): Promise<void> {
  await renewCodeEntry(ctx, listOf(ctx, input.list), input, entryOf(input.code, input))
}

export async function correctEntry(ctx: Ctx, input: Key & Facts): Promise<void> {
  await correctCodeEntry(ctx, listOf(ctx, input.list), input, entryOf(input.code, input))
}

export function entryHistory(ctx: Ctx, input: Key): Promise<HistoryEvent[]> {
  return codeEntryHistory(ctx, listOf(ctx, input.list), input)
}
