import { stat } from 'node:fs/promises'
import type pg from 'pg'
import { readAuditHead } from '../audit-head.ts'
import type { Blobs } from '../blobs/blobs.ts'
import type { Database } from '../database.ts'
import { applyMigration, checksumOf, migrate, type Migration } from '../migrate.ts'
import { readArchive, wholeBlobs } from './archive.reader.ts'
import type { BackupProgress } from './backup.ts'
import { refuse } from './backup.refusals.ts'
import {
  findForeignKeys,
  findTables,
  hasTables,
  insertLines,
  plainReading,
  readLines,
  readSequences,
  setSequences,
  type TableShape,
} from './catalogue.store.ts'
import { linesOf } from './lines.ts'
import { type BackupHead, type Manifest } from './manifest.rules.ts'
import { RowSum } from './row-sum.ts'

export interface RestoreRequest {
  file: string
  passphrase: string | null
  /** Open and empty. */
  database: Database
  blobs: Blobs
  /** Where it is restored to, in words for a refusal. */
  place: string
  /** All migrations of this program. */
  migrations: Migration[]
  /** SQL that gives the hash of every content some record names. */
  neededContents: string
  onProgress?: ((progress: BackupProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

export interface RestoreOutcome {
  manifest: Manifest
  records: number
  contents: number
  /** Migrations of this program that the backup did not have, applied after it was compared. */
  upgraded: string[]
}

/**
 * Puts a backup into an empty database and its store of contents, and believes nothing: the file is read and compared from end to end before
 * anything is written, every record and every content is read back and compared after. Rows come in one transaction; on any difference
 * nothing is left.
 *
 * @throws Refusal saying what is wrong and what to do.
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoreOutcome> {
  const { file, passphrase, database, blobs, signal } = request
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  const checked = await readArchive(
    { file, passphrase, signal },
    {
      head: (head) => checkOrigin(head, request.migrations),
      progress: (done) => request.onProgress?.({ step: 'check', done, total: size }),
    },
  )
  const before: string[] = []
  for await (const { sha256 } of blobs.list()) before.push(sha256)
  const kept = new Set(before)
  const client = await database.pool.connect()
  let broken: Error | undefined
  try {
    if (await hasTables(client)) throw refuse.restoreNotEmpty({ place: request.place })
    await client.query(`BEGIN; ${plainReading}`)
    const manifest = await bringIn(client, request, checked, size)
    await compare(client, request, manifest)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch((failed: Error) => (broken = failed))
    for (const { sha256 } of checked.blobs) if (!kept.has(sha256)) await blobs.remove(sha256)
    throw error
  } finally {
    client.release(broken)
  }
  const upgraded = await migrate(database.pool, request.migrations)
  // Plans of questions are good only once the database knows how much there is of what.
  await database.pool.query('ANALYZE')
  return {
    manifest: checked,
    records: checked.tables.reduce((sum, t) => sum + t.rows, 0),
    contents: wholeBlobs(checked).length,
    upgraded,
  }
}

/** @throws Refusal when the backup has a migration that this program does not have, or has otherwise. */
export function checkOrigin({ program, migrations }: BackupHead, known: Migration[]): void {
  const checksums = new Map(known.map((m) => [m.id, checksumOf(m)]))
  for (const { id, checksum } of migrations) {
    const ours = checksums.get(id)
    if (!ours) throw refuse.backupProgramNewer({ version: program, migration: id })
    if (ours !== checksum) throw refuse.backupMigrationDiffers({ version: program, migration: id })
  }
}

/** Tables as the program that made the backup had them, then its rows and contents. */
async function bringIn(client: pg.PoolClient, request: RestoreRequest, checked: Manifest, size: number): Promise<Manifest> {
  const { file, passphrase, signal, onProgress } = request
  const had = new Set(checked.migrations.map((m) => m.id))
  for (const migration of request.migrations) if (had.has(migration.id)) await applyMigration(client, migration)
  const tables = new Map((await findTables(client)).map((t) => [t.name, t]))
  const keys = await findForeignKeys(client)
  for (const { drop } of keys) await client.query(drop)
  const filled = checked.tables.map((part) => {
    const shape = tables.get(part.name)
    if (!shape || part.columns.join() !== shape.columns.map((c) => c.name).join())
      throw refuse.backupDamaged({ file, part: part.name })
    return { part, shape }
  })
  const triggers = async (state: 'DISABLE' | 'ENABLE') => {
    for (const { shape } of filled) await client.query(`ALTER TABLE ${shape.sql} ${state} TRIGGER USER`)
  }
  await triggers('DISABLE')
  // Migrations may have written rows of their own; the backup has them as they were last.
  await client.query(`TRUNCATE ${filled.map(({ shape }) => shape.sql).join(', ')}`)
  const inserts = new Map(filled.map(({ part, shape }) => [part.name, insertLines(shape, part.columns)]))
  const damaged = new Set(checked.blobs.filter((b) => b.found).map((b) => b.sha256))
  const manifest = await readArchive(
    { file, passphrase, signal },
    {
      table: async (name, content) => {
        const insert = inserts.get(name)
        if (!insert) throw refuse.backupDamaged({ file, part: name })
        for await (const lines of linesOf(content)) await insert(client, lines)
      },
      blob: async (sha256, content) => {
        if (damaged.has(sha256)) return
        const ref = await request.blobs.put(content)
        if (ref.sha256 !== sha256) throw refuse.backupDamaged({ file, part: sha256 })
      },
      progress: (done) => onProgress?.({ step: 'restore', done, total: size }),
    },
  )
  if (manifest.whole !== checked.whole) throw refuse.backupDamaged({ file, part: 'manifest.json' })
  await setSequences(client, manifest.sequences)
  for (const { add, remark } of keys) {
    await client.query(add)
    if (remark) await client.query(remark)
  }
  await client.query('SET CONSTRAINTS ALL IMMEDIATE')
  await triggers('ENABLE')
  return manifest
}

/** Reads everything back, from the database and from the store, and compares it with what the manifest says there was. */
async function compare(client: pg.PoolClient, request: RestoreRequest, manifest: Manifest): Promise<void> {
  const { blobs, signal, onProgress } = request
  const whole = wholeBlobs(manifest)
  const total = manifest.tables.length + whole.length
  let done = 0
  const step = () => onProgress?.({ step: 'compare', done: done++, total })
  const shapes = new Map((await findTables(client)).map((t): [string, TableShape] => [t.name, t]))
  const different: string[] = []
  for (const part of manifest.tables) {
    signal?.throwIfAborted()
    step()
    const shape = shapes.get(part.name)
    const sum = new RowSum()
    if (shape) for await (const lines of readLines(client, shape)) for (const line of lines) sum.add(line)
    if (sum.rows !== part.rows || sum.sum !== part.sum) different.push(part.name)
  }
  const sequences = await readSequences(client)
  for (const expected of manifest.sequences) {
    const found = sequences.find((s) => s.name === expected.name)
    if (found?.last !== expected.last || found.called !== expected.called) different.push(expected.name)
  }
  if (different.length > 0) throw refuse.restoreDiffers({ tables: different.join(', ') })
  const { rows: faults } = await client.query<{ seq: number | null; fault: string }>(
    'SELECT seq, fault FROM audit.verify() LIMIT 1',
  )
  if (faults[0]) throw refuse.restoreAuditBroken({ seq: String(faults[0].seq ?? ''), fault: faults[0].fault })
  const head = await readAuditHead(client)
  if (head.seq !== manifest.audit.seq || head.hash !== manifest.audit.hash)
    throw refuse.restoreAuditOther({ seq: manifest.audit.seq, expected: manifest.audit.hash })
  const wrong: string[] = []
  for (const { sha256 } of whole) {
    signal?.throwIfAborted()
    step()
    if ((await blobs.verify(sha256, signal ? { signal } : {})) !== 'whole') wrong.push(sha256)
  }
  if (wrong.length > 0) throw refuse.restoreContentDamaged({ count: wrong.length, first: wrong[0] ?? '' })
  const { rows: needed } = await client.query<[string]>({ text: request.neededContents, rowMode: 'array' })
  const there = new Set([...whole.map((b) => b.sha256), ...manifest.lost])
  const missing = needed.map(([sha256]) => sha256).filter((sha256) => !there.has(sha256))
  if (missing.length > 0) throw refuse.backupContentMissing({ count: missing.length, first: missing[0] ?? '' })
}
