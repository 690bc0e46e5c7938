import { sql } from 'kysely'
import { defineCheck, type Found } from '#kernel/checks.ts'
import type { Ctx } from '#kernel/context.ts'
import { can } from './staffing.permissions.ts'

/** Movements that make posts or lose them; entries that do not fit what their decision does. */
async function unevenDecisions(ctx: Ctx): Promise<Found[]> {
  const { rows } = await sql<{ id: string; number: string; kind: string; on: string; rule: string; sum: number }>`
    SELECT d.id, d.number, e.kind, d.effective_on AS "on", 'sums' AS rule, sum(e.amount)::int AS sum
    FROM staffing.quota_decision d JOIN staffing.quota_entry e ON e.decision_id = d.id
    WHERE d.act IN ('move', 'follow') GROUP BY d.id, d.number, e.kind, d.effective_on HAVING sum(e.amount) <> 0
    UNION ALL
    SELECT d.id, d.number, coalesce(e.kind, ''), d.effective_on, 'fits', coalesce(e.amount, 0)
    FROM staffing.quota_decision d LEFT JOIN staffing.quota_entry e ON e.decision_id = d.id
    WHERE e.id IS NULL AND d.act <> 'follow' OR d.year <> e.year OR d.effective_on <> e.effective_on
      OR (d.act IN ('assign', 'add') AND e.amount < 0) OR (d.act = 'cut' AND e.amount > 0)`.execute(ctx.db)
  return rows.map(({ id, number, kind, on, rule, sum }) => ({
    rule,
    record: number,
    link: `/bien-che/quyet-dinh/${id}`,
    on,
    params: { kind, sum },
  }))
}

/** Holders that have less than nothing on a day on which something of theirs changed. */
async function belowNought(ctx: Ctx): Promise<Found[]> {
  const { rows } = await sql<{ unit: string | null; name: string; kind: string; quota: number; on: string }>`
    SELECT DISTINCT ON (h.unit_id, h.kind) h.unit_id AS unit, coalesce((SELECT o.name FROM organization.unit_version o
      WHERE o.unit_id = h.unit_id ORDER BY o.valid_from DESC NULLS LAST LIMIT 1), '') AS name, h.kind, h.quota, x.day AS "on"
    FROM (SELECT DISTINCT e.effective_on AS day FROM staffing.quota_entry e) x, LATERAL staffing.held_on(x.day) h
    WHERE h.quota < 0 ORDER BY h.unit_id, h.kind, x.day`.execute(ctx.db)
  return rows.map(({ unit, name, kind, quota, on }) => ({
    rule: 'not-below',
    record: name || ctx.kernel.translate(ctx.lang, 'staffing.reserve'),
    link: unit === null ? '/bien-che' : `/to-chuc/don-vi/${unit}`,
    on,
    params: { kind, quota },
  }))
}

export const quotaChecks = defineCheck({
  name: 'staffing.checks.quotas',
  rules: ['sums', 'fits', 'not-below'],
  permission: can.readQuota,
  find: async (ctx) => [...(await unevenDecisions(ctx)), ...(await belowNought(ctx))],
})
