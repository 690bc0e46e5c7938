import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { can as administration } from '#domains/administration/administration.permissions.ts'
import { neededContents } from '#engines/files/index.ts'
import { hasAuditEntry, readAuditHead, type AuditHead } from '#kernel/audit-head.ts'
import { readArchive } from '#kernel/backup/archive.reader.ts'
import { type BackupProgress, makeBackup } from '#kernel/backup/backup.ts'
import type { Manifest } from '#kernel/backup/manifest.rules.ts'
import { restoreBackup } from '#kernel/backup/restore.ts'
import { verifyBackup } from '#kernel/backup/verify.ts'
import { openBlobs } from '#kernel/blobs/open-blobs.ts'
import { openDatabase } from '#kernel/database.ts'
import { formatDateTime } from '#kernel/dates.ts'
import { readConfig } from '../config.ts'
import { allMigrations } from '../platform.ts'
import { ask, work } from './installation.ts'
import { facts, printJson } from './output.ts'
import { type Asked, CommandFailure, UsageError } from './usage.ts'

/** `noivu backup FILE`: everything as of this moment into one file. The exit code is 1 when a content was gone or damaged already. */
export async function backUp(asked: Asked): Promise<number> {
  const config = readConfig()
  const scratch = join(config.dataFolder, 'run')
  await mkdir(scratch, { recursive: true, mode: 0o700 })
  const outcome = await work((kernel) =>
    makeBackup(kernel, {
      file: resolve(asked.argument),
      scratch,
      passphrase: passphraseOf(asked),
      program: config.version,
      migrations: allMigrations(),
      neededContents,
      onProgress: teller(asked),
    }),
  )
  const { file, size, sha256, manifest, readMs } = outcome
  if (asked.on('json'))
    await printJson(asked, { file, size, sha256, ...told(manifest), lost: manifest.lost, readSeconds: Math.round(readMs) / 1000 })
  else {
    await asked.out.print(`${asked.say('backup.made', { file })}\n`)
    await asked.out.print(
      facts([
        ...linesOf(asked, manifest),
        [`  ${asked.say('backup.size')}`, size.toLocaleString(asked.lang)],
        ['  SHA-256', sha256],
      ]),
    )
    if (manifest.lost.length > 0)
      await asked.out.print(`${asked.say('backup.lost', { count: manifest.lost.length, first: manifest.lost[0] ?? '' })}\n`)
  }
  return manifest.lost.length > 0 ? 1 : 0
}

/** `noivu backup verify FILE`: restores it into a temporary folder and compares. */
export async function verify(asked: Asked): Promise<number> {
  const { manifest, records, contents } = await verifyBackup({
    ...source(asked),
    scratch: tmpdir(),
    onProgress: teller(asked),
  })
  if (asked.on('json')) await printJson(asked, { whole: true, ...told(manifest), records, contents })
  else {
    await asked.out.print(`${asked.say('backup.verified', { file: asked.argument })}\n`)
    await asked.out.print(facts(linesOf(asked, manifest)))
  }
  return 0
}

/** `noivu restore FILE`: into the data folder or the database that is set, which must be empty. */
export async function restore(asked: Asked): Promise<number> {
  const config = readConfig()
  const inside = join(config.dataFolder, 'pg')
  const made = !config.databaseUrl && !existsSync(inside)
  const since = performance.now()
  const database = await openDatabase(config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataFolder })
  let done = false
  try {
    const { manifest, records, contents, upgraded } = await restoreBackup({
      ...source(asked),
      database,
      blobs: await openBlobs(config),
      place: config.databaseUrl ? 'DATABASE_URL' : resolve(config.dataFolder),
      onProgress: teller(asked),
    })
    done = true
    const seconds = Math.round((performance.now() - since) / 100) / 10
    if (asked.on('json')) await printJson(asked, { ...told(manifest), records, contents, upgraded, seconds })
    else {
      const place = config.databaseUrl ? 'DATABASE_URL' : resolve(config.dataFolder)
      await asked.out.print(`${asked.say('backup.restored', { place, seconds: seconds.toLocaleString(asked.lang) })}\n`)
      await asked.out.print(facts(linesOf(asked, manifest)))
    }
    return 0
  } finally {
    await database.close()
    // Nothing of a failed restore stays, not even the empty database it was to go into.
    if (!done && made) await rm(inside, { recursive: true, force: true })
  }
}

