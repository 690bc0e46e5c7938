import { describe, expect } from 'vitest'
import type { Ctx } from '#kernel/context.ts'
import { asRefusal } from '#kernel/operations.ts'
import { parseQuery } from '#kernel/search/search.rules.ts'
import { anActor, anActorWith, worldTest } from '#kernel/testing.ts'
import { applyAct, draftAct } from './act.service.ts'
import { organization } from './index.ts'
import { can } from './organization.permissions.ts'
import { unitContract } from './unit.contract.ts'
import { aUnit, aUnitOverTime } from './unit.factory.ts'
import {
  establishUnits,
  exportUnits,
  getUnit,
  listUnits,
  namesOf,
  pickUnit,
  renameUnit,
  unitHistory,
  unitTree,
} from './unit.service.ts'
import { unitSearch } from './unit.search.ts'
import { insertParents, insertVersions } from './unit.store.ts'

const test = worldTest([organization])
const nobody = '00000000-0000-4000-8000-00000000dead'
const reader = () => anActorWith(can.readUnit)
const act = 'Quyết định số 12/2022/QĐ-UBND'

const nameOn = (id: string, asOf: string) => async (ctx: Ctx) => (await getUnit(ctx, { id, asOf })).current?.name ?? null
const namesIn = (asOf: string) => async (ctx: Ctx) => (await listUnits(ctx, { limit: 200, asOf })).rows.map((r) => r.name)

describe('a unit on a day', () => {
  test('is there from its first day to its last, and not on the day after', async ({ world }) => {
    const unit = await world.asSystem((ctx) =>
      aUnit(ctx, { name: 'Ban Tôn giáo', validFrom: '2008-05-01', validUntil: '2025-03-01' }),
    )
    const seen: Record<string, string | null> = {}
    for (const day of ['2008-04-30', '2008-05-01', '2025-02-28', '2025-03-01'])
      seen[day] = await world.as(reader(), nameOn(unit.unitId, day))
    expect(seen).toEqual({ '2008-04-30': null, '2008-05-01': 'Ban Tôn giáo', '2025-02-28': 'Ban Tôn giáo', '2025-03-01': null })
    expect(await world.as(reader(), namesIn('2025-02-28'))).toEqual(['Ban Tôn giáo'])
    expect(await world.as(reader(), namesIn('2025-03-01'))).toEqual([])
  })

  test('of unknown start was always there', async ({ world }) => {
    const unit = await world.asSystem((ctx) =>
      aUnit(ctx, { name: 'Huyện Kiến Xương', validFrom: null, validUntil: '2025-07-01' }),
    )
    expect(await world.as(reader(), nameOn(unit.unitId, '1890-03-21'))).toBe('Huyện Kiến Xương')
    expect(await world.as(reader(), nameOn(unit.unitId, '2025-07-01'))).toBeNull()
    const whole = await world.as(reader(), (ctx) => getUnit(ctx, { id: unit.unitId }))
    expect(whole.versions).toEqual([expect.objectContaining({ validFrom: null, validUntil: '2025-07-01' })])
  })

  test('without a date is the unit of today', async ({ world }) => {
    const unit = await world.asSystem((ctx) =>
      aUnitOverTime(
        ctx,
        { name: 'Sở cũ', validUntil: '2022-12-20' },
        { name: 'Sở mới', validFrom: '2022-12-20', validUntil: null },
      ),
    )
    expect((await world.as(reader(), (ctx) => getUnit(ctx, { id: unit.unitId }))).current?.name).toBe('Sở mới')
    world.kernel.now = () => new Date('2022-12-19T16:59:59Z')
    expect((await world.as(reader(), (ctx) => getUnit(ctx, { id: unit.unitId }))).current?.name).toBe('Sở cũ')
  })

  test('that stands in two trees is there once, below the unit of the government tree', async ({ world }) => {
    const { office, committee } = await world.asSystem(async (ctx) => {
      const department = await aUnit(ctx, { name: 'Sở Nội vụ' })
      const committee = await aUnit(ctx, { name: 'Đảng ủy khối', tree: 'party' })
      return { office: await aUnit(ctx, { name: 'Văn phòng Sở', parentId: department.unitId }), committee }
    })
    await world.asSystem((ctx) =>
      insertParents(ctx.db, [
        { id: ctx.newId(), unitId: office.unitId, parentId: committee.unitId, tree: 'party', validFrom: null, validUntil: null },
      ]),
    )
    const { rows, total } = await world.as(reader(), (ctx) => listUnits(ctx, { limit: 50, search: 'van phong' }))
    expect(rows.map((r) => [r.name, r.parentName])).toEqual([['Văn phòng Sở', 'Sở Nội vụ']])
    expect(total).toEqual({ value: 1, atLeast: false })
    expect(await world.as(reader(), (ctx) => pickUnit(ctx, { search: 'van phong' }))).toHaveLength(1)
    expect((await world.as(reader(), (ctx) => getUnit(ctx, { id: office.unitId }))).path.map((p) => p.name)).toEqual([
      'Sở Nội vụ',
    ])
    expect(
      (await world.as(reader(), (ctx) => unitTree(ctx, { tree: 'party', parentId: committee.unitId }))).map((n) => n.name),
    ).toEqual(['Văn phòng Sở'])
  })
})

