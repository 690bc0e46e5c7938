import type { LightMyRequestResponse } from 'fastify'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { allPermissions } from './platform.ts'
import { aServer, cookieOf, password, type TestServer } from './server.factory.ts'

let app: TestServer
let administrator: string
beforeAll(async () => {
  app = await aServer()
  await app.account('quantri', [{ role: 'administrator' }])
  administrator = await app.signIn('quantri')
}, 300_000)
afterAll(() => app.close(), 60_000)
afterEach(() => void vi.useRealTimers())

const self = (cookie: string, server = app) => server.ask('GET', '/api/administration/self', { cookie })
const statusOf = async (answer: Promise<LightMyRequestResponse>) => (await answer).statusCode
const signIn = (username: string, secret: string, more: object = {}, server = app) =>
  server.ask('POST', '/api/auth/sign-in/username', { payload: { username, password: secret }, ...more })
const disable = (id: string, disabled = true, server = app) =>
  server.ask('POST', `/api/administration/users/${id}/state`, { cookie: administrator, payload: { disabled } })

/** Who is signed in is remembered for five seconds: this is after them. */
const afterTheCacheTime = () => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5001 })

/** All of an answer that can be compared: what changes with every answer is left out. */
const wholeOf = ({ statusCode, headers, rawPayload }: LightMyRequestResponse) => {
  const { date: _date, ...comparable } = headers
  return { statusCode, headers: comparable, body: rawPayload.toString('hex') }
}

