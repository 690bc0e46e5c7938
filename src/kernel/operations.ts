import { createHash } from 'node:crypto'
import type { AnyContractProcedure, ContractProcedure, AnySchema, ErrorMap } from '@orpc/contract'
import { implement as implementContract, ORPCError } from '@orpc/server'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import type { OperationMeta } from './contract.ts'
import { type Actor, type Ctx, type Kernel, makeContext, vietnamDay } from './context.ts'
import { stateOfDatabase } from './database-away.ts'
import type { DB } from './db.types.ts'
import { Refusal, refuse } from './errors.ts'
import type { Pending, Permission } from './permissions.ts'
import { inTransaction } from './transactions.ts'
import type { Language } from './words.ts'

/** What comes with each request, before anything is known of the operation. */
export interface RequestContext extends Record<PropertyKey, unknown> {
  kernel: Kernel
  actor: Actor | null
  requestId: string | null
  reason: string | null
  /** Origin of the page that asks, such as https://noivu.tinh.vn: passkeys belong to one. */
  origin?: string | null
  lang: Language
}

type OperationContract = ContractProcedure<AnySchema, AnySchema, ErrorMap, OperationMeta>
type Contracts = Record<string, OperationContract>
type Handlers<T extends Contracts> = {
  [K in keyof T]: (args: {
    input: InferContractRouterOutputsInput<T>[K]
    context: Ctx
  }) => Promise<InferContractRouterInputsOfOutput<T>[K]>
}
// Handlers see the parsed input (after defaults) and give what the output schema accepts.
type InferContractRouterOutputsInput<T extends Contracts> = {
  [K in keyof T]: T[K] extends ContractProcedure<infer I extends AnySchema, AnySchema, ErrorMap, OperationMeta>
    ? SchemaOutput<I>
    : never
}
type InferContractRouterInputsOfOutput<T extends Contracts> = {
  [K in keyof T]: T[K] extends ContractProcedure<AnySchema, infer O extends AnySchema, ErrorMap, OperationMeta>
    ? SchemaInput<O>
    : never
}
type SchemaOutput<S> = S extends { '~standard': { types?: infer T } }
  ? NonNullable<T> extends { output: infer O }
    ? O
    : unknown
  : undefined
type SchemaInput<S> = S extends { '~standard': { types?: infer T } }
  ? NonNullable<T> extends { input: infer I }
    ? I
    : unknown
  : unknown

/** A noun's operations: the contracts and what runs them. */
export interface Routes {
  contract: Contracts
  router: Record<string, unknown>
}

/**
 * Binds contracts to services. Everything an operation shares with all others is done here and nowhere else: transaction, role, reach,
 * request id, audit entry.
 *
 * @example export const memberRoutes = implement(memberContract, { getMember: ({ input, context }) => getMember(context, input.id) })
 */
export function implement<const T extends Contracts>(contract: T, handlers: Handlers<T>): Routes {
  const router: Record<string, unknown> = {}
  for (const [name, procedure] of Object.entries(contract)) {
    const handler = handlers[name as keyof T] as unknown as (args: { input: unknown; context: Ctx }) => Promise<unknown>
    const definition = procedure['~orpc']
    const writes = definition.route.method !== undefined && definition.route.method !== 'GET' && !definition.meta.reads
    const builder = implementContract(procedure as unknown as AnyContractProcedure).$context<RequestContext>()
    router[name] = builder.handler(({ input, context, path }) =>
      runOperation(
        context.kernel,
        {
          operation: path.join('.'),
          permission: definition.meta.permission,
          writes,
          toldOnce: definition.meta.toldOnce ?? false,
          sensitive: definition.meta.sensitive ?? null,
          whilePending: definition.meta.whilePending ?? [],
          actor: context.actor,
          requestId: context.requestId,
          reason: context.reason ?? reasonIn(input),
          lang: context.lang,
          origin: context.origin ?? null,
          input,
        },
        (ctx) => handler({ input, context: ctx }),
      ),
    )
  }
  return { contract, router }
}

/** One call of an operation. */
export interface Call {
  operation: string
  permission: Permission
  writes: boolean
  toldOnce?: boolean
  /** Writes working data alone, outside the log: a table that the log tracks refuses to be written. */
  unlogged?: boolean
  sensitive?: string | null
  whilePending?: readonly Pending[]
  actor: Actor | null
  requestId?: string | null
  reason?: string | null
  lang?: Language
  origin?: string | null
  input?: unknown
}

