import { addDays, addMonths } from '#kernel/dates.ts'
import { type DecidedPost, decideAppoint, decideConcurrent, type EndReason, type Holder } from '#domains/people/index.ts'
import type { DecidedSection, SalaryRow } from '#domains/personnel/index.ts'
import { type DecisionKind, decisionKinds, detailFault, type Details, type DetailSpec } from './decision-kinds.rules.ts'

/** A line as it is decided on. */
export interface DecidedLine {
  id: string
  line: number
  kind: DecisionKind
  personId: string
  effectiveOn: string
  details: Details
}

/** What a line does to the file of its person. */
export type Effect = { line: number; actionId: string; personId: string } & (
  | {
      did: 'begun'
      rowId: string
      unitId: string
      title: string
      isMain: boolean
      from: string
      /** First day without it, where the decision says so itself. */
      until: string | null
      category: string | null
    }
  | { did: 'ended'; rowId: string; unitId: string; title: string; from: string; until: string; reason: EndReason }
  | {
      did: 'recorded'
      rowId: string
      section: DecidedSection
      kind: string | null
      values: Record<string, string | number | null>
      from: string
      until: string | null
    }
)

/** Why a line cannot be carried out. Its words stand under `careers.faults`. */
export interface LineFault {
  line: number
  actionId: string
  code: string
  params: Record<string, string | number>
}

/** A stretch already decided: leave, or service lent to another body. */
export interface DecidedLeave {
  personId: string
  from: string
  until: string
  number: string
}

/** What is known of the people of a decision before it. */
export interface Background {
  holders: ReadonlyMap<string, Holder>
  salaries: readonly SalaryRow[]
  leaves: readonly DecidedLeave[]
  /** The last day of service by age; null where the birth is unknown. */
  retiresOn: (holder: Holder) => string | null
  /** Names of the units that exist on a day. */
  unitName: (unitId: string, day: string) => string | null
  newId: () => string
}

/** Who cannot serve a term of five years before retirement is appointed with a written reason only (Decree 138/2020 article 42). */
const termMonths = 60
/** Who has less than two years left is not appointed again but kept to retirement (Decree 138/2020). */
const reappointMonths = 24
/** Nobody is lent for longer than three years. */
const secondmentMonths = 36

const holds = (post: DecidedPost, day: string) => post.validFrom <= day && (post.validUntil === null || post.validUntil > day)

/** The file of one person while the lines of a decision are gone through: later lines see what earlier ones did. */
interface Standing {
  holder: Holder
  posts: DecidedPost[]
  salaries: SalaryRow[]
  leaves: DecidedLeave[]
}

/**
 * What the lines of decisions make of the files of their people, in order, and what stands against it. Pure but for the new ids: the same
 * for the preview, for signing and for the demonstration.
 */
export function decideEffects(lines: readonly DecidedLine[], background: Background): { effects: Effect[]; faults: LineFault[] } {
  const standing = new Map<string, Standing>()
  const effects: Effect[] = []
  const faults: LineFault[] = []
  const salaries = groupBy(background.salaries, (s) => s.personId)
  const leaves = groupBy(background.leaves, (l) => l.personId)
  for (const line of lines) {
    const holder = background.holders.get(line.personId)
    const missing = detailFault(line.kind, line.details)
    if (!holder) faults.push({ ...of(line), code: 'unknownPerson', params: {} })
    else if (missing !== null) faults.push({ ...of(line), code: 'detail', params: { field: missing } })
    else {
      const file = standing.get(holder.id) ?? {
        holder,
        posts: holder.posts.map((post) => ({ ...post })),
        salaries: [...(salaries.get(holder.id) ?? [])],
        leaves: [...(leaves.get(holder.id) ?? [])],
      }
      standing.set(holder.id, file)
      const made = new LineWork(line, file, background)
      made.run()
      effects.push(...made.effects)
      faults.push(...made.faults)
    }
  }
  return { effects, faults }
}

