import { sql } from 'kysely'
import {
  becameBy,
  type Change,
  type Ending,
  type Fault,
  type Kinds,
  type Plan,
  planReorganisation,
} from '#engines/timeline/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { addDays, holdsOn } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import {
  type Act,
  type ActChange,
  type ActEffects,
  type ActFault,
  actList,
  type ActRow,
  type Lineage,
  type Rehearsal,
  type UnitName,
} from './act.contract.ts'
import * as store from './act.store.ts'
import { changesOfTable, type OldUnit, type TableFault, type TableRow, type UnitFacts } from './act-table.rules.ts'
import { can } from './organization.permissions.ts'
import { refuse } from './organization.refusals.ts'
import { getUnit } from './unit.service.ts'
import { rebuildScope } from './unit.store.ts'

const actSource: ListSource = { shape: actList, rows: store.actRows, searchColumn: 'search_text' }

export function listActs(ctx: Ctx, input: ListInput) {
  return listPage<ActRow>(ctx, actSource, input)
}

export function exportActs(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, actSource, input)
}

/** @throws Refusal `kernel.notFound` */
export async function getAct(ctx: Ctx, id: string): Promise<Act> {
  const act = await store.findAct(ctx.db, id)
  if (!act) throw kernelRefuse.notFound({ what: 'act' })
  return act
}

/** The units a change is about, what they go into, and what they are to be called. */
function mentioned(change: Change<UnitFacts>): {
  units: string[]
  into: { id: string; share: number | null; whole: boolean }[]
  facts: Partial<UnitFacts>
} {
  const whole = (id: string) => ({ id, share: 1, whole: true })
  switch (change.kind) {
    case 'establish':
      return { units: [change.id], into: change.links.map((l) => whole(l.parentId)), facts: change.facts }
    case 'alter':
      return { units: [change.id], into: [], facts: change.facts }
    case 'move':
      return { units: [change.id], into: change.parentId === null ? [] : [whole(change.parentId)], facts: {} }
    case 'merge':
      return { units: change.from.map((p) => p.id), into: [whole(change.into)], facts: {} }
    case 'split':
      return { units: [change.id], into: change.into, facts: {} }
    case 'transfer':
      return { units: [change.id], into: [{ id: change.to, share: change.share, whole: false }], facts: {} }
    case 'dissolve':
      return { units: [change.id], into: change.heir === null ? [] : [whole(change.heir)], facts: {} }
    case 'abolish-level':
      return { units: change.below === null ? [] : [change.below], into: [], facts: { level: change.level } }
  }
}

/** The changes of an act in order, in portions, with the units by name: new ones by the name they are given. */
export async function actChanges(
  ctx: Ctx,
  input: { id: string; after: number; limit: number },
): Promise<{ rows: ActChange[]; next: number | null }> {
  const act = await getAct(ctx, input.id)
  const found = await store.findChanges(ctx.db, input.id, input.after, input.limit + 1)
  const shown = found.slice(0, input.limit)
  const all = await changesOf(ctx, input.id)
  const read = shown.map((row) => ({ row, ...mentioned(row.detail as Change<UnitFacts>) }))
  const nameOf = await namesFor(
    ctx,
    act.effectiveOn,
    read.flatMap((r) => [...r.units, ...r.into.map((i) => i.id)]),
    all,
  )
  return {
    rows: read.map(({ row, units, into, facts }) => ({
      no: row.no,
      kind: row.kind as ActChange['kind'],
      clause: row.clause,
      units: units.map(nameOf),
      into: into.map(({ id, share, whole }) => ({ ...nameOf(id), share, whole })),
      facts: Object.fromEntries(Object.entries(facts).filter((e): e is [string, string] => typeof e[1] === 'string')),
    })),
    next: found.length > input.limit ? (shown.at(-1)?.no ?? null) : null,
  }
}

async function changesOf(ctx: Ctx, actId: string): Promise<Change<UnitFacts>[]> {
  return (await store.findChanges(ctx.db, actId)).map((c) => ({ ...(c.detail as Change<UnitFacts>), no: c.no }))
}

/** Names by id on a day; of units not yet there, what the act calls them. */
async function namesFor(
  ctx: Ctx,
  day: string,
  ids: readonly string[],
  changes: readonly Change<UnitFacts>[],
): Promise<(id: string) => UnitName> {
  const known = await store.findUnitNames(ctx.db, ids, addDays(day, -1))
  for (const c of changes)
    if (c.kind === 'establish') known.set(c.id, known.get(c.id) ?? { id: c.id, code: c.facts.code, name: c.facts.name })
  return (id) => known.get(id) ?? { id, code: '', name: '' }
}

