import { newId } from '#kernel/context.ts'
import type { StoredFile } from './file.contract.ts'

/** A file as tests need one. */
export function aFile(more: Partial<StoredFile> = {}): StoredFile {
  return {
    id: newId(),
    name: 'bien-ban.txt',
    size: 10,
    sha256: 'a'.repeat(64),
    mediaType: 'text/plain',
    kind: 'text',
    inline: true,
    mismatch: null,
    purpose: 'club.minutes',
    sensitive: false,
    uploadedByName: 'Người thử',
    uploadedAt: '2022-12-20T03:00:00.000Z',
    deletedAt: null,
    ...more,
  }
}
