import { z } from 'zod'
import { Done, operation } from '#kernel/contract.ts'
import { can } from './administration.permissions.ts'

/** What protects an own account. */
export const Security = z.object({
  totp: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  passkeys: z.array(
    z.object({ id: z.string().max(100), name: z.string(), createdAt: z.string(), lastUsedAt: z.string().nullable() }),
  ),
  /** A role held asks for a second factor: the last one cannot be removed. */
  required: z.boolean(),
  /** Roles that ask for it, for saying why. */
  hasPassword: z.boolean(),
})
export type Security = z.infer<typeof Security>

export const Session = z.object({
  id: z.string(),
  current: z.boolean(),
  method: z.enum(['password', 'passkey', 'oidc']),
  twoSteps: z.boolean(),
  startedAt: z.string(),
  seenAt: z.string(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
})
export type Session = z.infer<typeof Session>

/** What a browser gives of a new passkey, as WebAuthn has it; everything else of it is left out. */
const Registration = z.object({
  id: z.string().max(1500),
  rawId: z.string().max(1500),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: z.string().max(8000),
    attestationObject: z.string().max(100_000),
    transports: z.array(z.string().max(30)).max(20).optional(),
  }),
})
export type Registration = z.infer<typeof Registration>

const enrolling = { whilePending: ['enrol'], changesRights: true } as const
const tags = ['administration']
const Code = z.string().trim().min(6).max(20)

export const securityContract = {
  mySecurity: operation(can.readSelf, { whilePending: ['enrol'] })
    .route({ method: 'GET', path: '/administration/self/security', summary: 'What protects the own account', tags })
    .output(Security),
  changePassword: operation(can.changeSelf, {
    whilePending: ['password'],
    changesRights: true,
    provesIdentity: true,
    toldOnce: true,
  })
    .route({
      method: 'POST',
      path: '/administration/self/password',
      summary: 'Change the own password; other sessions end',
      tags,
    })
    .input(z.object({ present: z.string().min(1).max(1000), next: z.string().min(1).max(1000) }))
    .output(Done),
  startTotp: operation(can.changeSelf, { ...enrolling, toldOnce: true })
    .route({
      method: 'POST',
      path: '/administration/self/totp',
      summary: 'Begin to set up an authenticator application; the secret is shown once',
      tags,
    })
    .output(z.object({ secret: z.string(), address: z.string() })),
  confirmTotp: operation(can.changeSelf, { ...enrolling, toldOnce: true, provesIdentity: true })
    .route({
      method: 'POST',
      path: '/administration/self/totp/confirm',
      summary: 'Finish setting up with a code; recovery codes are shown once',
      tags,
    })
    .input(z.object({ code: Code }))
    .output(z.object({ recoveryCodes: z.array(z.string()) })),
  removeTotp: operation(can.changeSelf, { changesRights: true, provesIdentity: true, toldOnce: true })
    .route({ method: 'POST', path: '/administration/self/totp/remove', summary: 'Remove the authenticator application', tags })
    .input(z.object({ password: z.string().min(1).max(1000) }))
    .output(Done),
  renewRecoveryCodes: operation(can.changeSelf, { provesIdentity: true, toldOnce: true })
    .route({
      method: 'POST',
      path: '/administration/self/recovery-codes',
      summary: 'New recovery codes, shown once; the old ones stop working',
      tags,
    })
    .input(z.object({ password: z.string().min(1).max(1000) }))
    .output(z.object({ recoveryCodes: z.array(z.string()) })),
  askPasskey: operation(can.changeSelf, { ...enrolling, toldOnce: true })
    .route({
      method: 'POST',
      path: '/administration/self/passkeys/ask',
      summary: 'What a browser needs to register a passkey',
      tags,
    })
    .output(z.record(z.string(), z.unknown())),
  addPasskey: operation(can.changeSelf, enrolling)
    .route({ method: 'POST', path: '/administration/self/passkeys', summary: 'Register a passkey', tags })
    .input(z.object({ name: z.string().trim().min(1).max(60), response: Registration }))
    .output(Done),
  removePasskey: operation(can.changeSelf, { changesRights: true })
    .route({ method: 'POST', path: '/administration/self/passkeys/remove', summary: 'Remove a passkey', tags })
    .input(z.object({ id: z.string().max(1500) }))
    .output(Done),
  mySessions: operation(can.readSelf)
    .route({ method: 'GET', path: '/administration/self/sessions', summary: 'Browsers signed in to the own account', tags })
    .output(z.array(Session)),
  endSession: operation(can.changeSelf, { changesRights: true })
    .route({ method: 'POST', path: '/administration/self/sessions/end', summary: 'End one own session', tags })
    .input(z.object({ id: z.string().max(100) }))
    .output(Done),
  endOtherSessions: operation(can.changeSelf, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/self/sessions/end-others',
      summary: 'End all own sessions but this one',
      tags,
    })
    .output(z.object({ ended: z.number().int() })),
}
