import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#kernel/database.ts'
import { serversIn } from '#kernel/database-server.ts'
import { JobWorker } from '#kernel/jobs/job.worker.ts'
import { type Line, lineTo } from './faults/proxy.ts'
import { aServer, type TestServer } from './server.factory.ts'

/** The database goes away and comes back: every answer in between is a 503 in words, nothing hangs, nothing has to be started anew. */

const url = process.env.DATABASE_URL

test('servers named by an address', () => {
  expect(serversIn('postgres://noivu:a%2Cb@one:5433,two/noivu?sslmode=require')).toEqual([
    { host: 'one', port: 5433 },
    { host: 'two', port: 5432 },
  ])
  expect(serversIn('postgresql://10.0.0.1/noivu')).toEqual([{ host: '10.0.0.1', port: 5432 }])
  expect(serversIn('postgres://a@[::1]:6000,[fe80::2]/x').map((s) => s.host)).toEqual(['::1', 'fe80::2'])
})

describe.runIf(url)('a PostgreSQL server', { timeout: 180_000 }, () => {
  let app: TestServer
  let line: Line
  let cookie: string
  let ownName: string
  beforeAll(async () => {
    app = await aServer(async (database) => {
      const address = new URL((database.pool.options as { connectionString: string }).connectionString)
      ownName = address.pathname.slice(1)
      line = await lineTo(address.hostname, Number(address.port))
      address.port = String(line.port)
      address.hostname = '127.0.0.1'
      // The second server is nobody: turning to it and back must do no harm.
      return openDatabase({ url: address.toString().replace(/(:\d+)\//, `$1,127.0.0.1:1/`) })
    })
    await app.account('quantri', [{ role: 'administrator' }])
    cookie = await app.signIn('quantri')
  }, 300_000)
  afterAll(async () => {
    line.heal()
    await app.close()
    await line.close()
  }, 60_000)

  const asks = {
    reading: () => app.ask('GET', '/api/administration/users', { cookie }),
    writing: () =>
      app.ask('POST', '/api/administration/users', {
        cookie,
        payload: { username: `u${Date.now() % 1e9}`, name: 'Nguyễn Văn Thử', personId: null },
      }),
    signingIn: () =>
      app.ask('POST', '/api/auth/sign-in/username', { payload: { username: 'quantri', password: 'một hai ba bốn' } }),
    readiness: () => app.ask('GET', '/api/ready'),
  }
  const healed = async () => {
    line.heal()
    const until = Date.now() + 15_000
    for (;;) {
      const answer = await asks.reading()
      if (answer.statusCode === 200) return
      if (Date.now() > until) throw new Error(`still ${answer.statusCode} ${answer.body}`)
      await wait(100)
    }
  }

  test.for([
    ['refused', () => line.refuse(), 1000],
    ['frozen', () => line.freeze(), 45_000],
  ] as const)('%s: 503 in words with Retry-After, within its time; right again when it is back', async ([, away, limit]) => {
    await healed()
    away()
    const began = performance.now()
    const answers = await Promise.all(Object.values(asks).flatMap((ask) => [ask(), ask(), ask()]))
    for (const answer of answers) {
      expect(answer.statusCode, answer.body).toBe(503)
      expect(answer.headers['retry-after']).toBe('5')
    }
    expect(answers[0]?.json()).toMatchObject({
      code: 'kernel.unavailable',
      message: 'Hệ thống tạm thời chưa phục vụ được. Hãy thử lại sau ít phút.',
    })
    expect(performance.now() - began).toBeLessThan(limit)
    await healed()
    expect((await asks.signingIn()).statusCode).toBe(200)
  })

  test('cut in the middle, again and again: each answer is right or 503, each write is whole', async () => {
    await healed()
    const seen: number[] = []
    const done: string[] = []
    let working = true
    const writer = async (who: number) => {
      for (let n = 0; working; n++) {
        const username = `cut-${who}-${n}`
        const answer = await app.ask('POST', '/api/administration/users', {
          cookie,
          headers: { 'x-request-id': username },
          payload: { username, name: 'Nguyễn Văn Thử', personId: null },
        })
        seen.push(answer.statusCode)
        if (answer.statusCode === 200) done.push(username)
      }
    }
    const all = Promise.all([0, 1, 2, 3].map(writer))
    for (let n = 0; n < 25; n++) {
      await wait(40 + 8 * n)
      line.cut()
    }
    working = false
    await all
    await healed()
    expect([...new Set(seen)].sort()).toEqual([200, 503])
    const { rows } = await app.kernel.database.pool.query<{ username: string; entries: number }>(
      `SELECT u.username, (SELECT count(*)::int FROM audit.entry e WHERE e.request_id = u.username) AS entries FROM auth."user" u WHERE u.username LIKE 'cut-%'`,
    )
    expect(rows.filter((r) => r.entries !== 1)).toEqual([])
    const there = new Set(rows.map((r) => r.username))
    expect(done.filter((name) => !there.has(name))).toEqual([])
    expect((await app.kernel.database.pool.query('SELECT * FROM audit.verify()')).rows).toEqual([])
  })

  test('ended by its administrator while a question runs: 503, then right again', async () => {
    await healed()
    const { pool } = app.kernel.database
    const ending = pool.query('SELECT pg_sleep(5)').then(
      () => 'answered',
      (error: { code: string }) => error.code,
    )
    await wait(100)
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND query LIKE 'SELECT pg_sleep%'`,
      [ownName],
    )
    expect(await ending).toBe('57P01')
    await healed()
  })

  test('jobs wait for it and then go on', async () => {
    await healed()
    const errors: string[] = []
    const worker = new JobWorker(app.kernel, {
      pollMs: 50,
      watchMs: 200,
      beatMs: 100,
      onError: (_error, what) => errors.push(what),
    })
    await worker.start()
    line.refuse()
    await wait(500)
    await healed()
    const { pool } = app.kernel.database
    await pool.query(
      `INSERT INTO kernel.job (id, name, input, started_by, started_by_name, runs_as, lang, state, asked_at, run_at, attempts)
       VALUES (gen_random_uuid(), 'jobs.pruneRequests', '{}', 'system', 'Hệ thống', 'system', 'vi', 'waiting', now(), now(), 3)`,
    )
    const until = Date.now() + 10_000
    let state = ''
    while (state !== 'done' && Date.now() < until) {
      await wait(50)
      state =
        (await pool.query<{ state: string }>(`SELECT state FROM kernel.job ORDER BY asked_at DESC LIMIT 1`)).rows[0]?.state ?? ''
    }
    await worker.stop()
    expect(state).toBe('done')
    expect(errors).toContain('look')
  })
})