/** A draft with its changes, none yet where none are given. Changes of levels to be abolished are the last. */
export async function draftAct(
  ctx: Ctx,
  input: { title: string; effectiveOn: string; note?: string; abolish?: string[] },
  changes: readonly (Change<UnitFacts> & { clause?: string | null })[] = [],
): Promise<string> {
  await ctx.require(can.reorganise, null)
  const id = ctx.newId()
  await store.insertAct(ctx.db, {
    id,
    title: input.title,
    effectiveOn: input.effectiveOn,
    note: input.note || null,
    abolish: input.abolish ?? [],
    at: ctx.now(),
    by: ctx.actor.name,
  })
  await addChanges(ctx, id, [
    ...changes,
    ...(input.abolish ?? []).map((level) => ({ no: 0, kind: 'abolish-level' as const, level, below: null })),
  ])
  return id
}

export async function addChanges(
  ctx: Ctx,
  actId: string,
  changes: readonly (Change<UnitFacts> & { clause?: string | null })[],
): Promise<void> {
  const from = (await store.findChanges(ctx.db, actId)).at(-1)?.no ?? 0
  await store.insertChanges(
    ctx.db,
    actId,
    changes.map(({ clause, ...detail }, i) => ({
      id: ctx.newId(),
      no: from + i + 1,
      kind: detail.kind,
      clause: clause ?? null,
      detail,
    })),
  )
}

/**
 * Drafts an act from a table of old and new units.
 *
 * @returns the draft, or every row that cannot be read as a change.
 */
export async function draftFromTable(
  ctx: Ctx,
  input: { title: string; effectiveOn: string; note?: string; abolish?: string[] },
  rows: readonly TableRow[],
): Promise<{ id: string; faults: [] } | { id: null; faults: TableFault[] }> {
  const { changes, faults } = await changesFromTable(ctx, input, rows)
  return faults.length > 0 ? { id: null, faults } : { id: await draftAct(ctx, { ...input, abolish: [] }, changes), faults: [] }
}

/** Units of the day before an act by code, and what may stand above on its day: another act of the same day may have established it. */
export async function unitsAround(
  ctx: Ctx,
  effectiveOn: string,
): Promise<{ olds: Map<string, OldUnit>; aboves: Map<string, string> }> {
  const before = addDays(effectiveOn, -1)
  const olds = new Map<string, OldUnit>()
  const aboves = new Map<string, string>()
  for (const { id, versions, links } of await store.findThings(ctx.db)) {
    const then = versions.find((v) => holdsOn(v, before))
    const above = links.find((l) => l.tree === tree && holdsOn(l, before))?.parentId ?? null
    if (then) olds.set(then.facts.code, { ...then.facts, id, parentId: above })
    const now = versions.find((v) => holdsOn(v, effectiveOn))
    if (now) aboves.set(now.facts.code, id)
  }
  return { olds, aboves }
}

/** The changes a table says with the rows each is read from, and of levels abolished by it: below what stands above its new units. */
export async function changesFromTable(
  ctx: Ctx,
  act: { effectiveOn: string; abolish?: string[] },
  rows: readonly TableRow[],
): Promise<{ changes: Change<UnitFacts>[]; faults: TableFault[]; rowsOf: number[][] }> {
  await ctx.require(can.reorganise, null)
  const { olds, aboves } = await unitsAround(ctx, act.effectiveOn)
  const { changes, faults } = changesOfTable(rows, olds, aboves)
  const ids = new Map<string, string>()
  const idOf = (key: string) => {
    if (!key.startsWith('+')) return key
    const id = ids.get(key) ?? ctx.newId()
    ids.set(key, id)
    return id
  }
  const whole = (id: string) => ({ id, whole: true, share: 1 })
  const drafted = changes.map((c, i): Change<UnitFacts> => {
    const no = i + 1
    switch (c.kind) {
      case 'establish':
        return {
          no,
          kind: 'establish',
          id: idOf(c.key),
          facts: c.facts,
          links: c.above === null ? [] : [{ tree, parentId: idOf(c.above) }],
        }
      case 'alter':
        return { no, kind: 'alter', id: c.id, facts: c.facts }
      case 'move':
        return { no, kind: 'move', id: c.id, tree, parentId: idOf(c.above) }
      case 'merge':
        return { no, kind: 'merge', from: c.from.map(whole), into: idOf(c.into) }
      case 'split':
        return { no, kind: 'split', id: c.id, into: c.into.map((p) => ({ id: idOf(p.key), whole: false, share: p.share })) }
    }
  })
  const above = [...new Set(rows.flatMap((r) => (r.aboveCode ? [aboves.get(r.aboveCode) ?? ''] : [])))].filter((id) => id !== '')
  const abolished = (act.abolish ?? []).flatMap((level) =>
    above.map((below): Change<UnitFacts> => ({ no: 0, kind: 'abolish-level', level, below })),
  )
  return { changes: [...drafted, ...abolished], faults, rowsOf: changes.map((c) => c.rows) }
}

