import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { DuplicateRow } from './duplicate.contract.ts'
import type { Compared, Grade, Reason } from './duplicate.rules.ts'
import type { Post } from '../person.contract.ts'

/** A person as far as looking for doubles goes; `id` null where it is not recorded yet. */
export interface Sought {
  id: string | null
  familyAndMiddle: string
  given: string
  birthDate: string | null
  birthMonth?: number | null
  birthYear: number | null
  citizenId?: string | null
}

/** For each of these, by its place, ids of who may be the same person. Recorded before a moment, where one is named. */
export async function findCandidates(
  db: Kysely<DB>,
  sought: readonly Sought[],
  before: string | null,
): Promise<{ no: number; id: string }[]> {
  if (sought.length === 0) return []
  const rows = sought.map(({ id, familyAndMiddle, given, birthDate, birthYear, citizenId = null }, no) => ({
    no,
    id,
    familyAndMiddle,
    given,
    birthDate,
    birthYear,
    citizenId,
  }))
  const found = await sql<{ no: number; id: string }>`
    SELECT no, id FROM people.double_candidates(${JSON.stringify(rows)}::jsonb, ${before}::timestamptz)`.execute(db)
  return found.rows
}

/** What is compared of people within reach. */
export async function findCompared(db: Kysely<DB>, ids: readonly string[]): Promise<Map<string, Compared>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Compared & { key: string }>`
    SELECT p.id, p.full_name AS "fullName", p.birth_date AS "birthDate", p.birth_month AS "birthMonth", p.birth_year AS "birthYear", p.sex, p.name_key AS key,
      CASE WHEN i.citizen_id IS NULL THEN '{}'::text[] ELSE ARRAY[i.citizen_id] END AS numbers,
      coalesce(t.units, '{}') AS units, coalesce(t.titles, '{}') AS titles, 0 AS bearers
    FROM people.person p
    LEFT JOIN people.identity i ON i.person_id = p.id
    LEFT JOIN (SELECT person_id, array_agg(DISTINCT unit_id::text) AS units, array_agg(DISTINCT title) AS titles
      FROM people.post WHERE person_id = ANY (${ids}::uuid[]) GROUP BY 1) t ON t.person_id = p.id
    WHERE p.id = ANY (${ids}::uuid[])`.execute(db)
  const many = await countBearers(
    db,
    rows.map((r) => r.key),
  )
  return new Map(rows.map(({ key, ...person }) => [person.id, { ...person, bearers: many.get(key) ?? 1 }]))
}

/** How many records bear names typed like these, up to 15. */
export async function countBearers(db: Kysely<DB>, keys: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; many: number }>`
    SELECT name_key AS key, many FROM people.bearers(${[...new Set(keys)]}::text[])`.execute(db)
  return new Map(rows.map((r) => [r.key, r.many]))
}

/** The next people by id, to look for doubles of. */
export async function nextPeople(
  db: Kysely<DB>,
  after: string,
  limit: number,
  since: string | null,
): Promise<(Sought & { id: string })[]> {
  const { rows } = await sql<Sought & { id: string }>`
    SELECT id, family_and_middle AS "familyAndMiddle", given, birth_date AS "birthDate", birth_year AS "birthYear" FROM people.person
    WHERE id > ${after}::uuid AND merged_into IS NULL AND (${since}::timestamptz IS NULL OR created_at >= ${since}::timestamptz) ORDER BY id LIMIT ${limit}`.execute(
    db,
  )
  return rows
}

/** People with a post in these units on a day, to look for doubles of. */
export async function nextPeopleIn(
  db: Kysely<DB>,
  units: readonly string[],
  after: string,
  limit: number,
): Promise<(Sought & { id: string })[]> {
  const { rows } = await sql<Sought & { id: string }>`
    SELECT p.id, p.family_and_middle AS "familyAndMiddle", p.given, p.birth_date AS "birthDate", p.birth_year AS "birthYear" FROM people.person p
    WHERE p.id > ${after}::uuid AND p.merged_into IS NULL AND p.id IN (SELECT t.person_id FROM people.post t WHERE t.unit_id = ANY (${units}::uuid[])) ORDER BY p.id LIMIT ${limit}`.execute(
    db,
  )
  return rows
}

