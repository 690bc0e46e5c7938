import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetPath, listAssets } from './assets.ts'
import { type Database, openDatabase } from './database.ts'
import type { Holder } from './data-folder.ts'
import type { DB } from './db.types.ts'
import { defineDomain } from './domain.ts'
import { Refusal } from './errors.ts'
import { migrate, type Migration, readMigrations } from './migrate.ts'
import { runOperation } from './operations.ts'
import { definePermissions } from './permissions.ts'
import { anActorWith, fillDataFolder, freshDatabase, testKernel } from './testing.ts'

const minute = 60_000
const root = mkdtempSync(join(tmpdir(), 'noivu-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const lockOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'run', 'lock.json'), 'utf8')) as Holder

/** Runs a piece of TypeScript in a process of its own; gives what it printed. */
async function elsewhere(code: string): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return (await textOf(child.stdout)).trim()
}
const moduleUrl = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)

/** The socket beneath a client, and the protocol messages that a client sends one by one. */
const wireOf = (client: pg.PoolClient) =>
  (client as unknown as { connection: { stream: Socket; parse(query: { text: string }): void; flush(): void; bind(): void } })
    .connection

/** A connection of its own, cut off in the end without a word. */
async function cutOff(database: Database, before: (client: pg.PoolClient) => Promise<unknown>): Promise<void> {
  const pool = new pg.Pool({ ...database.pool.options, max: 1 })
  pool.on('error', () => {})
  const client = await pool.connect()
  client.on('error', () => {})
  await before(client)
  wireOf(client).stream.destroy()
  client.release(true)
  await pool.end()
}

