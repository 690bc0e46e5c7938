import { z } from 'zod'
import { sendReminders } from '#kernel/calendar/reminder.service.ts'
import { defineJob } from '#kernel/jobs/job.ts'
import { can } from './calendar.permissions.ts'

/** Each morning, as the platform: what the plan foresees and was not sent, all or nothing. */
export const remind = defineJob({
  name: 'calendar.remind',
  words: { vi: 'Gửi nhắc hạn', en: 'Send reminders of deadlines' },
  input: z.object({}),
  permission: can.remind,
  runsAs: 'system',
  schedule: '0 7 * * *',
  quiet: true,
  run: (job) =>
    job.asActor(async (ctx) => {
      const told = await sendReminders(ctx)
      return { deadlines: told.length, reminders: told.reduce((n, r) => n + r.steps, 0) }
    }),
})
