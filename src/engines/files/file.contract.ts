import { z } from 'zod'
import { Id } from '#kernel/contract.ts'
import { fileKinds } from './file.rules.ts'

export { fileKinds }

/** A file as those see it who may open it. */
export const StoredFile = z.object({
  id: Id,
  name: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  mediaType: z.string(),
  kind: z.enum(fileKinds),
  /** May be shown in the browser itself. */
  inline: z.boolean(),
  /** The ending of its name, where that says something else than the content. */
  mismatch: z.string().nullable(),
  purpose: z.string(),
  sensitive: z.boolean(),
  uploadedByName: z.string(),
  uploadedAt: z.string(),
  deletedAt: z.string().nullable(),
})
export type StoredFile = z.infer<typeof StoredFile>
