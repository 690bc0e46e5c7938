import { sql } from 'kysely'
import type { HistoryEvent } from './contract.ts'
import type { Ctx } from './context.ts'

/**
 * The history of one record, newest first, from the log. Call it only after the record itself was found within the actor's reach: who may
 * see a record may see what became of it.
 */
export async function historyOf(ctx: Ctx, relations: string[], recordId: string): Promise<HistoryEvent[]> {
  const { rows } = await sql<HistoryEvent & { actor_name: string }>`
    SELECT seq, at, actor_name, operation, reason, relation, before, after FROM audit.history(${relations}::text[], ${recordId})`.execute(
    ctx.db,
  )
  return rows.map(({ actor_name, ...event }) => ({ ...event, actorName: actor_name }))
}
