import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createUser, assignRole } from '#domains/administration/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { vietnamDay } from '#kernel/context.ts'
import { aServer, password, type TestServer } from './server.factory.ts'

let app: TestServer
let cookies: Record<'admin' | 'officer' | 'deputy' | 'director', string>
let ids: Record<'officer' | 'deputy' | 'hoa' | 'binh' | 'self' | 'here' | 'there', string>
beforeAll(async () => {
  app = await aServer()
  await app.account('quantri', [{ role: 'administrator' }])
  await app.account('giamdoc', [{ role: 'director' }])
  const made = await app.asSystem(async (ctx) => {
    const here = await aUnit(ctx, { name: 'Sở Y tế' })
    const below = await aUnit(ctx, { name: 'Bệnh viện tỉnh', parentId: here.unitId })
    const there = await aUnit(ctx, { name: 'Sở Xây dựng' })
    const hoa = await aPerson(ctx, { given: 'Hoa', unitId: below.unitId, birthDate: '1985-03-08' })
    const binh = await aPerson(ctx, { given: 'Bình', unitId: there.unitId })
    const self = await aPerson(ctx, { given: 'Chính', unitId: there.unitId })
    const officer = await createUser(ctx, { username: 'canbo', name: 'Trần Cán Bộ', personId: self.id, password })
    const deputy = await createUser(ctx, { username: 'thaythe', name: 'Lê Thay Thế', personId: binh.id, password })
    const from = { from: '2020-01-01', until: null }
    await assignRole(ctx, { id: officer.id, role: 'personnel-officer', unitId: here.unitId, ...from })
    await assignRole(ctx, { id: deputy.id, role: 'officer', unitId: null, ...from })
    return {
      officer: officer.id,
      deputy: deputy.id,
      hoa: hoa.id,
      binh: binh.id,
      self: self.id,
      here: here.unitId,
      there: there.unitId,
    }
  })
  ids = made
  cookies = {
    admin: await app.signIn('quantri'),
    officer: await app.signIn('canbo'),
    deputy: await app.signIn('thaythe'),
    director: await app.signIn('giamdoc'),
  }
}, 300_000)
afterAll(() => app.close(), 60_000)
afterEach(() => void vi.useRealTimers())

const ask = async (cookie: string, path: string, payload?: object) => {
  const answer = await app.ask(payload ? 'POST' : 'GET', `/api${path}`, { cookie, ...(payload ? { payload } : {}) })
  return {
    status: answer.statusCode,
    body: answer.statusCode === 200 && answer.body === '' ? null : answer.json<Record<string, unknown>>(),
  }
}
const codeOf = async (cookie: string, path: string, payload?: object) => {
  const { status, body } = await ask(cookie, path, payload)
  return status === 200 ? 200 : body?.code
}
const people = async (cookie: string) =>
  ((await ask(cookie, '/people/persons')).body?.rows as { id: string }[] | undefined)?.map((row) => row.id).sort() ?? []
const query = async <T>(text: string, values: unknown[] = []) => (await app.kernel.database.pool.query(text, values)).rows as T[]
const day = (days: number) => vietnamDay(new Date(Date.now() + days * 86_400_000))
const whole = async () => (await query<{ n: number }>('SELECT count(*)::int AS n FROM audit.verify()'))[0]?.n

