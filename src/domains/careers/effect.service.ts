import type { Ctx } from '#kernel/context.ts'
import { addDays } from '#kernel/dates.ts'
import { normalise } from '#kernel/text.ts'
import { type FormerEnd, type Holder, holdersOf, unwriteDecidedPosts, writeDecidedPosts } from '#domains/people/index.ts'
import {
  type DecidedEntry,
  faultsOfDecided,
  salariesOf,
  strikeDecidedEntries,
  writeDecidedEntries,
} from '#domains/personnel/index.ts'
import { retirementDays } from '#domains/salary/index.ts'
import { can } from './careers.permissions.ts'
import { refuse } from './careers.refusals.ts'
import type { Preview } from './decision.contract.ts'
import { type Background, type DecidedLine, decideEffects, type Effect, type LineFault } from './decision-effects.ts'
import { decisionKinds, type DetailSpec } from './decision-kinds.rules.ts'
import * as store from './decision.store.ts'

/** A signed decision as its lines are carried out. */
export interface CarriedOut {
  number: string
  issuedOn: string
  issuer: string
  lines: DecidedLine[]
}

async function backgroundOf(ctx: Ctx, lines: readonly DecidedLine[]): Promise<Background> {
  const people = [...new Set(lines.map((l) => l.personId))]
  const asked = lines.flatMap(({ kind, details, effectiveOn }) =>
    (decisionKinds[kind].details as readonly DetailSpec[])
      .filter((d) => d.type === 'unit' && typeof details[d.key] === 'string')
      .map((d) => ({ unitId: String(details[d.key]), day: effectiveOn })),
  )
  const once = [...new Map(asked.map((a) => [`${a.unitId}/${a.day}`, a])).values()]
  const holders = await holdersOf(ctx, people)
  const salaries = await salariesOf(ctx, people)
  const leaves = await store.findLeaves(ctx.db, people)
  const lastDay = await retirementDays(ctx)
  const units = new Map(
    (once.length > 0 ? await store.findUnitsOn(ctx.db, once) : []).map((u) => [`${u.unitId}/${u.day}`, u.name]),
  )
  return {
    ...{ holders, salaries, leaves },
    retiresOn: ({ birth, sex }) => lastDay(birth, sex === 'female' ? 'female' : 'male'),
    unitName: (unitId, day) => units.get(`${unitId}/${day}`) ?? null,
    newId: () => ctx.newId(),
  }
}

/** A fault as its sentence. */
function faultText(ctx: Ctx, { code, params }: LineFault): string {
  const field = typeof params.field === 'string' ? ctx.kernel.translate(ctx.lang, `careers.details.${params.field}`) : ''
  const said = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, dateOr(ctx, value)]))
  return ctx.kernel.translate(ctx.lang, `careers.faults.${code}`, { ...said, field })
}

const dateOr = (ctx: Ctx, value: string | number) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? shortDate(value, ctx.lang) : value

const shortDate = (day: string, lang: 'vi' | 'en') => (lang === 'vi' ? day.split('-').reverse().join('/') : day)

/** How many effects a preview shows; it tells how many there are. */
const shownEffects = 200

/** What lines would make, and what stands against them; nothing is written. */
export async function previewLines(ctx: Ctx, lines: DecidedLine[]): Promise<Preview> {
  const background = await backgroundOf(ctx, lines)
  const { effects, faults } = decideEffects(lines, background)
  const nameOf = (id: string) => background.holders.get(id)?.fullName ?? ''
  const personOf = new Map(lines.map((l) => [l.id, l.personId]))
  return {
    count: effects.length,
    effects: effects.slice(0, shownEffects).map((e) => shown(ctx, e, background)),
    faults: faults.map((f) => ({ line: f.line, personName: nameOf(personOf.get(f.actionId) ?? ''), text: faultText(ctx, f) })),
  }
}

