import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { ServiceKey, ServiceRow } from './service-account.contract.ts'

export function serviceRows(_db: Kysely<DB>, _asOf: string, now: string): RawBuilder<unknown> {
  return sql`SELECT u.id, u.name, u.username, CASE WHEN u.disabled THEN 'disabled' ELSE 'active' END AS state,
    (SELECT count(*)::int FROM access.service_key k WHERE k.user_id = u.id AND k.revoked_at IS NULL AND k.expires_at > ${now}::timestamptz) AS keys,
    (SELECT max(s.last_used_at) FROM access.service_key k JOIN auth.service_secret s ON s.key_id = k.id WHERE k.user_id = u.id) AS "lastUsedAt",
    kernel.fold(u.name || ' ' || u.username) AS search_name, kernel.fold(u.name) AS sort_name
  FROM auth."user" u WHERE u.kind = 'service'`
}

export async function findService(db: Kysely<DB>, id: string, today: string, now: string): Promise<ServiceRow | undefined> {
  const { rows } =
    await sql<ServiceRow>`SELECT id, name, username, state, keys, "lastUsedAt" FROM (${serviceRows(db, today, now)}) s WHERE id = ${id}`.execute(
      db,
    )
  return rows[0]
}

export async function findKeys(db: Kysely<DB>, userId: string, now: string): Promise<ServiceKey[]> {
  const { rows } = await sql<ServiceKey>`
    SELECT k.id, k.name, k.prefix, k.operations, k.addresses, k.created_at AS "createdAt", k.created_by_name AS "createdByName", k.expires_at AS "expiresAt",
      k.revoked_at AS "revokedAt", s.last_used_at AS "lastUsedAt", s.last_address AS "lastAddress",
      CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= ${now}::timestamptz THEN 'expired' ELSE 'active' END AS state
    FROM access.service_key k JOIN auth.service_secret s ON s.key_id = k.id WHERE k.user_id = ${userId} ORDER BY k.created_at DESC, k.id`.execute(
    db,
  )
  return rows
}

export async function insertService(
  db: Kysely<DB>,
  u: { id: string; name: string; username: string; at: string },
): Promise<boolean> {
  const result = await sql`INSERT INTO auth."user" (id, name, email, username, "displayUsername", kind, "createdAt", "updatedAt")
    VALUES (${u.id}, ${u.name}, ${`${u.username}@noivu.invalid`}, ${u.username}, ${u.username}, 'service', ${u.at}, ${u.at}) ON CONFLICT DO NOTHING`.execute(
    db,
  )
  return result.numAffectedRows === 1n
}

export async function updateServiceState(db: Kysely<DB>, id: string, disabled: boolean, at: string): Promise<boolean> {
  const result =
    await sql`UPDATE auth."user" SET disabled = ${disabled}, "updatedAt" = ${at} WHERE id = ${id} AND kind = 'service'`.execute(
      db,
    )
  return result.numAffectedRows === 1n
}

export async function insertKey(
  db: Kysely<DB>,
  k: {
    id: string
    userId: string
    name: string
    prefix: string
    hash: string
    operations: string[]
    addresses: string[] | null
    at: string
    by: string
    expiresAt: string
  },
): Promise<void> {
  await sql`INSERT INTO access.service_key (id, user_id, name, prefix, operations, addresses, created_at, created_by_name, expires_at)
    VALUES (${k.id}::uuid, ${k.userId}, ${k.name}, ${k.prefix}, ${k.operations}::text[], ${k.addresses}::text[], ${k.at}, ${k.by}, ${k.expiresAt})`.execute(
    db,
  )
  await sql`INSERT INTO auth.service_secret (key_id, hash) VALUES (${k.id}::uuid, ${k.hash})`.execute(db)
}

export async function revokeKey(db: Kysely<DB>, id: string, at: string): Promise<boolean> {
  const result =
    await sql`UPDATE access.service_key SET revoked_at = ${at} WHERE id = ${id}::uuid AND revoked_at IS NULL`.execute(db)
  return result.numAffectedRows === 1n
}
