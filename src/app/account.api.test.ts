import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { HashQueue } from '#kernel/auth/password.hash.ts'
import { totpCode, totpStep } from '#kernel/auth/totp.ts'
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

const later = (minutes: number) => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 })
const signIn = (username: string, secret = password, server = app) =>
  server.ask('POST', '/api/auth/sign-in/username', { payload: { username, password: secret } })
const ask = async (cookie: string, path: string, payload?: object, server = app) => {
  const answer = await server.ask(payload ? 'POST' : 'GET', `/api/administration/${path}`, {
    cookie,
    ...(payload ? { payload } : {}),
  })
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
}
const codeOf = async (cookie: string, path: string, payload?: object) => {
  const { status, body } = await ask(cookie, path, payload)
  return status === 200 ? 200 : body.code
}
const secondStep = async (cookie: string, code: unknown) =>
  (await app.ask('POST', '/api/auth/second-factor', { cookie, payload: { code } })).statusCode
const query = async (text: string, values: unknown[] = []) =>
  (await app.kernel.database.pool.query(text, values)).rows as unknown[]

describe('a lock', () => {
  test('comes after five wrong tries, lasts longer each time, and goes by itself', async () => {
    await app.account('an.khoa')
    const wrong = async () => (await signIn('an.khoa', 'sai')).statusCode
    expect([await wrong(), await wrong(), await wrong(), await wrong(), await wrong()]).toEqual([401, 401, 401, 401, 401])
    const answer = await signIn('an.khoa')
    expect([answer.statusCode, answer.headers['retry-after'], answer.json()]).toEqual([
      429,
      '60',
      expect.objectContaining({
        code: 'kernel.locked',
        data: { minutes: 1 },
        message: expect.stringContaining('sau 1 phút') as unknown,
      }),
    ])
    later(1.1)
    expect(await wrong()).toBe(401)
    expect((await signIn('an.khoa')).json()).toMatchObject({ data: { minutes: 2 } })
    later(2.1)
    expect((await signIn('an.khoa')).statusCode).toBe(200)
    // What was right once starts the count anew.
    expect([await wrong(), await wrong(), await wrong(), await wrong()]).toEqual([401, 401, 401, 401])
    expect((await signIn('an.khoa')).statusCode).toBe(200)
  })

  test('answers for a name nobody has as for one somebody has', async () => {
    await app.account('co-that')
    const all = async (name: string) => {
      const told: unknown[] = []
      for (let n = 0; n < 7; n++) {
        const { statusCode, body, headers } = await signIn(name, 'sai')
        told.push([statusCode, body, headers['retry-after']])
      }
      return told
    }
    expect(await all('khong-that')).toEqual(await all('co-that'))
  })

  test('does the same work for a name nobody has: one hash for each try', async () => {
    const id = await app.account('do-cong')
    await app.ask('POST', `/api/administration/users/${id}/state`, { cookie: administrator, payload: { disabled: true } })
    await app.account('do-that')
    const hashed = vi.spyOn(HashQueue.prototype, 'run')
    const work = async (name: string) => {
      hashed.mockClear()
      await signIn(name, 'sai')
      return hashed.mock.calls.length
    }
    expect([await work('do-that'), await work('do-khong-co'), await work('do-cong')]).toEqual([1, 1, 1])
  })

  test('holds over processes, and is lifted by an administrator, which is logged', async () => {
    const id = await app.account('hai-noi')
    const other = await app.beside()
    for (let n = 0; n < 5; n++) await signIn('hai-noi', 'sai', n % 2 ? app : other)
    expect([(await signIn('hai-noi')).statusCode, (await signIn('hai-noi', password, other)).statusCode]).toEqual([429, 429])
    await other.close()
    const user = await ask(administrator, `users/${id}`)
    expect(user.body.lockedUntil).toEqual(expect.any(String))
    expect(await codeOf(administrator, `users/${id}/unlock`, {})).toBe(200)
    expect((await signIn('hai-noi')).statusCode).toBe(200)
    expect(await query(`SELECT actor_name FROM audit.entry WHERE operation = 'administration.unlockUser'`)).toHaveLength(1)
  })

  test('gives a hundred guesses sent at once no more tries than a hundred in a row', async () => {
    await app.account('doan-mo')
    const statuses = await Promise.all(Array.from({ length: 30 }, async () => (await signIn('doan-mo', 'sai')).statusCode))
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(25)
  })

  test('cannot be lifted, or seen, by who does not manage users', async () => {
    const id = await app.account('nguoi-thuong', [{ role: 'director' }])
    const cookie = await app.signIn('nguoi-thuong')
    expect(await codeOf(cookie, `users/${id}/unlock`, {})).toBe('kernel.forbidden')
  })
})