function shown(ctx: Ctx, effect: Effect, { holders, unitName }: Background): Preview['effects'][number] {
  const t = (key: string) => ctx.kernel.translate(ctx.lang, key)
  const holder = holders.get(effect.personId)
  const about = {
    line: effect.line,
    personId: effect.personId,
    personName: holder?.fullName ?? '',
    did: effect.did,
    from: effect.from,
  }
  if (effect.did === 'recorded') {
    const { rank_code, step, coefficient, position_allowance, ...rest } = effect.values
    const salary = [
      rank_code,
      step === null || step === undefined ? null : `${t('careers.details.step')} ${step}`,
      coefficient === null || coefficient === undefined ? null : `${t('careers.details.coefficient')} ${coefficient}`,
      position_allowance ? `${t('careers.details.positionAllowance')} ${position_allowance}` : null,
    ]
    const detail = [...salary, ...Object.values(rest)].filter((v) => v !== null && v !== undefined && v !== '').join(' · ')
    return { ...about, what: t(`personnel.sections.${effect.section}`), detail, until: effect.until }
  }
  const unit = holder?.posts.find((p) => p.id === effect.rowId)?.unitName ?? unitName(effect.unitId, effect.from) ?? ''
  const what = [effect.title, unit].filter(Boolean).join(', ')
  if (effect.did === 'ended')
    return { ...about, what, detail: t(`people.endReasons.${effect.reason}`), until: addDays(effect.until, -1) }
  return { ...about, what, detail: t(effect.isMain ? 'careers.mainPost' : 'careers.sidePost'), until: null }
}

/**
 * Carries signed decisions out: posts begin and end, rows of files are made, each naming its action; what was done is written down beside it.
 * A few statements whatever the number of lines; all or nothing.
 *
 * @throws Refusal `careers.lineRefused` naming line, person and rule; `careers.outOfReach`; `kernel.forbidden`.
 */
export async function carryOut(ctx: Ctx, decisions: readonly CarriedOut[]): Promise<{ effects: number }> {
  const lines = decisions.flatMap((d) => d.lines)
  const of = new Map(decisions.flatMap((d) => d.lines.map((l) => [l.id, d] as const)))
  const background = await backgroundOf(ctx, lines)
  const { effects, faults } = decideEffects(lines, background)
  const personOf = new Map(lines.map((l) => [l.id, background.holders.get(l.personId)]))
  const [fault] = faults
  if (fault)
    throw refuse.lineRefused({ line: fault.line, name: personOf.get(fault.actionId)?.fullName ?? '', why: faultText(ctx, fault) })

  const units = [...new Set(effects.flatMap((e) => (e.did === 'recorded' ? [] : [e.unitId])))]
  const [beyond] = units.length > 0 ? await store.findBeyond(ctx.db, can.signDecision.id, units) : []
  if (beyond) throw refuse.outOfReach({ unit: unitNameIn(effects, beyond, background) })

  const { begun, ended, after } = postsOf(effects, of)
  const entries = effects.flatMap((e) => (e.did === 'recorded' ? [entryOf(e, of, personOf)] : []))
  const [wrong] = await faultsOfDecided(ctx, entries)
  if (wrong) {
    const entry = effects.find((e) => e.rowId === wrong.id)
    const why = ctx.kernel.translate(ctx.lang, `personnel.${wrong.code}`, {
      field: ctx.kernel.translate(ctx.lang, `personnel.fields.${wrong.field}`),
    })
    throw refuse.lineRefused({ line: entry?.line ?? 0, name: personOf.get(entry?.actionId ?? '')?.fullName ?? '', why })
  }
  const before = new Map((await writeDecidedPosts(ctx, { begun, ended })).map((former) => [former.id, former]))
  await writeDecidedEntries(ctx, entries)
  await store.insertEffects(
    ctx.db,
    effects.map((e) => ({
      id: ctx.newId(),
      actionId: e.actionId,
      did: e.did,
      relation: e.did === 'recorded' ? `personnel.${e.section}` : 'people.post',
      rowId: e.rowId,
      before: e.did === 'ended' ? ((before.get(e.rowId) as unknown as Record<string, unknown>) ?? null) : null,
      after: after.get(e.rowId) ?? { from: e.from },
    })),
  )
  return { effects: effects.length }
}

const unitNameIn = (effects: readonly Effect[], unitId: string, { holders, unitName }: Background): string => {
  for (const e of effects)
    if (e.did !== 'recorded' && e.unitId === unitId) {
      const held = holders.get(e.personId)?.posts.find((p) => p.unitId === unitId)?.unitName
      return held ?? unitName(unitId, e.from) ?? ''
    }
  return ''
}