describe('a new name', () => {
  const rename =
    (id: string, from: string, name = 'Phòng Công chức, viên chức') =>
    (ctx: Ctx) =>
      renameUnit(ctx, { id, name, from, act })

  test('holds from its day; the old day keeps the old name', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx, { name: 'Phòng Tổ chức' }))
    await world.asSystem(rename(unit.unitId, '2022-07-01'))
    expect(await world.as(reader(), nameOn(unit.unitId, '2022-06-30'))).toBe('Phòng Tổ chức')
    expect(await world.as(reader(), nameOn(unit.unitId, '2022-07-01'))).toBe('Phòng Công chức, viên chức')
    expect((await world.as(reader(), (ctx) => getUnit(ctx, { id: unit.unitId }))).versions).toEqual([
      expect.objectContaining({ name: 'Phòng Tổ chức', validFrom: '2010-01-01', validUntil: '2022-07-01', act: null }),
      expect.objectContaining({
        name: 'Phòng Công chức, viên chức',
        code: unit.code,
        validFrom: '2022-07-01',
        validUntil: null,
        act,
      }),
    ])
  })

  test('may be recorded ahead: until its day the present name stands', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx, { name: 'Phòng Tổ chức' }))
    await world.asSystem(rename(unit.unitId, '2023-01-01', 'Phòng Tổ chức cán bộ'))
    expect(await world.as(reader(), namesIn('2022-12-20'))).toEqual(['Phòng Tổ chức'])
    expect(await world.as(reader(), (ctx) => namesOf(ctx, unit.unitId))).toEqual({ [unit.unitId]: 'Phòng Tổ chức' })
    expect(await world.as(reader(), namesIn('2023-01-01'))).toEqual(['Phòng Tổ chức cán bộ'])
  })

  test.for([
    ['before the unit existed', '2009-12-31', 'organization.notInExistence'],
    ['after it was dissolved', '2024-01-01', 'organization.notInExistence'],
    ['on the day it was established', '2010-01-01', 'organization.startsSameDay'],
  ] as const)('is refused %s', async ([, from, code], { world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx, { name: 'Phòng Tổ chức', validUntil: '2024-01-01' }))
    await expect(world.asSystem(rename(unit.unitId, from))).rejects.toMatchObject({ code, params: { from }, status: 409 })
    expect(await world.sql('SELECT name, valid_until FROM organization.unit_version')).toEqual([
      { name: 'Phòng Tổ chức', valid_until: '2024-01-01' },
    ])
  })

  test('is refused before a version recorded already', async ({ world }) => {
    const unit = await world.asSystem((ctx) =>
      aUnitOverTime(ctx, { name: 'Một', validUntil: '2023-06-01' }, { name: 'Hai', validFrom: '2023-06-01', validUntil: null }),
    )
    await expect(world.asSystem(rename(unit.unitId, '2022-07-01'))).rejects.toMatchObject({ code: 'organization.laterVersion' })
  })

  test('from a day no calendar has is no input', async () => {
    const input = (from: string) =>
      unitContract.renameUnit['~orpc'].inputSchema?.safeParse({ id: nobody, name: 'Phòng', from, act }).success
    expect([input('2023-02-29'), input('2024-02-29'), input('01/07/2022')]).toEqual([false, true, false])
  })

  test('arriving twice with one request id is given once', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx, { name: 'Phòng Tổ chức' }))
    const call = { requestId: 'doi-ten-1', input: { id: unit.unitId, from: '2022-07-01' } }
    await world.asSystem(rename(unit.unitId, '2022-07-01'), call)
    await world.asSystem(rename(unit.unitId, '2022-07-01'), call)
    expect(await world.sql('SELECT name FROM organization.unit_version ORDER BY valid_from')).toEqual([
      { name: 'Phòng Tổ chức' },
      { name: 'Phòng Công chức, viên chức' },
    ])
    await expect(world.asSystem(rename(unit.unitId, '2022-07-01'))).rejects.toMatchObject({ code: 'organization.startsSameDay' })
  })

  test('is refused without the permission to change units', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx))
    await expect(world.as(reader(), rename(unit.unitId, '2022-07-01'))).rejects.toMatchObject({
      code: 'kernel.forbidden',
      status: 403,
    })
  })

  test('reaches the units below one’s own, as organised today, and no others', async ({ world }) => {
    const { own, below, beside, moved } = await world.asSystem(async (ctx) => {
      const [own, beside] = [await aUnit(ctx), await aUnit(ctx)]
      const below = await aUnit(ctx, { parentId: own.unitId })
      const moved = await aUnitOverTime(
        ctx,
        { parentId: own.unitId, validUntil: '2022-01-01' },
        { parentId: beside.unitId, validFrom: '2022-01-01', validUntil: null },
      )
      return { own, below, beside, moved }
    })
    const officer = anActor({ [can.readUnit.id]: { all: true }, [can.changeUnit.id]: { below: [own.unitId] } })
    await world.as(officer, rename(own.unitId, '2022-07-01'))
    await world.as(officer, rename(below.unitId, '2022-07-01'))
    for (const { unitId } of [beside, moved]) {
      await expect(world.as(officer, rename(unitId, '2022-07-01'))).rejects.toMatchObject({ code: 'kernel.forbidden' })
    }
    expect(await world.sql(`SELECT unit_id FROM organization.unit_version WHERE act IS NOT NULL`)).toHaveLength(2)
  })
})

