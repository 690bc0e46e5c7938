import { z } from 'zod'
import { Done, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './salary.permissions.ts'

const tags = ['salary']

export const Line = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  label: z.object({ vi: z.string(), en: z.string() }).nullable(),
  months: z.number().int().nullable(),
  dong: z.number().int().nullable(),
  on: z.string().nullable(),
  /** Number and title of the document, where it is listed. */
  source: z.string().nullable(),
  certainty: z.enum(['sure', 'likely', 'configurable']).nullable(),
})

export const Pay = z.object({
  on: z.string(),
  /** Whole đồng a month. */
  total: z.number().int().nullable(),
  baseSalary: z.number().int().nullable(),
  lines: z.array(Line),
})

const Month = z.object({ month: z.string(), state: z.enum(['counted', 'uncounted', 'delay']) })

export const UncountedTime = z.object({
  id: Id,
  kind: z.string(),
  kindLabel: z.object({ vi: z.string(), en: z.string() }),
  from: z.string(),
  /** The first day after it; null while it lasts. */
  until: z.string().nullable(),
  decisionNumber: z.string().nullable(),
  decisionOn: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
})
export type UncountedTime = z.infer<typeof UncountedTime>

export const PersonSalary = z.object({
  id: Id,
  asOf: z.string(),
  /** Disciplines of this person are not for this reader: dates may be later than shown. */
  disciplinesHidden: z.boolean(),
  standing: z
    .object({
      rank: z.string(),
      rankLabel: z.object({ vi: z.string(), en: z.string() }).nullable(),
      group: z.string(),
      step: z.number().int(),
      steps: z.number().int(),
      coefficient: z.string(),
      from: z.string(),
    })
    .nullable(),
  pay: Pay,
  next: z.object({
    date: z.string().nullable(),
    why: z.enum(['no-salary', 'unknown-rank', 'last-step', 'stands-still']).nullable(),
    step: z.number().int().nullable(),
    coefficient: z.string().nullable(),
    lines: z.array(Line),
    months: z.array(Month),
  }),
  overFrame: z.object({
    percent: z.number().int(),
    since: z.string().nullable(),
    next: z.object({ on: z.string(), percent: z.number().int() }).nullable(),
    why: z.enum(['no-salary', 'unknown-rank', 'not-last-step', 'stands-still']).nullable(),
    lines: z.array(Line),
  }),
  early: z.object({
    year: z.number().int(),
    candidate: z.boolean(),
    date: z.string().nullable(),
    months: z.number().int(),
    lines: z.array(Line),
  }),
  retirement: z.object({
    date: z.string().nullable(),
    pensionFrom: z.string().nullable(),
    ageMonths: z.number().int().nullable(),
    noticeBy: z.string().nullable(),
    decisionBy: z.string().nullable(),
    lines: z.array(Line),
  }),
  times: z.array(UncountedTime),
})
export type PersonSalary = z.infer<typeof PersonSalary>

const Label = z.object({ vi: z.string(), en: z.string() })
const Version = z.object({
  code: z.string(),
  label: Label,
  from: z.string().nullable(),
  until: z.string().nullable(),
  source: z.string(),
  certainty: z.enum(['sure', 'likely', 'configurable']).nullable(),
})

export const LawTables = z.object({
  on: z.string(),
  baseSalaries: z.array(Version.extend({ amount: z.number().int() })),
  groups: z.array(
    Version.extend({ difference: z.string(), coefficients: z.array(z.string()), months: z.number().int().nullable() }),
  ),
  ranks: z.array(Version.extend({ groups: z.string() })),
  allowances: z.array(Version.extend({ of: z.string(), least: z.string(), most: z.string(), afterYears: z.number().int() })),
  positions: z.array(Version.extend({ coefficient: z.string() })),
  probations: z.array(Version.extend({ percent: z.number().int() })),
  kinds: z.array(Version),
  /** Every table with its rows of all times, for who looks after them. */
  lists: z.array(z.object({ id: z.string(), title: z.string(), about: z.string(), rows: z.number().int() })),
})
export type LawTables = z.infer<typeof LawTables>

const decimal = z
  .string()
  .trim()
  .regex(/^\d{1,3}(\.\d{1,2})?$/)

export const PayQuestion = z.object({
  rank: z.string().trim().min(1).max(40),
  step: z.number().int().min(1).max(12),
  on: z.iso.date(),
  position: decimal.nullable().default(null),
  overFrame: z.number().int().min(0).max(100).default(0),
  official: z.boolean().default(true),
  probation: z.string().max(60).nullable().default(null),
  allowances: z
    .array(
      z.object({
        code: z.string().min(1).max(60),
        value: decimal.nullable().default(null),
        years: z.number().int().min(0).max(60).nullable().default(null),
      }),
    )
    .max(20)
    .default([]),
})
export type PayQuestion = z.infer<typeof PayQuestion>