/** Posts to write: of one that the same decisions begin and end, only the final state. */
function postsOf(effects: readonly Effect[], of: ReadonlyMap<string, CarriedOut>) {
  const begun = new Map<string, Parameters<typeof writeDecidedPosts>[1]['begun'][number]>()
  const ended = new Map<string, Parameters<typeof writeDecidedPosts>[1]['ended'][number]>()
  const after = new Map<string, Record<string, unknown>>()
  for (const e of effects) {
    const decision = of.get(e.actionId)
    if (e.did === 'recorded' || !decision) continue
    const behind = { decisionNumber: decision.number, decisionOn: decision.issuedOn }
    if (e.did === 'begun') {
      const { rowId: id, personId, unitId, title, isMain, from, category, until } = e
      const endReason = until === null ? null : 'term-over'
      begun.set(id, {
        ...behind,
        ...{
          id,
          personId,
          unitId,
          title,
          isMain,
          from,
          until,
          endReason,
          category,
          madeBy: e.actionId,
          endedBy: null,
          decidedBy: decision.issuer,
        },
      })
    } else {
      const made = begun.get(e.rowId)
      if (made) begun.set(e.rowId, { ...made, until: e.until, endReason: e.reason, endedBy: e.actionId })
      else ended.set(e.rowId, { ...behind, id: e.rowId, until: e.until, reason: e.reason, endedBy: e.actionId })
    }
  }
  for (const { id, unitId, title, from, until } of begun.values()) after.set(id, { unitId, title: normalise(title), from, until })
  for (const { id, until } of ended.values()) after.set(id, { until })
  return { begun: [...begun.values()], ended: [...ended.values()], after }
}

function entryOf(
  effect: Extract<Effect, { did: 'recorded' }>,
  of: ReadonlyMap<string, CarriedOut>,
  personOf: ReadonlyMap<string, Holder | undefined>,
): DecidedEntry {
  const decision = of.get(effect.actionId)
  const person = personOf.get(effect.actionId)
  if (!decision || !person) throw new Error('an effect without its decision')
  const { rowId: id, section, kind, values, from, until, actionId: madeBy } = effect
  return {
    ...{ id, person, section, kind, values, from, until, madeBy },
    ...{ decisionNumber: decision.number, decisionOn: decision.issuedOn, decisionBy: decision.issuer },
  }
}

/**
 * Takes back what a decision made: posts it began go, those it ended hold as they would have, rows of files are struck out with the reason.
 *
 * @throws Refusal `careers.builtUpon` naming what stands on it: a later post, another end, a later salary row, a correction.
 */
export async function takeBack(ctx: Ctx, decisionId: string, reason: string): Promise<void> {
  const effects = await store.findEffects(ctx.db, decisionId)
  if (effects.length === 0) return
  const people = [...new Set(effects.map((e) => e.personId))]
  const holders = await holdersOf(ctx, people)
  const salaries = await salariesOf(ctx, people)
  const own = new Set(effects.map((e) => e.actionId))
  const begun = new Set(effects.filter((e) => e.did === 'begun').map((e) => e.rowId))
  const refuseFor = (e: (typeof effects)[number], key: string, params: Record<string, string | number>) =>
    refuse.builtUpon({
      line: e.line,
      name: holders.get(e.personId)?.fullName ?? '',
      what: ctx.kernel.translate(
        ctx.lang,
        `careers.built.${key}`,
        Object.fromEntries(Object.entries(params).map(([k, v]) => [k, dateOr(ctx, v)])),
      ),
    })
  for (const e of effects) {
    const posts = holders.get(e.personId)?.posts ?? []
    if (e.relation === 'people.post') {
      const post = posts.find((p) => p.id === e.rowId)
      const after = e.after as { unitId?: string; title?: string; from?: string; until: string | null }
      if (!post) throw refuseFor(e, 'gone', {})
      const named = { title: post.title, unit: post.unitName }
      if (post.validUntil !== after.until) throw refuseFor(e, 'endedSince', { ...named, on: post.validUntil ?? '' })
      if (e.did === 'begun' && (post.unitId !== after.unitId || post.title !== after.title || post.validFrom !== after.from))
        throw refuseFor(e, 'corrected', named)
      const later = posts.find(
        (p) =>
          p.isMain &&
          post.isMain &&
          !begun.has(p.id) &&
          p.id !== post.id &&
          p.validFrom >= (e.did === 'begun' ? post.validFrom : (after.until ?? '')),
      )
      if (later) throw refuseFor(e, 'laterPost', { title: later.title, unit: later.unitName, from: later.validFrom })
    }
    if (e.relation === 'personnel.salary') {
      const row = salaries.find((s) => s.id === e.rowId)
      const later =
        row && salaries.find((s) => s.personId === e.personId && !own.has(s.madeBy ?? '') && (s.from ?? '') > (row.from ?? ''))
      if (later)
        throw refuseFor(e, 'laterSalary', {
          coefficient: later.coefficient,
          from: later.from ?? '',
          number: later.decisionNumber ?? '',
        })
    }
  }
  const restored = effects.filter((e) => e.did === 'ended' && !begun.has(e.rowId)).map((e) => e.before as unknown as FormerEnd)
  await unwriteDecidedPosts(ctx, { begun: [...begun], ended: restored })
  await strikeDecidedEntries(ctx, [...own], reason)
}
