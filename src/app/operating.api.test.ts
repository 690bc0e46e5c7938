import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { loggerFor, describeError } from './log.ts'
import { aServer, password, type TestServer } from './server.factory.ts'

/** What an operator asks of a process, and what its log tells of people: nothing. */

let app: TestServer
beforeAll(async () => {
  app = await aServer()
}, 300_000)
afterAll(() => app.close(), 60_000)

describe('health and readiness', () => {
  test('alive tells kind and version, without asking the database', async () => {
    const asked = vi.spyOn(app.kernel.database.pool, 'query')
    expect((await app.ask('GET', '/api/health')).json()).toEqual({
      status: 'ok',
      database: app.kernel.database.kind,
      version: '0.0.0-test',
    })
    expect(asked).not.toHaveBeenCalled()
  })

  test('ready when everything is', async () => {
    const answer = await app.ask('GET', '/api/ready')
    expect([answer.statusCode, answer.json()]).toEqual([200, { ready: true, reasons: [] }])
  })

  const answering = (run: () => Promise<unknown>) => (): void =>
    void vi.spyOn(app.kernel.database.pool, 'query').mockImplementation(run as never)
  test.for([
    ['the database does not answer', 'database', answering(() => new Promise(() => {}))],
    ['the database fails', 'database', answering(() => Promise.reject(new Error('secret at postgres://a:b@c')))],
    ['a newer program has been here', 'migrations', answering(() => Promise.resolve({ rows: [{ id: '20990101-0000-later' }] }))],
    [
      'files cannot be written',
      'files',
      (): void => void vi.spyOn(app.kernel.blobs, 'probe').mockRejectedValue(new Error('ENOSPC')),
    ],
  ] as const)('not ready when %s, in words, with nothing of the inside', async ([, reason, spoil]) => {
    spoil()
    const began = performance.now()
    const answer = await app.ask('GET', '/api/ready')
    expect(performance.now() - began).toBeLessThan(3000)
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5'])
    const { reasons } = answer.json<{ reasons: { code: string; message: string }[] }>()
    expect(reasons.map((r) => r.code)).toEqual([reason])
    expect(reasons[0]?.message).toMatch(/^[A-ZĐ].*\.$/)
    expect(answer.body).not.toMatch(/secret|postgres:|ENOSPC/)
  })
})

describe('metrics', () => {
  const metrics = (options: object, server = app) => server.server.inject({ method: 'GET', url: '/metrics', ...options })
  const near = { remoteAddress: '127.0.0.1', headers: { host: 'localhost:3000' } }
  const far = (authorization?: string) => ({
    remoteAddress: '10.1.2.3',
    headers: { host: 'noivu.test', ...(authorization ? { authorization } : {}) },
  })

  test('from this machine: connections, jobs, head of the log, room; no backup is told where none is known', async () => {
    await app.account('dau-tien')
    const { body, statusCode } = await metrics(near)
    expect(statusCode).toBe(200)
    expect(body).toMatch(/^noivu_database_up 1$/m)
    expect(body).toMatch(/^noivu_database_connections\{state="waiting"\} 0$/m)
    expect(body).toMatch(/^noivu_jobs\{state="failed"\} 0$/m)
    expect(body).toMatch(/^noivu_audit_head\{hash="[0-9a-f]{64}"\} [1-9]\d*$/m)
    expect(body).toMatch(/^noivu_files_free_bytes \d{6,}/m)
    expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds/m)
    expect(body).not.toMatch(/^noivu_backup_age_seconds \S/m)
  })

  test('the age of a backup is that of the newest good one still there', async () => {
    const add = (age: string, more: { error?: string; removed?: boolean; unfinished?: boolean } = {}) =>
      app.kernel.database.pool.query(
        `INSERT INTO kernel.backup (id, file, scheduled, encrypted, began_at, alive_at, ended_at, size, sha256, records, contents, audit_seq, audit_hash, error, removed_at)
         VALUES (gen_random_uuid(), 'x', true, false, now() - $1::interval, now(), now(), 1, $2, 1, 1, 1, 'x', $3, $4)`,
        [age, more.unfinished ? null : 'x', more.error ?? null, more.removed ? new Date() : null],
      )
    await add('4 hours')
    await add('3 hours')
    await add('2 hours', { error: '{}' })
    await add('1 hour', { removed: true })
    await add('1 hour', { unfinished: true })
    try {
      const { body } = await metrics(near)
      expect(body).toMatch(/^noivu_database_up 1$/m)
      expect(body).toMatch(/^noivu_backup_age_seconds 108\d\d/m)
    } finally {
      await app.kernel.database.pool.query('DELETE FROM kernel.backup')
    }
  })

  test('from elsewhere, or through the proxy of this machine: only with the token', async () => {
    expect((await metrics(far())).statusCode).toBe(404)
    expect((await metrics({ ...near, headers: { ...near.headers, 'x-forwarded-for': '10.9.9.9' } })).statusCode).toBe(404)
    expect((await metrics(far('Bearer anything-at-all-1'))).statusCode).toBe(404)
    const other = await app.beside({ metricsToken: 'một mã đủ dài để dùng'.normalize('NFD').replace(/[^a-z]/g, '') })
    expect((await metrics(far('Bearer wrong'), other)).statusCode).toBe(404)
    expect((await metrics(far(), other)).statusCode).toBe(404)
    expect((await metrics(far('Bearer motmauidedung'), other)).statusCode).toBe(404)
    expect((await metrics(far(`Bearer ${'mtmdidedng'}`), other)).statusCode).toBe(404)
    const token = 'một mã đủ dài để dùng'.normalize('NFD').replace(/[^a-z]/g, '')
    expect((await metrics(far(`Bearer ${token}`), other)).statusCode).toBe(200)
    await other.close()
  })
})

