import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Dossier, DossierRow, MatrixCell } from './dossier.contract.ts'

export function dossierRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT d.id, d.unit_id AS "unitId", coalesce(u.name, '') AS "unitName", d.neighbour, d.facing, d.level, d.state, d.signed_on AS "signedOn",
      CASE WHEN d.disputed THEN 'yes' ELSE 'no' END AS disputed, kernel.fold(coalesce(u.name, '') || ' ' || d.neighbour || ' ' || d.facing) AS search_text
    FROM territory.dossiers_on(${asOf}::date) d LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = d.unit_id`
}

export async function findMatrix(db: Kysely<DB>, asOf: string): Promise<MatrixCell[]> {
  const { rows } = await sql<MatrixCell>`
    SELECT d.neighbour, d.level, count(*) FILTER (WHERE d.state = 'unsigned')::int AS unsigned, count(*) FILTER (WHERE d.state = 'legal')::int AS legal,
      count(*) FILTER (WHERE d.state = 'province')::int AS province, count(*) FILTER (WHERE d.disputed)::int AS disputed
    FROM territory.dossiers_on(${asOf}::date) d GROUP BY 1, 2 ORDER BY 1, array_position(ARRAY['commune', 'district', 'province'], d.level)`.execute(
    db,
  )
  return rows
}

export async function findDossier(db: Kysely<DB>, id: string, asOf: string): Promise<Dossier | undefined> {
  const { rows } = await sql<DossierRow & { note: string | null }>`
    SELECT l.*, d.note FROM (${dossierRows(db, asOf)}) l JOIN territory.dossier d ON d.id = l.id WHERE l.id = ${id}::uuid`.execute(
    db,
  )
  const dossier = rows[0]
  if (!dossier) return undefined
  const { rows: signatures } = await sql<Dossier['signatures'][number]>`
    SELECT id, step, signed_on AS "signedOn", document FROM territory.signature WHERE dossier_id = ${id}::uuid ORDER BY step`.execute(
    db,
  )
  return { ...dossier, signatures }
}

export interface NewDossier {
  id: string
  unitId: string
  level: string
  neighbour: string
  facing: string
  note: string | null
}

/** False where there is one for this unit and neighbour already. */
export async function insertDossiers(db: Kysely<DB>, rows: readonly NewDossier[], at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`INSERT INTO territory.dossier (id, level, unit_id, neighbour, facing, note, recorded_at)
    SELECT r.id, r.level, r."unitId", r.neighbour, r.facing, r.note, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, level text, "unitId" uuid, neighbour text, facing text, note text)
    ON CONFLICT ON CONSTRAINT dossier_once DO NOTHING`.execute(db)
  return Number(numAffectedRows ?? 0n) === rows.length
}

export interface NewSignature {
  id: string
  dossierId: string
  step: string
  signedOn: string | null
  document: string
}

export async function insertSignatures(db: Kysely<DB>, rows: readonly NewSignature[], at: string): Promise<void> {
  await sql`INSERT INTO territory.signature (id, dossier_id, step, signed_on, document, recorded_at)
    SELECT r.id, r."dossierId", r.step, r."signedOn", r.document, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "dossierId" uuid, step text, "signedOn" date, document text)`.execute(
    db,
  )
}

export async function deleteSignature(db: Kysely<DB>, dossierId: string, step: string): Promise<void> {
  await sql`DELETE FROM territory.signature WHERE dossier_id = ${dossierId}::uuid AND step = ${step}`.execute(db)
}

export async function updateDisputed(db: Kysely<DB>, id: string, disputed: boolean): Promise<void> {
  await sql`UPDATE territory.dossier SET disputed = ${disputed} WHERE id = ${id}::uuid`.execute(db)
}

/** Of these units, those with a dossier. */
export async function findUnitsNamed(db: Kysely<DB>, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`SELECT DISTINCT unit_id AS id FROM territory.dossier WHERE unit_id = ANY (${ids}::uuid[])`.execute(db)
  return rows.map((r) => r.id)
}
