import { type Ctx, vietnamDay } from '#kernel/context.ts'
import { probeFiles, readStateAsActor, roomForFiles } from '#kernel/state.ts'
import type { StateFacts, SystemState } from './state.contract.ts'
import { judgeState } from './state.rules.ts'
import { can } from './system.permissions.ts'

/** How the platform stands now. @throws Refusal `kernel.forbidden` for who may not read it everywhere. */
export async function getState(ctx: Ctx): Promise<SystemState> {
  await ctx.require(can.readState, null)
  const { blobs, database, mail, program } = ctx.kernel
  const stored = await readStateAsActor(ctx.db)
  // Not the moment of the operation: it may have waited for the database.
  const now = ctx.kernel.now()
  const [writable, room] = await Promise.all([
    probeFiles(blobs).then(
      () => true,
      () => false,
    ),
    roomForFiles(blobs),
  ])
  const facts: StateFacts = {
    program,
    database: { kind: database.kind, version: stored.version, size: stored.size, ...connectionsOf(ctx, stored) },
    files: { kind: blobs.kind, writable, room },
    jobs: stored.jobs,
    mail: { set: mail !== null },
    backup: { newest: stored.backup },
    log: stored.log,
    clock: {
      now: now.toISOString(),
      day: vietnamDay(now),
      machineZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ahead: Math.round((now.getTime() - Date.parse(stored.clock)) / 1000),
    },
  }
  return { facts, judgements: judgeState(facts) }
}

/** The embedded database has one backend for everybody: what may be used up there are the connections of this process. */
function connectionsOf(ctx: Ctx, stored: { connections: number; connectionLimit: number }) {
  const { kind, pool } = ctx.kernel.database
  if (kind === 'postgres') return { connections: stored.connections, connectionLimit: stored.connectionLimit }
  return { connections: pool.totalCount - pool.idleCount, connectionLimit: pool.options.max }
}
