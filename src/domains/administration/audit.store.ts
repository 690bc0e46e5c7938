import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { AuditChange, AuditEntry, AuditHead } from './audit.contract.ts'

const entryFields = sql`e.id, e.seq, e.at, e.actor_name AS "actorName", e.behalf_name AS "behalfName", e.kind,
  CASE WHEN e.emergency_id IS NOT NULL THEN 'yes' END AS emergency, e.operation, e.changes, e.reason`

/** Rows of the log. */
export function auditRows(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`SELECT ${entryFields}, e.emergency_id AS "emergencyId" FROM audit.entry e`
}

/**
 * Names in the log, of those who acted and those they acted for, that have all the words. Each name is one step along its index: the log
 * has few names and many entries.
 */
export async function findNames(db: Kysely<DB>, words: string[]): Promise<string[]> {
  const steps = (column: string) => sql`
    (SELECT min(e.${sql.ref(column)}) FROM audit.entry e) UNION ALL
    SELECT (SELECT min(e.${sql.ref(column)}) FROM audit.entry e WHERE e.${sql.ref(column)} > x.name) FROM ${sql.ref(`${column}s`)} x
    WHERE x.name IS NOT NULL`
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  const { rows } = await sql<{ name: string }>`
    WITH RECURSIVE actor_names(name) AS (${steps('actor_name')}), behalf_names(name) AS (${steps('behalf_name')})
    SELECT n.name FROM (SELECT name FROM actor_names UNION SELECT name FROM behalf_names) n
    WHERE n.name IS NOT NULL AND kernel.fold(n.name) LIKE ALL (${patterns}::text[])`.execute(db)
  return rows.map((row) => row.name)
}

/** Which of these the log knows as tables. */
export async function findRelations(db: Kysely<DB>, asked: string[]): Promise<string[]> {
  const { rows } = await sql<{ relation: string }>`
    SELECT a.relation FROM unnest(${asked}::text[]) a(relation)
    WHERE EXISTS (SELECT FROM audit.change c WHERE c.relation = a.relation)`.execute(db)
  return rows.map((row) => row.relation)
}

export const byNames = (names: string[]): RawBuilder<unknown> =>
  sql`(l."actorName" = ANY (${names}::text[]) OR l."behalfName" = ANY (${names}::text[]))`

/** One index for each: joined by OR neither would be used. */
export function touching({ relations, records }: { relations: string[]; records: string[] }): RawBuilder<unknown> {
  const ofRelations = sql`SELECT c.entry_id FROM audit.change c WHERE c.relation = ANY (${relations}::text[])`
  const ofRecords = sql`SELECT c.entry_id FROM audit.change c WHERE c.record_id = ANY (${records}::text[])`
  const parts = [...(relations.length > 0 ? [ofRelations] : []), ...(records.length > 0 ? [ofRecords] : [])]
  return sql`l.id IN (${sql.join(parts, sql` UNION ALL `)})`
}

/** From the beginning of a day in Vietnam. */
export const since = (day: string): RawBuilder<unknown> => sql`l.at >= (${day}::date)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'`

/** To the end of a day in Vietnam. */
export const upTo = (day: string): RawBuilder<unknown> =>
  sql`l.at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'`

// Written out, so that the index of the few is used.
const kindConditions: Record<string, RawBuilder<unknown>> = { write: sql`l.kind = 'write'`, read: sql`l.kind = 'read'` }
export const ofKinds = (kinds: string[]): RawBuilder<unknown> => {
  const known = kinds.flatMap((kind) => kindConditions[kind] ?? [])
  return known.length > 0 ? sql`(${sql.join(known, sql` OR `)})` : sql`false`
}

export const inEmergency = (): RawBuilder<unknown> => sql`l."emergencyId" IS NOT NULL`

export async function findEntry(db: Kysely<DB>, id: string, limit: number): Promise<Omit<AuditEntry, 'more'> | undefined> {
  const { rows } = await sql<Omit<AuditEntry, 'more' | 'touched'>>`
    SELECT ${entryFields}, encode(e.hash, 'hex') AS hash FROM audit.entry e WHERE e.id = ${id}::uuid`.execute(db)
  if (!rows[0]) return undefined
  const changes = await sql<AuditChange>`
    SELECT c.relation, c.record_id AS "recordId", c.before, c.after FROM audit.change c WHERE c.entry_id = ${id}::uuid
    ORDER BY c.id LIMIT ${limit}`.execute(db)
  return { ...rows[0], touched: changes.rows }
}

export async function findHead(db: Kysely<DB>): Promise<AuditHead | undefined> {
  const { rows } = await sql<AuditHead>`
    SELECT seq, encode(hash, 'hex') AS hash FROM audit.entry ORDER BY seq DESC LIMIT 1`.execute(db)
  return rows[0]
}

export async function verifyChain(db: Kysely<DB>): Promise<{ entries: number; faults: { seq: number | null; fault: string }[] }> {
  const faults = await sql<{ seq: number | null; fault: string }>`SELECT seq, fault FROM audit.verify()`.execute(db)
  const entries = await sql<{ n: number }>`SELECT count(*)::int AS n FROM audit.entry`.execute(db)
  return { entries: entries.rows[0]?.n ?? 0, faults: faults.rows }
}
