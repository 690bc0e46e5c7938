import { amountInWords, formatCount, formatDecimal, formatInteger, roman } from '#kernel/numbers.ts'

export type FigureFormat = 'plain' | 'roman' | 'words' | 'year'
export type FigureQualifier = 'exact' | 'over' | 'about' | 'under'

/** What the qualifier of a value says before it, in documents. */
export const qualifierWords: Record<'vi' | 'en', Record<FigureQualifier, string>> = {
  vi: { exact: '', over: 'trên ', about: 'khoảng ', under: 'gần ' },
  en: { exact: '', over: 'over ', about: 'about ', under: 'nearly ' },
}

/** Kinds written without a leading nought: scores, shares and measures are not counts. */
const unpadded = new Set(['percent', 'score', 'measure', 'money', 'identifier', 'ordinal', 'rank'])

/**
 * A value as documents print it: dot for thousands, comma for decimals with the places it was recorded with, counts under ten with a leading
 * nought, its qualifier before it. Without the unit: the sentence names that.
 *
 * @param value exact decimal as text, null while missing (prints an ellipsis)
 */
export function printFigure(
  value: string | null,
  kind: string,
  qualifier: FigureQualifier,
  format?: FigureFormat,
  lang: 'vi' | 'en' = 'vi',
): string {
  if (value === null) return '…'
  const before = qualifierWords[lang][qualifier]
  const whole = /^-?\d+$/.test(value)
  if (format === 'year') return value
  if (format === 'roman' && whole && Number(value) > 0 && Number(value) < 4000) return roman(Number(value))
  if (format === 'words') return before + amountInWords(value)
  if (!whole) return before + formatDecimal(value)
  return before + (format === 'plain' || unpadded.has(kind) ? formatInteger(value) : formatCount(value))
}
