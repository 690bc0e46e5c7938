import { z } from 'zod'
import { formatDate, parseDate, PlainDate } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { fold } from '#kernel/text.ts'
import type { Language } from '#kernel/words.ts'

/**
 * Checks over the figures of one report: what must hold between them if nobody made a mistake. Pure: definitions and readings in,
 * findings out. `deriveChecks` reads the checks off the definitions (parts add up, a share equals its terms ...); `readChecks` adds
 * the ones written down as data, because no definition can say them (levels that exclude each other, two statements that imply
 * different totals ...).
 *
 * A reading is an interval, not a point: "over 20" is [20, ∞), a percentage printed with one decimal covers half a tenth on each
 * side, a value nobody entered covers everything from 0. A check fires only where the intervals cannot meet.
 *
 * @example
 * const checks = [...deriveChecks(definitions), ...readChecks(parse(yaml), definitions)]
 * runChecks(checksOfPeriod(checks, '2022'), readings).map((finding) => finding.message.vi)
 */

/** A sentence in both languages of the platform. */
const Words = z.object({ vi: z.string().min(1), en: z.string().min(1) })
type Words = z.infer<typeof Words>

/** What a check needs to know of a figure's definition. `section` is the place where the figure stands in the report. */
export interface FigureDefinitionForCheck {
  id: string
  title: Words
  unit: string
  section: string
  parentId?: string
  /** `part`, `part:GROUP`, `of-which`, `item` say what the figure is to its parent; `ratio` and `dup` name other figures. */
  relation?: string
  /** Of a ratio; for a `dup` the figure it repeats. */
  numerator?: string
  denominator?: string
  kind: string
}

/** What the report says: a value with its bound, the words it stands in, and the elements it names. `null` = not entered. */
export interface FigureReading {
  id: string
  value: number | null
  qualifier: 'exact' | 'over' | 'about' | 'under'
  /** The passage as printed; its dates are checked and its decimals say how precise the value is. */
  printed?: string
  /** Where the value was taken from; its dates are checked too. */
  evidence?: string
  /** The elements named behind the value; `amount` is what one contributes, 1 when absent. */
  items?: { label: string; amount?: number }[]
}

/** A disagreement. `expected` is what the other figures imply, `found` what is stated; `places` are the sections to look at. */
export interface Finding {
  checkId: string
  kind: string
  severity: 'A' | 'B' | 'C'
  figures: string[]
  places: string[]
  expected: string
  found: string
  numbers: { label: string; value: number | string }[]
  message: Words
}

const FigureId = z.string().min(1)
const FigureIds = z.array(FigureId).min(1)
const Pattern = z.string().refine((pattern) => hasGroup(pattern), 'must be a regular expression with one group around the number')

/**
 * Fields of every check. Severity: A = contradiction of numbers, B = impossible or conflicting value, C = doubt to be settled.
 * `source` says why it must hold. A check with a `period` holds for that report only.
 */
const base = {
  id: z.string().min(1),
  title: Words,
  severity: z.enum(['A', 'B', 'C']),
  source: z.string().min(1),
  period: z.string().optional(),
}