describe('the embedded database in a folder whose path is too long for a socket', () => {
  const folder = join(root, 'x'.repeat(70), 'y'.repeat(70))
  let database: Database
  const numbers = async () =>
    (await database.pool.query<{ n: number }>('SELECT n FROM public.number ORDER BY n')).rows.map((r) => r.n)

  beforeAll(async () => {
    await fillDataFolder(folder)
    database = await openDatabase({ folder })
    await database.pool.query('CREATE TABLE public.number (n integer PRIMARY KEY)')
  }, 5 * minute)
  afterAll(() => database.close(), minute)

  test('works, on a socket elsewhere that only the owner reaches', async () => {
    const { socketPath = '', pid } = lockOf(folder)
    expect([pid, socketPath.startsWith(folder), existsSync(socketPath)]).toEqual([process.pid, false, true])
    expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  test(
    'a second process is told which one holds it, and works through it when it asks to join',
    { timeout: minute },
    async () => {
      await database.pool.query('INSERT INTO public.number VALUES (1)')
      const said = await elsewhere(`
      import { openDatabase } from ${moduleUrl('./database.ts')}
      const folder = ${JSON.stringify(folder)}
      const refused = await openDatabase({ folder }).catch((error) => [error.key, error.params.pid])
      const database = await openDatabase({ folder, join: true })
      await database.pool.query('INSERT INTO public.number SELECT max(n) + 1 FROM public.number')
      const { rows } = await database.pool.query('SELECT n FROM public.number ORDER BY n')
      await database.close()
      console.log(JSON.stringify([refused, database.kind, rows.map((r) => r.n)]))`)
      expect(JSON.parse(said)).toEqual([['start.folderInUse', process.pid], 'pglite', [1, 2]])
      expect(await numbers()).toEqual([1, 2])
      expect(lockOf(folder).pid).toBe(process.pid)
    },
  )

  test('each of many clients always gets the answer to its own question', { timeout: minute }, async () => {
    const joined = await Promise.all([1, 2].map(() => openDatabase({ folder, join: true })))
    const until = Date.now() + 2000
    const clients = [database.pool, ...joined.map((d) => d.pool)].flatMap((pool, p) =>
      Array.from({ length: p === 0 ? 8 : 2 }, () => pool),
    )
    const asked = await Promise.all(
      clients.map(async (pool, who) => {
        let n = 0
        for (; Date.now() < until; n++) {
          // Each client has a shape of its own, so that a statement of another would be noticed, and now and then a transaction.
          const columns = Array.from({ length: (who % 4) + 1 }, (_, i) => `$${i + 1}::text || '/${who}' AS c${i}`)
          const values = columns.map((_, i) => `${who}-${n}-${i}`)
          const question = `SELECT ${columns.join(', ')}`
          const answer = Object.fromEntries(values.map((v, i) => [`c${i}`, `${v}/${who}`]))
          if (n % 5 !== 4) {
            expect((await pool.query(question, values)).rows).toEqual([answer])
            continue
          }
          const client = await pool.connect()
          try {
            await client.query('BEGIN')
            await client.query(`SELECT set_config('noivu.actor', $1, true)`, [String(who)])
            expect((await client.query(question, values)).rows).toEqual([answer])
            expect((await client.query(`SELECT current_setting('noivu.actor') AS who`)).rows).toEqual([{ who: String(who) }])
            await client.query('COMMIT')
          } finally {
            client.release()
          }
        }
        return n
      }),
    )
    await Promise.all(joined.map((d) => d.close()))
    expect(asked).toHaveLength(12)
    expect(Math.min(...asked)).toBeGreaterThan(0)
  })

  test('what one client set for its transaction is gone for the next', async () => {
    const client = await database.pool.connect()
    await client.query(
      `BEGIN; SET LOCAL ROLE noivu_app; SELECT set_config('noivu.reach', '{"people.readPerson":{"all":true}}', true)`,
    )
    await client.query('COMMIT')
    client.release()
    const { rows } = await database.pool.query(
      `SELECT current_user <> 'noivu_app' AS owner, coalesce(current_setting('noivu.reach', true), '') AS reach`,
    )
    expect(rows).toEqual([{ owner: true, reach: '' }])
  })

  test.for([
    [
      'in the middle of a transaction',
      async (client: pg.PoolClient) => {
        await client.query('BEGIN')
        await client.query('INSERT INTO public.number VALUES (1000)')
      },
    ],
    [
      'in a transaction that failed',
      async (client: pg.PoolClient) => {
        await client.query('BEGIN')
        await client.query('INSERT INTO public.number VALUES (1000)')
        await client.query('SELECT 1 / 0').catch(() => {})
      },
    ],
    [
      'between asking and ending the question',
      async (client: pg.PoolClient) => {
        wireOf(client).parse({ text: 'INSERT INTO public.number VALUES (1000)' })
        wireOf(client).flush()
        await new Promise((later) => setTimeout(later, 50))
      },
    ],
    [
      'after a question that was wrong, before ending it',
      async (client: pg.PoolClient) => {
        wireOf(client).parse({ text: 'SELECT FROM nowhere' })
        wireOf(client).flush()
        await new Promise((later) => setTimeout(later, 50))
      },
    ],
  ] as const)('a client cut off %s leaves nothing behind, and the others go on', async ([, before]) => {
    const waiting: Promise<number[]>[] = []
    await cutOff(database, async (client) => {
      await before(client)
      for (let n = 0; n < 4; n++) waiting.push(numbers())
    })
    for (const seen of await Promise.all(waiting)) expect(seen).not.toContain(1000)
    expect(await numbers()).not.toContain(1000)
    expect((await database.pool.query('SELECT $1::int AS n', [7])).rows).toEqual([{ n: 7 }])
  })

  test('a question that is wrong harms neither the next one nor those of others', async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => database.pool.query(n % 2 === 0 ? 'SELECT $1::int / 0' : 'SELECT $1::int AS n', [n])),
    )
    expect(
      answers.map((a) =>
        a.status === 'fulfilled' ? (a.value.rows as { n: number }[])[0]?.n : (a.reason as { code: string }).code,
      ),
    ).toEqual(Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? '22012' : n)))
  })
})

