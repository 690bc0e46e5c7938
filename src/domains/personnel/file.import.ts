import { entryHolds } from '#kernel/codelist/codelist.rules.ts'
import { codeEntriesOf } from '#kernel/codelist/codelist.service.ts'
import type { Ctx } from '#kernel/context.ts'
import {
  defineImport,
  type ImportKind,
  type ImportRow,
  isWithin,
  type PlanHelp,
  type RowIssue,
  type RowPlan,
  type RowValues,
  type Trace,
  unitsWithin,
  type Within,
} from '#kernel/imports/import-kind.ts'
import { unitIndex } from '#domains/organization/index.ts'
import { personImport } from '#domains/people/index.ts'
import type { EntryInput } from './file.contract.ts'
import { addEntries } from './file.service.ts'
import * as store from './file.store.ts'
import { codeLists } from './personnel.lists.ts'
import { can } from './personnel.permissions.ts'
import { classOf, faultsOf, type FieldClass, isBefore, type ListName, sectionOf, sections } from './section.rules.ts'
import { sheetColumns } from './sheet.columns.ts'
import { codeIn, codeThenField, languageIn, type ListedCode, stepIn } from './sheet.rules.ts'

interface Codes {
  of(list: ListName): ListedCode[]
  stands(list: ListName, code: string, day: string | null): boolean
}

/** A row of a file as the cells of a line say it, and which column said what. */
interface SaidEntry {
  entry: EntryInput
  columns: Record<string, string>
}

const blank = { from: null, until: null, decisionNumber: null, decisionOn: null, decisionBy: null, note: null }
const readOf: Record<FieldClass, (typeof can)[keyof typeof can]> = {
  open: can.readFile,
  personal: can.readPersonal,
  sensitive: can.readSensitive,
  restricted: can.readRestricted,
}

/** People with their posts, and beside them what form 2C says of them: dated rows of their files. */
export const fileImport: ImportKind = defineImport({
  ...personImport,
  fields: [...personImport.fields, ...sheetColumns.map((c) => c.field)],
  relations: [...personImport.relations, ...new Set(sheetColumns.map((c) => `personnel.${c.section}`))],
  async plan(ctx, rows, help) {
    const plans = await personImport.plan(ctx, rows, help)
    if (!rows.some((row) => sheetColumns.some((c) => row.values[c.field.name]))) return plans
    const codes = await help.once('codes', () => codesOf(ctx))
    const read = rows.map((row) => readLine(row.values, codes, ctx.today()))
    const issues = await Promise.all(rows.map((row, at) => withinReach(ctx, row, read[at]?.said ?? [], help)))
    const taken = await takenNumbers(ctx, rows, plans, read, help)
    const known = plans.flatMap((p) => (p.verdict === 'same' || p.verdict === 'changed' ? [p.recordId] : []))
    const standing = await store.findStanding(ctx.db, known, [...new Set(sheetColumns.map((c) => c.section))])
    return plans.map((plan, at): RowPlan => {
      const { said = [], faults = [] } = read[at] ?? {}
      const wrong = [...faults, ...(issues[at] ?? []), ...(taken.get(at) ?? [])]
      if (plan.verdict === 'refused') return { ...plan, issues: [...plan.issues, ...wrong] }
      if (plan.verdict !== 'same' && plan.verdict !== 'changed')
        return wrong.length > 0 ? { verdict: 'refused', issues: wrong } : plan
      const { changes, differs } = compare(said, standing.get(plan.recordId) ?? [])
      if (wrong.length + differs.length > 0) return { verdict: 'refused', issues: [...wrong, ...differs] }
      if (Object.keys(changes).length === 0) return plan
      return {
        verdict: 'changed',
        recordId: plan.recordId,
        changes: { ...(plan.verdict === 'changed' ? plan.changes : {}), ...changes },
      }
    })
  },
  async commit(ctx, rows, help) {
    const traces = await personImport.commit(ctx, rows, help)
    const codes = await help.once('codes', () => codesOf(ctx))
    const written = traces.filter((t) => t.relation === 'people.person')
    const personOf = new Map(written.map((t) => [t.no, t.recordId]))
    const standing = await store.findStanding(
      ctx.db,
      written.filter((t) => t.act === 'changed').map((t) => t.recordId),
      [...new Set(sheetColumns.map((c) => c.section))],
    )
    const entries = rows.flatMap((row) => {
      const id = personOf.get(row.no)
      if (!id) return []
      const { said } = readLine(row.values, codes, ctx.today())
      return said
        .filter(({ entry }) => !(standing.get(id) ?? []).some((e) => saysIt(e, entry)))
        .map(({ entry }) => ({ no: row.no, entry: { ...entry, id } }))
    })
    const ids = await addEntries(
      ctx,
      entries.map((e) => e.entry),
    )
    return [
      ...traces,
      ...entries.map(({ no, entry }, at): Trace => ({
        no,
        relation: `personnel.${entry.section}`,
        recordId: ids[at] ?? '',
        act: 'made',
      })),
    ]
  },
  async undo(ctx, traces) {
    const own = traces.filter((t) => t.relation.startsWith('personnel.'))
    for (const section of sections) {
      const ids = own.filter((t) => t.relation === `personnel.${section.name}`).map((t) => t.recordId)
      if (ids.length > 0 && (await store.deleteEntries(ctx.db, section, ids)) < ids.length)
        return [{ recordId: ids[0] ?? '', why: ctx.kernel.translate(ctx.lang, 'personnel.importHasFile') }]
    }
    return personImport.undo(
      ctx,
      traces.filter((t) => !t.relation.startsWith('personnel.')),
    )
  },
})

