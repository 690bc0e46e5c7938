import { verify } from '@node-rs/argon2'
import { call } from '@orpc/server'
import { describe, expect } from 'vitest'
import { loadActor } from '#kernel/auth/actor.ts'
import type { Actor, Ctx } from '#kernel/context.ts'
import { asRefusal, type RequestContext } from '#kernel/operations.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { can } from './administration.permissions.ts'
import { administration } from './index.ts'
import { userContract } from './user.contract.ts'
import { userRoutes } from './user.routes.ts'
import * as service from './user.service.ts'

const test = worldTest([organization, administration])
const nobody = '00000000-0000-4000-8000-00000000dead'
const today = '2022-12-20'

const administrator = (more: Partial<Actor> = {}) =>
  anActor(
    {
      ...Object.fromEntries([can.readSelf, can.readUsers, can.manageUsers, can.assignRole].map((p) => [p.id, { all: true }])),
      'organization.readUnit': { all: true },
    },
    more,
  )
const reader = () => anActorWith(can.readUsers)

/** Roles as the application loads them from its file: one that administers, one that works in a unit, one that reaches everything. */
async function withRoles(world: TestWorld): Promise<void> {
  await world.sql(`INSERT INTO access.role (code, title_vi, title_en, position)
    VALUES ('administrator', 'Quản trị', 'Administrator', 1), ('officer', 'Cán bộ tổ chức', 'Personnel officer', 2), ('director', 'Lãnh đạo', 'Director', 3)`)
  await world.sql(`INSERT INTO access.role_permission (role, permission, reach) VALUES ('administrator', 'administration.manageUsers', 'all'),
    ('administrator', 'administration.readUsers', 'all'), ('officer', 'organization.changeUnit', 'unit-and-below'), ('director', 'organization.readUnit', 'all')`)
}

let made = 0
const anAccount =
  (name = 'Nguyễn Văn An') =>
  (ctx: Ctx) =>
    service.createUser(ctx, { name, username: `user-${++made}`, personId: null })
const assign =
  (id: string, role: string, more: { unitId?: string; from?: string; until?: string } = {}) =>
  (ctx: Ctx) =>
    service.assignRole(ctx, { id, role, unitId: more.unitId ?? null, from: more.from ?? today, until: more.until ?? null })

/** An account that administers, and the actor it signs in as. */
async function anAdministrator(world: TestWorld): Promise<Actor> {
  const { id } = await world.asSystem(anAccount('Quản trị viên'))
  await world.asSystem(assign(id, 'administrator'))
  return administrator({ id })
}

const aSession = (world: TestWorld, userId: string) =>
  world.sql(
    `INSERT INTO auth.session (id, "expiresAt", token, "createdAt", "updatedAt", "userId") VALUES (gen_random_uuid()::text, now() + '1 day', gen_random_uuid()::text, now(), now(), $1)`,
    [userId],
  )
const sessionsOf = async (world: TestWorld, userId: string) =>
  (await world.sql('SELECT id FROM auth.session WHERE "userId" = $1', [userId])).length

const constraintOf = async (attempt: Promise<unknown>) => {
  const error: unknown = await attempt.then(
    () => null,
    (e: unknown) => e,
  )
  return [(error as { constraint?: string } | null)?.constraint, asRefusal(error)?.code]
}

