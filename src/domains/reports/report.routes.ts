import { documentToHtml } from '#engines/indicators/index.ts'
import { implement } from '#kernel/operations.ts'
import { changesSince } from './changes.service.ts'
import { figureContract } from './figure.contract.ts'
import * as figures from './figure.service.ts'
import { exportFigureByUnits, figureByUnits } from './figure-units.service.ts'
import { reportContract } from './report.contract.ts'
import * as reports from './report.service.ts'
import * as templates from './template.service.ts'

export const figureRoutes = implement(figureContract, {
  listFigures: ({ input, context }) => figures.listFigures(context, input),
  getFigure: ({ input, context }) => figures.getFigure(context, input),
  figureRecords: ({ input, context }) => figures.figureRecords(context, input),
  figureByUnits: ({ input, context }) => figureByUnits(context, input),
  exportFigureByUnits: ({ input, context }) => exportFigureByUnits(context, input),
  exportFigureRecords: ({ input, context }) => figures.exportFigureRecords(context, input),
  figureHistory: ({ input, context }) => figures.figureHistory(context, input.id),
  typeFigure: ({ input, context }) => figures.typeFigure(context, input),
  checkFigures: ({ input, context }) => figures.checkFigures(context, input.period),
  exportFigures: ({ input, context }) => figures.exportFigures(context, input),
})

export const reportRoutes = implement(reportContract, {
  listReports: ({ context }) => reports.listReports(context),
  getReport: ({ input, context }) => reports.getReport(context, input.id),
  readDocument: async ({ input, context }) => {
    const read = await reports.readDocument(context, input)
    return { ...read, html: documentToHtml(read.document) }
  },
  printDocument: ({ input, context }) => reports.printDocument(context, input),
  draftEdition: ({ input, context }) => reports.draftEdition(context, input.id),
  numberEdition: ({ input, context }) => reports.numberEdition(context, input),
  checkEdition: ({ input, context }) => reports.checkEdition(context, input.editionId),
  approveEdition: ({ input, context }) => reports.approveEdition(context, input.editionId),
  returnEdition: ({ input, context }) => reports.returnEdition(context, input.editionId),
  sealEdition: ({ input, context }) => reports.sealEdition(context, input.editionId),
  changesSince: ({ input, context }) => changesSince(context, input.editionId),
  editionHistory: ({ input, context }) => reports.editionHistory(context, input.editionId),
  getTemplate: ({ input, context }) => templates.getTemplate(context, input),
  templateHistory: ({ input, context }) => templates.templateHistory(context, input.code),
  saveTemplate: ({ input, context }) => templates.saveTemplate(context, input),
  approveTemplate: ({ input, context }) => templates.approveTemplate(context, input),
  previewTemplate: ({ input, context }) => reports.previewTemplate(context, input),
})
