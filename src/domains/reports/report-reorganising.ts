import { sql } from 'kysely'
import type { Reorganising } from '#domains/organization/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { can } from './reports.permissions.ts'

/** Reports still being drafted whose period reaches the day of an act: their figures by units move with it. */
export async function tellTouched(ctx: Ctx, act: Reorganising): Promise<void> {
  const { rows } = await sql<{ report: string; unit: string | null; count: number }>`
    SELECT report_id AS report, unit_id AS unit, editions AS count
    FROM reports.touched_by_act(${act.on}::date, ${act.heirs.map((h) => h.id)}::uuid[]) ORDER BY 1`.execute(ctx.db)
  const told = { what: 'reports.touchedByAct', permission: can.readReport.id }
  act.touched.push(...rows.map(({ report, unit, count }) => ({ ...told, unit, count, link: `/bao-cao/${report}` })))
}
