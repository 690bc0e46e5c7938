import { join } from 'node:path'
import type { Blobs } from './blobs.ts'
import { openDiskBlobs } from './disk-blobs.ts'
import type { S3Settings } from './s3-blobs.ts'

/** The content of this installation: on the server given, or below the data folder. */
export async function openBlobs(settings: { dataFolder: string; s3?: S3Settings | null }): Promise<Blobs> {
  const folder = join(settings.dataFolder, 'files')
  if (!settings.s3) return openDiskBlobs(folder)
  // Loaded only where it is used.
  const { openS3Blobs } = await import('./s3-blobs.ts')
  return openS3Blobs(settings.s3, join(folder, 'incoming'))
}