const of = ({ line, id }: DecidedLine) => ({ line, actionId: id })

const groupBy = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

/** One line carried out on the standing file of its person. */
class LineWork {
  readonly effects: Effect[] = []
  readonly faults: LineFault[] = []
  constructor(
    readonly line: DecidedLine,
    readonly file: Standing,
    readonly background: Background,
  ) {}

  run(): void {
    const { kind, effectiveOn } = this.line
    const spec: { details: readonly DetailSpec[]; brings?: true } = decisionKinds[kind]
    const first = this.file.posts.map((p) => p.validFrom).sort()[0]
    const until = this.day('until')
    if (until !== null && until < effectiveOn) return this.fault('untilBefore', { until })
    if (!spec.brings) {
      if (first === undefined) return this.fault('notInService', { on: effectiveOn })
      if (effectiveOn < first) return this.fault('beforeService', { on: effectiveOn, from: first })
      if (!this.main() && kind !== 'contract') return this.fault('notInService', { on: effectiveOn })
    }
    for (const { key, type } of spec.details)
      if (type === 'unit' && this.text(key) !== null && this.background.unitName(this.text(key) ?? '', effectiveOn) === null)
        return this.fault('unitNotThere', { on: effectiveOn })
    this.carryOut()
  }

  private carryOut(): void {
    const { kind, effectiveOn } = this.line
    const until = this.day('until')
    switch (kind) {
      case 'recruit-exam':
      case 'recruit-selection':
      case 'accept-without-exam':
      case 'accept-special':
      case 'correct-recruitment':
        this.move(this.text('category'))
        this.record('fact', 'recruitment', { text: this.background.unitName(this.text('unitId') ?? '', effectiveOn) })
        if (this.text('rankCode') !== null && this.text('coefficient') !== null) this.pay()
        return
      case 'transfer':
      case 'receive':
      case 'rotation':
        return this.move(this.text('category'))
      case 'appoint-leader':
        this.checkAge(termMonths, 'tooOld')
        if (this.line.details.concurrent === true) this.takeSide(null)
        else this.move(null)
        if (this.text('positionAllowance') !== null) this.allow()
        return
      case 'reappoint-leader':
        return this.checkAge(reappointMonths, 'nearRetirement')
      case 'extend-leader': {
        const last = this.background.retiresOn(this.file.holder)
        if (until !== null && last !== null && until > last) this.fault('pastRetirement', { until: last })
        return
      }
      case 'resign-leader':
      case 'dismiss-leader':
        if (this.text('unitId') !== null && this.text('title') !== null) return this.move(null)
        return this.endMain(effectiveOn, kind === 'resign-leader' ? 'resigned' : 'dismissed')
      case 'secondment':
        if (until !== null && until >= addMonths(effectiveOn, secondmentMonths)) return this.fault('lentTooLong', { until })
        return this.takeSide(until)
      case 'rank-appointment':
      case 'salary-regular':
      case 'salary-early':
      case 'salary-over-frame':
      case 'rank-conversion':
      case 'rank-promotion':
        return this.pay()
      case 'allowance':
        return this.allow()
      case 'training':
        return this.record('training', null, {
          school: this.text('school'),
          field: this.text('field'),
          form: null,
          certificate: null,
        })
      case 'contract':
        return this.record('contract', null, { code: this.text('contract'), employer: this.text('employer') })
      case 'discipline':
        this.record('discipline', null, { code: this.text('form'), reason: this.text('cause') })
        if (this.text('form') === 'BTV') this.endAll(effectiveOn, 'dismissed')
        return
      case 'unpaid-leave':
      case 'maternity':
        return this.leave(until ?? effectiveOn)
      case 'retirement': {
        const last = this.background.retiresOn(this.file.holder)
        if (last !== null && effectiveOn <= last && this.text('exception') === null)
          return this.fault('beforeRetirement', { on: last })
        return this.endAll(effectiveOn, 'retired')
      }
      case 'early-retirement':
        return this.endAll(effectiveOn, 'retired')
      case 'streamlining':
        return this.endAll(effectiveOn, this.text('form') === 'early-retirement' ? 'retired' : 'left')
      case 'leaving':
        return this.endAll(effectiveOn, 'left')
      case 'death':
        // The day itself is still one of service.
        return this.endAll(addDays(effectiveOn, 1), 'died')
      case 'consent-to-move':
        // Leave to look for another body: the move itself is another decision.
        return
    }
  }

