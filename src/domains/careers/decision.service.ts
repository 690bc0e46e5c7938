import { type CodeEntry, entryOn } from '#kernel/codelist/codelist.rules.ts'
import { codeEntries } from '#kernel/codelist/codelist.service.ts'
import type { HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { normalise } from '#kernel/text.ts'
import { attachFile, filesOf, openFile } from '#engines/files/index.ts'
import { unitNames } from '#domains/organization/index.ts'
import { getPerson, type Holder, holdersOf } from '#domains/people/index.ts'
import { levelList } from './careers.lists.ts'
import { can } from './careers.permissions.ts'
import { refuse } from './careers.refusals.ts'
import {
  type Decision,
  type DecisionInput,
  decisionList,
  type DecisionRow,
  type PersonAction,
  type Preview,
} from './decision.contract.ts'
import { decisionOwner } from './decision-document.ts'
import type { DecidedLine } from './decision-effects.ts'
import { type DecisionKind, type DecisionState, detailFault, type LevelAct } from './decision-kinds.rules.ts'
import * as store from './decision.store.ts'
import { carryOut, previewLines, takeBack } from './effect.service.ts'

const source: ListSource = { shape: decisionList, rows: store.decisionRows, searchColumn: 'search_text' }

export function listDecisions(ctx: Ctx, input: ListInput) {
  return listPage<DecisionRow>(ctx, source, input)
}

export async function exportDecisions(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, source, input, await unitNames(ctx, input.issuerId))
}

/** @throws Refusal `kernel.notFound` */
async function headOf(ctx: Ctx, id: string): Promise<store.DecisionHead> {
  const head = await store.findDecision(ctx.db, id, ctx.today())
  if (!head) throw kernelRefuse.notFound({ what: 'decision' })
  return head
}

/** @throws Refusal `kernel.notFound` */
export async function getDecision(ctx: Ctx, id: string): Promise<Decision> {
  const { draftedBy: _drafted, checkedBy, ...head } = await headOf(ctx, id)
  const actions = await store.findActions(ctx.db, id)
  const files = (await filesOf(ctx, decisionOwner, [id])).get(id) ?? []
  const entries = await codeEntries(ctx, levelList)
  const may = async (act: LevelAct, states: DecisionState[]) =>
    states.includes(head.state) && (await reaches(ctx, entries, head, act))
  return {
    ...head,
    ...{ actions, files },
    may: {
      change: await may('draft', ['draft']),
      check: await may('check', ['draft', 'checked']),
      sign: (await may('sign', ['checked'])) && checkedBy !== ctx.actor.id,
      withdraw: await may('sign', ['signed']),
    },
  }
}

export async function decisionHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  await headOf(ctx, id)
  return historyOf(ctx, ['careers.decision'], id)
}

/** The decisions about one person, newest first. @throws Refusal `kernel.notFound` for a person out of reach. */
export async function decisionsOfPerson(ctx: Ctx, id: string): Promise<PersonAction[]> {
  const person = await getPerson(ctx, id)
  const rows = await store.findOfPerson(ctx.db, person.id)
  return rows.map(({ details, toUnitName, ...row }) => ({ ...row, detail: saidOf(ctx, details, toUnitName) }))
}

/** A line in a few words: the post it gives, the step, the form. */
export function saidOf(ctx: Ctx, details: Record<string, unknown>, toUnitName: string | null): string {
  const text = (key: string) => (typeof details[key] === 'string' || typeof details[key] === 'number' ? String(details[key]) : '')
  const decimal = (key: string) => (ctx.lang === 'vi' ? text(key).replace('.', ',') : text(key))
  const salary = text('rankCode') && [text('rankCode'), decimal('coefficient')].filter(Boolean).join(' · ')
  return [[text('title'), toUnitName].filter(Boolean).join(', '), salary, text('school'), text('decree')]
    .filter(Boolean)
    .join(' · ')
}

const permissionOf = { draft: can.draftDecision, check: can.checkDecision, sign: can.signDecision } as const

type Leveled = Pick<store.DecisionHead, 'level' | 'issuedOn' | 'issuerId'>

/** Whether the actor reaches a decision of a level: the list of levels says if the own body is enough. */
async function reaches(ctx: Ctx, entries: readonly CodeEntry[], decision: Leveled, act: LevelAct): Promise<boolean> {
  const permission = permissionOf[act]
  const entry = entryOn(entries, decision.level, decision.issuedOn)
  const reach = ctx.actor.reach[permission.id]
  if (!entry || !reach) return false
  if (reach.all || entry.more[act] !== 'unit') return reach.all === true
  return (await store.findBeyond(ctx.db, permission.id, [decision.issuerId])).length === 0
}

