import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readAuditHead } from '../audit-head.ts'
import { BlobMissing, type BlobRef, type Blobs } from '../blobs/blobs.ts'
import type { Kernel } from '../context.ts'
import { checksumOf, type Migration } from '../migrate.ts'
import { type ArchiveWriter, readSpooled, writeArchive } from './archive.writer.ts'
import { refuse } from './backup.refusals.ts'
import { beginBackup } from './backup.store.ts'
import { findTables, plainReading, readLines, readSequences } from './catalogue.store.ts'
import {
  type BackupHead,
  type BlobPart,
  formatName,
  formatVersion,
  headPart,
  leftOut,
  type Manifest,
  manifestPart,
  partOfBlob,
  partOfTable,
  type TablePart,
  wholeText,
} from './manifest.rules.ts'
import { RowSum } from './row-sum.ts'

/** A step of long work, for who waits for it. */
export interface BackupProgress {
  step: 'read' | 'write' | 'check' | 'restore' | 'compare'
  done: number
  total: number
}

export interface BackupRequest {
  file: string
  /** Folder for what is read before it is packed. It holds the records in plain text for as long as the backup takes. */
  scratch: string
  passphrase: string | null
  program: string
  migrations: Migration[]
  /** SQL that gives the hash of every content some record names. */
  neededContents: string
  scheduled?: boolean
  onProgress?: (progress: BackupProgress) => void
  signal?: AbortSignal | undefined
}

export interface BackupOutcome extends BlobRef {
  id: string
  file: string
  manifest: Manifest
  /** How long the snapshot was being read: on the embedded database, others wait for so long. */
  readMs: number
}

/**
 * Makes a backup while others work: every record as of one moment, then the content of every file, in one file that appears complete or
 * not at all.
 *
 * @throws Refusal when there is such a file already, or a content is gone that a record names.
 */
