import { type RawBuilder, sql } from 'kysely'
import type { ColumnType } from '#kernel/lists.ts'

export interface Bilingual {
  vi: string
  en: string
}

/** The span a figure speaks of; `until` is the first day after it. */
export interface FigurePeriod {
  label: string
  from: string
  until: string
}

/** A column shown when a figure is opened. */
export interface IndicatorColumn {
  key: string
  title: Bilingual
  type: ColumnType
  /** Values are codes with words under this key. */
  words?: string
}

/** A grouping of the same records: its parts sum to the figure, or the figure says so. */
export interface Breakdown {
  id: string
  title: Bilingual
  /** Column of the records to group by. */
  by: string
  /** Column that names a group; the key itself where absent. */
  label?: string
  words?: string
}

/** How many, how much: over the records' `amount` unless it says otherwise. */
export type Measure =
  | { kind: 'count' }
  | { kind: 'count-distinct'; column: string }
  | { kind: 'sum'; column: string }
  | { kind: 'max' | 'min'; column: string }
  | { kind: 'last'; column: string; by: string }
  /** 100 x numerator / denominator, to `decimals` places. */
  | { kind: 'ratio'; numerator: IndicatorDefinition; denominator: IndicatorDefinition; decimals?: number }
  /** This period less the period before. */
  | { kind: 'difference'; of: IndicatorDefinition; before: (period: FigurePeriod) => FigurePeriod }

/** A figure that is computed: a set of records and a measure. */
export interface IndicatorDefinition {
  id: string
  /** What is counted and by which rule, in words. */
  basis: Bilingual
  source?: string
  /**
   * The records: any SELECT that gives `record_id` (text), `record_label` (text, by which they are ordered), `record_open` (path of the
   * record's page or null), `record_unit` where the figure is `inUnits`, and the declared columns. Unused by ratio and difference, which open the records of their terms.
   */
  records?: (period: FigurePeriod) => RawBuilder<unknown>
  measure: Measure
  columns: IndicatorColumn[]
  breakdowns: Breakdown[]
  /** The records give `record_unit`, the unit each was counted in: the figure can be read by units, as organised then or now. */
  inUnits?: boolean
  /** Checks look at the records by name, as at the elements a document names. For figures of few records. */
  named?: boolean
  /** A period without any record is "not there yet" rather than nought. */
  emptyIsMissing?: boolean
  /** The whole this is a part of: while that is not there yet, neither is this. */
  partOf?: IndicatorDefinition
}

/**
 * Declares a computed figure. Value and opened records come from `measuredSet`: one query, so they cannot differ.
 *
 * @example defineIndicator({ id: 'club.members', basis: { vi: '…', en: '…' }, measure: { kind: 'count' }, columns: [], breakdowns: [],
 *   records: (p) => sql`SELECT id::text AS record_id, name AS record_label, NULL AS record_open FROM club.member WHERE joined < ${p.until}` })
 */
export function defineIndicator(definition: IndicatorDefinition): IndicatorDefinition {
  const needsRecords = definition.measure.kind !== 'ratio' && definition.measure.kind !== 'difference'
  if (needsRecords !== (definition.records !== undefined))
    throw new Error(`indicator ${definition.id}: records and measure do not fit`)
  if (definition.inUnits && definition.measure.kind !== 'count' && definition.measure.kind !== 'sum')
    throw new Error(`indicator ${definition.id}: only counts and sums can be read by units`)
  return definition
}

/** The records with what each one adds: `amount`, and `term` where a figure has several. */
export function measuredSet(definition: IndicatorDefinition, period: FigurePeriod): RawBuilder<unknown> {
  const { measure } = definition
  if (measure.kind === 'ratio') {
    return sql`${termOf(measure.numerator, period, 'numerator', 1)} UNION ALL ${termOf(measure.denominator, period, 'denominator', 1)}`
  }
  if (measure.kind === 'difference') {
    return sql`${termOf(measure.of, period, 'now', 1)} UNION ALL ${termOf(measure.of, measure.before(period), 'before', -1)}`
  }
  const amount =
    measure.kind === 'count' || measure.kind === 'count-distinct'
      ? sql`1::numeric`
      : sql`${sql.ref(`r.${measure.column}`)}::numeric`
  return sql`SELECT r.*, ${amount} AS amount, NULL::text AS term FROM (${recordsOf(definition, period)}) r`
}

function termOf(definition: IndicatorDefinition, period: FigurePeriod, term: string, sign: 1 | -1): RawBuilder<unknown> {
  return sql`SELECT t.record_id, t.record_label, t.record_open, ${sign === 1 ? sql`t.amount` : sql`-t.amount`} AS amount, ${term}::text AS term
    FROM (${measuredSet(definition, period)}) t`
}

function recordsOf(definition: IndicatorDefinition, period: FigurePeriod): RawBuilder<unknown> {
  if (!definition.records) throw new Error(`indicator ${definition.id} has no records of its own`)
  return definition.records(period)
}

/** The aggregate over a measured set (aliased `s`) that gives the figure. */
export function measureOf(measure: Measure): RawBuilder<string | null> {
  switch (measure.kind) {
    case 'count':
    case 'sum':
    case 'difference':
      return sql`coalesce(sum(s.amount), 0)`
    case 'count-distinct':
      return sql`count(DISTINCT ${sql.ref(`s.${measure.column}`)})::numeric`
    case 'max':
      return sql`max(s.amount)`
    case 'min':
      return sql`min(s.amount)`
    case 'last':
      return sql`(array_agg(s.amount ORDER BY ${sql.ref(`s.${measure.by}`)} DESC))[1]`
    case 'ratio':
      return sql`round(100 * sum(s.amount) FILTER (WHERE s.term = 'numerator') / nullif(sum(s.amount) FILTER (WHERE s.term = 'denominator'), 0), ${measure.decimals ?? 1}::int)`
  }
}

/** The columns an opened figure shows: its own, or the term and label of a figure made from others. */
export function openedColumns(definition: IndicatorDefinition): IndicatorColumn[] {
  if (definition.measure.kind !== 'ratio' && definition.measure.kind !== 'difference') return definition.columns
  return [
    { key: 'record_label', title: { vi: 'Bản ghi', en: 'Record' }, type: 'text' },
    { key: 'term', title: { vi: 'Thuộc', en: 'Term' }, type: 'text', words: 'reports.terms' },
  ]
}
