import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { USERNAME_ERROR_CODES } from 'better-auth/plugins/username'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../database.ts'

/** A passkey belongs to the name the page was opened under, and to its scheme and port. */
function placeOf(origin: string): { origin: string; rpId: string } {
  return { origin, rpId: new URL(origin).hostname }
}

/** What a browser is asked to register. The device must check its bearer (PIN, finger, face): so a passkey is two factors in one. */
export function askForPasskey(input: { origin: string; userId: string; username: string; name: string; known: string[] }) {
  return generateRegistrationOptions({
    rpName: 'Nội Vụ',
    rpID: placeOf(input.origin).rpId,
    userID: new Uint8Array(Buffer.from(input.userId)),
    userName: input.username,
    userDisplayName: input.name,
    attestationType: 'none',
    excludeCredentials: input.known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

export interface RegisteredPasskey {
  id: string
  publicKey: string
  counter: number
  transports: string[]
}

/** The passkey a browser registered, or null when it did not sign what it was asked. */
export async function checkPasskey(origin: string, challenge: string, response: unknown): Promise<RegisteredPasskey | null> {
  const place = placeOf(origin)
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: { ...(response as RegistrationResponseJSON), clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    requireUserVerification: true,
  }).catch(() => ({ verified: false, registrationInfo: undefined }))
  if (!verified || !registrationInfo) return null
  const { id, publicKey, counter, transports } = registrationInfo.credential
  return { id, publicKey: Buffer.from(publicKey).toString('base64'), counter, transports: transports ?? [] }
}

const wrong = () => APIError.from('UNAUTHORIZED', USERNAME_ERROR_CODES.INVALID_USERNAME_OR_PASSWORD)

/** Signing in by passkey: no name is asked, the device knows whose it is. Every way to fail answers the same. */
export function passkeySignIn(database: Database) {
  return {
    id: 'noivu-passkey',
    endpoints: {
      passkeyOptions: createAuthEndpoint('/passkey/options', { method: 'POST' }, async (ctx) => {
        const origin = ctx.headers?.get('origin')
        if (!origin) throw wrong()
        const options = await generateAuthenticationOptions({ rpID: placeOf(origin).rpId, userVerification: 'required' })
        await ctx.context.internalAdapter.createVerificationValue({
          identifier: `passkey-${options.challenge}`,
          value: origin,
          expiresAt: new Date(Date.now() + 5 * 60_000),
        })
        return ctx.json(options)
      }),
      passkeySignIn: createAuthEndpoint(
        '/passkey/sign-in',
        {
          method: 'POST',
          body: z.object({ challenge: z.string().max(200), response: z.object({ id: z.string().max(1500) }).loose() }),
        },
        async (ctx) => {
          const origin = ctx.headers?.get('origin')
          const { challenge, response } = ctx.body
          // Deleted before it is looked at: what was signed once is not taken twice, not even at the same moment.
          const asked = await sql<{ value: string }>`DELETE FROM auth.verification WHERE identifier = ${`passkey-${challenge}`}
            AND "expiresAt" > now() RETURNING value`.execute(database.db)
          if (!origin || asked.rows[0]?.value !== origin) throw wrong()
          const { rows } = await sql<{ user_id: string; public_key: string; counter: number; transports: string[] }>`
            SELECT k.user_id, k.public_key, k.counter, k.transports FROM auth.passkey k WHERE k.id = ${response.id}`.execute(
            database.db,
          )
          const key = rows[0]
          if (!key) throw wrong()
          const place = placeOf(origin)
          const checked = await verifyAuthenticationResponse({
            response: response as unknown as AuthenticationResponseJSON,
            expectedChallenge: challenge,
            expectedOrigin: place.origin,
            expectedRPID: place.rpId,
            requireUserVerification: true,
            credential: {
              id: response.id,
              publicKey: new Uint8Array(Buffer.from(key.public_key, 'base64')),
              counter: Number(key.counter),
              transports: key.transports as never,
            },
          }).catch(() => null)
          if (!checked?.verified) throw wrong()
          await sql`UPDATE auth.passkey SET counter = ${checked.authenticationInfo.newCounter}, last_used_at = now() WHERE id = ${response.id}`.execute(
            database.db,
          )
          const user = await ctx.context.internalAdapter.findUserById(key.user_id)
          if (!user) throw wrong()
          const session = await ctx.context.internalAdapter.createSession(key.user_id, false, { method: 'passkey' })
          await setSessionCookie(ctx, { session, user })
          return ctx.json({ done: true })
        },
      ),
    },
  }
}
