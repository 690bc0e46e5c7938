import { z } from 'zod'
import { PlainDate } from '#kernel/dates.ts'

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
export type Words = z.infer<typeof Words>

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

/** One kind of check. */
export type Of<K extends Check['kind']> = Extract<Check, { kind: K }>

/** A check that knows the names and places of its figures. */
export type Check = CheckDefinition & { places?: Record<string, Place> }
interface Place {
  title: Words
  section: string
}

/** `source` of the checks that follow from the definitions alone. */
export const DERIVED = 'definition'

/** The figures a check names. */
export function figuresOf(check: CheckDefinition): string[] {
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

function hasGroup(pattern: string): boolean {
  try {
    return new RegExp(`${pattern}|`, 'u').exec('')?.length === 2
  } catch {
    return false
  }
}