describe('a first password', () => {
  test('made by an administrator is good for nothing but setting the next one', async () => {
    const made = await ask(administrator, 'users', { name: 'Lê Thị Mới', username: 'moi.le' })
    const { id, password: first } = made.body as { id: string; password: string }
    await ask(administrator, `users/${id}/roles`, { id, role: 'director', from: '2020-01-01' })
    const cookie = cookieOf(await signIn('moi.le', first))
    expect((await ask(cookie, 'self')).body).toMatchObject({ pending: 'password', permissions: [], roles: [] })
    expect(await codeOf(cookie, 'self/sessions')).toBe('kernel.newPasswordNeeded')
    expect((await app.ask('GET', '/api/people/persons', { cookie })).json()).toMatchObject({ code: 'kernel.newPasswordNeeded' })
    const change = (present: string, next: string) => codeOf(cookie, 'self/password', { present, next })
    expect(await change('sai hoàn toàn', 'ngựa đúng pin ghim')).toBe('administration.wrongPassword')
    expect(await change(first, 'ngắn')).toBe('administration.tooShort')
    expect(await change(first, 'matkhau123456')).toBe('administration.common')
    expect(await change(first, 'moi.le-2026-06')).toBe('administration.ownName')
    expect(await change(first, first)).toBe('administration.samePassword')
    expect(await change(first, 'ngựa đúng pin ghim')).toBe(200)
    expect((await ask(cookie, 'self')).body).toMatchObject({
      pending: null,
      permissions: expect.arrayContaining(['people.readPerson']) as unknown,
    })
    expect((await signIn('moi.le', first)).statusCode).toBe(401)
    expect((await signIn('moi.le', 'ngựa đúng pin ghim')).statusCode).toBe(200)
    const log = await query(`SELECT e.operation, e.actor_name FROM audit.entry e WHERE e.actor_id = $1`, [id])
    expect(log).toEqual([{ operation: 'administration.changePassword', actor_name: 'Lê Thị Mới' }])
    const told =
      JSON.stringify(await query(`SELECT * FROM audit.change`)) + JSON.stringify(await query(`SELECT * FROM kernel.request`))
    expect(told).not.toMatch(/argon2|ngựa đúng/)
  })

  test('a change ends the other sessions and keeps this one; wrong tries of the present one lock the account', async () => {
    await app.account('doi.mk', [{ role: 'officer' }])
    const [here, there] = [await app.signIn('doi.mk'), await app.signIn('doi.mk')]
    expect(await codeOf(here, 'self/password', { present: password, next: 'chim én bay thấp' })).toBe(200)
    expect([await codeOf(here, 'self'), await codeOf(there, 'self')]).toEqual([200, 'kernel.notSignedIn'])
    for (let n = 0; n < 5; n++) await ask(here, 'self/password', { present: 'sai', next: 'mưa thì nắng ráo' })
    expect(await codeOf(here, 'self/password', { present: 'chim én bay thấp', next: 'mưa thì nắng ráo' })).toBe('kernel.locked')
    expect((await signIn('doi.mk', 'chim én bay thấp')).statusCode).toBe(429)
  })
})

