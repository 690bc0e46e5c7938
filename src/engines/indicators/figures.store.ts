import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Total } from '#kernel/lists.ts'
import { type FigurePeriod, type IndicatorDefinition, measuredSet, measureOf } from './indicator.ts'

/** A value as it stands, exact decimal as text. */
export interface Reading {
  id: string
  value: string | null
  qualifier: 'exact' | 'over' | 'about' | 'under'
  source: 'computed' | 'typed'
  printed?: string
  /** Document and place the value was taken from. */
  evidence?: string
  typedId?: string
  note?: string
  items?: { label: string; amount?: number }[]
  /** Of a computed figure: the value a document prints for it, typed in beside. */
  stated?: { value: string; evidence: string; note: string | null }
}

/** The value of a computed figure. Null where the period has no records and that means "not there yet". */
export async function readComputed(
  db: Kysely<DB>,
  definition: IndicatorDefinition,
  period: FigurePeriod,
): Promise<string | null> {
  const { rows } = await sql<{ value: string | null; n: number }>`
    SELECT ${measureOf(definition.measure)} AS value, count(*)::int AS n FROM (${measuredSet(definition, period)}) s`.execute(db)
  const row = rows[0]
  if (!row || (row.n === 0 && definition.emptyIsMissing)) return null
  if (row.n === 0 && definition.partOf && (await readComputed(db, definition.partOf, period)) === null) return null
  return row.value === null ? null : plainDecimal(row.value)
}

/** The records behind a computed figure by name. */
export async function readElements(
  db: Kysely<DB>,
  definition: IndicatorDefinition,
  period: FigurePeriod,
): Promise<{ label: string }[]> {
  const { rows } = await sql<{ label: string }>`
    SELECT coalesce(s.record_label, '') AS label FROM (${measuredSet(definition, period)}) s ORDER BY 1 LIMIT 200`.execute(db)
  return rows
}

/** Computed decimals without trailing noughts; typed values keep the places they were written with. */
function plainDecimal(value: string): string {
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value
}

/** Typed-in values of a period with the elements their evidence names. */
export async function readTyped(db: Kysely<DB>, period: string): Promise<Map<string, Reading>> {
  const { rows } = await sql<{
    id: string
    figure_id: string
    value: string
    qualifier: Reading['qualifier']
    printed: string | null
    evidence: string
    note: string | null
    items: { label: string; amount: number | null }[] | null
  }>`
    SELECT t.note, t.id, t.figure_id, t.value, t.qualifier, t.printed, t.evidence_document || '; ' || t.evidence_place AS evidence,
      (SELECT jsonb_agg(jsonb_build_object('label', i.label, 'amount', i.amount) ORDER BY i.position) FROM indicators.typed_item i WHERE i.typed_figure_id = t.id) AS items
    FROM indicators.typed_figure t WHERE t.period = ${period} AND t.replaced_by IS NULL`.execute(db)
  return new Map(
    rows.map((r) => [
      r.figure_id,
      {
        id: r.figure_id,
        value: r.value,
        qualifier: r.qualifier,
        source: 'typed' as const,
        typedId: r.id,
        evidence: r.evidence,
        ...(r.note ? { note: r.note } : {}),
        ...(r.printed ? { printed: r.printed } : {}),
        ...(r.items
          ? { items: r.items.map((i) => ({ label: i.label, ...(i.amount === null ? {} : { amount: i.amount }) })) }
          : {}),
      },
    ]),
  )
}

/** Values of a figure over the periods it has been typed in for. */
export async function readTypedPeriods(db: Kysely<DB>, figureId: string): Promise<{ period: string; value: string }[]> {
  const { rows } = await sql<{ period: string; value: string }>`
    SELECT period, value FROM indicators.typed_figure WHERE figure_id = ${figureId} AND replaced_by IS NULL ORDER BY period`.execute(
    db,
  )
  return rows
}

/** The record behind a typed-in value: the entry itself, with its evidence. */
export function typedSet(figureId: string, period: string): RawBuilder<unknown> {
  return sql`SELECT t.id::text AS record_id, t.evidence_document AS record_label, NULL::text AS record_open, t.value AS amount, NULL::text AS term,
      t.evidence_document, t.evidence_place, t.value, t.typed_by_name, t.typed_at::date AS typed_on, t.note
    FROM indicators.typed_figure t WHERE t.figure_id = ${figureId} AND t.period = ${period} AND t.replaced_by IS NULL`
}

export interface Evidence {
  /** The entry itself: what its files are tied to. */
  id: string
  page: number | null
  document: string
  place: string
  note: string | null
  printed: string | null
  by: string
  at: string
}

