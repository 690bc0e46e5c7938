import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Birth, Person, Post } from './person.contract.ts'
import type { KnownPerson } from './person-import.rules.ts'

const birthYear = sql`coalesce(extract(year FROM p.birth_date)::int, p.birth_year)::text AS birth`
/** As far as known, as it is written, and as it sorts. */
const wholeBirth = sql`coalesce(p.birth_date::text, lpad(p.birth_month::text, 2, '0') || '/' || p.birth_year, p.birth_year::text) AS birth,
  coalesce(p.birth_date::text, p.birth_year || '-' || lpad(p.birth_month::text, 2, '0'), p.birth_year::text) AS sort_birth`

/** Rows of the people list on a day: each person once, with the main post of that day. The birth is the year: the day is asked for apart. */
export function personRows(db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return rowsWith(birthYear, db, asOf)
}

/** The same rows with the whole date of birth, for what is written into the log. */
export function personRowsWithBirth(db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return rowsWith(wholeBirth, db, asOf)
}

function rowsWith(birth: RawBuilder<unknown>, _db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT p.id, p.full_name AS "fullName", p.sort_name, p.search_name, ${birth}, p.sex, p.category,
      p.title, p.unit_id AS "unitId", u.name AS "unitName", p.post_from AS "postFrom"
    FROM people.people_on(${asOf}::date) p
    LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = p.unit_id`
}

/** The person alone: what names, sexes, births and categories are searched, sorted and counted by. */
export function personSpine(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`SELECT p.id, p.full_name AS "fullName", p.sort_name, p.search_name, ${birthYear}, p.sex, p.category FROM people.person p
    WHERE p.merged_into IS NULL`
}

export async function findPerson(db: Kysely<DB>, id: string): Promise<Omit<Person, 'posts'> | undefined> {
  const { rows } = await sql<Omit<Person, 'posts'>>`
    SELECT id, family_and_middle AS "familyAndMiddle", given, full_name AS "fullName", sex, coalesce(extract(year FROM birth_date)::int, birth_year) AS "birthYear",
      birth_date IS NOT NULL OR birth_month IS NOT NULL AS "birthDayKnown", category
    FROM people.person WHERE id = ${id}::uuid`.execute(db)
  return rows[0]
}

export async function findBirth(db: Kysely<DB>, id: string): Promise<Birth | undefined> {
  const { rows } = await sql<Birth>`
    SELECT id, birth_date AS "birthDate", birth_month AS "birthMonth", birth_year AS "birthYear" FROM people.person WHERE id = ${id}::uuid`.execute(
    db,
  )
  return rows[0]
}

/** Posts newest first, each with the unit's name on its first day: the name then. */
export async function findPosts(db: Kysely<DB>, personId: string): Promise<Post[]> {
  const { rows } = await sql<Post>`
    SELECT t.id, t.unit_id AS "unitId", coalesce(u.name, '') AS "unitName", t.title, t.is_main AS "isMain", t.valid_from AS "validFrom", t.valid_until AS "validUntil",
      t.held_as AS category, t.contract, t.decision_number AS "decisionNumber", t.decision_on AS "decisionOn", t.decided_by AS "decidedBy", t.end_reason AS "endReason",
      t.end_decision_number AS "endDecisionNumber", t.end_decision_on AS "endDecisionOn"
    FROM people.post t
    LEFT JOIN organization.unit_version u ON u.unit_id = t.unit_id
      AND (u.valid_from IS NULL OR u.valid_from <= t.valid_from) AND (u.valid_until IS NULL OR u.valid_until > t.valid_from)
    WHERE t.person_id = ${personId}::uuid ORDER BY t.valid_from DESC`.execute(db)
  return rows
}

export interface PersonRow {
  id: string
  familyAndMiddle: string
  given: string
  sex: string
  birthDate: string | null
  /** With the year, where the day is unknown. */
  birthMonth?: number | null
  birthYear: number | null
  category: string
}

export interface PostRow {
  id: string
  personId: string
  unitId: string
  title: string
  isMain: boolean
  validFrom: string
  validUntil: string | null
  category?: string | null
  contract?: string | null
  decisionNumber?: string | null
  decisionOn?: string | null
  decidedBy?: string | null
  endReason?: string | null
}

export async function insertPeople(db: Kysely<DB>, rows: PersonRow[], at: string): Promise<void> {
  await sql`
    INSERT INTO people.person (id, family_and_middle, given, sex, birth_date, birth_month, birth_year, category, created_at)
    SELECT r.id, r."familyAndMiddle", r.given, r.sex, r."birthDate", r."birthMonth", r."birthYear", r.category, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "familyAndMiddle" text, given text, sex text, "birthDate" date, "birthMonth" int, "birthYear" int, category text)`.execute(
    db,
  )
}

export async function insertPosts(db: Kysely<DB>, rows: PostRow[]): Promise<void> {
  await sql`
    INSERT INTO people.post (id, person_id, unit_id, title, is_main, valid_from, valid_until, held_as, contract, decision_number, decision_on, decided_by, end_reason)
    SELECT r.id, r."personId", r."unitId", r.title, r."isMain", r."validFrom", r."validUntil", r.category, r.contract, r."decisionNumber", r."decisionOn", r."decidedBy", r."endReason"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "personId" uuid, "unitId" uuid, title text, "isMain" boolean, "validFrom" date, "validUntil" date, category text, contract text,
        "decisionNumber" text, "decisionOn" date, "decidedBy" text, "endReason" text)`.execute(db)
}

export async function updatePerson(db: Kysely<DB>, row: PersonRow): Promise<number> {
  const result = await sql`
    UPDATE people.person SET family_and_middle = ${row.familyAndMiddle}, given = ${row.given}, sex = ${row.sex}, birth_date = ${row.birthDate},
      birth_month = ${row.birthMonth ?? null}, birth_year = ${row.birthYear}, category = ${row.category} WHERE id = ${row.id}::uuid`.execute(
    db,
  )
  return Number(result.numAffectedRows ?? 0n)
}

export async function closeMainPost(db: Kysely<DB>, personId: string, on: string): Promise<void> {
  await sql`UPDATE people.post SET valid_until = ${on}, end_reason = 'moved'
    WHERE person_id = ${personId}::uuid AND is_main AND valid_from < ${on} AND (valid_until IS NULL OR valid_until > ${on})`.execute(
    db,
  )
}

/**
 * Everybody within reach of these names (given name first, folded), born in the year where one is told, or of these ids; with main posts and
 * number.
 */
export async function findKnown(
  db: Kysely<DB>,
  sought: { key: string; year: number | null }[],
  ids: string[],
): Promise<(KnownPerson & { key: string })[]> {
  const { rows } = await sql<KnownPerson & { key: string }>`
    WITH hit AS (
      SELECT p.id FROM jsonb_to_recordset(${JSON.stringify(sought)}::jsonb) AS s(key text, year int) JOIN people.person p ON p.sort_name = s.key
        AND (s.year IS NULL OR coalesce(extract(year FROM p.birth_date), p.birth_year, s.year) = s.year)
      UNION SELECT unnest(${ids}::uuid[]))
    SELECT p.id, p.family_and_middle AS "familyAndMiddle", p.given, p.sex, p.birth_date AS "birthDate", p.birth_month AS "birthMonth", p.birth_year AS "birthYear", p.category,
      p.sort_name AS key, i.citizen_id AS "citizenId",
      coalesce((SELECT jsonb_agg(jsonb_build_object('unitId', t.unit_id, 'title', t.title, 'validFrom', t.valid_from, 'validUntil', t.valid_until)
        ORDER BY t.valid_from) FROM people.post t WHERE t.person_id = p.id AND t.is_main), '[]') AS posts
    FROM people.person p LEFT JOIN people.identity i ON i.person_id = p.id WHERE p.id IN (SELECT id FROM hit) AND p.merged_into IS NULL`.execute(
    db,
  )
  return rows
}

/** Whose these citizen numbers are, within reach or not. */
export async function findOwners(db: Kysely<DB>, numbers: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ number: string; id: string }>`
    SELECT citizen_id AS number, person_id AS id FROM people.owner_of_citizen_id(${numbers}::text[])`.execute(db)
  return new Map(rows.map((r) => [r.number, r.id]))
}

export async function insertIdentities(db: Kysely<DB>, rows: { personId: string; citizenId: string }[]): Promise<void> {
  await sql`INSERT INTO people.identity (person_id, citizen_id) SELECT r."personId", r."citizenId"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("personId" uuid, "citizenId" text)`.execute(db)
}

export async function deleteIdentities(db: Kysely<DB>, personIds: string[]): Promise<void> {
  await sql`DELETE FROM people.identity WHERE person_id = ANY (${personIds}::uuid[])`.execute(db)
}

/** Corrects many records at once; the number written, less than asked where some lie outside the reach. */
export async function updatePeople(db: Kysely<DB>, rows: PersonRow[]): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE people.person p SET family_and_middle = r."familyAndMiddle", given = r.given, sex = r.sex, birth_date = r."birthDate", birth_month = r."birthMonth", birth_year = r."birthYear",
      category = r.category
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "familyAndMiddle" text, given text, sex text, "birthDate" date, "birthMonth" int, "birthYear" int, category text)
    WHERE p.id = r.id`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Ends the main posts of many people, each on a day. */