describe('the log', () => {
  /** Everything a server says while it is asked things, as lines. */
  async function said(run: (server: TestServer) => Promise<void>): Promise<Record<string, unknown>[]> {
    const lines: string[] = []
    const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => (lines.push(chunk.toString()), done()) })
    const server = await app.beside({ log: 'debug' }, stream)
    try {
      await run(server)
    } finally {
      await server.close()
    }
    return lines
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  test('of a day with people in it names none of them, nor what was looked for', async () => {
    const unit = await app.asSystem((ctx) => aUnit(ctx, { code: 'VP-NK' }))
    const id = await app.account('nguoi.ghi.so', [{ role: 'administrator' }, { role: 'personnel-officer', unitId: unit.unitId }])
    const secrets = ['Trần Thị Bí Mật', '001188012345', 'nguoi.ghi.so', 'nguoi.moi', 'sai mật khẩu này', password, 'Lê Văn Kín']
    let person = ''
    const lines = await said(async (server) => {
      const sign = (secret: string) =>
        server.ask('POST', '/api/auth/sign-in/username', { payload: { username: 'nguoi.ghi.so', password: secret } })
      await sign('sai mật khẩu này')
      const cookie = await server.signIn('nguoi.ghi.so')
      await server.ask('GET', `/api/people?search=${encodeURIComponent('Trần Thị Bí Mật')}&citizenId=001188012345`, { cookie })
      await server.ask('GET', `/api/people/people?search=${encodeURIComponent('Trần Thị Bí Mật')}`, { cookie })
      await server.ask('GET', `/api/search?q=${encodeURIComponent('Lê Văn Kín')}`, {
        cookie,
        headers: {
          'x-reason': encodeURIComponent('Lê Văn Kín'),
          'x-request-id': 'Lê-Văn-Kín'.normalize('NFC').replace(/[^ -~]/g, ''),
        },
      })
      const made = { username: 'nguoi.moi', name: 'Trần Thị Bí Mật', personId: null }
      const first = await server.ask('POST', '/api/administration/users', { cookie, payload: made })
      expect(first.statusCode).toBe(200)
      person = first.json<{ id: string }>().id
      expect((await server.ask('POST', '/api/administration/users', { cookie, payload: made })).statusCode).toBe(409)
      await server.ask('GET', `/api/administration/users/${person}`, { cookie })
      await server.ask('GET', `/api/khong-co/${encodeURIComponent('Lê Văn Kín')}`, { cookie })
      // And when something breaks with a name in its mouth.
      vi.spyOn(server.kernel.database.db, 'connection').mockImplementation(() => {
        throw Object.assign(new Error('duplicate key Trần Thị Bí Mật (001188012345)'), { detail: 'Key (name)=(Trần Thị Bí Mật)' })
      })
      const broken = await server.ask('POST', '/api/administration/users', {
        cookie,
        payload: { ...made, username: 'nguoi.moi.2' },
      })
      expect(broken.statusCode).toBe(500)
      vi.restoreAllMocks()
    })
    const text = JSON.stringify(lines)
    expect(lines.length).toBeGreaterThan(8)
    for (const secret of [...secrets, person, encodeURIComponent('Trần Thị Bí Mật'), 'Mật', 'search=', 'session_token'])
      expect(text).not.toContain(secret)
    // What it does tell: when, which request, which operation, how it ended, which account asked, and the incident people were shown.
    const listed = lines.find((line) => line.operation === 'administration.createUser' && line.status === 409)
    expect(listed).toMatchObject({
      level: 'info',
      route: '/api/*',
      method: 'POST',
      account: id,
      request: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    })
    expect(listed?.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
    expect(lines.filter((line) => line.level === 'error' && typeof line.incident === 'string')).toHaveLength(1)
    expect(lines.find((line) => line.level === 'warn')).toMatchObject({ status: 500 })
  })

  test('tells of an error what helps, without the values it repeats', () => {
    const plain = describeError(new Error(`cannot read "Nguyễn Văn A" of an.nguyen@tinh.vn, số 001188012345, Đặng`))
    expect(plain.message).toBe('cannot read … of … … …, …')
    const database = Object.assign(new Error('Key (name)=(An) already exists'), {
      severity: 'ERROR',
      code: '23505',
      table: 'person',
      detail: 'Key (name)=(An)',
    })
    expect(describeError(database)).toMatchObject({ code: '23505', table: 'person' })
    expect(JSON.stringify(describeError(database))).not.toContain('(An)')
    expect(loggerFor({ log: 'silent' } as never)).toBe(false)
  })
})
