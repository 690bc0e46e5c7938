import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gunzipSync, gzipSync } from 'node:zlib'
import type pg from 'pg'
import { Decrypter } from 'age-encryption'
import { extract as makeExtract, pack as makePack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetPath, listAssets } from '../assets.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { openDiskBlobs } from '../blobs/disk-blobs.ts'
import { newId } from '../context.ts'
import { type Database, openDatabase } from '../database.ts'
import type { Refusal } from '../errors.ts'
import { migrate, type Migration, readMigrations } from '../migrate.ts'
import { freshDatabase } from '../testing.ts'
import { type BackupOutcome, makeBackup } from './backup.ts'
import { leftOut, Manifest, wholeText } from './manifest.rules.ts'
import { restoreBackup } from './restore.ts'

const minute = 60_000
const root = mkdtempSync(join(tmpdir(), 'noivu-backup-'))
const neededContents = 'SELECT DISTINCT sha256 FROM files.file'
const sha = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** Tables that no program of today has: found in the catalogue, or not at all. */
const later: Migration = {
  id: '29991231-0000-awkward',
  sql: `
    CREATE EXTENSION IF NOT EXISTS ltree;
    CREATE SCHEMA "Câu lạc bộ";
    CREATE TABLE "Câu lạc bộ"."Hội viên" (
      no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      "Tên ""gọi""" text,
      bytes bytea, doc jsonb, raw json, amount numeric, money numeric(12,2), at timestamptz, plain timestamp, day date, hour time,
      span interval, texts text[], grid integer[][], period daterange, moments tstzrange, parts nummultirange, path ltree, id uuid,
      ratio double precision, small real, yes boolean, letters char(5), short varchar(3), address inet,
      doubled numeric GENERATED ALWAYS AS (amount * 2) STORED,
      leader bigint CONSTRAINT leader_fk REFERENCES "Câu lạc bộ"."Hội viên" (no)
    );
    COMMENT ON CONSTRAINT leader_fk ON "Câu lạc bộ"."Hội viên" IS 'Who leads them.';
    CREATE TABLE "Câu lạc bộ".hen (id integer PRIMARY KEY, egg integer);
    CREATE TABLE "Câu lạc bộ".egg (id integer PRIMARY KEY, hen integer NOT NULL CONSTRAINT egg_of REFERENCES "Câu lạc bộ".hen (id));
    ALTER TABLE "Câu lạc bộ".hen ADD CONSTRAINT hen_from FOREIGN KEY (egg) REFERENCES "Câu lạc bộ".egg (id) DEFERRABLE;
    CREATE TABLE "Câu lạc bộ".twins (value text);
    CREATE TABLE "Câu lạc bộ".seeded (code text PRIMARY KEY, label text);
    INSERT INTO "Câu lạc bộ".seeded VALUES ('a', 'as the migration wrote it'), ('b', 'taken away later');
    CREATE SEQUENCE "Câu lạc bộ".numbers INCREMENT 5 START 10;
    CREATE TABLE "Câu lạc bộ".account (id integer PRIMARY KEY, balance integer NOT NULL);
    CREATE FUNCTION "Câu lạc bộ".refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not twice'; END $$;
    CREATE TRIGGER once BEFORE INSERT ON "Câu lạc bộ".twins FOR EACH ROW WHEN (NEW.value = 'sealed') EXECUTE FUNCTION "Câu lạc bộ".refuse();
    ALTER TABLE "Câu lạc bộ"."Hội viên" ENABLE ROW LEVEL SECURITY;`,
}
const real = readMigrations(listAssets('**/db/*.sql').map(assetPath))
const migrations = [...real, later]

