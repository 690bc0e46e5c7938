import { codeEntriesOf } from '#kernel/codelist/codelist.service.ts'
import { entryHolds } from '#kernel/codelist/codelist.rules.ts'
import type { Ctx } from '#kernel/context.ts'
import type { Holder } from '#domains/people/index.ts'
import * as store from './decided.store.ts'
import { codeLists } from './personnel.lists.ts'
import { faultsOf, sectionOf } from './section.rules.ts'

/** A row of a file that an action of a signed decision makes. */
export interface DecidedEntry {
  id: string
  person: Pick<Holder, 'id' | 'sex' | 'birthYear'>
  section: store.DecidedSection
  kind: string | null
  values: Record<string, string | number | null>
  from: string
  until: string | null
  madeBy: string
  decisionNumber: string
  decisionOn: string
  decisionBy: string
}

/** The salary rows of many people, standing ones, oldest first: within reach of who may see them. */
export function salariesOf(ctx: Ctx, personIds: readonly string[]): Promise<store.SalaryRow[]> {
  return store.findSalaries(ctx.db, personIds)
}

/**
 * What is wrong with rows to be made, by id and field: the rules of a row written by hand, but that a decision may take effect later than
 * today.
 */
export async function faultsOfDecided(
  ctx: Ctx,
  entries: readonly DecidedEntry[],
): Promise<{ id: string; code: string; field: string }[]> {
  if (entries.length === 0) return []
  const lists = await codeEntriesOf(ctx, codeLists)
  return entries.flatMap(({ id, section, person, ...row }) => {
    const stands = (list: string, code: string) =>
      (lists.get(`personnel.${list}`) ?? []).some((e) => e.code === code && entryHolds(e, row.from))
    return faultsOf(sectionOf(section), row, person, ctx.today(), stands)
      .filter((fault) => fault.code !== 'later' && fault.code !== 'unknownCode')
      .map((fault) => ({ id, code: fault.code, field: fault.field }))
  })
}

/** Writes rows that signed decisions make, a statement for each section. Who may write them follows from the right to sign. */
export async function writeDecidedEntries(ctx: Ctx, entries: readonly DecidedEntry[]): Promise<void> {
  for (const section of new Set(entries.map((e) => e.section)))
    await store.insertDecided(
      ctx.db,
      sectionOf(section),
      entries.filter((e) => e.section === section),
      ctx.now(),
    )
}

/** Strikes out what actions made, with the reason. Gives how many rows. */
export function strikeDecidedEntries(ctx: Ctx, actionIds: readonly string[], reason: string): Promise<number> {
  return store.strikeDecided(ctx.db, actionIds, reason, ctx.now())
}

/** Standing rows made by decisions, for the check that compares them with what decisions say they made. */
export function decidedEntries(ctx: Ctx): Promise<{ id: string; section: string; madeBy: string }[]> {
  return store.findDecided(ctx.db)
}
