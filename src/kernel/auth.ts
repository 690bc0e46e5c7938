import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { username, USERNAME_ERROR_CODES } from 'better-auth/plugins/username'
import { sql } from 'kysely'
import { type Actor, gatherReach, type Kernel, vietnamDay } from './context.ts'
import type { Database } from './database.ts'
import type { Reach } from './permissions.ts'

/** argon2id with the parameters of the OWASP password storage sheet: 19 MiB, two passes. */
const argon2id = { memoryCost: 19456, timeCost: 2, parallelism: 1 }

/** Hash of a password, as stored with an account. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), argon2id)
}

/** A password a person can type from paper: five groups without look-alikes, about 100 bits. */
export function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const bytes = randomBytes(20)
  const text = [...bytes].map((b) => letters[b % letters.length]).join('')
  return text.match(/.{4}/g)?.join('-') ?? text
}

/** Secret that signs session cookies: kept beside the database, readable by the owner only. */
export function sessionSecret(dataFolder: string): string {
  mkdirSync(dataFolder, { recursive: true })
  const file = join(dataFolder, 'session-secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

export interface SignInSettings {
  secret: string
  /** Cookies only over TLS; on when the public address is https. */
  secure: boolean
  /** Limits sign-in attempts per address; off in tests. */
  rateLimit: boolean
}

/** The sign-in service: names and passwords, sessions in the database. Accounts are made by administrators only. */
export function makeAuth(database: Database, settings: SignInSettings) {
  return betterAuth({
    appName: 'Nội Vụ',
    basePath: '/api/auth',
    secret: settings.secret,
    // The platform is reached under any name the machine has: a request is trusted when its origin is the host it was sent to.
    trustedOrigins: (request) => {
      const host = request?.headers.get('host')
      return host ? [`http://${host}`, `https://${host}`] : []
    },
    database: { db: database.db.withSchema('auth'), type: 'postgres', transaction: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      password: { hash: hashPassword, verify: ({ hash: stored, password }) => verify(stored, password.normalize('NFC')) },
    },
    user: {
      additionalFields: {
        personId: { type: 'string', required: false, input: false },
        disabled: { type: 'boolean', required: false, input: false },
      },
    },
    session: { expiresIn: 60 * 60 * 12, updateAge: 60 * 60 },
    // Which names are good is said where accounts are made: any other is simply unknown.
    plugins: [username({ minUsernameLength: 3, maxUsernameLength: 64, usernameValidator: () => true })],
    disabledPaths: [
      '/sign-up/email',
      '/update-user',
      '/change-email',
      '/delete-user',
      '/is-username-available',
      '/sign-in/email',
      '/request-password-reset',
    ],
    rateLimit: {
      enabled: settings.rateLimit,
      window: 60,
      max: 300,
      customRules: { '/sign-in/username': { window: 60, max: 20 } },
    },
    advanced: {
      // `__Host-` over TLS: a browser takes such a cookie from this very host alone, and no neighbour under the same domain can set it.
      // useSecureCookies would put `__Secure-` before it.
      useSecureCookies: false,
      cookiePrefix: settings.secure ? '__Host-noivu' : 'noivu',
      defaultCookieAttributes: { secure: settings.secure },
      ipAddress: { ipAddressHeaders: ['x-noivu-address'] },
    },
    databaseHooks: {
      session: {
        create: {
          // A disabled account answers like a wrong password: nothing tells which it was.
          before: async (session) => {
            const { rows } = await sql<{
              disabled: boolean
            }>`SELECT disabled FROM auth."user" WHERE id = ${session.userId}`.execute(database.db)
            if (rows[0]?.disabled) throw APIError.from('UNAUTHORIZED', USERNAME_ERROR_CODES.INVALID_USERNAME_OR_PASSWORD)
          },
        },
      },
    },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  })
}
export type Auth = ReturnType<typeof makeAuth>

/** An account with the reach of all roles it holds today, or null when there is none or it is disabled. */
export async function loadActor(kernel: Kernel, userId: string): Promise<Actor | null> {
  const today = vietnamDay(kernel.now())
  const { rows } = await sql<{
    id: string
    name: string
    username: string
    person_id: string | null
    role: string | null
    unit_id: string | null
    permission: string | null
    reach: Reach | null
  }>`
    SELECT u.id, u.name, coalesce(u.username, u.id) AS username, u."personId" AS person_id, a.role, a.unit_id, p.permission, p.reach
    FROM auth."user" u
    LEFT JOIN access.assignment a ON a.user_id = u.id AND a.valid_from <= ${today} AND (a.valid_until IS NULL OR a.valid_until > ${today})
    LEFT JOIN access.role_permission p ON p.role = a.role
    WHERE u.id = ${userId} AND NOT u.disabled`.execute(kernel.database.db)
  const first = rows[0]
  if (!first) return null
  const grants = rows.flatMap((r) =>
    r.permission && r.reach ? [{ permission: r.permission, reach: r.reach, unitId: r.unit_id }] : [],
  )
  const roles = new Map(
    rows.flatMap((r) => (r.role ? [[`${r.role}/${r.unit_id}`, { role: r.role, unitId: r.unit_id }] as const] : [])),
  )
  return {
    id: first.id,
    name: first.name,
    username: first.username,
    personId: first.person_id,
    reach: gatherReach(grants),
    roles: [...roles.values()],
  }
}

/** Remembers who a session is for a few seconds, so that a page of requests costs one look-up. Revocation takes effect within that time. */
export class SessionCache {
  private readonly entries = new Map<string, { actor: Actor | null; until: number }>()

  constructor(
    private readonly auth: Auth,
    private readonly kernel: Kernel,
    private readonly seconds = 5,
    private readonly size = 2000,
  ) {}

  /** The actor behind the cookies of a request; null when not signed in. */
  async actorOf(headers: Headers): Promise<Actor | null> {
    const cookie = headers.get('cookie')
    if (!cookie?.includes('noivu.session_token=')) return null
    const known = this.entries.get(cookie)
    const now = Date.now()
    if (known && known.until > now) return known.actor
    const session = await this.auth.api.getSession({ headers })
    const actor = session ? await loadActor(this.kernel, session.user.id) : null
    if (this.entries.size >= this.size) this.entries.delete(this.entries.keys().next().value ?? '')
    this.entries.set(cookie, { actor, until: now + this.seconds * 1000 })
    return actor
  }

  /** Forgets everything: called when roles or accounts change, and at sign-out. */
  clear(): void {
    this.entries.clear()
  }
}