describe('a delegation', () => {
  const give = async (more: object = {}) =>
    (
      await ask(cookies.officer, '/administration/delegations', {
        to: ids.deputy,
        from: day(-1),
        until: day(30),
        reason: 'Nghỉ phép',
        ...more,
      })
    ).body as {
      id: string
      code?: string
    }
  const act = (delegationId: string | null) => codeOf(cookies.deputy, '/administration/self/acting', { delegationId })
  afterEach(async () => {
    vi.useRealTimers()
    await act(null)
    await query(`SELECT 1`)
  })

  test('lets the deputy do what the other may, where the other may, and nothing of the own', async () => {
    expect(await people(cookies.officer)).toEqual([ids.hoa, ids.self].sort())
    expect(await people(cookies.deputy)).toEqual([ids.binh])
    const { id } = await give()
    expect((await ask(cookies.deputy, '/administration/self')).body).toMatchObject({
      behalf: null,
      mayActFor: [{ delegationId: id, name: 'Trần Cán Bộ' }],
    })
    expect(await people(cookies.deputy)).toEqual([ids.binh])
    expect(await act(id)).toBe(200)
    // The office is delegated, not the person: neither the deputy's own record nor the other's is within it.
    expect(await people(cookies.deputy)).toEqual([ids.hoa])
    expect((await ask(cookies.deputy, '/administration/self')).body).toMatchObject({
      id: ids.deputy,
      personId: null,
      behalf: { name: 'Trần Cán Bộ' },
    })
    expect(await act(null)).toBe(200)
    expect(await people(cookies.deputy)).toEqual([ids.binh])
  })

  test('writes both names into the log, under a hash that covers them', async () => {
    const { id } = await give()
    await act(id)
    const correct = {
      familyAndMiddle: 'Nguyễn Thị',
      given: 'Hoa',
      sex: 'female',
      birthDate: '1985-03-08',
      category: 'civil-servant',
    }
    expect(
      await codeOf(cookies.deputy, `/people/persons/${ids.hoa}/correct`, { ...correct, familyAndMiddle: 'Nguyễn Thị Thu' }),
    ).toBe(200)
    const [entry] = await query<{ id: string }>(
      `SELECT id, actor_id, actor_name, behalf_id, behalf_name FROM audit.entry WHERE operation = 'people.correctPerson' ORDER BY seq DESC LIMIT 1`,
    )
    expect(entry).toMatchObject({
      actor_id: ids.deputy,
      actor_name: 'Lê Thay Thế',
      behalf_id: ids.officer,
      behalf_name: 'Trần Cán Bộ',
    })
    const { body } = await ask(cookies.officer, `/people/persons/${ids.hoa}/history`)
    expect((body as unknown as { actorName: string }[])[0]?.actorName).toBe('Lê Thay Thế → Trần Cán Bộ')
    expect(await whole()).toBe(0)
    const client = await app.kernel.database.pool.connect()
    try {
      for (const change of [
        `behalf_name = 'Ai khác'`,
        `behalf_id = NULL, behalf_name = NULL`,
        `kind = 'read'`,
        `emergency_id = id`,
      ]) {
        await client.query('BEGIN')
        await client.query('ALTER TABLE audit.entry DISABLE TRIGGER append_only')
        await client.query(`UPDATE audit.entry SET ${change} WHERE id = $1`, [entry?.id])
        expect((await client.query(`SELECT fault FROM audit.verify()`)).rows).toContainEqual({ fault: 'entry-altered' })
        await client.query('ROLLBACK')
      }
    } finally {
      client.release()
    }
  })

  test('is never more than the other may at that moment', async () => {
    const { id } = await give()
    await act(id)
    expect(await people(cookies.deputy)).toEqual([ids.hoa])
    expect(await codeOf(cookies.admin, `/administration/users/${ids.officer}/state`, { disabled: true })).toBe(200)
    expect(await people(cookies.deputy)).toEqual([ids.binh])
    expect(await codeOf(cookies.admin, `/administration/users/${ids.officer}/state`, { disabled: false })).toBe(200)
    cookies.officer = await app.signIn('canbo')
    expect(await people(cookies.deputy)).toEqual([ids.hoa])
  })

  test('of some permissions is of those alone', async () => {
    const { id } = await give({ permissions: ['evaluation.readRating'] })
    await act(id)
    expect(await codeOf(cookies.deputy, '/people/persons')).toBe('kernel.forbidden')
    expect(await codeOf(cookies.deputy, '/evaluation/ratings')).toBe(200)
    expect(await codeOf(cookies.deputy, '/evaluation/ratings', {})).toBe('kernel.forbidden')
  })

  test.for([
    ['of administration', { permissions: ['administration.takeEmergency'] }, 'administration.notDelegable'],
    ['of what one does not hold', { permissions: ['reports.sealEdition'] }, 'administration.notDelegable'],
    ['that ends before it begins', { from: day(5), until: day(5) }, 'administration.endBeforeStart'],
    ['that is over already', { from: day(-9), until: day(-2) }, 'administration.endBeforeStart'],
    ['to nobody', { to: 'khong-co' }, 'kernel.notFound'],
  ] as const)('is refused: %s', async ([, more, code]) => expect((await give(more)).code).toBe(code))

  test('does not hold before its first day, nor after its last', async () => {
    const coming = await give({ from: day(2), until: day(4) })
    expect(await act(coming.id)).toBe('administration.delegationOver')
    const { id } = await give({ until: day(1) })
    expect(await act(id)).toBe(200)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 })
    cookies.deputy = await app.signIn('thaythe')
    expect(await act(id)).toBe('administration.delegationOver')
    vi.useRealTimers()
    cookies.deputy = await app.signIn('thaythe')
  })

  test.for(['officer', 'deputy', 'admin'] as const)('is ended at once by the %s', async (who) => {
    const { id } = await give()
    await act(id)
    expect(await people(cookies.deputy)).toEqual([ids.hoa])
    expect(await codeOf(cookies.director, `/administration/delegations/${id}/end`, {})).toBe('kernel.notFound')
    expect(await codeOf(cookies[who], `/administration/delegations/${id}/end`, {})).toBe(200)
    expect(await people(cookies.deputy)).toEqual([ids.binh])
    expect(await codeOf(cookies[who], `/administration/delegations/${id}/end`, {})).toBe('kernel.notFound')
  })

  test('is not passed on, and does not open administration or an emergency', async () => {
    const { id } = await give()
    await act(id)
    for (const [path, payload] of [
      ['/administration/delegations', { to: ids.officer, from: day(0), until: day(3), reason: 'x' }],
      ['/administration/emergency', { reason: 'Một lý do đủ dài để được nhận' }],
      ['/administration/users', undefined],
    ] as const)
      expect(await codeOf(cookies.deputy, path, payload)).toBe('kernel.forbidden')
  })

  test('is nobody else’s to use', async () => {
    const { id } = await give()
    expect(await codeOf(cookies.director, '/administration/self/acting', { delegationId: id })).toBe(
      'administration.delegationOver',
    )
    expect(((await ask(cookies.director, '/administration/self/delegations')).body as unknown as unknown[]).length).toBe(0)
  })
})

