import { formatNumber } from '#kernel/numbers.ts'
import type { Language } from '#kernel/words.ts'
import type { FigureRow } from '../figure.contract.ts'

const bounds = {
  vi: { exact: '', over: 'trên ', about: 'khoảng ', under: 'gần ' },
  en: { exact: '', over: 'over ', about: 'about ', under: 'nearly ' },
} as const

/** Printed where a figure has no value yet. */
export const noValue = '–'

type Written = Pick<FigureRow, 'value' | 'qualifier' | 'unit' | 'unitLabel' | 'kind'>

/** A number of a figure without its unit: identifiers and years keep their digits, everything else is grouped. */
export function writeNumber(value: string | null, kind: string, lang: Language): string {
  if (value === null) return noValue
  if (kind === 'identifier') return value
  const signed = kind === 'rank-change' && !value.startsWith('-') && Number(value) !== 0 ? '+' : ''
  return signed + formatNumber(value, lang)
}

/** The value with its bound, without the unit: "trên 4.600". */
export function writeValue(figure: Written, lang: Language): string {
  const number = writeNumber(figure.value, figure.kind, lang)
  return figure.value === null ? number : bounds[lang][figure.qualifier] + number
}

/** The unit of count as it follows the value; a percent sign hugs it. */
export function writeUnit(figure: Pick<Written, 'unit' | 'unitLabel'>, lang: Language): string {
  return figure.unit === 'percent' ? '%' : ` ${figure.unitLabel[lang]}`
}

/** Value, bound and unit: "trên 4.600 trang", "57,6%". */
export function writeFigure(figure: Written, lang: Language): string {
  return figure.value === null ? noValue : writeValue(figure, lang) + writeUnit(figure, lang)
}

/** What became of a figure between two periods. `share` is the change in percent of the former value. */
export interface Movement {
  difference: string
  share: string | null
  direction: 'up' | 'down' | 'same'
}

/** The change from the former value to the present one; null when either is missing. */
export function movementOf(figure: Pick<FigureRow, 'value' | 'former' | 'unit'>): Movement | null {
  if (figure.value === null || figure.former === null) return null
  const digits = Math.max(decimalsOf(figure.value), decimalsOf(figure.former))
  const difference = Number(figure.value) - Number(figure.former)
  const former = Number(figure.former)
  return {
    difference: difference.toFixed(digits),
    share: former === 0 || figure.unit === 'percent' ? null : ((difference / Math.abs(former)) * 100).toFixed(1),
    direction: difference > 0 ? 'up' : difference < 0 ? 'down' : 'same',
  }
}

function decimalsOf(value: string): number {
  return value.split('.')[1]?.length ?? 0
}

/** A difference with its sign: "+1.204", "-9", "0". */
export function writeDifference(difference: string, lang: Language): string {
  const number = formatNumber(difference, lang)
  return Number(difference) > 0 ? `+${number}` : number.replace(/^-/, '−')
}

/** A period as people say it: "2022", "tháng 7/2022", "2021-2022". */
export function writePeriod(period: string, lang: Language): string {
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(period)
  if (!month) return period
  return lang === 'vi' ? `tháng ${Number(month[2])}/${month[1]}` : `${month[2]}/${month[1]}`
}
