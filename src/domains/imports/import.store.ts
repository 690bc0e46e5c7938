import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'

/** The state people see: of the import where it is over, of its newest pass before. */
const state = sql`CASE WHEN i.state <> 'drafted' THEN i.state WHEN r.state IS NULL THEN 'drafted' WHEN r.state <> 'done' THEN r.state
  WHEN r.complete THEN 'checked' ELSE 'drafted' END`

/** Rows of the history. `kinds` are the words of the kinds in the reader's language. */
export function importRows(kinds: Record<string, string>): (db: Kysely<DB>, asOf: string) => RawBuilder<unknown> {
  const count = (name: string) =>
    sql`coalesce((CASE WHEN i.state = 'drafted' THEN r.counts ELSE i.counts END ->> ${name})::int, 0)`
  return () => sql`
    SELECT i.id, i.file_name AS "fileName", i.kind, coalesce(${JSON.stringify(kinds)}::jsonb ->> i.kind, i.kind) AS "kindName", ${state} AS state,
      ${count('made')} AS made, ${count('changed')} AS changed, ${count('same')} AS same, ${count('left')} AS left, i.actor_name AS "actorName",
      to_char(coalesce(i.committed_at, i.created_at) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') AS day, i.created_at,
      kernel.fold(i.file_name || ' ' || i.actor_name) AS search_name
    FROM imports.import i LEFT JOIN imports.run r ON r.import_id = i.id`
}
