import { defineDomain } from '#kernel/domain.ts'
import { checkBackup, makeBackupNow, nightlyBackup, told } from './backup.jobs.ts'
import { backupRoutes } from './backup.routes.ts'
import { can } from './backups.permissions.ts'
import { backupsWords } from './backups.words.ts'

export const backups = defineDomain({
  name: 'backups',
  permissions: can,
  routes: [backupRoutes],
  words: backupsWords,
  jobs: [nightlyBackup, makeBackupNow, checkBackup],
  notices: Object.values(told),
})
