import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'

/** A time that does not count, as stored. */
export interface StoredTime {
  id: string
  personId: string
  kind: string
  from: string
  until: string | null
  decisionNumber: string | null
  decisionOn: string | null
  withdrawnReason: string | null
}

const columns = sql`id, person_id AS "personId", kind, valid_from AS "from", valid_until AS until, decision_number AS "decisionNumber",
  decision_on AS "decisionOn", withdrawn_reason AS "withdrawnReason"`

/** Times of these persons within reach, withdrawn ones too, newest first. */
export async function findTimes(db: Kysely<DB>, personIds: readonly string[]): Promise<StoredTime[]> {
  const { rows } = await sql<StoredTime>`
    SELECT ${columns} FROM salary.uncounted_time WHERE person_id = ANY (${personIds}::uuid[]) ORDER BY valid_from DESC, id`.execute(
    db,
  )
  return rows
}

export async function findTime(db: Kysely<DB>, id: string): Promise<StoredTime | undefined> {
  const { rows } = await sql<StoredTime>`SELECT ${columns} FROM salary.uncounted_time WHERE id = ${id}::uuid`.execute(db)
  return rows[0]
}

export async function insertTime(db: Kysely<DB>, row: Omit<StoredTime, 'withdrawnReason'>, at: string): Promise<void> {
  await sql`
    INSERT INTO salary.uncounted_time (id, person_id, kind, valid_from, valid_until, decision_number, decision_on, recorded_at)
    VALUES (${row.id}::uuid, ${row.personId}::uuid, ${row.kind}, ${row.from}, ${row.until}, ${row.decisionNumber}, ${row.decisionOn}, ${at}::timestamptz)`.execute(
    db,
  )
}

/** The number of rows changed: none outside the reach. */
export async function endTime(db: Kysely<DB>, id: string, until: string): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE salary.uncounted_time SET valid_until = ${until} WHERE id = ${id}::uuid AND valid_until IS NULL AND withdrawn_at IS NULL`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0n)
}

export async function withdrawTime(db: Kysely<DB>, id: string, reason: string, at: string): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE salary.uncounted_time SET withdrawn_at = ${at}::timestamptz, withdrawn_reason = ${reason}
    WHERE id = ${id}::uuid AND withdrawn_at IS NULL`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Somebody on a payroll. */
export interface PayrollPerson {
  id: string
  fullName: string
  sex: 'male' | 'female'
  birth: string | null
  category: string
  title: string | null
  unitName: string | null
}

/** People within reach whose main post on a day lies in a body or below it. */
export async function findPayroll(db: Kysely<DB>, unitId: string, day: string): Promise<PayrollPerson[]> {
  const { rows } = await sql<PayrollPerson>`
    WITH RECURSIVE link AS MATERIALIZED (SELECT unit_id, parent_id FROM organization.parents_on(${day}::date) WHERE tree = 'government'),
      below (id, depth) AS (SELECT ${unitId}::uuid, 0
        UNION SELECT l.unit_id, b.depth + 1 FROM below b JOIN link l ON l.parent_id = b.id WHERE b.depth < 12),
      named AS MATERIALIZED (SELECT unit_id, name FROM organization.units_on(${day}::date))
    SELECT DISTINCT ON (p.id) p.id, p.full_name AS "fullName", p.sex, coalesce(p.birth_date::text, p.birth_year || '-' || lpad(p.birth_month::text, 2, '0'), p.birth_year::text) AS birth, p.category, p.title, u.name AS "unitName"
    FROM people.people_on(${day}::date) p LEFT JOIN named u ON u.unit_id = p.unit_id
    WHERE p.unit_id IN (SELECT id FROM below) ORDER BY p.id`.execute(db)
  return rows
}

export async function findUnitName(db: Kysely<DB>, unitId: string, day: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM organization.units_on(${day}::date) WHERE unit_id = ${unitId}::uuid`.execute(db)
  return rows[0]?.name ?? null
}
