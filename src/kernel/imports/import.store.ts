import { type Kysely, sql } from 'kysely'
import type { DB } from '../db.types.ts'
import type { Cell } from './cell.rules.ts'
import type { Layout, Merge } from './detect.rules.ts'
import type { Candidate, RowIssue, RowPlan, Trace } from './import-kind.ts'
import type { Mapping } from './mapping.rules.ts'
import type { Reading } from './source-format.ts'

/** States of the rows of an import, counted. */
export type Counts = Partial<Record<'made' | 'changed' | 'same' | 'refused' | 'review' | 'left' | 'unread', number>>

/** A row of the sheet that is no record, and why. */
export interface Skipped {
  no: number
  kind: string
  text: string
}

export interface Run {
  runId: string
  task: 'look' | 'check' | 'recheck' | 'commit'
  state: 'running' | 'done' | 'stopped' | 'failed'
  progress: number
  expected: number | null
  stopAsked: boolean
  complete: boolean
  skipped: Skipped[]
  counts: Counts
  problem: { code: string; params: Record<string, string | number> } | null
  startedAt: string
  seenAt: string
  endedAt: string | null
}

export interface StoredImport {
  id: string
  kind: string
  actorId: string
  actorName: string
  fileName: string
  sha256: string
  size: number
  reading: Reading | null
  sheet: number | null
  sheetName: string | null
  layout: Layout | null
  mapping: Mapping
  confidence: Record<string, number>
  state: 'drafted' | 'committed' | 'undone'
  counts: Counts
  createdAt: string
  committedAt: string | null
  undoneAt: string | null
  undoneBy: string | null
  undoneWhy: string | null
  entryId: string | null
  run: Run | null
}

const columns = sql`i.id, i.kind, i.actor_id AS "actorId", i.actor_name AS "actorName", i.file_name AS "fileName", i.sha256, i.size, i.reading, i.sheet,
  i.sheet_name AS "sheetName", i.layout, i.mapping, i.confidence, i.state, i.counts, i.created_at AS "createdAt", i.committed_at AS "committedAt",
  i.undone_at AS "undoneAt", i.undone_by AS "undoneBy", i.undone_why AS "undoneWhy", i.entry_id AS "entryId",
  (SELECT jsonb_build_object('runId', r.run_id, 'task', r.task, 'state', r.state, 'progress', r.progress, 'expected', r.expected, 'stopAsked', r.stop_asked, 'complete', r.complete,
    'skipped', r.skipped, 'counts', r.counts, 'problem', r.problem, 'startedAt', r.started_at, 'seenAt', r.seen_at, 'endedAt', r.ended_at)
    FROM imports.run r WHERE r.import_id = i.id) AS run`

export async function findImport(db: Kysely<DB>, id: string): Promise<StoredImport | undefined> {
  const { rows } = await sql<StoredImport>`SELECT ${columns} FROM imports.import i WHERE i.id = ${id}::uuid`.execute(db)
  return rows[0]
}

/** Holds the import for the rest of the transaction: two cannot write it at once. */
export async function lockImport(db: Kysely<DB>, id: string): Promise<StoredImport | undefined> {
  await sql`SELECT FROM imports.import WHERE id = ${id}::uuid FOR UPDATE`.execute(db)
  return findImport(db, id)
}

export async function insertImport(
  db: Kysely<DB>,
  row: {
    id: string
    kind: string
    actorId: string
    actorName: string
    fileName: string
    sha256: string
    size: number
    at: string
  },
): Promise<void> {
  await sql`INSERT INTO imports.import (id, kind, actor_id, actor_name, file_name, sha256, size, state, created_at)
    VALUES (${row.id}, ${row.kind}, ${row.actorId}, ${row.actorName}, ${row.fileName}, ${row.sha256}, ${row.size}, 'drafted', ${row.at})`.execute(
    db,
  )
}

/** Where the same file was brought in before, as the same kind of record, and stands. */
export async function findSameFile(db: Kysely<DB>, row: { id: string; kind: string; sha256: string }) {
  const { rows } = await sql<{ id: string; actorName: string; committedAt: string }>`
    SELECT id, actor_name AS "actorName", committed_at AS "committedAt" FROM imports.import
    WHERE sha256 = ${row.sha256} AND kind = ${row.kind} AND state = 'committed' AND id <> ${row.id}::uuid ORDER BY committed_at DESC LIMIT 1`.execute(
    db,
  )
  return rows[0] ?? null
}

