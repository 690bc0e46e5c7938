import { implement } from '#kernel/operations.ts'
import { jobContract } from './job.contract.ts'
import * as service from './job.service.ts'

const done = { done: true } as const

export const jobRoutes = implement(jobContract, {
  listJobs: ({ input, context }) => service.listJobs(context, input),
  exportJobs: ({ input, context }) => service.exportJobs(context, input),
  pickKind: ({ input, context }) => Promise.resolve(service.pickKind(context, input.search)),
  getJob: ({ input, context }) => service.getJob(context, input.id),
  cancelJob: ({ input, context }) => service.cancelJob(context, input.id),
  retryJob: ({ input, context }) => service.retryJob(context, input.id),
  listSchedules: ({ context }) => service.listSchedules(context),
  pauseSchedule: async ({ input, context }) => {
    await service.pauseSchedule(context, input)
    return done
  },
  runSchedule: ({ input, context }) => service.runSchedule(context, input.name),
})