describe('making an account', () => {
  test('tells a first password that signs in, and keeps only its hash, not even that in the log', async ({ world }) => {
    const { id, password } = await world.as(administrator(), (ctx) =>
      service.createUser(ctx, { name: '  Trần  Thị Bình '.normalize('NFD'), username: 'tranbinh', personId: nobody }),
    )
    expect(password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/)
    const [account] = await world.sql<{ password: string }>('SELECT password FROM auth.account WHERE "userId" = $1', [id])
    expect(account?.password).toMatch(/^\$argon2id\$/)
    expect(await verify(account?.password ?? '', password)).toBe(true)
    expect(await world.as(reader(), (ctx) => service.getUser(ctx, id))).toMatchObject({
      name: 'Trần Thị Bình',
      username: 'tranbinh',
      state: 'active',
      personId: nobody,
      createdOn: today,
      roles: '',
      assignments: [],
    })
    const log = await world.sql<{ relation: string; text: string }>(
      `SELECT relation, coalesce(before::text, '') || coalesce(after::text, '') AS text FROM audit.change`,
    )
    expect(log.map((c) => c.relation)).toEqual(['auth.user'])
    expect(log.map((c) => c.text).join()).not.toMatch(/argon2|password/)
  })

  test('under a name that is taken is refused and leaves nothing', async ({ world }) => {
    const again = (username: string) =>
      world.as(administrator(), (ctx) => service.createUser(ctx, { name: 'Ai đó', username, personId: null }))
    await again('an')
    await expect(again('an')).rejects.toMatchObject({
      code: 'administration.usernameTaken',
      status: 409,
      params: { username: 'an' },
    })
    expect(await world.sql('SELECT id FROM auth."user"')).toHaveLength(1)
    expect(await world.sql('SELECT id FROM auth.account')).toHaveLength(1)
  })

  test.for([
    ['nguyen.van-an_01', true],
    ['Nguyen', false],
    ['an', false],
    ['.an.', false],
    ['nguyễn', false],
    ['a b c', false],
    ['a'.repeat(64), true],
    ['a'.repeat(65), false],
  ] as const)('takes the user name %s: %s', ([username, taken]) => {
    const parsed = userContract.createUser['~orpc'].inputSchema?.safeParse({ name: 'An', username })
    expect(parsed?.success).toBe(taken)
  })

  test('asked for twice with one request id is done once, and its password is not told again', async ({ world }) => {
    const context: RequestContext = { kernel: world.kernel, actor: administrator(), requestId: 'tao-1', reason: null, lang: 'vi' }
    const create = () =>
      call(userRoutes.router.createUser as never, { name: 'An', username: 'anan' } as never, {
        context: context as never,
        path: ['administration', 'createUser'],
      }) as Promise<{ password: string }>
    const { password } = await create()
    await expect(create()).rejects.toMatchObject({ code: 'kernel.toldOnce' })
    expect(await world.sql('SELECT id FROM auth."user"')).toHaveLength(1)
    expect(JSON.stringify(await world.sql('SELECT * FROM kernel.request'))).not.toContain(password)
  })

  test('is refused to who may only see users', async ({ world }) => {
    await expect(world.as(reader(), anAccount())).rejects.toMatchObject({ code: '42501' })
    expect(await world.sql('SELECT id FROM auth."user"')).toEqual([])
  })
})

describe('seeing accounts', () => {
  test('the list finds by name without marks and by user name, and filters by state', async ({ world }) => {
    await withRoles(world)
    await anAdministrator(world)
    const an = await world.asSystem((ctx) => service.createUser(ctx, { name: 'Đỗ Thị Án', username: 'dothian', personId: null }))
    await world.asSystem((ctx) => service.createUser(ctx, { name: 'Lê Bình', username: 'binhle', personId: null }))
    await world.asSystem((ctx) => service.setUserState(ctx, { id: an.id, disabled: true }))
    const names = async (input: object) =>
      (await world.as(reader(), (ctx) => service.listUsers(ctx, { limit: 9, ...input }))).rows.map((r) => r.name)
    expect(await names({})).toEqual(['Đỗ Thị Án', 'Lê Bình', 'Quản trị viên'])
    expect(await names({ search: 'do thi an' })).toEqual(['Đỗ Thị Án'])
    expect(await names({ search: 'BINHLE' })).toEqual(['Lê Bình'])
    expect(await names({ state: 'disabled' })).toEqual(['Đỗ Thị Án'])
    expect(await names({ state: ['active'] })).toEqual(['Lê Bình', 'Quản trị viên'])
  })

  test('who may not see users sees only the own account; others answer as if there were none', async ({ world }) => {
    const [own, other] = [await world.asSystem(anAccount()), await world.asSystem(anAccount())]
    const self = anActor({}, { id: own.id })
    expect((await world.as(self, (ctx) => service.listUsers(ctx, { limit: 9 }))).rows.map((r) => r.id)).toEqual([own.id])
    const answer = (id: string) =>
      world.as(self, (ctx) => service.getUser(ctx, id)).then(JSON.stringify, (e: unknown) => JSON.stringify(asRefusal(e)))
    expect(await answer(other.id)).toBe(await answer(nobody))
    await expect(world.as(self, (ctx) => service.getUser(ctx, other.id))).rejects.toMatchObject({
      code: 'kernel.notFound',
      status: 404,
    })
  })

  test('oneself: name, roles with their units, permissions, today', async ({ world }) => {
    await withRoles(world)
    const unit = await world.asSystem((ctx) => aUnit(ctx, { name: 'Sở Y tế' }))
    const { id } = await world.asSystem(anAccount('Phạm Hà'))
    await world.asSystem(assign(id, 'officer', { unitId: unit.unitId }))
    const actor = await loadActor(world.kernel, id)
    expect(actor).toMatchObject({ id, name: 'Phạm Hà', reach: { 'organization.changeUnit': { below: [unit.unitId] } } })
    const self = await world.as(
      {
        ...(actor ?? anActor({})),
        reach: { ...actor?.reach, 'testing.act': { own: true }, 'organization.readUnit': { all: true } },
      },
      service.whoAmI,
    )
    expect(self).toMatchObject({
      id,
      name: 'Phạm Hà',
      today,
      demonstration: false,
      roles: [
        { role: 'officer', title: { vi: 'Cán bộ tổ chức', en: 'Personnel officer' }, unitId: unit.unitId, unitName: 'Sở Y tế' },
      ],
    })
    expect(self.permissions).toContain('organization.changeUnit')
  })

  test('the roles, in order, with what each allows in words', async ({ world }) => {
    await withRoles(world)
    const roles = await world.as(reader(), service.listRoles)
    expect(roles.map((r) => r.code)).toEqual(['administrator', 'officer', 'director'])
    expect(roles[1]?.permissions).toEqual([
      {
        id: 'organization.changeUnit',
        words: expect.objectContaining({ en: 'Change units (establish, rename, move)' }) as unknown,
        reach: 'unit-and-below',
      },
    ])
  })

  test('an export is a file of whom one may see', async ({ world }) => {
    await world.asSystem(anAccount('=cmd|x'))
    const [mine, theirs] = [
      await world.as(reader(), (ctx) => service.exportUsers(ctx, { format: 'csv', lang: 'vi' })),
      await world.as(anActor({}), (ctx) => service.exportUsers(ctx, { format: 'csv', lang: 'vi' })),
    ]
    expect(await mine.text()).toContain("\r\n'=cmd|x,")
    expect(await theirs.text()).not.toContain('cmd')
  })
})