async function codesOf(ctx: Ctx): Promise<Codes> {
  const found = await codeEntriesOf(ctx, codeLists)
  const entries = (list: ListName) => found.get(`personnel.${list}`) ?? []
  return {
    of: (list) => entries(list).map((e) => ({ code: e.code, ...e.label })),
    stands: (list, code, day) =>
      entries(list).some((e) => e.code === code && (day === null || entryHolds(e, `${day}-01-01`.slice(0, 10)))),
  }
}

/** The rows of the file a line tells, and what is wrong with its cells. */
function readLine(values: RowValues, codes: Codes, today: string): { said: SaidEntry[]; faults: RowIssue[] } {
  const faults: RowIssue[] = []
  const rows = new Map<string, SaidEntry>()
  for (const { field, row, section, kind, to, reading } of sheetColumns) {
    const text = values[field.name]
    if (!text) continue
    const said = rows.get(row) ?? { entry: { ...blank, section, kind, values: {} }, columns: {} }
    rows.set(row, said)
    said.columns[to] = field.name
    if (to === 'from') {
      said.entry.from = text
      continue
    }
    const value = readAs(reading, codes, text)
    if (value === null) {
      faults.push({
        field: field.name,
        code: `personnel.import.${reading.as === 'step' ? 'notAStep' : 'notInList'}`,
        params: { value: text },
      })
      continue
    }
    // A column of its own says more than what follows a degree.
    said.entry.values = { ...value.more, ...said.entry.values, [to]: value.value }
  }
  const person = { sex: values.sex ?? '', birthYear: values.birth ? Number(values.birth.slice(0, 4)) : null }
  for (const { entry, columns } of rows.values()) {
    if (Object.values(columns).some((column) => faults.some((f) => f.field === column))) continue
    // A date of recruitment alone: by the body of the line.
    if (entry.kind === 'recruitment' && !entry.values.text) entry.values.text = values.unit ?? null
    const stands = (list: ListName, code: string) => codes.stands(list, code, entry.from)
    for (const fault of faultsOf(sectionOf(entry.section), entry, person, today, stands)) {
      const field = columns[fault.field] ?? Object.values(columns)[0] ?? ''
      const missing =
        fault.code === 'missing' ? sheetColumns.find((c) => c.section === entry.section && c.to === fault.field) : undefined
      faults.push({
        field: missing?.field.name ?? field,
        code: `personnel.import.${fault.code}`,
        params: { value: values[field] ?? '' },
      })
    }
  }
  return { said: [...rows.values()], faults }
}

function readAs(
  reading: (typeof sheetColumns)[number]['reading'],
  codes: Codes,
  text: string,
): { value: string | number; more: Record<string, string | null> } | null {
  const plain = (value: string | number | null) => (value === null ? null : { value, more: {} })
  switch (reading.as) {
    case 'text':
      return plain(text)
    case 'step':
      return plain(stepIn(text))
    case 'code':
      return plain(codeIn(reading.list, codes.of(reading.list), text))
    case 'code-then-field': {
      const found = codeThenField(reading.list, codes.of(reading.list), text)
      return found && { value: found.code, more: found.field ? { field: found.field } : {} }
    }
    case 'language': {
      const found = languageIn(codes.of('language-levels'), text)
      return found && { value: found.code, more: { field: found.field } }
    }
  }
}