export async function updateReading(
  db: Kysely<DB>,
  id: string,
  row: Pick<StoredImport, 'reading' | 'sheet' | 'sheetName' | 'layout' | 'mapping' | 'confidence'>,
): Promise<void> {
  await sql`UPDATE imports.import SET reading = ${JSON.stringify(row.reading)}::jsonb, sheet = ${row.sheet}, sheet_name = ${row.sheetName},
    layout = ${row.layout ? JSON.stringify(row.layout) : null}::jsonb, mapping = ${JSON.stringify(row.mapping)}::jsonb,
    confidence = ${JSON.stringify(row.confidence)}::jsonb WHERE id = ${id}::uuid`.execute(db)
}

export async function updateCommitted(db: Kysely<DB>, id: string, counts: Counts, at: string): Promise<void> {
  await sql`UPDATE imports.import SET state = 'committed', counts = ${JSON.stringify(counts)}::jsonb, committed_at = ${at},
    entry_id = audit.current_entry() WHERE id = ${id}::uuid`.execute(db)
}

export async function updateUndone(db: Kysely<DB>, id: string, by: string, why: string, at: string): Promise<void> {
  await sql`UPDATE imports.import SET state = 'undone', undone_at = ${at}, undone_by = ${by}, undone_why = ${why} WHERE id = ${id}::uuid`.execute(
    db,
  )
}

export interface StoredSheet {
  no: number
  name: string
  hidden: boolean
  rowCount: number | null
  legacy: 'tcvn3' | 'vni' | null
  merges: Merge[]
  rows: Cell[][]
  layout: Layout | null
  score: number
}

export async function replaceSheets(db: Kysely<DB>, importId: string, sheets: StoredSheet[]): Promise<void> {
  await sql`DELETE FROM imports.sheet WHERE import_id = ${importId}::uuid`.execute(db)
  await sql`INSERT INTO imports.sheet (import_id, no, name, hidden, row_count, legacy, merges, rows, layout, score)
    SELECT ${importId}::uuid, r.no, r.name, r.hidden, r."rowCount", r.legacy, r.merges, r.rows, nullif(r.layout, 'null'::jsonb), r.score
    FROM jsonb_to_recordset(${JSON.stringify(sheets)}::jsonb)
      AS r(no int, name text, hidden boolean, "rowCount" int, legacy text, merges jsonb, rows jsonb, layout jsonb, score float8)`.execute(
    db,
  )
}

export async function findSheets(db: Kysely<DB>, importId: string): Promise<Omit<StoredSheet, 'rows' | 'merges'>[]> {
  const { rows } = await sql<Omit<StoredSheet, 'rows' | 'merges'>>`
    SELECT no, name, hidden, row_count AS "rowCount", legacy, layout, score FROM imports.sheet WHERE import_id = ${importId}::uuid ORDER BY no`.execute(
    db,
  )
  return rows
}

export async function findSheet(db: Kysely<DB>, importId: string, no: number): Promise<StoredSheet | undefined> {
  const { rows } = await sql<StoredSheet>`
    SELECT no, name, hidden, row_count AS "rowCount", legacy, merges, rows, layout, score FROM imports.sheet
    WHERE import_id = ${importId}::uuid AND no = ${no}`.execute(db)
  return rows[0]
}

export async function startRun(db: Kysely<DB>, importId: string, runId: string, task: Run['task'], at: string): Promise<void> {
  await sql`INSERT INTO imports.run AS r (import_id, run_id, task, state, started_at, seen_at) VALUES (${importId}, ${runId}, ${task}, 'running', ${at}, ${at})
    ON CONFLICT (import_id) DO UPDATE SET run_id = excluded.run_id, task = excluded.task, state = 'running',
      complete = r.complete AND excluded.task NOT IN ('look', 'check'), progress = 0, stop_asked = false, problem = NULL,
      started_at = excluded.started_at, seen_at = excluded.seen_at, ended_at = NULL`.execute(db)
}

/** Notes how far a run is. False when it shall stop, or another one has taken its place. */
export async function noteProgress(
  db: Kysely<DB>,
  run: { importId: string; runId: string; progress: number; expected: number | null; at: string },
): Promise<boolean> {
  const { rows } = await sql<{
    stop: boolean
  }>`UPDATE imports.run SET progress = ${run.progress}, expected = ${run.expected}, seen_at = ${run.at}
    WHERE import_id = ${run.importId}::uuid AND run_id = ${run.runId}::uuid RETURNING stop_asked AS stop`.execute(db)
  return rows[0] !== undefined && !rows[0].stop
}

