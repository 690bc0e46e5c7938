import { implement } from '#kernel/operations.ts'
import { noticeContract } from './notice.contract.ts'
import * as service from './notice.service.ts'

const done = { done: true } as const

export const noticeRoutes = implement(noticeContract, {
  listNotices: ({ input, context }) => service.listNotices(context, input),
  countUnread: ({ context }) => service.countUnread(context),
  pickKind: ({ input, context }) => Promise.resolve(service.pickKind(context, input.search)),
  markRead: async ({ input, context }) => {
    await service.markRead(context, input)
    return done
  },
  markAllRead: ({ context }) => service.markAllRead(context),
  getSetting: ({ context }) => service.getSetting(context),
  saveSetting: async ({ input, context }) => {
    await service.saveSetting(context, input)
    return done
  },
  sendTest: async ({ context }) => {
    await service.sendTest(context)
    return done
  },
})
