import type { Change } from '#engines/timeline/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { addDays, holdsOn } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { addChanges, changesFromTable, draftAct } from './act.service.ts'
import { findThings } from './act.store.ts'
import type { TableRow, UnitFacts } from './act-table.rules.ts'
import { can } from './organization.permissions.ts'
import { refuse } from './organization.refusals.ts'
import type { ListComparison, UnitList } from './unit-list.contract.ts'
import * as store from './unit-list.store.ts'
import { type Confidence, compareLists, type ListedUnit } from './unit-lists.rules.ts'

export async function unitLists(ctx: Ctx): Promise<UnitList[]> {
  await ctx.require(can.reorganise, null)
  return store.findLists(ctx.db)
}

/** @throws Refusal `kernel.notFound` */
export async function getUnitList(ctx: Ctx, id: string): Promise<UnitList> {
  const [list] = await store.findLists(ctx.db, id)
  if (!list) throw kernelRefuse.notFound({ what: 'unit-list' })
  return list
}

/** @throws Refusal `kernel.notFound` */
export async function deleteUnitList(ctx: Ctx, id: string): Promise<void> {
  await ctx.require(can.reorganise, null)
  await getUnitList(ctx, id)
  await store.deleteLists(ctx.db, [id])
}

interface RecordedUnit extends ListedUnit {
  id: string
}

/**
 * Units of a day that a list speaks of: of its levels, and bearing a code of it or standing below what it names above its own. A list of one
 * province says nothing of another.
 */
async function unitsSpokenOf(ctx: Ctx, rows: readonly ListedUnit[], day: string) {
  const levels = new Set(rows.map((r) => r.level))
  const named = new Set(rows.flatMap((r) => (r.parentCode === null ? [] : [r.parentCode])))
  const codes = new Set(rows.map((r) => r.code))
  const factsOf = new Map(
    (await findThings(ctx.db)).flatMap(({ id, versions, links }) => {
      const version = versions.find((v) => holdsOn(v, day))
      const above = links.find((l) => l.tree === 'government' && holdsOn(l, day))?.parentId ?? null
      return version ? [[id, { ...version.facts, above }] as const] : []
    }),
  )
  const liesWithin = (id: string | null, depth = 0): boolean => {
    const facts = id === null ? undefined : factsOf.get(id)
    return facts !== undefined && depth < 12 && (named.has(facts.code) || liesWithin(facts.above, depth + 1))
  }
  const units = [...factsOf].flatMap(([id, { code, name, kind, level, above }]): RecordedUnit[] =>
    levels.has(level) && (codes.has(code) || liesWithin(above) || (named.size === 0 && above === null))
      ? [{ id, code, name, kind, level, parentCode: above === null ? null : (factsOf.get(above)?.code ?? null) }]
      : [],
  )
  return { units, names: new Map([...factsOf.values()].map((f) => [f.code, f.name])) }
}

async function compared(ctx: Ctx, list: UnitList, day: string) {
  await ctx.require(can.reorganise, null)
  const rows = await store.findListRows(ctx.db, list.id)
  const { units, names } = await unitsSpokenOf(ctx, rows, day)
  const changes = compareLists(units, rows)
  const taken = new Set(changes.flatMap((c) => (c.change === 'gone' ? [] : c.candidates.map((n) => n.code))))
  return { rows, units, names, changes, made: rows.filter((r) => !taken.has(r.code)) }
}

/** What a list says otherwise than what is recorded for its day, with what may have become of each unit. Nothing is written. */
export async function compareUnitList(ctx: Ctx, id: string): Promise<ListComparison> {
  const list = await getUnitList(ctx, id)
  const { rows, names, changes, made } = await compared(ctx, list, list.listedOn)
  const byCode = new Map(rows.map((r) => [r.code, r]))
  const named = ({ code, name, parentCode }: ListedUnit) => ({
    code,
    name,
    parentName: parentCode === null ? null : (names.get(parentCode) ?? parentCode),
  })
  const former = (await store.findLists(ctx.db)).find((l) => l.listedOn < list.listedOn)
  return {
    list,
    formerListedOn: former?.listedOn ?? null,
    same: changes.filter((c) => c.change === 'same').length,
    proposals: changes.flatMap(({ old, change, differs, candidates }) => {
      if (change === 'same') return []
      const into = candidates.flatMap(({ code, confidence, evidence }) => {
        const unit = byCode.get(code)
        return unit ? [{ ...named(unit), confidence, evidence }] : []
      })
      return [{ old: named(old), change, differs, candidates: into }]
    }),
    made: made.map(named),
    units: rows.map(({ code, name }) => ({ code, name })),
  }
}