/** One check, as written in YAML; the derived ones have the same shape. */
export const CheckDefinition = z.discriminatedUnion('kind', [
  /** The parts add up to the whole. `rounded`: each is a rounded share, so halves of the last digit add up as well. */
  z.strictObject({ ...base, kind: z.literal('sum'), whole: FigureId, parts: FigureIds, rounded: z.boolean().default(false) }),
  /** `scale` times numerator over denominator is the figure, at the precision it is printed with. */
  z.strictObject({
    ...base,
    kind: z.literal('ratio'),
    figure: FigureId,
    numerator: FigureId,
    denominator: FigureId,
    scale: z.number().positive().default(100),
  }),
  /** The smaller figure is not above the larger. */
  z.strictObject({ ...base, kind: z.literal('at-most'), smaller: FigureId, larger: FigureId }),
  /** Nobody can be in two of the levels, so together they are not above the whole. */
  z.strictObject({ ...base, kind: z.literal('exclusive'), whole: FigureId, levels: z.array(FigureId).min(2) }),
  /** All figures state the same fact. */
  z.strictObject({ ...base, kind: z.literal('same'), figures: z.array(FigureId).min(2) }),
  /** A value outside the bounds is impossible; `whole`: so is a fraction. Replaces the derived check of the same figure. */
  z.strictObject({
    ...base,
    kind: z.literal('range'),
    figures: FigureIds,
    min: z.number().optional(),
    max: z.number().optional(),
    whole: z.boolean().default(false),
  }),
  /** A score outside the range somebody published is not to be believed. */
  z.strictObject({ ...base, kind: z.literal('plausible-range'), figure: FigureId, min: z.number(), max: z.number() }),
  /** So many of one thing per one of another is not to be believed outside the bounds. */
  z.strictObject({
    ...base,
    kind: z.literal('rate'),
    numerator: FigureId,
    denominator: FigureId,
    min: z.number(),
    max: z.number(),
  }),
  /**
   * The elements named behind a figure are as many as it states. `complete: false`: they are examples, only too many contradict.
   * `weighed`: an element without an amount says nothing (metres, money). Replaces the derived check of the same figure.
   */
  z.strictObject({
    ...base,
    kind: z.literal('items'),
    figures: FigureIds,
    complete: z.boolean().default(true),
    weighed: z.boolean().default(false),
  }),
  /** The figures that list the elements one by one are as many as the whole states. */
  z.strictObject({ ...base, kind: z.literal('item-group'), whole: FigureId, items: FigureIds }),
  /** Every element named behind `part` is named behind `whole`. `ignore`: words that may be left out of a name. */
  z.strictObject({
    ...base,
    kind: z.literal('subset'),
    part: FigureId,
    whole: FigureId,
    ignore: z.array(z.string()).default([]),
  }),
  /**
   * A change stated in units and in percent implies the total it is a percentage of; all such totals and the stated ones must be
   * able to be one and the same. `compare`: the total before the change, or what the change left of it.
   */
  z.strictObject({
    ...base,
    kind: z.literal('implied-base'),
    statements: z
      .array(
        z.strictObject({
          change: FigureId,
          percent: FigureId,
          direction: z.enum(['decrease', 'increase']).default('decrease'),
          compare: z.enum(['before', 'after']),
          /** The moment of the total before the change. */
          moment: Words,
        }),
      )
      .min(1),
    stated: z.array(FigureId).default([]),
    tolerance: z.number().nonnegative().default(0),
  }),
  /** The elements carry numbers of one series: from the first to the last there are no more numbers than the figure counts. */
  z.strictObject({ ...base, kind: z.literal('sequence'), figure: FigureId, pattern: Pattern }),
  /** Dates in the words of the figures (all figures when none is named) exist and lie inside the window. */
  z.strictObject({
    ...base,
    kind: z.literal('date'),
    figures: FigureIds.optional(),
    from: PlainDate.optional(),
    until: PlainDate.optional(),
  }),
  /** The document of `later` carries out that of `earlier`, so its date is not before it. */
  z.strictObject({ ...base, kind: z.literal('order'), earlier: FigureId, later: FigureId }),
])
export type CheckDefinition = z.infer<typeof CheckDefinition>

/** A check that knows the names and places of its figures. */
export type Check = CheckDefinition & { places?: Record<string, Place> }
interface Place {
  title: Words
  section: string
}

/** `source` of the checks that follow from the definitions alone. */
const DERIVED = 'definition'

// ---------------------------------------------------------------------------------------------------- which checks there are

/** The checks that the definitions imply. Figures that are no statistics (identifiers, ordinals, events) are not counted. */
export function deriveChecks(definitions: readonly FigureDefinitionForCheck[]): Check[] {
  const known = new Map(definitions.map((definition) => [definition.id, definition]))
  const checks: CheckDefinition[] = []
  const from = (id: string, severity: 'A' | 'B', vi: string, en: string) => ({ id, severity, source: DERIVED, title: { vi, en } })

  const groups = new Map<string, { whole: string; relation: string; children: FigureDefinitionForCheck[] }>()
  for (const child of definitions) {
    const relation = child.relation ?? ''
    if (!child.parentId || !known.has(child.parentId) || !(relation.startsWith('part') || relation === 'item')) continue
    const key = `${child.parentId} ${relation}`
    const group = groups.get(key) ?? { whole: child.parentId, relation, children: [] }
    group.children.push(child)
    groups.set(key, group)
  }
  for (const { whole, relation, children } of groups.values()) {
    const ids = children.map((child) => child.id)
    const title = known.get(whole)?.title ?? { vi: whole, en: whole }
    if (relation === 'item') {
      const words = from(
        `item-group:${whole}`,
        'A',
        `Đủ số phần tử của “${title.vi}”`,
        `All elements of “${title.en}” are listed`,
      )
      checks.push({ ...words, kind: 'item-group', whole, items: ids })
    } else {
      const id = `sum:${whole}${relation.slice('part'.length)}`
      const words = from(id, 'A', `Các phần của “${title.vi}” cộng lại bằng tổng`, `The parts of “${title.en}” add up`)
      checks.push({ ...words, kind: 'sum', whole, parts: ids, rounded: children.every(isPercent) })
    }
  }

  for (const { id, title, relation, parentId, numerator, denominator, ...definition } of definitions) {
    if (relation === 'ratio' && numerator && denominator) {
      const words = from(`ratio:${id}`, 'A', `“${title.vi}” khớp với tử số và mẫu số`, `“${title.en}” agrees with its terms`)
      checks.push({ ...words, kind: 'ratio', figure: id, numerator, denominator, scale: isPercent(definition) ? 100 : 1 })
    }
    if (relation === 'of-which' && parentId && known.has(parentId)) {
      const words = from(`at-most:${id}`, 'A', `“${title.vi}” không lớn hơn toàn bộ`, `“${title.en}” is not above its whole`)
      checks.push({ ...words, kind: 'at-most', smaller: id, larger: parentId })
      const names = from(
        `subset:${id}`,
        'A',
        `Phần tử của “${title.vi}” thuộc toàn bộ`,
        `The elements of “${title.en}” belong to its whole`,
      )
      checks.push({ ...names, kind: 'subset', part: id, whole: parentId, ignore: [] })
    }
    if (relation === 'dup' && numerator) {
      const words = from(
        `same:${id}`,
        'A',
        `“${title.vi}” ghi giống nhau ở mọi nơi`,
        `“${title.en}” is the same wherever it stands`,
      )
      checks.push({ ...words, kind: 'same', figures: [numerator, id] })
    }
    const { kind } = definition
    if (isPercent(definition) || ['count', 'measure', 'money', 'score', 'target'].includes(kind)) {
      const words = from(`range:${id}`, 'B', `“${title.vi}” là giá trị có thể có`, `“${title.en}” is a possible value`)
      const max = isPercent(definition) ? 100 : undefined
      checks.push({ ...words, kind: 'range', figures: [id], min: 0, max, whole: kind === 'count' && !isPercent(definition) })
    }
    if (['count', 'measure', 'money', 'target'].includes(kind) && !isPercent(definition)) {
      const words = from(`items:${id}`, 'A', `“${title.vi}” khớp với danh sách`, `“${title.en}” agrees with its list`)
      checks.push({ ...words, kind: 'items', figures: [id], complete: true, weighed: kind === 'measure' || kind === 'money' })
    }
  }
  checks.push({ ...from('date', 'B', 'Ngày tháng có thật', 'Dates exist'), kind: 'date' })
  return checks.map((check) => placed(check, known))
}