/** @throws Refusal `careers.levelNotYours`, `careers.levelNotInForce` */
async function requireLevel(ctx: Ctx, decisions: readonly Leveled[], act: LevelAct): Promise<void> {
  const entries = await codeEntries(ctx, levelList)
  for (const decision of onePer(decisions, (d) => `${d.level}/${d.issuedOn}/${d.issuerId}`)) {
    const level = ctx.kernel.translate(ctx.lang, `careers.levels.${decision.level}`)
    if (!entryOn(entries, decision.level, decision.issuedOn)) throw refuse.levelNotInForce({ level, on: decision.issuedOn })
    if (!(await reaches(ctx, entries, decision, act))) throw refuse.levelNotYours({ level })
  }
}

/**
 * The rules decisions keep from their first draft on, looked up for all of them at once. Gives their lines as they are stored.
 *
 * @throws Refusal `careers.*` naming the line and the rule.
 */
async function prepare(
  ctx: Ctx,
  inputs: readonly (DecisionInput & { id: string })[],
  state: 'draft' | 'signed',
): Promise<store.NewAction[]> {
  const act = state === 'draft' ? 'draft' : 'sign'
  await requireLevel(ctx, inputs, act)
  const issuers = await store.findUnitsOn(
    ctx.db,
    inputs.map((i) => ({ unitId: i.issuerId, day: i.issuedOn })),
  )
  const there = new Set(issuers.map((i) => `${i.unitId}/${i.day}`))
  const numbers = inputs.map(({ id, issuerId, number, issuedOn }) => ({
    id,
    issuerId,
    number,
    year: Number(issuedOn.slice(0, 4)),
  }))
  const [used] = await store.findNumbersUsed(ctx.db, numbers)
  const taken = used ?? twice(numbers)
  const clash = numbers.find((n) => n.id === taken)
  if (clash) throw refuse.numberUsed({ number: clash.number, year: clash.year })
  const holders = await holdersOf(ctx, [...new Set(inputs.flatMap((i) => i.lines.map((l) => l.personId)))])
  const actions = inputs.flatMap((input) => {
    if (!there.has(`${input.issuerId}/${input.issuedOn}`)) throw refuse.issuerNotThere({ on: input.issuedOn })
    return linesFrom(ctx, input, holders, state)
  })
  const units = [...new Set(actions.flatMap((a) => (a.unitId === null ? [] : [a.unitId])))]
  const beyond = new Set(units.length > 0 ? await store.findBeyond(ctx.db, permissionOf[act].id, units) : [])
  const outside = actions.find((a) => a.unitId !== null && beyond.has(a.unitId))
  if (outside) throw refuse.personOutOfReach({ line: outside.line })
  return actions
}

const onePer = <T>(rows: readonly T[], key: (row: T) => string): T[] => [...new Map(rows.map((row) => [key(row), row])).values()]

/** The first of some decisions whose number another of them bears. */
function twice(numbers: readonly { id: string; issuerId: string; number: string; year: number }[]): string | undefined {
  const seen = new Set<string>()
  return numbers.find(({ issuerId, number, year }) => {
    const key = `${issuerId}/${year}/${number.replaceAll(/\s/g, '').toUpperCase()}`
    return seen.has(key) || !seen.add(key)
  })?.id
}

function linesFrom(
  ctx: Ctx,
  input: DecisionInput & { id: string },
  holders: ReadonlyMap<string, Holder>,
  state: 'draft' | 'signed',
): store.NewAction[] {
  const seen = new Set<string>()
  return input.lines.map((line, at): store.NewAction => {
    const kind = line.kind ?? input.kind
    const holder = holders.get(line.personId)
    if (!holder) throw refuse.personOutOfReach({ line: at + 1 })
    if (seen.has(`${line.personId}/${kind}`)) throw refuse.personTwice({ line: at + 1 })
    seen.add(`${line.personId}/${kind}`)
    const details = cleaned(line.details)
    const wrong = detailFault(kind, details)
    if (wrong !== null)
      throw refuse.detailWrong({ line: at + 1, field: ctx.kernel.translate(ctx.lang, `careers.details.${wrong}`) })
    return {
      ...{ id: ctx.newId(), decisionId: input.id, issuerId: input.issuerId, state, line: at + 1, kind, personId: holder.id },
      ...standingOn(holder, line.effectiveOn),
      ...{ effectiveOn: line.effectiveOn, details, note: line.note },
    }
  })
}

/** Where somebody works before a day's decision, and as what. */
function standingOn(holder: Holder, day: string): { unitId: string | null; category: string } {
  const held = holder.posts.filter((p) => p.isMain && p.validFrom <= day)
  const post = held.find((p) => p.validUntil === null || p.validUntil > day) ?? held.at(-1)
  return { unitId: post?.unitId ?? null, category: post?.category ?? holder.category }
}

