import i18next, { type Resource } from 'i18next'
import type { Language, Words } from './words.ts'

/**
 * Words for the server: refusals, exports, the command line. Keys are `domain.key`; a key without words is shown as it is, so that a gap is
 * seen, and a test forbids gaps.
 */
export function makeTranslate(
  words: Record<string, Words>,
): (lang: Language, key: string, params?: Record<string, unknown>) => string {
  const resources: Resource = {}
  for (const lang of ['vi', 'en'] as const) {
    resources[lang] = { translation: Object.fromEntries(Object.entries(words).map(([name, w]) => [name, w[lang]])) }
  }
  const i18n = i18next.createInstance()
  void i18n.init({
    resources,
    lng: 'vi',
    fallbackLng: false,
    interpolation: { escapeValue: false },
    initAsync: false,
    showSupportNotice: false,
  } as Parameters<typeof i18n.init>[0])
  return (lang, key, params = {}) => i18n.t(key, { lng: lang, ...params })
}
