import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Decision, DecisionRow, QuotaRow, UnitQuota } from './quota.contract.ts'

/** Rows of the board on a day. The reserve bears no name of a unit; the service gives it one. */
export function quotaRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT q.id, q.unit_id AS "unitId", coalesce(u.name, CASE WHEN q.unit_id IS NULL THEN 'Dự phòng của tỉnh' ELSE v.name END, '') AS "unitName",
      coalesce(u.search_name, CASE WHEN q.unit_id IS NULL THEN 'du phong cua tinh' END, '') AS search_name, q.kind, q.year::text AS year, q.assigned, q.moved, q.quota, q.heads,
      q.heads - q.quota AS difference,
      CASE WHEN q.unit_id IS NULL THEN 'reserve' WHEN q.heads > q.quota THEN 'over' WHEN q.heads < q.quota THEN 'unfilled' ELSE 'filled' END AS standing
    FROM staffing.quotas_on(${asOf}::date) q
    LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = q.unit_id
    LEFT JOIN LATERAL (SELECT o.name FROM organization.unit_version o WHERE o.unit_id = q.unit_id ORDER BY o.valid_from DESC NULLS LAST LIMIT 1) v ON u.name IS NULL`
}

export async function findTotals(db: Kysely<DB>, asOf: string) {
  const { rows } = await sql<{
    kind: QuotaRow['kind']
    year: number
    quota: number
    reserve: number
    heads: number
    over: number
    unfilled: number
  }>`
    SELECT q.kind, max(q.year)::int AS year, sum(q.quota)::int AS quota, coalesce(sum(q.quota) FILTER (WHERE q.unit_id IS NULL), 0)::int AS reserve, coalesce(sum(q.heads), 0)::int AS heads,
      count(*) FILTER (WHERE q.heads > q.quota)::int AS over, count(*) FILTER (WHERE q.heads < q.quota)::int AS unfilled
    FROM staffing.quotas_on(${asOf}::date) q GROUP BY 1 ORDER BY 1`.execute(db)
  return rows
}

export async function findOfUnit(db: Kysely<DB>, unitId: string, asOf: string): Promise<UnitQuota> {
  const { rows } = await sql<QuotaRow>`
    SELECT l.* FROM (${quotaRows(db, asOf)}) l WHERE l."unitId" = ${unitId}::uuid ORDER BY l.kind`.execute(db)
  const { rows: entries } = await sql<UnitQuota['entries'][number]>`
    SELECT e.id, d.id AS "decisionId", d.number, e.effective_on AS "effectiveOn", d.act, e.kind, e.amount
    FROM staffing.quota_entry e JOIN staffing.quota_decision d ON d.id = e.decision_id
    JOIN staffing.held_on(${asOf}::date) h ON h.unit_id = e.unit_id AND h.kind = e.kind
    WHERE e.unit_id = ${unitId}::uuid AND e.year >= h.year AND e.effective_on <= ${asOf}::date
    ORDER BY e.effective_on, d.number, e.kind, e.amount`.execute(db)
  return { rows, entries }
}

export function decisionRows(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT d.id, d.number, d.decided_on AS "decidedOn", d.issuer, d.act, d.year::text AS year, d.effective_on AS "effectiveOn",
      kernel.fold(d.number || ' ' || d.issuer || ' ' || coalesce(d.note, '')) AS search_text,
      coalesce((SELECT CASE WHEN d.act IN ('move', 'follow') THEN sum(greatest(e.amount, 0)) ELSE sum(e.amount) END
        FROM staffing.quota_entry e WHERE e.decision_id = d.id), 0)::int AS posts
    FROM staffing.quota_decision d`
}

export async function findDecision(db: Kysely<DB>, id: string): Promise<Decision | undefined> {
  const { rows } = await sql<DecisionRow & { note: string | null }>`
    SELECT l.*, d.note FROM (${decisionRows(db, '')}) l JOIN staffing.quota_decision d ON d.id = l.id WHERE l.id = ${id}::uuid`.execute(
    db,
  )
  const decision = rows[0]
  if (!decision) return undefined
  const { rows: entries } = await sql<Decision['entries'][number]>`
    SELECT e.id, e.unit_id AS "unitId", coalesce(u.name, '') AS "unitName", e.kind, e.amount, e.staff
    FROM staffing.quota_entry e LEFT JOIN organization.units_on(e.effective_on) u ON u.unit_id = e.unit_id
    WHERE e.decision_id = ${id}::uuid ORDER BY e.kind, e.amount, u.name NULLS FIRST, e.id`.execute(db)
  return { ...decision, entries }
}

export interface NewDecision {
  id: string
  act: string
  number: string
  decidedOn: string
  issuer: string
  year: number
  effectiveOn: string
  note: string | null
}
export interface NewEntry {
  id: string
  unitId: string | null
  kind: string
  amount: number
  staff: string | null
}

export async function insertDecision(db: Kysely<DB>, row: NewDecision, entries: readonly NewEntry[], at: string): Promise<void> {
  await sql`INSERT INTO staffing.quota_decision (id, act, number, decided_on, issuer, year, effective_on, note, created_at)
    VALUES (${row.id}, ${row.act}, ${row.number}, ${row.decidedOn}, ${row.issuer}, ${row.year}, ${row.effectiveOn}, ${row.note}, ${at}::timestamptz)`.execute(
    db,
  )
  await sql`INSERT INTO staffing.quota_entry (id, decision_id, unit_id, kind, year, effective_on, amount, staff)
    SELECT r.id, ${row.id}::uuid, r."unitId", r.kind, ${row.year}::int, ${row.effectiveOn}::date, r.amount, r.staff
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS r(id uuid, "unitId" uuid, kind text, amount int, staff text)`.execute(
    db,
  )
}

/** What some holders have at the end of a year; the least of it where later years still stand on what that year gave. */
export async function findHeld(db: Kysely<DB>, year: number, units: readonly (string | null)[]) {
  const { rows } = await sql<{ unitId: string | null; kind: string; quota: number }>`
    SELECT h.unit_id AS "unitId", h.kind, min(h.quota)::int AS quota
    FROM (SELECT ${year}::int AS y UNION SELECT e.year FROM staffing.quota_entry e WHERE e.year > ${year}) years,
      LATERAL staffing.held_on(make_date(years.y, 12, 31)) h
    WHERE h.year <= ${year} AND (h.unit_id = ANY (${units.filter((u) => u !== null)}::uuid[]) OR (h.unit_id IS NULL AND ${units.includes(null)}))
    GROUP BY 1, 2`.execute(db)
  return rows
}

/** Of these units, those in existence on a day. */
export async function findThere(db: Kysely<DB>, units: readonly string[], on: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT u.unit_id AS id, u.name FROM organization.units_on(${on}::date) u WHERE u.unit_id = ANY (${units}::uuid[])`.execute(db)
  return new Map(rows.map((r) => [r.id, r.name]))
}

/** Entries go first: what is left of a decision is deleted by who may change quotas. The number of entries that went. */
export async function deleteDecision(db: Kysely<DB>, id: string): Promise<void> {
  await sql`DELETE FROM staffing.quota_decision WHERE id = ${id}::uuid`.execute(db)
}

export async function findUnitsNamed(db: Kysely<DB>, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT n AS id FROM staffing.units_named(${ids}::uuid[]) n`.execute(db)
  return rows.map((r) => r.id)
}
