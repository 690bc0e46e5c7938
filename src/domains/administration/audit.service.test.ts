import { call } from '@orpc/server'
import { describe, expect } from 'vitest'
import type { Actor, Ctx } from '#kernel/context.ts'
import type { Call, RequestContext } from '#kernel/operations.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { can } from './administration.permissions.ts'
import { auditRoutes } from './audit.routes.ts'
import * as service from './audit.service.ts'
import { administration } from './index.ts'
import { createUser } from './user.service.ts'

const test = worldTest([organization, administration])
const auditor = () => anActorWith(can.readAudit)

let made = 0
const anAccount = (ctx: Ctx) => createUser(ctx, { name: 'Nguyễn Văn An', username: `logged-${++made}`, personId: null })

const writer = (name: string, more: Partial<Actor> = {}) =>
  anActor({ [can.manageUsers.id]: { all: true }, [can.readUsers.id]: { all: true } }, { id: name, name, ...more })
const write = (world: TestWorld, operation: string, name = 'Nguyễn Văn An', more: Partial<Actor> = {}) =>
  world.as(writer(name, more), anAccount, { operation, reason: 'theo đề nghị' })

/** Somebody looks at records of a sensitive kind. */
const look = (world: TestWorld, relation: string, records: string[], more: Partial<Call> = {}, actor: Partial<Actor> = {}) =>
  world.as(writer('Lê Văn Xem', actor), () => Promise.resolve(records.map((id) => ({ id }))), {
    operation: 'club.look',
    writes: false,
    sensitive: relation,
    ...more,
  })

const list = async (world: TestWorld, input: object = {}, actor: Actor = auditor()) =>
  (await world.as(actor, (ctx) => service.listAudit(ctx, { limit: 50, ...input }), { writes: false })).rows
const operations = async (world: TestWorld, input: object = {}) => (await list(world, input)).map((row) => row.operation)

/** An entry of another moment: the clock of a test stands still. */
const entryAt = (world: TestWorld, at: string, operation: string) =>
  world.sql(`SELECT audit.append(gen_random_uuid(), $1::timestamptz, 'u', 'Ai đó', $2, 'r', NULL)`, [at, operation])

describe('the log', () => {
  test('is listed newest first, page by page', async ({ world }) => {
    for (const operation of ['club.first', 'club.second', 'club.third']) await write(world, operation)
    const page = (after?: string) =>
      world.as(auditor(), (ctx) => service.listAudit(ctx, { limit: 2, ...(after ? { after } : {}) }), { writes: false })
    const first = await page()
    expect(first.rows.map((row) => row.operation)).toEqual(['club.third', 'club.second'])
    expect((await page(first.next ?? '')).rows.map((row) => row.operation)).toEqual(['club.first'])
    expect(await operations(world, { sort: 'seq' })).toEqual(['club.first', 'club.second', 'club.third'])
  })

  test('is nobody else’s: no list, no entry, no head, no file, no operations', async ({ world }) => {
    await write(world, 'club.first')
    const [entry] = await list(world)
    const stranger = anActorWith(can.readUsers)
    // Even past the permission the policies show nothing.
    expect(await list(world, {}, stranger)).toEqual([])
    expect(await world.as(stranger, service.readAuditHead, { writes: false })).toBeNull()
    await expect(
      world.as(stranger, (ctx) => service.readAuditEntry(ctx, entry?.id ?? ''), { writes: false }),
    ).rejects.toMatchObject({
      code: 'kernel.notFound',
    })
    const context: RequestContext = { kernel: world.kernel, actor: stranger, requestId: null, reason: null, lang: 'vi' }
    for (const [name, input] of Object.entries({
      listAudit: { limit: 1 },
      exportAudit: {},
      pickOperation: {},
      readAuditHead: undefined,
      verifyAudit: undefined,
      readAuditEntry: { id: entry?.id },
    }))
      await expect(
        call(auditRoutes.router[name] as never, input as never, { context, path: ['administration', name] } as never),
        name,
      ).rejects.toMatchObject({ code: 'kernel.forbidden' })
  })

  test('is verified as a whole, and a change past it is told', async ({ world }) => {
    await world.asSystem(anAccount)
    const verifyIt = () => world.as(auditor(), service.verifyAudit, { writes: false })
    expect(await verifyIt()).toEqual({ whole: true, entries: 1, faults: [] })
    await world.sql(`ALTER TABLE audit.entry DISABLE TRIGGER append_only; UPDATE audit.entry SET actor_name = 'Người khác'`)
    expect(await verifyIt()).toEqual({ whole: false, entries: 1, faults: [{ seq: 1, fault: 'entry-altered' }] })
  })

  test('tells its head as the command line does', async ({ world }) => {
    expect(await world.as(auditor(), service.readAuditHead, { writes: false })).toBeNull()
    await write(world, 'club.first')
    await write(world, 'club.second')
    const [head] = await world.sql(`SELECT seq, encode(hash, 'hex') AS hash FROM audit.head`)
    expect(await world.as(auditor(), service.readAuditHead, { writes: false })).toEqual(head)
  })
})