describe('a second factor', () => {
  /** Sets one up; the code for a step ahead, so that the same half minute is not used twice. */
  async function enrol(cookie: string) {
    const { secret } = (await ask(cookie, 'self/totp', {})).body as { secret: string }
    const code = (off: number) => totpCode(secret, totpStep(new Date()) + off)
    const confirmed = await ask(cookie, 'self/totp/confirm', { code: code(-1) })
    return { code, recoveryCodes: confirmed.body.recoveryCodes as string[], status: confirmed.status }
  }

  test('of an authenticator application is asked for at the next sign-in, and works once', async () => {
    await app.account('hai.buoc', [{ role: 'director' }])
    const first = await app.signIn('hai.buoc')
    const { secret } = (await ask(first, 'self/totp', {})).body as { secret: string }
    expect(await codeOf(first, 'self/totp/confirm', { code: '000000' })).toBe('administration.wrongCode')
    // Not confirmed, not asked for.
    expect((await ask(await app.signIn('hai.buoc'), 'self')).body.pending).toBeNull()
    const { code, recoveryCodes, status } = await enrol(first)
    expect([status, recoveryCodes.length]).toEqual([200, 10])
    expect((await ask(first, 'self')).body.pending).toBeNull()

    const cookie = await app.signIn('hai.buoc')
    expect((await ask(cookie, 'self')).body).toMatchObject({ pending: 'second-factor', permissions: [] })
    for (const path of ['self/security', 'self/sessions', 'self/delegations'])
      expect(await codeOf(cookie, path)).toBe('kernel.secondFactorNeeded')
    expect(await codeOf(cookie, 'self/password', { present: password, next: 'chim én bay thấp' })).toBe(
      'kernel.secondFactorNeeded',
    )
    expect((await app.ask('GET', '/api/people/persons', { cookie })).json()).toMatchObject({ code: 'kernel.secondFactorNeeded' })
    expect(await secondStep(cookie, '000000')).toBe(401)
    expect(await secondStep(cookie, { not: 'a text' })).toBe(401)
    expect(await secondStep(cookie, code(0))).toBe(200)
    expect((await ask(cookie, 'self')).body.pending).toBeNull()
    // The same code again, in another browser that knows the password.
    const thief = await app.signIn('hai.buoc')
    expect(await secondStep(thief, code(0))).toBe(401)
    expect((await ask(thief, 'self')).body.pending).toBe('second-factor')
    const stored = JSON.stringify(await query('SELECT * FROM auth.totp'))
    expect(stored).not.toContain(secret)
  })

  test('is locked after wrong codes, right ones included', async () => {
    await app.account('doan.ma', [{ role: 'officer' }])
    const { code } = await enrol(await app.signIn('doan.ma'))
    const cookie = await app.signIn('doan.ma')
    for (let n = 0; n < 5; n++) expect(await secondStep(cookie, '000000')).toBe(401)
    expect(await secondStep(cookie, code(0))).toBe(429)
  })

  test('lost is replaced by a recovery code, once, and that is logged', async () => {
    const id = await app.account('mat.may', [{ role: 'officer' }])
    const { recoveryCodes } = await enrol(await app.signIn('mat.may'))
    const [cookie, other] = [await app.signIn('mat.may'), await app.signIn('mat.may')]
    expect(await secondStep(cookie, recoveryCodes[3]?.toUpperCase())).toBe(200)
    expect(await secondStep(other, recoveryCodes[3])).toBe(401)
    expect((await ask(cookie, 'self/security')).body).toMatchObject({ totp: true, recoveryCodesLeft: 9, required: false })
    expect(await query(`SELECT operation FROM audit.entry WHERE actor_id = $1 ORDER BY seq DESC LIMIT 1`, [id])).toEqual([
      { operation: 'administration.useRecoveryCode' },
    ])
    expect(JSON.stringify(await query('SELECT * FROM auth.recovery_code'))).not.toContain(recoveryCodes[0])
    const renewed = await ask(cookie, 'self/recovery-codes', { password })
    expect((renewed.body.recoveryCodes as string[]).length).toBe(10)
    expect(await secondStep(other, recoveryCodes[5])).toBe(401)
  })

  test('settled for a role leads to enrolment and nowhere else, and its last one cannot be removed', async () => {
    await app.account('can.buoc', [{ role: 'report-writer' }])
    const cookie = await app.signIn('can.buoc')
    expect((await ask(cookie, 'self')).body.pending).toBeNull()
    expect(await codeOf(administrator, 'roles/report-writer/second-factor', { required: true })).toBe(200)
    expect((await ask(cookie, 'self')).body).toMatchObject({ pending: 'enrol', permissions: [] })
    expect((await app.ask('GET', '/api/people/persons', { cookie })).json()).toMatchObject({ code: 'kernel.enrolmentNeeded' })
    expect(await codeOf(cookie, 'self/sessions')).toBe('kernel.enrolmentNeeded')
    expect(await codeOf(cookie, 'self/security')).toBe(200)
    await enrol(cookie)
    expect((await ask(cookie, 'self')).body.pending).toBeNull()
    expect(await codeOf(cookie, 'self/totp/remove', { password })).toBe('administration.stillNeeded')
    expect(await codeOf(administrator, 'roles/report-writer/second-factor', { required: false })).toBe(200)
    expect(await codeOf(cookie, 'self/totp/remove', { password: 'sai' })).toBe('administration.wrongPassword')
    expect(await codeOf(cookie, 'self/totp/remove', { password })).toBe(200)
    expect((await ask(await app.signIn('can.buoc'), 'self')).body.pending).toBeNull()
  })

  test('is taken away by an administrator from who lost everything; its sessions end', async () => {
    const id = await app.account('mat.het', [{ role: 'officer' }])
    const cookie = await app.signIn('mat.het')
    await enrol(cookie)
    expect((await ask(administrator, `users/${id}`)).body.secondFactor).toBe(true)
    expect(await codeOf(cookie, `users/${id}/second-factor/reset`, {})).toBe('kernel.forbidden')
    expect(await codeOf(administrator, `users/${id}/second-factor/reset`, {})).toBe(200)
    expect(await codeOf(cookie, 'self')).toBe('kernel.notSignedIn')
    expect((await ask(await app.signIn('mat.het'), 'self')).body.pending).toBeNull()
  })

  test('of one account tells nothing about, and does nothing for, another', async () => {
    await app.account('cua.an', [{ role: 'officer' }])
    await app.account('cua.binh', [{ role: 'officer' }])
    const { code } = await enrol(await app.signIn('cua.an'))
    await enrol(await app.signIn('cua.binh'))
    expect(await secondStep(await app.signIn('cua.binh'), code(0))).toBe(401)
  })
})

