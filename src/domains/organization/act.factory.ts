import type { Ctx } from '#kernel/context.ts'
import { applyAct, draftAct } from './act.service.ts'
import { insertRows } from './act.store.ts'
import { aUnit } from './unit.factory.ts'

let made = 0

/** An act of 1 December 2022 by which one unit goes into another, with the row of its table; a draft unless it is to be applied. */
export async function anAct(ctx: Ctx, { applied = false } = {}): Promise<{ id: string; from: string; into: string }> {
  const [from, into] = [await aUnit(ctx), await aUnit(ctx)]
  const part = { id: from.unitId, whole: true, share: 1 }
  const id = await draftAct(ctx, { title: `Nghị quyết số ${++made}/NQ-HĐND`, effectiveOn: '2022-12-01' }, [
    { no: 1, kind: 'merge', from: [part], into: into.unitId },
  ])
  const row = { no: 1, oldCode: from.code, oldName: from.name, share: 1, newCode: into.code, newName: into.name, aboveCode: '' }
  await insertRows(ctx.db, id, [row])
  if (applied) await applyAct(ctx, id)
  return { id, from: from.unitId, into: into.unitId }
}
