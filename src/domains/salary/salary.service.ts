import type { Ctx } from '#kernel/context.ts'
import type { HistoryEvent } from '#kernel/contract.ts'
import { addDays, yearOf } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import type { Permission } from '#kernel/permissions.ts'
import { normalise } from '#kernel/text.ts'
import { yearsNotCompleted } from '#domains/evaluation/index.ts'
import { birthOf, getPerson, type Person, readBirth } from '#domains/people/index.ts'
import { careerFacts } from '#domains/personnel/index.ts'
import { knownOn, payAtOf } from './forecast.rules.ts'
import { groupOf } from './law.rules.ts'
import { cited, readLaw } from './law.service.ts'
import { type Pay, payOf } from './pay.rules.ts'
import { noticesOf, retirementOf } from './retirement.rules.ts'
import { can } from './salary.permissions.ts'
import { refuse } from './salary.refusals.ts'
import type { PayQuestion, PersonSalary } from './salary.contract.ts'
import * as store from './salary.store.ts'
import { earlyCandidateOf, earlyRaisesIn, nextStepOf, overFrameOf, type SalaryFile, standingOn } from './step.rules.ts'

export interface KnownFile {
  file: SalaryFile
  /** The salary course is not for this reader: the file has no rows. */
  salaryHidden: boolean
  /** Disciplines are not for this reader: none are in the file, and its dates may be too early. */
  disciplinesHidden: boolean
}