/** People of a forecast, each with the year's pay. */
export const forecastList: ListShape = {
  id: 'payrollPeople',
  title: 'salary.forecastPeople',
  columns: [
    { key: 'fullName', title: 'salary.person', type: 'text', sortable: true, shown: true, width: 220 },
    { key: 'title', title: 'salary.post', type: 'text', sortable: true, shown: false, width: 200 },
    { key: 'unitName', title: 'salary.unit', type: 'text', sortable: true, shown: true, width: 240 },
    { key: 'rank', title: 'salary.rank', type: 'text', sortable: true, shown: true, width: 110 },
    { key: 'coefficient', title: 'salary.coefficient', type: 'number', sortable: true, shown: true, width: 90 },
    { key: 'firstMonth', title: 'salary.firstMonth', type: 'number', sortable: true, shown: true, width: 140 },
    { key: 'lastMonth', title: 'salary.lastMonth', type: 'number', sortable: true, shown: true, width: 140 },
    { key: 'total', title: 'salary.yearTotal', type: 'number', sortable: true, shown: true, width: 150 },
    { key: 'change', title: 'salary.change', type: 'text', words: 'salary.changes', sortable: true, shown: true, width: 150 },
    { key: 'changeOn', title: 'salary.changeOn', type: 'date', sortable: true, shown: true, width: 120 },
  ],
  filters: [
    {
      key: 'change',
      title: 'salary.change',
      choices: ['raise', 'over-frame', 'retire', 'none', 'unknown'].map((value) => ({ value, title: `salary.changes.${value}` })),
    },
  ],
  defaultSort: 'fullName',
  searchable: true,
}

export const ForecastRow = z.object({
  id: Id,
  fullName: z.string(),
  title: z.string().nullable(),
  unitName: z.string().nullable(),
  rank: z.string().nullable(),
  coefficient: z.string().nullable(),
  firstMonth: z.number().int().nullable(),
  lastMonth: z.number().int().nullable(),
  total: z.number().int(),
  change: z.enum(['raise', 'over-frame', 'retire', 'none', 'unknown']),
  changeOn: z.string().nullable(),
})
export type ForecastRow = z.infer<typeof ForecastRow>

const body = { unitId: Id, year: z.coerce.number().int().min(2005).max(2099) }

export const Forecast = z.object({
  unitId: Id,
  unitName: z.string(),
  year: z.number().int(),
  people: z.number().int(),
  /** Of these, without any salary recorded: in no sum. */
  unknown: z.number().int(),
  /** Something of somebody (salary or disciplines) is not for this reader. */
  hidden: z.boolean(),
  total: z.number().int(),
  /** How many may have a step early in the year. */
  earlyQuota: z.number().int(),
  months: z.array(
    z.object({
      month: z.string(),
      people: z.number().int(),
      total: z.number().int(),
      raises: z.number().int(),
      overFrame: z.number().int(),
      retire: z.number().int(),
    }),
  ),
})
export type Forecast = z.infer<typeof Forecast>

export const salaryContract = {
  readLaw: operation(can.readLaw)
    .route({ method: 'GET', path: '/salary/law', summary: 'Salary tables as they hold on a day, with sources', tags })
    .input(z.object({ on: z.iso.date().optional() }))
    .output(LawTables),
  computePay: operation(can.readLaw, { reads: true })
    .route({ method: 'POST', path: '/salary/pay', summary: 'Pay of one month, line by line', tags })
    .input(PayQuestion)
    .output(Pay),
  getSalary: operation(can.readSalary, { sensitive: 'people.person' })
    .route({
      method: 'GET',
      path: '/salary/persons/{id}',
      summary: 'Pay and clocks of a person on a day, explained; each look is written into the log',
      tags,
    })
    .input(z.object({ id: Id, asOf: z.iso.date().optional() }))
    .output(PersonSalary),
  addTime: operation(can.changeTime)
    .route({
      method: 'POST',
      path: '/salary/persons/{id}/times',
      summary: 'Record a time that does not count for salary steps',
      tags,
    })
    .input(
      z.object({
        id: Id,
        kind: z.string().min(1).max(60),
        from: z.iso.date(),
        /** The last day; absent while it lasts. */
        lastDay: z.iso.date().nullable().default(null),
        decisionNumber: z.string().trim().max(100).nullable().default(null),
        decisionOn: z.iso.date().nullable().default(null),
      }),
    )
    .output(z.object({ id: Id })),
  endTime: operation(can.changeTime)
    .route({ method: 'POST', path: '/salary/times/{id}/end', summary: 'The last day of a time that does not count', tags })
    .input(z.object({ id: Id, lastDay: z.iso.date() }))
    .output(Done),
  withdrawTime: operation(can.changeTime)
    .route({ method: 'POST', path: '/salary/times/{id}/withdraw', summary: 'Take back a time that was recorded wrongly', tags })
    .input(z.object({ id: Id, reason: z.string().trim().min(3).max(500) }))
    .output(Done),
  timeHistory: operation(can.readSalary)
    .route({
      method: 'GET',
      path: '/salary/times/{id}/history',
      summary: 'Who recorded what of a time that does not count',
      tags,
    })
    .input(z.object({ id: Id }))
    .output(z.array(HistoryEvent)),
  forecast: operation(can.readForecast)
    .route({
      method: 'GET',
      path: '/salary/units/{unitId}/forecast',
      summary: 'Payroll of a body in a year, month by month',
      tags,
    })
    .input(z.object({ ...body, asOf: z.iso.date().optional() }))
    .output(Forecast),
  listForecast: operation(can.readForecast, { sensitive: 'people.person' })
    .route({ method: 'GET', path: '/salary/units/{unitId}/forecast/people', summary: 'The people of a forecast', tags })
    .input(listInput(forecastList).extend(body))
    .output(page(ForecastRow)),
  exportForecast: operation(can.readForecast, { sensitive: 'people.person' })
    .route({ method: 'GET', path: '/salary/units/{unitId}/forecast/export', summary: 'The people of a forecast as a file', tags })
    .input(exportInput(forecastList).extend(body))
    .output(z.file()),
}
