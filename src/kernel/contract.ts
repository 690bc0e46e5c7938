import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Pending, Permission } from './permissions.ts'

/** What the kernel must know of each operation before it runs one. */
export interface OperationMeta extends Record<string, unknown> {
  permission: Permission
  /** A question too long for an address: sent by POST, yet it writes nothing and is not audited. */
  reads?: boolean
  /** The answer is told once and kept nowhere (a first password): a repeated request is refused instead of answered again. */
  toldOnce?: boolean
  /** Shows what not everybody who may see the record needs to see: each use is written into the log with the records of this table it showed. */
  sensitive?: string
  /** What may still be waiting of the account (a second factor, a new password) when this is asked: only what ends the waiting, and who one is. */
  whilePending?: readonly Pending[]
  /** Changes who may do what: what is remembered of sessions is forgotten afterwards. */
  changesRights?: boolean
  /** Takes a password or code: failed tries count towards the lock of the account. */
  provesIdentity?: boolean
}

/**
 * Starts the contract of one operation. The permission is not optional: an operation without one does not compile, because
 * `implement` accepts only contracts that carry it.
 *
 * @example operation(can.readMember).route({ method: 'GET', path: '/club/members/{id}', summary: '...' }).input(...).output(Member)
 */
export function operation(permission: Permission, more: Omit<Partial<OperationMeta>, 'permission'> = {}) {
  return oc.$meta<OperationMeta>({ permission }).meta({ permission, ...more })
}

/** Identifier of a record. */
export const Id = z.uuid()
export type Id = z.infer<typeof Id>

/** Answer of an operation that has nothing to tell but that it is done. */
export const Done = z.object({ done: z.literal(true) })
export type Done = z.infer<typeof Done>

/** A choice of a picker: server-searched, never the whole list. */
export const Choice = z.object({ id: z.string(), label: z.string(), hint: z.string().optional() })
export type Choice = z.infer<typeof Choice>

/** One event of a record's history: who, when, what, why, and the fields that changed. */
export const HistoryEvent = z.object({
  seq: z.number(),
  at: z.string(),
  actorName: z.string(),
  operation: z.string(),
  reason: z.string().nullable(),
  relation: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
})
export type HistoryEvent = z.infer<typeof HistoryEvent>