describe('roles', () => {
  test('at a unit, from a day until another', async ({ world }) => {
    await withRoles(world)
    const unit = await world.asSystem((ctx) => aUnit(ctx, { name: 'Sở Y tế' }))
    const { id } = await world.asSystem(anAccount())
    const user = await world.as(
      administrator(),
      assign(id, 'officer', { unitId: unit.unitId, from: '2022-01-01', until: '2022-12-21' }),
    )
    expect(user.assignments).toEqual([
      expect.objectContaining({
        role: 'officer',
        unitId: unit.unitId,
        unitName: 'Sở Y tế',
        validFrom: '2022-01-01',
        validUntil: '2022-12-21',
      }),
    ])
    expect(user.roles).toBe('officer')
    const reachOn = async (moment: string) => {
      world.kernel.now = () => new Date(moment)
      return (await loadActor(world.kernel, id))?.reach
    }
    expect(await reachOn('2021-12-31T16:59:59Z')).toEqual({})
    expect(await reachOn('2021-12-31T17:00:00Z')).toEqual({ 'organization.changeUnit': { own: true, below: [unit.unitId] } })
    expect(await reachOn('2022-12-20T16:59:59Z')).toEqual({ 'organization.changeUnit': { own: true, below: [unit.unitId] } })
    expect(await reachOn('2022-12-20T17:00:00Z')).toEqual({})
  })

  test('without a unit only where the role reaches everything', async ({ world }) => {
    await withRoles(world)
    const { id } = await world.asSystem(anAccount())
    expect((await world.as(administrator(), assign(id, 'director'))).roles).toBe('director')
    await expect(world.as(administrator(), assign(id, 'officer'))).rejects.toMatchObject({
      code: 'administration.unitNeeded',
      status: 422,
      params: { role: 'Cán bộ tổ chức' },
    })
    await expect(world.as(administrator(), assign(id, 'officer'), { lang: 'en' })).rejects.toMatchObject({
      params: { role: 'Personnel officer' },
    })
  })

  test.for([
    ['a role that is not there', 'king', {}, 'administration.unknownRole'],
    ['an end on the day of the start', 'director', { from: today, until: today }, 'administration.endBeforeStart'],
    ['an end before the start', 'director', { from: today, until: '2022-12-19' }, 'administration.endBeforeStart'],
  ] as const)('are refused: %s', async ([, role, more, code], { world }) => {
    await withRoles(world)
    const { id } = await world.asSystem(anAccount())
    await expect(world.as(administrator(), assign(id, role, more))).rejects.toMatchObject({ code, status: 422 })
    expect(await world.sql('SELECT id FROM access.assignment')).toEqual([])
  })

  test('the same twice at one time is refused by the database; at another unit or later it is another one', async ({ world }) => {
    await withRoles(world)
    const [here, there] = await world.asSystem(async (ctx) => [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId])
    const { id } = await world.asSystem(anAccount())
    await world.as(administrator(), assign(id, 'officer', { unitId: here, from: '2022-01-01', until: '2023-01-01' }))
    expect(await constraintOf(world.as(administrator(), assign(id, 'officer', { unitId: here, from: '2022-12-31' })))).toEqual([
      'assignment_no_overlap',
      'kernel.constraint',
    ])
    await world.as(administrator(), assign(id, 'officer', { unitId: there, from: '2022-12-31' }))
    await world.as(administrator(), assign(id, 'officer', { unitId: here, from: '2023-01-01' }))
    expect(await world.sql('SELECT id FROM access.assignment')).toHaveLength(3)
  })

  test('are given only by who may, and to accounts that are there', async ({ world }) => {
    await withRoles(world)
    const { id } = await world.asSystem(anAccount())
    await expect(world.as(anActorWith(can.readUsers, can.manageUsers), assign(id, 'director'))).rejects.toMatchObject({
      code: '42501',
    })
    await expect(world.as(administrator(), assign(nobody, 'director'))).rejects.toMatchObject({ code: 'kernel.notFound' })
    expect(await world.sql('SELECT id FROM access.assignment')).toEqual([])
  })

  test('end on a day, and the history tells who gave and who ended them', async ({ world }) => {
    await withRoles(world)
    const { id } = await world.asSystem(anAccount())
    const { assignments } = await world.as(administrator({ name: 'Người giao' }), assign(id, 'director', { from: '2022-01-01' }))
    const end =
      (on: string, assignment = assignments[0]?.id ?? '') =>
      (ctx: Ctx) =>
        service.endAssignment(ctx, { id: assignment, on })
    await expect(world.as(administrator(), end('2022-01-01'))).rejects.toMatchObject({ code: 'administration.endBeforeStart' })
    await expect(world.as(administrator(), end(today, nobody))).rejects.toMatchObject({ code: 'kernel.notFound' })
    await world.as(administrator({ name: 'Người thôi' }), end(today))
    expect((await world.as(reader(), (ctx) => service.getUser(ctx, id))).roles).toBe('')
    const events = await world.as(reader(), (ctx) => service.userHistory(ctx, id))
    expect(events.map((e) => [e.actorName, e.relation, e.after?.valid_until ?? null])).toEqual([
      ['Người thôi', 'access.assignment', today],
      ['Người giao', 'access.assignment', null],
      ['Hệ thống', 'auth.user', null],
    ])
  })

  test('are ended only by who may: nothing says done when nothing was', async ({ world }) => {
    await withRoles(world)
    const { id } = await world.asSystem(anAccount())
    const { assignments } = await world.as(administrator(), assign(id, 'director', { from: '2022-01-01' }))
    const narrow = anActor({ [can.readUsers.id]: { all: true }, [can.assignRole.id]: { units: [nobody] } })
    await expect(
      world.as(narrow, (ctx) => service.endAssignment(ctx, { id: assignments[0]?.id ?? '', on: today })),
    ).rejects.toMatchObject({ code: 'kernel.forbidden' })
    expect(await world.sql('SELECT valid_until FROM access.assignment')).toEqual([{ valid_until: null }])
  })
})

