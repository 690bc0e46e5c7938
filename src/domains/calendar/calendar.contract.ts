import { z } from 'zod'
import { calendarFrom, calendarUntil } from '#kernel/calendar/calendar.rules.ts'
import type { DeadlineAnswer } from '#kernel/calendar/deadline.rules.ts'
import { Extension, Pause, Term } from '#kernel/calendar/deadline.rules.ts'
import { HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './calendar.permissions.ts'

const Bilingual = z.object({ vi: z.string(), en: z.string() })

/** A day that is not an ordinary one: off beside the weekly rest, or worked against it. */
export const SpecialDay = z.object({
  day: z.string(),
  off: z.boolean(),
  kind: z.enum(['holiday', 'substitute', 'swap-off', 'swap-work', 'entered-off', 'entered-work']),
  label: Bilingual,
  source: z.string(),
  /** Number and title of the document behind the source, where it is listed. */
  sourceTitle: z.string(),
  expected: z.boolean(),
  certainty: z.enum(['sure', 'likely']),
  lunar: z.string(),
  /** Set for days the department entered. */
  enteredId: Id.nullable(),
})
export type SpecialDay = z.infer<typeof SpecialDay>

export const CalendarYear = z.object({
  year: z.number().int(),
  /** Some of its days are expected only: the yearly decision is not known. */
  expected: z.boolean(),
  workingDays: z.number().int(),
  /** Lunar day of each day of the year that begins a lunar month or is Tết: for print beside the solar one. */
  special: z.array(SpecialDay),
  /** Days off of the weekly rest, for drawing the year. */
  weekly: z.array(z.number().int().min(1).max(7)),
})
export type CalendarYear = z.infer<typeof CalendarYear>

/** The whole answer of the rules; its shape is the kernel's. */
const Answer = z.custom<DeadlineAnswer>((value) => typeof value === 'object' && value !== null && 'runs' in value)

export const CountingChoice = z.object({
  code: z.string(),
  label: Bilingual,
  closesAt: z.string().nullable(),
  source: z.string(),
})
export type CountingChoice = z.infer<typeof CountingChoice>

export const Moves = z.object({
  moved: z.array(
    z.object({ id: Id, label: z.string(), link: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
  ),
  unmoved: z.number().int(),
})
export type Moves = z.infer<typeof Moves>

const CalendarDay = z.iso.date().refine((day) => day >= calendarFrom && day < calendarUntil)

export const EnteredDays = z.object({
  from: CalendarDay,
  /** Last day; the first alone where absent. */
  to: CalendarDay.nullable().default(null),
  kind: z.enum(['off', 'work']),
  holiday: z.enum(['TET', 'QUOC-KHANH']).nullable().default(null),
  label: z.string().trim().min(1).max(200),
  source: z.string().trim().min(1).max(300),
})

/** Deadlines of the records within reach. */
export const deadlineList: ListShape = {
  id: 'deadlines',
  title: 'calendar.deadlines',
  columns: [
    { key: 'label', title: 'calendar.label', type: 'text', sortable: true, shown: true, width: 360 },
    { key: 'due', title: 'calendar.due', type: 'date', sortable: true, shown: true, width: 120 },
    {
      key: 'standing',
      title: 'calendar.standing',
      type: 'text',
      words: 'calendar.standings',
      sortable: true,
      shown: true,
      width: 150,
    },
    { key: 'start', title: 'calendar.start', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'closedOn', title: 'calendar.closedOn', type: 'date', sortable: true, shown: false, width: 120 },
  ],
  filters: [
    {
      key: 'standing',
      title: 'calendar.standing',
      choices: ['late', 'soon', 'open', 'paused', 'met', 'met-late', 'cancelled'].map((value) => ({
        value,
        title: `calendar.standings.${value}`,
      })),
    },
  ],
  defaultSort: 'due',
  searchable: true,
}

export const DeadlineRow = z.object({
  id: Id,
  label: z.string(),
  link: z.string(),
  due: z.string().nullable(),
  standing: z.enum(['late', 'soon', 'open', 'paused', 'met', 'met-late', 'cancelled']),
  start: z.string(),
  closedOn: z.string().nullable(),
})
export type DeadlineRow = z.infer<typeof DeadlineRow>

export const Deadline = DeadlineRow.extend({
  term: Term,
  extensions: z.array(Extension),
  explanation: Answer,
  reminders: z.array(z.object({ step: z.string(), label: z.string(), plannedOn: z.string(), sentOn: z.string() })),
})
export type Deadline = z.infer<typeof Deadline>

const tags = ['calendar']

export const calendarContract = {
  getYear: operation(can.readCalendar)
    .route({
      method: 'GET',
      path: '/calendar/years/{year}',
      summary: 'Days off and days worked of a year, each with its source',
      tags,
    })
    .input(z.object({ year: z.coerce.number().int().min(2014).max(2099) }))
    .output(CalendarYear),
  countingRules: operation(can.readCalendar)
    .route({ method: 'GET', path: '/calendar/rules', summary: 'Ways of counting in force on a day, and reasons to pause', tags })
    .input(z.object({ on: z.iso.date().optional() }))
    .output(
      z.object({
        rules: z.array(CountingChoice),
        pauseReasons: z.array(z.object({ code: z.string(), label: Bilingual, source: z.string() })),
      }),
    ),
  computeDeadline: operation(can.readCalendar, { reads: true })
    .route({ method: 'POST', path: '/calendar/deadline', summary: 'When a term ends, explained day by day', tags })
    .input(
      z.object({
        start: z.iso.date(),
        time: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
          .nullable()
          .default(null),
        rule: z.string().min(1).max(60),
        term: Term,
        pauses: z.array(Pause).max(20).default([]),
        extensions: z.array(Extension).max(20).default([]),
      }),
    )
    .output(Answer),
  listDeadlines: operation(can.readDeadline)
    .route({ method: 'GET', path: '/calendar/deadlines', summary: 'Deadlines of the records within reach', tags })
    .input(listInput(deadlineList))
    .output(page(DeadlineRow)),
  exportDeadlines: operation(can.readDeadline)
    .route({ method: 'GET', path: '/calendar/deadlines/export', summary: 'Deadlines as Excel or CSV', tags })
    .input(exportInput(deadlineList))
    .output(z.file()),
  getDeadline: operation(can.readDeadline)
    .route({ method: 'GET', path: '/calendar/deadlines/{id}', summary: 'One deadline with its explanation and reminders', tags })
    .input(z.object({ id: Id }))
    .output(Deadline),
  deadlineHistory: operation(can.readDeadline)
    .route({ method: 'GET', path: '/calendar/deadlines/{id}/history', summary: 'Who changed what of a deadline', tags })
    .input(z.object({ id: Id }))
    .output(z.array(HistoryEvent)),
  rehearseDays: operation(can.changeCalendar, { reads: true })
    .route({
      method: 'POST',
      path: '/calendar/days/rehearsal',
      summary: 'Which open deadlines would move if these days were entered',
      tags,
    })
    .input(EnteredDays)
    .output(Moves),
  enterDays: operation(can.changeCalendar)
    .route({ method: 'POST', path: '/calendar/days', summary: 'Enter announced days; every open deadline is recomputed', tags })
    .input(EnteredDays)
    .output(Moves),
  rehearseWithdrawal: operation(can.changeCalendar)
    .route({
      method: 'GET',
      path: '/calendar/days/{id}/withdrawal',
      summary: 'Which open deadlines would move if an entered day were withdrawn',
      tags,
    })
    .input(z.object({ id: Id }))
    .output(Moves),
  withdrawDay: operation(can.changeCalendar)
    .route({
      method: 'POST',
      path: '/calendar/days/{id}/withdraw',
      summary: 'Withdraw an entered day; every open deadline is recomputed',
      tags,
    })
    .input(z.object({ id: Id, reason: z.string().trim().min(1).max(300) }))
    .output(Moves),
  sendReminders: operation(can.remind)
    .route({ method: 'POST', path: '/calendar/reminders', summary: 'Send the reminders that are due and not yet sent', tags })
    .output(z.object({ deadlines: z.number().int(), reminders: z.number().int() })),
}
