import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillDataFolder } from '#kernel/testing.ts'
import { killDuringEntry } from './entry.ts'
import { Client, type Program, startProgram } from './program.ts'
import { killDuringSealing } from './sealing.ts'
import { cutLine, emptyDatabase, endConnections, restartServer } from './server.ts'
import { aWorld, password, randomFrom, type World, wrongEverywhere } from './world.ts'

/**
 * The built program, hurt: a few blows of each kind, so that a fault of the program shows in every run; `npm run faults` gives hundreds
 * (docs/reliability.md). On the embedded database or, with DATABASE_URL, on PostgreSQL.
 */

const url = process.env.DATABASE_URL
const settings = { NOIVU_SECRET: 'one secret for all processes of these tests' }
let world: World
let own: Awaited<ReturnType<typeof emptyDatabase>> | undefined
beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/ensure-built.mjs'], { stdio: 'ignore' })
  own = url ? await emptyDatabase(url) : undefined
  world = await aWorld({ ...(own ? { databaseUrl: own.url } : {}), fill: fillDataFolder, settings })
}, 300_000)
afterAll(async () => {
  await world.close()
  await own?.drop()
}, 60_000)

const long = { timeout: 300_000 }
const random = randomFrom(2022)

describe('nothing acknowledged is lost, nothing is half-done', () => {
  test('killed while people type', long, async () => {
    const outcome = await killDuringEntry(world, 3, random)
    expect(outcome.wrong).toEqual([])
    expect(outcome.acknowledged).toBeGreaterThan(6)
  })

  test('killed while a report is sealed and numbered', long, async () => {
    expect((await killDuringSealing(world, 2, random)).wrong).toEqual([])
  })

  test.runIf(url).for([
    ['its connections are ended', endConnections],
    ['the line is cut', cutLine],
    ['the server dies and is started again', restartServer(process.env.NOIVU_FAULTS_RESTART ?? 'true')],
  ] as const)('when %s', long, async ([, hurt]) => {
    const alone = await emptyDatabase(url ?? '')
    const other = await aWorld({ databaseUrl: alone.url, settings })
    expect((await hurt(other, 5, random)).wrong).toEqual([])
    await other.close()
    await alone.drop()
  })
})

describe('told to stop', () => {
  /** A request whose second half is sent later; gives what was answered. */
  function slowly(program: Program, cookieOf: Client) {
    const { hostname, port } = new URL(program.url)
    const body = JSON.stringify({ username: 'cham', name: 'Nguyễn Văn Chậm', personId: null })
    const socket = connect(Number(port), hostname)
    let heard = ''
    socket.on('data', (chunk) => (heard += chunk.toString())).on('error', () => {})
    const over = new Promise<string>((resolve) => socket.on('close', () => resolve(heard)))
    socket.write(
      `POST /api/administration/users HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${program.url}\r\nCookie: ${cookieOf.cookies}\r\n` +
        `X-Request-Id: ${randomUUID()}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body.slice(0, 20)}`,
    )
    return { finish: () => socket.write(body.slice(20)), over }
  }

  test('it says it is not ready, finishes what it is at, takes nothing new, and ends by itself', long, async () => {
    await world.program.stop()
    await world.restart({ settings: { ...settings, NOIVU_DRAIN_SECONDS: '1' } })
    const request = slowly(world.program, world.administrator)
    await wait(300)
    const stopped = world.program.stop()
    await wait(300)
    const ready = await world.administrator.ask('GET', '/ready')
    expect([ready?.status, (ready?.body as { reasons: { code: string }[] }).reasons.map((r) => r.code)]).toEqual([
      503,
      ['stopping'],
    ])
    await wait(1200)
    expect((await world.administrator.ask('GET', '/health'))?.status ?? 0).not.toBe(200)
    request.finish()
    expect(await request.over).toMatch(/^HTTP\/1.1 200 /)
    const { code, ms } = await stopped
    expect(code).toBe(0)
    expect(ms).toBeLessThan(10_000)
    await world.restart()
    expect(await world.sql(`SELECT name FROM auth."user" WHERE username = 'cham'`)).toEqual([{ name: 'Nguyễn Văn Chậm' }])
  })

  test('a request that does not end is hung up on when its time is over', long, async () => {
    await world.program.stop()
    await world.restart({ settings: { ...settings, NOIVU_STOP_SECONDS: '1' } })
    slowly(world.program, world.administrator)
    await wait(300)
    const { code, ms } = await world.program.stop()
    expect([code, ms < 8000]).toEqual([0, true])
  })

  test('asked twice, it ends at once', long, async () => {
    await world.restart()
    slowly(world.program, world.administrator)
    await wait(300)
    const first = world.program.stop()
    await wait(200)
    world.program.child.kill('SIGTERM')
    const { code, ms } = await first
    expect([code, ms < 2000]).toEqual([1, true])
    await world.restart()
    expect(await wrongEverywhere(world)).toEqual([])
  })

  test('in the middle of a job: the job is handed back and finished after the next start', long, async () => {
    const file = new FormData()
    file.set('kind', 'people')
    const lines = Array.from(
      { length: 4000 },
      (_, n) => `Trần Văn Dừng,0${(n % 9) + 1}/01/1970,Nam,Công chức,VP-BEN,Chuyên viên,01/01/2020,0${20_000_000_000 + n}`,
    )
    file.set(
      'file',
      new File([['Họ và tên,Ngày sinh,Giới tính,Nhóm,Đơn vị công tác,Chức vụ,Từ ngày,Số CCCD', ...lines].join('\n')], 'dung.csv'),
    )
    const { id } = await world.officer.must<{ id: string }>('POST', '/imports', file)
    const state = async () => await world.officer.must<{ state: string; mapping: unknown }>('GET', `/imports/${id}`)
    for (const end = Date.now() + 60_000; (await state()).state !== 'drafted' && Date.now() < end;) await wait(50)
    await world.officer.must('POST', `/imports/${id}/check`, { id, mapping: (await state()).mapping })
    await wait(150)
    const { code, ms } = await world.program.stop()
    expect([code, ms < 15_000]).toEqual([0, true])
    await world.restart()
    for (const end = Date.now() + 120_000; (await state()).state !== 'checked' && Date.now() < end;) await wait(100)
    expect((await state()).state).toBe('checked')
  })
})

