import { administrationWords } from '#domains/administration/administration.words.ts'
import { evaluationWords } from '#domains/evaluation/evaluation.words.ts'
import { organizationWords } from '#domains/organization/organization.words.ts'
import { peopleWords } from '#domains/people/people.words.ts'
import { reportsWords } from '#domains/reports/reports.words.ts'
import { kernelWords } from '#kernel/kernel.words.ts'
import type { Words, WordTree } from '#kernel/words.ts'
import { uiWords } from '#ui/ui.words.ts'
import { appWords } from './ui/app.words.ts'

/** The words of every domain, by the prefix of their keys. */
export const allWords: Record<string, Words> = {
  kernel: kernelWords,
  ui: uiWords,
  app: appWords,
  administration: administrationWords,
  evaluation: evaluationWords,
  organization: organizationWords,
  people: peopleWords,
  reports: reportsWords,
}

/** All words as the browser's i18next takes them. */
export const wordResources = { vi: sideOf('vi'), en: sideOf('en') }

function sideOf(lang: 'vi' | 'en'): Record<string, WordTree> {
  return Object.fromEntries(Object.entries(allWords).map(([name, words]) => [name, words[lang]]))
}
