import { sql } from 'kysely'
import type { Reorganising } from '#domains/organization/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { can } from './territory.permissions.ts'

/** Boundary dossiers of units that an act ends: they are handed over with the land. */
export async function tellTouched(ctx: Ctx, act: Reorganising): Promise<void> {
  const { rows } = await sql<{ unit: string; count: number }>`
    SELECT unit_id AS unit, dossiers AS count FROM territory.touched_by_act(${act.heirs.map((h) => h.id)}::uuid[])`.execute(
    ctx.db,
  )
  const told = { what: 'territory.touchedByAct', permission: can.readDossier.id }
  act.touched.push(...rows.map(({ unit, count }) => ({ ...told, unit, count, link: `/dia-gioi?unitId=${unit}` })))
}
