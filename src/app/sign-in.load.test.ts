import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPerson } from '#domains/people/person.factory.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { assignToMembers, endAssignment } from '#domains/administration/index.ts'
import { loadActor } from '#kernel/auth/actor.ts'
import { hashPassword } from '#kernel/auth/password.hash.ts'
import { vietnamDay } from '#kernel/context.ts'
import { aServer, password, type TestServer } from './server.factory.ts'

let app: TestServer
beforeAll(async () => void (app = await aServer()), 300_000)
afterAll(() => app.close(), 60_000)

/** Accounts with one and the same password, without hashing it each time. */
async function accounts(prefix: string, many: number, people: (string | null)[] = []): Promise<string[]> {
  const hash = await hashPassword(password)
  const { pool } = app.kernel.database
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    await client.query(
      `INSERT INTO auth."user" (id, name, email, username, "displayUsername", "personId", "createdAt", "updatedAt")
       SELECT $1 || n, 'Người ' || n, $1 || n || '@noivu.invalid', $1 || n, $1 || n, ($3::uuid[])[n], now(), now() FROM generate_series(1, $2) n`,
      [prefix, many, people],
    )
    await client.query(
      `INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
       SELECT 'c-' || $1 || n, $1 || n, 'credential', $1 || n, $3, now(), now() FROM generate_series(1, $2) n`,
      [prefix, many, hash],
    )
    await client.query('COMMIT')
  } finally {
    client.release()
  }
  return Array.from({ length: many }, (_, n) => `${prefix}${n + 1}`)
}

test(
  '150 first sign-ins at once all get in; memory stays bounded and the server answers others meanwhile',
  { timeout: 180_000 },
  async () => {
    const names = await accounts('sang-thu-hai-', 150)
    const server = await app.beside({ rateLimit: true })
    await server.ask('POST', '/api/auth/sign-in/username', { payload: { username: 'lam-nong', password } })
    const before = process.memoryUsage().rss
    let most = before
    let slowest = 0
    let asked = 0
    let running = true
    const watch = (async () => {
      while (running) {
        const from = performance.now()
        const answer = await server.ask('GET', '/api/health')
        slowest = Math.max(slowest, performance.now() - from)
        most = Math.max(most, process.memoryUsage().rss)
        if (answer.statusCode === 200) asked++
        await new Promise((go) => setTimeout(go, 50))
      }
    })()
    const answers = await Promise.all(
      names.map(
        async (username) =>
          (await server.ask('POST', '/api/auth/sign-in/username', { payload: { username, password } })).statusCode,
      ),
    )
    running = false
    await watch
    await server.close()
    expect(answers.filter((status) => status !== 200)).toEqual([])
    // 150 hashes at once would take 2.8 GB; a few at a time take less than 100 MB.
    expect((most - before) / 1024 / 1024).toBeLessThan(400)
    expect(asked).toBeGreaterThan(3)
    expect(slowest).toBeLessThan(10_000)
  },
)

test(
  'a right is given to 3,000 people by one row, and taken by one write; each is looked up by one query',
  { timeout: 180_000 },
  async () => {
    const { unit, person } = await app.asSystem(async (ctx) => {
      const top = await aUnit(ctx, { name: 'Ủy ban nhân dân tỉnh' })
      const below = await aUnit(ctx, { name: 'Sở Giáo dục', parentId: top.unitId })
      return { unit: top.unitId, person: (await aPerson(ctx, { unitId: below.unitId })).id }
    })
    const { pool } = app.kernel.database
    const client = await pool.connect()
    let people: string[]
    try {
      await client.query('BEGIN')
      await client.query(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO people.person (id, family_and_middle, given, sex, category, created_at)
       SELECT gen_random_uuid(), 'Người', 'Số ' || n, 'female', 'contract', now() FROM generate_series(1, 3000) n RETURNING id`,
      )
      people = rows.map((row) => row.id)
      await client.query(
        `INSERT INTO people.post (id, person_id, unit_id, title, is_main, valid_from)
       SELECT gen_random_uuid(), p, (SELECT unit_id FROM people.post WHERE person_id = $2), 'Giáo viên', true, '2020-01-01' FROM unnest($1::uuid[]) p`,
        [people, person],
      )
      await client.query('COMMIT')
    } finally {
      client.release()
    }
    const users = await accounts('giao-vien-', 3000, people)
    const rowsBefore = (await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM access.assignment')).rows[0]?.n ?? 0
    const { id } = await app.asSystem((ctx) =>
      assignToMembers(ctx, { membersOf: unit, below: true, role: 'director', unitId: null, from: '2020-01-01', until: null }),
    )
    expect((await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM access.assignment')).rows[0]?.n).toBe(rowsBefore + 1)
    const holding = async () => {
      const { rows } = await pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM auth."user" u WHERE u.username LIKE 'giao-vien-%'
       AND EXISTS (SELECT FROM access.assignments_of(u.id, $1::date) a WHERE a.role = 'director')`,
        [vietnamDay(new Date())],
      )
      return rows[0]?.n
    }
    expect(await holding()).toBe(3000)
    let queries = 0
    const counted = {
      ...app.kernel,
      database: {
        ...app.kernel.database,
        db: app.kernel.database.db.withPlugin({
          transformQuery: ({ node }) => (queries++, node),
          transformResult: ({ result }) => Promise.resolve(result),
        }),
      },
    }
    const from = performance.now()
    const actor = await loadActor(counted, users[1500] ?? '')
    expect(performance.now() - from).toBeLessThan(1000)
    expect(queries).toBe(1)
    expect(actor?.reach['people.readPerson']).toEqual({ own: true, all: true })
    expect((await loadActor(app.kernel, await app.account('nguoi-ngoai')))?.reach).toEqual({})
    await app.asSystem((ctx) => endAssignment(ctx, { id, on: ctx.today() }))
    expect(await holding()).toBe(0)
    expect((await loadActor(app.kernel, users[1500] ?? ''))?.reach).toEqual({})
  },
)
