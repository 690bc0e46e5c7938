import type { Ctx } from '#kernel/context.ts'
import { type EstablishedUnit, establishUnits } from './unit.service.ts'

let made = 0

/** A division in existence since 2010, below nothing; say what differs. */
export async function aUnit(ctx: Ctx, overrides: Partial<EstablishedUnit> = {}): Promise<EstablishedUnit> {
  const unit = aVersion({ unitId: ctx.newId(), ...overrides })
  await establishUnits(ctx, [unit])
  return unit
}

/** A unit with several versions, oldest first. What the first one says holds for the later ones too, unless they differ. */
export async function aUnitOverTime(
  ctx: Ctx,
  first: Partial<EstablishedUnit>,
  ...later: Partial<EstablishedUnit>[]
): Promise<EstablishedUnit> {
  const start = aVersion({ unitId: ctx.newId(), ...first })
  await establishUnits(ctx, [start, ...later.map((changes) => ({ ...start, ...changes }))])
  return start
}

function aVersion(overrides: Partial<EstablishedUnit> & { unitId: string }): EstablishedUnit {
  const code = `DV-${++made}`
  const name = overrides.name ?? `Phòng thử nghiệm ${code}`
  const shortName = overrides.shortName ?? name
  return {
    code,
    name,
    shortName,
    kind: 'division',
    level: 'division',
    parentId: null,
    tree: 'government',
    validFrom: '2010-01-01',
    validUntil: null,
    act: null,
    ...overrides,
  }
}