export async function countPeople(db: Kysely<DB>): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM people.person WHERE merged_into IS NULL`.execute(db)
  return rows[0]?.n ?? 0
}

/** A pair as found. `low` and `high` are ids in order. */
export interface FoundPair {
  id: string
  low: string
  high: string
  score: number
  grade: Grade
  reasons: Reason[]
  facts: string
}

/**
 * Keeps pairs that were found. One that is there already is scored anew; one that was decided stays decided while what was compared is the
 * same, and is open again otherwise.
 */
export async function keepPairs(db: Kysely<DB>, pairs: readonly FoundPair[], by: string, at: string): Promise<number> {
  if (pairs.length === 0) return 0
  const { numAffectedRows } = await sql`
    INSERT INTO people.duplicate AS d (id, low_id, high_id, score, grade, reasons, facts, found_by, found_at, state)
    SELECT r.id, r.low, r.high, r.score, r.grade, r.reasons, r.facts, ${by}, ${at}::timestamptz, 'open'
    FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS r(id uuid, low uuid, high uuid, score int, grade text, reasons jsonb, facts text)
    ON CONFLICT ON CONSTRAINT duplicate_once DO UPDATE SET score = excluded.score, grade = excluded.grade, reasons = excluded.reasons,
      facts = excluded.facts, state = 'open', decided_by = NULL, decided_by_name = NULL, decided_at = NULL, why = NULL
    WHERE d.facts <> excluded.facts OR (d.state = 'open' AND d.score <> excluded.score)`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Open pairs of these people, the lower of the two, that are not among those found now: their records no longer look alike. */
export async function dropPairs(db: Kysely<DB>, lows: readonly string[], found: readonly FoundPair[]): Promise<void> {
  await sql`
    DELETE FROM people.duplicate d WHERE d.state = 'open' AND d.low_id = ANY (${lows}::uuid[])
      AND NOT EXISTS (SELECT FROM jsonb_to_recordset(${JSON.stringify(found.map(({ low, high }) => ({ low, high })))}::jsonb) AS r(low uuid, high uuid)
        WHERE r.low = d.low_id AND r.high = d.high_id)`.execute(db)
}

/** Rows of the list of pairs; each with both people as of a day. */
export function duplicateRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT d.id, d.low_id AS "oneId", a.full_name AS "oneName", concat_ws(' · ', a.born_year, oneunit.name) AS "oneHint",
      d.high_id AS "otherId", b.full_name AS "otherName", concat_ws(' · ', b.born_year, otherunit.name) AS "otherHint",
      d.score, d.grade, d.state, d.found_by AS "foundBy", (d.found_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS "foundOn", d.reasons, d.decided_by_name AS "decidedByName",
      d.decided_at AS "decidedAt", d.why, a.search_name || ' ' || b.search_name AS search_names, onepost.unit_id AS one_unit, otherpost.unit_id AS other_unit
    FROM people.duplicate d
    JOIN people.person a ON a.id = d.low_id AND a.merged_into IS NULL JOIN people.person b ON b.id = d.high_id AND b.merged_into IS NULL
    LEFT JOIN LATERAL (${mainPost('a')}) onepost ON true LEFT JOIN LATERAL (${mainPost('b')}) otherpost ON true
    LEFT JOIN organization.units_on(${asOf}::date) oneunit ON oneunit.unit_id = onepost.unit_id
    LEFT JOIN organization.units_on(${asOf}::date) otherunit ON otherunit.unit_id = otherpost.unit_id`
}

const mainPost = (of: 'a' | 'b') =>
  sql`SELECT t.unit_id FROM people.post t WHERE t.person_id = ${sql.ref(`${of}.id`)} AND t.is_main ORDER BY t.valid_from DESC LIMIT 1`

