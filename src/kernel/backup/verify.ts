import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDiskBlobs } from '../blobs/disk-blobs.ts'
import { openDatabase } from '../database.ts'
import { restoreBackup, type RestoreOutcome, type RestoreRequest } from './restore.ts'

/**
 * Proves a backup by restoring it: into an embedded database and a store of contents below a temporary folder, compared record by record and
 * file by file, then thrown away. Touches nothing else.
 *
 * @throws Refusal saying what is wrong with it.
 */
export async function verifyBackup(
  request: Omit<RestoreRequest, 'database' | 'blobs' | 'place'> & { scratch: string },
): Promise<RestoreOutcome> {
  const folder = await mkdtemp(join(request.scratch, 'verify-'))
  try {
    const database = await openDatabase({ folder })
    try {
      return await restoreBackup({ ...request, database, blobs: openDiskBlobs(join(folder, 'files')), place: folder })
    } finally {
      await database.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
