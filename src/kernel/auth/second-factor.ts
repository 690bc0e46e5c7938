import { sql } from 'kysely'
import type { Actor, Kernel } from '../context.ts'
import { runOperation } from '../operations.ts'
import { selfPermissions } from '../permissions.ts'
import { matchTotp, recoveryHash, unseal } from './totp.ts'

/**
 * Checks a code of the authenticator application, or a recovery code, and marks the session as verified. A code works once: the step it
 * belongs to is taken in the same statement that looks whether it is still free.
 */
export async function verifySecondFactor(kernel: Kernel, actor: Actor, code: string): Promise<boolean> {
  const { db } = kernel.database
  const plain = code.replace(/\s/g, '')
  const recovered = !/^\d{6}$/.test(plain)
  if (!(recovered ? await useRecoveryCode(kernel, actor.id, plain) : await useTotp(kernel, actor.id, plain))) return false
  await sql`UPDATE auth.session SET second_factor_at = ${kernel.now().toISOString()} WHERE id = ${actor.sessionId ?? ''} AND "userId" = ${actor.id}`.execute(
    db,
  )
  if (recovered) {
    const { pending: _over, ...verified } = actor
    const permission = { id: selfPermissions[1], words: { vi: '', en: '' } }
    await runOperation(kernel, { operation: 'administration.useRecoveryCode', permission, writes: true, actor: verified }, () =>
      Promise.resolve(null),
    )
  }
  return true
}

async function useTotp(kernel: Kernel, userId: string, code: string): Promise<boolean> {
  const { db } = kernel.database
  const { rows } = await sql<{
    secret: string
  }>`SELECT secret FROM auth.totp WHERE user_id = ${userId} AND confirmed_at IS NOT NULL`.execute(db)
  const sealed = rows[0]?.secret
  const step = sealed ? matchTotp(unseal(kernel.secret, sealed), code, kernel.now()) : null
  if (step === null) return false
  const taken = await sql`UPDATE auth.totp SET last_step = ${step} WHERE user_id = ${userId} AND last_step < ${step}`.execute(db)
  return taken.numAffectedRows === 1n
}

async function useRecoveryCode(kernel: Kernel, userId: string, code: string): Promise<boolean> {
  const used = await sql`UPDATE auth.recovery_code SET used_at = ${kernel.now().toISOString()}
    WHERE user_id = ${userId} AND hash = ${recoveryHash(userId, code)} AND used_at IS NULL`.execute(kernel.database.db)
  return used.numAffectedRows === 1n
}
