import { definePermissions } from '../permissions.ts'

/** Declared here because the platform's own jobs need one of them; the domain of the board lists them. */
export const can = definePermissions('jobs', {
  readOwn: { vi: 'Xem công việc nền của mình', en: 'See own background jobs' },
  controlOwn: { vi: 'Dừng, chạy lại công việc nền của mình', en: 'Stop and retry own background jobs' },
  readAll: { vi: 'Xem mọi công việc nền và lịch chạy', en: 'See all background jobs and schedules' },
  manage: { vi: 'Điều khiển mọi công việc nền và lịch chạy', en: 'Control all background jobs and schedules' },
})