describe('what lies outside one’s reach', () => {
  test('answers exactly like what does not exist', async ({ world }) => {
    const { seen, hidden } = await world.asSystem(async (ctx) => ({ seen: await aUnit(ctx), hidden: await aUnit(ctx) }))
    const actor = anActor({ [can.readUnit.id]: { units: [seen.unitId] }, [can.changeUnit.id]: { units: [seen.unitId] } })
    const answer = (run: (ctx: Ctx) => Promise<unknown>) =>
      world.as(actor, run).then(JSON.stringify, (e: unknown) => JSON.stringify(asRefusal(e)))
    const asks: ((id: string) => (ctx: Ctx) => Promise<unknown>)[] = [
      (id: string) => (ctx: Ctx) => getUnit(ctx, { id }),
      (id: string) => (ctx: Ctx) => unitHistory(ctx, id),
      (id: string) => (ctx: Ctx) => renameUnit(ctx, { id, name: 'Khác', from: '2022-07-01', act }),
      (id: string) => (ctx: Ctx) => unitTree(ctx, { tree: 'government', parentId: id }),
    ]
    for (const ask of asks) {
      expect(await answer(ask(hidden.unitId))).toBe(await answer(ask(nobody)))
    }
    await expect(world.as(actor, (ctx) => getUnit(ctx, { id: hidden.unitId }))).rejects.toMatchObject({
      code: 'kernel.notFound',
      status: 404,
    })
    expect((await world.as(actor, (ctx) => listUnits(ctx, { limit: 50 }))).rows.map((r) => r.id)).toEqual([seen.unitId])
    expect((await world.as(actor, (ctx) => pickUnit(ctx, { search: 'phong' }))).map((r) => r.id)).toEqual([seen.unitId])
  })

  test('is everything for who may not see units at all', async ({ world }) => {
    await world.asSystem((ctx) => aUnit(ctx))
    expect((await world.as(anActor({}), (ctx) => listUnits(ctx, { limit: 50 }))).rows).toEqual([])
  })

  test('units are established only by who may change all of them', async ({ world }) => {
    const own = await world.asSystem((ctx) => aUnit(ctx))
    const officer = anActor({ [can.readUnit.id]: { all: true }, [can.changeUnit.id]: { below: [own.unitId] } })
    await expect(world.as(officer, (ctx) => aUnit(ctx, { parentId: own.unitId }))).rejects.toMatchObject({
      code: 'kernel.forbidden',
    })
    expect(await world.sql('SELECT id FROM organization.unit')).toHaveLength(1)
  })
})

