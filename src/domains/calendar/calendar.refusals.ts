import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('calendar', {
  endBeforeStart: { kind: 'invalid' },
  tooManyDays: { kind: 'invalid', params: z.object({ most: z.number() }) },
  holidayWorked: { kind: 'invalid' },
})
