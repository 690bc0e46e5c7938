import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Ctx } from '#kernel/context.ts'
import { Refusal } from '#kernel/errors.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { applyAct, draftAct, undoAct } from './act.service.ts'
import { anAct } from './act.factory.ts'
import { correctUnit, unitRecords } from './correction.service.ts'
import { organization } from './index.ts'
import { can } from './organization.permissions.ts'
import { findBrokenUnits } from './unit.checks.ts'
import { aUnit, aUnitOverTime } from './unit.factory.ts'
import { getUnit, listUnits, renameUnit, unitHistory } from './unit.service.ts'

const test = worldTest([organization])
const ground = 'Nghị quyết số 1666/NQ-UBTVQH15'
const because = { ground, reason: 'Nhập sai từ bản chụp' }
const reader = () => anActorWith(can.readUnit)

/** The operations that follow happen on this day, at noon in Vietnam. */
function on(world: TestWorld, day: string) {
  world.kernel.now = () => new Date(`${day}T12:00:00+07:00`)
}

/** The row of a unit by its name. */
const rowOf = async (ctx: Ctx, id: string, name: string) => {
  const row = (await unitRecords(ctx, { id })).versions.find((v) => v.name === name)
  if (!row) throw new Error(`no version ${name}`)
  return row.id
}

/** What breaks a rule; units of these tests stand below nothing, which is no fault here. */
const broken = async (world: TestWorld) => (await world.asSystem(findBrokenUnits)).filter((b) => b.rule !== 'no-place')

const refusalOf = async (run: Promise<unknown>) => {
  const error: unknown = await run.then(
    () => null,
    (e: unknown) => e,
  )
  return error instanceof Refusal ? { code: error.code, params: error.params } : error
}