/**
 * The checks of a parsed YAML document (a list).
 * @throws Error naming every field that is wrong, every id used twice and every figure no definition knows.
 */
export function readChecks(document: unknown, definitions: readonly FigureDefinitionForCheck[]): Check[] {
  const checks = z.array(CheckDefinition).parse(document)
  const known = new Map(definitions.map((definition) => [definition.id, definition]))
  const wrong = checks.flatMap((check, at) => [
    ...(checks.findIndex((other) => other.id === check.id) < at ? [`${check.id}: id used twice`] : []),
    ...figuresOf(check)
      .filter((id) => !known.has(id))
      .map((id) => `${check.id}: unknown figure ${id}`),
  ])
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  return checks.map((check) => placed(check, known))
}

/** The checks that hold for a period: those of every period and its own. */
export function checksOfPeriod(checks: readonly Check[], period: string): Check[] {
  return checks.filter((check) => check.period === undefined || check.period === period)
}

function isPercent(definition: { unit: string; kind: string }): boolean {
  return definition.unit === 'percent' || definition.kind === 'percent'
}

function figuresOf(check: CheckDefinition): string[] {
  switch (check.kind) {
    case 'sum':
      return [check.whole, ...check.parts]
    case 'ratio':
      return [check.figure, check.numerator, check.denominator]
    case 'at-most':
      return [check.smaller, check.larger]
    case 'exclusive':
      return [check.whole, ...check.levels]
    case 'same':
    case 'range':
    case 'items':
      return check.figures
    case 'plausible-range':
    case 'sequence':
      return [check.figure]
    case 'rate':
      return [check.numerator, check.denominator]
    case 'item-group':
      return [check.whole, ...check.items]
    case 'subset':
      return [check.part, check.whole]
    case 'implied-base':
      return [...check.statements.flatMap(({ change, percent }) => [change, percent]), ...check.stated]
    case 'date':
      return check.figures ?? []
    case 'order':
      return [check.earlier, check.later]
  }
}

function placed(check: CheckDefinition, known: ReadonlyMap<string, FigureDefinitionForCheck>): Check {
  const ids = check.kind === 'date' && !check.figures ? [...known.keys()] : figuresOf(check)
  const places = ids.flatMap((id) => {
    const definition = known.get(id)
    return definition ? [[id, { title: definition.title, section: definition.section }] as const] : []
  })
  return { ...check, places: Object.fromEntries(places) }
}

// ------------------------------------------------------------------------------------------------------------- running them

type Found = Pick<Finding, 'figures' | 'expected' | 'found' | 'numbers' | 'message'>