export async function makeBackup(
  kernel: Pick<Kernel, 'database' | 'blobs' | 'now' | 'newId'>,
  request: BackupRequest,
): Promise<BackupOutcome> {
  const { file, passphrase } = request
  if (existsSync(file)) throw refuse.backupFileExists({ file })
  if (!existsSync(dirname(file))) throw refuse.backupFolderMissing({ file: dirname(file) })
  // Written down before the snapshot is taken: from then on no content is removed.
  const record = await beginBackup(kernel.database.pool, {
    id: kernel.newId(),
    file,
    scheduled: request.scheduled ?? false,
    encrypted: passphrase !== null,
  })
  await sweep(request.scratch)
  const scratch = await mkdtemp(join(request.scratch, 'backup-')).catch(async (error: unknown) => {
    await record.fail(error)
    throw error
  })
  try {
    const snapshot = await readSnapshot(kernel, request, scratch)
    const moment = new Date(snapshot.head.moment)
    let manifest: Manifest | undefined
    const ref = await writeArchive(file, { passphrase, moment, signal: request.signal }, async (writer) => {
      manifest = await fillArchive(writer, kernel.blobs, request, snapshot, scratch)
    })
    if (!manifest) throw new Error('no manifest')
    await record.end({
      ...ref,
      records: manifest.tables.reduce((sum, t) => sum + t.rows, 0),
      contents: manifest.blobs.length,
      audit: manifest.audit,
    })
    return { ...ref, id: record.id, file, manifest, readMs: snapshot.readMs }
  } catch (error) {
    await record.fail(error)
    throw error
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

const leftBehindAfter = 6 * 3_600_000

/** What a backup that was killed left behind. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith('backup-')) continue
    const found = await stat(join(folder, name)).catch(() => null)
    if (found && Date.now() - found.mtimeMs > leftBehindAfter) await rm(join(folder, name), { recursive: true, force: true })
  }
}

interface Snapshot extends Pick<Manifest, 'audit' | 'tables' | 'sequences'> {
  head: BackupHead
  needed: Set<string>
  readMs: number
}

const spoolOf = (scratch: string, index: number) => join(scratch, `${index}.ndjson`)

/** Reads every record in one transaction into files, and does nothing else in it: on the embedded database all others wait meanwhile. */
async function readSnapshot(
  kernel: Pick<Kernel, 'database' | 'now'>,
  request: BackupRequest,
  scratch: string,
): Promise<Snapshot> {
  const client = await kernel.database.pool.connect()
  let broken: Error | undefined
  const since = performance.now()
  try {
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${plainReading}`)
    const moment = kernel.now().toISOString()
    const audit = await readAuditHead(client)
    const applied = await client.query<{ id: string; checksum: string }>('SELECT id, checksum FROM kernel.migration ORDER BY id')
    const shapes = (await findTables(client)).filter((t) => !(t.name in leftOut))
    const tables: TablePart[] = []
    for (const [index, shape] of shapes.entries()) {
      request.signal?.throwIfAborted()
      request.onProgress?.({ step: 'read', done: index, total: shapes.length })
      const columns = shape.columns.map((c) => c.name)
      tables.push({ name: shape.name, columns, ...(await spoolTable(readLines(client, shape), spoolOf(scratch, index))) })
    }
    const sequences = await readSequences(client)
    const needed = await client.query<[string]>({ text: request.neededContents, rowMode: 'array' })
    const known = new Map(request.migrations.map((m) => [m.id, checksumOf(m)]))
    const foreign = applied.rows.find((m) => known.get(m.id) !== m.checksum)
    if (foreign) throw refuse.backupMigrationDiffers({ version: request.program, migration: foreign.id })
    const head = {
      format: formatName,
      version: formatVersion,
      program: request.program,
      moment,
      migrations: applied.rows,
    } as const
    return {
      head,
      audit,
      tables,
      sequences,
      needed: new Set(needed.rows.map(([sha256]) => sha256)),
      readMs: performance.now() - since,
    }
  } finally {
    await client.query('ROLLBACK').catch((error: Error) => (broken = error))
    client.release(broken)
  }
}

async function spoolTable(
  portions: AsyncIterable<string[]>,
  path: string,
): Promise<Pick<TablePart, 'rows' | 'sum' | 'size' | 'sha256'>> {
  const hash = createHash('sha256')
  const sum = new RowSum()
  let size = 0
  const spool = await open(path, 'wx', 0o600)
  try {
    for await (const lines of portions) {
      for (const line of lines) sum.add(line)
      const bytes = Buffer.from(`${lines.join('\n')}\n`)
      hash.update(bytes)
      size += bytes.byteLength
      await spool.writeFile(bytes)
    }
  } finally {
    await spool.close()
  }
  return { rows: sum.rows, sum: sum.sum, size, sha256: hash.digest('hex') }
}

async function fillArchive(
  writer: ArchiveWriter,
  store: Blobs,
  { onProgress, signal }: BackupRequest,
  { head, audit, tables, sequences, needed }: Snapshot,
  scratch: string,
): Promise<Manifest> {
  await writer.addText(headPart, JSON.stringify(head))
  const total = tables.reduce((sum, t) => sum + t.size, 0)
  let done = 0
  for (const [index, table] of tables.entries()) {
    onProgress?.({ step: 'write', done, total })
    const path = spoolOf(scratch, index)
    await writer.add(partOfTable(table.name), (await stat(path)).size, readSpooled(path))
    await rm(path)
    done += table.size
  }
  const blobs: BlobPart[] = []
  for await (const { sha256, size } of store.list()) {
    signal?.throwIfAborted()
    onProgress?.({ step: 'write', done: (done += size), total: Math.max(total, done) })
    const content = await store.get(sha256).catch((error: unknown) => {
      // Listed a moment ago, and named by no record of the snapshot: taken away meanwhile, and no loss.
      if (error instanceof BlobMissing && !needed.has(sha256)) return null
      throw error
    })
    if (!content) continue
    const found = await writer.add(partOfBlob(sha256), size, content)
    blobs.push({ sha256, size, ...(found === sha256 ? {} : { found }) })
    if (found === sha256) needed.delete(sha256)
  }
  const rest = { ...head, audit, tables, leftOut: Object.keys(leftOut), sequences, blobs, lost: [...needed].sort() }
  const manifest = { ...rest, whole: createHash('sha256').update(wholeText(rest)).digest('hex') }
  await writer.addText(manifestPart, JSON.stringify(manifest))
  return manifest
}