describe('own sessions', () => {
  test('are listed with device and address; one is ended, then all others, never somebody else’s', async () => {
    await app.account('phien', [{ role: 'officer' }])
    await app.account('phien-khac', [{ role: 'officer' }])
    const enter = async (agent: string, remoteAddress: string, username = 'phien') =>
      cookieOf(
        await app.ask('POST', '/api/auth/sign-in/username', {
          payload: { username, password },
          remoteAddress,
          headers: { 'user-agent': agent },
        }),
      )
    const here = await enter('Mozilla/5.0 (Windows NT 10.0) Chrome/140.0', '203.0.113.5')
    const phone = await enter('Mozilla/5.0 (iPhone) Safari/605', '203.0.113.6')
    const home = await enter('Mozilla/5.0 (X11; Linux) Firefox/141.0', '203.0.113.7')
    const stranger = await enter('x', '203.0.113.8', 'phien-khac')
    const list = async (cookie: string) =>
      (await ask(cookie, 'self/sessions')).body as unknown as { id: string; current: boolean; address: string }[]
    const mine = await list(here)
    expect(mine.map((s) => [s.address, s.current]).sort()).toEqual([
      ['203.0.113.5', true],
      ['203.0.113.6', false],
      ['203.0.113.7', false],
    ])
    expect(JSON.stringify(mine)).not.toMatch(/token/)
    const [theirs] = await list(stranger)
    expect(await codeOf(here, 'self/sessions/end', { id: theirs?.id })).toBe('kernel.notFound')
    expect(await codeOf(here, 'self/sessions/end', { id: mine.find((s) => s.address === '203.0.113.6')?.id })).toBe(200)
    expect([await codeOf(phone, 'self'), await codeOf(home, 'self')]).toEqual(['kernel.notSignedIn', 200])
    expect((await ask(here, 'self/sessions/end-others', {})).body).toEqual({ ended: 1 })
    expect([await codeOf(here, 'self'), await codeOf(home, 'self'), await codeOf(stranger, 'self')]).toEqual([
      200,
      'kernel.notSignedIn',
      200,
    ])
  })

  test.for([
    'list-sessions',
    'revoke-sessions',
    'change-password',
    'get-session',
    'two-factor/enable',
    'update-session',
    'verify-password',
    'error',
  ])('are reached by operations only: /api/auth/%s is not there', async (path) => {
    for (const method of ['GET', 'POST'] as const)
      expect(
        (await app.ask(method, `/api/auth/${path}`, { cookie: administrator, ...(method === 'POST' ? { payload: {} } : {}) }))
          .statusCode,
      ).toBe(404)
  })
})
