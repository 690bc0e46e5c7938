import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { Reorganising } from '#domains/organization/index.ts'
import { evidencePurpose } from './evidence.ts'
import { figureRoutes, reportRoutes } from './report.routes.ts'
import { reportLists } from './report.lists.ts'
import { tellTouched } from './report-reorganising.ts'
import { reportSearch } from './report.search.ts'
import { can } from './reports.permissions.ts'
import { told } from './reports.told.ts'
import { reportsWords } from './reports.words.ts'

export const reports = defineDomain({
  name: 'reports',
  permissions: can,
  routes: [figureRoutes, reportRoutes],
  words: reportsWords,
  notices: Object.values(told),
  filePurposes: [evidencePurpose],
  lists: reportLists,
  search: reportSearch,
  on: { 'organization.reorganising': (ctx: Ctx, act: Reorganising) => tellTouched(ctx, act) },
})

export { checkFigures, listFigures, typeFigures } from './figure.service.ts'
export { draftEdition, installReport, numberEdition, printDocument } from './report.service.ts'
export { installTemplate } from './template.service.ts'
export { shippedTemplate } from './template.store.ts'
