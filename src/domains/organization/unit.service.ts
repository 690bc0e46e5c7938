import { sql } from 'kysely'
import { historyOf } from '#kernel/history.ts'
import type { Choice, HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { holdsOn } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { fold } from '#kernel/text.ts'
import { refuse } from './organization.refusals.ts'
import { can } from './organization.permissions.ts'
import { type Tree, type TreeNode, type Unit, unitList, type UnitRow } from './unit.contract.ts'
import { decideRename } from './unit.rules.ts'
import * as store from './unit.store.ts'

function unitSource(asked: unknown): ListSource {
  const knownOn = typeof asked === 'string' ? asked : undefined
  return {
    shape: unitList,
    rows: (_db, asOf) => store.unitRows(asOf, knownOn),
    spine: { columns: store.spineColumns, rows: (_db, asOf) => store.unitSpine(asOf, knownOn) },
    searchColumn: 'search_name',
    conditions: { knownOn: () => sql`true` },
  }
}

/** Units as of one day, as known now or on another day. */
export function listUnits(ctx: Ctx, input: ListInput) {
  return listPage<UnitRow>(ctx, unitSource(input.knownOn), input)
}

export async function exportUnits(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, unitSource(input.knownOn), input, await namesOf(ctx, input.parentId))
}

/** Names of units by id today, for printed filters. */
export async function namesOf(ctx: Ctx, ids: unknown): Promise<Record<string, string>> {
  const wanted = (Array.isArray(ids) ? ids : [ids]).filter((id): id is string => typeof id === 'string' && id !== '')
  const names: Record<string, string> = {}
  for (const id of wanted) {
    const versions = await store.findVersions(ctx.db, id)
    names[id] = (versions.find((v) => holdsOn(v, ctx.today())) ?? versions.at(-1))?.name ?? id
  }
  return names
}

/**
 * Every unit of a day with the code of the unit above it, ordered by code: for programs that read the whole list.
 *
 * @throws Refusal `kernel.notFound` when no unit has the code `under` on that day.
 */
export async function unitsForExport(
  ctx: Ctx,
  input: { asOf: string; level?: string; under?: string },
): Promise<store.ExportedUnit[]> {
  if (input.under && !(await store.codeExists(ctx.db, input.under, input.asOf))) throw kernelRefuse.notFound({ what: 'unit' })
  return store.findForExport(ctx.db, input.asOf, input.level, input.under)
}

/** Units whose name or code holds all words typed, in any form of writing; an old name finds what bears it no more, or took it in. */
export async function pickUnit(ctx: Ctx, input: { search: string; asOf?: string; level?: string }): Promise<Choice[]> {
  const words = fold(input.search).split(' ').filter(Boolean)
  const found = await store.findByText(ctx.db, words, input.asOf ?? ctx.today(), input.level)
  const choices = found.map((u) => ({ id: u.id, label: u.name, hint: [u.code, u.parent].filter(Boolean).join(' · ') }))
  if (words.length === 0 || choices.length >= mostFormer) return choices
  // Few bear such a name now: also those that did, or took in one that did.
  const former = await store.findByFormerName(ctx.db, words, input.asOf ?? ctx.today(), input.level, mostFormer)
  const known = new Set(choices.map((c) => c.id))
  return [
    ...choices,
    ...former
      .filter((u) => !known.has(u.id))
      .map((u) => ({
        id: u.id,
        label: u.name,
        hint: [u.code, ctx.kernel.translate(ctx.lang, 'organization.formerly', { name: u.former })].join(' · '),
      })),
  ]
}

const mostFormer = 8

export function unitTree(ctx: Ctx, input: { tree: Tree; parentId?: string; asOf?: string }): Promise<TreeNode[]> {
  return store.findChildren(ctx.db, input.tree, input.parentId ?? null, input.asOf ?? ctx.today())
}

/** @throws Refusal `kernel.notFound` when there is no such unit within the actor's reach. */
export async function getUnit(ctx: Ctx, input: { id: string; asOf?: string; knownOn?: string }): Promise<Unit> {
  const { id, knownOn } = input
  const asOf = input.asOf ?? ctx.today()
  const versions = await store.findVersions(ctx.db, id, knownOn)
  // What was not known on a day may be known now: then it is there, without a version.
  if (versions.length === 0 && !(knownOn && (await store.findVersions(ctx.db, id)).length > 0))
    throw kernelRefuse.notFound({ what: 'unit' })
  const path = await store.findPath(ctx.db, id, asOf, knownOn)
  const children = await store.countChildren(ctx.db, id, asOf, knownOn)
  return { id: input.id, current: versions.find((v) => holdsOn(v, asOf)) ?? null, versions, path, children, people: null }
}

