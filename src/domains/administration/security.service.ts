import { askForPasskey, checkPasskey } from '#kernel/auth/passkey.ts'
import { commonWords, hashPassword, verifyPassword } from '#kernel/auth/password.hash.ts'
import { decidePassword } from '#kernel/auth/password.rules.ts'
import { makeRecoveryCodes, makeTotpSecret, matchTotp, recoveryHash, seal, totpAddress, unseal } from '#kernel/auth/totp.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { refuse } from './administration.refusals.ts'
import type { Registration, Security, Session } from './security.contract.ts'
import * as store from './security.store.ts'

/** What protects the own account. */
export async function mySecurity(ctx: Ctx): Promise<Security> {
  const [factors, passkeys] = [
    await store.findFactors(ctx.db, ctx.actor.id, ctx.today()),
    await store.findPasskeys(ctx.db, ctx.actor.id),
  ]
  return { ...factors, passkeys }
}

/**
 * Changes the own password. Other sessions end: whoever came in by the old one is out.
 *
 * @throws Refusal `administration.wrongPassword`, `administration.samePassword`, or why the new one is not good enough.
 */
export async function changePassword(ctx: Ctx, input: { present: string; next: string }): Promise<void> {
  await demandPassword(ctx, input.present)
  const fault = decidePassword(input.next, { names: [ctx.actor.username, ctx.actor.name], common: commonWords() })
  if (fault) throw refuse[fault]()
  if (input.next.normalize('NFC') === input.present.normalize('NFC')) throw refuse.samePassword()
  if (!(await store.updateOwnPassword(ctx.db, ctx.actor.id, await hashPassword(input.next), ctx.now())))
    throw kernelRefuse.notFound({ what: 'user' })
  await store.deleteSessionsBut(ctx.db, ctx.actor.id, ctx.actor.sessionId ?? '')
}

/** Begins to set up an authenticator application. Nothing is asked for until a first code proves that it works. */
export async function startTotp(ctx: Ctx): Promise<{ secret: string; address: string }> {
  const secret = makeTotpSecret()
  if (!(await store.putTotp(ctx.db, ctx.actor.id, seal(ctx.kernel.secret, secret), ctx.now()))) throw refuse.stillNeeded()
  return { secret, address: totpAddress(secret, ctx.actor.username) }
}

/** @throws Refusal `administration.wrongCode`. */
export async function confirmTotp(ctx: Ctx, code: string): Promise<{ recoveryCodes: string[] }> {
  const sealed = await store.findOpenTotp(ctx.db, ctx.actor.id)
  const step = sealed ? matchTotp(unseal(ctx.kernel.secret, sealed), code.replace(/\s/g, ''), new Date(ctx.now())) : null
  if (step === null) throw refuse.wrongCode()
  await store.confirmTotp(ctx.db, ctx.actor.id, step, ctx.now())
  await markVerified(ctx)
  return { recoveryCodes: await newCodes(ctx) }
}

export async function renewRecoveryCodes(ctx: Ctx, password: string): Promise<{ recoveryCodes: string[] }> {
  await demandPassword(ctx, password)
  return { recoveryCodes: await newCodes(ctx) }
}

/** @throws Refusal `administration.stillNeeded` when a role asks for a second factor and this is the last. */
export async function removeTotp(ctx: Ctx, password: string): Promise<void> {
  await demandPassword(ctx, password)
  const security = await mySecurity(ctx)
  if (security.required && security.passkeys.length === 0) throw refuse.stillNeeded()
  await store.deleteTotp(ctx.db, ctx.actor.id)
}

export async function askPasskey(ctx: Ctx): Promise<Record<string, unknown>> {
  if (!ctx.origin || !ctx.actor.sessionId) throw refuse.browserOnly()
  const known = (await store.findPasskeys(ctx.db, ctx.actor.id)).map((key) => key.id)
  const { id: userId, username, name } = ctx.actor
  const options = await askForPasskey({ origin: ctx.origin, userId, username, name, known })
  await store.updateSession(ctx.db, ctx.actor.sessionId, { challenge: options.challenge })
  return options as unknown as Record<string, unknown>
}

/** @throws Refusal `administration.passkeyRefused`. */
export async function addPasskey(ctx: Ctx, input: { name: string; response: Registration }): Promise<void> {
  if (!ctx.origin || !ctx.actor.sessionId) throw refuse.browserOnly()
  const challenge = await store.findChallenge(ctx.db, ctx.actor.sessionId)
  const key = challenge ? await checkPasskey(ctx.origin, challenge, input.response) : null
  if (!key) throw refuse.passkeyRefused()
  if (!(await store.insertPasskey(ctx.db, { ...key, userId: ctx.actor.id, name: input.name, at: ctx.now() })))
    throw refuse.passkeyRefused()
  await store.updateSession(ctx.db, ctx.actor.sessionId, { challenge: null })
  await markVerified(ctx)
}

/** @throws Refusal `administration.stillNeeded` when a role asks for a second factor and this is the last. */
export async function removePasskey(ctx: Ctx, id: string): Promise<void> {
  const security = await mySecurity(ctx)
  if (security.required && !security.totp && security.passkeys.length === 1) throw refuse.stillNeeded()
  if (!(await store.deletePasskey(ctx.db, ctx.actor.id, id))) throw kernelRefuse.notFound({ what: 'passkey' })
}

export async function mySessions(ctx: Ctx): Promise<Session[]> {
  const sessions = await store.findSessions(ctx.db, ctx.actor.id, ctx.now())
  return sessions.map((session) => ({ ...session, current: session.id === ctx.actor.sessionId }))
}

export async function endSession(ctx: Ctx, id: string): Promise<void> {
  if (!(await store.deleteSession(ctx.db, ctx.actor.id, id))) throw kernelRefuse.notFound({ what: 'session' })
}

export async function endOtherSessions(ctx: Ctx): Promise<{ ended: number }> {
  return { ended: await store.deleteSessionsBut(ctx.db, ctx.actor.id, ctx.actor.sessionId ?? '') }
}

async function demandPassword(ctx: Ctx, password: string): Promise<void> {
  const hash = await store.ownPasswordHash(ctx.db)
  if (!hash || !(await verifyPassword(hash, password))) throw refuse.wrongPassword()
}

/** Who has just shown the second factor is not asked for it again in this browser. */
async function markVerified(ctx: Ctx): Promise<void> {
  if (ctx.actor.sessionId) await store.updateSession(ctx.db, ctx.actor.sessionId, { secondFactorAt: ctx.now() })
}

async function newCodes(ctx: Ctx): Promise<string[]> {
  const codes = makeRecoveryCodes()
  await store.putRecoveryCodes(
    ctx.db,
    ctx.actor.id,
    codes.map((code) => recoveryHash(ctx.actor.id, code)),
  )
  return codes
}
