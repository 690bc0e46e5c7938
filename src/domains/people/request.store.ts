import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { CorrectableFacts } from './correctable.rules.ts'
import type { Request } from './request.contract.ts'

/** Rows of the list of requests. */
export function requestRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT r.id, r.person_id AS "personId", p.full_name AS "personName", p.search_name, t.unit_id AS "unitId", u.name AS "unitName", r.field,
      (r.asked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS "askedOn", r.due, r.state, r.decided_by_name AS "decidedByName",
      r.old_value AS "oldValue", r.new_value AS "newValue", r.note, r.why, r.asked_by AS "askedBy"
    FROM people.request r JOIN people.person p ON p.id = r.person_id
    LEFT JOIN people.post t ON t.person_id = p.id AND t.is_main AND t.valid_from <= ${asOf}::date AND (t.valid_until IS NULL OR t.valid_until > ${asOf}::date)
    LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = t.unit_id`
}

export type StoredRequest = Omit<Request, 'nowValue' | 'overtaken' | 'file'> & { unitId: string | null; askedBy: string }

export async function findRequests(
  db: Kysely<DB>,
  by: { id: string } | { personId: string },
  asOf: string,
): Promise<StoredRequest[]> {
  const { rows } = await sql<StoredRequest>`
    SELECT l.* FROM (${requestRows(db, asOf)}) l
    WHERE ${'id' in by ? sql`l.id = ${by.id}::uuid` : sql`l."personId" = ${by.personId}::uuid`} ORDER BY l."askedOn" DESC, l.id DESC LIMIT 200`.execute(
    db,
  )
  return rows
}

/** What a record says now; nothing outside the reach. The own number is told to its bearer. */
export async function findFacts(db: Kysely<DB>, personId: string, own: boolean): Promise<CorrectableFacts | undefined> {
  const number = own ? sql`people.own_citizen_id()` : sql`(SELECT i.citizen_id FROM people.identity i WHERE i.person_id = p.id)`
  const { rows } = await sql<CorrectableFacts>`
    SELECT p.family_and_middle AS "familyAndMiddle", p.given, p.sex, p.birth_date AS "birthDate", p.birth_month AS "birthMonth", p.birth_year AS "birthYear", p.category, ${number} AS "citizenId"
    FROM people.person p WHERE p.id = ${personId}::uuid`.execute(db)
  return rows[0]
}

export interface NewRequest {
  id: string
  personId: string
  field: string
  oldValue: string | null
  newValue: string
  note: string | null
  due: string
  by: string
  byName: string
  at: string
}

export async function insertRequest(db: Kysely<DB>, r: NewRequest): Promise<void> {
  await sql`
    INSERT INTO people.request (id, person_id, field, old_value, new_value, note, due, state, asked_by, asked_by_name, asked_at)
    VALUES (${r.id}::uuid, ${r.personId}::uuid, ${r.field}, ${r.oldValue}, ${r.newValue}, ${r.note}, ${r.due}::date, 'open', ${r.by}, ${r.byName},
      ${r.at}::timestamptz)`.execute(db)
}

/** Ends a request that is open; the number written. */
export async function endRequest(
  db: Kysely<DB>,
  id: string,
  end: { state: 'approved' | 'refused' | 'withdrawn'; by: string; byName: string; at: string; why: string | null },
): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE people.request SET state = ${end.state}, decided_by = ${end.by}, decided_by_name = ${end.byName}, decided_at = ${end.at}::timestamptz, why = ${end.why}
    WHERE id = ${id}::uuid AND state = 'open'`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function findDeciders(db: Kysely<DB>, personId: string, on: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT d AS id FROM people.deciders_for(${personId}::uuid, ${on}::date) d`.execute(
    db,
  )
  return rows.map((r) => r.id)
}