/** Cells of a class the actor may not see or write of this unit: told by column, so that it can be left out. */
async function withinReach(ctx: Ctx, row: ImportRow, said: SaidEntry[], help: PlanHelp): Promise<RowIssue[]> {
  if (said.length === 0) return []
  const units = await help.once('units', () => unitIndex(ctx, ctx.today()))
  const unit = units.find(row.values.unit ?? '')
  if (!('id' in unit)) return []
  const reach = (permission: (typeof can)[keyof typeof can]): Promise<Within> =>
    help.once(`within ${permission.id}`, () => unitsWithin(ctx, permission))
  const issues: RowIssue[] = []
  for (const { entry, columns } of said) {
    const level = classOf(sectionOf(entry.section), entry.kind) ?? 'restricted'
    if (isWithin(await reach(can.changeFile), unit.id) && isWithin(await reach(readOf[level]), unit.id)) continue
    for (const field of Object.values(columns)) issues.push({ field, code: 'personnel.import.notYours', params: {} })
  }
  return issues
}

/** Insurance numbers that belong to somebody else, recorded or further up in the file. */
async function takenNumbers(
  ctx: Ctx,
  rows: readonly ImportRow[],
  plans: readonly RowPlan[],
  read: readonly { said: SaidEntry[] }[],
  help: PlanHelp,
): Promise<Map<number, RowIssue[]>> {
  const numbers = read.map(({ said }) => said.find((s) => s.entry.section === 'paper')?.entry.values.number)
  const owners = await store.findPaperOwners(
    ctx.db,
    'social-insurance',
    numbers.flatMap((n) => (typeof n === 'string' ? [n] : [])),
  )
  const seen = await help.once('insurance', () => Promise.resolve(new Map<string, number>()))
  const taken = new Map<number, RowIssue[]>()
  for (const [at, number] of numbers.entries()) {
    const row = rows[at]
    const plan = plans[at]
    if (typeof number !== 'string' || !row) continue
    const owner = owners.get(number)
    const own = plan && 'recordId' in plan ? plan.recordId : null
    const above = seen.get(number) ?? row.no
    if (owner && owner !== own) taken.set(at, [{ field: 'insurance', code: 'personnel.import.numberTaken', params: { number } }])
    else if (above < row.no)
      taken.set(at, [{ field: 'insurance', code: 'personnel.import.numberTwice', params: { number, row: above } }])
    else seen.set(number, row.no)
  }
  return taken
}

/** Whether a recorded row says what a line says. */
function saysIt(known: store.StandingEntry, entry: EntryInput): boolean {
  return (
    known.section === entry.section &&
    known.kind === entry.kind &&
    (entry.from === null || known.from === entry.from) &&
    Object.entries(entry.values).every(([key, value]) => value === null || sameValue(known.values[key], value))
  )
}

function sameValue(known: unknown, said: string | number): boolean {
  const number = /^\d+([.]\d+)?$/
  return number.test(String(known)) && number.test(String(said))
    ? Number(known) === Number(said)
    : String(known ?? '') === String(said)
}

/** What a line adds to a file. What contradicts it, without a later day to follow from, is told: another row follows, none is overwritten. */
function compare(said: readonly SaidEntry[], standing: readonly store.StandingEntry[]) {
  const changes: Record<string, [string | null, string | null]> = {}
  const differs: RowIssue[] = []
  for (const { entry, columns } of said) {
    if (standing.some((e) => saysIt(e, entry))) continue
    const same = standing
      .filter(
        (e) =>
          e.section === entry.section &&
          e.kind === entry.kind &&
          (entry.kind !== 'language' || e.values.field === entry.values.field),
      )
      .sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''))
    const newest = same.at(-1)
    const follows = entry.from !== null && (newest === undefined || newest.from === null || isBefore(newest.from, entry.from))
    for (const [key, field] of Object.entries(columns)) {
      const held = newest ? String((key === 'from' ? newest.from : newest.values[key]) ?? '') : null
      const value = String((key === 'from' ? entry.from : entry.values[key]) ?? '')
      if (held !== null && !follows) {
        if (!sameValue(held, value)) differs.push({ field, code: 'personnel.import.differs', params: { held } })
      } else changes[field] = [held, value]
    }
  }
  return { changes, differs }
}