/** Everything that disagrees, in the order of the checks. A check whose figures were not entered says nothing. */
export function runChecks(checks: readonly Check[], readings: ReadonlyMap<string, FigureReading>): Finding[] {
  const key = (kind: string) => (id: string) => `${kind} ${id}`
  const explicit = new Set(checks.flatMap((check) => (check.source === DERIVED ? [] : figuresOf(check).map(key(check.kind)))))
  return checks.flatMap((check) => {
    const replaceable = check.source === DERIVED && (check.kind === 'items' || check.kind === 'range')
    if (replaceable && check.figures.map(key(check.kind)).every((figure) => explicit.has(figure))) return []
    return find(check, new Look(check, readings)).map((found) => ({
      checkId: check.id,
      kind: check.kind,
      severity: check.severity,
      ...found,
      places: [...new Set(found.figures.map((id) => check.places?.[id]?.section ?? id))],
    }))
  })
}

function find(check: Check, look: Look): Found[] {
  switch (check.kind) {
    case 'sum':
      return findSum(check, look)
    case 'ratio':
      return findRatio(check, look)
    case 'at-most':
      return findAtMost(check, look)
    case 'exclusive':
      return findExclusive(check, look)
    case 'same':
      return findSame(check, look)
    case 'range':
      return findRange(check, look)
    case 'plausible-range':
      return findImplausible(check, look)
    case 'rate':
      return findRate(check, look)
    case 'items':
      return findItems(check, look)
    case 'item-group':
      return findItemGroup(check, look)
    case 'subset':
      return findSubset(check, look)
    case 'implied-base':
      return findImpliedBase(check, look)
    case 'sequence':
      return findSequence(check, look)
    case 'date':
      return findDate(check, look)
    case 'order':
      return findOrder(check, look)
  }
}

type Of<K extends Check['kind']> = Extract<Check, { kind: K }>

function findSum(check: Of<'sum'>, look: Look): Found[] {
  const whole = look.interval(check.whole)
  const entered = check.parts.filter((id) => look.interval(id))
  if (!whole || entered.length === 0) return []
  const parts = check.parts.map((id) => look.interval(id) ?? { lo: 0, hi: Infinity })
  const slack = check.rounded ? sumOf([check.whole, ...entered].map((id) => look.halfDigit(id))) : 0
  const total = widened({ lo: sumOf(parts.map(({ lo }) => lo)), hi: sumOf(parts.map(({ hi }) => hi)) }, slack)
  if (!apart(total, whole)) return []
  const sum = tidy(sumOf(entered.map((id) => look.value(id))))
  const missing = check.parts.length - entered.length
  const args = {
    sum,
    difference: Math.abs(sum - look.value(check.whole)),
    terms: (lang: Language) => entered.map((id) => look.written(id, lang)).join(' + '),
    missing: (lang: Language) =>
      missing === 0 ? '' : lang === 'vi' ? `, dù còn ${missing} phần chưa có số` : `, with ${missing} not entered yet`,
  }
  return look.finding(args, [check.whole, ...check.parts], {
    expected: '{sum}',
    found: '{=0}',
    numbers: { 'Cộng các phần': sum },
    vi: '{0} ghi {=0}, nhưng cộng các phần được {sum} ({terms}); lệch {difference}{missing}.',
    en: '{0} states {=0}, but its parts add up to {sum} ({terms}); the difference is {difference}{missing}.',
  })
}

function findRatio(check: Of<'ratio'>, look: Look): Found[] {
  const [stated, over, under] = [check.figure, check.numerator, check.denominator].map((id) => look.interval(id))
  if (!stated || !over || !under || under.lo <= 0) return []
  const implied = { lo: (over.lo / under.hi) * check.scale, hi: (over.hi / under.lo) * check.scale }
  if (!apart(widened(stated, look.halfDigit(check.figure)), implied)) return []
  const quotient = round(
    (look.value(check.numerator) / look.value(check.denominator)) * check.scale,
    look.decimals(check.figure) + 2,
  )
  const args = { quotient, sign: check.scale === 100 ? '%' : '' }
  return look.finding(args, [check.figure, check.numerator, check.denominator], {
    expected: '{quotient}{sign}',
    found: '{=0}{sign}',
    vi: '{0} ghi {=0}{sign}, nhưng {=1} / {=2} = {quotient}{sign}.',
    en: '{0} states {=0}{sign}, but {=1} / {=2} = {quotient}{sign}.',
  })
}

function findAtMost(check: Of<'at-most'>, look: Look): Found[] {
  const [smaller, larger] = [look.interval(check.smaller), look.interval(check.larger)]
  if (!smaller || !larger || !above(smaller.lo, larger.hi)) return []
  return look.finding({}, [check.smaller, check.larger], {
    expected: '≤ {=1}',
    found: '{=0}',
    vi: '{0} ghi {=0}, lớn hơn {1} là {=1}.',
    en: '{0} states {=0}, which is above {1}, {=1}.',
  })
}