  private fault(code: string, params: LineFault['params'] = {}): void {
    this.faults.push({ ...of(this.line), code, params })
  }

  private text(key: string): string | null {
    const value = this.line.details[key] ?? null
    return value === null || value === '' || typeof value === 'boolean' ? null : String(value)
  }

  private day(key: string): string | null {
    return this.text(key)
  }

  private main(): DecidedPost | undefined {
    return this.file.posts.find((p) => p.isMain && holds(p, this.line.effectiveOn))
  }

  private about() {
    return { ...of(this.line), personId: this.file.holder.id }
  }

  private end(post: DecidedPost, until: string, reason: EndReason): void {
    post.validUntil = until
    post.endReason = reason
    post.endedBy = this.line.id
    const { unitId, title, validFrom: from } = post
    this.effects.push({ ...this.about(), did: 'ended', rowId: post.id, unitId, title, from, until, reason })
  }

  private begin(isMain: boolean, category: string | null, until: string | null = null): void {
    const unitId = this.text('unitId') ?? ''
    const post: DecidedPost = {
      id: this.background.newId(),
      unitId,
      unitName: this.background.unitName(unitId, this.line.effectiveOn) ?? '',
      title: this.text('title') ?? '',
      isMain,
      validFrom: this.line.effectiveOn,
      validUntil: until,
      endReason: until === null ? null : 'term-over',
      category,
      madeBy: this.line.id,
      endedBy: null,
    }
    this.file.posts.push(post)
    this.effects.push({
      ...this.about(),
      did: 'begun',
      rowId: post.id,
      ...{ unitId, title: post.title, isMain, from: post.validFrom, until, category },
    })
  }

  /** Another main post; the present one ends the day before. */
  private move(category: string | null): void {
    const from = this.line.effectiveOn
    const decision = decideAppoint(this.file.posts, from, null)
    if (!decision.ok) {
      const last = this.file.posts
        .filter((p) => p.isMain)
        .sort((a, b) => a.validFrom.localeCompare(b.validFrom))
        .at(-1)
      const named = { title: last?.title ?? '', unit: last?.unitName ?? '', from: last?.validFrom ?? from }
      if (decision.why === 'gap') return this.fault('gap', { from: decision.from })
      return this.fault(decision.why === 'not-after' ? 'twoMain' : 'laterPost', named)
    }
    const present = this.file.posts.find((p) => p.id === decision.ends)
    if (present && present.unitId === this.text('unitId') && present.title.toLowerCase() === this.text('title')?.toLowerCase())
      return this.fault('samePost', { title: present.title, unit: present.unitName })
    if (present) this.end(present, from, 'moved')
    this.begin(true, category)
  }

  /** A post beside the main one, to a last day where the decision names one. */
  private takeSide(lastDay: string | null): void {
    const wanted = { unitId: this.text('unitId') ?? '', title: this.text('title') ?? '', from: this.line.effectiveOn }
    const until = lastDay === null ? null : addDays(lastDay, 1)
    const decision = decideConcurrent(this.file.posts, { ...wanted, until })
    if (!decision.ok)
      return decision.why === 'twice'
        ? this.fault('postTwice', { title: wanted.title })
        : this.fault('notInService', { on: wanted.from })
    this.begin(false, null, until)
  }

  private endMain(until: string, reason: EndReason): void {
    const main = this.main()
    if (!main) return this.fault('notInService', { on: this.line.effectiveOn })
    if (main.validFrom >= until) return this.fault('twoMain', { title: main.title, unit: main.unitName, from: main.validFrom })
    this.end(main, until, reason)
  }

