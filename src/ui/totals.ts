import type { Total } from '#kernel/lists.ts'
import { formatNumber } from '#kernel/numbers.ts'
import type { Language } from '#kernel/words.ts'
import type { Translate } from './i18n.ts'

/** A total that does not lie: exact, or "more than". */
export function totalText(total: Total, lang: Language, t: Translate): string {
  const number = formatNumber(total.value, lang)
  return total.atLeast ? t('ui.list.moreThan', { total: number }) : number
}
