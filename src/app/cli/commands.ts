import type { Command } from './usage.ts'

const formats = { csv: {}, json: {} }
const passphrase = { 'passphrase-file': { value: 'FILE' } }
const report = { report: { value: 'REPORT' } }

/** Every command. What runs it is loaded only when it is asked for, so that help and wrong usage answer at once. */
export const commands: Command[] = [
  {
    name: 'start',
    about: 'start',
    options: { empty: {} },
    run: async ({ lang, on }) => (await import('../server.ts')).runServer(['--lang', lang, ...(on('empty') ? ['--empty'] : [])]),
  },
  {
    name: 'figures',
    about: 'figures',
    options: { report: { value: 'REPORT', required: true }, ...formats },
    run: async (asked) => (await import('./figures.ts')).printFigures(asked),
  },
  {
    name: 'figure',
    about: 'figure',
    argument: 'ID',
    options: { ...report, records: {}, ...formats },
    run: async (asked) => (await import('./figures.ts')).printFigure(asked),
  },
  {
    name: 'report',
    about: 'report',
    argument: 'REPORT',
    options: { out: { value: 'FILE.{docx,pdf,html}', required: true }, edition: { value: 'N' } },
    run: async (asked) => (await import('./report.ts')).writeReport(asked),
  },
  {
    name: 'units',
    about: 'units',
    options: { 'as-of': { value: 'DATE', required: true }, level: { value: 'LEVEL' }, under: { value: 'CODE' }, ...formats },
    run: async (asked) => (await import('./lists.ts')).printUnits(asked),
  },
  {
    name: 'people',
    about: 'people',
    options: { search: { value: 'TEXT', required: true }, 'as-of': { value: 'DATE' }, ...formats },
    run: async (asked) => (await import('./lists.ts')).printPeople(asked),
  },
  {
    name: 'import',
    about: 'import.about',
    argument: 'KIND FILE...',
    many: true,
    options: { 'dry-run': {}, set: { value: 'FIELD=VALUE;...' }, list: {}, json: {} },
    run: async (asked) => (await import('./import.ts')).importFiles(asked),
  },
  {
    name: 'reorganise',
    about: 'reorganise.about',
    argument: 'FILE',
    options: {
      act: { value: 'TEXT', required: true },
      on: { value: 'DATE', required: true },
      abolish: { value: 'LEVEL' },
      rehearse: {},
      apply: {},
      undo: {},
      json: {},
    },
    run: async (asked) => (await import('./reorganise.ts')).reorganise(asked),
  },
  {
    name: 'lists',
    about: 'lists.about',
    argument: '[DATE]',
    many: true,
    options: {
      act: { value: 'TEXT' },
      on: { value: 'DATE' },
      accept: { value: 'CONFIDENCE' },
      apply: {},
      ...formats,
    },
    run: async (asked) => (await import('./unit-lists.ts')).compareLists(asked),
  },
  {
    name: 'check',
    about: 'check',
    options: { ...report, json: {} },
    run: async (asked) => (await import('./check.ts')).printFindings(asked),
  },
  {
    name: 'jobs run',
    about: 'jobsRun',
    argument: 'NAME',
    options: { json: {} },
    run: async (asked) => (await import('./jobs.ts')).runScheduled(asked),
  },
  {
    name: 'jobs',
    about: 'jobs',
    options: { ...formats },
    run: async (asked) => (await import('./jobs.ts')).printJobs(asked),
  },
  {
    name: 'backup verify',
    about: 'backup.aboutVerify',
    argument: 'FILE',
    options: { ...passphrase, json: {} },
    run: async (asked) => (await import('./backup.ts')).verify(asked),
  },
  {
    name: 'backup',
    about: 'backup.about',
    argument: 'FILE',
    options: { ...passphrase, json: {} },
    run: async (asked) => (await import('./backup.ts')).backUp(asked),
  },
  {
    name: 'restore',
    about: 'backup.aboutRestore',
    argument: 'FILE',
    options: { ...passphrase, json: {} },
    run: async (asked) => (await import('./backup.ts')).restore(asked),
  },
  {
    name: 'audit head',
    about: 'auditHead',
    options: { json: {} },
    run: async (asked) => (await import('./backup.ts')).printHead(asked),
  },
  {
    name: 'audit verify',
    about: 'audit',
    options: { against: { value: 'SEQ:HASH' }, backup: { value: 'FILE' }, ...passphrase, json: {} },
    run: async (asked) => (await import('./check.ts')).printAudit(asked),
  },
]
