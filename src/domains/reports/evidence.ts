import { defineFileOwner, defineFilePurpose, megabyte } from '#engines/files/index.ts'
import { can } from './reports.permissions.ts'

/** The document a typed figure rests on, scanned or as it was sent. */
export const evidencePurpose = defineFilePurpose({
  id: 'reports.evidence',
  limit: 100 * megabyte,
  kinds: ['pdf', 'word', 'excel', 'slides', 'image', 'text', 'table', 'xml', 'mail', 'archive'],
})

/** Who reads figures reads their evidence; who types them attaches it. */
export const evidenceOwner = defineFileOwner({
  relation: 'indicators.typed_figure',
  read: can.readFigure,
  write: can.typeFigure,
})