describe.runIf(url)('two processes on one database', () => {
  let second: Program
  let there: Client
  beforeAll(async () => {
    second = await startProgram({ ...world.place, dataFolder: `${world.place.dataFolder}-2` })
    there = new Client(second.url)
  }, 120_000)
  afterAll(() => second.kill(), 60_000)

  /** The same browser at the other process. */
  const beside = (client: Client) => client.at(second.url)

  test('signed in at one is signed in at the other; signed out at one is out at the other within six seconds', long, async () => {
    const here = new Client(world.program.url)
    expect((await here.signIn('nhap-lieu', password))?.status).toBe(200)
    const other = beside(here)
    expect((await other.ask('GET', '/administration/self'))?.status).toBe(200)
    expect((await here.ask('POST', '/auth/sign-out', {}))?.status).toBe(200)
    const began = Date.now()
    while ((await other.ask('GET', '/administration/self'))?.status === 200 && Date.now() - began < 10_000) await wait(100)
    expect((await other.ask('GET', '/administration/self'))?.status).toBe(401)
    expect(Date.now() - began).toBeLessThan(6000)
  })

  test('the same requests sent to both at once are done once, and both give the same answer', long, async () => {
    const ids = Array.from({ length: 40 }, () => randomUUID())
    const send = (client: Client, requestId: string, n: number) =>
      client.ask(
        'POST',
        '/people/persons',
        {
          familyAndMiddle: 'Lê',
          given: 'Đôi',
          sex: 'male',
          // Of different years: otherwise the second is asked whether it is the first.
          birthYear: 1950 + n,
          category: 'civil-servant',
          unitId: world.unitId,
          title: 'Chuyên viên',
          from: '2020-01-01',
        },
        requestId,
      )
    const answers = await Promise.all(
      ids.map((id, n) => Promise.all([send(world.officer, id, n), send(beside(world.officer), id, n)])),
    )
    for (const [one, two] of answers) {
      expect([one?.status, two?.status]).toEqual([200, 200])
      expect(one?.body).toEqual(two?.body)
    }
    expect(await world.sql(`SELECT count(*)::int AS n FROM people.person WHERE given = 'Đôi'`)).toEqual([{ n: 40 }])
    expect(await wrongEverywhere(world)).toEqual([])
  })

  test('wrong passwords are counted together', long, async () => {
    const tries = []
    for (let n = 0; n < 20; n++)
      tries.push((await (n % 2 ? there : new Client(world.program.url)).signIn('tong-hop', `sai ${n}`))?.status)
    expect(tries.indexOf(429)).toBeGreaterThan(0)
    expect(tries.indexOf(429)).toBeLessThan(12)
    expect((await there.signIn('tong-hop', password))?.status).toBe(429)
    await world.sql('DELETE FROM auth.attempt')
  })

  test('a role given at one holds at the other within six seconds', long, async () => {
    const made = await world.administrator.must<{ id: string; password: string }>('POST', '/administration/users', {
      username: 'moi-vao',
      name: 'Người Mới',
      personId: null,
    })
    await there.signIn('moi-vao', made.password)
    await there.must('POST', '/administration/self/password', { present: made.password, next: password })
    expect((await there.ask('GET', '/people/persons'))?.status).toBe(403)
    await world.administrator.must('POST', `/administration/users/${made.id}/roles`, {
      id: made.id,
      role: 'personnel-officer',
      unitId: world.unitId,
      from: '2020-01-01',
      until: null,
    })
    const began = Date.now()
    while ((await there.ask('GET', '/people/persons'))?.status !== 200 && Date.now() - began < 10_000) await wait(100)
    expect(Date.now() - began).toBeLessThan(6000)
  })

  test('each job is run once, and both take some', long, async () => {
    type Facts = { asked: number; left: number; attempts: number; processes: number }
    const facts = async () =>
      (
        await world.sql<Facts>(`SELECT count(*)::int AS asked, (count(*) FILTER (WHERE state <> 'done'))::int AS left, max(attempt)::int AS attempts,
          count(DISTINCT split_part(worker, '/', 2))::int AS processes
        FROM kernel.job WHERE name = 'jobs.pruneRequests' AND asked_at > now() - interval '5 minutes'`)
      )[0]
    const end = Date.now() + 60_000
    let rounds = 0
    // One may be through with sixty before the other looks again: asked anew until both have taken some.
    for (
      let now = await facts();
      Date.now() < end && (rounds === 0 || now?.left !== 0 || now.processes < 2);
      now = await facts()
    ) {
      if (now?.left === 0 || rounds === 0) {
        await world.sql(`INSERT INTO kernel.job (id, name, input, started_by, started_by_name, runs_as, lang, state, asked_at, run_at, attempts)
          SELECT gen_random_uuid(), 'jobs.pruneRequests', '{}', 'system', 'Hệ thống', 'system', 'vi', 'waiting', now(), now(), 3 FROM generate_series(1, 60)`)
        rounds += 1
      }
      await wait(100)
    }
    expect(await facts()).toEqual({ asked: 60 * rounds, left: 0, attempts: 1, processes: 2 })
  })
})