/** Decides pairs that are open; the number written. */
export async function decidePairs(
  db: Kysely<DB>,
  ids: readonly string[],
  decision: { state: 'same' | 'not-same'; by: string; byName: string; at: string; why: string },
): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE people.duplicate SET state = ${decision.state}, decided_by = ${decision.by}, decided_by_name = ${decision.byName},
      decided_at = ${decision.at}::timestamptz, why = ${decision.why}
    WHERE id = ANY (${ids}::uuid[]) AND state = 'open'`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function reopenPair(db: Kysely<DB>, id: string): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE people.duplicate SET state = 'open', decided_by = NULL, decided_by_name = NULL, decided_at = NULL, why = NULL
    WHERE id = ${id}::uuid AND state = 'not-same'`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function findDuplicate(db: Kysely<DB>, id: string, asOf: string): Promise<DuplicateRow | undefined> {
  const { rows } = await sql<DuplicateRow>`SELECT l.* FROM (${duplicateRows(db, asOf)}) l WHERE l.id = ${id}::uuid`.execute(db)
  return rows[0]
}

/** Posts of people within reach, newest first, each with the unit's name when it began. */
export async function findPostsOf(db: Kysely<DB>, ids: readonly string[]): Promise<(Post & { personId: string })[]> {
  const { rows } = await sql<Post & { personId: string }>`
    SELECT t.id, t.person_id AS "personId", t.unit_id AS "unitId", coalesce(u.name, '') AS "unitName", t.title, t.is_main AS "isMain",
      t.valid_from AS "validFrom", t.valid_until AS "validUntil", t.held_as AS category, t.contract, t.decision_number AS "decisionNumber",
      t.decision_on AS "decisionOn", t.decided_by AS "decidedBy", t.end_reason AS "endReason", t.end_decision_number AS "endDecisionNumber",
      t.end_decision_on AS "endDecisionOn"
    FROM people.post t LEFT JOIN organization.unit_version u ON u.unit_id = t.unit_id
      AND (u.valid_from IS NULL OR u.valid_from <= t.valid_from) AND (u.valid_until IS NULL OR u.valid_until > t.valid_from)
    WHERE t.person_id = ANY (${ids}::uuid[]) ORDER BY t.valid_from DESC, t.id`.execute(db)
  return rows
}

/** The newest main post of each. */
export async function findNewestPosts(
  db: Kysely<DB>,
  ids: readonly string[],
  asOf: string,
): Promise<Map<string, { title: string; unitName: string | null }>> {
  const { rows } = await sql<{ id: string; title: string; unitName: string | null }>`
    SELECT DISTINCT ON (t.person_id) t.person_id AS id, t.title, u.name AS "unitName"
    FROM people.post t LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = t.unit_id
    WHERE t.person_id = ANY (${ids}::uuid[]) AND t.is_main ORDER BY t.person_id, t.valid_from DESC`.execute(db)
  return new Map(rows.map((r) => [r.id, r]))
}

/** How many records of exactly this name and day lie outside the reach. */
export async function countElsewhere(db: Kysely<DB>, n: Omit<Sought, 'id'>): Promise<number> {
  if (!n.birthDate) return 0
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM people.exact_doubles(${n.familyAndMiddle}, ${n.given}, ${n.birthDate}::date) e
    WHERE NOT EXISTS (SELECT FROM people.person p WHERE p.id = e)`.execute(db)
  return rows[0]?.n ?? 0
}

/** Decides pairs just kept that they are two people. */
export async function decideByPersons(
  db: Kysely<DB>,
  pairs: readonly FoundPair[],
  decision: { by: string; byName: string; at: string; why: string },
): Promise<void> {
  await sql`
    UPDATE people.duplicate d SET state = 'not-same', decided_by = ${decision.by}, decided_by_name = ${decision.byName},
      decided_at = ${decision.at}::timestamptz, why = ${decision.why}
    FROM jsonb_to_recordset(${JSON.stringify(pairs.map(({ low, high }) => ({ low, high })))}::jsonb) AS r(low uuid, high uuid)
    WHERE d.low_id = r.low AND d.high_id = r.high AND d.state = 'open'`.execute(db)
}

/** Whether any of these people, the lower of a pair, has a pair nobody decided. */
export async function haveOpenPairs(db: Kysely<DB>, lows: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    SELECT EXISTS (SELECT FROM people.duplicate WHERE state = 'open' AND low_id = ANY (${lows}::uuid[])) AS yes`.execute(db)
  return rows[0]?.yes ?? false
}