describe('the database refuses', () => {
  const refused = async (attempt: Promise<unknown>) => {
    const error: unknown = await attempt.then(
      () => null,
      (e: unknown) => e,
    )
    return [(error as { constraint?: string } | null)?.constraint, asRefusal(error)?.code]
  }

  test('two names of one unit on one day', async ({ world }) => {
    const attempt = world.asSystem(async (ctx) => {
      const { parentId: _p, tree: _t, ...unit } = await aUnit(ctx, { code: 'A', validUntil: '2022-01-02' })
      await insertVersions(ctx.db, [{ ...unit, id: ctx.newId(), code: 'B', validFrom: '2022-01-01', validUntil: null }])
    })
    expect(await refused(attempt)).toEqual(['unit_version_no_overlap', 'kernel.constraint'])
    expect(await world.sql('SELECT id FROM organization.unit')).toEqual([])
  })

  test('a code that two units would bear on one day', async ({ world }) => {
    await world.asSystem((ctx) => aUnit(ctx, { code: '336', validFrom: null, validUntil: '2020-01-01' }))
    const attempt = world.asSystem(async (ctx) => {
      const { parentId: _p, tree: _t, ...unit } = await aUnit(ctx, { code: '337', validFrom: '2020-01-01' })
      await insertVersions(ctx.db, [{ ...unit, id: ctx.newId(), code: '336', validFrom: '2019-12-31', validUntil: '2020-01-01' }])
    })
    expect(await refused(attempt)).toEqual(['unit_version_code_once', 'kernel.constraint'])
  })

  test('but lets another unit take a code over on a later day', async ({ world }) => {
    await world.asSystem((ctx) => aUnit(ctx, { code: '336', name: 'Huyện cũ', validFrom: null, validUntil: '2020-01-01' }))
    await world.asSystem((ctx) => aUnit(ctx, { code: '336', name: 'Thành phố mới', validFrom: '2020-01-01' }))
    expect(await world.as(reader(), namesIn('2019-12-31'))).toEqual(['Huyện cũ'])
    expect(await world.as(reader(), namesIn('2020-01-01'))).toEqual(['Thành phố mới'])
  })

  test('a unit above that does not exist, or is the unit itself', async ({ world }) => {
    expect(await refused(world.asSystem((ctx) => aUnit(ctx, { parentId: nobody })))).toEqual([
      'unit_parent_parent',
      'kernel.constraint',
    ])
    expect(await refused(world.asSystem((ctx) => aUnit(ctx, { unitId: nobody, parentId: nobody })))).toEqual([
      'unit_parent_not_self',
      'kernel.constraint',
    ])
  })

  test('an end that is not after the start', async ({ world }) => {
    expect(await refused(world.asSystem((ctx) => aUnit(ctx, { validFrom: '2022-01-01', validUntil: '2022-01-01' })))).toEqual([
      'unit_version_period',
      'kernel.constraint',
    ])
  })
})