describe('a search of the log', () => {
  test('finds who did it and for whom, without marks, and nothing by a name that is not there', async ({ world }) => {
    await write(world, 'club.first', 'Nguyễn Văn An')
    await write(world, 'club.second', 'Trần Thị Bình')
    await write(world, 'club.third', 'Lê Văn Cường', { behalf: { id: 'an', name: 'Nguyễn Văn An', delegationId: 'd' } })
    expect(await operations(world, { search: 'van an' })).toEqual(['club.third', 'club.first'])
    expect(await operations(world, { search: 'Bình' })).toEqual(['club.second'])
    expect(await operations(world, { search: 'binh nguyen' })).toEqual([])
    expect(await operations(world, { search: '%' })).toEqual([])
  })

  test('by a record, by a table', async ({ world }) => {
    const first = await write(world, 'club.first')
    await write(world, 'club.second')
    await look(world, 'club.member', ['m-1', 'm-2'])
    expect(await operations(world, { record: first.id })).toEqual(['club.first'])
    expect(await operations(world, { record: 'auth.user' })).toEqual(['club.second', 'club.first'])
    expect(await operations(world, { record: 'm-2' })).toEqual(['club.look'])
    expect(await operations(world, { record: 'club.member' })).toEqual(['club.look'])
    expect(await operations(world, { record: ['m-2', 'auth.user'] })).toEqual(['club.look', 'club.second', 'club.first'])
    expect(await operations(world, { record: 'club.nothing' })).toEqual([])
  })

  test('by operation, one or several', async ({ world }) => {
    for (const operation of ['club.first', 'club.second', 'club.third']) await write(world, operation)
    expect(await operations(world, { operation: 'club.second' })).toEqual(['club.second'])
    expect(await operations(world, { operation: ['club.first', 'club.third'] })).toEqual(['club.third', 'club.first'])
  })

  test('by days, both included, as days are in Vietnam', async ({ world }) => {
    await entryAt(world, '2022-12-18T16:59:59Z', 'club.eighteenth')
    await entryAt(world, '2022-12-18T17:00:00Z', 'club.nineteenth')
    await entryAt(world, '2022-12-20T16:59:59Z', 'club.twentieth')
    await entryAt(world, '2022-12-20T17:00:00Z', 'club.twentyFirst')
    expect(await operations(world, { from: '2022-12-19', until: '2022-12-20' })).toEqual(['club.twentieth', 'club.nineteenth'])
    expect(await operations(world, { from: '2022-12-21' })).toEqual(['club.twentyFirst'])
    expect(await operations(world, { until: '2022-12-18' })).toEqual(['club.eighteenth'])
  })

  test('by kind, and in an emergency whatever the kind', async ({ world }) => {
    const emergency = { id: '00000000-0000-4000-8000-0000000000e1', until: '2022-12-20T04:00:00Z' }
    await write(world, 'club.first')
    await write(world, 'club.urgent', 'Nguyễn Văn An', { emergency })
    await look(world, 'club.member', ['m-1'])
    await look(world, 'club.member', ['m-1'], { operation: 'club.urgentLook' }, { emergency })
    expect(await operations(world, { kind: 'write' })).toEqual(['club.urgent', 'club.first'])
    expect(await operations(world, { kind: 'read' })).toEqual(['club.urgentLook', 'club.look'])
    expect(await operations(world, { kind: ['read', 'write'] })).toHaveLength(4)
    expect(await operations(world, { emergency: 'yes' })).toEqual(['club.urgentLook', 'club.urgent'])
    expect(await operations(world, { emergency: 'yes', kind: 'read', search: 'xem' })).toEqual(['club.urgentLook'])
    expect((await list(world, { operation: 'club.urgent' }))[0]).toMatchObject({ kind: 'write', emergency: 'yes' })
  })

  test('offers operations by their words', async ({ world }) => {
    const pick = (search: string) =>
      world.as(auditor(), (ctx) => Promise.resolve(service.pickOperation(ctx, search)), { writes: false })
    expect(await pick('lap tai khoan')).toContainEqual({ id: 'administration.createUser', label: 'Lập tài khoản' })
    expect((await pick('administration.assignRole')).map((each) => each.id)).toEqual(['administration.assignRole'])
    expect(await pick('không có việc này')).toEqual([])
  })

  test('leaves as a file, with its filters above and moments and operations in words', async ({ world }) => {
    await write(world, 'administration.createUser', 'Trần Thị Bình')
    await write(world, 'administration.assignRole')
    const file = await world.as(
      auditor(),
      (ctx) =>
        service.exportAudit(ctx, {
          operation: 'administration.createUser',
          from: '2022-12-01',
          format: 'csv',
          lang: 'vi',
        } as never),
      { writes: false },
    )
    const text = await file.text()
    expect(text).toContain('Trần Thị Bình')
    expect(text).toContain('Lập tài khoản')
    expect(text).not.toContain('Nguyễn Văn An')
    expect(text).not.toContain('administration.')
    expect(text).not.toContain('2022-12')
  })
})

describe('an entry opened', () => {
  test('shows each record before and after, and its reading is logged', async ({ world }) => {
    const made = await write(world, 'club.first')
    const [row] = await list(world)
    const entry = await world.as(auditor(), (ctx) => service.readAuditEntry(ctx, row?.id ?? ''), {
      operation: 'administration.readAuditEntry',
      writes: false,
      sensitive: 'audit.entry',
    })
    expect(entry).toMatchObject({
      operation: 'club.first',
      reason: 'theo đề nghị',
      touched: [{ relation: 'auth.user', recordId: made.id, before: null, after: { name: 'Nguyễn Văn An' } }],
      more: 0,
    })
    expect(entry.hash).toMatch(/^[0-9a-f]{64}$/)
    expect((await list(world, { record: entry.id })).map((each) => each.operation)).toEqual(['administration.readAuditEntry'])
  })

  test('shows at most 200 changes and says how many more there are', async ({ world }) => {
    await look(
      world,
      'club.member',
      Array.from({ length: 203 }, (_, i) => `m-${i}`),
    )
    const [row] = await list(world)
    const entry = await world.as(auditor(), (ctx) => service.readAuditEntry(ctx, row?.id ?? ''), { writes: false })
    expect([entry.touched.length, entry.more]).toEqual([200, 3])
  })
})
