import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BlobMissing, type Blobs, BlobTooLarge } from './blobs.ts'
import { openDiskBlobs } from './disk-blobs.ts'
import { openS3Blobs } from './s3-blobs.ts'

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const put = (blobs: Blobs, bytes: Uint8Array | string, limit?: number) =>
  blobs.put(Readable.from([Buffer.from(bytes)]), limit === undefined ? {} : { limit })
const all = async <T>(items: AsyncIterable<T>) => {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

interface Bench {
  blobs: Blobs
  incoming: string
  /** Overwrites what is stored, past the store. */
  damage: (sha256: string, bytes: string) => void
}

const folder = mkdtempSync(join(tmpdir(), 'noivu-blobs-'))
let s3: S3rver | undefined
const benches: Record<'disk' | 's3', () => Promise<Bench>> = {
  disk: async () => {
    const root = join(folder, 'disk')
    const place = (h: string) => join(root, h.slice(0, 2), h.slice(2, 4), h)
    return { blobs: openDiskBlobs(root), incoming: join(root, 'incoming'), damage: (h, bytes) => writeFileSync(place(h), bytes) }
  },
  s3: async () => {
    const directory = join(folder, 's3')
    mkdirSync(directory)
    s3 = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory })
    const { port } = await s3.run()
    const local = join(folder, 'local')
    const account = { key: 'S3RVER', secret: 'S3RVER' }
    const blobs = await openS3Blobs(
      { endpoint: `http://127.0.0.1:${port}`, bucket: 'noivu', region: 'us-east-1', ...account },
      local,
    )
    const place = (h: string) => join(directory, 'noivu', h.slice(0, 2), h.slice(2, 4), `${h}._S3rver_object`)
    return { blobs, incoming: local, damage: (h, bytes) => writeFileSync(place(h), bytes) }
  },
}

