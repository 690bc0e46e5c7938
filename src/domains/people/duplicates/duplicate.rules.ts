import { birthOf } from '../person.rules.ts'
import { accentKey, fold } from '#kernel/text.ts'

/** What of a person is compared with another to tell whether both are one. */
export interface Compared {
  id: string
  fullName: string
  birthDate: string | null
  birthMonth?: number | null
  birthYear: number | null
  sex: string
  /** Citizen numbers, former ones too. */
  numbers: readonly string[]
  /** Units of the posts held, and their titles. */
  units: readonly string[]
  titles: readonly string[]
  /** How many records bear a name typed like this one. */
  bearers: number
}

export const parts = ['name', 'birth', 'number', 'sex', 'unit', 'post', 'rarity'] as const
export type Part = (typeof parts)[number]
export const grades = ['surely', 'possibly'] as const
export type Grade = (typeof grades)[number]

/** One part of a score, with what it found: the answer to "why". */
export interface Reason {
  part: Part
  outcome: string
  points: number
}

export interface PairScore {
  /** 0 to 100; points beyond are cut off. */
  score: number
  grade: Grade | null
  reasons: Reason[]
}

/** Points of each outcome, `part.outcome`, and the thresholds of the grades. */
export type Weights = Readonly<Record<string, number>>

/**
 * A name as fingers type it: what Telex and VNI leave behind when the input method sleeps (`Nguyeenx Thij`, `Nguye6n4`), y for i, ch for tr,
 * s for x and doubled letters make no difference. The same function as `people.typing_key` of the database.
 */
export function typingKey(name: string): string {
  return fold(name)
    .replace(/[^a-z ]+/g, '')
    .replace(/[fjwz]+/g, '')
    .replace(/\btr/g, 'ch')
    .replace(/\bs/g, 'x')
    .replace(/([a-z])[srx]+/g, '$1')
    .replace(/y/g, 'i')
    .replace(/(.)\1+/g, '$1')
}

interface Word {
  accent: string
  plain: string
  key: string
  short: boolean
}

interface Name {
  words: Word[]
  marked: boolean
  joined: string
}

const names = new Map<string, Name>()

