import { defineCodeList } from '#kernel/codelist/codelist.rules.ts'

/** When reports are due: the day figures are taken, and how many days later the report is sent. */
export const reportingCalendar = defineCodeList({
  id: 'reports.reporting-calendar',
  title: 'reports.lists.calendar',
  about: 'reports.lists.calendarAbout',
  file: 'domains/reports/data/reporting-calendar.csv',
  editable: true,
  columns: [
    { key: 'cutoff', title: 'reports.lists.cutoff' },
    { key: 'days', title: 'reports.lists.days' },
    { key: 'rule', title: 'reports.lists.rule' },
  ],
})

/** Terms of the Party committee: its documents are numbered through a term. */
export const committeeTerms = defineCodeList({
  id: 'reports.committee-terms',
  title: 'reports.lists.terms',
  about: 'reports.lists.termsAbout',
  file: 'domains/reports/data/committee-terms.csv',
  editable: true,
  columns: [],
})

export const reportLists = [reportingCalendar, committeeTerms]
