import type { Ctx } from '#kernel/context.ts'
import { addChanges, changesFromTable, draftAct, unitsAround } from './act.service.ts'
import type { OldUnit, TableRow } from './act-table.rules.ts'
import { can } from './organization.permissions.ts'
import { refuse } from './organization.refusals.ts'
import type { Proposal, ProposedUnit } from './resolution.contract.ts'
import { listedCodes } from './resolution-codes.rules.ts'
import { type Clause, type NamedUnit, plainName, readClauses } from './resolution.rules.ts'
import * as unitStore from './unit.store.ts'

/**
 * Reads a resolution and finds the units it means among those of the day before: by name, by what they are said to lie in, and by the company
 * they keep in their clause. What is not sure says so; nothing is written.
 */
export async function proposeFromText(
  ctx: Ctx,
  input: { text: string; effectiveOn: string },
): Promise<{ proposals: Proposal[]; unread: { no: number; text: string }[] }> {
  await ctx.require(can.reorganise, null)
  const { clauses, unread } = readClauses(input.text)
  const { olds } = await unitsAround(ctx, input.effectiveOn)
  const byId = new Map([...olds.values()].map((u) => [u.id, u]))
  const communes = new Map<string, OldUnit[]>()
  for (const unit of olds.values()) {
    if (unit.level !== 'commune') continue
    const key = plainName(unit.name)
    communes.set(key, [...(communes.get(key) ?? []), unit])
  }
  const parentOf = (unit: OldUnit) => (unit.parentId === null ? null : (byId.get(unit.parentId) ?? null))
  const meant = (named: NamedUnit): OldUnit[] => {
    const all = communes.get(plainName(named.name)) ?? []
    const within = named.within
    const there = within === null ? all : all.filter((u) => plainName(parentOf(u)?.name ?? '') === plainName(within))
    return there.length > 0 ? there : all
  }
  // The list of the statistics office, where it stands in the same text, knows the codes; else the new unit takes one of the old.
  const listed = listedCodes(input.text)
  const taken = new Set<string>()
  const codeFor = (into: string, found: ProposedUnit[]): string => {
    const official = listed(into)
    if (official !== null) {
      taken.add(official)
      return official
    }
    const codes = [...found.filter((f) => f.part === 'whole'), ...found].flatMap((f) => (f.units[0] ? [f.units[0].code] : []))
    const code = codes.find((c) => !taken.has(c)) ?? codes[0] ?? ''
    taken.add(code)
    return code
  }
  return {
    proposals: clauses.map((clause) => {
      const from = propose(clause, meant, parentOf)
      return { no: clause.no, kind: clause.kind, text: clause.text, into: clause.into, code: codeFor(clause.into, from), from }
    }),
    unread,
  }
}

function propose(
  clause: Clause,
  meant: (named: NamedUnit) => OldUnit[],
  parentOf: (unit: OldUnit) => OldUnit | null,
): ProposedUnit[] {
  const found = clause.from.map((named) => ({ named, units: meant(named) }))
  const company = new Map<string, number>()
  for (const { units } of found) {
    const [only] = units.length === 1 ? units : []
    if (only?.parentId) company.set(only.parentId, (company.get(only.parentId) ?? 0) + 1)
  }
  return found.map(({ named, units }) => ({
    ...named,
    sure: units.length === 1,
    units: units
      .toSorted((a, b) => (company.get(b.parentId ?? '') ?? 0) - (company.get(a.parentId ?? '') ?? 0))
      .map((u) => ({ id: u.id, code: u.code, name: u.name, parentName: parentOf(u)?.name ?? null })),
  }))
}

/**
 * Drafts an act from the clauses confirmed, each change with the number of its clause.
 *
 * @throws Refusal `organization.actTableWrong` where the clauses contradict each other.
 */
export async function draftResolution(
  ctx: Ctx,
  input: {
    title: string
    effectiveOn: string
    aboveId: string
    abolish: string[]
    clauses: { no: number; into: string; code: string; from: { id: string; whole: boolean }[] }[]
  },
): Promise<string> {
  const { olds } = await unitsAround(ctx, input.effectiveOn)
  const byId = new Map([...olds.values()].map((u) => [u.id, u]))
  const above = (await unitStore.findVersions(ctx.db, input.aboveId)).at(-1)?.code ?? ''
  const clauseOf = new Map<number, number>()
  const rows: TableRow[] = []
  for (const clause of input.clauses) {
    for (const { id, whole } of clause.from) {
      const old = byId.get(id)
      const no = rows.length + 1
      clauseOf.set(no, clause.no)
      rows.push({
        no,
        oldCode: old?.code ?? id,
        oldName: old?.name ?? '',
        share: whole ? 1 : null,
        newCode: clause.code,
        newName: clause.into,
        aboveCode: above,
      })
    }
  }
  const { changes, faults, rowsOf } = await changesFromTable(ctx, input, rows)
  const [first] = faults
  if (first) {
    const what = ctx.kernel.translate(ctx.lang, `organization.tableFaults.${first.code}`, first.params)
    throw refuse.actTableWrong({ count: faults.length, row: clauseOf.get(first.no) ?? first.no, what })
  }
  const id = await draftAct(ctx, { title: input.title, effectiveOn: input.effectiveOn, abolish: [] })
  await addChanges(
    ctx,
    id,
    changes.map((change, i) => {
      const clauses = [...new Set((rowsOf[i] ?? []).flatMap((no) => clauseOf.get(no) ?? []))]
      return { ...change, clause: clauses.length > 0 ? clauses.join(', ') : null }
    }),
  )
  return id
}