describe('somebody always administers', () => {
  const end = (world: TestWorld, actor: Actor, userId: string) => async () => {
    const [assignment] = (await world.as(actor, (ctx) => service.getUser(ctx, userId))).assignments
    return world.as(actor, (ctx) => service.endAssignment(ctx, { id: assignment?.id ?? '', on: '2022-12-21' }))
  }

  test('the last administrator cannot be disabled, nor lose the role', async ({ world }) => {
    await withRoles(world)
    const last = await anAdministrator(world)
    const somebody = administrator()
    await expect(world.as(somebody, (ctx) => service.setUserState(ctx, { id: last.id, disabled: true }))).rejects.toMatchObject({
      code: 'administration.lastAdministrator',
      status: 409,
    })
    await expect(end(world, somebody, last.id)()).rejects.toMatchObject({ code: 'administration.lastAdministrator' })
    expect((await world.as(reader(), (ctx) => service.getUser(ctx, last.id))).state).toBe('active')
  })

  test('one of two can, and then the other is the last', async ({ world }) => {
    await withRoles(world)
    const [first, second] = [await anAdministrator(world), await anAdministrator(world)]
    await world.as(first, (ctx) => service.setUserState(ctx, { id: second.id, disabled: true }))
    await expect(end(world, administrator(), first.id)()).rejects.toMatchObject({ code: 'administration.lastAdministrator' })
    await world.as(first, (ctx) => service.setUserState(ctx, { id: second.id, disabled: false }))
    await end(world, second, first.id)()
  })

  test('who will administer only later, or did before, does not count', async ({ world }) => {
    await withRoles(world)
    const last = await anAdministrator(world)
    for (const [from, until] of [
      ['2022-12-21', undefined],
      ['2020-01-01', '2022-12-20'],
    ] as const) {
      const { id } = await world.asSystem(anAccount())
      await world.asSystem(assign(id, 'administrator', { from, until }))
    }
    await expect(end(world, administrator(), last.id)()).rejects.toMatchObject({ code: 'administration.lastAdministrator' })
  })

  test('others may be disabled by the only administrator, but nobody the own account', async ({ world }) => {
    await withRoles(world)
    const [last, other] = [await anAdministrator(world), await world.asSystem(anAccount())]
    await world.as(last, (ctx) => service.setUserState(ctx, { id: other.id, disabled: true }))
    expect((await world.as(reader(), (ctx) => service.getUser(ctx, other.id))).state).toBe('disabled')
    await expect(world.as(last, (ctx) => service.setUserState(ctx, { id: last.id, disabled: true }))).rejects.toMatchObject({
      code: 'administration.ownAccount',
      status: 409,
    })
  })
})

