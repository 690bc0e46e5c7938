import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Choice } from '#kernel/contract.ts'
import type { DB } from '#kernel/db.types.ts'
import type { Position, PositionRow } from './position.contract.ts'
import type { PositionGroup, StaffKind } from './position.rules.ts'

const holds = (day: string) => sql`p.valid_from <= ${day}::date AND (p.valid_until IS NULL OR p.valid_until > ${day}::date)`

const columns = sql`p.id, p.code, p.name, p.search_name, p.position_group AS "group", c.staff, p.rank_code AS rank, c.number,
  p.valid_from AS "validFrom", p.valid_until AS "validUntil"`

export function positionRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`SELECT ${columns} FROM positions.position p JOIN positions.catalogue c ON c.id = p.catalogue_id WHERE ${holds(asOf)}`
}

export function catalogueRows(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT c.id, c.number, c.decided_on AS "decidedOn", c.issuer, c.subject, c.staff, c.valid_from AS "validFrom",
      kernel.fold(c.number || ' ' || c.issuer || ' ' || c.subject) AS search_text,
      (SELECT count(*)::int FROM positions.position p WHERE p.catalogue_id = c.id) AS positions
    FROM positions.catalogue c`
}

export async function findPosition(db: Kysely<DB>, id: string): Promise<Position | undefined> {
  const { rows } = await sql<Position>`
    SELECT ${columns}, p.catalogue_id AS "catalogueId", p.rank_code AS "rankCode", c.decided_on AS "decidedOn", c.issuer, p.description,
      coalesce((SELECT jsonb_agg(jsonb_build_object('name', x.name, 'level', x.level) ORDER BY x.place) FROM positions.competence x WHERE x.position_id = p.id), '[]') AS competences,
      coalesce((SELECT jsonb_agg(jsonb_build_object('name', x.name, 'unit', x.unit, 'coefficient', x.coefficient::text) ORDER BY x.place)
        FROM positions.product x WHERE x.position_id = p.id), '[]') AS products
    FROM positions.position p JOIN positions.catalogue c ON c.id = p.catalogue_id WHERE p.id = ${id}::uuid`.execute(db)
  return rows[0]
}

export async function pickPositions(db: Kysely<DB>, words: string[], id: string | null, asOf: string): Promise<Choice[]> {
  const found = sql.join([sql`true`, ...words.map((w) => sql`p.search_name LIKE ${`%${w}%`}`)], sql` AND `)
  const { rows } = await sql<Choice>`
    SELECT p.id, p.name AS label, p.code || ' · ' || c.number AS hint FROM positions.position p JOIN positions.catalogue c ON c.id = p.catalogue_id
    WHERE ${id === null ? sql`${holds(asOf)} AND ${found}` : sql`p.id = ${id}::uuid`} ORDER BY p.code LIMIT 20`.execute(db)
  return rows
}

export interface CatalogueFacts {
  id: string
  number: string
  decidedOn: string
  issuer: string
  subject: string
  staff: StaffKind
  validFrom: string
}

export async function findCatalogue(db: Kysely<DB>, id: string): Promise<CatalogueFacts | undefined> {
  const { rows } = await sql<CatalogueFacts>`
    SELECT c.id, c.number, c.decided_on AS "decidedOn", c.issuer, c.subject, c.staff, c.valid_from AS "validFrom"
    FROM positions.catalogue c WHERE c.id = ${id}::uuid`.execute(db)
  return rows[0]
}

export async function findCatalogueNumbered(db: Kysely<DB>, numbers: readonly string[]): Promise<CatalogueFacts[]> {
  const { rows } = await sql<CatalogueFacts>`
    SELECT c.id, c.number, c.decided_on AS "decidedOn", c.issuer, c.subject, c.staff, c.valid_from AS "validFrom"
    FROM positions.catalogue c WHERE c.number = ANY (${[...numbers]}::text[]) ORDER BY c.decided_on`.execute(db)
  return rows
}

export async function insertCatalogues(db: Kysely<DB>, rows: readonly CatalogueFacts[], at: string): Promise<void> {
  await sql`INSERT INTO positions.catalogue (id, number, decided_on, issuer, subject, staff, valid_from, recorded_at)
    SELECT r.id, r.number, r."decidedOn", r.issuer, r.subject, r.staff, r."validFrom", ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, number text, "decidedOn" date, issuer text, subject text, staff text, "validFrom" date)`.execute(
    db,
  )
}

export interface PositionFacts {
  id: string
  catalogueId: string
  code: string
  name: string
  group: PositionGroup
  rankCode: string | null
  description: string | null
  validFrom: string
  competences: { name: string; level: string }[]
  products: { name: string; unit: string; coefficient: number | null }[]
}

export async function insertPositions(db: Kysely<DB>, rows: readonly PositionFacts[], at: string): Promise<void> {
  if (rows.length === 0) return
  await sql`INSERT INTO positions.position (id, catalogue_id, code, name, position_group, rank_code, description, valid_from, recorded_at)
    SELECT r.id, r."catalogueId", r.code, r.name, r."group", r."rankCode", r.description, r."validFrom", ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "catalogueId" uuid, code text, name text, "group" text, "rankCode" text, description text, "validFrom" date)`.execute(
    db,
  )
  await insertParts(db, rows)
}

async function insertParts(
  db: Kysely<DB>,
  rows: readonly Pick<PositionFacts, 'id' | 'competences' | 'products'>[],
): Promise<void> {
  const json = JSON.stringify(rows.map(({ id, competences, products }) => ({ id, competences, products })))
  await sql`INSERT INTO positions.competence (id, position_id, place, name, level)
    SELECT gen_random_uuid(), r.id, x.place, x.part ->> 'name', x.part ->> 'level'
    FROM jsonb_to_recordset(${json}::jsonb) AS r(id uuid, competences jsonb), jsonb_array_elements(r.competences) WITH ORDINALITY AS x(part, place)`.execute(
    db,
  )
  await sql`INSERT INTO positions.product (id, position_id, place, name, unit, coefficient)
    SELECT gen_random_uuid(), r.id, x.place, x.part ->> 'name', x.part ->> 'unit', (x.part ->> 'coefficient')::numeric
    FROM jsonb_to_recordset(${json}::jsonb) AS r(id uuid, products jsonb), jsonb_array_elements(r.products) WITH ORDINALITY AS x(part, place)`.execute(
    db,
  )
}

export async function updatePosition(db: Kysely<DB>, row: Omit<PositionFacts, 'catalogueId' | 'validFrom'>): Promise<void> {
  await sql`UPDATE positions.position SET code = ${row.code}, name = ${row.name}, position_group = ${row.group}, rank_code = ${row.rankCode},
    description = ${row.description} WHERE id = ${row.id}::uuid`.execute(db)
  await sql`DELETE FROM positions.competence WHERE position_id = ${row.id}::uuid`.execute(db)
  await sql`DELETE FROM positions.product WHERE position_id = ${row.id}::uuid`.execute(db)
  await insertParts(db, [row])
}

export async function updatePositionEnd(db: Kysely<DB>, id: string, until: string): Promise<void> {
  await sql`UPDATE positions.position SET valid_until = ${until}::date WHERE id = ${id}::uuid`.execute(db)
}

/** Positions of these codes whose time reaches into a day or beyond. */
export async function findByCodes(
  db: Kysely<DB>,
  codes: readonly string[],
  on: string,
): Promise<(PositionRow & { catalogueId: string })[]> {
  const { rows } = await sql<PositionRow & { catalogueId: string }>`
    SELECT ${columns}, p.catalogue_id AS "catalogueId" FROM positions.position p JOIN positions.catalogue c ON c.id = p.catalogue_id
    WHERE p.code = ANY (${[...codes]}::text[]) AND (p.valid_until IS NULL OR p.valid_until > ${on}::date) ORDER BY p.valid_from`.execute(
    db,
  )
  return rows
}

export async function findDated(db: Kysely<DB>, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; name: string; validFrom: string; validUntil: string | null }>`
    SELECT p.id, p.name, p.valid_from AS "validFrom", p.valid_until AS "validUntil" FROM positions.position p WHERE p.id = ANY (${[...ids]}::uuid[])`.execute(
    db,
  )
  return new Map(rows.map((r) => [r.id, r]))
}

/** Positions that schemes or assignments stand on, from a day on. Past the reach of who asks: a use out of sight is a use. */
export async function findUsed(db: Kysely<DB>, ids: readonly string[], from: string | null) {
  const { rows } = await sql<{ id: string; name: string; count: number }>`
    SELECT p.id, p.name, u.uses AS count FROM positions.uses_of(${[...ids]}::uuid[], ${from}::date) u JOIN positions.position p ON p.id = u.position_id`.execute(
    db,
  )
  return rows
}

export async function findPositionsOf(db: Kysely<DB>, catalogueId: string): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`SELECT p.id FROM positions.position p WHERE p.catalogue_id = ${catalogueId}::uuid`.execute(db)
  return rows.map((r) => r.id)
}

export async function deletePositions(db: Kysely<DB>, ids: readonly string[]): Promise<void> {
  await sql`DELETE FROM positions.position WHERE id = ANY (${[...ids]}::uuid[])`.execute(db)
}

export async function deleteCatalogue(db: Kysely<DB>, id: string): Promise<void> {
  await sql`DELETE FROM positions.catalogue WHERE id = ${id}::uuid`.execute(db)
}