const cleaned = (details: DecisionInput['lines'][number]['details']) =>
  Object.fromEntries(
    Object.entries(details)
      .map(([key, value]) => [key, typeof value === 'string' ? normalise(value) : value] as const)
      .filter(([, value]) => value !== null && value !== ''),
  )

function rowOf(ctx: Ctx, input: DecisionInput, id: string, state: 'draft' | 'signed'): store.NewDecision {
  const { kind, issuedOn, issuerId, signer, signerTitle, legalBasis, level } = input
  return {
    ...{ id, kind, issuedOn, issuerId, signer, signerTitle, legalBasis, level, state },
    number: normalise(input.number),
    subject: normalise(input.subject),
    recordedSigned: state === 'signed',
    by: ctx.actor.id,
    byName: ctx.actor.name,
  }
}

/** Ties the paper to its decision. @throws Refusal `careers.fileNotAsNamed` for one whose content is not what its name says. */
async function attach(ctx: Ctx, id: string, input: DecisionInput): Promise<void> {
  if (input.fileId === null) return
  const file = await openFile(ctx, input.fileId)
  if (file.mismatch !== null) throw refuse.fileNotAsNamed({ name: file.name })
  if ((await filesOf(ctx, decisionOwner, [id])).get(id)?.some((each) => each.id === file.id)) return
  await attachFile(ctx, decisionOwner, { fileId: file.id, ownerId: id, unitId: input.issuerId })
}

/**
 * A draft with its lines. What its lines would make is shown by the preview; here their form is checked.
 *
 * @throws Refusal `careers.*` naming the line and the rule; `kernel.forbidden` for a kind the actor may not see afterwards (discipline).
 */
export async function draftDecision(ctx: Ctx, input: DecisionInput): Promise<{ id: string }> {
  const id = ctx.newId()
  const actions = await prepare(ctx, [{ ...input, id }], 'draft')
  await store.insertDecisions(ctx.db, [rowOf(ctx, input, id, 'draft')], ctx.now())
  await store.insertActions(ctx.db, actions)
  if (!(await store.findDecision(ctx.db, id, ctx.today()))) throw kernelRefuse.forbidden({ permission: can.draftDecision.id })
  await attach(ctx, id, input)
  return { id }
}

/** A draft written anew. @throws as `draftDecision`; Refusal `careers.wrongState`. */
export async function changeDraft(ctx: Ctx, input: DecisionInput & { id: string }): Promise<{ id: string }> {
  const head = await inState(ctx, input.id, ['draft'])
  await requireLevel(ctx, [head], 'draft')
  const actions = await prepare(ctx, [input], 'draft')
  await store.deleteActions(ctx.db, input.id)
  if ((await store.updateDraft(ctx.db, rowOf(ctx, input, input.id, 'draft'))) === 0)
    throw kernelRefuse.forbidden({ permission: can.draftDecision.id })
  await store.insertActions(ctx.db, actions)
  if (!(await store.findDecision(ctx.db, input.id, ctx.today())))
    throw kernelRefuse.forbidden({ permission: can.draftDecision.id })
  await attach(ctx, input.id, input)
  return { id: input.id }
}

/** @throws Refusal `careers.wrongState`, `careers.levelNotYours`. */
export async function discardDraft(ctx: Ctx, id: string): Promise<{ done: true }> {
  await requireLevel(ctx, [await inState(ctx, id, ['draft'])], 'draft')
  if ((await store.deleteDraft(ctx.db, id)) === 0) throw kernelRefuse.forbidden({ permission: can.draftDecision.id })
  return { done: true }
}

async function inState(ctx: Ctx, id: string, states: DecisionState[]): Promise<store.DecisionHead> {
  const head = await headOf(ctx, id)
  if (!states.includes(head.state))
    throw refuse.wrongState({ number: head.number, state: ctx.kernel.translate(ctx.lang, `careers.states.${head.state}`) })
  return head
}

async function move(ctx: Ctx, head: store.DecisionHead, to: DecisionState, act: LevelAct, reason?: string): Promise<void> {
  await requireLevel(ctx, [head], act)
  const by = { by: ctx.actor.id, byName: ctx.actor.name, at: ctx.now() }
  const moved = await store.moveState(ctx.db, head.id, { from: head.state, to, ...by, ...(reason ? { reason } : {}) })
  if (moved === 0) throw kernelRefuse.forbidden({ permission: permissionOf[act].id })
}

