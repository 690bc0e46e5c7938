import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { DecidedEntry } from './decided.service.ts'
import { kindColumn, type SectionSpec } from './section.rules.ts'

/** Sections in which decisions make rows. */
export const decidedSections = ['fact', 'training', 'salary', 'contract', 'discipline'] as const
export type DecidedSection = (typeof decidedSections)[number]

const tableOf = (section: string) => sql.table(`personnel.${section}`)

export interface SalaryRow {
  id: string
  personId: string
  rankCode: string
  step: number | null
  coefficient: string
  positionAllowance: string | null
  from: string | null
  decisionNumber: string | null
  madeBy: string | null
}

export async function findSalaries(db: Kysely<DB>, personIds: readonly string[]): Promise<SalaryRow[]> {
  const { rows } = await sql<SalaryRow>`
    SELECT id, person_id AS "personId", rank_code AS "rankCode", step, coefficient::text, position_allowance::text AS "positionAllowance", valid_from AS "from",
      decision_number AS "decisionNumber", made_by AS "madeBy"
    FROM personnel.salary WHERE person_id = ANY (${personIds}::uuid[]) AND struck_at IS NULL ORDER BY valid_from NULLS FIRST, recorded_at, id`.execute(
    db,
  )
  return rows
}

export async function insertDecided(
  db: Kysely<DB>,
  section: SectionSpec,
  entries: readonly DecidedEntry[],
  at: string,
): Promise<void> {
  const column = kindColumn(section)
  const own = section.fields.map((f) => f.key).filter((key) => key !== column)
  const columns = [
    ...['id', 'person_id', ...(column ? [column] : []), ...own, 'valid_from', 'valid_until'],
    ...['decision_number', 'decision_on', 'decision_by', 'made_by', 'recorded_at'],
  ]
  const stored = entries.map((e) => ({
    ...Object.fromEntries(own.map((key) => [key, e.values[key] ?? null])),
    ...(column ? { [column]: e.kind } : {}),
    id: e.id,
    person_id: e.person.id,
    valid_from: e.from,
    valid_until: e.until,
    decision_number: e.decisionNumber,
    decision_on: e.decisionOn,
    decision_by: e.decisionBy,
    made_by: e.madeBy,
    recorded_at: at,
  }))
  const list = sql.join(columns.map((c) => sql.ref(c)))
  await sql`INSERT INTO ${tableOf(section.name)} (${list})
    SELECT ${list} FROM jsonb_populate_recordset(NULL::${tableOf(section.name)}, ${JSON.stringify(stored)}::jsonb)`.execute(db)
}

export async function strikeDecided(db: Kysely<DB>, actionIds: readonly string[], reason: string, at: string): Promise<number> {
  let struck = 0
  for (const section of decidedSections) {
    const { numAffectedRows } = await sql`UPDATE ${tableOf(section)} SET struck_at = ${at}::timestamptz, struck_reason = ${reason}
      WHERE made_by = ANY (${actionIds}::uuid[]) AND struck_at IS NULL`.execute(db)
    struck += Number(numAffectedRows ?? 0n)
  }
  return struck
}

export async function findDecided(db: Kysely<DB>): Promise<{ id: string; section: string; madeBy: string }[]> {
  const parts = decidedSections.map(
    (section) =>
      sql`SELECT id, ${section} AS section, made_by AS "madeBy" FROM ${tableOf(section)} WHERE made_by IS NOT NULL AND struck_at IS NULL`,
  )
  const { rows } = await sql<{ id: string; section: string; madeBy: string }>`${sql.join(parts, sql` UNION ALL `)}`.execute(db)
  return rows
}
