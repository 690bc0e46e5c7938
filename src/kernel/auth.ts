import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { username, USERNAME_ERROR_CODES } from 'better-auth/plugins/username'
import { sql } from 'kysely'
import { loadActor, loadKey } from './auth/actor.ts'
import { passkeySignIn } from './auth/passkey.ts'
import { hashPassword, verifyPassword } from './auth/password.hash.ts'
import type { Actor, Kernel } from './context.ts'
import type { Database } from './database.ts'

/** Secret that signs session cookies: kept beside the database, readable by the owner only. */
export function sessionSecret(dataFolder: string): string {
  mkdirSync(dataFolder, { recursive: true })
  const file = join(dataFolder, 'session-secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

/** The single sign-on service of the province, where there is one. */
export interface OidcSettings {
  issuer: string
  clientId: string
  clientSecret: string
  /** Claim that names the account, as an administrator entered it; never taken from an unverified address. */
  claim: string
}

export interface SignInSettings {
  secret: string
  /** Cookies only over TLS; on when the public address is https. */
  secure: boolean
  publicUrl?: string | null
  oidc?: OidcSettings | null
  /** Unforeseen trouble, for the log. */
  onError?: (error: Error | undefined) => void
}

/** The only addresses of the sign-in service that are served; everything else an account does is an operation, with its permission and log. */
export const signInPaths = [
  'POST /sign-in/username',
  'POST /sign-out',
  'POST /passkey/options',
  'POST /passkey/sign-in',
  'POST /sign-in/social',
  'GET /callback/oidc',
]

/** No account has this address, since no name begins with a hyphen: an identity nobody entered finds nobody. */
const nobody = '-@noivu.invalid'

/** The sign-in service: names and passwords, passkeys, single sign-on; sessions in the database. Accounts are made by administrators only. */
export function makeAuth(database: Database, settings: SignInSettings) {
  const { oidc } = settings
  return betterAuth({
    appName: 'Nội Vụ',
    basePath: '/api/auth',
    ...(settings.publicUrl ? { baseURL: settings.publicUrl } : {}),
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
      password: { hash: hashPassword, verify: ({ hash: stored, password }) => verifyPassword(stored, password) },
    },
    user: {
      additionalFields: {
        personId: { type: 'string', required: false, input: false },
        disabled: { type: 'boolean', required: false, input: false },
      },
    },
    session: {
      expiresIn: 60 * 60 * 12,
      updateAge: 60 * 60,
      additionalFields: {
        method: { type: 'string', required: false, input: false },
        secondFactorAt: { type: 'date', required: false, input: false, fieldName: 'second_factor_at' },
      },
    },
    account: {
      // An identity is tied to the account an administrator entered it for, whatever e-mail address it claims.
      accountLinking: { enabled: true, trustedProviders: ['oidc'], requireLocalEmailVerified: false },
      updateAccountOnSignIn: false,
    },
    plugins: [
      // Which names are good is said where accounts are made: any other is simply unknown.
      username({ minUsernameLength: 3, maxUsernameLength: 64, usernameValidator: () => true }),
      passkeySignIn(database),
      ...(oidc
        ? [
            genericOAuth({
              config: [
                {
                  providerId: 'oidc',
                  discoveryUrl: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
                  clientId: oidc.clientId,
                  clientSecret: oidc.clientSecret,
                  scopes: ['openid', 'profile', 'email'],
                  pkce: true,
                  requireIdTokenVerification: true,
                  disableSignUp: true,
                  disableImplicitSignUp: true,
                  mapProfileToUser: async (profile) => ({
                    email: await addressOfIdentity(database, (profile as Record<string, unknown>)[oidc.claim]),
                    emailVerified: false,
                    name: '',
                  }),
                },
              ],
            }),
          ]
        : []),
    ],
    // Tries are counted in the database, by name and by address (kernel/auth/lock.ts).
    rateLimit: { enabled: false },
    advanced: {
      // `__Host-` over TLS: a browser takes such a cookie from this very host alone, and no neighbour under the same domain can set it.
      // useSecureCookies would put `__Secure-` before it.
      useSecureCookies: false,
      cookiePrefix: settings.secure ? '__Host-noivu' : 'noivu',
      defaultCookieAttributes: { secure: settings.secure },
      ipAddress: { ipAddressHeaders: ['x-noivu-address'] },
    },
    databaseHooks: {
      account: {
        // What the other service lets its bearer do is not ours to keep.
        create: {
          before: (account) =>
            Promise.resolve({ data: { ...account, accessToken: null, refreshToken: null, idToken: null, scope: null } }),
        },
      },
      session: {
        create: {
          // A disabled account answers like a wrong password: nothing tells which it was. A key is no way to a screen.
          before: async (session, context) => {
            const { rows } = await sql<{
              shut: boolean
            }>`SELECT disabled OR kind <> 'person' AS shut FROM auth."user" WHERE id = ${session.userId}`.execute(database.db)
            if (rows[0]?.shut !== false) throw APIError.from('UNAUTHORIZED', USERNAME_ERROR_CODES.INVALID_USERNAME_OR_PASSWORD)
            const method = (session as { method?: string }).method
            return { data: { ...session, method: method ?? (context?.path?.startsWith('/callback') ? 'oidc' : 'password') } }
          },
        },
      },
    },
    // What goes wrong at the other service is told on our own page.
    onAPIError: { errorURL: '/' },
    telemetry: { enabled: false },
    // Its own log would repeat names and statements; what went wrong goes where all errors go.
    logger: {
      level: 'error',
      log: (_level, _message, ...details: unknown[]) => settings.onError?.(details.find((d) => d instanceof Error)),
    },
  })
}
export type Auth = ReturnType<typeof makeAuth>

/** Our address of the account an identity was entered for. */
async function addressOfIdentity(database: Database, name: unknown): Promise<string> {
  if (typeof name !== 'string' || name === '') return nobody
  const { rows } = await sql<{ email: string }>`SELECT email FROM auth."user" WHERE oidc_name = ${name} AND NOT disabled`.execute(
    database.db,
  )
  return rows[0]?.email ?? nobody
}

/** Remembers who a session or a key is for a few seconds, so that a page of requests costs one look-up. Revocation takes effect within that time. */
export class SessionCache {
  private readonly entries = new Map<string, { actor: Actor | null; until: number }>()

  constructor(
    private readonly auth: Auth,
    private readonly kernel: Kernel,
    private readonly seconds = 5,
    private readonly size = 2000,
  ) {}

  /** The actor behind the cookies of a request; null when not signed in. */
  actorOf(headers: Headers): Promise<Actor | null> {
    const cookie = headers.get('cookie')
    if (!cookie?.includes('noivu.session_token=')) return Promise.resolve(null)
    return this.remembered(cookie, async () => {
      const session = await this.auth.api.getSession({ headers })
      return session ? loadActor(this.kernel, session.user.id, session.session.id) : null
    })
  }

  /** The service account behind a key sent from an address; null when the key is unknown, over, or not for that address. */
  actorOfKey(key: string, address: string): Promise<Actor | null> {
    return this.remembered(`${address} ${key}`, () => loadKey(this.kernel, key, address))
  }

  private async remembered(key: string, load: () => Promise<Actor | null>): Promise<Actor | null> {
    const known = this.entries.get(key)
    const now = Date.now()
    if (known && known.until > now) return known.actor
    const actor = await load()
    if (this.entries.size >= this.size) this.entries.delete(this.entries.keys().next().value ?? '')
    this.entries.set(key, { actor, until: now + this.seconds * 1000 })
    return actor
  }

  /** Forgets everything: called when roles or accounts change, and at sign-out. */
  clear(): void {
    this.entries.clear()
  }
}
