import { sql } from 'kysely'
import type { Choice } from '../contract.ts'
import type { Ctx } from '../context.ts'
import type { Permission } from '../permissions.ts'
import type { CellIssue } from './cell.rules.ts'
import type { MappableField } from './mapping.rules.ts'

/** A field of a kind of record that can be brought in. */
export interface ImportField extends MappableField {
  /** Shown in the template file, as an example of how the value is written. */
  example?: string
  /** Records of a known set, searched on the server: what is chosen is written into the cell as its `id`. */
  choose?: (ctx: Ctx, text: string) => Promise<Choice[]>
}

/** Values of a row by field, as `readCell` gives them. */
export type RowValues = Record<string, string | null>

/** A row that reads well, to be compared with what is recorded. `no` is its number in the sheet. */
export interface ImportRow {
  no: number
  values: RowValues
  /** What a person decided of a row that matched several records: the id of one, or `new`. */
  decision: string | null
}

/** What is wrong with a row, with the field where one is to blame. */
export interface RowIssue extends CellIssue {
  field?: string
}

/** A record a row may be meant for, with what differs. */
export interface Candidate {
  id: string
  label: string
  hint?: string
  /** Values of the record by field, to stand beside those of the row. */
  values: RowValues
}

/** What would become of a row. `review`: several records may be meant, a person decides. */
export type RowPlan =
  | { verdict: 'made' }
  | { verdict: 'changed'; recordId: string; changes: Record<string, [before: string | null, after: string | null]> }
  | { verdict: 'same'; recordId: string }
  | { verdict: 'refused'; issues: RowIssue[] }
  | { verdict: 'review'; candidates: Candidate[] }

/** What a row became: the record, and what it held before where it was there already. */
export interface Trace {
  no: number
  relation: string
  recordId: string
  act: 'made' | 'changed'
  before?: Record<string, unknown>
}

/** What planning may ask of the import itself. */
export interface PlanHelp {
  /** Which of these keys stand in rows of this import that read well, above the rows at hand or among them. */
  staged(keys: string[]): Promise<Set<string>>
  fileName: string
  /** The bytes of the file, for what does not fit into cells. */
  source(): Promise<Buffer>
  /** Something looked up once for the whole pass, however many batches there are. */
  once<T>(what: string, look: () => Promise<T>): Promise<T>
}

/** Announced before records an import made are taken back: who uses one of them says so, and nothing is taken back. */
export interface Withdrawing {
  ids: string[]
  used: { recordId: string; why: string }[]
}

/** Where an actor may do something: everywhere, or in these units. */
export type Within = 'all' | ReadonlySet<string>

/** Units within which a permission reaches, asked once instead of for each row. */
export async function unitsWithin(ctx: Ctx, permission: Permission): Promise<Within> {
  if (ctx.actor.reach[permission.id]?.all) return 'all'
  const { rows } = await sql<{ units: string[] }>`SELECT access.reach_units(${permission.id})::text[] AS units`.execute(ctx.db)
  return new Set(rows[0]?.units ?? [])
}

export function isWithin(within: Within, unitId: string): boolean {
  return within === 'all' || within.has(unitId)
}

/**
 * A kind of record that can be brought in from files. The domain says which fields it has and what becomes of rows; reading, mapping,
 * checking, correcting, writing in one transaction, tracing and undoing are the kernel's.
 *
 * @example defineImport({ name: 'members', words, permission: can.admitMember, fields: [...], keyOf, plan, commit, undo, relations: ['club.member'], see })
 */
export interface ImportKind {
  /** Unique over all domains: `noivu import NAME FILE`. */
  name: string
  words: { vi: string; en: string }
  about: { vi: string; en: string }
  permission: Permission
  /** Only for who holds the permission everywhere: records that stand in no unit yet. */
  everywhere?: boolean
  fields: readonly ImportField[]
  /** Values for the whole file that its titles tell: `Năm 2022` is a period. */
  fromTitles?(titles: readonly string[], fileName: string): Record<string, string | undefined>
  /** Values a row does not need to say where others tell them: sex by the column that holds the birth date. */
  complete?(values: RowValues): RowValues
  /** What two rows of one file may not share; null where a row says too little. */
  keyOf(values: RowValues): string | null
  /** Decides rows against what is recorded. Sets, not loops: thousands of rows come at a time. */
  plan(ctx: Ctx, rows: readonly ImportRow[], help: PlanHelp): Promise<RowPlan[]>
  /** Writes rows decided `made` or `changed`, through the rules of the domain. */
  commit(ctx: Ctx, rows: readonly (ImportRow & { plan: RowPlan })[], help: PlanHelp): Promise<Trace[]>
  /** Runs once after all rows are written, with what became of them. */
  finish?(ctx: Ctx, traces: readonly Trace[]): Promise<void>
  /** Takes back what an import wrote; nothing of it was written again since. Gives what stands in the way, in words. */
  undo(ctx: Ctx, traces: readonly Trace[]): Promise<{ recordId: string; why: string }[]>
  /** Tables whose records this kind writes. */
  relations: readonly string[]
  /** Refuses where the actor may not see the record. */
  see(ctx: Ctx, recordId: string): Promise<unknown>
}

/** Declares a kind of import. */
export function defineImport(kind: ImportKind): ImportKind {
  return kind
}
