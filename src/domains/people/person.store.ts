import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Person, Post } from './person.contract.ts'

/** Rows of the people list on a day: each person once, with the main post of that day. */
export function personRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT p.id, p.full_name AS "fullName", p.sort_name, p.search_name, coalesce(p.birth_date::text, p.birth_year::text) AS birth, p.sex, p.category,
      p.title, p.unit_id AS "unitId", u.name AS "unitName", p.post_from AS "postFrom"
    FROM people.people_on(${asOf}::date) p
    LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = p.unit_id`
}

/** The person alone: what names, sexes, births and categories are searched, sorted and counted by. */
export function personSpine(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`SELECT p.id, p.sort_name, p.search_name, coalesce(p.birth_date::text, p.birth_year::text) AS birth, p.sex, p.category FROM people.person p`
}

export async function findPerson(db: Kysely<DB>, id: string): Promise<Omit<Person, 'posts'> | undefined> {
  const { rows } = await sql<Omit<Person, 'posts'>>`
    SELECT id, family_and_middle AS "familyAndMiddle", given, full_name AS "fullName", sex, birth_date AS "birthDate", birth_year AS "birthYear", category
    FROM people.person WHERE id = ${id}::uuid`.execute(db)
  return rows[0]
}

/** Posts newest first, each with the unit's name on its first day: the name then. */
export async function findPosts(db: Kysely<DB>, personId: string): Promise<Post[]> {
  const { rows } = await sql<Post>`
    SELECT t.id, t.unit_id AS "unitId", coalesce(u.name, '') AS "unitName", t.title, t.is_main AS "isMain", t.valid_from AS "validFrom", t.valid_until AS "validUntil"
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
}

export async function insertPeople(db: Kysely<DB>, rows: PersonRow[], at: string): Promise<void> {
  await sql`
    INSERT INTO people.person (id, family_and_middle, given, sex, birth_date, birth_year, category, created_at)
    SELECT r.id, r."familyAndMiddle", r.given, r.sex, r."birthDate", r."birthYear", r.category, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "familyAndMiddle" text, given text, sex text, "birthDate" date, "birthYear" int, category text)`.execute(db)
}

export async function insertPosts(db: Kysely<DB>, rows: PostRow[]): Promise<void> {
  await sql`
    INSERT INTO people.post (id, person_id, unit_id, title, is_main, valid_from, valid_until)
    SELECT r.id, r."personId", r."unitId", r.title, r."isMain", r."validFrom", r."validUntil"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "personId" uuid, "unitId" uuid, title text, "isMain" boolean, "validFrom" date, "validUntil" date)`.execute(
    db,
  )
}

export async function updatePerson(db: Kysely<DB>, row: PersonRow): Promise<number> {
  const result = await sql`
    UPDATE people.person SET family_and_middle = ${row.familyAndMiddle}, given = ${row.given}, sex = ${row.sex}, birth_date = ${row.birthDate},
      birth_year = ${row.birthYear}, category = ${row.category} WHERE id = ${row.id}::uuid`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

export async function closeMainPost(db: Kysely<DB>, personId: string, on: string): Promise<void> {
  await sql`UPDATE people.post SET valid_until = ${on}
    WHERE person_id = ${personId}::uuid AND is_main AND valid_from < ${on} AND (valid_until IS NULL OR valid_until > ${on})`.execute(
    db,
  )
}
