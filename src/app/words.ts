import { administrationWords } from '#domains/administration/administration.words.ts'
import { bodiesWords } from '#domains/bodies/bodies.words.ts'
import { careersWords } from '#domains/careers/careers.words.ts'
import { calendarWords } from '#domains/calendar/calendar.words.ts'
import { evaluationWords } from '#domains/evaluation/evaluation.words.ts'
import { jobsWords } from '#domains/jobs/jobs.words.ts'
import { noticesWords } from '#domains/notices/notices.words.ts'
import { backupsWords } from '#domains/backups/backups.words.ts'
import { filesWords } from '#domains/files/files.words.ts'
import { importsWords } from '#domains/imports/imports.words.ts'
import { mapWords } from '#domains/map/map.words.ts'
import { organizationWords } from '#domains/organization/organization.words.ts'
import { peopleWords } from '#domains/people/people.words.ts'
import { personnelWords } from '#domains/personnel/personnel.words.ts'
import { reportsWords } from '#domains/reports/reports.words.ts'
import { salaryWords } from '#domains/salary/salary.words.ts'
import { searchWords } from '#domains/search/search.words.ts'
import { positionsWords } from '#domains/positions/positions.words.ts'
import { staffingWords } from '#domains/staffing/staffing.words.ts'
import { systemWords } from '#domains/system/system.words.ts'
import { territoryWords } from '#domains/territory/territory.words.ts'
import { kernelWords } from '#kernel/kernel.words.ts'
import type { Words, WordTree } from '#kernel/words.ts'
import { uiWords } from '#ui/ui.words.ts'
import { appWords } from './app.words.ts'
import { appOperations, startWords } from './ui/start.words.ts'

/** The words of screens, by the prefix of their keys. */
const screenWords: Record<string, Words> = {
  kernel: kernelWords,
  ui: uiWords,
  start: startWords,
  app: appOperations,
  administration: administrationWords,
  evaluation: evaluationWords,
  jobs: jobsWords,
  notices: noticesWords,
  files: filesWords,
  backups: backupsWords,
  imports: importsWords,
  map: mapWords,
  organization: organizationWords,
  people: peopleWords,
  personnel: personnelWords,
  careers: careersWords,
  bodies: bodiesWords,
  territory: territoryWords,
  staffing: staffingWords,
  salary: salaryWords,
  positions: positionsWords,
  reports: reportsWords,
  calendar: calendarWords,
  search: searchWords,
  system: systemWords,
}

/** All words, those of the server and the command line included. */
export const allWords: Record<string, Words> = {
  ...screenWords,
  app: { vi: { ...appWords.vi, ...appOperations.vi }, en: { ...appWords.en, ...appOperations.en } },
}

/** The words of screens as the browser's i18next takes them. */
export const wordResources = { vi: sideOf('vi'), en: sideOf('en') }

function sideOf(lang: 'vi' | 'en'): Record<string, WordTree> {
  return Object.fromEntries(Object.entries(screenWords).map(([name, words]) => [name, words[lang]]))
}
