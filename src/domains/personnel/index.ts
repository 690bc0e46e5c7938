import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { Withdrawing } from '#kernel/imports/import-kind.ts'
import { documentPurpose, photoPurpose } from './document.ts'
import { fileImport } from './file.import.ts'
import { fileRoutes, timelineRoutes } from './file.routes.ts'
import { findWithFile } from './file.store.ts'
import { personnelLists } from './personnel.lists.ts'
import { can } from './personnel.permissions.ts'
import { fileTimelines } from './timeline.service.ts'
import { personnelWords } from './personnel.words.ts'

export const personnel = defineDomain({
  name: 'personnel',
  permissions: can,
  routes: [fileRoutes, timelineRoutes],
  words: personnelWords,
  lists: personnelLists,
  imports: [fileImport],
  timelines: fileTimelines,
  filePurposes: [photoPurpose, documentPurpose],
  on: {
    // Who has a file is not taken back.
    'people.person.withdrawing': async (ctx: Ctx, { ids, used }: Withdrawing) => {
      const why = ctx.kernel.translate(ctx.lang, 'personnel.importHasFile')
      used.push(...(await findWithFile(ctx.db, ids)).map((recordId) => ({ recordId, why })))
    },
  },
})

export { addEntries, careerFacts } from './file.service.ts'
export { rankList } from './personnel.lists.ts'
export {
  type DecidedEntry,
  decidedEntries,
  faultsOfDecided,
  salariesOf,
  strikeDecidedEntries,
  writeDecidedEntries,
} from './decided.service.ts'
export type { DecidedSection, SalaryRow } from './decided.store.ts'