/** Administrative units stand in the tree of government. */
const tree = 'government'

const kinds: Kinds<UnitFacts> = {
  codeOf: (f) => f.code,
  levelOf: (f) => f.level,
  // Divisions go with a body that is joined to another, and end with one that is abolished or dissolved.
  endsWithParent: (f, why) => f.level === 'division' && why !== 'merge' && why !== 'split',
}

/** Whether who holds a role at a unit that ends holds it at its heir afterwards: only where the whole unit lives on in one other. */
function reachFollows(why: Ending, plan: Plan<UnitFacts>, id: string): boolean {
  return (why === 'merge' || why === 'dissolve') && plan.successions.some((s) => s.from === id && s.whole)
}

/** What handlers of other domains are told while an act is applied; they add what they did and what stands in the way. */
export interface Reorganising {
  actId: string
  on: string
  heirs: { id: string; heir: string | null }[]
  posts: { from: string; to: string; count: number }[]
  doubled: { unit: string; title: string; count: number }[]
  /** `what` is a word key of the domain; `unit` is null where it is not of one unit; `link` opens it for who holds `permission`. */
  touched: { what: string; unit: string | null; count: number; link: string | null; permission: string | null }[]
  faults: { id: string; code: string }[]
}

/** What handlers are told while an act is taken back: `used` are units that something later builds on. */
export interface Unreorganising {
  actId: string
  on: string
  used: { recordId: string; why: string }[]
}

async function carryOut(ctx: Ctx, act: Act): Promise<Rehearsal> {
  const changes = await changesOf(ctx, act.id)
  if (changes.length === 0) throw refuse.actEmpty()
  const { effectiveOn: on } = act
  const { plan, faults } = planReorganisation(await store.findThings(ctx.db), changes, on, kinds)
  if (!plan) return { faults: await tellFaults(ctx, on, faults, changes), effects: null }
  await store.writePlan(ctx.db, { id: act.id, on, title: act.title, at: ctx.now(), newId: () => ctx.newId() }, plan)
  await rebuildScope(ctx.db)
  const heirs = plan.ended.map(({ id, heir, why }) => ({ id, heir, follows: reachFollows(why, plan, id) }))
  const told: Reorganising = { actId: act.id, on, heirs, posts: [], doubled: [], touched: [], faults: [] }
  const reach = await store.followReach(ctx.db, act.id, on, heirs)
  await ctx.announce('organization.reorganising', told)
  if (told.faults.length > 0) {
    const found = told.faults.map((f) => ({ no: null, code: f.code as Fault['code'], id: f.id }))
    return { faults: await tellFaults(ctx, on, found, changes), effects: null }
  }
  const ids = [
    ...told.posts.flatMap((p) => [p.from, p.to]),
    ...told.doubled.map((d) => d.unit),
    ...told.touched.flatMap((t) => (t.unit === null ? [] : [t.unit])),
    ...reach.flatMap((r) => [r.from, r.to ?? r.from]),
  ]
  const nameOf = await namesFor(ctx, on, ids, changes)
  const made = new Set(plan.established.map((e) => e.id))
  const effects: ActEffects = {
    established: plan.established.length,
    ended: plan.ended.length,
    altered: plan.altered.length,
    moved: plan.moved.filter((m) => !made.has(m.id)).length,
    movedByRule: plan.moved.filter((m) => m.byRule).length,
    successions: plan.successions.length,
    posts: told.posts.map((p) => ({ from: nameOf(p.from), to: nameOf(p.to), count: p.count })),
    doubled: told.doubled.map((d) => ({ unit: nameOf(d.unit), title: d.title, count: d.count })),
    reach: reach.map((r) => ({ user: r.user, role: r.role, from: nameOf(r.from), to: r.to === null ? null : nameOf(r.to) })),
    sameName: await store.findSameNames(ctx.db, act.id, on),
    touched: told.touched.map((t) => ({ ...t, unit: t.unit === null ? null : nameOf(t.unit) })),
  }
  return { faults: [], effects }
}

async function tellFaults(
  ctx: Ctx,
  on: string,
  faults: readonly (Omit<Fault, 'code'> & { code: string })[],
  changes: readonly Change<UnitFacts>[],
): Promise<ActFault[]> {
  const nameOf = await namesFor(ctx, on, faults.flatMap((f) => [f.id, ...(f.other ? [f.other] : [])]).filter(isUuid), changes)
  return faults.map((f) => ({ no: f.no, code: f.code, unit: nameOf(f.id), other: f.other ? nameOf(f.other) : null }))
}