export async function findEvidence(db: Kysely<DB>, figureId: string, period: string): Promise<Evidence | null> {
  const { rows } = await sql<Evidence>`
    SELECT id, evidence_page AS page, evidence_document AS document, evidence_place AS place, note, printed, typed_by_name AS by, typed_at AS at
    FROM indicators.typed_figure WHERE figure_id = ${figureId} AND period = ${period} AND replaced_by IS NULL`.execute(db)
  return rows[0] ?? null
}

/** A record as opened: its identity, where its page is, what it adds, and its columns. */
export type OpenedRecord = Record<string, unknown> & {
  record_id: string
  record_label: string | null
  record_open: string | null
  amount: string
  term: string | null
}

export interface RecordQuestion {
  limit: number
  after?: { label: string; id: string; term: string }
  group?: { column: string; key: string } | { column: string; keys: readonly string[] }
}

/** A page of the records behind a figure, ordered by label; counts are exact, since the figure is. */
export async function openRecords(
  db: Kysely<DB>,
  set: RawBuilder<unknown>,
  ask: RecordQuestion,
): Promise<{ rows: OpenedRecord[]; total: Total | null }> {
  const group = ask.group ? groupCondition(ask.group) : sql`true`
  const beyond = ask.after
    ? sql`(coalesce(s.record_label, ''), s.record_id, coalesce(s.term, '')) > (${ask.after.label}, ${ask.after.id}, ${ask.after.term})`
    : sql`true`
  const { rows } = await sql<OpenedRecord>`
    SELECT s.* FROM (${set}) s WHERE ${group} AND ${beyond} ORDER BY coalesce(s.record_label, ''), s.record_id, coalesce(s.term, '') LIMIT ${ask.limit}`.execute(
    db,
  )
  if (ask.after) return { rows, total: null }
  const counted = await sql<{ n: number }>`SELECT count(*)::int AS n FROM (${set}) s WHERE ${group}`.execute(db)
  return { rows, total: { value: counted.rows[0]?.n ?? 0, atLeast: false } }
}

function groupCondition(group: NonNullable<RecordQuestion['group']>): RawBuilder<unknown> {
  const column = sql`${sql.ref(`s.${group.column}`)}::text`
  if ('keys' in group) return sql`${column} = ANY (${group.keys}::text[])`
  return sql`${column} IS NOT DISTINCT FROM ${group.key === '' ? null : group.key}`
}

/** The same records by the unit each was counted in; those in no unit under an empty id. */
export async function readByUnit(
  db: Kysely<DB>,
  definition: IndicatorDefinition,
  period: FigurePeriod,
): Promise<{ unitId: string; value: string }[]> {
  const { rows } = await sql<{ unitId: string; value: string }>`
    SELECT coalesce(s.record_unit::text, '') AS "unitId", ${measureOf(definition.measure)} AS value
    FROM (${measuredSet(definition, period)}) s GROUP BY s.record_unit`.execute(db)
  return rows
}

/** The same records, grouped: key, name and measure of each group. */
export async function readBreakdown(
  db: Kysely<DB>,
  definition: IndicatorDefinition,
  period: FigurePeriod,
  by: string,
  label: string | undefined,
): Promise<{ key: string; label: string; value: string }[]> {
  const name = label ? sql`max(${sql.ref(`s.${label}`)}::text)` : sql`${sql.ref(`s.${by}`)}::text`
  const { rows } = await sql<{ key: string | null; label: string | null; value: string }>`
    SELECT ${sql.ref(`s.${by}`)}::text AS key, ${name} AS label, ${measureOf(definition.measure)} AS value
    FROM (${measuredSet(definition, period)}) s GROUP BY ${sql.ref(`s.${by}`)} ORDER BY 3 DESC, 2`.execute(db)
  return rows.map((r) => ({ key: r.key ?? '', label: r.label ?? r.key ?? '', value: plainDecimal(r.value) }))
}

/** Fingerprint of a record as counted: its columns, amount and term; not where it is opened, nor by which unit it is grouped. */
const printOf = sql`md5((to_jsonb(s) - 'record_open' - 'record_unit')::text)`

