import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { recordKinds } from './body.rules.ts'

export type RecordKind = (typeof recordKinds)[number]

/** The name a unit had on a day; where it did not exist then, its last one. */
const named = (unit: RawBuilder<unknown>, on: RawBuilder<unknown>) => sql`coalesce(
  (SELECT v.name FROM organization.unit_version v WHERE v.unit_id = ${unit} AND (v.valid_from IS NULL OR v.valid_from <= ${on})
    AND (v.valid_until IS NULL OR v.valid_until > ${on}) LIMIT 1),
  (SELECT v.name FROM organization.unit_version v WHERE v.unit_id = ${unit} ORDER BY v.valid_from DESC NULLS LAST LIMIT 1), '')`

export function decisionRows(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT d.*, kernel.fold(d."unitName" || ' ' || coalesce(d.subject, '') || ' ' || coalesce(d.number, '')) AS search_text FROM (
      SELECT d.id, d.unit_id AS "unitId", ${named(sql`d.unit_id`, sql`d.decided_on`)} AS "unitName", d.kind, d.subject, d.number,
        d.decided_on AS "decidedOn", extract(year FROM d.decided_on)::text AS year, d.issuer, d.appraised_on AS "appraisedOn",
        d.units_change AS "unitsChange", d.note
      FROM bodies.decision d) d`
}

/** Departments of a day, each with its newest circular and the day of its newest functions decision. */
export function circularRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT u.unit_id AS id, u.unit_id AS "unitId", u.name AS "unitName", u.search_name, c.id AS "circularId", c.issuer, c.number, c.issued_on AS "issuedOn",
      (SELECT max(d.decided_on) FROM bodies.decision d WHERE d.unit_id = u.unit_id AND d.kind = 'functions' AND d.decided_on <= ${asOf}::date) AS "functionsOn",
      CASE WHEN c.id IS NULL THEN 'no' ELSE 'yes' END AS guided
    FROM organization.units_on(${asOf}::date) u
    LEFT JOIN LATERAL (SELECT c.* FROM bodies.circular c WHERE c.unit_id = u.unit_id AND (c.issued_on IS NULL OR c.issued_on <= ${asOf}::date)
      ORDER BY c.issued_on DESC NULLS LAST, c.id LIMIT 1) c ON true
    WHERE u.level = 'department'`
}

export function autonomyRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT a.id, a.unit_id AS "unitId", u.name AS "unitName", u.search_name, a.level::text AS level, a.rate::text AS rate, a.valid_from AS "validFrom",
      a.valid_until AS "validUntil", a.number, a.decided_on AS "decidedOn"
    FROM bodies.autonomy a JOIN organization.units_on(${asOf}::date) u ON u.unit_id = a.unit_id
    WHERE a.valid_from <= ${asOf}::date AND a.valid_until > ${asOf}::date`
}

const tables = {
  decision: sql.table('bodies.decision'),
  circular: sql.table('bodies.circular'),
  autonomy: sql.table('bodies.autonomy'),
}

/** The unit a record is about, where it is within reach. */
export async function findUnitOf(db: Kysely<DB>, kind: RecordKind, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ unitId: string }>`SELECT unit_id AS "unitId" FROM ${tables[kind]} WHERE id = ${id}::uuid`.execute(
    db,
  )
  return rows[0]?.unitId
}

export async function deleteRecord(db: Kysely<DB>, kind: RecordKind, id: string): Promise<void> {
  await sql`DELETE FROM ${tables[kind]} WHERE id = ${id}::uuid`.execute(db)
}

export interface NewDecision {
  id: string
  kind: string
  unitId: string
  subject: string | null
  number: string | null
  decidedOn: string
  issuer: string
  appraisedOn: string | null
  unitsChange: number
  note: string | null
}

export async function insertDecisions(db: Kysely<DB>, rows: readonly NewDecision[], at: string): Promise<void> {
  await sql`INSERT INTO bodies.decision (id, kind, unit_id, subject, number, decided_on, issuer, appraised_on, units_change, note, recorded_at)
    SELECT r.id, r.kind, r."unitId", r.subject, r.number, r."decidedOn", r.issuer, r."appraisedOn", r."unitsChange", r.note, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, kind text, "unitId" uuid, subject text, number text, "decidedOn" date,
      issuer text, "appraisedOn" date, "unitsChange" int, note text)`.execute(db)
}

export interface NewCircular {
  id: string
  unitId: string
  issuer: string
  number: string | null
  issuedOn: string | null
  title: string
}

export async function insertCirculars(db: Kysely<DB>, rows: readonly NewCircular[], at: string): Promise<void> {
  await sql`INSERT INTO bodies.circular (id, unit_id, issuer, number, issued_on, title, recorded_at)
    SELECT r.id, r."unitId", r.issuer, r.number, r."issuedOn", r.title, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "unitId" uuid, issuer text, number text, "issuedOn" date, title text)`.execute(
    db,
  )
}

export interface NewAutonomy {
  id: string
  unitId: string
  level: number
  rate: number | null
  validFrom: string
  validUntil: string
  number: string | null
  decidedOn: string | null
}

export async function insertAutonomy(db: Kysely<DB>, rows: readonly NewAutonomy[], at: string): Promise<void> {
  await sql`INSERT INTO bodies.autonomy (id, unit_id, level, rate, valid_from, valid_until, number, decided_on, recorded_at)
    SELECT r.id, r."unitId", r.level, r.rate, r."validFrom", r."validUntil", r.number, r."decidedOn", ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "unitId" uuid, level int, rate numeric, "validFrom" date, "validUntil" date,
      number text, "decidedOn" date)`.execute(db)
}

/** A plan period of the same unit that this one would overlap. */
export async function findOverlap(db: Kysely<DB>, unitId: string, from: string, until: string) {
  const { rows } = await sql<{ from: string; until: string }>`
    SELECT valid_from AS "from", valid_until AS "until" FROM bodies.autonomy
    WHERE unit_id = ${unitId}::uuid AND daterange(valid_from, valid_until) && daterange(${from}::date, ${until}::date) LIMIT 1`.execute(
    db,
  )
  return rows[0]
}

/** Of these units, those a record is about. */
export async function findUnitsNamed(db: Kysely<DB>, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT unit_id AS id FROM bodies.decision WHERE unit_id = ANY (${ids}::uuid[])
    UNION SELECT unit_id FROM bodies.circular WHERE unit_id = ANY (${ids}::uuid[])
    UNION SELECT unit_id FROM bodies.autonomy WHERE unit_id = ANY (${ids}::uuid[])`.execute(db)
  return rows.map((r) => r.id)
}
