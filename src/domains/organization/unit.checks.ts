import { type Broken, findBroken, invariants } from '#engines/timeline/index.ts'
import { defineCheck, type Found } from '#kernel/checks.ts'
import type { Ctx } from '#kernel/context.ts'
import * as store from './act.store.ts'
import type { UnitFacts } from './act-table.rules.ts'
import { can } from './organization.permissions.ts'

/** Levels whose units stand below nothing: provinces, and the committee of the Party above all others. */
const tops = ['province', 'party-committee']

const kinds = { codeOf: (f: UnitFacts) => f.code, needsPlace: (f: UnitFacts) => !tops.includes(f.level) }

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