describe('emergency access', () => {
  const reason = 'Đoàn kiểm tra đang chờ, người phụ trách vắng mặt'
  const take = (minutes = 60) => ask(cookies.officer, '/administration/emergency', { reason, minutes })

  test('reaches everywhere for its time, loudly, and is signed off by another', async () => {
    const before = await people(cookies.officer)
    expect(before).not.toContain(ids.binh)
    expect(await codeOf(cookies.officer, '/administration/emergency', { reason: 'gấp' })).toBe('kernel.invalidInput')
    expect(await codeOf(cookies.deputy, '/administration/emergency', { reason })).toBe('kernel.forbidden')
    const announced = vi.fn(() => Promise.resolve())
    ;(app.kernel.events['administration.emergency.taken'] ??= []).push(announced)
    const { id } = (await take()).body as { id: string }
    expect(announced).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ id, userName: 'Trần Cán Bộ', reason }))
    const told = await query<{ username: string }>(
      `SELECT u.username FROM kernel.notice n JOIN auth."user" u ON u.id = n.user_id WHERE n.kind = 'administration.emergencyTaken' ORDER BY 1`,
    )
    expect(told.map((each) => each.username)).toEqual(['giamdoc', 'quantri'])
    expect((await take()).body?.code).toBe('administration.emergencyOngoing')
    expect((await ask(cookies.officer, '/administration/self')).body?.emergency).toEqual({ until: expect.any(String) as unknown })
    expect(await people(cookies.officer)).toEqual([ids.hoa, ids.binh, ids.self].sort())
    // What is not held at all is not held in an emergency either.
    expect(await codeOf(cookies.officer, '/administration/users')).toBe('kernel.forbidden')
    const [read] = await query<{ records: string[] }>(
      `SELECT e.kind, e.operation, e.emergency_id, array_agg(c.record_id ORDER BY c.record_id) AS records FROM audit.entry e JOIN audit.change c ON c.entry_id = e.id
       WHERE e.emergency_id = $1 AND e.operation = 'people.listPeople' GROUP BY 1, 2, 3`,
      [id],
    )
    expect(read).toMatchObject({ kind: 'read', records: [ids.hoa, ids.binh, ids.self].sort() })
    expect(await codeOf(cookies.admin, `/administration/emergencies/${id}/review`, { finding: 'justified' })).toBe(
      'administration.emergencyNotOver',
    )
    expect(await codeOf(cookies.officer, '/administration/emergency/end', {})).toBe(200)
    expect(await people(cookies.officer)).toEqual(before)
    expect(await codeOf(cookies.officer, `/administration/emergencies/${id}/review`, { finding: 'justified' })).toBe(
      'kernel.forbidden',
    )
    const listed = await ask(cookies.admin, '/administration/emergencies?state=unreviewed')
    expect(listed.body?.rows).toEqual([expect.objectContaining({ id, userName: 'Trần Cán Bộ', reason, state: 'unreviewed' })])
    expect((listed.body?.rows as { entries: number }[])[0]?.entries).toBeGreaterThan(2)
    expect(
      await codeOf(cookies.admin, `/administration/emergencies/${id}/review`, { finding: 'justified', note: 'Đúng quy chế' }),
    ).toBe(200)
    expect(await codeOf(cookies.director, `/administration/emergencies/${id}/review`, { finding: 'unjustified' })).toBe(
      'administration.alreadyReviewed',
    )
    expect(await whole()).toBe(0)
  })

  test('ends by itself', async () => {
    await take(5)
    expect(await people(cookies.officer)).toContain(ids.binh)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5 * 60_000 + 6000 })
    expect(await people(cookies.officer)).not.toContain(ids.binh)
    vi.useRealTimers()
    await ask(cookies.officer, '/administration/emergency/end', {})
  })

  test('is not signed off by who took it, not even past the operation', async () => {
    await app.account('tu-duyet', [{ role: 'director' }])
    await query(`INSERT INTO access.role (code, title_vi, title_en) VALUES ('ca-hai', 'x', 'x')`)
    await query(`INSERT INTO access.role_permission (role, permission, reach) SELECT 'ca-hai', unnest($1::text[]), 'all'`, [
      ['administration.readSelf', 'administration.takeEmergency', 'administration.reviewEmergency'],
    ])
    await app.account('ca-hai', [{ role: 'ca-hai' }])
    const cookie = await app.signIn('ca-hai')
    const { id } = (await ask(cookie, '/administration/emergency', { reason })).body as { id: string }
    await ask(cookie, '/administration/emergency/end', {})
    expect(await codeOf(cookie, `/administration/emergencies/${id}/review`, { finding: 'justified' })).toBe(
      'administration.ownEmergency',
    )
  })
})