function findExclusive(check: Of<'exclusive'>, look: Look): Found[] {
  const whole = look.interval(check.whole)
  const levels = check.levels.filter((id) => look.interval(id))
  if (!whole || !above(sumOf(levels.map((id) => look.interval(id)?.lo ?? 0)), whole.hi)) return []
  const sum = tidy(sumOf(levels.map((id) => look.value(id))))
  const args = {
    sum,
    share: look.value(check.whole) > 0 ? round((sum / look.value(check.whole)) * 100, 1) : '∞',
    levels: (lang: Language) => levels.map((id) => `${look.name(id, lang)} ${look.written(id, lang)}`).join(' + '),
  }
  return look.finding(args, [check.whole, ...levels], {
    expected: '≤ {=0}',
    found: '{sum}',
    numbers: { 'Cộng các mức': sum },
    vi:
      'Các mức loại trừ nhau cộng lại được {sum} ({levels}), lớn hơn {0} là {=0} (bằng {share}%): ' +
      'có đối tượng được tính hai lần, hoặc một số ghi sai.',
    en: 'Levels that exclude each other add up to {sum} ({levels}), above {0}, {=0} ({share}%): something is counted twice, or a number is wrong.',
  })
}

function findSame(check: Of<'same'>, look: Look): Found[] {
  const [first, ...others] = check.figures.filter((id) => look.interval(id))
  return others.flatMap((id) => {
    const [a, b] = [look.interval(first ?? ''), look.interval(id)]
    if (first === undefined || !a || !b || !apart(a, b)) return []
    return look.finding({}, [first, id], {
      expected: '{=0}',
      found: '{=1}',
      vi: 'Cùng một số liệu nhưng {0} ghi {=0}, còn {1} ghi {=1}.',
      en: 'The same fact, but {0} states {=0} and {1} states {=1}.',
    })
  })
}

function findRange(check: Of<'range'>, look: Look): Found[] {
  const { min = -Infinity, max = Infinity } = check
  return check.figures.flatMap((id) => {
    const value = look.interval(id)
    const fraction = check.whole && !Number.isInteger(look.value(id))
    if (!value || (!apart(value, { lo: min, hi: max }) && !fraction)) return []
    const bounds = (lang: Language) =>
      fraction
        ? { vi: 'số nguyên', en: 'whole' }[lang]
        : value.lo > max
          ? `≤ ${formatNumber(max, lang)}`
          : `≥ ${formatNumber(min, lang)}`
    return look.finding({ bounds }, [id], {
      expected: '{bounds}',
      found: '{=0}',
      vi: '{0} ghi {=0}, không thể có: phải là {bounds}.',
      en: '{0} states {=0}, which is impossible: it must be {bounds}.',
    })
  })
}

function findImplausible(check: Of<'plausible-range'>, look: Look): Found[] {
  const value = look.interval(check.figure)
  if (!value || !apart(value, { lo: check.min, hi: check.max })) return []
  return look.finding({ min: check.min, max: check.max, source: check.source }, [check.figure], {
    expected: '{min}–{max}',
    found: '{=0}',
    numbers: { 'Thấp nhất đã công bố': check.min, 'Cao nhất đã công bố': check.max },
    vi: '{0} ghi {=0}, ngoài khoảng {min}–{max} (nguồn: {source}).',
    en: '{0} states {=0}, outside the range {min}–{max} (source: {source}).',
  })
}

function findRate(check: Of<'rate'>, look: Look): Found[] {
  const [over, under] = [look.interval(check.numerator), look.interval(check.denominator)]
  if (!over || !under || under.lo <= 0) return []
  if (!apart({ lo: over.lo / under.hi, hi: over.hi / under.lo }, { lo: check.min, hi: check.max })) return []
  const rate = round(look.value(check.numerator) / look.value(check.denominator), 1)
  return look.finding({ rate, min: check.min, max: check.max }, [check.numerator, check.denominator], {
    expected: '{min}–{max}',
    found: '{rate}',
    numbers: { 'Bình quân': rate },
    vi: '{0} ghi {=0} mà {1} ghi {=1}: bình quân {rate}, thường chỉ {min}–{max}.',
    en: '{0} states {=0} while {1} states {=1}: {rate} to one, where {min}–{max} is usual.',
  })
}

function findItems(check: Of<'items'>, look: Look): Found[] {
  return check.figures.flatMap((id) => {
    const stated = look.interval(id)
    const items = look.items(id)
    if (!stated || items.length === 0 || (check.weighed && items.some(({ amount }) => amount === undefined))) return []
    const named = tidy(sumOf(items.map(({ amount = 1 }) => amount)))
    if (!apart(stated, { lo: named, hi: check.complete ? named : Infinity })) return []
    const names = (lang: Language) =>
      items.map(({ label, amount }) => (amount === undefined ? label : `${label}: ${formatNumber(amount, lang)}`)).join('; ')
    return look.finding({ named, names }, [id], {
      expected: '{named}',
      found: '{=0}',
      numbers: { 'Theo danh sách': named },
      vi: '{0} ghi {=0}, nhưng danh sách nêu {named} ({names}).',
      en: '{0} states {=0}, but the list names {named} ({names}).',
    })
  })
}