export async function endRun(
  db: Kysely<DB>,
  run: { importId: string; runId: string; state: Run['state']; problem?: Run['problem']; skipped?: Skipped[]; at: string },
): Promise<void> {
  await sql`UPDATE imports.run SET state = ${run.state}, complete = complete OR (task = 'check' AND ${run.state} = 'done'), problem = ${run.problem ? JSON.stringify(run.problem) : null}::jsonb, ended_at = ${run.at},
    skipped = coalesce(${run.skipped ? JSON.stringify(run.skipped) : null}::jsonb, skipped)
    WHERE import_id = ${run.importId}::uuid AND run_id = ${run.runId}::uuid`.execute(db)
}

export async function askStop(db: Kysely<DB>, importId: string): Promise<void> {
  await sql`UPDATE imports.run SET stop_asked = true WHERE import_id = ${importId}::uuid AND state = 'running'`.execute(db)
}

/** A run another process left behind, or a person stopped before it began. */
export async function abandonRun(db: Kysely<DB>, importId: string, at: string): Promise<void> {
  await sql`UPDATE imports.run SET state = 'stopped', ended_at = ${at} WHERE import_id = ${importId}::uuid AND state = 'running'`.execute(
    db,
  )
}

export async function deleteRows(db: Kysely<DB>, importId: string): Promise<void> {
  await sql`DELETE FROM imports.row WHERE import_id = ${importId}::uuid`.execute(db)
}

/** What a row is found to be. */
export interface RowVerdict {
  no: number
  key: string | null
  verdict: RowPlan['verdict']
  issues: RowIssue[] | null
  changes: Record<string, [string | null, string | null]> | null
  candidates: Candidate[] | null
  recordId: string | null
}

export async function insertRows(
  db: Kysely<DB>,
  importId: string,
  rows: (RowVerdict & { texts: Record<string, string> })[],
): Promise<void> {
  await sql`INSERT INTO imports.row (import_id, no, texts, key, verdict, issues, changes, candidates, record_id)
    SELECT ${importId}::uuid, r.no, r.texts, r.key, r.verdict, nullif(r.issues, 'null'), nullif(r.changes, 'null'), nullif(r.candidates, 'null'), r."recordId"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(no int, texts jsonb, key text, verdict text, issues jsonb, changes jsonb, candidates jsonb, "recordId" text)`.execute(
    db,
  )
}

export async function updateVerdicts(db: Kysely<DB>, importId: string, rows: RowVerdict[]): Promise<void> {
  await sql`UPDATE imports.row t SET key = r.key, verdict = r.verdict, issues = nullif(r.issues, 'null'), changes = nullif(r.changes, 'null'),
      candidates = nullif(r.candidates, 'null'), record_id = r."recordId"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(no int, key text, verdict text, issues jsonb, changes jsonb, candidates jsonb, "recordId" text)
    WHERE t.import_id = ${importId}::uuid AND t.no = r.no`.execute(db)
}

/** A row as kept: texts of the file with the corrections over them. */
export interface KeptRow {
  no: number
  texts: Record<string, string>
  decision: string | null
}

/** Rows after a place that wait for a verdict, or are to be written. */
export async function nextRows(
  db: Kysely<DB>,
  importId: string,
  which: 'unread' | 'to-write',
  after: number,
  limit: number,
): Promise<KeptRow[]> {
  const states = which === 'unread' ? ['unread'] : ['made', 'changed']
  const { rows } = await sql<KeptRow>`SELECT no, texts || coalesce(fixes, '{}') AS texts, decision FROM imports.row
    WHERE import_id = ${importId}::uuid AND state = ANY (${states}::text[]) AND no > ${after} ORDER BY no LIMIT ${limit}`.execute(
    db,
  )
  return rows
}

/**
 * Marks rows that repeat the key of an earlier one, and takes the mark from those that no longer do. Without a join: the planner knows
 * nothing yet of rows just written, and would compare each with each.
 */