function readName(fullName: string): Name {
  const known = names.get(fullName)
  if (known) return known
  // `N.T.Hoa` are three words.
  const words = fullName
    .replace(/\./g, '. ')
    .split(/\s+/)
    .filter(Boolean)
    .map((text): Word => {
      const plain = fold(text).replace(/[^a-z0-9'-]+/g, '')
      const key = typingKey(text)
      return { accent: accentKey(text.toLowerCase()), plain, key, short: text.endsWith('.') || plain.length === 1 }
    })
  const name = {
    words,
    marked: words.some((w) => w.accent !== w.plain),
    joined: words.map((w) => w.key).join(''),
  }
  if (names.size > 50_000) names.clear()
  names.set(fullName, name)
  return name
}

/** Whether one text becomes the other by one letter more, less, other, or two neighbours changing places. */
export function oneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const [restA, restB] = [a.slice(at), b.slice(at)]
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
}

type Likeness = 'same' | 'lost' | 'spelling' | 'marks' | 'initial' | 'slip' | 'other'

function compareWords(a: Word, b: Word, lost: boolean): Likeness {
  if (a.accent === b.accent) return 'same'
  if (a.key === b.key && a.key !== '') return a.plain !== b.plain ? 'spelling' : lost ? 'lost' : 'marks'
  if (a.short !== b.short) return (a.short ? b.plain.startsWith(a.plain) : a.plain.startsWith(b.plain)) ? 'initial' : 'other'
  const long = Math.max(a.plain.length, b.plain.length) >= 3
  return long && (oneSlip(a.key, b.key) || oneSlip(a.plain, b.plain)) ? 'slip' : 'other'
}

/** How two names stand to each other; the worst thing found, `alike` where several were. */
export function compareNames(one: string, other: string, weights: Weights): string {
  const [a, b] = [readName(one), readName(other)]
  const lost = a.marked !== b.marked
  const found = new Set<string>()
  const sorted = (name: Name) =>
    name.words
      .map((w) => w.key)
      .sort()
      .join(' ')
  if (a.words.length === b.words.length && a.joined !== b.joined && sorted(a) === sorted(b)) return 'order'
  if (a.words.length !== b.words.length && a.joined === b.joined) return 'slip'
  const [family, given] = [compareEnds(a, b, 0, lost), compareEnds(a, b, -1, lost)]
  if (family === 'other' || given === 'other')
    return oneSlip(a.joined, b.joined) && a.words.length !== b.words.length ? 'slip' : 'different'
  note(found, family, 'slip', 'marks')
  note(found, given, 'given-slip', 'given-marks')
  const [shorter, longer] = a.words.length <= b.words.length ? [a, b] : [b, a]
  const [few, many] = [shorter.words.slice(1, -1), longer.words.slice(1, -1)]
  let at = 0
  for (const word of few) {
    // Each middle name finds its like further on; where as many stand on both sides, in its own place.
    let likeness: Likeness = 'other'
    const room = many.length - few.length + few.indexOf(word)
    for (let next = at; next <= room && likeness === 'other'; next++) {
      const candidate = many[next]
      if (!candidate) break
      likeness = compareWords(word, candidate, lost)
      if (likeness !== 'other') at = next + 1
    }
    if (likeness === 'other') found.add('middle-differs')
    note(found, likeness, 'slip', 'marks')
  }
  if (few.length < many.length) found.add('middle-missing')
  const worst = [...found].sort((x, y) => points(weights, 'name', x) - points(weights, 'name', y))[0]
  if (!worst) return 'same'
  const several = [...found].filter((each) => each !== 'marks-lost' && each !== 'spelling').length > 1
  return several && points(weights, 'name', worst) > points(weights, 'name', 'alike') ? 'alike' : worst
}

function compareEnds(a: Name, b: Name, at: 0 | -1, lost: boolean): Likeness {
  const [x, y] = [a.words.at(at), b.words.at(at)]
  return x && y ? compareWords(x, y, lost) : 'other'
}

function note(found: Set<string>, likeness: Likeness, slip: string, marks: string): void {
  if (likeness === 'slip') found.add(slip)
  if (likeness === 'marks') found.add(marks)
  if (likeness === 'lost') found.add('marks-lost')
  if (likeness === 'spelling') found.add('spelling')
  if (likeness === 'initial') found.add('abbreviated')
}

/** A day that only stands for its year: 1 January is written where nobody knows better. */
function dayOf(person: Pick<Compared, 'birthDate'>): string | null {
  return person.birthDate && !person.birthDate.endsWith('-01-01') ? person.birthDate : null
}

function yearOf(person: Pick<Compared, 'birthDate' | 'birthYear'>): number | null {
  return person.birthDate ? Number(person.birthDate.slice(0, 4)) : person.birthYear
}

function monthOf(person: Pick<Compared, 'birthDate' | 'birthMonth'>): number | null {
  return Number(dayOf(person)?.slice(5, 7)) || (person.birthMonth ?? null)
}

/** How two births stand to each other. `near`: one part of the day differs, by a slip. */
export function compareBirths(
  a: Pick<Compared, 'birthDate' | 'birthMonth' | 'birthYear'>,
  b: Pick<Compared, 'birthDate' | 'birthMonth' | 'birthYear'>,
): string {
  const [years, days] = [[yearOf(a), yearOf(b)] as const, [dayOf(a), dayOf(b)] as const]
  if (years[0] === null || years[1] === null) return 'unknown'
  const [x, y] = days
  if (x === null || y === null) {
    const [m, n] = [monthOf(a), monthOf(b)]
    if (years[0] === years[1] && m !== null && n !== null && m !== n) return 'day-differs'
    return years[0] === years[1] ? (x === y && a.birthDate && b.birthDate ? 'near' : 'year') : 'different'
  }
  if (x === y) return 'same'
  if (x.slice(0, 4) === y.slice(0, 4) && x.slice(5, 7) === y.slice(8) && x.slice(8) === y.slice(5, 7)) return 'swapped'
  const differing = [0, 1, 2].filter((part) => x.split('-')[part] !== y.split('-')[part])
  const part = differing[0] ?? 0
  const nextYear = part === 0 && Math.abs(years[0] - years[1]) === 1
  if (differing.length === 1 && (nextYear || slipOfDigits(x.split('-')[part] ?? '', y.split('-')[part] ?? ''))) return 'near'
  return years[0] === years[1] ? 'day-differs' : 'different'
}

/** One digit differs, or two neighbours have changed places. */
function slipOfDigits(a: string, b: string): boolean {
  return a.length === b.length && oneSlip(a, b)
}

/** How the citizen numbers of two people stand to each other. Nine digits of the former card say nothing against twelve. */
export function compareNumbers(a: readonly string[], b: readonly string[]): string {
  if (a.length === 0 || b.length === 0) return 'unknown'
  if (a.some((x) => b.includes(x))) return 'same'
  if (a.some((x) => b.some((y) => slipOfDigits(x, y)))) return 'near'
  return a.some((x) => b.some((y) => x.length === y.length)) ? 'different' : 'other-kind'
}

function points(weights: Weights, part: string, outcome: string): number {
  return weights[`${part}.${outcome}`] ?? 0
}

const shared = (a: readonly string[], b: readonly string[]) => a.some((x) => b.includes(x))

/** How likely two records are of one person, with each part of the score. */
export function scorePair(a: Compared, b: Compared, weights: Weights): PairScore {
  const name = compareNames(a.fullName, b.fullName, weights)
  const unit = shared(a.units, b.units)
  const bearers = Math.max(a.bearers, b.bearers)
  const outcomes: [Part, string][] = [
    ['name', name],
    ['birth', compareBirths(a, b)],
    ['number', compareNumbers(a.numbers, b.numbers)],
    ['sex', a.sex === b.sex ? 'same' : 'different'],
    ['unit', unit ? 'same' : 'different'],
    ['post', unit && shared(a.titles.map(fold), b.titles.map(fold)) ? 'same' : 'different'],
    ['rarity', bearers <= 3 ? 'rare' : bearers < 15 ? 'usual' : 'common'],
  ]
  const reasons = outcomes.map(([part, outcome]) => ({ part, outcome, points: points(weights, part, outcome) }))
  const sum = reasons.reduce((total, reason) => total + reason.points, 0)
  const score = Math.max(0, Math.min(100, sum))
  const grade = grades.find((each) => score >= points(weights, 'grade', each)) ?? null
  return { score, grade, reasons }
}

/** What was compared, as a text: a pair somebody decided comes back only when this changes. */
export function factsOfPair(a: Compared, b: Compared): string {
  const facts = ({ fullName, birthDate, birthMonth, birthYear, sex, numbers, units }: Compared) =>
    [
      accentKey(fullName),
      birthOf({ birthDate, birthMonth: birthMonth ?? null, birthYear }) ?? '',
      sex,
      [...numbers].sort(),
      [...units].sort(),
    ].join('|')
  return (a.id < b.id ? [a, b] : [b, a]).map(facts).join('||')
}
