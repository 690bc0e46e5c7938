import { createHash, randomBytes } from 'node:crypto'
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { type RawBuilder, sql } from 'kysely'
import { type Actor, gatherReach, type Kernel, type ReachMap, vietnamDay } from '../context.ts'
import { isDelegable, type Pending, type Reach, selfPermissions } from '../permissions.ts'
import { sameText } from './totp.ts'

interface ActorRow {
  id: string
  name: string
  username: string
  person_id: string | null
  session_id: string | null
  verified: boolean
  enrolled: boolean
  required: boolean
  must_change: boolean
  behalf_id: string | null
  behalf_name: string | null
  delegation_id: string | null
  delegated: string[] | null
  emergency_id: string | null
  emergency_until: string | null
  role: string | null
  unit_id: string | null
  permission: string | null
  reach: Reach | null
}

/**
 * An account with the reach of all roles it holds today, as it now acts: for itself, for somebody else, or in an emergency. Null when there
 * is none or it is disabled. One query, whatever it holds.
 */
export async function loadActor(kernel: Kernel, userId: string, sessionId: string | null = null): Promise<Actor | null> {
  // Without a browser it is work done for an account, which may be that of another system.
  const rows = await actorRows(kernel, userId, sessionId, sessionId === null ? null : 'person')
  const first = rows[0]
  if (!first) return null
  const own = reachOf(rows)
  const base = {
    id: first.id,
    name: first.name,
    username: first.username,
    ...(first.session_id ? { sessionId: first.session_id } : {}),
  }
  const pending = pendingOf(first)
  if (pending) return { ...base, personId: null, roles: [], reach: selfReach(), pending }
  if (first.behalf_id && first.behalf_name && first.delegation_id) {
    const passed = first.delegated
    const reach = Object.fromEntries(
      Object.entries(own).filter(([permission]) => isDelegable(permission) && (!passed || passed.includes(permission))),
    )
    return {
      ...base,
      personId: null,
      roles: rolesOf(rows),
      reach: { ...reach, ...selfReach() },
      behalf: { id: first.behalf_id, name: first.behalf_name, delegationId: first.delegation_id },
    }
  }
  const actor = { ...base, personId: first.person_id, roles: rolesOf(rows) }
  if (!first.emergency_id || !first.emergency_until) return { ...actor, reach: own }
  const wide = Object.fromEntries(
    Object.entries(own).map(([permission, reach]) => [permission, isDelegable(permission) ? { own: true, all: true } : reach]),
  )
  return { ...actor, reach: wide, emergency: { id: first.emergency_id, until: first.emergency_until } }
}

function pendingOf(row: ActorRow): Pending | null {
  // Without a browser there is nothing to wait for: tests, jobs done for somebody.
  if (!row.session_id) return null
  if (row.enrolled && !row.verified) return 'second-factor'
  if (row.must_change) return 'password'
  if (row.required && !row.enrolled) return 'enrol'
  return null
}

function selfReach(): ReachMap {
  return Object.fromEntries(selfPermissions.map((permission) => [permission, { own: true }]))
}

function reachOf(rows: ActorRow[]): ReachMap {
  return gatherReach(
    rows.flatMap((r) => (r.permission && r.reach ? [{ permission: r.permission, reach: r.reach, unitId: r.unit_id }] : [])),
  )
}

function rolesOf(rows: ActorRow[]): Actor['roles'] {
  const roles = new Map(
    rows.flatMap((r) => (r.role ? [[`${r.role}/${r.unit_id}`, { role: r.role, unitId: r.unit_id }] as const] : [])),
  )
  return [...roles.values()]
}

