import { formatDateShort, isPlainDate } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords, type WordsInUse } from '#ui/i18n.ts'
import { StateTag } from '#ui/page.tsx'
import type { Line } from '../why.rules.ts'
import './salary.css'

/** Values that are days, as far as known; the others are numbers or texts. */
const days = new Set(['from', 'until', 'on', 'day', 'since', 'birth', 'award', 'notice'])
/** Amounts and coefficients; years and counts are read as they are. */
const numbers = new Set(['base', 'coefficient', 'rise', 'usual', 'old', 'value'])

function valueText(name: string, value: string | number, { lang }: WordsInUse): string {
  if (days.has(name)) return dayText(String(value), lang)
  if (numbers.has(name) && value !== '') return formatNumber(value, lang)
  return String(value)
}

/** A day as far as it is known: `2020`, `03/2020`, `01/03/2020`. */
export function dayText(day: string, lang: 'vi' | 'en'): string {
  return isPlainDate(day) ? formatDateShort(day, lang) : day.split('-').reverse().join('/')
}

/** One line of a reckoning in words. */
export function lineText(line: Line, words: WordsInUse): string {
  const { t, both } = words
  const values = Object.fromEntries(
    Object.entries(line.values).map(([name, value]) => [
      name,
      name === 'unit' ? t(`salary.choices.unit.${value}`) : valueText(name, value, words),
    ]),
  )
  return t(`salary.why.${line.code}`, { ...values, label: line.label ? both(line.label) : '' })
}

/** A reckoning, line by line: what each adds, from which row of the law, and what comes of it. */
export function Why({ lines, total }: { lines: readonly Line[]; total?: string }) {
  const words = useWords()
  const { t, lang } = words
  return (
    <ol className="why">
      {lines.map((line, index) => (
        <li key={index}>
          <span className="why-what">
            <span>{lineText(line, words)}</span>
            {line.source ? (
              <span className="muted why-source">
                {line.source}
                {line.certainty && line.certainty !== 'sure' ? (
                  <>
                    {' '}
                    <StateTag state="soon">{t(`salary.certainties.${line.certainty}`)}</StateTag>
                  </>
                ) : null}
              </span>
            ) : null}
          </span>
          <span className="why-adds figures">
            {line.dong !== null ? formatNumber(line.dong, lang) : null}
            {line.months ? (
              <span>{t(line.months > 0 ? 'salary.addsMonths' : 'salary.takesMonths', { count: Math.abs(line.months) })}</span>
            ) : null}
            {line.on ? (
              <span className="muted">
                {line.months === null
                  ? formatDateShort(line.on, lang)
                  : t('salary.becomes', { on: formatDateShort(line.on, lang) })}
              </span>
            ) : null}
          </span>
        </li>
      ))}
      {total === undefined ? null : (
        <li className="why-total">
          <span className="why-what">{t('salary.sumLine')}</span>
          <span className="why-adds figures">{total}</span>
        </li>
      )}
    </ol>
  )
}