export async function markTwins(db: Kysely<DB>, importId: string): Promise<void> {
  const { rows: now } = await sql<{ no: number; first: number }>`SELECT no, first FROM (
      SELECT no, first_value(no) OVER (PARTITION BY key ORDER BY no) AS first FROM imports.row
      WHERE import_id = ${importId}::uuid AND key IS NOT NULL AND left_reason IS NULL) k WHERE first <> no`.execute(db)
  const { rows: marked } = await sql<{ no: number; first: number }>`
    SELECT no, twin_of AS first FROM imports.row WHERE import_id = ${importId}::uuid AND twin_of IS NOT NULL`.execute(db)
  const wanted = new Map(now.map((r) => [r.no, r.first]))
  const known = new Map(marked.map((r) => [r.no, r.first]))
  const changed = [
    ...now.filter((r) => known.get(r.no) !== r.first),
    ...marked.filter((r) => !wanted.has(r.no)).map((r) => ({ no: r.no, first: null })),
  ]
  if (changed.length === 0) return
  await sql`UPDATE imports.row r SET twin_of = t.first FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS t(no int, first int)
    WHERE r.import_id = ${importId}::uuid AND r.no = t.no`.execute(db)
}

export async function countRows(db: Kysely<DB>, importId: string): Promise<Counts> {
  const { rows } = await sql<{ state: keyof Counts; n: number }>`
    SELECT state, count(*)::int AS n FROM imports.row WHERE import_id = ${importId}::uuid GROUP BY state`.execute(db)
  return Object.fromEntries(rows.map((r) => [r.state, r.n]))
}

export async function noteCounts(db: Kysely<DB>, importId: string, counts: Counts): Promise<void> {
  await sql`UPDATE imports.run SET counts = ${JSON.stringify(counts)}::jsonb WHERE import_id = ${importId}::uuid`.execute(db)
}

export async function findStagedKeys(db: Kysely<DB>, importId: string, keys: string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`SELECT DISTINCT key FROM imports.row
    WHERE import_id = ${importId}::uuid AND key = ANY (${keys}::text[]) AND state IN ('made', 'changed', 'same')`.execute(db)
  return rows.map((r) => r.key)
}

/** A row as it is shown. */
export interface ShownRow {
  no: number
  state: keyof Counts
  texts: Record<string, string>
  fixes: Record<string, string>
  issues: RowIssue[]
  changes: Record<string, [string | null, string | null]>
  candidates: Candidate[]
  decision: string | null
  leftReason: string | null
  twinOf: number | null
  recordId: string | null
}

export async function findRows(
  db: Kysely<DB>,
  importId: string,
  ask: { states: string[]; code?: string; after: number; limit: number },
): Promise<ShownRow[]> {
  const { rows } = await sql<ShownRow>`
    SELECT r.no, r.state, r.texts, coalesce(r.fixes, '{}') AS fixes, coalesce(r.issues, '[]') AS issues, coalesce(r.changes, '{}') AS changes,
      coalesce(r.candidates, '[]') AS candidates, r.decision, r.left_reason AS "leftReason", r.twin_of AS "twinOf",
      coalesce(r.record_id, (SELECT t.record_id FROM imports.trace t WHERE t.import_id = r.import_id AND t.no = r.no LIMIT 1)) AS "recordId"
    FROM imports.row r WHERE r.import_id = ${importId}::uuid AND r.no > ${ask.after}
      AND ${ask.states.length > 0 ? sql`r.state = ANY (${ask.states}::text[])` : sql`true`}
      AND ${ask.code ? sql`r.issues @> ${JSON.stringify([{ code: ask.code }])}::jsonb` : sql`true`}
    ORDER BY r.no LIMIT ${ask.limit}`.execute(db)
  return rows
}

/** What is wrong, by field, kind of fault and value: the faults that one correction mends together come first. */
export async function findFaults(db: Kysely<DB>, importId: string, limit: number) {
  const { rows } = await sql<{ field: string | null; code: string; value: string | null; rows: number; first: number }>`
    SELECT i ->> 'field' AS field, i ->> 'code' AS code, coalesce(r.fixes ->> (i ->> 'field'), r.texts ->> (i ->> 'field')) AS value,
      count(*)::int AS rows, min(r.no) AS first
    FROM imports.row r, jsonb_array_elements(r.issues) i WHERE r.import_id = ${importId}::uuid AND r.state = 'refused'
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 5 LIMIT ${limit}`.execute(db)
  return rows
}