function findItemGroup(check: Of<'item-group'>, look: Look): Found[] {
  const whole = look.interval(check.whole)
  if (!whole || check.items.some((id) => !look.interval(id))) return []
  const listed = sumOf(check.items.map((id) => look.value(id)))
  if (!apart(whole, { lo: listed, hi: listed })) return []
  return look.finding({ listed }, [check.whole, ...check.items], {
    expected: '{listed}',
    found: '{=0}',
    numbers: { 'Đã liệt kê': listed },
    vi: '{0} ghi {=0}, nhưng liệt kê {listed}.',
    en: '{0} states {=0}, but {listed} are listed.',
  })
}

/** Only a complete list of the whole proves that an element is missing from it. */
function findSubset(check: Of<'subset'>, look: Look): Found[] {
  const whole = look.interval(check.whole)
  const among = look.items(check.whole).map(({ label }) => label)
  if (!whole || among.length === 0 || apart(whole, { lo: among.length, hi: among.length })) return []
  const known = new Set(among.map((label) => nameKey(label, check.ignore)))
  const strangers = look.items(check.part).filter(({ label }) => !known.has(nameKey(label, check.ignore)))
  if (strangers.length === 0) return []
  const names = strangers.map(({ label }) => label).join('; ')
  return look.finding({ names, among: among.join('; '), size: among.length }, [check.part, check.whole], {
    expected: '{among}',
    found: '{names}',
    numbers: { 'Không có trong danh sách': strangers.length },
    vi: '{0} nêu {names} là một phần của {1}, nhưng không có tên trong danh sách {size} phần tử của số này ({among}).',
    en: '{0} names {names} as a part of {1}, but they are not on the list of its {size} elements ({among}).',
  })
}

function findImpliedBase(check: Of<'implied-base'>, look: Look): Found[] {
  const implied = check.statements.flatMap(({ change, percent, direction, compare, moment }) => {
    const [units, share] = [look.interval(change), look.interval(percent)]
    const printed = share && widened(share, look.halfDigit(percent))
    if (!units || !printed || printed.lo <= 0) return []
    const exact = { lo: (units.lo / printed.hi) * 100, hi: (units.hi / printed.lo) * 100 }
    const before = Number.isInteger(look.value(change)) ? wholeNumbersIn(exact) : exact
    const step = look.value(change) * (direction === 'decrease' ? -1 : 1)
    const after = { lo: before.lo + step, hi: before.hi + step }
    const middle = round((look.value(change) / look.value(percent)) * 100, 0)
    return [{ change, percent, moment, before, after, middle, total: compare === 'before' ? before : after, compare }]
  })
  const stated = check.stated.flatMap((id) => look.interval(id) ?? []).map((total) => ({ total }))
  const totals = [...implied, ...stated].map(({ total }) => widened(total, check.tolerance / 2))
  if (totals.length < 2 || !above(Math.max(...totals.map(({ lo }) => lo)), Math.min(...totals.map(({ hi }) => hi)))) return []
  const about = ({ before, middle }: (typeof implied)[number], lang: Language) =>
    before.lo === before.hi
      ? formatNumber(middle, lang)
      : `${span(before, lang)} (${lang === 'vi' ? 'khoảng' : 'about'} ${formatNumber(middle, lang)})`
  const bases = (lang: Language) =>
    implied
      .map((base) => {
        const left = base.compare === 'before' ? '' : `${lang === 'vi' ? ', còn lại' : ', leaving'} ${span(base.after, lang)}`
        const change = `${look.name(base.change, lang)} ${look.written(base.change, lang)}`
        const percent = `${look.written(base.percent, lang)}%`
        return lang === 'vi'
          ? `${change} bằng ${percent} nên ${base.moment.vi} phải có ${about(base, lang)}${left}`
          : `${change} being ${percent} implies ${about(base, lang)} ${base.moment.en}${left}`
      })
      .join('; ')
  const statements = (lang: Language) =>
    check.stated.map((id) => `; ${look.name(id, lang)} ${lang === 'vi' ? 'ghi' : 'states'} ${look.written(id, lang)}`).join('')
  return look.finding({ bases, statements }, figuresOf(check), {
    expected: 'một tổng số chung',
    found: [...implied, ...stated].map(({ total }) => span(total, 'vi')).join('; '),
    numbers: Object.fromEntries(
      implied.flatMap((base) => [
        [`Tổng ${base.moment.vi}`, about(base, 'vi')],
        ...(base.compare === 'after' ? [[`Còn lại so với ${base.moment.vi}`, span(base.after, 'vi')]] : []),
      ]),
    ),
    vi: '{bases}{statements}. Không có tổng số nào hợp với tất cả.',
    en: '{bases}{statements}. No total fits all of them.',
  })
}