describe('the tree on a day', () => {
  const children =
    (asOf: string, parentId?: string, tree: 'government' | 'party' = 'government') =>
    async (ctx: Ctx) =>
      (await unitTree(ctx, { tree, asOf, ...(parentId ? { parentId } : {}) })).map((n) => [n.name, n.children])

  test('opens level by level, divisions before districts before communes, and follows a unit that moved', async ({ world }) => {
    const { province, north, south, commune } = await world.asSystem(async (ctx) => {
      const province = await aUnit(ctx, { name: 'Tỉnh', level: 'province' })
      const north = await aUnit(ctx, { name: 'Huyện Bắc', level: 'district', parentId: province.unitId })
      const south = await aUnit(ctx, { name: 'Huyện Nam', level: 'district', parentId: province.unitId })
      await aUnit(ctx, { name: 'Sở', level: 'department', parentId: province.unitId })
      const commune = await aUnitOverTime(
        ctx,
        { name: 'Xã', level: 'commune', parentId: north.unitId, validUntil: '2022-01-01' },
        { parentId: south.unitId, validFrom: '2022-01-01', validUntil: null },
      )
      return { province, north, south, commune }
    })
    expect(await world.as(reader(), children('2021-12-31'))).toEqual([['Tỉnh', 3]])
    expect(await world.as(reader(), children('2021-12-31', province.unitId))).toEqual([
      ['Sở', 0],
      ['Huyện Bắc', 1],
      ['Huyện Nam', 0],
    ])
    expect(await world.as(reader(), children('2022-01-01', province.unitId))).toEqual([
      ['Sở', 0],
      ['Huyện Bắc', 0],
      ['Huyện Nam', 1],
    ])
    expect(await world.as(reader(), children('2021-12-31', north.unitId))).toEqual([['Xã', 0]])
    expect(await world.as(reader(), children('2022-01-01', north.unitId))).toEqual([])
    expect(await world.as(reader(), children('2022-01-01', south.unitId))).toEqual([['Xã', 0]])
    const pathOn = (asOf: string) => async (ctx: Ctx) =>
      (await getUnit(ctx, { id: commune.unitId, asOf })).path.map((p) => p.name)
    expect(await world.as(reader(), pathOn('2021-12-31'))).toEqual(['Tỉnh', 'Huyện Bắc'])
    expect(await world.as(reader(), pathOn('2022-01-01'))).toEqual(['Tỉnh', 'Huyện Nam'])
    expect((await world.as(reader(), (ctx) => getUnit(ctx, { id: north.unitId, asOf: '2021-12-31' }))).children).toBe(1)
    expect((await world.as(reader(), (ctx) => getUnit(ctx, { id: north.unitId, asOf: '2022-01-01' }))).children).toBe(0)
  })

  test('of the Party is another one', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const committee = await aUnit(ctx, { name: 'Đảng ủy', tree: 'party' })
      await aUnit(ctx, { name: 'Chi bộ', tree: 'party', parentId: committee.unitId })
    })
    expect(await world.as(reader(), children('2022-12-20', undefined, 'party'))).toEqual([['Đảng ủy', 1]])
    expect(await world.as(reader(), children('2022-12-20'))).toEqual([])
  })
})

describe('the picker', () => {
  const pick =
    (search: string, more: { asOf?: string; level?: string } = {}) =>
    async (ctx: Ctx) =>
      (await pickUnit(ctx, { search, ...more })).map((c) => c.label)

  test.for([
    ['with marks', 'Thái Thụy'],
    ['without marks, in small letters', 'thai thuy'],
    ['decomposed, as macOS writes', 'Thái Thụy'.normalize('NFD')],
    ['with the tone on the other vowel', 'Thái Thuỵ'],
    ['with the words the other way round', 'thuy thai'],
    ['with spaces to spare', '  thái   thụy '],
    ['by its code', '341'],
  ] as const)('finds a unit written %s', async ([, search], { world }) => {
    await world.asSystem(async (ctx) => {
      await aUnit(ctx, { name: 'Huyện Thái Thụy', code: '341' })
      await aUnit(ctx, { name: 'Huyện Tiền Hải', code: '342' })
    })
    expect(await world.as(reader(), pick(search))).toEqual(['Huyện Thái Thụy'])
  })

  test('finds a name stored decomposed or with the tone on the other vowel', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      await aUnit(ctx, { name: 'Xã Thuỵ Hải', code: 'c-1' })
      await aUnit(ctx, { name: 'Xã Thụy Trường'.normalize('NFD'), code: 'c-2' })
    })
    expect(await world.as(reader(), pick('thụy'))).toHaveLength(2)
  })

  test('takes %, _ and \\ as they are', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      for (const name of ['Tổ 100%', 'Tổ 100 người', 'Tổ A_B', 'Tổ AxB', 'Tổ C\\D', "Tổ H'Hen"])
        await aUnit(ctx, { name, code: `m-${name}` })
    })
    expect(await world.as(reader(), pick('100%'))).toEqual(['Tổ 100%'])
    expect(await world.as(reader(), pick('a_b'))).toEqual(['Tổ A_B'])
    expect(await world.as(reader(), pick('c\\d'))).toEqual(['Tổ C\\D'])
    expect(await world.as(reader(), pick('h’hen'))).toEqual(["Tổ H'Hen"])
  })

  test('offers what existed on the day, of the level asked for, with code and unit above', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const district = await aUnit(ctx, { name: 'Huyện Hưng Hà', code: '339', level: 'district', validUntil: '2025-07-01' })
      await aUnit(ctx, {
        name: 'Thị trấn Hưng Hà',
        code: '12592',
        level: 'commune',
        parentId: district.unitId,
        validUntil: '2025-07-01',
      })
    })
    expect(await world.as(reader(), (ctx) => pickUnit(ctx, { search: 'hung ha', level: 'commune' }))).toEqual([
      expect.objectContaining({ label: 'Thị trấn Hưng Hà', hint: '12592 · Huyện Hưng Hà' }),
    ])
    expect(await world.as(reader(), pick('hung ha'))).toEqual(['Huyện Hưng Hà', 'Thị trấn Hưng Hà'])
    expect(await world.as(reader(), pick('hung ha', { asOf: '2025-07-01' }))).toEqual([])
  })
})