/** Corrects a field, in one row or wherever the same text stands. The rows lose their verdict until they are read again. */
export async function fixRows(
  db: Kysely<DB>,
  importId: string,
  fix: { field: string; to: string; no: number | null; from: string | null; constant: string | null },
): Promise<number> {
  const where =
    fix.no !== null
      ? sql`no = ${fix.no}`
      : sql`coalesce(fixes ->> ${fix.field}, texts ->> ${fix.field}, ${fix.constant}, '') = ${fix.from ?? ''}`
  const { numAffectedRows } =
    await sql`UPDATE imports.row SET fixes = coalesce(fixes, '{}') || jsonb_build_object(${fix.field}::text, ${fix.to}::text),
      verdict = NULL, issues = NULL, changes = NULL, candidates = NULL
    WHERE import_id = ${importId}::uuid AND left_reason IS NULL AND ${where}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function decideRow(db: Kysely<DB>, importId: string, no: number, decision: string | null): Promise<number> {
  const { numAffectedRows } = await sql`UPDATE imports.row SET decision = ${decision}, verdict = NULL
    WHERE import_id = ${importId}::uuid AND no = ${no}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Leaves rows out with a reason, or takes them in again. */
export async function leaveRows(
  db: Kysely<DB>,
  importId: string,
  which: { nos: number[] } | { states: string[] },
  reason: string | null,
): Promise<number> {
  const where = 'nos' in which ? sql`no = ANY (${which.nos}::int[])` : sql`state = ANY (${which.states}::text[])`
  const { numAffectedRows } =
    await sql`UPDATE imports.row SET left_reason = ${reason} WHERE import_id = ${importId}::uuid AND ${where}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function insertTraces(db: Kysely<DB>, importId: string, traces: Trace[]): Promise<void> {
  if (traces.length === 0) return
  await sql`INSERT INTO imports.trace (import_id, relation, record_id, no, act, before)
    SELECT ${importId}::uuid, r.relation, r."recordId", r.no, r.act, nullif(r.before, 'null')
    FROM jsonb_to_recordset(${JSON.stringify(traces)}::jsonb) AS r(relation text, "recordId" text, no int, act text, before jsonb)`.execute(
    db,
  )
}

export async function findTraces(db: Kysely<DB>, importId: string): Promise<Trace[]> {
  const { rows } = await sql<Trace>`SELECT no, relation, record_id AS "recordId", act, before FROM imports.trace
    WHERE import_id = ${importId}::uuid ORDER BY no DESC, act`.execute(db)
  return rows
}

/** Records of an import that were written again since. */
export async function findChangedSince(db: Kysely<DB>, entryId: string, relations: readonly string[], records: string[]) {
  const { rows } = await sql<{ recordId: string; at: string; actorName: string; operation: string }>`
    SELECT record_id AS "recordId", at, actor_name AS "actorName", operation
    FROM audit.changed_since(${entryId}::uuid, ${[...relations]}::text[], ${records}::text[])`.execute(db)
  return rows
}

export interface Origin {
  importId: string
  kind: string
  fileName: string
  sheet: string | null
  no: number
  act: string
  mapping: Mapping
  actorName: string
  committedAt: string
  undoneAt: string | null
}

export async function findOrigin(db: Kysely<DB>, relations: readonly string[], recordId: string): Promise<Origin[]> {
  const { rows } =
    await sql<Origin>`SELECT import_id AS "importId", kind, file_name AS "fileName", sheet, no, act, mapping, actor_name AS "actorName",
      committed_at AS "committedAt", undone_at AS "undoneAt"
    FROM imports.origin(${[...relations]}::text[], ${recordId})`.execute(db)
  return rows
}

/** Which of these imports lie within reach. */
export async function findSeen(db: Kysely<DB>, ids: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM imports.import WHERE id = ANY (${ids}::uuid[])`.execute(db)
  return new Set(rows.map((r) => r.id))
}

export async function findMapping(db: Kysely<DB>, kind: string, fingerprint: string): Promise<Mapping | null> {
  const { rows } = await sql<{
    mapping: Mapping
  }>`SELECT mapping FROM imports.mapping WHERE kind = ${kind} AND fingerprint = ${fingerprint}`.execute(db)
  return rows[0]?.mapping ?? null
}

export async function rememberMapping(
  db: Kysely<DB>,
  kind: string,
  fingerprint: string,
  mapping: Mapping,
  at: string,
): Promise<void> {
  await sql`INSERT INTO imports.mapping (kind, fingerprint, mapping, used_at) VALUES (${kind}, ${fingerprint}, ${JSON.stringify(mapping)}::jsonb, ${at})
    ON CONFLICT (kind, fingerprint) DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at`.execute(db)
}