export async function unitHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  await getUnit(ctx, { id })
  return historyOf(ctx, ['organization.unit', 'organization.unit_version', 'organization.unit_parent'], id)
}

/**
 * A new name from a date, by an act: the present version ends, a new one begins.
 *
 * @throws Refusal `organization.*` when the unit does not exist then, or something recorded begins later.
 */
export async function renameUnit(
  ctx: Ctx,
  input: { id: string; name: string; shortName?: string; from: string; act: string },
): Promise<void> {
  const unit = await getUnit(ctx, { id: input.id, asOf: input.from })
  await ctx.require(can.changeUnit, input.id)
  const decision = decideRename(unit.versions, input.from)
  if (!decision.ok) {
    const why = {
      'not-in-existence': refuse.notInExistence,
      'starts-same-day': refuse.startsSameDay,
      'later-version': refuse.laterVersion,
    }[decision.why]
    throw why({ from: input.from })
  }
  const now = unit.current
  if (!now) throw refuse.notInExistence({ from: input.from })
  await store.closeVersion(ctx.db, input.id, input.from)
  await store.insertVersions(ctx.db, [
    {
      id: ctx.newId(),
      unitId: input.id,
      code: now.code,
      name: input.name,
      shortName: input.shortName ?? input.name,
      kind: now.kind,
      level: now.level,
      validFrom: input.from,
      validUntil: now.validUntil,
      act: input.act,
    },
  ])
}

/** Units as established in bulk: versions of the same `key` are one unit. Same database rules as one at a time. */
export interface EstablishedUnit extends Omit<store.VersionRow, 'id' | 'unitId'> {
  unitId: string
  parentId: string | null
  tree: string
}

/** Establishes many units at once and rebuilds the reach. Overlaps, unknown parents and reused codes are refused by the database as a whole. */
export async function establishUnits(
  ctx: Ctx,
  versions: EstablishedUnit[],
  scope: 'rebuilt' | 'later' = 'rebuilt',
): Promise<void> {
  await ctx.require(can.changeUnit, null)
  await store.insertUnits(ctx.db, [...new Set(versions.map((v) => v.unitId))], ctx.now())
  await store.insertVersions(
    ctx.db,
    versions.map((v) => ({ ...v, id: ctx.newId() })),
  )
  const parents = versions.flatMap((v) =>
    v.parentId
      ? [
          {
            id: ctx.newId(),
            unitId: v.unitId,
            parentId: v.parentId,
            tree: v.tree,
            validFrom: v.validFrom,
            validUntil: v.validUntil,
          },
        ]
      : [],
  )
  await store.insertParents(ctx.db, parents)
  if (scope === 'rebuilt') await store.rebuildScope(ctx.db)
}

/** A name and code of a unit, from..until. */
export interface NamedUnit {
  unitId: string
  code: string
  name: string
  validFrom: string | null
  validUntil: string | null
}

/** The units that ever had one of these codes, with all their names. A code may have been that of several, one after another. */
export async function unitsOfCodes(ctx: Ctx, codes: readonly string[]): Promise<NamedUnit[]> {
  return store.findByCodes(ctx.db, [...codes])
}

/** Units of a day by what people call them. */
export interface UnitIndex {
  /** The unit of a code, a name or a short name, written with or without marks. */
  find(text: string): { id: string } | { why: 'unknown' | 'several' }
  nameOf(id: string): string
}

/** Reads all units of a day once, so that thousands of rows can name theirs. */
export async function unitIndex(ctx: Ctx, asOf: string): Promise<UnitIndex> {
  const units = await store.findNames(ctx.db, asOf)
  const byText = new Map<string, Set<string>>()
  const add = (text: string, id: string) => byText.set(text, (byText.get(text) ?? new Set()).add(id))
  for (const u of units) for (const text of new Set([fold(u.code), fold(u.name), fold(u.shortName)])) add(text, u.id)
  const names = new Map(units.map((u) => [u.id, u.name]))
  const codes = new Map(units.map((u) => [u.code, u.id]))
  return {
    find: (text) => {
      const byCode = codes.get(text)
      if (byCode) return { id: byCode }
      const ids = [...(byText.get(fold(text)) ?? [])]
      return ids.length === 1 && ids[0] ? { id: ids[0] } : { why: ids.length === 0 ? 'unknown' : 'several' }
    },
    nameOf: (id) => names.get(id) ?? '',
  }
}
