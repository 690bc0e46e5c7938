import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Assignment, Role, UserRow } from './user.contract.ts'

/** Rows of the user list, with roles held on a day. */
export function userRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT u.id, u.name, u.username, kernel.fold(u.name || ' ' || coalesce(u.username, '')) AS search_name, kernel.fold(u.name) AS sort_name,
      coalesce((SELECT string_agg(DISTINCT a.role, ', ' ORDER BY a.role) FROM access.assignment a
        WHERE a.user_id = u.id AND a.valid_from <= ${asOf}::date AND (a.valid_until IS NULL OR a.valid_until > ${asOf}::date)), '') AS roles,
      CASE WHEN u.disabled THEN 'disabled' ELSE 'active' END AS state, (u.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS "createdOn"
    FROM access.user_account u WHERE u.id <> 'system'`
}

export async function findUser(
  db: Kysely<DB>,
  id: string,
  asOf: string,
): Promise<(UserRow & { personId: string | null }) | undefined> {
  const { rows } = await sql<UserRow & { personId: string | null }>`
    SELECT l.id, l.name, l.username, l.roles, l.state, l."createdOn", a.person_id AS "personId"
    FROM (${userRows(db, asOf)}) l JOIN access.user_account a ON a.id = l.id WHERE l.id = ${id}`.execute(db)
  return rows[0]
}

export async function findAssignments(db: Kysely<DB>, userId: string, asOf: string): Promise<Assignment[]> {
  const { rows } = await sql<Assignment>`
    SELECT a.id, a.role, a.unit_id AS "unitId", u.name AS "unitName", a.valid_from AS "validFrom", a.valid_until AS "validUntil"
    FROM access.assignment a LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = a.unit_id
    WHERE a.user_id = ${userId} ORDER BY a.valid_from DESC, a.role`.execute(db)
  return rows
}

export async function findAssignment(
  db: Kysely<DB>,
  id: string,
): Promise<{ id: string; userId: string; role: string; validFrom: string } | undefined> {
  const { rows } = await sql<{ id: string; userId: string; role: string; validFrom: string }>`
    SELECT id, user_id AS "userId", role, valid_from AS "validFrom" FROM access.assignment WHERE id = ${id}::uuid`.execute(db)
  return rows[0]
}

export async function findRoles(
  db: Kysely<DB>,
): Promise<(Omit<Role, 'permissions'> & { grants: { permission: string; reach: Role['permissions'][number]['reach'] }[] })[]> {
  const { rows } = await sql<
    Omit<Role, 'permissions'> & { grants: { permission: string; reach: Role['permissions'][number]['reach'] }[] }
  >`
    SELECT r.code, jsonb_build_object('vi', r.title_vi, 'en', r.title_en) AS title, jsonb_build_object('vi', r.description_vi, 'en', r.description_en) AS description,
      coalesce((SELECT jsonb_agg(jsonb_build_object('permission', p.permission, 'reach', p.reach) ORDER BY p.permission)
        FROM access.role_permission p WHERE p.role = r.code), '[]') AS grants
    FROM access.role r WHERE r.code <> 'system' ORDER BY r.position`.execute(db)
  return rows
}

export async function insertUser(
  db: Kysely<DB>,
  u: { id: string; name: string; username: string; personId: string | null; at: string },
): Promise<boolean> {
  const result = await sql`
    INSERT INTO auth."user" (id, name, email, username, "displayUsername", "personId", "createdAt", "updatedAt")
    VALUES (${u.id}, ${u.name}, ${`${u.username}@noivu.invalid`}, ${u.username}, ${u.username}, ${u.personId}::uuid, ${u.at}::timestamptz, ${u.at}::timestamptz)
    ON CONFLICT DO NOTHING`.execute(db)
  return result.numAffectedRows === 1n
}

export async function insertCredential(
  db: Kysely<DB>,
  c: { id: string; userId: string; hash: string; at: string },
): Promise<void> {
  await sql`
    INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
    VALUES (${c.id}, ${c.userId}, 'credential', ${c.userId}, ${c.hash}, ${c.at}::timestamptz, ${c.at}::timestamptz)`.execute(db)
}

export async function updatePassword(db: Kysely<DB>, userId: string, hash: string, at: string): Promise<boolean> {
  const result = await sql`UPDATE auth.account SET password = ${hash}, "updatedAt" = ${at}::timestamptz
    WHERE "userId" = ${userId} AND "providerId" = 'credential'`.execute(db)
  return result.numAffectedRows === 1n
}

export async function updateState(db: Kysely<DB>, userId: string, disabled: boolean, at: string): Promise<boolean> {
  const result =
    await sql`UPDATE auth."user" SET disabled = ${disabled}, "updatedAt" = ${at}::timestamptz WHERE id = ${userId}`.execute(db)
  return result.numAffectedRows === 1n
}

export async function deleteSessions(db: Kysely<DB>, userId: string): Promise<void> {
  await sql`DELETE FROM auth.session WHERE "userId" = ${userId}`.execute(db)
}

export async function insertAssignment(
  db: Kysely<DB>,
  a: { id: string; userId: string; role: string; unitId: string | null; from: string; until: string | null },
): Promise<void> {
  await sql`INSERT INTO access.assignment (id, user_id, role, unit_id, valid_from, valid_until)
    VALUES (${a.id}::uuid, ${a.userId}, ${a.role}, ${a.unitId}::uuid, ${a.from}, ${a.until})`.execute(db)
}

export async function updateEnd(db: Kysely<DB>, id: string, on: string): Promise<boolean> {
  const result = await sql`UPDATE access.assignment SET valid_until = ${on} WHERE id = ${id}::uuid`.execute(db)
  return result.numAffectedRows === 1n
}

/**
 * How many enabled accounts other than this one may manage users on a day. Who counts waits for others who do: two administrators who
 * disable each other at once must not each count the other.
 */
export async function countAdministrators(db: Kysely<DB>, exceptUser: string, asOf: string): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(317)`.execute(db)
  const { rows } = await sql<{ n: number }>`
    SELECT count(DISTINCT a.user_id)::int AS n FROM access.assignment a
    JOIN access.role_permission p ON p.role = a.role AND p.permission = 'administration.manageUsers'
    JOIN access.user_account u ON u.id = a.user_id AND NOT u.disabled
    WHERE a.user_id <> ${exceptUser} AND a.user_id <> 'system' AND a.valid_from <= ${asOf}::date AND (a.valid_until IS NULL OR a.valid_until > ${asOf}::date)`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

/** Rows of the log. */
export function auditRows(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`SELECT e.id, e.seq, e.at, e.actor_name AS "actorName", e.operation, e.changes, e.reason,
    kernel.fold(e.actor_name || ' ' || e.operation || ' ' || coalesce(e.reason, '')) AS search_name FROM audit.entry e`
}

export async function verifyChain(db: Kysely<DB>): Promise<{ entries: number; faults: { seq: number | null; fault: string }[] }> {
  const faults = await sql<{ seq: number | null; fault: string }>`SELECT seq, fault FROM audit.verify()`.execute(db)
  const entries = await sql<{ n: number }>`SELECT count(*)::int AS n FROM audit.entry`.execute(db)
  return { entries: entries.rows[0]?.n ?? 0, faults: faults.rows }
}
