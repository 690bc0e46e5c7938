import { type Broken, findBroken, invariants } from '#engines/timeline/index.ts'
import { defineCheck, type Found, sentenceOf } from '#kernel/checks.ts'
import type { Ctx } from '#kernel/context.ts'
import * as store from './act.store.ts'
import type { UnitFacts } from './act-table.rules.ts'
import { can } from './organization.permissions.ts'
import { refuse } from './organization.refusals.ts'

/** Levels whose units stand below nothing: provinces, and the committee of the Party above all others. */
const tops = ['province', 'party-committee']

export const kinds = { codeOf: (f: UnitFacts) => f.code, needsPlace: (f: UnitFacts) => !tops.includes(f.level) }

/** Every invariant of units, places and successions that does not hold. */
export async function findBrokenUnits(ctx: Ctx): Promise<Broken[]> {
  return findBroken(await store.findThings(ctx.db), await store.findSuccessions(ctx.db), kinds)
}

/** Broken invariants with the units by name, as people read them. */
export async function tellBroken(ctx: Ctx, broken: readonly Broken[]): Promise<Found[]> {
  const ids = broken.flatMap(({ id, other }) => (other === undefined ? [id] : [id, other]))
  const names = await store.findUnitNames(ctx.db, ids, ctx.today())
  const nameOf = (id: string) => {
    const unit = names.get(id)
    return unit ? `${unit.name} (${unit.code})` : id
  }
  return broken.map(({ rule, id, on, other }) => ({
    rule,
    record: nameOf(id),
    link: `/to-chuc/don-vi/${id}`,
    on,
    ...(other === undefined ? {} : { params: { other: nameOf(other) } }),
  }))
}

export const unitChecks = defineCheck({
  name: 'organization.checks.units',
  rules: invariants,
  permission: can.readUnit,
  find: async (ctx) => tellBroken(ctx, await findBrokenUnits(ctx)),
})

/**
 * Demands that what was just written of these units breaks no invariant. A list may give units without what stands above them: that is told by
 * the check, and does not keep the list out.
 *
 * @throws Refusal `organization.unitsBroken` with the first thing that is broken; the caller's transaction is lost, nothing is half written.
 */
export async function keepInvariants(ctx: Ctx, units: ReadonlySet<string>): Promise<void> {
  const ours = ({ id, other }: Broken) => units.has(id) || (other !== undefined && units.has(other))
  const broken = (await findBrokenUnits(ctx)).filter((b) => b.rule !== 'no-place' && ours(b))
  if (broken.length === 0) return
  const [first] = await tellBroken(ctx, broken.slice(0, 1))
  if (first)
    throw refuse.unitsBroken({ count: broken.length, first: sentenceOf(ctx, 'organization.checks.units', first)[ctx.lang] })
}