/** A draft found right. @throws Refusal `careers.lineRefused` where a line cannot be carried out; `careers.levelNotYours`. */
export async function checkDecision(ctx: Ctx, id: string): Promise<{ done: true }> {
  const head = await inState(ctx, id, ['draft'])
  await requireLevel(ctx, [head], 'check')
  const { faults } = await previewLines(ctx, await linesOf(ctx, id))
  const [fault] = faults
  if (fault) throw refuse.lineRefused({ line: fault.line, name: fault.personName, why: fault.text })
  await move(ctx, head, 'checked', 'check')
  return { done: true }
}

/** A checked one given back. @throws Refusal `careers.wrongState`, `careers.levelNotYours`. */
export async function returnDecision(ctx: Ctx, id: string): Promise<{ done: true }> {
  await move(ctx, await inState(ctx, id, ['checked']), 'draft', 'check')
  return { done: true }
}

async function linesOf(ctx: Ctx, id: string): Promise<DecidedLine[]> {
  return (await store.findActions(ctx.db, id)).map(({ id: action, line, kind, personId, effectiveOn, details }) => ({
    ...{ id: action, line, kind, personId, effectiveOn, details },
  }))
}

/** What signing would make. @throws Refusal `kernel.notFound`. */
export async function previewDecision(ctx: Ctx, id: string): Promise<Preview> {
  await headOf(ctx, id)
  return previewLines(ctx, await linesOf(ctx, id))
}

/** What lines being written would make; nothing is kept. */
export function previewDraft(ctx: Ctx, input: { kind: DecisionKind; lines: DecisionInput['lines'] }): Promise<Preview> {
  return previewLines(
    ctx,
    input.lines.map(({ personId, kind = input.kind, effectiveOn, details }, at) => ({
      ...{ id: ctx.newId(), line: at + 1, kind, personId, effectiveOn, details: cleaned(details) },
    })),
  )
}

/**
 * Signed: the lines make the rows of files, all of them or none. Who checked it does not sign it.
 *
 * @throws Refusal `careers.wrongState`, `careers.twoPersons`, `careers.signedInFuture`, `careers.levelNotYours`, and those of `carryOut`.
 */
export async function signDecision(ctx: Ctx, id: string): Promise<{ effects: number }> {
  const head = await inState(ctx, id, ['checked'])
  await requireLevel(ctx, [head], 'sign')
  if (head.checkedBy === ctx.actor.id) throw refuse.twoPersons({ number: head.number })
  if (head.issuedOn > ctx.today()) throw refuse.signedInFuture({ on: head.issuedOn })
  await move(ctx, head, 'signed', 'sign')
  return carryOut(ctx, [{ number: head.number, issuedOn: head.issuedOn, issuer: head.issuer, lines: await linesOf(ctx, id) }])
}

/** Withdrawn with its reason: what it made is taken back exactly. @throws Refusal `careers.builtUpon`, `careers.wrongState`. */
export async function withdrawDecision(ctx: Ctx, input: { id: string; reason: string }): Promise<{ done: true }> {
  const head = await inState(ctx, input.id, ['signed'])
  await requireLevel(ctx, [head], 'sign')
  const reason = normalise(input.reason)
  await takeBack(ctx, head.id, reason)
  await move(ctx, head, 'withdrawn', 'sign', reason)
  return { done: true }
}

/**
 * Decisions signed before they were recorded: kept and carried out at once, in the order given, by a few statements whatever their number.
 *
 * @throws as `draftDecision` and `signDecision`.
 */
export async function recordSigned(ctx: Ctx, decisions: (DecisionInput & { id: string })[]): Promise<{ effects: number }> {
  const early = decisions.find((d) => d.issuedOn > ctx.today())
  if (early) throw refuse.signedInFuture({ on: early.issuedOn })
  const actions = await prepare(ctx, decisions, 'signed')
  await store.insertDecisions(
    ctx.db,
    decisions.map((input) => rowOf(ctx, input, input.id, 'signed')),
    ctx.now(),
  )
  await store.insertActions(ctx.db, actions)
  const linesBy = new Map<string, store.NewAction[]>()
  for (const action of actions) linesBy.set(action.decisionId, [...(linesBy.get(action.decisionId) ?? []), action])
  const issuers = await store.findUnitsOn(
    ctx.db,
    decisions.map((d) => ({ unitId: d.issuerId, day: d.issuedOn })),
  )
  const name = new Map(issuers.map((i) => [`${i.unitId}/${i.day}`, i.name]))
  return carryOut(
    ctx,
    decisions.map((d) => ({
      number: normalise(d.number),
      issuedOn: d.issuedOn,
      issuer: name.get(`${d.issuerId}/${d.issuedOn}`) ?? '',
      lines: (linesBy.get(d.id) ?? []).map(({ id, line, kind, personId, effectiveOn, details }) => ({
        ...{ id, line, kind, personId, effectiveOn, details: details as DecidedLine['details'] },
      })),
    })),
  )
}
