import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { StartFailure } from '../data-folder.ts'
import { BlobMissing, blobPlace, type Blobs, type BlobStat, isSha256 } from './blobs.ts'
import { hashMatches, spool, sweepSpool } from './spool.ts'

/** Where an S3-compatible server is and who we are there. */
export interface S3Settings {
  endpoint: string
  bucket: string
  region: string
  key: string
  secret: string
}

const partSize = 5 * 1024 * 1024

/**
 * Content on an S3-compatible server. It is first written to the local disk, for its name is known only when all of it has been read; an
 * object appears on the server complete or not at all.
 *
 * @throws StartFailure `start.filesUnreachable` when the server or the bucket cannot be reached.
 */
export async function openS3Blobs(settings: S3Settings, localFolder: string): Promise<Blobs & { close(): void }> {
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: true,
    credentials: { accessKeyId: settings.key, secretAccessKey: settings.secret },
    // Servers other than Amazon's know no checksums behind the content; ours is the name.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5000, requestTimeout: 120_000 },
    maxAttempts: 3,
  })
  const Bucket = settings.bucket
  const keyOf = (sha256: string) => blobPlace(sha256).join('/')
  await reachBucket(client, Bucket, settings.endpoint)

  async function statOf(sha256: string): Promise<BlobStat | null> {
    try {
      const found = await client.send(new HeadObjectCommand({ Bucket, Key: keyOf(sha256) }))
      return { sha256, size: found.ContentLength ?? 0, storedAt: found.LastModified ?? new Date(0) }
    } catch (error) {
      if (isAbsent(error)) return null
      throw error
    }
  }

  async function read(sha256: string, range?: { start: number; end: number }): Promise<Readable> {
    try {
      const Range = range && { Range: `bytes=${range.start}-${range.end}` }
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: keyOf(sha256), ...Range }))
      return Body as Readable
    } catch (error) {
      throw isAbsent(error) ? new BlobMissing(sha256) : error
    }
  }

  return {
    kind: 's3',
    async put(content, options) {
      const { path, sha256, size } = await spool(localFolder, content, options)
      try {
        const Body = createReadStream(path, { highWaterMark: 1024 * 1024 })
        const upload = new Upload({
          client,
          params: { Bucket, Key: keyOf(sha256), Body, ContentType: 'application/octet-stream' },
          // A server takes at most 10,000 parts of one object.
          partSize: Math.max(partSize, Math.ceil(size / 9000)),
          queueSize: 2,
          leavePartsOnError: false,
        })
        await upload.done()
      } finally {
        await rm(path, { force: true })
      }
      return { sha256, size }
    },
    get: read,
    stat: statOf,
    has: async (sha256) => (await statOf(sha256)) !== null,
    async verify(sha256, options) {
      let content: Readable
      try {
        content = await read(sha256)
      } catch (error) {
        if (error instanceof BlobMissing) return 'missing'
        throw error
      }
      return hashMatches(sha256, content, options)
    },
    probe: async () => void (await client.send(new HeadBucketCommand({ Bucket }))),
    room: () => Promise.resolve(null),
    async *list() {
      let token: string | undefined
      do {
        const part = await client.send(new ListObjectsV2Command({ Bucket, ...(token ? { ContinuationToken: token } : {}) }))
        for (const { Key, Size, LastModified } of part.Contents ?? []) {
          const sha256 = Key?.split('/').at(-1) ?? ''
          if (isSha256(sha256) && Key === keyOf(sha256)) yield { sha256, size: Size ?? 0, storedAt: LastModified ?? new Date(0) }
        }
        token = part.IsTruncated ? part.NextContinuationToken : undefined
      } while (token)
    },
    remove: async (sha256) => void (await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(sha256) }))),
    sweep: (before) => sweepSpool(localFolder, before),
    close: () => client.destroy(),
  }
}

async function reachBucket(client: S3Client, Bucket: string, endpoint: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }))
  } catch (error) {
    try {
      if (!isAbsent(error)) throw error
      await client.send(new CreateBucketCommand({ Bucket }))
    } catch (cause) {
      client.destroy()
      throw new StartFailure('start.filesUnreachable', {
        endpoint,
        reason: cause instanceof Error ? cause.message || cause.name : String(cause),
      })
    }
  }
}

function isAbsent(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  return name === 'NoSuchKey' || name === 'NotFound' || name === 'NoSuchBucket' || $metadata?.httpStatusCode === 404
}