describe('history and export', () => {
  test('the history says who renamed the unit, by which operation, what it was before', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx, { name: 'Phòng Tổ chức' }), { operation: 'organization.establish' })
    const officer = anActorWith(can.readUnit, can.changeUnit)
    await world.as(officer, (ctx) => renameUnit(ctx, { id: unit.unitId, name: 'Phòng Cán bộ', from: '2022-07-01', act }), {
      operation: 'organization.renameUnit',
    })
    const events = await world.as(reader(), (ctx) => unitHistory(ctx, unit.unitId))
    const renamed = events.filter((e) => e.operation === 'organization.renameUnit')
    expect(renamed.map((e) => [e.actorName, e.before?.valid_until ?? null, e.after?.name])).toEqual([
      [officer.name, null, 'Phòng Cán bộ'],
      [officer.name, null, 'Phòng Tổ chức'],
    ])
    expect(renamed.at(-1)?.after).toMatchObject({ valid_until: '2022-07-01' })
    expect(events.map((e) => [e.operation, e.relation]).at(-1)).toEqual(['organization.establish', 'organization.unit'])
  })

  test('an export says its day and its filter in words', async ({ world }) => {
    const parent = await world.asSystem(async (ctx) => {
      const unit = await aUnit(ctx, { name: 'Sở Nội vụ' })
      await aUnit(ctx, { name: 'Văn phòng', parentId: unit.unitId })
      return unit
    })
    const file = await world.as(reader(), (ctx) =>
      exportUnits(ctx, { format: 'csv', lang: 'vi', asOf: '2022-06-30', parentId: parent.unitId }),
    )
    const lines = (await file.text()).split('\r\n')
    expect(lines[1]).toContain('Tính đến 30/06/2022')
    expect(lines[1]).toContain('Sở Nội vụ')
    expect(lines.filter((line) => line.includes('Văn phòng'))).toHaveLength(1)
    expect(file.name).toBe('don-vi-2022-12-20.csv')
  })

  test('many units at once are all or nothing', async ({ world }) => {
    const version = (unitId: string, code: string) => ({
      unitId,
      code,
      name: code,
      shortName: code,
      kind: 'division',
      level: 'division',
      parentId: null,
      tree: 'government',
      validFrom: null,
      validUntil: null,
      act: null,
    })
    await expect(
      world.asSystem((ctx) =>
        establishUnits(ctx, [version(ctx.newId(), 'X'), version(ctx.newId(), 'Y'), version(ctx.newId(), 'X')]),
      ),
    ).rejects.toMatchObject({ code: 'organization.unitsBroken', params: { count: 1 } })
    expect(await world.sql('SELECT id FROM organization.unit')).toEqual([])
  })
})