async function actorRows(
  kernel: Kernel,
  userId: string,
  sessionId: string | null,
  kind: 'person' | 'service' | null,
): Promise<ActorRow[]> {
  const now = kernel.now()
  const today = vietnamDay(now)
  const needs = (who: RawBuilder<unknown>) => sql`EXISTS (SELECT FROM access.assignments_of(${who}, ${today}::date) x
    JOIN access.role q ON q.code = x.role LEFT JOIN access.role_rule qr ON qr.role = x.role WHERE coalesce(qr.second_factor, q.second_factor))`
  const { rows } = await sql<ActorRow>`
    SELECT u.id, u.name, coalesce(u.username, u.id) AS username, u."personId" AS person_id, s.id AS session_id,
      coalesce(s.method = 'passkey' OR s.second_factor_at IS NOT NULL, false) AS verified,
      EXISTS (SELECT FROM auth.totp t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL)
        OR EXISTS (SELECT FROM auth.passkey k WHERE k.user_id = u.id) AS enrolled,
      ${needs(sql`u.id`)} OR f.id IS NOT NULL AND ${needs(sql`f.id`)} AS required,
      EXISTS (SELECT FROM auth.account c WHERE c."userId" = u.id AND c."providerId" = 'credential' AND c.must_change)
        AND coalesce(s.method = 'password', false) AS must_change,
      f.id AS behalf_id, f.name AS behalf_name, d.id AS delegation_id, d.permissions AS delegated,
      e.id AS emergency_id, e.until AS emergency_until, a.role, a.unit_id, p.permission, p.reach
    FROM auth."user" u
    LEFT JOIN auth.session s ON s.id = ${sessionId} AND s."userId" = u.id
    LEFT JOIN access.delegation d ON d.id = s.acting_for AND d.to_user = u.id AND d.ended_at IS NULL
      AND d.valid_from <= ${today}::date AND d.valid_until > ${today}::date
    LEFT JOIN auth."user" f ON f.id = d.from_user AND NOT f.disabled
    LEFT JOIN access.emergency e ON e.user_id = u.id AND e.ended_at IS NULL AND e.started_at <= ${now.toISOString()}::timestamptz
      AND e.until > ${now.toISOString()}::timestamptz
    LEFT JOIN LATERAL access.assignments_of(coalesce(f.id, u.id), ${today}::date) a ON true
    LEFT JOIN access.role_permission p ON p.role = a.role
    WHERE u.id = ${userId} AND NOT u.disabled AND (${kind}::text IS NULL OR u.kind = ${kind})`.execute(kernel.database.db)
  return rows
}

/** How a key of another system is written: recognisable in a log or a leak, 256 random bits behind the prefix. */
const keyPattern = /^nvk_([a-z0-9]{8})_([A-Za-z0-9_-]{43})$/

/** A new key and its prefix, by which it is recognised. */
export function makeKey(): { key: string; prefix: string } {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  const prefix = [...randomBytes(8)].map((b) => letters[b % letters.length]).join('')
  return { key: `nvk_${prefix}_${randomBytes(32).toString('base64url')}`, prefix }
}

export function keyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** The service account behind a key, limited to the key's operations. Null when the key is unknown, revoked, over, or not for this address. */
export async function loadKey(kernel: Kernel, key: string, address: string): Promise<Actor | null> {
  const prefix = keyPattern.exec(key)?.[1]
  if (!prefix) return null
  const now = kernel.now().toISOString()
  const { rows } = await sql<{ id: string; user_id: string; operations: string[]; addresses: string[] | null; hash: string }>`
    SELECT k.id, k.user_id, k.operations, k.addresses, s.hash FROM access.service_key k JOIN auth.service_secret s ON s.key_id = k.id
    WHERE k.prefix = ${prefix} AND k.revoked_at IS NULL AND k.expires_at > ${now}::timestamptz`.execute(kernel.database.db)
  const found = rows[0]
  if (!found || !sameText(found.hash, keyHash(key)) || !isWithin(address, found.addresses)) return null
  const granted = await actorRows(kernel, found.user_id, null, 'service')
  const first = granted[0]
  if (!first) return null
  // Once a minute is often enough to know whether a key is still used.
  await sql`UPDATE auth.service_secret SET last_used_at = ${now}, last_address = ${address} WHERE key_id = ${found.id}::uuid
    AND (last_used_at IS NULL OR last_used_at < ${now}::timestamptz - interval '1 minute')`.execute(kernel.database.db)
  return {
    id: first.id,
    name: first.name,
    username: first.username,
    personId: null,
    roles: rolesOf(granted),
    reach: reachOf(granted),
    operations: found.operations,
  }
}

/** Whether an address lies in a list of addresses and networks; no list is no limit. */
export function isWithin(address: string, list: string[] | null): boolean {
  if (!list || list.length === 0) return true
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const allowed = new BlockList()
  for (const each of list) {
    const [net = '', bits] = each.split('/')
    const family = isIPv4(net) ? 'ipv4' : 'ipv6'
    if (bits === undefined) allowed.addAddress(net, family)
    else allowed.addSubnet(net, Number(bits), family)
  }
  return isIPv4(plain) ? allowed.check(plain, 'ipv4') : isIPv6(plain) && allowed.check(plain, 'ipv6')
}
