import { defineFilePurpose, megabyte } from '#engines/files/index.ts'

/** Any document of the department's work. */
export const general = defineFilePurpose({
  id: 'files.general',
  limit: 1024 * megabyte,
  kinds: ['pdf', 'word', 'excel', 'slides', 'image', 'text', 'table', 'xml', 'archive', 'mail', 'media', 'other'],
})
