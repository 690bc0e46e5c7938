import { defineDomain } from '#kernel/domain.ts'
import { readImport, runImport } from './import.jobs.ts'
import { importRoutes } from './import.routes.ts'
import { can } from './imports.permissions.ts'
import { importsWords } from './imports.words.ts'
import { pruneImports } from './prune.job.ts'

export const imports = defineDomain({
  name: 'imports',
  permissions: can,
  routes: [importRoutes],
  words: importsWords,
  jobs: [readImport, runImport, pruneImports],
})
