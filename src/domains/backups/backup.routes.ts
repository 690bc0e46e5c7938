import { implement } from '#kernel/operations.ts'
import { backupContract } from './backup.contract.ts'
import * as service from './backup.service.ts'

export const backupRoutes = implement(backupContract, {
  listBackups: ({ input, context }) => service.listBackups(context, input),
  backupPlan: ({ context }) => service.backupPlan(context),
  startBackup: ({ context }) => service.startBackup(context),
  checkBackup: ({ input, context }) => service.startCheck(context, input.id),
})