const awkward = [
  `"Tên ""gọi""" = E'dòng một\\nhai\\ttab "nháy" \\\\ \\u0001 ế e\\u0302\\u0301 😀'`,
  `"Tên ""gọi""" = '', texts = '{}', doc = 'null', raw = ' {"a":1,  "a":2} '`,
  `"Tên ""gọi""" = NULL, doc = NULL`,
  `bytes = '\\x00ff0a5c22', doc = '{"số":1.10,"lớn":123456789012345678901234567890,"u":"\\u0111"}'`,
  `amount = 123456789012345678901234567890.123456789000, money = -0.10`,
  `amount = 'NaN', ratio = 'NaN', small = '-Infinity'`,
  `ratio = 0.1::float8 + 0.2::float8, small = 1.1`,
  `ratio = '-0', amount = 1e-20`,
  `at = '2022-12-31 23:59:59.999999+07', plain = '2022-12-31 23:59:59.000001', day = '0044-03-15 BC', hour = '24:00'`,
  `at = 'infinity', day = '-infinity', span = '1 year 2 mons -3 days 04:05:06.789'`,
  `texts = ARRAY['a', NULL, 'NULL', '', '{"x"}', E'\\\\', ','], grid = '[0:1][2:3]={{1,2},{3,4}}'`,
  `period = '[2022-01-01,2022-12-31]', moments = '(,2022-01-01 00:00+07]', parts = '{[1.5,2),(3,)}', path = 'so.noi_vu.p1'`,
  `yes = false, letters = 'ab', short = 'ế', address = '10.0.0.0/8', id = '00000000-0000-0000-0000-000000000001'`,
]

interface Place {
  database: Database
  blobs: Blobs
  close(): Promise<void>
}

const places: Place[] = []

async function emptyPlace(kind: 'embedded' | 'server' = process.env.DATABASE_URL ? 'server' : 'embedded'): Promise<Place> {
  const folder = mkdtempSync(join(root, 'place-'))
  const blobs = openDiskBlobs(join(folder, 'files'))
  const url = process.env.DATABASE_URL
  let place: Place
  if (kind === 'server' && url) {
    const owner = await openDatabase({ url, max: 1 })
    const name = `noivu_restore_${newId().slice(-12)}`
    await owner.pool.query(`CREATE DATABASE ${name}`)
    const database = await openDatabase({ url: Object.assign(new URL(url), { pathname: `/${name}` }).toString() })
    const close = async () => {
      await database.close()
      await owner.pool.query(`DROP DATABASE ${name}`)
      await owner.close()
    }
    place = { database, blobs, close }
  } else {
    const database = await openDatabase({ memory: true })
    place = { database, blobs, close: () => database.close() }
  }
  places.push(place)
  return place
}

let source: Database
let blobs: Blobs
let made: BackupOutcome
const contents = [Buffer.from(''), Buffer.from('biên bản'), randomBytes(700_001), randomBytes(512), randomBytes(1024 * 1024)]

const request = (file: string, more: Partial<Parameters<typeof makeBackup>[1]> = {}) => ({
  file: join(root, file),
  scratch: root,
  passphrase: null,
  program: '0.0.0-test',
  migrations,
  neededContents,
  ...more,
})
const backUp = (file: string, more: Partial<Parameters<typeof makeBackup>[1]> = {}) =>
  makeBackup({ database: source, blobs, now: () => new Date(), newId }, request(file, more))