describe('an old name', () => {
  /** Hiến Nam and An Tảo became Phố Hiến; Cũ is gone, nobody knows where. */
  async function merged(ctx: Ctx) {
    const unit = (code: string, name: string) => aUnit(ctx, { code, name, shortName: name, kind: 'ward', level: 'commune' })
    const [old, other, lost] = [
      await unit('11953', 'Phường Hiến Nam'),
      await unit('11956', 'Phường An Tảo'),
      await unit('1', 'Xã Cũ'),
    ]
    const id = ctx.newId()
    const act = await draftAct(ctx, { title: 'Nghị quyết số 1', effectiveOn: '2022-07-01' }, [
      {
        no: 1,
        kind: 'establish',
        id,
        facts: { ...old, code: '11953', name: 'Phường Phố Hiến', shortName: 'Phố Hiến' },
        links: [],
      },
      { no: 2, kind: 'merge', from: [old, other].map((u) => ({ id: u.unitId, whole: true, share: 1 })), into: id },
      { no: 3, kind: 'dissolve', id: lost.unitId, heir: null, unknown: true },
    ])
    expect((await applyAct(ctx, act)).faults).toEqual([])
    return { id, lost: lost.unitId }
  }

  test('says by which act it ended and what it is part of now, in the search from anywhere', async ({ world }) => {
    await world.asSystem(merged)
    const told = async (words: string) =>
      (await world.as(reader(), (ctx) => unitSearch.find(ctx, parseQuery(words), 5))).map((h) => h.subtitle)
    expect(await told('hien nam')).toEqual(['hết hiệu lực 01/07/2022 theo Nghị quyết số 1; nay thuộc Phường Phố Hiến'])
    expect(await told('xa cu')).toEqual(['hết hiệu lực 01/07/2022 theo Nghị quyết số 1; chưa rõ nay thuộc đơn vị nào'])
  })

  test('finds in the picker what it is part of now', async ({ world }) => {
    const { id } = await world.asSystem(merged)
    expect(await world.as(reader(), (ctx) => pickUnit(ctx, { search: 'an tao' }))).toEqual([
      { id, label: 'Phường Phố Hiến', hint: '11953 · trước là Phường An Tảo' },
    ])
    expect(await world.as(reader(), (ctx) => pickUnit(ctx, { search: 'an tao', asOf: '2022-06-30' }))).toEqual([
      expect.objectContaining({ label: 'Phường An Tảo' }),
    ])
    expect(await world.as(reader(), (ctx) => pickUnit(ctx, { search: 'xa cu' }))).toEqual([])
  })
})

describe('an old name', () => {
  test('finds in the list what bears it no more and what took it in, and says so; the unit that is gone says what became of it', async ({
    world,
  }) => {
    const { act, renamed } = await world.asSystem(async (ctx) => {
      const [from, into] = [await aUnit(ctx, { name: 'Phòng Bảo Khê' }), await aUnit(ctx, { name: 'Phòng Phố Hiến' })]
      const renamed = await aUnitOverTime(
        ctx,
        { name: 'Ban Bảo Khê', validUntil: '2020-01-01' },
        { name: 'Ban Sơn Nam', validFrom: '2020-01-01', validUntil: null },
      )
      const id = await draftAct(ctx, { title: 'Nghị quyết 7', effectiveOn: '2022-12-01' }, [
        { no: 1, kind: 'merge', from: [{ id: from.unitId, whole: true, share: 1 }], into: into.unitId },
      ])
      await applyAct(ctx, id)
      return { act: { from: from.unitId, into: into.unitId }, renamed: renamed.unitId }
    })
    const search = (asOf?: string) =>
      world.as(reader(), async (ctx) =>
        (await listUnits(ctx, { limit: 50, search: 'bao khe', asOf })).rows.map((r) => [r.id, r.foundBy ?? null]).toSorted(),
      )
    expect(await search()).toEqual(
      [
        [act.into, 'có phần từ Phòng Bảo Khê trước đây'],
        [renamed, 'trước là Ban Bảo Khê'],
      ].toSorted(),
    )
    expect(await search('2019-01-01')).toEqual(
      [
        [act.from, null],
        [renamed, null],
      ].toSorted(),
    )
    const told = (asOf?: string) => world.as(reader(), async (ctx) => (await getUnit(ctx, { id: act.from, asOf })).told)
    expect(await told()).toBe('hết hiệu lực 01/12/2022 theo Nghị quyết 7; nay thuộc Phòng Phố Hiến')
    expect(await told('2022-11-30')).toBeNull()
  })
})
