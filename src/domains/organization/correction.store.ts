import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { KeptThing, Link } from '#engines/timeline/index.ts'
import type { DB } from '#kernel/db.types.ts'
import type { UnitFacts } from './act-table.rules.ts'
import type { UnitRecords } from './correction.contract.ts'
import { endOf } from './unit.store.ts'

const days = sql`x.valid_from AS "validFrom", x.valid_until AS "validUntil"`
const facts = sql`x.code, x.name, x.short_name AS "shortName", x.kind, x.level`
const told = sql`CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('id', c.id, 'at', c.at, 'by', c.by, 'ground', c.ground, 'reason', c.reason) END AS correction`
const above = sql`coalesce((SELECT v.name FROM organization.unit_version v WHERE v.unit_id = x.parent_id
  ORDER BY (v.valid_from IS NULL OR x.valid_from IS NULL OR v.valid_from <= x.valid_from) DESC, v.valid_from DESC NULLS LAST LIMIT 1), '') AS "parentName"`

/** Both clocks of one unit. Of a row as it was known on another day, the acts are not told. */
export async function findRecords(db: Kysely<DB>, unitId: string, knownOn?: string): Promise<UnitRecords> {
  const rows = async <T>(query: RawBuilder<T>) => (await query.execute(db)).rows
  const past = (table: string) => sql`(SELECT k.*, NULL::uuid AS begun_by, NULL::uuid AS ended_by, NULL::uuid AS corrected_by
    FROM ${sql.raw(`organization.${table}`)}(${endOf(knownOn ?? '')}::timestamptz) k)`
  const versions = knownOn ? past('versions_known') : sql`organization.unit_version`
  const places = knownOn ? past('places_known') : sql`organization.unit_parent`
  const acts = sql`x.begun_by IS NOT NULL AS "begunByAct", x.ended_by IS NOT NULL AS "endedByAct"`
  const until = knownOn ? sql`AND x.known_until < ${endOf(knownOn)}::timestamptz` : sql``
  const former = sql`x.known_from AS "knownFrom", x.known_until AS "knownUntil"`
  return {
    versions: await rows(sql<UnitRecords['versions'][number]>`
      SELECT x.id, ${facts}, ${days}, x.act, ${acts}, ${told} FROM ${versions} x LEFT JOIN organization.correction c ON c.id = x.corrected_by
      WHERE x.unit_id = ${unitId}::uuid ORDER BY x.valid_from NULLS FIRST`),
    places: await rows(sql<UnitRecords['places'][number]>`
      SELECT x.id, x.tree, x.parent_id AS "parentId", ${above}, ${days}, ${acts}, ${told} FROM ${places} x
      LEFT JOIN organization.correction c ON c.id = x.corrected_by
      WHERE x.unit_id = ${unitId}::uuid ORDER BY x.tree, x.valid_from NULLS FIRST`),
    correctedVersions: await rows(sql<UnitRecords['correctedVersions'][number]>`
      SELECT x.id, ${facts}, ${days}, x.act, ${former}, ${told} FROM organization.former_version x JOIN organization.correction c ON c.id = x.correction_id
      WHERE x.unit_id = ${unitId}::uuid ${until} ORDER BY x.known_until DESC, x.valid_from NULLS FIRST`),
    correctedPlaces: await rows(sql<UnitRecords['correctedPlaces'][number]>`
      SELECT x.id, x.tree, x.parent_id AS "parentId", ${above}, ${days}, ${former}, ${told} FROM organization.former_parent x
      JOIN organization.correction c ON c.id = x.correction_id
      WHERE x.unit_id = ${unitId}::uuid ${until} ORDER BY x.known_until DESC, x.tree, x.valid_from NULLS FIRST`),
  }
}

