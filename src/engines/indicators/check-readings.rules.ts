import { formatNumber } from '#kernel/numbers.ts'
import type { Language } from '#kernel/words.ts'
import type { Check, FigureReading, Finding, Words } from './checks.rules.ts'

/** What one check sees of the readings: values as intervals, values as words, and how a finding is told. */

export interface Interval {
  lo: number
  hi: number
}

export type Found = Pick<Finding, 'figures' | 'expected' | 'found' | 'numbers' | 'message'>

/** The readings as one check sees them, with the names and places of its figures. */
export class Look {
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
export function above(a: number, b: number): boolean {
  return a - b > 1e-9 * Math.max(1, Math.min(Math.abs(a), Math.abs(b)))
}

export function apart(a: Interval, b: Interval): boolean {
  return above(a.lo, b.hi) || above(b.lo, a.hi)
}

export function widened({ lo, hi }: Interval, by: number): Interval {
  return { lo: lo - by, hi: hi + by }
}

/** The whole numbers of an interval; itself when it holds none. */
export function wholeNumbersIn({ lo, hi }: Interval): Interval {
  const [first, last] = [Math.ceil(lo - 1e-9), Math.floor(hi + 1e-9)]
  return first <= last ? { lo: first, hi: last } : { lo, hi }
}

export function span({ lo, hi }: Interval, lang: Language): string {
  if (lo === hi) return formatNumber(lo, lang)
  if (hi === Infinity) return `≥ ${formatNumber(lo, lang)}`
  return `${formatNumber(lo, lang)}–${formatNumber(hi, lang)}`
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

export function round(value: number, decimals: number): number {
  return Number(value.toFixed(Math.min(decimals, 20)))
}

/** Without the noise of binary fractions. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12))
}
