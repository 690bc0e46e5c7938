import i18next, { type i18n } from 'i18next'
import { useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language, WordTree } from '#kernel/words.ts'
import { recall, remember } from './stored.ts'
import { uiWords } from './ui.words.ts'

/** Looks a word key up in the language of the reader, with its parameters. */
export type Translate = (key: string, params?: Record<string, unknown>) => string

const languageKey = 'language'

/** All words of both languages, by domain. */
export interface WordResources {
  vi: Record<string, WordTree>
  en: Record<string, WordTree>
}

/** Starts the words: one namespace, keys prefixed by domain, Vietnamese unless the reader chose otherwise. */
export function startWords(resources: WordResources, lang?: Language): i18n {
  const both = { vi: { ...resources.vi, ui: uiWords.vi }, en: { ...resources.en, ui: uiWords.en } }
  void i18next.use(initReactI18next).init({
    lng: lang ?? (recall(languageKey) === 'en' ? 'en' : 'vi'),
    fallbackLng: false,
    ns: ['words'],
    defaultNS: 'words',
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    resources: { vi: { words: both.vi }, en: { words: both.en } },
  })
  showLanguage()
  i18next.off('languageChanged', showLanguage)
  i18next.on('languageChanged', showLanguage)
  return i18next
}

function showLanguage(): void {
  document.documentElement.lang = currentLanguage()
}

/** The language shown now; for code outside of components, such as the client's headers. */
export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'vi'
}

/** Changes the language and remembers the choice. */
export function chooseLanguage(lang: Language): void {
  remember(languageKey, lang)
  void i18next.changeLanguage(lang)
}

export interface WordsInUse {
  t: Translate
  lang: Language
  /** The side of a text that comes in both languages from the server. */
  both: (text: { vi: string; en: string }) => string
  /** Whether a key exists: for words that belong to codes, such as operations. */
  has: (key: string) => boolean
}

/** The words of a component; it renders again when the language changes. */
export function useWords(): WordsInUse {
  const { t, i18n } = useTranslation()
  const lang: Language = i18n.language === 'en' ? 'en' : 'vi'
  return useMemo(
    () => ({
      t: (key, params) => t(key, params ?? {}),
      lang,
      both: (text) => text[lang] || text.vi,
      has: (key) => i18n.exists(key),
    }),
    [t, i18n, lang],
  )
}