describe('the embedded database on a port of this machine', () => {
  const folder = join(root, 'port')
  let database: Database
  beforeAll(async () => {
    await fillDataFolder(folder)
    database = await openDatabase({ folder, loopback: true })
  }, 5 * minute)
  afterAll(() => database.close(), minute)

  /** Says something to the port; gives what comes back until the other side hangs up, or for a while. */
  const say = async (words: Buffer) => {
    const socket = connect(lockOf(folder).port ?? 0, '127.0.0.1')
    const heard: Buffer[] = []
    const over = new Promise<string>((done) => {
      socket.on('data', (data) => heard.push(data)).on('close', () => done('hung up'))
      socket.on('error', () => done('hung up')).setTimeout(1500, () => done('stayed'))
    })
    socket.write(words)
    const end = await over
    socket.destroy()
    return [end, Buffer.concat(heard).subarray(0, 1).toString()]
  }
  const hello = (() => {
    const words = Buffer.from('user\0postgres\0database\0postgres\0\0')
    const head = Buffer.alloc(8)
    head.writeInt32BE(words.length + 8, 0)
    head.writeInt32BE(196608, 4)
    return Buffer.concat([head, words])
  })()

  test('answers who knows the token of this start', async () => {
    const { token = '', port, socketPath } = lockOf(folder)
    expect([socketPath, typeof port, token.length]).toEqual([undefined, 'number', 48])
    expect(await say(Buffer.concat([Buffer.from(token), hello]))).toEqual(['stayed', 'R'])
    expect((await database.pool.query('SELECT $1::int AS n', [7])).rows).toEqual([{ n: 7 }])
  })

  test.for([
    [
      'a wrong token',
      (token: string) => Buffer.concat([Buffer.from(token.replace(/./g, (c) => (c === '0' ? '1' : '0'))), hello]),
    ],
    ['no token', () => Buffer.concat([hello, hello])],
    [
      'a token but for its last letter',
      (token: string) => Buffer.concat([Buffer.from(`${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`), hello]),
    ],
  ] as const)('hangs up on %s without a word', async ([, words]) => {
    expect(await say(words(lockOf(folder).token ?? ''))).toEqual(['hung up', ''])
    expect((await database.pool.query('SELECT $1::int AS n', [7])).rows).toEqual([{ n: 7 }])
  })

  test('lets another process join with the token from the folder', { timeout: minute }, async () => {
    const joined = await openDatabase({ folder, join: true })
    expect((await joined.pool.query('SELECT $1::text AS answer', ['có'])).rows).toEqual([{ answer: 'có' }])
    await joined.close()
  })
})

describe('a database that cannot be opened', () => {
  test(
    'because what lies in the folder is none: told in one line, and the folder is let go',
    { timeout: 2 * minute },
    async () => {
      const folder = join(root, 'broken')
      mkdirSync(join(folder, 'pg'), { recursive: true })
      writeFileSync(join(folder, 'pg', 'PG_VERSION'), 'garbage')
      await expect(openDatabase({ folder })).rejects.toMatchObject({ name: 'StartFailure', key: 'start.databaseFailed' })
      expect(existsSync(join(folder, 'run', 'lock.json'))).toBe(false)
    },
  )

  test('because no server answers is told in one line', async () => {
    const attempt = openDatabase({ url: 'postgres://nobody:secret@127.0.0.1:1/none' })
    await expect(attempt).rejects.toMatchObject({ name: 'StartFailure', key: 'start.databaseUnreachable' })
    await expect(attempt).rejects.not.toMatchObject({ params: { reason: expect.stringContaining('secret') as string } })
  })
})