describe('a correction', () => {
  test('keeps what it corrects, with who, when, by which document and why', async ({ world }) => {
    on(world, '2025-07-02')
    const { unitId: id } = await world.asSystem((ctx) => aUnit(ctx, { name: 'Xã Kiến Sương', code: '12442' }))
    on(world, '2026-03-10')
    await world.asSystem(async (ctx) =>
      correctUnit(ctx, { id, of: await rowOf(ctx, id, 'Xã Kiến Sương'), name: 'Xã Kiến Xương', ...because }),
    )
    const records = await world.as(reader(), (ctx) => unitRecords(ctx, { id }))
    expect(records.versions).toMatchObject([
      { name: 'Xã Kiến Xương', code: '12442', validFrom: '2010-01-01', correction: because },
    ])
    expect(records.correctedVersions).toMatchObject([
      {
        name: 'Xã Kiến Sương',
        knownFrom: expect.stringContaining('2025-07-02'),
        knownUntil: expect.stringContaining('2026-03-10'),
        correction: because,
      },
    ])
    const known = (knownOn: string) => world.as(reader(), (ctx) => getUnit(ctx, { id, knownOn }))
    expect((await known('2025-07-01')).current).toBeNull()
    expect((await known('2025-07-02')).current?.name).toBe('Xã Kiến Sương')
    expect((await known('2026-03-09')).current?.name).toBe('Xã Kiến Sương')
    expect((await known('2026-03-10')).current?.name).toBe('Xã Kiến Xương')
    expect((await world.as(reader(), (ctx) => unitHistory(ctx, id))).length).toBeGreaterThan(1)
  })

  test('of a place moves the reach with it, and is no change: the past is put right too', async ({ world }) => {
    const { wrong, right, id } = await world.asSystem(async (ctx) => {
      const [wrong, right] = [await aUnit(ctx, { name: 'Sở A' }), await aUnit(ctx, { name: 'Sở B' })]
      return { wrong: wrong.unitId, right: right.unitId, id: (await aUnit(ctx, { parentId: wrong.unitId })).unitId }
    })
    on(world, '2022-12-22')
    await world.asSystem(async (ctx) => {
      const place = (await unitRecords(ctx, { id })).places[0]
      await correctUnit(ctx, { id, of: place?.id ?? '', parentId: right, ...because })
    })
    const path = (asOf: string, knownOn?: string) =>
      world.as(reader(), async (ctx) => (await getUnit(ctx, { id, asOf, knownOn })).path.map((p) => p.id))
    expect(await path('2015-01-01')).toEqual([right])
    expect(await path('2015-01-01', '2022-12-21')).toEqual([wrong])
    const below = (unit: string) => anActor({ [can.readUnit.id]: { below: [unit] } })
    expect((await world.as(below(right), (ctx) => getUnit(ctx, { id }))).id).toBe(id)
    expect(await refusalOf(world.as(below(wrong), (ctx) => getUnit(ctx, { id })))).toMatchObject({ code: 'kernel.notFound' })
  })

  test('of the day of a new name moves the end of the former name', async ({ world }) => {
    const { unitId: id } = await world.asSystem((ctx) =>
      aUnitOverTime(
        ctx,
        { name: 'Tên cũ', validUntil: '2020-02-01' },
        { name: 'Tên mới', validFrom: '2020-02-01', validUntil: null },
      ),
    )
    await world.asSystem(async (ctx) =>
      correctUnit(ctx, { id, of: await rowOf(ctx, id, 'Tên mới'), validFrom: '2020-01-10', ...because }),
    )
    const { versions } = await world.as(reader(), (ctx) => getUnit(ctx, { id }))
    expect(versions).toMatchObject([{ validUntil: '2020-01-10' }, { validFrom: '2020-01-10' }])
    await world.asSystem(async (ctx) =>
      correctUnit(ctx, { id, of: await rowOf(ctx, id, 'Tên mới'), validFrom: '2020-03-01', ...because }),
    )
    expect((await world.as(reader(), (ctx) => getUnit(ctx, { id }))).versions).toMatchObject([{ validUntil: '2020-03-01' }, {}])
  })

  test('that would break a rule names the unit and the rule, and writes nothing', async ({ world }) => {
    const { id, other } = await world.asSystem(async (ctx) => {
      const above = await aUnit(ctx, { name: 'Sở mới', validFrom: '2015-01-01' })
      await aUnit(ctx, { name: 'Phòng cũ', code: 'PC-1' })
      return {
        id: (await aUnit(ctx, { name: 'Phòng mới', parentId: above.unitId, validFrom: '2015-01-01' })).unitId,
        other: above.unitId,
      }
    })
    const tried = (change: Record<string, string>) =>
      world.asSystem(async (ctx) => correctUnit(ctx, { id, of: await rowOf(ctx, id, 'Phòng mới'), ...change, ...because }))
    expect(await refusalOf(tried({ validFrom: '2012-01-01' }))).toMatchObject({
      code: 'organization.unitsBroken',
      params: { first: expect.stringMatching(/^Phòng mới .* thuộc Sở mới .*, mà đơn vị ấy không tồn tại, từ/) },
    })
    expect(await refusalOf(tried({ code: 'PC-1' }))).toMatchObject({
      code: 'organization.unitsBroken',
      params: { first: expect.stringMatching(/Phòng cũ .*cùng mang một mã/) },
    })
    expect(await refusalOf(tried({ name: 'Phòng mới' }))).toMatchObject({ code: 'organization.nothingCorrected' })
    const own = await world.asSystem(async (ctx) => (await unitRecords(ctx, { id: other })).versions[0]?.id ?? '')
    expect(await refusalOf(world.asSystem((ctx) => correctUnit(ctx, { id, of: own, name: 'X', ...because })))).toMatchObject({
      code: 'kernel.notFound',
    })
    const records = await world.as(reader(), (ctx) => unitRecords(ctx, { id }))
    expect(records).toMatchObject({
      versions: [{ validFrom: '2015-01-01', correction: null }],
      correctedVersions: [],
      correctedPlaces: [],
    })
    expect(await world.sql('SELECT FROM organization.correction')).toEqual([])
  })

  test('does not touch the day of an act, which is undone for that', async ({ world }) => {
    const { from } = await world.asSystem((ctx) => anAct(ctx, { applied: true }))
    const outcome = world.asSystem(async (ctx) => {
      const [row] = (await unitRecords(ctx, { id: from })).versions
      await correctUnit(ctx, { id: from, of: row?.id ?? '', validUntil: '2022-11-01', ...because })
    })
    expect(await refusalOf(outcome)).toMatchObject({
      code: 'organization.dayOfAct',
      params: { act: expect.stringContaining('NQ-HĐND') },
    })
  })

  test('is for who may change units, within the reach; places for who may everywhere', async ({ world }) => {
    const { id, above } = await world.asSystem(async (ctx) => {
      const above = await aUnit(ctx)
      return { id: (await aUnit(ctx, { name: 'Phòng', parentId: above.unitId })).unitId, above: above.unitId }
    })
    const [version, place] = await world.asSystem(async (ctx) => {
      const { versions, places } = await unitRecords(ctx, { id })
      return [versions[0]?.id ?? '', places[0]?.id ?? '']
    })
    const within = (unit: string) => anActor({ [can.readUnit.id]: { all: true }, [can.changeUnit.id]: { below: [unit] } })
    const rename = (ctx: Ctx) => correctUnit(ctx, { id, of: version, name: 'Phòng Một', ...because })
    expect(await refusalOf(world.as(reader(), rename))).toMatchObject({ code: 'kernel.forbidden' })
    expect(
      await refusalOf(world.as(within(id), (ctx) => correctUnit(ctx, { id: above, of: version, name: 'X', ...because }))),
    ).toMatchObject({
      code: 'kernel.forbidden',
    })
    expect(
      await refusalOf(world.as(within(above), (ctx) => correctUnit(ctx, { id, of: place, validFrom: '2011-01-01', ...because }))),
    ).toMatchObject({ code: 'kernel.forbidden' })
    await world.as(within(above), rename)
    expect((await world.as(reader(), (ctx) => getUnit(ctx, { id }))).current?.name).toBe('Phòng Một')
  })
})