describe('passwords and states', () => {
  test('a new password ends all sessions of the account, and of no other; the former one no longer signs in', async ({
    world,
  }) => {
    const [own, other] = [await world.asSystem(anAccount()), await world.asSystem(anAccount())]
    for (const { id } of [own, own, other]) await aSession(world, id)
    const { password } = await world.as(administrator(), (ctx) => service.resetPassword(ctx, own.id))
    expect([await sessionsOf(world, own.id), await sessionsOf(world, other.id)]).toEqual([0, 1])
    const [account] = await world.sql<{ password: string }>('SELECT password FROM auth.account WHERE "userId" = $1', [own.id])
    expect([await verify(account?.password ?? '', own.password), await verify(account?.password ?? '', password)]).toEqual([
      false,
      true,
    ])
  })

  test('disabling ends the sessions too, enabling brings none back', async ({ world }) => {
    await withRoles(world)
    const admin = await anAdministrator(world)
    const { id } = await world.asSystem(anAccount())
    await aSession(world, id)
    await world.as(admin, (ctx) => service.setUserState(ctx, { id, disabled: true }))
    expect(await sessionsOf(world, id)).toBe(0)
    expect(await loadActor(world.kernel, id)).toBeNull()
    await world.as(admin, (ctx) => service.setUserState(ctx, { id, disabled: false }))
    expect(await sessionsOf(world, id)).toBe(0)
    expect(await loadActor(world.kernel, id)).toMatchObject({ id })
  })

  test('are changed only by who may, and of accounts that are there', async ({ world }) => {
    await withRoles(world)
    await anAdministrator(world)
    const { id } = await world.asSystem(anAccount())
    await aSession(world, id)
    const seesAll = anActor({ [can.readUsers.id]: { all: true }, [can.manageUsers.id]: { own: true } })
    await expect(world.as(seesAll, (ctx) => service.resetPassword(ctx, id))).rejects.toMatchObject({ code: 'kernel.notFound' })
    for (const disabled of [true, false]) {
      await expect(world.as(seesAll, (ctx) => service.setUserState(ctx, { id, disabled }))).rejects.toMatchObject({
        code: 'kernel.forbidden',
      })
    }
    for (const attempt of [
      (ctx: Ctx) => service.resetPassword(ctx, nobody),
      (ctx: Ctx) => service.setUserState(ctx, { id: nobody, disabled: true }),
    ] as ((ctx: Ctx) => Promise<unknown>)[]) {
      await expect(world.as(administrator(), attempt)).rejects.toMatchObject({ code: 'kernel.notFound' })
    }
    expect(await sessionsOf(world, id)).toBe(1)
  })
})