const restore = (file: string, place: Place, more: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
  restoreBackup({
    file: join(root, file),
    passphrase: null,
    database: place.database,
    blobs: place.blobs,
    place: 'the place',
    migrations,
    neededContents,
    ...more,
  })
/** What a restore refuses with, and that it left nothing. */
async function refusal(file: string, more: Partial<Parameters<typeof restoreBackup>[0]> = {}): Promise<string> {
  const error = await restore(file, spare, more).then(
    () => null,
    (e: Refusal) => e,
  )
  if (!error?.code) throw error ?? new Error('it was taken')
  const { rows } = await spare.database.pool.query(`SELECT 1 FROM pg_namespace WHERE nspname IN ('kernel', 'audit', 'people')`)
  expect(rows).toEqual([])
  for await (const blob of spare.blobs.list()) throw new Error(`left ${blob.sha256}`)
  return error.code
}
let spare: Place

async function addFile(pool: pg.Pool, content: Buffer, more: { deleted?: boolean } = {}): Promise<string> {
  const ref = await blobs.put(Readable.from([content]))
  await pool.query(
    `WITH quiet AS (SELECT set_config('noivu.entry', $1, false))
     INSERT INTO files.file (id, sha256, size, name, media_type, kind, inline, purpose, sensitive, uploaded_by, uploaded_by_name, uploaded_at, deleted_at, deleted_by_name)
     SELECT $1::uuid, $2, $3, 'Biên bản.txt', 'text/plain', 'text', true, 'club.minutes', false, 'u', 'Người thử', now(), $4::timestamptz, $5 FROM quiet`,
    [newId(), ref.sha256, ref.size, more.deleted ? '2022-01-01' : null, more.deleted ? 'Người thử' : null],
  )
  return ref.sha256
}

/** Everything there is, read past the code under test. */
async function everything(database: Database): Promise<Record<string, string[]>> {
  const { rows: tables } = await database.pool.query<{ name: string; sql: string }>(`
    SELECT table_schema || '.' || table_name AS name, format('%I.%I', table_schema, table_name) AS sql FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema', 'public')`)
  const all: Record<string, string[]> = {}
  for (const { name, sql } of tables) {
    if (name in leftOut) continue
    const { rows } = await database.pool.query<{ row: string }>(`SELECT t::text AS row FROM ${sql} t`)
    all[name] = rows.map((r) => r.row).sort()
  }
  return all
}

/** How the tables are made: constraints, triggers, policies, indexes. */
async function shape(database: Database): Promise<unknown[]> {
  const ours = `n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')`
  const { rows } = await database.pool.query<{ line: string }>(`
    SELECT 'constraint ' || n.nspname || '.' || c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid) || ' ' || k.convalidated
        || coalesce(obj_description(k.oid, 'pg_constraint'), '') AS line
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND k.contype <> 'n'
    UNION ALL SELECT 'trigger ' || n.nspname || '.' || c.relname || ' ' || t.tgname || ' ' || t.tgenabled::text
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND NOT t.tgisinternal
    UNION ALL SELECT 'policy ' || schemaname || '.' || tablename || ' ' || policyname FROM pg_policies
    UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'public')`)
  return rows.map((r) => r.line).sort()
}

beforeAll(async () => {
  source = await freshDatabase()
  await migrate(source.pool, migrations)
  blobs = openDiskBlobs(join(root, 'source'))
  const { pool } = source
  await pool.query(`INSERT INTO kernel.setting VALUES ('installation', '"real"')`)
  await pool.query(`INSERT INTO auth."user" (id, name, email, "createdAt", "updatedAt") SELECT 'u', 'Người thử', 'thu@noivu.invalid', now(), now()
    FROM (SELECT set_config('noivu.entry', '${newId()}', false)) x`)
  await pool.query(`INSERT INTO auth.session VALUES ('s', now(), 'secret token', now(), now(), NULL, NULL, 'u')`)
  for (const values of awkward) {
    await pool.query(`INSERT INTO "Câu lạc bộ"."Hội viên" (yes) VALUES (true)`)
    await pool.query(`UPDATE "Câu lạc bộ"."Hội viên" SET ${values} WHERE no = (SELECT max(no) FROM "Câu lạc bộ"."Hội viên")`)
  }
  // Leaders come after those they lead, and further on than one portion.
  await pool.query(`INSERT INTO "Câu lạc bộ"."Hội viên" (amount) SELECT n FROM generate_series(1, 6000) n`)
  await pool.query(`UPDATE "Câu lạc bộ"."Hội viên" SET leader = (SELECT max(no) FROM "Câu lạc bộ"."Hội viên")`)
  await pool.query(`INSERT INTO "Câu lạc bộ".hen VALUES (1, NULL); INSERT INTO "Câu lạc bộ".egg VALUES (1, 1);
    UPDATE "Câu lạc bộ".hen SET egg = 1; INSERT INTO "Câu lạc bộ".twins VALUES ('x'), ('x'), (NULL), ('y'), ('old');
    UPDATE "Câu lạc bộ".twins SET value = 'sealed' WHERE value = 'y';
    UPDATE "Câu lạc bộ".seeded SET label = 'changed since' WHERE code = 'a'; DELETE FROM "Câu lạc bộ".seeded WHERE code = 'b';
    SELECT nextval('"Câu lạc bộ".numbers'), nextval('"Câu lạc bộ".numbers')`)
  for (const content of contents.slice(0, 4)) await addFile(pool, content)
  await addFile(pool, contents[4]!, { deleted: true })
  // The trigger of the files wrote changes; their entry is closed as an operation would.
  await pool.query(
    `SELECT audit.append(entry_id, now(), 'u', 'Người thử', 'testing', 'r', NULL) FROM (SELECT DISTINCT entry_id FROM audit.change) x`,
  )
  made = await backUp('plain.noivu')
  spare = await emptyPlace()
}, 5 * minute)

afterAll(async () => {
  for (const place of places) await place.close()
  await source.close()
  rmSync(root, { recursive: true, force: true })
}, minute)

describe('a backup restored', () => {
  const kinds = process.env.DATABASE_URL ? (['server', 'embedded'] as const) : (['embedded'] as const)

  test.each(kinds)('holds every record, every file and the log: %s', { timeout: 3 * minute }, async (kind) => {
    const place = await emptyPlace(kind)
    const outcome = await restore('plain.noivu', place)
    const [there, here] = [await everything(place.database), await everything(source)]
    expect(Object.keys(there).sort()).toEqual(Object.keys(here).sort())
    for (const name of Object.keys(here)) expect([name, there[name]]).toEqual([name, here[name]])
    expect(there['Câu lạc bộ.Hội viên']).toHaveLength(6000 + awkward.length)
    expect(there['Câu lạc bộ.seeded']).toEqual(['(a,"changed since")'])
    expect(outcome).toMatchObject({ contents: contents.length, upgraded: [] })
    for (const content of contents) expect(await buffer(await place.blobs.get(sha(content)))).toEqual(content)
    expect(await shape(place.database)).toEqual(await shape(source))
    expect((await place.database.pool.query('SELECT * FROM audit.verify()')).rows).toEqual([])
    // Counting goes on where it was.
    const { pool } = place.database
    expect((await pool.query(`SELECT nextval('"Câu lạc bộ".numbers')::int AS n`)).rows).toEqual([{ n: 20 }])
    const { rows } = await pool.query<{ no: number }>(`INSERT INTO "Câu lạc bộ"."Hội viên" (yes) VALUES (true) RETURNING no`)
    expect(rows[0]?.no).toBe(6001 + awkward.length)
    // What guards the tables guards them again.
    await expect(pool.query(`INSERT INTO "Câu lạc bộ".twins VALUES ('sealed')`)).rejects.toThrow('not twice')
    await expect(pool.query(`INSERT INTO "Câu lạc bộ".egg VALUES (2, 99)`)).rejects.toThrow('egg_of')
    await expect(pool.query('DELETE FROM audit.entry')).rejects.toThrow('append-only')
  })

  test.runIf(process.env.DATABASE_URL)('goes from the embedded database to a server', { timeout: 2 * minute }, async () => {
    const [embedded, server] = [await emptyPlace('embedded'), await emptyPlace('server')]
    await restore('plain.noivu', embedded)
    const { database, blobs } = embedded
    await makeBackup({ database, blobs, now: () => new Date(), newId }, request('moving.noivu'))
    await restore('moving.noivu', server)
    expect(await everything(server.database)).toEqual(await everything(database))
  })

  test('does not hold who was signed in', () => {
    const names = made.manifest.tables.map((t) => t.name)
    expect(names).toContain('auth.user')
    expect(names.filter((name) => name in leftOut)).toEqual([])
    const archive = gunzipSync(readFileSync(made.file)).toString('latin1')
    expect(archive).toContain('thu@noivu.invalid')
    expect(archive).not.toContain('secret token')
  })

  test('names what is left out by tables that exist', async () => {
    const { rows } = await source.pool.query<{ name: string }>(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE'`,
    )
    const names = rows.map((r) => r.name)
    for (const name of Object.keys(leftOut)) expect(names).toContain(name)
  })

  test('carries the head of the log', async () => {
    const { rows } = await source.pool.query(`SELECT seq, encode(hash, 'hex') AS hash FROM audit.head`)
    expect(made.manifest.audit).toEqual(rows[0])
    expect(made.manifest.audit.seq).toBeGreaterThan(0)
  })

  test('is written down, with what it holds', async () => {
    const { rows } = await source.pool.query('SELECT * FROM kernel.backup WHERE id = $1', [made.id])
    expect(rows[0]).toMatchObject({
      file: made.file,
      size: statSync(made.file).size,
      sha256: sha(readFileSync(made.file)),
      contents: contents.length,
      audit_hash: made.manifest.audit.hash,
      error: null,
    })
  })

  test('brings an older installation forward after comparing it', { timeout: 2 * minute }, async () => {
    const newer: Migration = {
      id: '29991231-0001-rename',
      sql: `ALTER TABLE "Câu lạc bộ".seeded ADD COLUMN more text; UPDATE "Câu lạc bộ".seeded SET more = label`,
    }
    const place = await emptyPlace()
    expect(await restore('plain.noivu', place, { migrations: [...migrations, newer] })).toMatchObject({ upgraded: [newer.id] })
    expect((await place.database.pool.query('SELECT more FROM "Câu lạc bộ".seeded')).rows).toEqual([{ more: 'changed since' }])
  })
})

describe('a restore refuses', () => {
  test('a place that holds anything', { timeout: minute }, async () => {
    const busy = { database: source, blobs, close: () => Promise.resolve() }
    await expect(restore('plain.noivu', busy)).rejects.toMatchObject({ code: 'kernel.restoreNotEmpty' })
    expect(await blobs.verify(sha(contents[1]!))).toBe('whole')
  })

  test('what is no backup', async () => {
    writeFileSync(join(root, 'letter.noivu'), 'Kính gửi Sở Nội vụ')
    writeFileSync(join(root, 'other.noivu'), gzipSync(Buffer.alloc(2048)))
    writeFileSync(join(root, 'empty.noivu'), '')
    mkdirSync(join(root, 'folder.noivu'))
    expect(await refusal('letter.noivu')).toBe('kernel.backupForeign')
    expect(await refusal('other.noivu')).toBe('kernel.backupForeign')
    expect(await refusal('empty.noivu')).toBe('kernel.backupForeign')
    expect(await refusal('none.noivu')).toBe('kernel.backupNoFile')
    expect(await refusal('folder.noivu')).toBe('kernel.backupNoFile')
  })

  test('a backup of a later program, and one whose migration is another', async () => {
    expect(await refusal('plain.noivu', { migrations: real })).toBe('kernel.backupProgramNewer')
    const edited = migrations.map((m) => (m.id === later.id ? { ...m, sql: `${m.sql} ` } : m))
    expect(await refusal('plain.noivu', { migrations: edited })).toBe('kernel.backupMigrationDiffers')
  })

  test('a file cut off anywhere', { timeout: 2 * minute }, async () => {
    const bytes = readFileSync(made.file)
    for (const at of [3, 40, 5000, Math.floor(bytes.length / 2), bytes.length - 700, bytes.length - 9, bytes.length - 1]) {
      writeFileSync(join(root, 'cut.noivu'), bytes.subarray(0, at))
      expect([at, await refusal('cut.noivu')]).toEqual([at, 'kernel.backupCutOff'])
    }
  })

  test('a file with any byte changed', { timeout: 3 * minute }, async () => {
    const bytes = readFileSync(made.file)
    for (let n = 0; n < 25; n++) {
      const at = 12 + Math.floor(((bytes.length - 13) * n) / 25)
      const changed = Buffer.from(bytes)
      changed[at]! ^= 0x10
      writeFileSync(join(root, 'flipped.noivu'), changed)
      expect([at, await refusal('flipped.noivu')]).toEqual([at, expect.stringMatching(/backup(Damaged|CutOff|Foreign)$/)])
    }
  })

  test.each<[string, string, (name: string, content: Buffer) => Buffer | null]>([
    ['a record changed', 'backupDamaged', (name, c) => (name.endsWith('seeded.ndjson') ? swap(c, 'changed', 'Changed') : c)],
    ['a record taken away', 'backupDamaged', (name, c) => (name.endsWith('twins.ndjson') ? c.subarray(c.indexOf('\n') + 1) : c)],
    ['a table taken away', 'backupDamaged', (name, c) => (name.endsWith('twins.ndjson') ? null : c)],
    ['a content changed', 'backupDamaged', (name, c) => (name.endsWith(sha('biên bản')) ? swap(c, 'bi', 'Bi') : c)],
    ['a content taken away', 'backupDamaged', (name, c) => (name.endsWith(sha('biên bản')) ? null : c)],
    ['the manifest changed', 'backupDamaged', (name, c) => (name === 'manifest.json' ? swap(c, '0.0.0-test', '0.0.0-tesT') : c)],
    ['the manifest taken away', 'backupCutOff', (name, c) => (name === 'manifest.json' ? null : c)],
    ['the head changed', 'backupDamaged', (name, c) => (name === 'backup.json' ? swap(c, '0.0.0-test', '0.0.0-tesT') : c)],
    ['a later format', 'backupFormatNewer', (name, c) => (name === 'backup.json' ? swap(c, '"version":1', '"version":2') : c)],
    ['another program', 'backupForeign', (name, c) => (name === 'backup.json' ? swap(c, 'noivu-backup', 'other-backup') : c)],
  ])('a file packed anew with %s', { timeout: minute }, async (_what, code, change) => {
    await repack(made.file, join(root, 'repacked.noivu'), change)
    expect(await refusal('repacked.noivu')).toBe(`kernel.${code}`)
  })

  test('a manifest made anew that promises other than what is there', { timeout: 2 * minute }, async () => {
    const forged = async (change: (manifest: Manifest) => void, without = '-') => {
      await repack(made.file, join(root, 'forged.noivu'), (name, content) => {
        if (name.endsWith(without)) return null
        if (name !== 'manifest.json') return content
        const manifest = Manifest.parse(JSON.parse(content.toString()))
        change(manifest)
        manifest.whole = sha(wholeText(manifest))
        return Buffer.from(JSON.stringify(manifest))
      })
      return refusal('forged.noivu')
    }
    expect(await forged((m) => (m.tables.find((t) => t.name === 'people.person')!.sum = sha('')))).toBe('kernel.restoreDiffers')
    expect(await forged((m) => (m.audit = { ...m.audit, hash: sha('another') }))).toBe('kernel.restoreAuditOther')
    const gone = sha(contents[2]!)
    const without = (m: Manifest) => (m.blobs = m.blobs.filter((b) => b.sha256 !== gone))
    expect(await forged(without, gone)).toBe('kernel.backupContentMissing')
  })
})

function swap(content: Buffer, from: string, to: string): Buffer {
  const text = content.toString('latin1')
  expect(text).toContain(from)
  return Buffer.from(text.replace(from, to), 'latin1')
}

/** The same archive with parts changed or left out, in all else well formed. */
async function repack(from: string, to: string, change: (name: string, content: Buffer) => Buffer | null): Promise<void> {
  const pack = makePack()
  const extract = makeExtract()
  extract.end(gunzipSync(readFileSync(from)))
  for await (const entry of extract) {
    const content = change(entry.header.name, await buffer(entry as never))
    if (content) pack.entry({ name: entry.header.name, size: content.length }, content)
  }
  pack.finalize()
  writeFileSync(to, gzipSync(await buffer(pack as never)))
}

describe('with a passphrase', () => {
  test('nothing can be read without it, and everything with it', { timeout: 3 * minute }, async () => {
    const enciphered = await backUp('secret.noivu', { passphrase: 'bốn từ khó đoán' })
    const bytes = readFileSync(enciphered.file)
    expect(bytes.includes('thu@noivu.invalid')).toBe(false)
    expect(() => gunzipSync(bytes)).toThrow()
    expect(await refusal('secret.noivu')).toBe('kernel.backupPassphraseMissing')
    expect(await refusal('secret.noivu', { passphrase: 'bốn từ khó đoán ' })).toBe('kernel.backupPassphraseWrong')
    // Any age program reads it: nobody needs ours to get at the records.
    const decrypter = new Decrypter()
    decrypter.addPassphrase('bốn từ khó đoán')
    expect(gunzipSync(await decrypter.decrypt(bytes)).includes('thu@noivu.invalid')).toBe(true)
    const place = await emptyPlace()
    expect((await restore('secret.noivu', place, { passphrase: 'bốn từ khó đoán' })).contents).toBe(contents.length)
    const cut = bytes.subarray(0, bytes.length - 100)
    const flipped = Buffer.from(bytes)
    flipped[bytes.length >> 1]! ^= 1
    for (const damaged of [cut, flipped]) {
      writeFileSync(join(root, 'harmed.noivu'), damaged)
      expect(await refusal('harmed.noivu', { passphrase: 'bốn từ khó đoán' })).toBe('kernel.backupDamaged')
    }
  })
})

describe('while it is made', () => {
  test('an older file is not overwritten, and a missing folder is told', async () => {
    const before = sha(readFileSync(made.file))
    await expect(backUp('plain.noivu')).rejects.toMatchObject({ code: 'kernel.backupFileExists' })
    expect(sha(readFileSync(made.file))).toBe(before)
    await expect(backUp('nowhere/x.noivu')).rejects.toMatchObject({ code: 'kernel.backupFolderMissing' })
  })

  test('stopped half-way it leaves nothing under its name, and is written down as failed', async () => {
    const stop = new AbortController()
    const onProgress = ({ step }: { step: string }) => (step === 'write' ? stop.abort() : undefined)
    await expect(backUp('stopped.noivu', { onProgress, signal: stop.signal })).rejects.toThrow()
    expect(existsSync(join(root, 'stopped.noivu'))).toBe(false)
    expect(existsSync(join(root, 'stopped.noivu.part'))).toBe(false)
    const { rows } = await source.pool.query(
      `SELECT error IS NOT NULL AS told, ended_at IS NOT NULL AS ended FROM kernel.backup WHERE file LIKE '%stopped.noivu'`,
    )
    expect(rows).toEqual([{ told: true, ended: true }])
  })

  test('others go on writing, and all of it is of one moment', { timeout: 2 * minute }, async () => {
    const { pool } = source
    await pool.query('INSERT INTO "Câu lạc bộ".account SELECT n, 100 FROM generate_series(1, 50) n')
    let on = true
    let moves = 0
    const write = async () => {
      while (on) {
        const [from, to] = [1 + (moves % 50), 1 + ((moves * 7 + 3) % 50)]
        const client = await pool.connect()
        await client.query('BEGIN')
        await client.query('UPDATE "Câu lạc bộ".account SET balance = balance - 1 WHERE id = $1', [from])
        await client.query('UPDATE "Câu lạc bộ".account SET balance = balance + 1 WHERE id = $1', [to])
        await client.query('COMMIT')
        client.release()
        moves++
      }
    }
    const writing = write()
    const before = moves
    await backUp('busy.noivu')
    expect(moves).toBeGreaterThan(before)
    on = false
    await writing
    const place = await emptyPlace()
    await restore('busy.noivu', place)
    const sums = await place.database.pool.query('SELECT sum(balance)::int AS sum, count(*)::int AS n FROM "Câu lạc bộ".account')
    expect(sums.rows).toEqual([{ sum: 5000, n: 50 }])
  })

  test('a content damaged or gone before is told, and all else is kept', { timeout: 2 * minute }, async () => {
    const [damaged, gone] = [Buffer.from('sẽ hỏng'), Buffer.from('sẽ mất')]
    const ids = [await addFile(source.pool, damaged), await addFile(source.pool, gone)]
    await source.pool.query(`SELECT audit.append(entry_id, now(), 'u', 'Người thử', 'testing', 'r', NULL)
      FROM (SELECT DISTINCT entry_id FROM audit.change c WHERE NOT EXISTS (SELECT FROM audit.entry e WHERE e.id = c.entry_id)) x`)
    const hash = ids[0]!
    writeFileSync(join(root, 'source', hash.slice(0, 2), hash.slice(2, 4), hash), 'đã hỏng')
    await blobs.remove(ids[1]!)
    const { manifest } = await backUp('harmed-source.noivu')
    expect(manifest.lost).toEqual([...ids].sort())
    const place = await emptyPlace()
    expect((await restore('harmed-source.noivu', place)).contents).toBe(contents.length)
    expect(await place.blobs.has(hash)).toBe(false)
    await blobs.remove(hash)
    await blobs.put(Readable.from([damaged]))
    await blobs.put(Readable.from([gone]))
  })
})
