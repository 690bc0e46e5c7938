import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Assignment, Role, User } from './user.contract.ts'

/** Rows of the user list, with roles held on a day. */
export function userRows(db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`SELECT * FROM (${accountRows(db, asOf)}) p WHERE p.kind = 'person'`
}

function accountRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT u.id, u.name, u.username, kernel.fold(u.name || ' ' || coalesce(u.username, '')) AS search_name, kernel.fold(u.name) AS sort_name,
      u.kind, coalesce((SELECT string_agg(DISTINCT a.role, ', ' ORDER BY a.role) FROM access.assignments_of(u.id, ${asOf}::date) a), '') AS roles,
      CASE WHEN u.disabled THEN 'disabled' ELSE 'active' END AS state, (u.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS "createdOn"
    FROM access.user_account u WHERE u.id <> 'system'`
}

export type FoundUser = Omit<User, 'personName' | 'assignments'>

export async function findUser(db: Kysely<DB>, id: string, asOf: string, now: string): Promise<FoundUser | undefined> {
  const { rows } = await sql<FoundUser>`
    SELECT l.id, l.name, l.username, l.roles, l.state, l."createdOn", a.person_id AS "personId", a.oidc_name AS "oidcName",
      EXISTS (SELECT FROM auth.totp t WHERE t.user_id = l.id AND t.confirmed_at IS NOT NULL) OR EXISTS (SELECT FROM auth.passkey k WHERE k.user_id = l.id) AS "secondFactor",
      (SELECT max(t.locked_until) FROM auth.attempt t WHERE t.key IN ('user:' || l.username, 'user:second/' || l.id) AND t.locked_until > ${now}::timestamptz) AS "lockedUntil",
      (SELECT count(*)::int FROM auth.session s WHERE s."userId" = l.id) AS sessions
    FROM (${accountRows(db, asOf)}) l JOIN access.user_account a ON a.id = l.id WHERE l.id = ${id}`.execute(db)
  return rows[0]
}

const assignmentFields = (asOf: string) => sql`
  a.id, a.role, a.members_of AS "membersOf", m.name AS "membersOfName", a.members_below AS "membersBelow", a.unit_id AS "unitId", u.name AS "unitName",
  a.valid_from AS "validFrom", a.valid_until AS "validUntil"
  FROM access.assignment a LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = a.unit_id
  LEFT JOIN organization.units_on(${asOf}::date) m ON m.unit_id = a.members_of`

/** Roles given to an account, at any time, and those it holds now as a member of a unit. */
export async function findAssignments(db: Kysely<DB>, userId: string, asOf: string): Promise<Assignment[]> {
  const { rows } = await sql<Assignment>`
    SELECT ${assignmentFields(asOf)}
    WHERE a.user_id = ${userId} OR a.id IN (SELECT x.id FROM access.assignments_of(${userId}, ${asOf}::date) x WHERE x.members_of IS NOT NULL)
    ORDER BY a.valid_from DESC, a.role`.execute(db)
  return rows
}

/** Roles given to the members of units, at any time. */
export async function findMemberAssignments(db: Kysely<DB>, asOf: string): Promise<Assignment[]> {
  const { rows } =
    await sql<Assignment>`SELECT ${assignmentFields(asOf)} WHERE a.members_of IS NOT NULL ORDER BY a.valid_from DESC, a.role`.execute(
      db,
    )
  return rows
}

export async function findUnitNames(db: Kysely<DB>, ids: string[], asOf: string): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT unit_id AS id, name FROM organization.units_on(${asOf}::date) WHERE unit_id = ANY (${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

export async function findAssignment(
  db: Kysely<DB>,
  id: string,
): Promise<{ id: string; userId: string | null; role: string; validFrom: string } | undefined> {
  const { rows } = await sql<{ id: string; userId: string | null; role: string; validFrom: string }>`
    SELECT id, user_id AS "userId", role, valid_from AS "validFrom" FROM access.assignment WHERE id = ${id}::uuid`.execute(db)
  return rows[0]
}

type FoundRole = Omit<Role, 'permissions'> & { grants: { permission: string; reach: Role['permissions'][number]['reach'] }[] }

export async function findRoles(db: Kysely<DB>, today: string): Promise<FoundRole[]> {
  const { rows } = await sql<FoundRole>`
    SELECT r.code, jsonb_build_object('vi', r.title_vi, 'en', r.title_en) AS title, jsonb_build_object('vi', r.description_vi, 'en', r.description_en) AS description,
      coalesce(x.second_factor, r.second_factor) AS "secondFactor", x.role IS NOT NULL AS "secondFactorSettled",
      (SELECT count(*)::int FROM access.assignment a WHERE a.role = r.code AND a.valid_from <= ${today}::date
        AND (a.valid_until IS NULL OR a.valid_until > ${today}::date)) AS holders,
      coalesce((SELECT jsonb_agg(jsonb_build_object('permission', p.permission, 'reach', p.reach) ORDER BY p.permission)
        FROM access.role_permission p WHERE p.role = r.code), '[]') AS grants
    FROM access.role r LEFT JOIN access.role_rule x ON x.role = r.code WHERE r.code <> 'system' ORDER BY r.position`.execute(db)
  return rows
}

export async function putRoleRule(db: Kysely<DB>, role: string, secondFactor: boolean): Promise<boolean> {
  const result = await sql`INSERT INTO access.role_rule (role, second_factor) VALUES (${role}, ${secondFactor})
    ON CONFLICT (role) DO UPDATE SET second_factor = excluded.second_factor`.execute(db)
  return result.numAffectedRows === 1n
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
  c: { id: string; userId: string; hash: string; mustChange: boolean; at: string },
): Promise<void> {
  await sql`
    INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, must_change, "createdAt", "updatedAt")
    VALUES (${c.id}, ${c.userId}, 'credential', ${c.userId}, ${c.hash}, ${c.mustChange}, ${c.at}::timestamptz, ${c.at}::timestamptz)`.execute(
    db,
  )
}

/** Sets a password that is good for one sign-in. */
export async function updatePassword(db: Kysely<DB>, userId: string, hash: string, at: string): Promise<boolean> {
  const result = await sql`UPDATE auth.account SET password = ${hash}, must_change = true, "updatedAt" = ${at}::timestamptz
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

