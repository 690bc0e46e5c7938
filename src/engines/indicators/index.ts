/** The engine of figures and reports: definitions, values, the records behind each, checks, snapshots, documents. Knows no domain. */
export { checksOfPeriod, deriveChecks, readChecks } from './check-derive.rules.ts'
export { runChecks } from './check-run.rules.ts'
export type { Check, FigureReading, Finding } from './checks.rules.ts'
export { composeDocument, type ComposedFigure, findProblems, type TemplateProblem } from './compose.rules.ts'
export { documentToDocx } from './docx.ts'
export { documentToHtml } from './html.rules.ts'
export { documentToPdf } from './pdf.ts'
export {
  findEvidence,
  findRecordChanges,
  findTypedChanges,
  insertItems,
  insertSnapshot,
  insertTyped,
  type OpenedRecord,
  openRecords,
  readBreakdown,
  readByUnit,
  readComputed,
  readElements,
  type Reading,
  readSnapshots,
  readTyped,
  readTypedPeriods,
  type RecordChange,
  typedSet,
} from './figures.store.ts'
export {
  type Bilingual,
  defineIndicator,
  type FigurePeriod,
  type IndicatorColumn,
  type IndicatorDefinition,
  measuredSet,
  openedColumns,
} from './indicator.ts'