/** What the clocks of these persons look at, as far as the actor may see it, in three questions however many they are. */
export async function salaryFiles(
  ctx: Ctx,
  people: readonly { id: string; category: string }[],
): Promise<Map<string, KnownFile>> {
  const ids = people.map((p) => p.id)
  const facts = await careerFacts(ctx, ids)
  const ratings = groupBy(await yearsNotCompleted(ctx, ids), (r) => r.personId)
  const times = groupBy(await store.findTimes(ctx.db, ids), (t) => t.personId)
  return new Map(
    people.map(({ id, category }) => {
      const known = facts.get(id)
      const file: SalaryFile = {
        category,
        rows: known?.salary ?? [],
        disciplines: known?.disciplines ?? [],
        notCompleted: ratings.get(id) ?? [],
        uncounted: (times.get(id) ?? []).filter((t) => t.withdrawnReason === null),
        awards: known?.rewards ?? [],
        earlyRaises: [],
      }
      return [id, { file, salaryHidden: !(known?.seesSalary ?? false), disciplinesHidden: !(known?.seesDisciplines ?? false) }]
    }),
  )
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

/** Demands a permission for a person: by a post held today, or, where one may for oneself, as the person. @throws Refusal `kernel.forbidden`. */
async function requireReach(ctx: Ctx, permission: Permission, person: Person, own: boolean): Promise<void> {
  if (own && permission.id in ctx.actor.reach && ctx.actor.personId === person.id) return
  if (ctx.actor.reach[permission.id]?.all) return
  for (const post of person.posts) {
    if (post.validUntil !== null && post.validUntil <= ctx.today()) continue
    const within = await ctx.require(permission, post.unitId).then(
      () => true,
      () => false,
    )
    if (within) return
  }
  throw kernelRefuse.forbidden({ permission: permission.id })
}

/**
 * Pay and clocks of a person as known on a day. @throws Refusal `kernel.notFound` for a person out of reach; `kernel.forbidden` where the
 * salary of this person is.
 */
export async function getSalary(ctx: Ctx, asked: string, on?: string): Promise<PersonSalary> {
  const person = await getPerson(ctx, asked)
  await requireReach(ctx, can.readSalary, person, true)
  const asOf = on ?? ctx.today()
  const law = await readLaw(ctx)
  const known = (await salaryFiles(ctx, [person])).get(person.id)
  if (!known || known.salaryHidden) throw kernelRefuse.forbidden({ permission: 'personnel.readPersonal' })
  const whole = knownOn(known.file, asOf)
  const file = { ...whole, earlyRaises: earlyRaisesIn(law, whole) }
  const standing = standingOn(law, file, asOf)
  const next = nextStepOf(law, file, asOf)
  const overFrame = overFrameOf(law, file, asOf)
  const pay = payAtOf(law, file, asOf)
  const retirement = retirementOf(law, birthOf(await readBirth(ctx, person.id)), person.sex)
  const notices = retirement.date === null ? null : noticesOf(law, retirement.date)
  const year = yearOf(asOf)
  const early = earlyCandidateOf(law, file, year)
  const kinds = law.rows('uncounted')
  return {
    id: person.id,
    asOf,
    disciplinesHidden: known.disciplinesHidden,
    standing:
      typeof standing === 'string'
        ? null
        : {
            rank: standing.row.rank,
            rankLabel: law.row('ranks', standing.row.rank, asOf)?.label ?? null,
            group: standing.group.code,
            step: standing.step,
            steps: standing.coefficients.length,
            coefficient: standing.row.coefficient,
            from: standing.row.from,
          },
    pay: { on: pay.on, total: pay.total, baseSalary: pay.baseSalary, lines: cited(pay.lines) },
    next: {
      date: next.date,
      why: next.why,
      step: next.step,
      coefficient: next.coefficient,
      lines: cited(next.lines),
      months: next.months,
    },
    overFrame: { ...overFrame, lines: cited(overFrame.lines) },
    early: { year, ...early, lines: cited(early.lines) },
    retirement: {
      date: retirement.date,
      pensionFrom: retirement.pensionFrom,
      ageMonths: retirement.age,
      noticeBy: notices?.noticeBy ?? null,
      decisionBy: notices?.decisionBy ?? null,
      lines: cited([...retirement.lines, ...(notices?.lines ?? [])]),
    },
    times: (await store.findTimes(ctx.db, [person.id]))
      .filter((t) => t.from <= asOf)
      .map(({ personId: _, ...t }) => ({
        ...t,
        kindLabel: kinds.find((k) => k.code === t.kind)?.label ?? { vi: t.kind, en: t.kind },
      })),
  }
}

/** Pay of a rank and step on a day. @throws Refusal `salary.unknownRank`, `salary.stepBeyond`, `salary.noBaseSalary`, `salary.allowanceRefused`, `salary.unknownProbation`. */
export async function computePay(ctx: Ctx, question: PayQuestion): Promise<Pay> {
  const law = await readLaw(ctx)
  const { on, rank } = question
  const found = groupOf(law, rank, on, 0)
  if (!found) throw refuse.unknownRank({ rank, on })
  const last = found.coefficients.length
  const coefficient = found.coefficients[question.step - 1]
  if (coefficient === undefined) throw refuse.stepBeyond({ step: question.step, last, rank })
  if (question.probation !== null && !law.row('probation-pay', question.probation, on)) throw refuse.unknownProbation({ on })
  const pay = payOf(
    law,
    {
      ...question,
      coefficient: (coefficient / 100).toFixed(2),
      category: question.official ? 'civil-servant' : 'public-employee',
    },
    on,
  )
  if (pay.total === null) throw refuse.noBaseSalary({ on })
  const [refused] = pay.refused
  if (refused !== undefined) {
    const row = law.rows('allowances').find((r) => r.code === refused)
    throw refuse.allowanceRefused({ name: row ? row.label[ctx.lang] : refused })
  }
  return { ...pay, lines: cited(pay.lines) }
}

/**
 * Records a time that does not count. @throws Refusal `salary.unknownKind`, `salary.endsBeforeStart`, `salary.timeOverlaps`; `kernel.notFound`
 * for a person out of reach, `kernel.forbidden` where the class of the row is.
 */
export async function addTime(
  ctx: Ctx,
  input: {
    id: string
    kind: string
    from: string
    lastDay: string | null
    decisionNumber: string | null
    decisionOn: string | null
  },
): Promise<{ id: string }> {
  const person = await getPerson(ctx, input.id)
  await requireReach(ctx, can.changeTime, person, false)
  const law = await readLaw(ctx)
  if (!law.row('uncounted', input.kind, input.from)) throw refuse.unknownKind()
  if (input.lastDay !== null && input.lastDay < input.from) throw refuse.endsBeforeStart()
  const until = input.lastDay === null ? null : addDays(input.lastDay, 1)
  const other = (await store.findTimes(ctx.db, [person.id])).find(
    (t) => t.withdrawnReason === null && (until === null || t.from < until) && (t.until === null || input.from < t.until),
  )
  if (other) throw refuse.timeOverlaps({ from: other.from, until: other.until ? addDays(other.until, -1) : '…' })
  const id = ctx.newId()
  const { kind, from, decisionOn } = input
  const decisionNumber = input.decisionNumber === null ? null : normalise(input.decisionNumber) || null
  await store.insertTime(ctx.db, { id, personId: person.id, kind, from, until, decisionNumber, decisionOn }, ctx.now())
  return { id }
}

async function standing(ctx: Ctx, id: string): Promise<store.StoredTime> {
  const time = await store.findTime(ctx.db, id)
  if (!time) throw kernelRefuse.notFound({ what: 'time' })
  if (time.withdrawnReason !== null) throw refuse.timeWithdrawn()
  return time
}

/** @throws Refusal `salary.timeEnded`, `salary.timeWithdrawn`, `salary.endsBeforeStart`, `kernel.notFound`. */
export async function endTime(ctx: Ctx, input: { id: string; lastDay: string }): Promise<{ done: true }> {
  const time = await standing(ctx, input.id)
  if (time.until !== null) throw refuse.timeEnded()
  if (input.lastDay < time.from) throw refuse.endsBeforeStart()
  if ((await store.endTime(ctx.db, input.id, addDays(input.lastDay, 1))) === 0) throw kernelRefuse.notFound({ what: 'time' })
  return { done: true }
}

/** Recorded by mistake: kept, and no longer counted. @throws Refusal `salary.timeWithdrawn`, `kernel.notFound`. */
export async function withdrawTime(ctx: Ctx, input: { id: string; reason: string }): Promise<{ done: true }> {
  await standing(ctx, input.id)
  if ((await store.withdrawTime(ctx.db, input.id, normalise(input.reason), ctx.now())) === 0)
    throw kernelRefuse.notFound({ what: 'time' })
  return { done: true }
}

/** Who recorded what of a time that does not count. @throws Refusal `kernel.notFound`. */
export async function timeHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  const time = await store.findTime(ctx.db, id)
  if (!time) throw kernelRefuse.notFound({ what: 'time' })
  const events = await historyOf(ctx, ['salary.uncounted_time'], time.personId)
  return events.filter((e) => (e.after ?? e.before)?.id === id)
}
