import { formatNumber } from '#kernel/numbers.ts'
import type { Language } from '#kernel/words.ts'
import { above, apart, type Found, type Look, round, span, sumOf, tidy, wholeNumbersIn, widened } from './check-readings.rules.ts'
import { figuresOf, type Of } from './checks.rules.ts'

/** Checks of values against each other: sums, shares, bounds, repeats, totals that percentages imply. */

export function findSum(check: Of<'sum'>, look: Look): Found[] {
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

export function findRatio(check: Of<'ratio'>, look: Look): Found[] {
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

export function findAtMost(check: Of<'at-most'>, look: Look): Found[] {
  const [smaller, larger] = [look.interval(check.smaller), look.interval(check.larger)]
  if (!smaller || !larger || !above(smaller.lo, larger.hi)) return []
  return look.finding({}, [check.smaller, check.larger], {
    expected: '≤ {=1}',
    found: '{=0}',
    vi: '{0} ghi {=0}, lớn hơn {1} là {=1}.',
    en: '{0} states {=0}, which is above {1}, {=1}.',
  })
}

export function findExclusive(check: Of<'exclusive'>, look: Look): Found[] {
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

export function findSame(check: Of<'same'>, look: Look): Found[] {
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

export function findRange(check: Of<'range'>, look: Look): Found[] {
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

export function findImplausible(check: Of<'plausible-range'>, look: Look): Found[] {
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

export function findRate(check: Of<'rate'>, look: Look): Found[] {
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

export function findImpliedBase(check: Of<'implied-base'>, look: Look): Found[] {
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