const waitsFor: Record<Pending, () => Refusal> = {
  'second-factor': refuse.secondFactorNeeded,
  password: refuse.newPasswordNeeded,
  enrol: refuse.enrolmentNeeded,
}

/**
 * Deny by default: no actor, or no such permission at any reach, and nothing is run. An account that still has to show its second factor
 * or to change its first password can do that and nothing else; a key can do only the operations it was made for.
 */
export function allow(actor: Actor | null, call: Pick<Call, 'operation' | 'permission' | 'whilePending'>): Actor {
  if (!actor) throw refuse.notSignedIn()
  if (actor.pending && !call.whilePending?.includes(actor.pending)) throw waitsFor[actor.pending]()
  if (actor.operations && !actor.operations.includes(call.operation)) throw refuse.forbidden({ permission: call.permission.id })
  if (!(call.permission.id in actor.reach)) throw refuse.forbidden({ permission: call.permission.id })
  return actor
}

/**
 * Runs one operation: in one transaction, as the application role, with the actor's reach set for that transaction only. A writing
 * operation leaves an audit entry and remembers its answer by request id; a refusal or an error leaves nothing at all. Reading what is
 * sensitive, and reading anything during an emergency, leaves an entry that names the records shown.
 */
export async function runOperation<T>(kernel: Kernel, call: Call, run: (ctx: Ctx) => Promise<T>): Promise<T> {
  const actor = allow(call.actor, call)
  const at = kernel.now()
  const requestId = call.requestId ?? kernel.newId()
  const entry = kernel.newId()
  const noted = !call.writes && (call.sensitive || actor.emergency) ? new Set<string>() : undefined
  const parts = {
    actor,
    lang: call.lang ?? 'vi',
    requestId,
    reason: call.reason ?? null,
    origin: call.origin ?? null,
    at,
    ...(noted ? { seen: noted } : {}),
  }
  const close = (db: Kysely<DB>, kind: 'write' | 'read') =>
    sql`SELECT audit.append(${entry}::uuid, ${at.toISOString()}::timestamptz, ${actor.id}, ${actor.name}, ${call.operation}, ${requestId}, ${parts.reason},
      ${kind}, ${actor.behalf?.id ?? null}, ${actor.behalf?.name ?? null}, ${actor.emergency?.id ?? null}::uuid)`.execute(db)
  if (!call.writes) {
    const answer = await inTransaction(kernel.database, begin(actor, at, '', false), false, (db) =>
      run(makeContext(kernel, db, parts)),
    )
    if (!noted) return answer
    // Read under a transaction that cannot write, as all reading; the answer leaves only once the log has it.
    for (const id of idsIn(answer)) noted.add(id)
    await inTransaction(kernel.database, begin(actor, at, entry, true), true, async (db) => {
      if (noted.size > 0)
        await sql`SELECT audit.note_read(${call.sensitive ?? call.operation}, ${[...noted]}::text[])`.execute(db)
      await close(db, 'read')
    })
    return answer
  }
  return inTransaction(kernel.database, begin(actor, at, call.unlogged ? '' : entry, true), true, async (db) => {
    const ctx = makeContext(kernel, db, parts)
    if (call.unlogged) return run(ctx)
    const inputHash = hashOf(call.input)
    if (call.requestId) {
      // Waits for a first arrival still under way, then gives its answer.
      const taken = await sql`INSERT INTO kernel.request (actor_id, request_id, operation, input_hash, answered_at)
        VALUES (${actor.id}, ${requestId}, ${call.operation}, ${inputHash}, ${ctx.now()}) ON CONFLICT DO NOTHING`.execute(db)
      if (taken.numAffectedRows === 0n) return firstAnswer<T>(ctx, call, inputHash)
    }
    const answer = await run(ctx)
    if (call.requestId && !call.toldOnce) {
      await sql`UPDATE kernel.request SET answer = ${JSON.stringify(answer ?? null)}::jsonb
        WHERE actor_id = ${actor.id} AND request_id = ${requestId}`.execute(db)
    }
    await close(db, 'write')
    return answer
  })
}

