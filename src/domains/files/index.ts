import { defineDomain } from '#kernel/domain.ts'
import { checkFiles, listening, tidyStore, told } from './file.jobs.ts'
import { fileRoutes } from './file.routes.ts'
import { can } from './files.permissions.ts'
import { general } from './files.purposes.ts'
import { filesWords } from './files.words.ts'

export const files = defineDomain({
  name: 'files',
  permissions: can,
  routes: [fileRoutes],
  words: filesWords,
  filePurposes: [general],
  jobs: [checkFiles, tidyStore],
  notices: Object.values(told),
  on: listening,
})

/** What the addresses for bytes ask for; they are no operations of a contract. */
export const fileRights = { upload: can.uploadFile, open: can.openFile }