describe('signing in', () => {
  test('with a wrong password, an unknown name or a disabled account answers the same, byte by byte', async () => {
    await app.account('con-lam')
    const gone = await app.account('da-nghi')
    expect(await statusOf(disable(gone))).toBe(200)
    const wrong = wholeOf(await signIn('con-lam', 'không phải mật khẩu này'))
    expect(wrong).toMatchObject({ statusCode: 401 })
    expect(wrong.headers).not.toHaveProperty('set-cookie')
    expect(wholeOf(await signIn('khong-co-ai', password))).toEqual(wrong)
    expect(wholeOf(await signIn('da-nghi', password))).toEqual(wrong)
    expect(wholeOf(await signIn('da-nghi', 'không phải mật khẩu này'))).toEqual(wrong)
  })

  test('with the right password gives a session in a cookie no script reads and no other site sends', async () => {
    const id = await app.account('an.nguyen', [{ role: 'officer' }])
    const answer = await signIn('an.nguyen', password)
    expect(answer.statusCode).toBe(200)
    const [cookie] = answer.cookies.filter((c) => c.name.endsWith('session_token'))
    expect(cookie).toMatchObject({ name: 'noivu.session_token', httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(cookie).not.toHaveProperty('secure')
    expect((await self(cookieOf(answer))).json()).toMatchObject({
      id,
      username: 'an.nguyen',
      permissions: [
        'administration.readSelf',
        'administration.changeSelf',
        'organization.readUnit',
        'map.readMap',
        'people.readPerson',
        'people.requestCorrection',
        'personnel.readFile',
        'personnel.readPersonal',
        'personnel.readSensitive',
        'personnel.readRestricted',
        'careers.readDecision',
        'positions.readPosition',
        'evaluation.readRating',
        'salary.readLaw',
        'salary.readSalary',
        'jobs.readOwn',
        'jobs.controlOwn',
        'notices.readOwn',
        'notices.setOwn',
        'files.uploadFile',
        'files.openFile',
        'calendar.readCalendar',
        'calendar.readDeadline',
        'search.search',
      ],
    })
  })

  test('takes the password in either Unicode form, and the name in capitals', async () => {
    await app.account('binh')
    expect(password.normalize('NFD')).not.toBe(password)
    expect(await statusOf(signIn('BINH', password.normalize('NFD')))).toBe(200)
  })

  test('over TLS gives a cookie that is sent over TLS only', async () => {
    const other = await app.beside({ secure: true })
    await app.account('tls', [{ role: 'officer' }])
    const answer = await signIn('tls', password, { headers: { 'x-forwarded-proto': 'https' } }, other)
    expect(answer.cookies).toEqual([
      expect.objectContaining({ name: '__Host-noivu.session_token', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' }),
    ])
    expect((await self(cookieOf(answer), other)).json()).toMatchObject({ username: 'tls' })
    await other.close()
  })

  test.for([
    'sign-up/email',
    'sign-in/email',
    'update-user',
    'change-email',
    'delete-user',
    'request-password-reset',
    'is-username-available',
  ])('is the only way in: %s is not there', async (path) => {
    const payload = {
      email: 'a@noivu.invalid',
      username: 'ai-do',
      name: 'Ai đó',
      password,
      personId: '00000000-0000-4000-8000-000000000001',
      disabled: false,
    }
    expect(await statusOf(app.ask('POST', `/api/auth/${path}`, { payload, cookie: administrator }))).toBe(404)
  })

  test('with a cookie whose signature is not ours is no session', async () => {
    await app.account('chu-ky')
    const cookie = await app.signIn('chu-ky')
    const [token] = decodeURIComponent(cookie).split('=')[1]?.split('.') ?? []
    expect(await statusOf(self(`noivu.session_token=${token}`))).toBe(401)
    expect(
      await statusOf(self(`noivu.session_token=${encodeURIComponent(`${token}.${Buffer.alloc(32).toString('base64')}`)}`)),
    ).toBe(401)
    expect(await statusOf(self(cookie))).toBe(403)
  })

  test('thirty people at once: all get in, each as oneself', { timeout: 120_000 }, async () => {
    const names = Array.from({ length: 30 }, (_, n) => `dong-thoi-${n}`)
    await app.role(
      'self',
      allPermissions.filter((p) => p.id === 'administration.readSelf'),
    )
    for (const name of names) await app.account(name, [{ role: 'self' }])
    const who = await Promise.all(
      names.map(async (name) => {
        const cookie = await app.signIn(name)
        const answers = await Promise.all([self(cookie), self(cookie), self(cookie)])
        return answers.map((a) => (a.json() as { username: string }).username)
      }),
    )
    expect(who).toEqual(names.map((name) => [name, name, name]))
    const { rows } = await app.kernel.database.pool.query(
      `SELECT u.username, count(*)::int AS n FROM auth.session s JOIN auth."user" u ON u.id = s."userId" WHERE u.username LIKE 'dong-thoi-%' GROUP BY 1`,
    )
    expect(rows).toHaveLength(30)
    expect(rows.every((r: { n: number }) => r.n === 1)).toBe(true)
  })

  test(
    'too often from one address is refused for a while, whatever address the request claims',
    { timeout: 60_000 },
    async () => {
      const other = await app.beside({ rateLimit: true })
      await app.account('cung-dia-chi')
      const attempt = (from: string, n: number, name = `la-${n}`, secret = 'x') =>
        statusOf(
          signIn(
            name,
            secret,
            { remoteAddress: from, headers: { 'x-forwarded-for': `198.51.100.${n}`, 'x-noivu-address': `198.51.100.${n}` } },
            other,
          ),
        )
      const statuses: number[] = []
      for (let n = 0; n < 61; n++) statuses.push(await attempt('203.0.113.9', n))
      expect(statuses).toEqual([...Array.from({ length: 60 }, () => 401), 429])
      expect(await attempt('203.0.113.9', 70, 'cung-dia-chi', password)).toBe(429)
      expect(await attempt('203.0.113.10', 61)).toBe(401)
      // The count is the database's: another process knows it too.
      const third = await app.beside({ rateLimit: true })
      expect(await statusOf(signIn('la-ai', 'x', { remoteAddress: '203.0.113.9' }, third))).toBe(429)
      await third.close()
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
      expect(await attempt('203.0.113.9', 71, 'cung-dia-chi', password)).toBe(200)
      await other.close()
    },
  )
})

describe('a session', () => {
  test('ends at once at sign-out, and no other with it', async () => {
    await app.account('ra-vao')
    const [here, there] = [await app.signIn('ra-vao'), await app.signIn('ra-vao')]
    expect([await statusOf(self(here)), await statusOf(self(there))]).toEqual([403, 403])
    expect(await statusOf(app.ask('POST', '/api/auth/sign-out', { cookie: here, payload: {} }))).toBe(200)
    expect([await statusOf(self(here)), await statusOf(self(there))]).toEqual([401, 403])
  })

  test('of an account disabled here ends at once', async () => {
    const id = await app.account('bi-khoa')
    const cookie = await app.signIn('bi-khoa')
    expect(await statusOf(self(cookie))).toBe(403)
    expect(await statusOf(disable(id))).toBe(200)
    expect(await statusOf(self(cookie))).toBe(401)
    expect(await statusOf(disable(id, false))).toBe(200)
    expect(await statusOf(self(cookie))).toBe(401)
  })

  test('of an account disabled through another process ends within the cache time', async () => {
    const other = await app.beside()
    const id = await app.account('bi-khoa-xa')
    const cookie = await app.signIn('bi-khoa-xa')
    expect(await statusOf(self(cookie))).toBe(403)
    expect(await statusOf(disable(id, true, other))).toBe(200)
    afterTheCacheTime()
    expect(await statusOf(self(cookie))).toBe(401)
    await other.close()
  })

  test('of an account whose password is set anew ends', async () => {
    const id = await app.account('quen-mat-khau')
    const cookie = await app.signIn('quen-mat-khau')
    expect(await statusOf(self(cookie))).toBe(403)
    const answer = await app.ask('POST', `/api/administration/users/${id}/password`, { cookie: administrator })
    expect(await statusOf(self(cookie))).toBe(401)
    expect(await statusOf(signIn('quen-mat-khau', password))).toBe(401)
    expect(await statusOf(signIn('quen-mat-khau', (answer.json() as { password: string }).password))).toBe(200)
  })

  test('shows a role given or ended here at once, through another process within the cache time', async () => {
    const other = await app.beside()
    const id = await app.account('len-chuc')
    const cookie = await app.signIn('len-chuc')
    const assign = (server: TestServer, role: string) =>
      server.ask('POST', `/api/administration/users/${id}/roles`, {
        cookie: administrator,
        payload: { role, from: '2020-01-01' },
      })
    const permissions = async () => ((await self(cookie)).json() as { permissions?: string[] }).permissions
    expect(await permissions()).toBeUndefined()
    expect(await statusOf(assign(app, 'report-writer'))).toBe(200)
    expect(await permissions()).toContain('reports.typeFigure')
    expect(await permissions()).not.toContain('reports.sealEdition')
    const { assignments } = (await assign(other, 'director')).json() as { assignments: { id: string; role: string }[] }
    afterTheCacheTime()
    expect(await permissions()).toContain('reports.sealEdition')
    const director = assignments.find((a) => a.role === 'director')
    const end = app.ask('POST', `/api/administration/assignments/${director?.id}/end`, {
      cookie: administrator,
      payload: { on: '2020-01-02' },
    })
    expect(await statusOf(end)).toBe(200)
    expect(await permissions()).not.toContain('reports.sealEdition')
    await other.close()
  })
})

describe('requests from elsewhere', () => {
  test.for(['http://evil.example', 'null', 'https://noivu.test.evil.example', 'http://noivu.test:81', 'không phải địa chỉ'])(
    'a page of %s cannot make one write',
    async (origin) => {
      for (const url of ['/api/administration/users', '/api/auth/sign-in/username', '/api/auth/sign-out']) {
        const answer = await app.ask('POST', url, {
          cookie: administrator,
          headers: { origin: encodeURI(origin) },
          payload: { username: 'quantri', password },
        })
        expect([url, answer.statusCode, answer.json()]).toEqual([url, 403, expect.objectContaining({ code: 'kernel.forbidden' })])
      }
      expect(await statusOf(self(administrator))).toBe(200)
    },
  )

  test('no other page is told that it may read answers', async () => {
    const answer = await app.ask('GET', '/api/administration/self', {
      cookie: administrator,
      headers: { origin: 'http://evil.example' },
    })
    expect(Object.keys(answer.headers).filter((h) => h.startsWith('access-control'))).toEqual([])
  })
})

describe('a request that arrives twice', () => {
  const rename = (id: string, name: string, requestId: string) =>
    app.ask('POST', `/api/organization/units/${id}/rename`, {
      cookie: administrator,
      headers: { 'x-request-id': requestId },
      payload: { name, from: '2021-01-01', act: 'QĐ 1' },
    })
  const names = async (id: string) =>
    (
      await app.kernel.database.pool.query<{ name: string }>(
        'SELECT name FROM organization.unit_version WHERE unit_id = $1 ORDER BY valid_from',
        [id],
      )
    ).rows.map((r) => r.name)

  test('gets the first answer and is done once, one after the other and at once', async () => {
    const { unitId } = await app.asSystem((ctx) => aUnit(ctx, { name: 'Tên cũ' }))
    const first = await rename(unitId, 'Tên mới', 'doi-1')
    const second = await rename(unitId, 'Tên mới', 'doi-1')
    expect([first.statusCode, second.statusCode, second.body]).toEqual([200, 200, first.body])
    expect(await names(unitId)).toEqual(['Tên cũ', 'Tên mới'])
    const other = await app.asSystem((ctx) => aUnit(ctx, { name: 'Khác' }))
    const answers = await Promise.all([1, 2, 3, 4].map(() => rename(other.unitId, 'Khác nữa', 'doi-2')))
    expect(answers.map((a) => [a.statusCode, a.body])).toEqual(Array.from({ length: 4 }, () => [200, first.body]))
    expect(await names(other.unitId)).toEqual(['Khác', 'Khác nữa'])
  })

  test('with other contents is refused, and a first refusal is not remembered', async () => {
    const { unitId } = await app.asSystem((ctx) => aUnit(ctx, { name: 'Một' }))
    expect(await statusOf(rename(unitId, 'Hai', 'doi-3'))).toBe(200)
    const reused = await rename(unitId, 'Ba', 'doi-3')
    expect([reused.statusCode, reused.json()]).toEqual([409, expect.objectContaining({ code: 'kernel.requestReused' })])
    expect((await rename(unitId, 'Bốn', 'doi-4')).json()).toMatchObject({ code: 'organization.startsSameDay' })
    expect((await rename(unitId, 'Bốn', 'doi-4')).json()).toMatchObject({ code: 'organization.startsSameDay' })
  })
})

describe('answers', () => {
  test('speak the language asked for', async () => {
    const nothing = '/api/organization/units/00000000-0000-4000-8000-00000000dead'
    const say = async (language?: string) =>
      (
        (
          await app.ask('GET', nothing, { cookie: administrator, headers: language ? { 'accept-language': language } : {} })
        ).json() as { message: string }
      ).message
    expect([await say('vi-VN,vi;q=0.9,en;q=0.8'), await say('en-GB,en;q=0.9'), await say(), await say('fr')]).toEqual([
      'Không tìm thấy nội dung bạn cần.',
      'Not found.',
      'Không tìm thấy nội dung bạn cần.',
      'Không tìm thấy nội dung bạn cần.',
    ])
    const english = await app.ask('GET', '/api/administration/self', { headers: { 'accept-language': 'en' } })
    expect(english.json()).toMatchObject({
      code: 'kernel.notSignedIn',
      message: expect.stringContaining('You are not signed in') as string,
    })
  })

  test.for([
    ['GET', '/api/khong-co'],
    ['POST', '/api/khong-co'],
    ['GET', '/api/'],
    ['GET', '/api/administration'],
    ['POST', '/api/administration/self'],
    ['GET', '/api/auth/khong-co'],
  ] as const)('%s %s, where nothing is, are 404 and JSON, never the page', async ([method, url]) => {
    const answer = await app.ask(method, url, method === 'POST' ? { payload: {} } : {})
    expect(answer.statusCode).toBe(404)
    expect(answer.body).not.toContain('<html')
    if (!url.startsWith('/api/auth'))
      expect([answer.headers['content-type'], answer.json()]).toEqual([
        expect.stringContaining('application/json'),
        expect.objectContaining({ code: 'kernel.notFound' }),
      ])
  })

  test.for([
    ['GET', '/api/health', 200],
    ['GET', '/api/docs', 200],
    ['GET', '/api/openapi.json', 200],
    ['GET', '/api/administration/self', 401],
    ['GET', '/api/khong-co', 404],
    ['POST', '/api/auth/sign-in/username', 401],
    ['POST', '/api/auth/sign-up/email', 404],
  ] as const)('%s %s carry the headers that keep a browser from mischief', async ([method, url, status]) => {
    const answer = await app.ask(method, url, method === 'POST' ? { payload: { username: 'chang-co-ai', password: 'x' } } : {})
    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toContain(url === '/api/docs' ? "default-src 'self'" : "default-src 'none'")
    expect(policy).not.toContain('unsafe')
  })

  test('to what is no JSON are a refusal, not an incident', async () => {
    for (const payload of ['{"name":', 'null', '[]', '"text"', '']) {
      const answer = await app.ask('POST', '/api/administration/users', {
        cookie: administrator,
        payload,
        headers: { 'content-type': 'application/json' },
      })
      expect([payload, answer.statusCode >= 400 && answer.statusCode < 500]).toEqual([payload, true])
    }
  })

  test('with an answer nobody foresaw tell an incident number and nothing of its cause', async () => {
    const broken = vi.spyOn(app.kernel, 'newId').mockImplementationOnce(() => {
      throw new Error('đĩa hỏng ở /var/lib')
    })
    const answer = await app.ask('GET', '/api/administration/self', { cookie: administrator })
    broken.mockRestore()
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toMatchObject({
      code: 'kernel.unexpected',
      data: { incident: expect.stringMatching(/^[0-9a-f]{12}$/) as string },
    })
    expect(answer.body).not.toContain('đĩa hỏng')
  })
})

describe('somebody always administers', () => {
  const enabled = () =>
    app.kernel.database.pool.query<{ id: string }>(
      `SELECT DISTINCT u.id FROM auth."user" u JOIN access.assignment a ON a.user_id = u.id WHERE a.role = 'administrator' AND NOT u.disabled`,
    )
  const setState = (cookie: string, id: string, disabled: boolean) =>
    app.ask('POST', `/api/administration/users/${id}/state`, { cookie, payload: { disabled } })

  test('of two administrators who disable each other at the same moment one remains', { timeout: 60_000 }, async () => {
    const everybody = (await enabled()).rows.map((r) => r.id)
    const names = ['tay-trai', 'tay-phai']
    const ids: string[] = []
    for (const name of names) ids.push(await app.account(name, [{ role: 'administrator' }]))
    for (let round = 0; round < 3; round++) {
      const cookies = [await app.signIn('tay-trai'), await app.signIn('tay-phai')]
      for (const id of everybody) await setState(cookies[0] ?? '', id, true)
      const answers = await Promise.all([
        setState(cookies[0] ?? '', ids[1] ?? '', true),
        setState(cookies[1] ?? '', ids[0] ?? '', true),
      ])
      expect(answers.filter((a) => a.statusCode === 200)).toHaveLength(1)
      expect((await enabled()).rows).toHaveLength(1)
      const first = answers[0]?.statusCode === 200
      expect(await statusOf(setState(cookies[first ? 0 : 1] ?? '', ids[first ? 1 : 0] ?? '', false))).toBe(200)
    }
  })
})
