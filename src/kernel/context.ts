import { randomFillSync } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Blobs } from './blobs/blobs.ts'
import type { DataCheck } from './checks.ts'
import type { CodeList } from './codelist/codelist.rules.ts'
import type { Database } from './database.ts'
import type { DB } from './db.types.ts'
import { refuse } from './errors.ts'
import type { Job } from './jobs/job.ts'
import type { Mailer } from './notices/mailer.ts'
import type { NoticeKind } from './notices/notice.ts'
import type { ImportKind } from './imports/import-kind.ts'
import type { Pending, Permission, Reach } from './permissions.ts'
import type { SearchSource } from './search/search.service.ts'
import type { TimelineSource } from './timeline.ts'
import type { Language } from './words.ts'

/** How far each permission of an actor reaches, put together from the roles held today. */
export type ReachMap = Record<string, { all?: boolean; units?: string[]; below?: string[]; own?: boolean }>

/** Who acts: a signed-in account, a key of another system, or the platform itself (`system`). */
export interface Actor {
  id: string
  name: string
  username: string
  /** The own person record; none while acting for somebody else, whose office is delegated and not their person. */
  personId: string | null
  reach: ReachMap
  roles: { role: string; unitId: string | null }[]
  /** The browser this came by; none for the platform itself and for keys. */
  sessionId?: string
  pending?: Pending
  /** For whom this account acts now. The reach is then theirs, as far as delegated. */
  behalf?: { id: string; name: string; delegationId: string }
  emergency?: { id: string; until: string }
  /** The only operations a key is good for. */
  operations?: string[]
}

/** What one running platform has: its database, clock and ids. Everything that varies between live and test stands here. */
export interface Kernel {
  database: Database
  /** Content of files, by its hash. */
  blobs: Blobs
  /** Which version runs, and since when this process does. */
  program: { version: string; startedAt: string }
  now(): Date
  newId(): string
  events: EventHandlers
  /** Figures the domains compute, for the engine that knows what they are. */
  indicators: readonly { id: string }[]
  /** What domains take files for, for the engine that knows what that means. */
  filePurposes: readonly { id: string }[]
  /** Code lists of the domains. */
  lists: readonly CodeList[]
  /** What can be searched from anywhere. */
  search: readonly SearchSource[]
  /** What time lines are put together from. */
  timelines: readonly TimelineSource[]
  /** Kinds of records that can be brought in from files. */
  imports: readonly ImportKind[]
  /** Rules that records must keep. */
  checks: readonly DataCheck[]
  /** Everything that may be allowed, in words. */
  permissions: readonly Permission[]
  /** Work that goes on after the answer. */
  jobs: readonly Job[]
  /** What people are told of. */
  notices: readonly NoticeKind[]
  /** Where scheduled backups go and how; null in processes that make none. */
  backups: { folder: string; scratch: string; passphrase: string | null; program: string } | null
  /** Sends e-mail; null where no mail server is set. */
  mail: Mailer | null
  /** Address under which people reach the platform, without a slash at its end; null where none is set. */
  publicUrl: string | null
  /** Every operation there is, for what is limited to some of them. */
  operations: readonly { id: string; permission: string; summary: string }[]
  /** Key that what must be readable again is enciphered with (secrets of authenticator applications). */
  secret: string
  /** True for the demonstration province with its invented people. */
  demonstration: boolean
  /** Words of a key in a language, parameters filled in. */
  translate(lang: Language, key: string, params?: Record<string, unknown>): string
}

/** Handlers of announced events, gathered from the domains. */
export type EventHandlers = Record<string, ((ctx: Ctx, payload: never) => Promise<void>)[]>

/** Everything an operation works with: the actor, the transaction, the clock, new ids. */
export interface Ctx {
  kernel: Kernel
  actor: Actor
  /** The transaction of this operation, bound to the application role and the actor's reach. */
  db: Kysely<DB>
  lang: Language
  requestId: string
  /** Why the actor does this, where asked. */
  reason: string | null
  /** Origin of the page that asked; none for other systems and for the platform itself. */
  origin: string | null
  /** Moment of the operation, the same throughout, ISO with zone. */
  now(): string
  /** Today in Vietnam, as a plain date. */
  today(): string
  newId(): string
  /** True when the actor holds the permission at any reach. */
  may(permission: Permission): boolean
  /**
   * Demands the permission for a unit.
   * @throws Refusal `kernel.forbidden` when the unit lies outside the actor's reach.
   */
  require(permission: Permission, unitId: string | null): Promise<void>
  /** Notes that a record was shown: sensitive readings tell the log which. Pages and single records are noted of themselves. */
  sawRecord(id: string): void
  /** Tells other domains, in this transaction. */
  announce(event: string, payload: unknown): Promise<void>
}

/** Random bytes for many identifiers at once: asking the system for each costs more than the rest of a small read. */
const pool = Buffer.alloc(16 * 256)
let next = pool.length

/** A new time-ordered identifier (UUID version 7), so that records made together lie together. */
export function newId(at = Date.now()): string {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  const bytes = pool.subarray(next, (next += 16))
  bytes.writeUIntBE(at, 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A moment as a plain date in Vietnam. */
export function vietnamDay(moment: Date): string {
  return new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
}

/** The actor the platform itself works as: start-up, demonstration data, command line. Its rights come from the role `system`. */
export function systemActor(permissions: string[]): Actor {
  return {
    id: 'system',
    name: 'Hệ thống',
    username: 'system',
    personId: null,
    reach: Object.fromEntries(permissions.map((p) => [p, { all: true }])),
    roles: [{ role: 'system', unitId: null }],
  }
}

/** Puts the grants of several roles together: the farthest reach wins. */
export function gatherReach(grants: { permission: string; reach: Reach; unitId: string | null }[]): ReachMap {
  const map: ReachMap = {}
  for (const { permission, reach, unitId } of grants) {
    const entry = (map[permission] ??= { own: true })
    if (reach === 'all') entry.all = true
    if (reach === 'unit' && unitId) (entry.units ??= []).push(unitId)
    if (reach === 'unit-and-below' && unitId) (entry.below ??= []).push(unitId)
  }
  return map
}

/** Parts of a context that differ between operations. */
export interface ContextParts {
  actor: Actor
  lang: Language
  requestId: string
  reason: string | null
  origin?: string | null
  at: Date
  /** Where records shown are noted. */
  seen?: Set<string>
}

export function makeContext(kernel: Kernel, db: Kysely<DB>, parts: ContextParts): Ctx {
  const ctx: Ctx = {
    kernel,
    actor: parts.actor,
    db,
    lang: parts.lang,
    requestId: parts.requestId,
    reason: parts.reason,
    origin: parts.origin ?? null,
    now: () => parts.at.toISOString(),
    today: () => vietnamDay(parts.at),
    newId: () => kernel.newId(),
    may: (permission) => permission.id in parts.actor.reach,
    require: async (permission, unitId) => {
      const reach = parts.actor.reach[permission.id]
      if (reach?.all) return
      if (reach && unitId) {
        const { rows } = await sql<{
          within: boolean
        }>`SELECT ${unitId}::uuid = ANY (access.reach_units(${permission.id})) AS within`.execute(db)
        if (rows[0]?.within) return
      }
      throw refuse.forbidden({ permission: permission.id })
    },
    sawRecord: (id) => void parts.seen?.add(id),
    announce: async (event, payload) => {
      for (const handler of kernel.events[event] ?? []) await handler(ctx, payload as never)
    },
  }
  return ctx
}