/** Ends the lock after wrong tries, at the password and at the second factor. */
export async function deleteAttempts(db: Kysely<DB>, userId: string, username: string): Promise<void> {
  await sql`DELETE FROM auth.attempt WHERE key IN (${`user:${username}`}, ${`user:second/${userId}`})`.execute(db)
}

/** Gives an account its name at the single sign-on service, and unties the identity tied under the former one. */
export async function updateIdentity(db: Kysely<DB>, userId: string, oidcName: string | null, at: string): Promise<boolean> {
  await sql`DELETE FROM auth.account WHERE "userId" = ${userId} AND "providerId" = 'oidc'`.execute(db)
  const result =
    await sql`UPDATE auth."user" SET oidc_name = ${oidcName}, "updatedAt" = ${at}::timestamptz WHERE id = ${userId}`.execute(db)
  return result.numAffectedRows === 1n
}

export async function insertAssignment(
  db: Kysely<DB>,
  a: {
    id: string
    holder: { userId: string } | { membersOf: string; below: boolean }
    role: string
    unitId: string | null
    from: string
    until: string | null
  },
): Promise<void> {
  const [userId, membersOf, below] =
    'userId' in a.holder ? [a.holder.userId, null, false] : [null, a.holder.membersOf, a.holder.below]
  await sql`INSERT INTO access.assignment (id, user_id, members_of, members_below, role, unit_id, valid_from, valid_until)
    VALUES (${a.id}::uuid, ${userId}, ${membersOf}::uuid, ${below}, ${a.role}, ${a.unitId}::uuid, ${a.from}, ${a.until})`.execute(
    db,
  )
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