afterAll(async () => {
  await s3?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(['disk', 's3'] as const)('content on %s', (kind) => {
  let bench: Bench
  beforeAll(async () => {
    bench = await benches[kind]()
  })

  test('is known by its hash and comes back as it went in', async () => {
    const bytes = randomBytes(700_001)
    const ref = await put(bench.blobs, bytes)
    expect(ref).toEqual({ sha256: sha(bytes), size: 700_001 })
    expect(await buffer(await bench.blobs.get(ref.sha256))).toEqual(bytes)
    expect(await bench.blobs.has(ref.sha256)).toBe(true)
    expect(await bench.blobs.stat(ref.sha256)).toMatchObject({ size: 700_001, storedAt: expect.any(Date) as Date })
    expect(await bench.blobs.verify(ref.sha256)).toBe('whole')
  })

  test('may be empty', async () => {
    const ref = await put(bench.blobs, '')
    expect(ref.size).toBe(0)
    expect(await buffer(await bench.blobs.get(ref.sha256))).toHaveLength(0)
    expect(await bench.blobs.verify(ref.sha256)).toBe('whole')
  })

  test('is read in any range', async () => {
    const bytes = randomBytes(3000)
    const { sha256 } = await put(bench.blobs, bytes)
    const runs = kind === 'disk' ? 60 : 10
    await fc.assert(
      fc.asyncProperty(fc.nat(2999), fc.nat(2999), async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        expect(await buffer(await bench.blobs.get(sha256, { start, end }))).toEqual(bytes.subarray(start, end + 1))
      }),
      { numRuns: runs },
    )
  })

  test('put by many at once is stored once, and each is told the same', async () => {
    const bytes = randomBytes(200_000)
    const refs = await Promise.all(Array.from({ length: 12 }, () => put(bench.blobs, bytes)))
    expect(new Set(refs.map((r) => r.sha256))).toEqual(new Set([sha(bytes)]))
    expect((await all(bench.blobs.list())).filter((b) => b.sha256 === sha(bytes))).toHaveLength(1)
    expect(await bench.blobs.verify(sha(bytes))).toBe('whole')
  })

  test('longer than the limit is not stored, and leaves nothing; just as long is', async () => {
    const bytes = randomBytes(5000)
    await expect(put(bench.blobs, bytes, 4999)).rejects.toThrow(BlobTooLarge)
    expect(await bench.blobs.has(sha(bytes))).toBe(false)
    expect(readdirSync(bench.incoming)).toEqual([])
    expect((await put(bench.blobs, bytes, 5000)).size).toBe(5000)
  })

  test('that breaks off half-way, or is refused on inspection, is not stored and leaves nothing', async () => {
    const bytes = randomBytes(100_000)
    const broken = async function* () {
      yield bytes.subarray(0, 50_000)
      throw new Error('the line was lost')
    }
    await expect(bench.blobs.put(broken())).rejects.toThrow('the line was lost')
    const inspect = async (path: string) => {
      expect(statSync(path).size).toBe(100_000)
      throw new Error('not this')
    }
    await expect(bench.blobs.put(Readable.from([bytes]), { inspect })).rejects.toThrow('not this')
    expect(await bench.blobs.has(sha(bytes))).toBe(false)
    expect(readdirSync(bench.incoming)).toEqual([])
  })

  test('damaged is noticed, and repaired by putting it again', async () => {
    const { sha256 } = await put(bench.blobs, 'biên bản kiểm kê')
    bench.damage(sha256, 'biên bản kiểm kế')
    expect(await bench.blobs.verify(sha256)).toBe('damaged')
    await put(bench.blobs, 'biên bản kiểm kê')
    expect(await bench.blobs.verify(sha256)).toBe('whole')
  })

  test('missing is told as missing', async () => {
    const absent = sha(Buffer.from('never stored'))
    expect(await bench.blobs.has(absent)).toBe(false)
    expect(await bench.blobs.stat(absent)).toBeNull()
    expect(await bench.blobs.verify(absent)).toBe('missing')
    await expect(bench.blobs.get(absent)).rejects.toThrow(BlobMissing)
    await bench.blobs.remove(absent)
  })

  test('removed is gone', async () => {
    const { sha256 } = await put(bench.blobs, 'to be removed')
    await bench.blobs.remove(sha256)
    expect(await bench.blobs.has(sha256)).toBe(false)
  })

  test('is listed in the order of the hashes, each once', async () => {
    for (let i = 0; i < 5; i++) await put(bench.blobs, `listed ${i}`)
    const hashes = (await all(bench.blobs.list())).map((b) => b.sha256)
    expect(hashes).toEqual([...new Set(hashes)].sort())
    expect(hashes).toContain(sha(Buffer.from('listed 3')))
  })

  test.each(['../../../etc/passwd', '', 'ABC', `${'a'.repeat(63)}/`, `${'a'.repeat(64)}\n`, 'A'.repeat(64)])(
    'is asked for by its hash alone: %j becomes no path',
    async (name) => {
      await expect(bench.blobs.get(name)).rejects.toThrow('not a content hash')
      await expect(bench.blobs.stat(name)).rejects.toThrow('not a content hash')
    },
  )

  test('what a killed put left is swept, what is under way stays', async () => {
    const [old, fresh] = ['old.part', 'fresh.part'].map((name) => join(bench.incoming, name)) as [string, string]
    writeFileSync(old, 'half')
    writeFileSync(fresh, 'half')
    utimesSync(old, new Date('2022-01-01'), new Date('2022-01-01'))
    expect(await bench.blobs.sweep(new Date('2022-06-01'))).toBe(1)
    expect(readdirSync(bench.incoming)).toEqual(['fresh.part'])
    rmSync(fresh)
  })

  test('a reading for verification can be stopped, and is paced', async () => {
    const { sha256 } = await put(bench.blobs, randomBytes(2_000_000))
    const stop = new AbortController()
    let read = 0
    const pace = (bytes: number) => {
      read += bytes
      if (read > 500_000) stop.abort()
    }
    await expect(bench.blobs.verify(sha256, { signal: stop.signal, pace })).rejects.toThrow('abort')
    expect(read).toBeLessThan(1_500_000)
  })

  test('of hundreds of MB goes in and out in streams: memory does not grow with it', { timeout: 180_000 }, async () => {
    const size = kind === 'disk' ? 300 : 150
    const part = randomBytes(1024 * 1024)
    async function* content() {
      for (let i = 0; i < size; i++) yield part
    }
    globalThis.gc?.()
    const used = () => {
      const { heapUsed, external } = process.memoryUsage()
      return (heapUsed + external) / 1024 / 1024
    }
    const before = used()
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, used() - before)), 5)
    const { sha256 } = await bench.blobs.put(content())
    let read = 0
    for await (const piece of await bench.blobs.get(sha256)) {
      read += (piece as Uint8Array).byteLength
      most = Math.max(most, used() - before)
    }
    clearInterval(watch)
    expect(read).toBe(size * 1024 * 1024)
    console.log(`${kind}: ${size} MB, at most ${most.toFixed(1)} MB more memory`)
    // Much of it is garbage not yet collected; the server of the test shares this process.
    expect(most).toBeLessThan(kind === 'disk' ? 60 : 110)
    await bench.blobs.remove(sha256)
  })
})

test('the folder of a store is closed to other accounts', async () => {
  const root = join(folder, 'closed')
  const { sha256 } = await put(openDiskBlobs(root), 'secret')
  const mode = (path: string) => statSync(path).mode & 0o777
  expect(mode(join(root, sha256.slice(0, 2)))).toBe(0o700)
  expect(mode(join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256))).toBe(0o600)
})

test('a server that is not there is told at the start', async () => {
  const nowhere = { endpoint: 'http://127.0.0.1:9', bucket: 'b', region: 'r', key: 'k', secret: 's' }
  await expect(openS3Blobs(nowhere, folder)).rejects.toMatchObject({ key: 'start.filesUnreachable' })
})
