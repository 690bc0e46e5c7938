import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Delegation } from './delegation.contract.ts'

const fields = (today: string) => sql`
  d.id, d.from_name AS "fromName", d.to_name AS "toName", d.valid_from AS "validFrom", d.valid_until - 1 AS "lastDay",
  CASE WHEN d.ended_at IS NOT NULL OR d.valid_until <= ${today}::date THEN 'over' WHEN d.valid_from > ${today}::date THEN 'coming' ELSE 'active' END AS state,
  d.reason, d.ended_by_name AS "endedByName"`

export function delegationRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`SELECT ${fields(asOf)}, kernel.fold(d.from_name || ' ' || d.to_name || ' ' || d.reason) AS search_name FROM access.delegation_named d`
}

/** Delegations somebody gave or received, newest first. */
export async function findDelegations(db: Kysely<DB>, userId: string, today: string): Promise<Delegation[]> {
  const { rows } = await sql<Delegation>`
    SELECT ${fields(today)}, d.from_user = ${userId} AS given, d.permissions FROM access.delegation_named d
    WHERE d.from_user = ${userId} OR d.to_user = ${userId} ORDER BY d.created_at DESC LIMIT 100`.execute(db)
  return rows
}

/** Delegations by which somebody may act on a day. */
export async function findUsable(
  db: Kysely<DB>,
  userId: string,
  today: string,
): Promise<{ id: string; fromName: string; lastDay: string }[]> {
  const { rows } = await sql<{ id: string; fromName: string; lastDay: string }>`
    SELECT d.id, d.from_name AS "fromName", d.valid_until - 1 AS "lastDay" FROM access.delegation_named d
    WHERE d.to_user = ${userId} AND d.ended_at IS NULL AND d.valid_from <= ${today}::date AND d.valid_until > ${today}::date ORDER BY d.from_name`.execute(
    db,
  )
  return rows
}

export async function insertDelegation(
  db: Kysely<DB>,
  d: {
    id: string
    from: string
    to: string
    permissions: string[] | null
    validFrom: string
    validUntil: string
    reason: string
    at: string
  },
): Promise<void> {
  await sql`INSERT INTO access.delegation (id, from_user, to_user, permissions, valid_from, valid_until, reason, created_at)
    VALUES (${d.id}::uuid, ${d.from}, ${d.to}, ${d.permissions}::text[], ${d.validFrom}, ${d.validUntil}, ${d.reason}, ${d.at})`.execute(
    db,
  )
}

export async function endDelegation(db: Kysely<DB>, id: string, by: string, at: string): Promise<boolean> {
  const result =
    await sql`UPDATE access.delegation SET ended_at = ${at}, ended_by_name = ${by} WHERE id = ${id}::uuid AND ended_at IS NULL`.execute(
      db,
    )
  return result.numAffectedRows === 1n
}

export async function findColleagues(db: Kysely<DB>, search: string): Promise<{ id: string; label: string; hint: string }[]> {
  const { rows } = await sql<{ id: string; label: string; hint: string }>`
    SELECT id, name AS label, username AS hint FROM access.colleague
    WHERE ${search} = '' OR kernel.fold(name || ' ' || username) LIKE ${`%${search.replace(/[\\%_]/g, '\\$&')}%`}
    ORDER BY kernel.fold(name), id LIMIT 20`.execute(db)
  return rows
}

export async function isColleague(db: Kysely<DB>, id: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM access.colleague WHERE id = ${id}`.execute(db)
  return rows.length === 1
}