/** `noivu audit head`: number and hash of the newest entry, to be kept where nobody who can write the database can write. */
export async function printHead(asked: Asked): Promise<number> {
  const head = await work((kernel) => readAuditHead(kernel.database.pool))
  if (asked.on('json')) await printJson(asked, head)
  else await asked.out.print(`${textOf(head)}\n`)
  return 0
}

/**
 * The heads that `noivu audit verify` is to find in the log: as written down by somebody, and as a backup carries it.
 *
 * @throws UsageError for what is no head.
 */
export async function headsToFind(asked: Asked): Promise<AuditHead[]> {
  const heads: AuditHead[] = []
  if (asked.on('against')) {
    const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(asked.text('against').trim()) ?? []
    if (!seq || !hash) throw new UsageError('badHead', { value: asked.text('against') })
    heads.push({ seq: Number(seq), hash: hash.toLowerCase() })
  }
  if (asked.on('backup')) {
    const file = resolve(asked.text('backup'))
    heads.push((await readArchive({ file, passphrase: passphraseOf(asked) })).audit)
  }
  return heads
}

/** Those of the heads that the log does not have. */
export function missingHeads(asked: Asked, heads: AuditHead[]): Promise<AuditHead[]> {
  return ask(asked, 'verifyAudit', administration.readAudit, async (ctx) => {
    const missing: AuditHead[] = []
    for (const head of heads) if (!(await hasAuditEntry(ctx.db, head))) missing.push(head)
    return missing
  })
}

const textOf = ({ seq, hash }: AuditHead) => `${seq}:${hash}`

function source(asked: Asked) {
  return { file: resolve(asked.argument), passphrase: passphraseOf(asked), migrations: allMigrations(), neededContents }
}

/** From the file named, or else from the environment: never from the line itself, which other accounts of the machine can read. */
function passphraseOf(asked: Asked): string | null {
  if (!asked.on('passphrase-file')) return readConfig().backups.passphrase
  const file = asked.text('passphrase-file')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new CommandFailure('noFile', { file })
  }
  const [line = ''] = text.split(/\r?\n/)
  if (line === '') throw new CommandFailure('backup.emptyPassphrase', { file })
  return line
}

function told({ moment, program, tables, blobs, audit }: Manifest) {
  return { moment, program, records: tables.reduce((sum, t) => sum + t.rows, 0), contents: blobs.length, audit }
}

function linesOf(asked: Asked, manifest: Manifest): [string, string][] {
  const { moment, program, records, contents, audit } = told(manifest)
  const number = (n: number) => n.toLocaleString(asked.lang)
  return [
    [`  ${asked.say('backup.moment')}`, formatDateTime(moment, asked.lang)],
    [`  ${asked.say('backup.program')}`, program],
    [`  ${asked.say('backup.records')}`, number(records)],
    [`  ${asked.say('backup.contents')}`, number(contents)],
    [`  ${asked.say('backup.head')}`, textOf(audit)],
  ]
}

/** Tells how far long work is: at each new step, and then every five seconds. */
function teller(asked: Asked): (progress: BackupProgress) => void {
  let last = { step: '', at: 0 }
  return ({ step, done, total }) => {
    const now = performance.now()
    if (step === last.step && now - last.at < 5000) return
    last = { step, at: now }
    const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0
    void asked.err.print(`${asked.say(`backup.step.${step}`)} ${percent}%\n`)
  }
}
