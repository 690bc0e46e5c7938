import { defineDomain } from '#kernel/domain.ts'
import { told } from '#kernel/jobs/job.notices.ts'
import { can } from '#kernel/jobs/job.permissions.ts'
import { jobRoutes } from './job.routes.ts'
import { jobsWords } from './jobs.words.ts'
import { pruneJobs, pruneRequests } from './prune.job.ts'

export const jobs = defineDomain({
  name: 'jobs',
  permissions: can,
  routes: [jobRoutes],
  words: jobsWords,
  jobs: [pruneRequests, pruneJobs],
  notices: Object.values(told),
})

export { listJobs, listSchedules, runSchedule } from './job.service.ts'