/** One unit as the engine corrects it, with the acts that began or ended its rows. */
export async function findKept(
  db: Kysely<DB>,
  unitId: string,
): Promise<{ thing: KeptThing<UnitFacts>; acts: Map<string, { begun: string | null; ended: string | null }> }> {
  const acts = new Map<string, { begun: string | null; ended: string | null }>()
  interface Kept {
    id: string
    validFrom: string | null
    validUntil: string | null
    begun: string | null
    ended: string | null
  }
  const titles = sql`(SELECT a.title FROM organization.act a WHERE a.id = x.begun_by) AS begun,
    (SELECT a.title FROM organization.act a WHERE a.id = x.ended_by) AS ended`
  const { rows: versions } = await sql<
    Kept & UnitFacts
  >`SELECT x.id, ${facts}, ${days}, ${titles} FROM organization.unit_version x
    WHERE x.unit_id = ${unitId}::uuid ORDER BY x.valid_from NULLS FIRST FOR UPDATE OF x`.execute(db)
  const { rows: links } = await sql<
    Kept & Link
  >`SELECT x.id, x.tree, x.parent_id AS "parentId", ${days}, ${titles} FROM organization.unit_parent x
    WHERE x.unit_id = ${unitId}::uuid ORDER BY x.tree, x.valid_from NULLS FIRST`.execute(db)
  for (const { id, begun, ended } of [...versions, ...links]) acts.set(id, { begun, ended })
  return {
    thing: {
      id: unitId,
      versions: versions.map(({ id, validFrom, validUntil, begun: _b, ended: _e, ...of }) => ({
        id,
        validFrom,
        validUntil,
        facts: of,
      })),
      links: links.map(({ begun: _b, ended: _e, ...link }) => link),
    },
    acts,
  }
}

export async function insertCorrection(
  db: Kysely<DB>,
  c: { id: string; unitId: string; ground: string; reason: string; at: string; by: string },
): Promise<void> {
  await sql`INSERT INTO organization.correction (id, unit_id, ground, reason, at, by)
    VALUES (${c.id}, ${c.unitId}, ${c.ground}, ${c.reason}, ${c.at}, ${c.by})`.execute(db)
}

/**
 * Writes rows as corrected. Those that meet on a corrected day are first taken out of the way of each other: within one statement the rows would
 * overlap for a moment.
 */
export async function writeCorrected(
  db: Kysely<DB>,
  correctionId: string,
  { versions, links }: Pick<KeptThing<UnitFacts>, 'versions' | 'links'>,
): Promise<void> {
  // A row that gets shorter makes room for one that gets longer.
  const shorterFirst = <R extends { shorter: boolean }>(rows: R[]) =>
    rows.toSorted((a, b) => Number(b.shorter) - Number(a.shorter))
  const lengths = new Map<string, { from: string | null; until: string | null }>()
  for (const table of ['unit_version', 'unit_parent']) {
    const { rows } = await sql<{ id: string; from: string | null; until: string | null }>`
      SELECT id, valid_from AS "from", valid_until AS "until" FROM ${sql.table(`organization.${table}`)}
      WHERE id = ANY (${[...versions, ...links].map((r) => r.id)}::uuid[])`.execute(db)
    for (const r of rows) lengths.set(r.id, r)
  }
  const sized = <R extends { id: string; validFrom: string | null; validUntil: string | null }>(row: R) => {
    const was = lengths.get(row.id)
    const shorter = (row.validFrom ?? '') > (was?.from ?? '') || (row.validUntil ?? '9999-12-31') < (was?.until ?? '9999-12-31')
    return { ...row, shorter }
  }
  for (const v of shorterFirst(versions.map(sized)))
    await sql`UPDATE organization.unit_version SET code = ${v.facts.code}, name = ${v.facts.name}, short_name = ${v.facts.shortName},
      kind = ${v.facts.kind}, level = ${v.facts.level}, valid_from = ${v.validFrom}, valid_until = ${v.validUntil}, corrected_by = ${correctionId}
      WHERE id = ${v.id}::uuid`.execute(db)
  for (const l of shorterFirst(links.map(sized)))
    await sql`UPDATE organization.unit_parent SET parent_id = ${l.parentId}, valid_from = ${l.validFrom}, valid_until = ${l.validUntil},
      corrected_by = ${correctionId} WHERE id = ${l.id}::uuid`.execute(db)
}
