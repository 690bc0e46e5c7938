import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Security, Session } from './security.contract.ts'

export async function ownPasswordHash(db: Kysely<DB>): Promise<string | null> {
  const { rows } = await sql<{ hash: string | null }>`SELECT auth.own_password_hash() AS hash`.execute(db)
  return rows[0]?.hash ?? null
}

export async function updateOwnPassword(db: Kysely<DB>, userId: string, hash: string, at: string): Promise<boolean> {
  const result = await sql`UPDATE auth.account SET password = ${hash}, must_change = false, "updatedAt" = ${at}::timestamptz
    WHERE "userId" = ${userId} AND "providerId" = 'credential'`.execute(db)
  return result.numAffectedRows === 1n
}

export async function findFactors(db: Kysely<DB>, userId: string, today: string): Promise<Omit<Security, 'passkeys'>> {
  const { rows } = await sql<Omit<Security, 'passkeys'>>`
    SELECT EXISTS (SELECT FROM auth.totp WHERE user_id = ${userId} AND confirmed_at IS NOT NULL) AS totp,
      (SELECT count(*)::int FROM auth.recovery_code WHERE user_id = ${userId} AND used_at IS NULL) AS "recoveryCodesLeft",
      access.second_factor_required(${today}::date) AS required,
      EXISTS (SELECT FROM auth.account WHERE "userId" = ${userId} AND "providerId" = 'credential') AS "hasPassword"`.execute(db)
  return rows[0] ?? { totp: false, recoveryCodesLeft: 0, required: false, hasPassword: false }
}

/** Puts a secret that is not yet in use in the place of another such. False when one is in use. */
export async function putTotp(db: Kysely<DB>, userId: string, secret: string, at: string): Promise<boolean> {
  const result = await sql`INSERT INTO auth.totp AS t (user_id, secret, created_at) VALUES (${userId}, ${secret}, ${at})
    ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at WHERE t.confirmed_at IS NULL`.execute(
    db,
  )
  return result.numAffectedRows === 1n
}

export async function findOpenTotp(db: Kysely<DB>, userId: string): Promise<string | null> {
  const { rows } = await sql<{
    secret: string
  }>`SELECT secret FROM auth.totp WHERE user_id = ${userId} AND confirmed_at IS NULL`.execute(db)
  return rows[0]?.secret ?? null
}

export async function confirmTotp(db: Kysely<DB>, userId: string, step: number, at: string): Promise<void> {
  await sql`UPDATE auth.totp SET confirmed_at = ${at}, last_step = ${step} WHERE user_id = ${userId} AND confirmed_at IS NULL`.execute(
    db,
  )
}

export async function deleteTotp(db: Kysely<DB>, userId: string): Promise<void> {
  await sql`DELETE FROM auth.totp WHERE user_id = ${userId}`.execute(db)
  await sql`DELETE FROM auth.recovery_code WHERE user_id = ${userId}`.execute(db)
}

export async function putRecoveryCodes(db: Kysely<DB>, userId: string, hashes: string[]): Promise<void> {
  await sql`DELETE FROM auth.recovery_code WHERE user_id = ${userId}`.execute(db)
  await sql`INSERT INTO auth.recovery_code (user_id, hash) SELECT ${userId}, unnest(${hashes}::text[])`.execute(db)
}

export async function findPasskeys(db: Kysely<DB>, userId: string): Promise<Security['passkeys']> {
  const { rows } = await sql<Security['passkeys'][number]>`
    SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM auth.passkey WHERE user_id = ${userId} ORDER BY created_at, id`.execute(
    db,
  )
  return rows
}

export async function insertPasskey(
  db: Kysely<DB>,
  key: { id: string; userId: string; name: string; publicKey: string; counter: number; transports: string[]; at: string },
): Promise<boolean> {
  const result = await sql`INSERT INTO auth.passkey (id, user_id, name, public_key, counter, transports, created_at)
    VALUES (${key.id}, ${key.userId}, ${key.name}, ${key.publicKey}, ${key.counter}, ${key.transports}::text[], ${key.at})
    ON CONFLICT DO NOTHING`.execute(db)
  return result.numAffectedRows === 1n
}

export async function deletePasskey(db: Kysely<DB>, userId: string, id: string): Promise<boolean> {
  const result = await sql`DELETE FROM auth.passkey WHERE user_id = ${userId} AND id = ${id}`.execute(db)
  return result.numAffectedRows === 1n
}

/** Takes away everything that would ask for a second step: for who lost the device and the codes. */
export async function deleteFactors(db: Kysely<DB>, userId: string): Promise<void> {
  await deleteTotp(db, userId)
  await sql`DELETE FROM auth.passkey WHERE user_id = ${userId}`.execute(db)
}

export async function findSessions(db: Kysely<DB>, userId: string, now: string): Promise<Omit<Session, 'current'>[]> {
  const { rows } = await sql<Omit<Session, 'current'>>`
    SELECT id, method, (method = 'passkey' OR second_factor_at IS NOT NULL) AS "twoSteps", "createdAt" AS "startedAt", "updatedAt" AS "seenAt",
      "ipAddress" AS address, "userAgent" FROM auth.session
    WHERE "userId" = ${userId} AND "expiresAt" > ${now}::timestamptz ORDER BY "updatedAt" DESC, id`.execute(db)
  return rows
}

export async function deleteSession(db: Kysely<DB>, userId: string, id: string): Promise<boolean> {
  const result = await sql`DELETE FROM auth.session WHERE "userId" = ${userId} AND id = ${id}`.execute(db)
  return result.numAffectedRows === 1n
}

export async function deleteSessionsBut(db: Kysely<DB>, userId: string, id: string): Promise<number> {
  const result = await sql`DELETE FROM auth.session WHERE "userId" = ${userId} AND id <> ${id}`.execute(db)
  return Number(result.numAffectedRows ?? 0)
}

export async function findChallenge(db: Kysely<DB>, sessionId: string): Promise<string | null> {
  const { rows } = await sql<{ challenge: string | null }>`SELECT challenge FROM auth.session WHERE id = ${sessionId}`.execute(db)
  return rows[0]?.challenge ?? null
}

export async function updateSession(
  db: Kysely<DB>,
  id: string,
  change: { challenge: string | null } | { secondFactorAt: string } | { actingFor: string | null },
): Promise<void> {
  const set =
    'challenge' in change
      ? sql`challenge = ${change.challenge}`
      : 'actingFor' in change
        ? sql`acting_for = ${change.actingFor}::uuid`
        : sql`second_factor_at = ${change.secondFactorAt}::timestamptz`
  await sql`UPDATE auth.session SET ${set} WHERE id = ${id}`.execute(db)
}