function findSequence(check: Of<'sequence'>, look: Look): Found[] {
  const stated = look.interval(check.figure)
  const numbered = look.items(check.figure).flatMap(({ label }) => {
    const found = new RegExp(check.pattern, 'u').exec(label)?.[1]
    return found === undefined ? [] : [{ label, at: Number(found) }]
  })
  const [first, last] = [numbered.toSorted((a, b) => a.at - b.at).at(0), numbered.toSorted((a, b) => b.at - a.at).at(0)]
  if (!stated || !first || !last || !above(last.at - first.at + 1, stated.hi)) return []
  const args = { first: first.label, last: last.label, span: last.at - first.at + 1 }
  return look.finding(args, [check.figure], {
    expected: '{span}',
    found: '{=0}',
    numbers: { [first.label]: first.at, [last.label]: last.at },
    vi:
      '{0} ghi {=0}, nhưng từ “{first}” đến “{last}” có {span} số: có văn bản chưa được đếm, số bị bỏ trống, hoặc các số thuộc ' +
      'nhiều dãy khác nhau.',
    en: '{0} states {=0}, but “{first}” to “{last}” span {span} numbers: one is not counted, was skipped, or belongs to another series.',
  })
}

function findDate(check: Of<'date'>, look: Look): Found[] {
  const window = check.from !== undefined || check.until !== undefined
  const { from = '0001-01-01', until = '9999-12-31' } = check
  const wrong = ({ date }: { date: string | null }) => (window ? date !== null && (date < from || date > until) : date === null)
  return (check.figures ?? look.ids()).flatMap((id) => {
    const dates = new Map(look.texts(id).flatMap((text) => datesIn(text).map((date) => [date.written, date] as const)))
    return [...dates.values()].filter(wrong).flatMap(({ written, date }) => {
      const args = {
        written,
        bound: (lang: Language) => {
          if (date === null) return { vi: 'không có trong lịch', en: 'which does not exist' }[lang]
          const [edge, vi, en] = date < from ? [from, 'trước', 'before'] : [until, 'sau', 'after']
          return `${lang === 'vi' ? vi : en} ${formatDate(edge)}`
        },
      }
      return look.finding(args, [id], {
        expected: date === null ? 'ngày có thật' : date < from ? `≥ ${formatDate(from)}` : `≤ ${formatDate(until)}`,
        found: written,
        numbers: { Ngày: written },
        vi: '{0} nêu ngày {written}, {bound}.',
        en: '{0} names the date {written}, {bound}.',
      })
    })
  })
}

function findOrder(check: Of<'order'>, look: Look): Found[] {
  const first = (id: string) => {
    const dates = look.words(id).flatMap(datesIn)
    return dates.find(({ date }) => date !== null)
  }
  const [earlier, later] = [first(check.earlier), first(check.later)]
  if (!earlier?.date || !later?.date || later.date >= earlier.date) return []
  return look.finding({ earlier: earlier.written, later: later.written }, [check.earlier, check.later], {
    expected: '≥ {earlier}',
    found: '{later}',
    numbers: { 'Ngày trước': earlier.written, 'Ngày sau': later.written },
    vi: '{1} đề ngày {later}, trước {0} ngày {earlier}.',
    en: '{1} is dated {later}, before {0} of {earlier}.',
  })
}

// -------------------------------------------------------------------------------------------------- reading and writing values

interface Interval {
  lo: number
  hi: number
}

/** The readings as one check sees them, with the names and places of its figures. */
class Look {
  readonly #check: Check
  readonly #readings: ReadonlyMap<string, FigureReading>

  constructor(check: Check, readings: ReadonlyMap<string, FigureReading>) {
    this.#check = check
    this.#readings = readings
  }