/** Into which unit of the list an old one went; null: it is gone, and that is not known. */
export interface ListDecision {
  oldCode: string
  newCode: string | null
}

/** Proposals at least so sure, taken as decisions; of all others it is said that nothing is known. */
export function decideByProposals(proposals: ListComparison['proposals'], least: Confidence): ListDecision[] {
  const order: Confidence[] = ['guess', 'likely', 'certain']
  return proposals.map(({ old, candidates: [first] }) => ({
    oldCode: old.code,
    newCode: first && order.indexOf(first.confidence) >= order.indexOf(least) ? first.code : null,
  }))
}

/**
 * Drafts the act that leads from what is recorded to a list. Of every unit of which the list says otherwise it is decided into which it went, or
 * that this is not known. Units of the list that nothing went into are established.
 *
 * @throws Refusal `organization.listUndecided`, `organization.listNotLater`, `organization.actTableWrong`
 */
export async function draftFromUnitList(
  ctx: Ctx,
  input: { id: string; title: string; effectiveOn: string; decisions: readonly ListDecision[] },
): Promise<string> {
  const { effectiveOn: on, title } = input
  const list = await getUnitList(ctx, input.id)
  if (on > list.listedOn) throw refuse.listNotLater({ listedOn: list.listedOn, on })
  const { rows, units, changes, made } = await compared(ctx, list, addDays(on, -1))
  const decided = new Map(input.decisions.map((d) => [d.oldCode, d.newCode]))
  const open = changes.filter((c) => c.change !== 'same' && !decided.has(c.old.code))
  const [first] = open
  if (first) throw refuse.listUndecided({ count: open.length, first: `${first.old.name} (${first.old.code})` })
  const into = new Map(changes.map((c) => [c.old, c.change === 'same' ? c.old.code : (decided.get(c.old.code) ?? null)]))
  const takers = new Map<string, ListedUnit[]>()
  for (const [old, code] of into) if (code !== null) takers.set(code, [...(takers.get(code) ?? []), old])
  const unchanged = new Set(changes.flatMap((c) => (c.change === 'same' ? [c.old] : [])))
  const byCode = new Map(rows.map((r) => [r.code, r]))
  const table: TableRow[] = []
  for (const [code, olds] of takers) {
    const unit = byCode.get(code)
    if (!unit || (olds.length === 1 && olds.every((o) => unchanged.has(o)))) continue
    for (const old of olds)
      table.push({
        no: table.length + 1,
        oldCode: old.code,
        oldName: old.name,
        share: 1,
        newCode: code,
        newName: unit.name,
        aboveCode: unit.parentCode ?? '',
      })
  }
  const drafted = await changesFromTable(ctx, { effectiveOn: on }, table)
  const [fault] = drafted.faults
  if (fault) {
    const what = ctx.kernel.translate(ctx.lang, `organization.tableFaults.${fault.code}`, fault.params)
    throw refuse.actTableWrong({ count: drafted.faults.length, row: fault.no, what })
  }
  const alone = made.filter((m) => !takers.has(m.code))
  const established = await establish(ctx, on, alone)
  const idOf = new Map(units.map((u) => [u.code, u.id]))
  const gone = [...into].flatMap(([old, code]): Change<UnitFacts>[] =>
    code === null ? [{ no: 0, kind: 'dissolve', id: idOf.get(old.code) ?? '', heir: null, unknown: true }] : [],
  )
  const id = await draftAct(ctx, { title, effectiveOn: on })
  await addChanges(ctx, id, [...established, ...drafted.changes, ...gone])
  return id
}

async function establish(ctx: Ctx, on: string, made: readonly ListedUnit[]): Promise<Change<UnitFacts>[]> {
  const above = new Map(
    (await findThings(ctx.db)).flatMap(({ id, versions }) => {
      const version = versions.find((v) => holdsOn(v, on))
      return version ? [[version.facts.code, id] as const] : []
    }),
  )
  const missing = made.find((m) => m.parentCode !== null && !above.has(m.parentCode))
  if (missing) {
    const what = ctx.kernel.translate(ctx.lang, 'organization.tableFaults.aboveUnknown', { code: missing.parentCode })
    throw refuse.actTableWrong({ count: 1, row: 1, what })
  }
  return made.map(({ code, name, kind, level, parentCode }): Change<UnitFacts> => {
    const parentId = parentCode === null ? undefined : above.get(parentCode)
    return {
      no: 0,
      kind: 'establish',
      id: ctx.newId(),
      facts: { code, name, shortName: name, kind, level },
      links: parentId === undefined ? [] : [{ tree: 'government', parentId }],
    }
  })
}
