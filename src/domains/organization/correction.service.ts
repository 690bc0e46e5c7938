import { type Broken, correct, findBroken } from '#engines/timeline/index.ts'
import { sentenceOf } from '#kernel/checks.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import * as acts from './act.store.ts'
import type { UnitFacts } from './act-table.rules.ts'
import type { UnitRecords } from './correction.contract.ts'
import * as store from './correction.store.ts'
import { can } from './organization.permissions.ts'
import { refuse } from './organization.refusals.ts'
import { kinds, tellBroken } from './unit.checks.ts'
import { getUnit } from './unit.service.ts'
import { rebuildScope } from './unit.store.ts'

/** @throws Refusal `kernel.notFound` when there is no such unit within the actor's reach. */
export async function unitRecords(ctx: Ctx, input: { id: string; knownOn?: string }): Promise<UnitRecords> {
  await getUnit(ctx, input)
  return store.findRecords(ctx.db, input.id, input.knownOn)
}

interface CorrectUnit extends Partial<UnitFacts> {
  id: string
  of: string
  parentId?: string
  validFrom?: string | null
  validUntil?: string | null
  ground: string
  reason: string
}

/**
 * Corrects one row of a unit that had been recorded wrongly. The row as it was is kept with the correction; what was read on an earlier day is
 * still read so "as known on" that day. What an act did on its day is not corrected here: the act is undone, its day set right, and applied again.
 *
 * @throws Refusal `kernel.notFound`, `organization.nothingCorrected`, `organization.correctionNoDay`, `organization.dayOfAct`,
 *   `organization.unitsBroken` with the unit and the rule that would not hold; then nothing is written.
 */
export async function correctUnit(ctx: Ctx, input: CorrectUnit): Promise<void> {
  await getUnit(ctx, { id: input.id })
  await ctx.require(can.changeUnit, input.id)
  const { thing, acts: byActs } = await store.findKept(ctx.db, input.id)
  const { id, of, parentId, validFrom, validUntil, ground, reason, ...facts } = input
  const outcome = correct(thing, { of, facts, parentId, validFrom, validUntil })
  if ('why' in outcome) {
    if (outcome.why === 'unknown') throw kernelRefuse.notFound({ what: 'unit' })
    throw outcome.why === 'nothing'
      ? refuse.nothingCorrected()
      : refuse.correctionNoDay({ name: thing.versions.at(-1)?.facts.name ?? '' })
  }
  const { rows, thing: after } = outcome
  const changed = {
    versions: after.versions.filter((v) => rows.includes(v.id)),
    links: after.links.filter((l) => rows.includes(l.id)),
  }
  for (const row of [...changed.versions, ...changed.links]) {
    const was = [...thing.versions, ...thing.links].find((r) => r.id === row.id)
    const act = byActs.get(row.id)
    const moved = was?.validFrom !== row.validFrom ? act?.begun : was.validUntil !== row.validUntil ? act?.ended : null
    if (moved) throw refuse.dayOfAct({ act: moved })
  }
  // Places are kept by who may change units everywhere: they decide who sees what.
  if (changed.links.length > 0) await ctx.require(can.changeUnit, null)
  await keepRules(ctx, { ...after, id })
  const correctionId = ctx.newId()
  await store.insertCorrection(ctx.db, { id: correctionId, unitId: id, ground, reason, at: ctx.now(), by: ctx.actor.name })
  await store.writeCorrected(ctx.db, correctionId, changed)
  if (changed.links.length > 0) await rebuildScope(ctx.db)
}

/** Demands that a correction breaks no invariant that held before it. */
async function keepRules(ctx: Ctx, after: Parameters<typeof findBroken<UnitFacts>>[0][number]): Promise<void> {
  const things = await acts.findThings(ctx.db)
  const successions = await acts.findSuccessions(ctx.db)
  const print = ({ rule, id, other }: Broken) => `${rule} ${id} ${other ?? ''}`
  const known = new Set(findBroken(things, successions, kinds).map(print))
  const broken = findBroken(
    things.map((t) => (t.id === after.id ? after : t)),
    successions,
    kinds,
  ).filter((b) => !known.has(print(b)))
  const [first] = await tellBroken(ctx, broken.slice(0, 1))
  if (first)
    throw refuse.unitsBroken({ count: broken.length, first: sentenceOf(ctx, 'organization.checks.units', first)[ctx.lang] })
}
