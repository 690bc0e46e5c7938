import { z } from 'zod'
import { defineRefusals } from '../errors.ts'

export const refuse = defineRefusals('kernel', {
  deadlineClosed: { kind: 'conflict' },
  deadlinePaused: { kind: 'conflict', params: z.object({ from: z.string() }) },
  deadlineNotPaused: { kind: 'conflict' },
  pauseBeforeStart: { kind: 'invalid', params: z.object({ from: z.string() }) },
  resumeBeforePause: { kind: 'invalid', params: z.object({ from: z.string() }) },
  pausesOverlap: { kind: 'conflict', params: z.object({ until: z.string() }) },
  monthsAfterDays: { kind: 'invalid' },
  beyondCalendar: { kind: 'invalid', params: z.object({ from: z.string(), until: z.string() }) },
  unknownRule: { kind: 'invalid', params: z.object({ rule: z.string(), on: z.string() }) },
  calendarDayTaken: { kind: 'conflict', params: z.object({ day: z.string(), label: z.string() }) },
})