  ids(): string[] {
    return [...this.#readings.keys()]
  }

  /** All values the reading allows; null when nothing was entered. "About" allows a tenth on each side. */
  interval(id: string): Interval | null {
    const reading = this.#readings.get(id)
    if (!reading || reading.value === null) return null
    const { value } = reading
    const tenth = Math.abs(value) / 10
    return {
      exact: { lo: value, hi: value },
      over: { lo: value, hi: Infinity },
      under: { lo: Math.min(0, value), hi: value },
      about: { lo: value - tenth, hi: value + tenth },
    }[reading.qualifier]
  }

  value(id: string): number {
    return this.#readings.get(id)?.value ?? 0
  }

  items(id: string): { label: string; amount?: number }[] {
    return this.#readings.get(id)?.items ?? []
  }

  /** The words about the figure: as printed, and the elements named. */
  words(id: string): string[] {
    const { printed = '', items = [] } = this.#readings.get(id) ?? {}
    return [printed, ...items.map(({ label }) => label)]
  }

  /** The words about the figure and about its source. */
  texts(id: string): string[] {
    return [...this.words(id), this.#readings.get(id)?.evidence ?? '']
  }

  /** How many decimals the value is printed with. */
  decimals(id: string): number {
    const reading = this.#readings.get(id)
    if (!reading || reading.value === null) return 0
    for (const [token] of (reading.printed ?? '').matchAll(/\d[\d.,]*\d|\d/g)) {
      for (const plain of [token.replaceAll('.', '').replace(',', '.'), token.replaceAll(',', '')]) {
        if (Number(plain) === reading.value) return plain.split('.')[1]?.length ?? 0
      }
    }
    return String(reading.value).split('.')[1]?.length ?? 0
  }

  /** Half of the last printed digit: what rounding may have taken away or added. */
  halfDigit(id: string): number {
    return 0.5 * 10 ** -this.decimals(id)
  }

  /** The value as said: "trên 20". */
  written(id: string, lang: Language): string {
    const reading = this.#readings.get(id)
    if (!reading || reading.value === null) return '?'
    const word = { exact: ['', ''], over: ['trên ', 'over '], about: ['khoảng ', 'about '], under: ['gần ', 'nearly '] }[
      reading.qualifier
    ]
    return `${word[lang === 'vi' ? 0 : 1] ?? ''}${formatNumber(reading.value, lang)}`
  }

  /** “Title” (mục 2.1). */
  name(id: string, lang: Language): string {
    const place = this.#check.places?.[id]
    return place ? `“${place.title[lang]}” (${lang === 'vi' ? 'mục' : 'section'} ${place.section})` : id
  }

  /** A finding; in its words `{0}` is the name and place of the first figure, `{=0}` its value, `{word}` an argument. */
  finding(args: Record<string, Argument>, figures: string[], words: WordsOfFinding): Found[] {
    const fill = (text: string, lang: Language) =>
      text.replaceAll(/\{(=?)(\w+)\}/g, (_, value: string, key: string) => {
        const id = figures[Number(key)]
        if (id !== undefined) return value ? this.written(id, lang) : this.name(id, lang)
        const argument = args[key] ?? ''
        return typeof argument === 'function'
          ? argument(lang)
          : typeof argument === 'number'
            ? formatNumber(argument, lang)
            : argument
      })
    const stated = figures
      .filter((id) => this.interval(id))
      .map((id) => ({
        label: this.name(id, 'vi'),
        value: this.#readings.get(id)?.qualifier === 'exact' ? this.value(id) : this.written(id, 'vi'),
      }))
    const numbers = [...stated, ...Object.entries(words.numbers ?? {}).map(([label, value]) => ({ label, value }))]
    const message = { vi: fill(words.vi, 'vi'), en: fill(words.en, 'en') }
    return [{ figures, expected: fill(words.expected, 'vi'), found: fill(words.found, 'vi'), numbers, message }]
  }
}

type Argument = string | number | ((lang: Language) => string)
interface WordsOfFinding extends Words {
  expected: string
  found: string
  /** Numbers beside those of the figures. */
  numbers?: Record<string, string | number>
}

/** Larger by more than the noise of binary fractions. */
function above(a: number, b: number): boolean {
  return a - b > 1e-9 * Math.max(1, Math.min(Math.abs(a), Math.abs(b)))
}

function apart(a: Interval, b: Interval): boolean {
  return above(a.lo, b.hi) || above(b.lo, a.hi)
}

function widened({ lo, hi }: Interval, by: number): Interval {
  return { lo: lo - by, hi: hi + by }
}

/** The whole numbers of an interval; itself when it holds none. */
function wholeNumbersIn({ lo, hi }: Interval): Interval {
  const [first, last] = [Math.ceil(lo - 1e-9), Math.floor(hi + 1e-9)]
  return first <= last ? { lo: first, hi: last } : { lo, hi }
}

function span({ lo, hi }: Interval, lang: Language): string {
  if (lo === hi) return formatNumber(lo, lang)
  if (hi === Infinity) return `≥ ${formatNumber(lo, lang)}`
  return `${formatNumber(lo, lang)}–${formatNumber(hi, lang)}`
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(Math.min(decimals, 20)))
}

/** Without the noise of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

/** d/m/yyyy dates in a text, with the ISO form of those that exist. Numbers of documents ("04/2022/QĐ") are no dates. */
function datesIn(text: string): { written: string; date: PlainDate | null }[] {
  return [...text.matchAll(/(?<![\d/])\d{1,2}\/\d{1,2}\/\d{4}(?![\d/])/g)].map(([written]) => ({
    written,
    date: parseDate(written),
  }))
}

/** A name without case, marks, punctuation and the words that may be left out. */
function nameKey(label: string, ignore: readonly string[]): string {
  const words = (text: string) => fold(text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' '))
  return ignore.reduce((rest, word) => rest.replaceAll(` ${words(word)} `, ' '), ` ${words(label)} `).trim()
}

function hasGroup(pattern: string): boolean {
  try {
    return new RegExp(`${pattern}|`, 'u').exec('')?.length === 2
  } catch {
    return false
  }
}