describe('as known on a day', () => {
  test('is told of acts, of what undid them and of renaming too', async ({ world }) => {
    on(world, '2022-12-01')
    const { id, from, into } = await world.asSystem((ctx) => anAct(ctx))
    on(world, '2022-12-10')
    await world.asSystem((ctx) => applyAct(ctx, id))
    on(world, '2022-12-12')
    await world.asSystem((ctx) => undoAct(ctx, id))
    on(world, '2022-12-14')
    await world.asSystem((ctx) => renameUnit(ctx, { id: into, name: 'Phòng Mới', from: '2022-12-01', act: 'QĐ 1' }))
    const rows = async (knownOn?: string) =>
      (await world.as(reader(), (ctx) => listUnits(ctx, { limit: 50, asOf: '2022-12-05', knownOn }))).rows.map((r) =>
        r.id === from ? 'from' : r.name === 'Phòng Mới' ? 'renamed' : 'into',
      )
    expect((await rows('2022-12-09')).toSorted()).toEqual(['from', 'into'])
    expect(await rows('2022-12-10')).toEqual(['into'])
    expect((await rows('2022-12-12')).toSorted()).toEqual(['from', 'into'])
    expect((await rows('2022-12-14')).toSorted()).toEqual(['from', 'renamed'])
    expect(await rows()).toEqual(await rows('2022-12-14'))
    expect(await broken(world)).toEqual([])
  })

  test('an act may still end and undo what was corrected, and the correction goes on holding', async ({ world }) => {
    const act = await world.asSystem((ctx) => anAct(ctx))
    on(world, '2022-12-21')
    await world.asSystem(async (ctx) => {
      const [row] = (await unitRecords(ctx, { id: act.from })).versions
      await correctUnit(ctx, { id: act.from, of: row?.id ?? '', name: 'Tên đúng', ...because })
      await applyAct(ctx, act.id)
      await undoAct(ctx, act.id)
    })
    const { current, versions } = await world.as(reader(), (ctx) => getUnit(ctx, { id: act.from }))
    expect([current?.name, versions.length]).toEqual(['Tên đúng', 1])
  })

  test('reads on any day what was read on that day, whatever was changed and corrected since', async ({ world }) => {
    const names = fc.constantFrom('Một', 'Hai', 'Ba', 'Bốn')
    const step = fc.oneof(
      fc.record({ kind: fc.constant('correct-name' as const), name: names }),
      fc.record({ kind: fc.constant('correct-day' as const), year: fc.integer({ min: 2001, max: 2021 }) }),
      fc.record({ kind: fc.constant('rename' as const), name: names, year: fc.integer({ min: 2002, max: 2022 }) }),
    )
    const days = ['2000-06-01', '2010-06-01', '2022-12-31']
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        on(world, '2023-01-01')
        const { unitId: id } = await world.asSystem((ctx) => aUnit(ctx, { name: 'Đầu', validFrom: '2000-01-01' }))
        const read = (knownOn?: string) =>
          world.as(reader(), async (ctx) => {
            const seen = []
            for (const asOf of days) {
              const { rows } = await listUnits(ctx, { limit: 200, asOf, knownOn })
              seen.push(
                await getUnit(ctx, { id, asOf, knownOn }),
                rows.filter((r) => r.id === id),
              )
            }
            return seen
          })
        const readings = new Map([['2023-01-01', await read()]])
        for (const [i, s] of steps.entries()) {
          const day = `2023-02-${String(i + 1).padStart(2, '0')}`
          on(world, day)
          await refusalOf(
            world.asSystem(async (ctx) => {
              const row = (await unitRecords(ctx, { id })).versions.at(-1)?.id ?? ''
              if (s.kind === 'rename') await renameUnit(ctx, { id, name: s.name, from: `${s.year}-01-01`, act: 'QĐ' })
              else if (s.kind === 'correct-name') await correctUnit(ctx, { id, of: row, name: s.name, ...because })
              else await correctUnit(ctx, { id, of: row, validFrom: `${s.year}-05-01`, ...because })
            }),
          )
          readings.set(day, await read())
        }
        for (const [day, reading] of readings) expect(await read(day)).toEqual(reading)
      }),
      { numRuns: 6 },
    )
    expect(await broken(world)).toEqual([])
  })
})

test('a unit of an act drafted before its correction still follows the act', async ({ world }) => {
  const { id, unit } = await world.asSystem(async (ctx) => {
    const unit = (await aUnit(ctx, { name: 'Phòng sai tên' })).unitId
    return {
      unit,
      id: await draftAct(ctx, { title: 'NQ 9', effectiveOn: '2022-12-01' }, [
        { no: 1, kind: 'dissolve', id: unit, heir: null, unknown: true },
      ]),
    }
  })
  await world.asSystem(async (ctx) =>
    correctUnit(ctx, { id: unit, of: await rowOf(ctx, unit, 'Phòng sai tên'), name: 'Phòng đúng tên', ...because }),
  )
  expect((await world.asSystem((ctx) => applyAct(ctx, id))).faults).toEqual([])
})