export async function closeMainPosts(db: Kysely<DB>, rows: { personId: string; on: string }[]): Promise<void> {
  await sql`UPDATE people.post t SET valid_until = r."on", end_reason = 'moved' FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("personId" uuid, "on" date)
    WHERE t.person_id = r."personId" AND t.is_main AND t.valid_from < r."on" AND (t.valid_until IS NULL OR t.valid_until > r."on")`.execute(
    db,
  )
}

/** Takes moves back: the post begun on the day goes, the one ended on it holds as long as that one would have. */
export async function reopenMainPosts(
  db: Kysely<DB>,
  rows: { personId: string; on: string; until: string | null }[],
): Promise<void> {
  const list = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("personId" uuid, "on" date, "until" date)`
  await sql`DELETE FROM people.post t USING ${list} WHERE t.person_id = r."personId" AND t.is_main AND t.valid_from = r."on"`.execute(
    db,
  )
  await sql`UPDATE people.post t SET valid_until = r."until", end_reason = NULL FROM ${list}
    WHERE t.person_id = r."personId" AND t.is_main AND t.valid_until = r."on"`.execute(db)
}

/** Records go with their posts and numbers, in one statement: what lets one delete a person is the posts. The number that went. */
export async function deletePeople(db: Kysely<DB>, ids: string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    WITH pair AS (DELETE FROM people.duplicate WHERE state = 'open' AND (low_id = ANY (${ids}::uuid[]) OR high_id = ANY (${ids}::uuid[]))),
      number AS (DELETE FROM people.identity WHERE person_id = ANY (${ids}::uuid[])),
      post AS (DELETE FROM people.post WHERE person_id = ANY (${ids}::uuid[]))
    DELETE FROM people.person WHERE id = ANY (${ids}::uuid[])`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function findWithAccount(db: Kysely<DB>, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT a AS id FROM people.with_account(${ids}::uuid[]) a`.execute(db)
  return rows.map((r) => r.id)
}

/** Units in which posts are or were held. */
export async function findUnitsWithPosts(db: Kysely<DB>, unitIds: string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`SELECT DISTINCT unit_id AS id FROM people.post WHERE unit_id = ANY (${unitIds}::uuid[])`.execute(db)
  return rows.map((r) => r.id)
}

export async function findCitizenNumber(db: Kysely<DB>, personId: string): Promise<string | null> {
  const { rows } = await sql<{ number: string }>`
    SELECT citizen_id AS number FROM people.identity WHERE person_id = ${personId}::uuid`.execute(db)
  return rows[0]?.number ?? null
}

/** Ends a post, or says why one ended. The number of rows changed: none outside the reach. */
export async function endPost(
  db: Kysely<DB>,
  row: { id: string; until: string; reason: string; decisionNumber: string | null; decisionOn: string | null },
): Promise<number> {
  const { numAffectedRows } = await sql`UPDATE people.post SET valid_until = ${row.until}, end_reason = ${row.reason},
    end_decision_number = ${row.decisionNumber}, end_decision_on = ${row.decisionOn} WHERE id = ${row.id}::uuid`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Where two main posts meet moves to another day. */
export async function movePostEnd(db: Kysely<DB>, id: string, until: string): Promise<number> {
  const { numAffectedRows } = await sql`UPDATE people.post SET valid_until = ${until} WHERE id = ${id}::uuid`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function correctPost(db: Kysely<DB>, row: Omit<PostRow, 'personId' | 'isMain' | 'validUntil'>): Promise<number> {
  const { numAffectedRows } =
    await sql`UPDATE people.post SET unit_id = ${row.unitId}::uuid, title = ${row.title}, valid_from = ${row.validFrom},
    held_as = ${row.category ?? null}, contract = ${row.contract ?? null}, decision_number = ${row.decisionNumber ?? null},
    decision_on = ${row.decisionOn ?? null}, decided_by = ${row.decidedBy ?? null} WHERE id = ${row.id}::uuid`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