describe('a sensitive reading', () => {
  const readings = (record: string) =>
    query<{ operation: string; actor_name: string; relation: string }>(
      `SELECT e.operation, e.actor_name, c.relation FROM audit.entry e JOIN audit.change c ON c.entry_id = e.id WHERE e.kind = 'read' AND e.emergency_id IS NULL AND c.record_id = $1 ORDER BY e.seq`,
      [record],
    )
  test('is in the log with the record it showed; an ordinary one is not, and shows the year alone', async () => {
    const { body } = await ask(cookies.officer, `/people/persons/${ids.hoa}`)
    expect(JSON.stringify(body)).not.toContain('1985-03-08')
    expect(JSON.stringify((await ask(cookies.officer, '/people/persons')).body)).not.toContain('1985-03-08')
    expect(JSON.stringify((await ask(cookies.officer, `/people/persons/${ids.hoa}/history`)).body)).not.toContain('1985-03-08')
    expect(await readings(ids.hoa)).toEqual([])
    expect((await ask(cookies.officer, `/people/persons/${ids.hoa}/birth`)).body).toMatchObject({ birthDate: '1985-03-08' })
    expect(await readings(ids.hoa)).toEqual([
      { operation: 'people.readBirth', actor_name: 'Trần Cán Bộ', relation: 'people.person' },
    ])
    expect(await codeOf(cookies.officer, `/people/persons/${ids.binh}/birth`)).toBe('kernel.notFound')
    expect(await readings(ids.binh)).toEqual([])
    expect(await whole()).toBe(0)
  })

  test('of a whole list as a file names every record in it', async () => {
    const file = await app.ask('GET', '/api/people/persons/export?format=csv&lang=vi&columns=fullName,birth', {
      cookie: cookies.director,
    })
    expect(file.body).toContain('1985-03-08')
    expect(file.body).toContain('Ngày sinh')
    expect((await readings(ids.hoa)).at(-1)).toMatchObject({ operation: 'people.exportPeople' })
    expect((await readings(ids.binh)).at(-1)).toMatchObject({ operation: 'people.exportPeople' })
  })
})

