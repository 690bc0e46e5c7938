import { formatDate, parseDate, type PlainDate } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { fold } from '#kernel/text.ts'
import type { Language } from '#kernel/words.ts'
import { above, apart, type Found, type Look, sumOf, tidy } from './check-readings.rules.ts'
import type { Of } from './checks.rules.ts'

/** Checks of values against the words they stand in: the elements named, their numbers, dates. */

export function findItems(check: Of<'items'>, look: Look): Found[] {
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

export function findItemGroup(check: Of<'item-group'>, look: Look): Found[] {
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
export function findSubset(check: Of<'subset'>, look: Look): Found[] {
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

export function findSequence(check: Of<'sequence'>, look: Look): Found[] {
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

export function findDate(check: Of<'date'>, look: Look): Found[] {
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

export function findOrder(check: Of<'order'>, look: Look): Found[] {
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
