import { sql } from 'kysely'
import { findBroken, type Thing } from '#engines/timeline/index.ts'
import { sentenceOf } from '#kernel/checks.ts'
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
import { tellEnded } from './unit.search.ts'
import * as store from './unit.store.ts'

/** Fewer bear the name looked for than this: those that bore it once, or took in one that did, are shown too. */
const mostNamed = 20

const unitSource = (
  input: Pick<ListInput, 'asOf'> & Record<string, unknown>,
  asked = new Map<string, FormerNames>(),
): ListSource => {
  const knownOn = typeof input.knownOn === 'string' ? input.knownOn : undefined
  return {
    shape: unitList,
    rows: (_db, asOf) => store.unitRows(asOf, knownOn),
    spine: { columns: store.spineColumns, rows: (_db, asOf) => store.unitSpine(asOf, knownOn) },
    conditions: {
      knownOn: () => sql`true`,
      search: async (words, ctx) => {
        const named = sql.join(
          words.map((word) => sql`l.search_name LIKE ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
          sql` AND `,
        )
        const former = knownOn ? [] : await formerly(ctx, words, input.asOf)
        asked.set(words.join(' '), former)
        return former.length === 0 ? named : sql`((${named}) OR l.id = ANY (${former.map((f) => f.id)}::uuid[]))`
      },
    },
  }
}

type FormerNames = Awaited<ReturnType<typeof store.findByFormerName>>

/** Units that bore a name with these words, or took in one that did; none where many bear it now. */
async function formerly(ctx: Ctx, words: string[], asOf = ctx.today()) {
  if ((await store.findByText(ctx.db, words, asOf)).length >= mostNamed) return []
  return store.findByFormerName(ctx.db, words, asOf, undefined, 200)
}

/** Units as of one day, as known now or on another day; found by an old name, each says which. */
export async function listUnits(ctx: Ctx, input: ListInput) {
  const asked = new Map<string, FormerNames>()
  const page = await listPage<UnitRow>(ctx, unitSource(input, asked), input)
  const words = fold(input.search ?? '')
    .split(' ')
    .filter(Boolean)
  const bears = (row: UnitRow) => words.every((word) => fold(`${row.name} ${row.code}`).includes(word))
  if (words.length === 0 || page.rows.every(bears)) return page
  const former = new Map((asked.get(words.join(' ')) ?? []).map((f) => [f.id, f]))
  const told = (row: UnitRow) => {
    const by = bears(row) ? undefined : former.get(row.id)
    return by
      ? ctx.kernel.translate(ctx.lang, by.taken ? 'organization.tookIn' : 'organization.formerly', { name: by.former })
      : null
  }
  return { ...page, rows: page.rows.map((row) => ({ ...row, foundBy: told(row) })) }
}

export async function exportUnits(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, unitSource(input), input, await namesOf(ctx, input.parentId))
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
  const current = versions.find((v) => holdsOn(v, asOf)) ?? null
  const told = current ? null : await tellEnded(ctx, id, asOf)
  return { id, current, versions, path, children, told, people: null }
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
  await refuseDoubles(ctx, versions)
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

/** What the database would refuse without a name: two versions of a unit on one day, a code borne by two. */
async function refuseDoubles(ctx: Ctx, versions: readonly EstablishedUnit[]): Promise<void> {
  const things = new Map<string, Thing<{ code: string; name: string }>>()
  const add = (v: NamedUnit) => {
    const thing = things.get(v.unitId) ?? { id: v.unitId, versions: [], links: [] }
    const { validFrom, validUntil, code, name } = v
    thing.versions.push({ validFrom, validUntil, facts: { code, name } })
    things.set(v.unitId, thing)
  }
  for (const v of await store.findByCodes(ctx.db, [...new Set(versions.map((v) => v.code))])) add(v)
  for (const v of versions) add(v)
  const broken = findBroken([...things.values()], [], { codeOf: (f) => f.code, needsPlace: () => false })
  const [first] = broken
  if (!first) return
  const nameOf = (id: string) => {
    const facts = things.get(id)?.versions.at(-1)?.facts
    return facts ? `${facts.name} (${facts.code})` : id
  }
  const { rule, id, on, other } = first
  const params = { params: { other: other === undefined ? '' : nameOf(other) } }
  const found = { rule, record: nameOf(id), link: `/to-chuc/don-vi/${id}`, on, ...params }
  throw refuse.unitsBroken({ count: broken.length, first: sentenceOf(ctx, 'organization.checks.units', found)[ctx.lang] })
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
