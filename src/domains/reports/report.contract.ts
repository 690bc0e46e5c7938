import { z } from 'zod'
import { HistoryEvent, Id, operation } from '#kernel/contract.ts'
import type { DocumentModel } from '#engines/indicators/document.contract.ts'
import { FigureRow } from './figure.contract.ts'
import { can } from './reports.permissions.ts'

export const EditionStatus = z.enum(['draft', 'checked', 'approved', 'sealed'])

export const Edition = z.object({
  id: Id,
  reportId: z.string(),
  number: z.number().int(),
  status: EditionStatus,
  templateVersion: z.number().int(),
  documentNumber: z.string().nullable(),
  documentDate: z.string().nullable(),
  supersedes: Id.nullable(),
  steps: z.array(z.object({ status: EditionStatus, by: z.string(), at: z.string() })),
})
export type Edition = z.infer<typeof Edition>

export const Report = z.object({
  id: z.string(),
  title: z.object({ vi: z.string(), en: z.string() }),
  period: z.string(),
  formerPeriod: z.string().nullable(),
  editions: z.array(Edition),
})
export type Report = z.infer<typeof Report>

/** The composed document; the shape is the engine's, checked where it is made. */
const Document = z.custom<DocumentModel>((value) => typeof value === 'object' && value !== null && 'blocks' in value)

export const Change = z.object({
  figureId: z.string(),
  title: z.object({ vi: z.string(), en: z.string() }),
  then: z.string().nullable(),
  now: z.string().nullable(),
  added: z.number().int(),
  removed: z.number().int(),
  altered: z.number().int(),
  records: z.array(
    z.object({
      id: z.string(),
      change: z.enum(['added', 'removed', 'altered']),
      label: z.string().nullable(),
      open: z.string().nullable(),
    }),
  ),
})
export type Change = z.infer<typeof Change>

export const Template = z.object({
  id: Id,
  code: z.string(),
  version: z.number().int(),
  status: z.enum(['draft', 'approved', 'replaced']),
  revision: z.number().int(),
  title: z.object({ vi: z.string(), en: z.string() }),
  body: z.record(z.string(), z.unknown()),
  changedBy: z.string(),
  changedAt: z.string(),
})
export type Template = z.infer<typeof Template>

export const TemplateProblem = z.object({ place: z.string(), code: z.string(), name: z.string() })
export type TemplateProblem = z.infer<typeof TemplateProblem>