const isUuid = (text: string) => /^[0-9a-f-]{36}$/.test(text)

/** Keeps what is done within only where its outcome is to be kept. */
async function keepIf<T>(ctx: Ctx, run: () => Promise<T>, keep: (outcome: T) => boolean): Promise<T> {
  await sql`SAVEPOINT carrying_out`.execute(ctx.db)
  let kept = false
  try {
    const outcome = await run()
    kept = keep(outcome)
    return outcome
  } finally {
    if (!kept) await sql`ROLLBACK TO SAVEPOINT carrying_out`.execute(ctx.db)
    await sql`RELEASE SAVEPOINT carrying_out`.execute(ctx.db)
  }
}

async function draftToCarryOut(ctx: Ctx, id: string): Promise<Act> {
  await ctx.require(can.reorganise, null)
  const act = await store.findAct(ctx.db, id, true)
  if (!act) throw kernelRefuse.notFound({ what: 'act' })
  if (act.state !== 'draft') throw refuse.actNotDraft()
  return act
}

/**
 * Applies a draft and takes it back within the same transaction: what it would do is counted from what it did.
 *
 * @throws Refusal `organization.actNotDraft`, `organization.actEmpty`
 */
export async function rehearseAct(ctx: Ctx, id: string): Promise<Rehearsal> {
  const act = await draftToCarryOut(ctx, id)
  return keepIf(
    ctx,
    () => carryOut(ctx, act),
    () => false,
  )
}

/**
 * Applies a draft in one step, whenever its day is: what is in the future holds from that day on.
 *
 * @returns the faults where it cannot be applied; then nothing is written.
 * @throws Refusal `organization.actNotDraft`, `organization.actEmpty`
 */
export async function applyAct(ctx: Ctx, id: string): Promise<Rehearsal> {
  const act = await draftToCarryOut(ctx, id)
  const done = await keepIf(
    ctx,
    () => carryOut(ctx, act),
    ({ effects }) => effects !== null,
  )
  if (done.effects) await store.markApplied(ctx.db, id, ctx.now(), ctx.actor.name, done.effects)
  return done
}

/**
 * Takes an applied act back: units, posts and reach are what they were the moment before.
 *
 * @throws Refusal `organization.actBuiltUpon` where something later was recorded of what the act made.
 */
export async function undoAct(ctx: Ctx, id: string): Promise<void> {
  await ctx.require(can.reorganise, null)
  const act = await store.findAct(ctx.db, id, true)
  if (!act) throw kernelRefuse.notFound({ what: 'act' })
  if (act.state !== 'applied') throw refuse.actNotApplied()
  const established = await store.findEstablished(ctx.db, id)
  const used = (await store.findBuiltUpon(ctx.db, id)).map((recordId) => ({ recordId, why: '' }))
  const undoing: Unreorganising = { actId: id, on: act.effectiveOn, used }
  await ctx.announce('organization.unreorganising', undoing)
  await ctx.announce('organization.unit.withdrawing', { ids: established, used })
  if (used.length > 0) {
    const ids = [...new Set(used.map((u) => u.recordId))]
    const names = await store.findUnitNames(ctx.db, ids, act.effectiveOn)
    throw refuse.actBuiltUpon({ count: ids.length, first: names.get(ids[0] ?? '')?.name ?? '' })
  }
  await store.unfollowReach(ctx.db, id)
  await store.unwritePlan(ctx.db, id, established)
  await rebuildScope(ctx.db)
  await store.markUndone(ctx.db, id, ctx.now(), ctx.actor.name)
}

/** @throws Refusal `organization.actNotDraft` */
export async function deleteAct(ctx: Ctx, id: string): Promise<void> {
  await draftToCarryOut(ctx, id)
  await store.deleteAct(ctx.db, id)
}

/** What a unit came from and went into, step by step, and what has become of it by a day. */
export async function unitLineage(ctx: Ctx, input: { id: string; asOf?: string }): Promise<Lineage> {
  await getUnit(ctx, { id: input.id })
  const day = input.asOf ?? ctx.today()
  const steps = await store.findSteps(ctx.db, input.id)
  const became = becameBy(input.id, await store.findLeadingOn(ctx.db, input.id), day).filter(
    (b) => b.id !== input.id || b.share !== 1,
  )
  const names = await store.findUnitNames(
    ctx.db,
    became.map((b) => b.id),
    day,
  )
  return { ...steps, became: became.map(({ id, share }) => ({ ...(names.get(id) ?? { id, code: '', name: '' }), share })) }
}

/** The act of this title and day that was not taken back, or none. */
export async function findActByTitle(ctx: Ctx, title: string, on: string): Promise<Act | null> {
  const found = await store.findByTitle(ctx.db, title, on)
  return found ? getAct(ctx, found.id) : null
}