describe('a migrated database', () => {
  let database: Database
  const real = readMigrations(listAssets('**/db/*.sql').map(assetPath))
  const known = () =>
    database.pool
      .query<{ id: string }>(`SELECT id FROM kernel.migration WHERE id LIKE '2099%' ORDER BY id`)
      .then(({ rows }) => rows.map((r) => r.id))
  const count = async (what: string) =>
    (await database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${what}`)).rows[0]?.n

  const can = definePermissions('club', { write: { vi: 'Viết', en: 'Write' } })
  const club = defineDomain({ name: 'club', permissions: can, routes: [], words: { vi: {}, en: {} } })
  const founding: Migration[] = [
    {
      id: '20990101-0000-found-club',
      // Takes a while, so that a second program comes while it runs.
      sql: `SELECT pg_sleep(0.3); CREATE SCHEMA club; GRANT USAGE ON SCHEMA club TO noivu_app; CREATE TABLE club.note (id uuid PRIMARY KEY, writer integer NOT NULL);
        GRANT SELECT, INSERT ON club.note TO noivu_app; SELECT audit.track('club.note')`,
    },
    { id: '20990101-0010-count-runs', sql: 'CREATE TABLE club.run (n integer); INSERT INTO club.run VALUES (1)' },
    { id: '20990101-0020-count-again', sql: 'INSERT INTO club.run SELECT n + 1 FROM club.run' },
  ]

  beforeAll(async () => {
    database = await freshDatabase()
  }, 5 * minute)
  afterAll(() => database.close(), minute)

  test('is brought forward once, though two programs begin at the same moment', { timeout: minute }, async () => {
    const steps: string[][] = [[], []]
    const applied = await Promise.all(
      steps.map((seen) => migrate(database.pool, [...real, ...founding], (id) => void seen.push(id))),
    )
    expect(applied.flat().sort()).toEqual(founding.map((m) => m.id))
    expect(await known()).toEqual(founding.map((m) => m.id))
    expect((await database.pool.query('SELECT n FROM club.run ORDER BY n')).rows).toEqual([{ n: 1 }, { n: 2 }])
    expect(await migrate(database.pool, [...real, ...founding])).toEqual([])
  })

  test('of a newer program is not touched: told which migration is unknown', async () => {
    await expect(migrate(database.pool, [...real, ...founding.slice(0, 1)])).rejects.toMatchObject({
      name: 'StartFailure',
      key: 'start.databaseNewer',
      params: { migration: '20990101-0020-count-again' },
    })
  })

  test('whose migration was edited afterwards is not touched', async () => {
    const late = { id: '20990102-0000-late', sql: 'CREATE TABLE club.late (n integer)' }
    const edited = founding.map((m, n) => (n === 1 ? { ...m, sql: `${m.sql} -- edited` } : m))
    await expect(migrate(database.pool, [...real, ...edited, late])).rejects.toMatchObject({
      name: 'StartFailure',
      key: 'start.migrationChanged',
      params: { migration: '20990101-0010-count-runs' },
    })
    expect(await known()).not.toContain(late.id)
  })

  test('keeps what went well when a migration fails, nothing of that one, and goes on from there', async () => {
    const [good, bad, mended] = [
      { id: '20990103-0000-good', sql: 'CREATE TABLE club.good (n integer)' },
      { id: '20990103-0010-bad', sql: 'CREATE TABLE club.bad (n integer); SELECT 1 / 0' },
      { id: '20990103-0010-bad', sql: 'CREATE TABLE club.bad (n integer)' },
    ]
    await expect(migrate(database.pool, [...real, ...founding, good, bad])).rejects.toThrow(
      'migration 20990103-0010-bad: division by zero',
    )
    expect([await known(), (await database.pool.query(`SELECT to_regclass('club.bad') AS bad`)).rows]).toEqual([
      [...founding.map((m) => m.id), good.id],
      [{ bad: null }],
    ])
    expect(await migrate(database.pool, [...real, ...founding, good, mended])).toEqual([mended.id])
    await database.pool.query(`DROP TABLE club.good, club.bad; DELETE FROM kernel.migration WHERE id LIKE '20990103%'`)
  })

  test('takes twenty writers at once into one unbroken log', { timeout: minute }, async () => {
    await migrate(database.pool, [...real, ...founding])
    const pool = new pg.Pool({ ...database.pool.options, max: 20 })
    const kernel = testKernel({ ...database, pool, db: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }) }, [club])
    const actor = anActorWith(can.write)
    const write = (writer: number, round: number) =>
      runOperation(
        kernel,
        { operation: 'club.write', permission: can.write, writes: true, actor, reason: `${writer}/${round}` },
        async (ctx) => {
          for (let n = 0; n <= writer % 3; n++)
            await sql`INSERT INTO club.note (id, writer) VALUES (${ctx.newId()}::uuid, ${writer})`.execute(ctx.db)
          // Some think better of it: what they wrote is gone, and leaves no gap.
          if (round === 1 && writer % 4 === 0) throw new Refusal('club.full', 'conflict')
        },
      )
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => write(n % 20, Math.floor(n / 20))))
    await pool.end()
    expect(outcomes.filter((o) => o.status === 'rejected').map((o) => (o.reason as Refusal).code)).toEqual(
      Array.from({ length: 5 }, () => 'club.full'),
    )
    const entries = (
      await database.pool.query<{ seq: number; reason: string; changes: number }>(
        'SELECT seq, reason, changes FROM audit.entry ORDER BY seq',
      )
    ).rows
    expect(entries.map((e) => e.seq)).toEqual(Array.from({ length: 55 }, (_, n) => n + 1))
    expect(new Set(entries.map((e) => e.reason)).size).toBe(55)
    expect(entries.filter((e) => e.changes !== (Number(e.reason.split('/')[0]) % 3) + 1)).toEqual([])
    expect(await count('club.note')).toBe(entries.reduce((sum, e) => sum + e.changes, 0))
    expect((await database.pool.query('SELECT * FROM audit.verify()')).rows).toEqual([])
  })

  test('gives days as days, decimals exact, moments as text, and no number that is not whole', async () => {
    const { rows } = await database.pool.query(
      `SELECT '2022-02-28'::date AS day, 12345678901234567890.10::numeric AS exact, '2022-12-20 10:00+07'::timestamptz AS at, 9007199254740991::bigint AS whole`,
    )
    expect(rows).toEqual([
      { day: '2022-02-28', exact: '12345678901234567890.10', at: '2022-12-20T03:00:00.000Z', whole: 9007199254740991 },
    ])
    await expect(database.pool.query('SELECT 9007199254740992::bigint AS n')).rejects.toThrow('out of range')
  })
})