export const reportContract = {
  listReports: operation(can.readReport)
    .route({ method: 'GET', path: '/reports/reports', summary: 'Reports and their editions', tags: ['reports'] })
    .output(z.array(Report)),
  getReport: operation(can.readReport)
    .route({ method: 'GET', path: '/reports/reports/{id}', summary: 'One report and its editions', tags: ['reports'] })
    .input(z.object({ id: z.string().max(100) }))
    .output(Report),
  readDocument: operation(can.readReport)
    .route({
      method: 'GET',
      path: '/reports/reports/{id}/document',
      summary: 'The document as it prints: the open edition, or a sealed one',
      tags: ['reports'],
    })
    .input(z.object({ id: z.string().max(100), editionId: Id.optional() }))
    .output(z.object({ edition: Edition.nullable(), document: Document, html: z.string(), figures: z.array(FigureRow) })),
  printDocument: operation(can.readReport)
    .route({
      method: 'GET',
      path: '/reports/reports/{id}/print',
      summary: 'The document as Word, PDF or HTML file',
      tags: ['reports'],
    })
    .input(z.object({ id: z.string().max(100), editionId: Id.optional(), format: z.enum(['docx', 'pdf', 'html']) }))
    .output(z.file()),
  draftEdition: operation(can.draftEdition)
    .route({
      method: 'POST',
      path: '/reports/reports/{id}/editions',
      summary: 'Open a new edition; it supersedes the last sealed one',
      tags: ['reports'],
    })
    .input(z.object({ id: z.string().max(100) }))
    .output(Edition),
  numberEdition: operation(can.draftEdition)
    .route({
      method: 'POST',
      path: '/reports/editions/{editionId}/number',
      summary: 'Give date and number to an open edition; without a number the register gives the next at sealing',
      tags: ['reports'],
    })
    .input(
      z.object({
        editionId: Id,
        documentNumber: z.string().trim().min(1).max(60).nullable().default(null),
        documentDate: z.iso.date(),
      }),
    )
    .output(Edition),
  checkEdition: operation(can.checkEdition)
    .route({ method: 'POST', path: '/reports/editions/{editionId}/check', summary: 'Mark a draft as checked', tags: ['reports'] })
    .input(z.object({ editionId: Id }))
    .output(Edition),
  approveEdition: operation(can.approveEdition)
    .route({
      method: 'POST',
      path: '/reports/editions/{editionId}/approve',
      summary: 'Approve a checked edition',
      tags: ['reports'],
    })
    .input(z.object({ editionId: Id }))
    .output(Edition),
  returnEdition: operation(can.checkEdition)
    .route({
      method: 'POST',
      path: '/reports/editions/{editionId}/return',
      summary: 'Send an open edition back to draft, with a reason',
      tags: ['reports'],
    })
    .input(z.object({ editionId: Id, reason: z.string().trim().min(1).max(500) }))
    .output(Edition),
  sealEdition: operation(can.sealEdition)
    .route({
      method: 'POST',
      path: '/reports/editions/{editionId}/seal',
      summary: 'Seal an approved edition: values and records are kept for good',
      tags: ['reports'],
    })
    .input(z.object({ editionId: Id }))
    .output(Edition),
  changesSince: operation(can.readReport)
    .route({
      method: 'GET',
      path: '/reports/editions/{editionId}/changes',
      summary: 'What changed since an edition was sealed, record by record',
      tags: ['reports'],
    })
    .input(z.object({ editionId: Id }))
    .output(z.array(Change)),
  editionHistory: operation(can.readReport)
    .route({
      method: 'GET',
      path: '/reports/editions/{editionId}/history',
      summary: 'Who did what to an edition',
      tags: ['reports'],
    })
    .input(z.object({ editionId: Id }))
    .output(z.array(HistoryEvent)),
  getTemplate: operation(can.readReport)
    .route({
      method: 'GET',
      path: '/reports/templates/{code}',
      summary: 'A template: its draft, or the approved version',
      tags: ['reports'],
    })
    .input(z.object({ code: z.string().max(100), status: z.enum(['draft', 'approved']).optional() }))
    .output(Template),
  templateHistory: operation(can.readReport)
    .route({
      method: 'GET',
      path: '/reports/templates/{code}/history',
      summary: 'Who changed what of a template, version by version',
      tags: ['reports'],
    })
    .input(z.object({ code: z.string().max(100) }))
    .output(z.array(HistoryEvent)),
  saveTemplate: operation(can.editTemplate)
    .route({
      method: 'POST',
      path: '/reports/templates/{code}',
      summary: 'Save a draft of a template; a draft is opened where none is',
      tags: ['reports'],
    })
    .input(z.object({ code: z.string().max(100), revision: z.number().int(), body: z.record(z.string(), z.unknown()) }))
    .output(z.object({ template: Template, problems: z.array(TemplateProblem) })),
  approveTemplate: operation(can.approveTemplate)
    .route({
      method: 'POST',
      path: '/reports/templates/{code}/approve',
      summary: 'Approve the draft: refused while it names an unknown figure',
      tags: ['reports'],
    })
    .input(z.object({ code: z.string().max(100), revision: z.number().int() }))
    .output(Template),
  previewTemplate: operation(can.readReport, { reads: true })
    .route({
      method: 'POST',
      path: '/reports/reports/{id}/preview',
      summary: 'The page as an unsaved template would print it',
      tags: ['reports'],
    })
    .input(z.object({ id: z.string().max(100), body: z.record(z.string(), z.unknown()) }))
    .output(z.object({ document: Document, html: z.string(), problems: z.array(TemplateProblem) })),
}