  /** The main post and all beside it end: who leaves, leaves everything. */
  private endAll(until: string, reason: EndReason): void {
    const later = this.file.posts.find((p) => p.validFrom >= until)
    if (later) return this.fault('laterPost', { title: later.title, unit: later.unitName, from: later.validFrom })
    for (const post of this.file.posts) if (post.validUntil === null || post.validUntil > until) this.end(post, until, reason)
  }

  private record(section: DecidedSection, kind: string | null, values: Record<string, string | number | null>): void {
    const { effectiveOn: from } = this.line
    const until = ['training', 'contract', 'discipline'].includes(section) ? this.day('until') : null
    this.effects.push({ ...this.about(), did: 'recorded', rowId: this.background.newId(), section, kind, values, from, until })
  }

  /** A salary row: after the last one, not the same again, and not lower within one rank. */
  private pay(): void {
    const rankCode = this.text('rankCode') ?? ''
    const coefficient = Number(this.text('coefficient') ?? 0).toFixed(2)
    const step = this.text('step') === null ? null : Number(this.text('step'))
    const overFrame = this.text('overFrame')
    const last = this.lastSalary()
    if (last === 'later') return
    if (last && last.rankCode === rankCode) {
      if (Number(coefficient) < Number(last.coefficient))
        return this.fault('salaryLower', { coefficient: last.coefficient, from: last.from ?? '' })
      if (Number(coefficient) === Number(last.coefficient) && overFrame === null)
        return this.fault('salarySame', { coefficient, from: last.from ?? '' })
    }
    const values = {
      rank_code: rankCode,
      step,
      coefficient,
      position_allowance: last ? last.positionAllowance : null,
      over_frame: overFrame,
      other_allowance: null,
    }
    this.keepSalary({ rankCode, step, coefficient, positionAllowance: values.position_allowance })
    this.record('salary', null, values)
  }

  /** The last salary row with another allowance. */
  private allow(): void {
    const last = this.lastSalary()
    if (last === 'later') return
    if (!last) return this.fault('noSalary')
    const positionAllowance = this.text('positionAllowance') ?? last.positionAllowance
    const { rankCode, step, coefficient } = last
    this.keepSalary({ rankCode, step, coefficient, positionAllowance })
    this.record('salary', null, {
      rank_code: rankCode,
      step,
      coefficient,
      position_allowance: positionAllowance,
      over_frame: null,
      other_allowance: this.text('otherAllowance'),
    })
  }

  private lastSalary(): SalaryRow | null | 'later' {
    const last = this.file.salaries.at(-1) ?? null
    if (last?.from && last.from > this.line.effectiveOn.slice(0, last.from.length)) {
      this.fault('salaryLater', { from: last.from, coefficient: last.coefficient })
      return 'later'
    }
    return last
  }

  private keepSalary(row: Pick<SalaryRow, 'rankCode' | 'step' | 'coefficient' | 'positionAllowance'>): void {
    const kept = {
      id: '',
      personId: this.file.holder.id,
      from: this.line.effectiveOn,
      decisionNumber: null,
      madeBy: this.line.id,
    }
    this.file.salaries.push({ ...kept, ...row })
  }

  private leave(until: string): void {
    const { effectiveOn: from } = this.line
    const other = this.file.leaves.find((l) => l.from <= until && l.until >= from)
    if (other) return this.fault('leaveOverlaps', { from: other.from, until: other.until, number: other.number })
    this.file.leaves.push({ personId: this.file.holder.id, from, until, number: '' })
  }

  private checkAge(months: number, code: 'tooOld' | 'nearRetirement'): void {
    const last = this.background.retiresOn(this.file.holder)
    if (last === null || this.text('exception') !== null) return
    if (addMonths(this.line.effectiveOn, months) > addDays(last, 1)) this.fault(code, { until: last })
  }
}