/** The records an answer shows: its rows, or itself. */
function idsIn(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null) return []
  const rows = Array.isArray(answer) ? answer : 'rows' in answer && Array.isArray(answer.rows) ? answer.rows : [answer]
  return (rows as unknown[]).flatMap((row) =>
    typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string' ? [row.id] : [],
  )
}

async function firstAnswer<T>(ctx: Ctx, call: Call, inputHash: string): Promise<T> {
  const { rows } = await sql<{ operation: string; input_hash: string; answer: T }>`
    SELECT operation, input_hash, answer FROM kernel.request WHERE actor_id = ${ctx.actor.id} AND request_id = ${ctx.requestId}`.execute(
    ctx.db,
  )
  const first = rows[0]
  if (!first || first.operation !== call.operation || first.input_hash !== inputHash) throw refuse.requestReused()
  if (call.toldOnce) throw refuse.toldOnce()
  return first.answer
}

/** Seconds one statement of an operation may run: more is a mistake, and would keep a connection from all others. */
const statementSeconds = 60

/** One round trip opens the transaction, takes the application role and sets what row-level security reads. */
function begin(actor: Actor, at: Date, entry: string, writes: boolean): string {
  const q = pg.escapeLiteral
  return `BEGIN${writes ? '' : ' READ ONLY'}; SET LOCAL ROLE noivu_app; SELECT set_config('noivu.actor', ${q(actor.id)}, true),
    set_config('noivu.person', ${q(actor.personId ?? '')}, true), set_config('noivu.reach', ${q(JSON.stringify(actor.reach))}, true),
    set_config('noivu.today', ${q(vietnamDay(at))}, true), set_config('noivu.now', ${q(at.toISOString())}, true), set_config('noivu.entry', ${q(entry)}, true),
    set_config('statement_timeout', '${statementSeconds}s', true)`
}

function hashOf(input: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(input ?? null))
    .digest('hex')
}

/** What the database refuses, in words: duplicates, overlaps, what lies outside the reach; that it is away, or has no room. */
export function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  const state = stateOfDatabase(error)
  if (state) return state === 'full' ? refuse.storageFull() : refuse.unavailable()
  if (error instanceof pg.DatabaseError || (error instanceof Error && 'code' in error && 'severity' in error)) {
    const { code, constraint } = error as pg.DatabaseError
    if (code === '23505' || code === '23P01' || code === '23503' || code === '23514')
      return new Refusal('kernel.constraint', 'conflict', { constraint: constraint ?? '' })
    if (code === '42501') return refuse.notFound({ what: '' })
    if (code === '40001' || code === '40P01') return refuse.changedMeanwhile()
    if (code === '57014') return refuse.tookTooLong({ seconds: statementSeconds })
    // Not a number, not a day, a sign no text can hold.
    if (['22P02', '22003', '22007', '22008', '22021', '22P05'].includes(code ?? '')) return refuse.invalidInput({ issues: [] })
  }
  return null
}

/** Error as the client receives it: status, code, words in its language, parameters. Unforeseen errors show an incident number only. */
export function toClientError(
  error: unknown,
  translate: (code: string, params: Record<string, unknown>) => string,
  incident: () => string,
): ORPCError<string, unknown> {
  const refusal = asRefusal(error) ?? fromValidation(error)
  if (refusal) {
    return new ORPCError(refusal.code, {
      status: refusal.status,
      message: translate(refusal.code, refusal.params),
      data: refusal.params,
    })
  }
  if (error instanceof ORPCError && error.status < 500) return error
  const number = incident()
  return new ORPCError('kernel.unexpected', {
    status: 500,
    message: translate('kernel.unexpected', { incident: number }),
    data: { incident: number },
  })
}

function fromValidation(error: unknown): Refusal | null {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return null
  const issues =
    (error.data as { issues?: { path?: (PropertyKey | { key: PropertyKey })[]; message: string }[] } | undefined)?.issues ?? []
  return refuse.invalidInput({
    issues: issues.map((i) => ({
      path: (i.path ?? []).map((p) => String(typeof p === 'object' ? p.key : p)).join('.'),
      message: i.message,
    })),
  })
}

/** Where an operation asks for the reason itself, it goes into the log. */
function reasonIn(input: unknown): string | null {
  const reason = (input as { reason?: unknown } | null | undefined)?.reason
  return typeof reason === 'string' ? reason : null
}