/** Keeps a computed or typed figure for good: value, and identity and fingerprint of each record, in one statement. */
export async function insertSnapshot(
  db: Kysely<DB>,
  snapshot: {
    id: string
    editionId: string
    figureId: string
    value: string | null
    qualifier: string
    source: string
    status: string
  },
  set: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    INSERT INTO indicators.snapshot (id, edition_id, figure_id, value, qualifier, source, status, record_ids, record_prints, record_labels)
    SELECT ${snapshot.id}::uuid, ${snapshot.editionId}::uuid, ${snapshot.figureId}, ${snapshot.value}::numeric, ${snapshot.qualifier}, ${snapshot.source}, ${snapshot.status},
      coalesce(array_agg(s.record_id || coalesce('/' || s.term, '') ORDER BY s.record_id, s.term), '{}'),
      coalesce(array_agg(${printOf} ORDER BY s.record_id, s.term), '{}'),
      coalesce(array_agg(coalesce(s.record_label, '') ORDER BY s.record_id, s.term), '{}')
    FROM (${set}) s`.execute(db)
}

export interface SealedFigure {
  figureId: string
  value: string | null
  qualifier: Reading['qualifier']
  source: 'computed' | 'typed'
  status: 'ok' | 'differs' | 'missing'
}

export async function readSnapshots(db: Kysely<DB>, editionId: string): Promise<SealedFigure[]> {
  const { rows } = await sql<SealedFigure>`
    SELECT figure_id AS "figureId", value, qualifier, source, status FROM indicators.snapshot WHERE edition_id = ${editionId}::uuid`.execute(
    db,
  )
  return rows
}

export interface RecordChange {
  id: string
  change: 'added' | 'removed' | 'altered'
  label: string | null
  open: string | null
}

/** What became of the records of a sealed figure: those that came, went, or are not what they were. */
export async function findRecordChanges(
  db: Kysely<DB>,
  editionId: string,
  figureId: string,
  set: RawBuilder<unknown>,
): Promise<RecordChange[]> {
  const { rows } = await sql<RecordChange>`
    WITH was AS (
      SELECT unnest(record_ids) AS id, unnest(record_prints) AS print, unnest(record_labels) AS label FROM indicators.snapshot WHERE edition_id = ${editionId}::uuid AND figure_id = ${figureId}
    ), now AS (
      SELECT s.record_id || coalesce('/' || s.term, '') AS id, ${printOf} AS print, s.record_label, s.record_open FROM (${set}) s
    )
    SELECT coalesce(was.id, now.id) AS id, coalesce(now.record_label, nullif(was.label, '')) AS label, now.record_open AS open,
      CASE WHEN was.id IS NULL THEN 'added' WHEN now.id IS NULL THEN 'removed' ELSE 'altered' END AS change
    FROM was FULL JOIN now ON now.id = was.id WHERE was.print IS DISTINCT FROM now.print ORDER BY 2, 1`.execute(db)
  return rows
}

/** Typed-in values that differ from what an edition sealed, all at once. */
export async function findTypedChanges(
  db: Kysely<DB>,
  editionId: string,
  period: string,
): Promise<{ figureId: string; change: 'added' | 'removed' | 'altered' }[]> {
  const { rows } = await sql<{ figureId: string; change: 'added' | 'removed' | 'altered' }>`
    SELECT s.figure_id AS "figureId", CASE WHEN t.id IS NULL THEN 'removed' WHEN cardinality(s.record_ids) = 0 THEN 'added' ELSE 'altered' END AS change
    FROM indicators.snapshot s
    LEFT JOIN indicators.typed_figure t ON t.figure_id = s.figure_id AND t.period = ${period} AND t.replaced_by IS NULL
    WHERE s.edition_id = ${editionId}::uuid AND s.source = 'typed' AND s.record_ids[1] IS DISTINCT FROM t.id::text`.execute(db)
  return rows
}

export interface NewTypedFigure {
  id: string
  figureId: string
  period: string
  value: string
  qualifier: string
  printed: string | null
  evidenceDocument: string
  evidencePlace: string
  evidencePage: number | null
  note: string | null
}

/** Types values in; a current one for the same figure and period is replaced by the new one and stays in the history. */
export async function insertTyped(
  db: Kysely<DB>,
  rows: NewTypedFigure[],
  by: { id: string; name: string },
  at: string,
): Promise<void> {
  const json = JSON.stringify(rows)
  await sql`
    UPDATE indicators.typed_figure t SET replaced_by = r.id
    FROM jsonb_to_recordset(${json}::jsonb) AS r(id uuid, "figureId" text, period text)
    WHERE t.figure_id = r."figureId" AND t.period = r.period AND t.replaced_by IS NULL`.execute(db)
  await sql`
    INSERT INTO indicators.typed_figure (id, figure_id, period, value, qualifier, printed, evidence_document, evidence_place, evidence_page, note, typed_by, typed_by_name, typed_at)
    SELECT r.id, r."figureId", r.period, r.value::numeric, r.qualifier, r.printed, r."evidenceDocument", r."evidencePlace", r."evidencePage", r.note, ${by.id}, ${by.name}, ${at}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS r(id uuid, "figureId" text, period text, value text, qualifier text, printed text,
      "evidenceDocument" text, "evidencePlace" text, "evidencePage" int, note text)`.execute(db)
}

export async function insertItems(
  db: Kysely<DB>,
  rows: { id: string; typedFigureId: string; position: number; label: string; amount: string | null }[],
): Promise<void> {
  await sql`
    INSERT INTO indicators.typed_item (id, typed_figure_id, position, label, amount)
    SELECT r.id, r."typedFigureId", r.position, r.label, r.amount::numeric
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "typedFigureId" uuid, position int, label text, amount text)`.execute(
    db,
  )
}