describe('a service account', () => {
  const bearer = (key: string, url: string, more: object = {}) =>
    app.ask('GET', `/api${url}`, { ...more, headers: { authorization: `Bearer ${key}` } })
  const statusOf = async (key: string, url: string, more: object = {}) => (await bearer(key, url, more)).statusCode
  const make = async (id: string, more: object = {}) =>
    (
      await ask(cookies.admin, `/administration/services/${id}/keys`, {
        name: 'Khóa',
        operations: ['people.listPeople', 'people.getPerson'],
        lastDay: day(30),
        ...more,
      })
    ).body as { key: string; prefix: string; code?: string }
  let service: string
  beforeAll(async () => {
    service = (
      (await ask(cookies.admin, '/administration/services', { name: 'Cổng dịch vụ công', username: 'cong-dvc' })).body as {
        id: string
      }
    ).id
    await ask(cookies.admin, `/administration/users/${service}/roles`, {
      id: service,
      role: 'personnel-officer',
      unitId: ids.here,
      from: '2020-01-01',
    })
  })

  test('does the operations of its key within the reach of its role, and nothing else', async () => {
    const { key, prefix } = await make(service)
    const answer = await bearer(key, '/people/persons')
    expect(answer.json<{ rows: { id: string }[] }>().rows.map((row) => row.id)).toEqual([ids.hoa])
    expect(await statusOf(key, `/people/persons/${ids.binh}`)).toBe(404)
    expect((await bearer(key, '/evaluation/ratings')).json()).toMatchObject({ code: 'kernel.forbidden' })
    expect(await statusOf(key, `/people/persons/${ids.hoa}/birth`)).toBe(403)
    expect(await statusOf(key, '/administration/self')).toBe(403)
    const shown = JSON.stringify((await ask(cookies.admin, `/administration/services/${service}`)).body)
    expect(shown).toContain(prefix)
    expect(shown).not.toContain(key)
    expect(
      JSON.stringify(await query(`SELECT before, after FROM audit.change`)) +
        JSON.stringify(await query('SELECT * FROM auth.service_secret')),
    ).not.toContain(key)
    const { body } = await ask(cookies.admin, `/administration/services/${service}`)
    expect((body?.serviceKeys as { lastUsedAt: string; lastAddress: string }[])[0]).toMatchObject({
      lastUsedAt: expect.any(String) as unknown,
      lastAddress: '127.0.0.1',
    })
  })

  test('writes into the log under its own name', async () => {
    const { key } = await make(service, { operations: ['people.correctPerson'] })
    const answer = await app.ask('POST', `/api/people/persons/${ids.hoa}/correct`, {
      headers: { authorization: `Bearer ${key}` },
      payload: { familyAndMiddle: 'Nguyễn Thị', given: 'Hoa', sex: 'female', birthDate: '1985-03-08', category: 'civil-servant' },
    })
    expect(answer.statusCode).toBe(200)
    expect(await query(`SELECT actor_name FROM audit.entry ORDER BY seq DESC LIMIT 1`)).toEqual([
      { actor_name: 'Cổng dịch vụ công' },
    ])
  })

  test('is turned away: revoked, over, elsewhere, disabled, altered', async () => {
    const { key, prefix } = await make(service)
    const url = '/people/persons'
    expect(await statusOf(key, url)).toBe(200)
    expect(await statusOf(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`, url)).toBe(401)
    expect(await statusOf(`nvk_${prefix}_${'x'.repeat(43)}`, url)).toBe(401)
    const narrow = await make(service, { addresses: ['10.9.0.0/16'] })
    expect([await statusOf(narrow.key, url), await statusOf(narrow.key, url, { remoteAddress: '10.9.1.1' })]).toEqual([401, 200])
    const short = await make(service, { lastDay: day(1) })
    expect(await statusOf(short.key, url)).toBe(200)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 86_400_000 })
    expect(await statusOf(short.key, url)).toBe(401)
    vi.useRealTimers()
    const { body } = await ask(cookies.admin, `/administration/services/${service}`)
    const id = (body?.serviceKeys as { id: string; prefix: string }[]).find((each) => each.prefix === prefix)?.id
    expect(await codeOf(cookies.officer, `/administration/keys/${id}/revoke`, {})).toBe('kernel.forbidden')
    expect(await codeOf(cookies.admin, `/administration/keys/${id}/revoke`, {})).toBe(200)
    expect(await statusOf(key, url)).toBe(401)
    const last = await make(service)
    expect(await statusOf(last.key, url)).toBe(200)
    expect(await codeOf(cookies.admin, `/administration/services/${service}/state`, { disabled: true })).toBe(200)
    expect(await statusOf(last.key, url)).toBe(401)
    await ask(cookies.admin, `/administration/services/${service}/state`, { disabled: false })
  })

  test.for([
    ['an operation there is none of', { operations: ['people.sing'] }, 'administration.unknownOperation'],
    ['administration', { operations: ['administration.createUser'] }, 'administration.unknownOperation'],
    ['more than two years', { lastDay: day(800) }, 'administration.expiryTooFar'],
    ['a day past', { lastDay: day(-3) }, 'administration.endBeforeStart'],
    ['an address that is none', { addresses: ['tầng 3'] }, 'kernel.invalidInput'],
  ] as const)('gets no key for %s', async ([, more, code]) => expect((await make(service, more)).code).toBe(code))

  test('cannot sign in at a screen, and a person has no keys', async () => {
    expect(
      (await app.ask('POST', '/api/auth/sign-in/username', { payload: { username: 'cong-dvc', password } })).statusCode,
    ).toBe(401)
    expect((await make(ids.officer)).code).toBe('kernel.notFound')
    const users = (await ask(cookies.admin, '/administration/users')).body?.rows as { username: string }[]
    expect(users.map((user) => user.username)).not.toContain('cong-dvc')
  })

  test('needs no cookie, and a cookie beside its key does not help', async () => {
    const answer = await app.ask('GET', '/api/administration/users', {
      headers: { authorization: 'Bearer nvk_aaaaaaaa_wrong', cookie: cookies.admin },
    })
    expect(answer.statusCode).toBe(401)
  })
})
