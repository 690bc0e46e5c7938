import { existsSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { createUser, assignRole } from '#domains/administration/index.ts'
import { applyAct, establishUnits } from '#domains/organization/index.ts'
import { draftFromTable } from '#domains/organization/act.service.ts'
import { readShare, type TableRow } from '#domains/organization/act-table.rules.ts'
import { unitsForExport } from '#domains/organization/unit.service.ts'
import { readUnits, there, shared } from '#domains/organization/units-of-2025.factory.ts'
import { listPeople } from '#domains/people/person.service.ts'
import { listRatings } from '#domains/evaluation/rating.service.ts'
import { readFigures } from '#domains/reports/figure.service.ts'
import { figureByUnits } from '#domains/reports/figure-units.service.ts'
import { loadActor } from '#kernel/auth/actor.ts'
import type { Actor, Ctx } from '#kernel/context.ts'
import { type TestWorld, worldTest } from '#kernel/testing.ts'
import { domains } from '../domains.ts'
import { readRoles } from '../roles.ts'
import { demoId, loadDemonstration } from './load.ts'

/**
 * The demonstration province goes through what really happened: 161 communes, 139, and on 1 July 2025 with Thái Bình 104 and no districts.
 * Which of the 161 went into which of the 139 no list tells; here each goes into one of its own district.
 */
const test = worldTest(domains, new Date('2025-08-15T02:00:00.000Z'))
const history = new URL('units/history/hungyen_communes_by_snapshot.csv', shared)
const minute = 60_000

const row = (no: number, r: Omit<TableRow, 'no' | 'oldName'>): TableRow => ({ no, oldName: '', ...r })

/** 161 to 139: what is gone from the later list goes into a commune of its district that took a new name, or else into its first. */
function mergersOf2024(): TableRow[] {
  const list = readUnits('history/hungyen_communes_by_snapshot.csv')
  const [was, is] = ['2023-04-10', '2025-03-01'].map(
    (day) => new Map(list.filter((r) => r.snapshot === day).map((r) => [r.code ?? '', r])),
  )
  if (!was || !is) throw new Error('no lists')
  const renamed = [...is.values()].filter((r) => was.get(r.code ?? '')?.name !== r.name)
  const rows = new Map<string, [code: string, into: string]>(renamed.map((r) => [r.code ?? '', [r.code ?? '', r.code ?? '']]))
  for (const [code, gone] of was) {
    if (is.has(code)) continue
    const into = [...renamed, ...is.values()].find((r) => r.district_code === gone.district_code)?.code ?? ''
    rows.set(into, [into, into])
    rows.set(code, [code, into])
  }
  return [...rows.values()].map(([oldCode, newCode], i) =>
    row(i + 2, {
      oldCode,
      newCode,
      newName: is.get(newCode)?.name ?? '',
      share: 1,
      aboveCode: is.get(newCode)?.district_code ?? '',
    }),
  )
}

async function thaiBinh(ctx: Ctx): Promise<void> {
  const communes = readUnits('pre2025/thaibinh_34_communes.csv')
  const districts = readUnits('pre2025/districts_696.csv').filter((r) => r.province_code === '34')
  const ids = new Map(
    ['34', ...districts.map((r) => r.code ?? ''), ...communes.map((r) => r.code ?? '')].map((c) => [c, ctx.newId()]),
  )
  const unit = (code: string, name: string, level: string, kind: string, above: string | null) => ({
    unitId: ids.get(code) ?? '',
    code,
    name,
    shortName: name,
    kind,
    level,
    parentId: above === null ? null : (ids.get(above) ?? null),
    tree: 'government',
    validFrom: '2025-03-01',
    validUntil: null,
    act: null,
  })
  await establishUnits(ctx, [
    unit('34', 'Tỉnh Thái Bình', 'province', 'province', null),
    ...districts.map((r) => unit(r.code ?? '', r.name ?? '', 'district', 'rural-district', '34')),
    ...communes.map((r) => unit(r.code ?? '', r.name ?? '', 'commune', 'rural-commune', r.district_code ?? '')),
  ])
}

async function apply(ctx: Ctx, title: string, effectiveOn: string, rows: TableRow[], abolish: string[] = []): Promise<string> {
  const { id, faults } = await draftFromTable(ctx, { title, effectiveOn, abolish }, rows)
  expect(faults).toEqual([])
  const told = await applyAct(ctx, id ?? '')
  expect(told.faults).toEqual([])
  return id ?? ''
}

/** The two acts of 1 July 2025 from the mapping tables. */
async function july2025(ctx: Ctx): Promise<void> {
  const provinces = readUnits('mapping/provinces_63_to_34.csv').filter((r) => r.new_code === '33')
  await apply(
    ctx,
    'Nghị quyết số 202/2025/QH15',
    '2025-07-01',
    provinces.map((r, i) =>
      row(i + 2, { oldCode: r.old_code ?? '', newCode: '33', newName: r.new_name ?? '', share: 1, aboveCode: '' }),
    ),
  )
  await apply(
    ctx,
    'Nghị quyết số 1666/NQ-UBTVQH15',
    '2025-07-01',
    readUnits('mapping/hungyen_old_to_new.csv').map((r, i) =>
      row(i + 2, {
        oldCode: r.old_code ?? '',
        newCode: r.new_code ?? '',
        newName: r.new_name ?? '',
        share: readShare(r.share ?? '') ?? null,
        aboveCode: '33',
      }),
    ),
    ['district'],
  )
}

const countOn = async (ctx: Ctx, asOf: string, level: string) =>
  (await unitsForExport(ctx, { asOf, level })).filter((u) => u.parentCode !== '34' && !/^34/.test(u.parentCode ?? '')).length

/** Every figure of 2022 and, of those in units, how they were spread over the bodies. */
async function figuresOf2022(ctx: Ctx) {
  const { readings } = await readFigures(ctx, '2022')
  const values = [...readings].map(([id, r]) => [id, r.value, r.source])
  const then = await figureByUnits(ctx, { id: 'F34d-03', period: '2022', level: 'district' })
  return { values, then }
}

/** An account of the head of the Office of the district Văn Lâm, as the day before the act found it. */
async function headOfOffice(ctx: Ctx): Promise<string> {
  const people = await listPeople(ctx, { unitId: demoId('unit', '325-VP'), limit: 100, asOf: '2025-06-30' })
  const head = people.rows.find((p) => p.title?.startsWith('Chánh Văn phòng'))
  if (!head) throw new Error('the office has no head')
  const id = ctx.newId()
  await createUser(ctx, {
    id,
    username: 'chanhvanphong',
    name: head.fullName,
    personId: head.id,
    password: 'mat-khau-thu-nghiem-2022',
  })
  await assignRole(ctx, { id, role: 'unit-head', unitId: demoId('unit', '325-VP'), from: '2022-01-01', until: null })
  return id
}

/** The roles as shipped; a start would have loaded them. */
async function roles(world: TestWorld): Promise<void> {
  for (const [code, role] of Object.entries(readRoles(domains))) {
    await world.sql(`INSERT INTO access.role (code, title_vi, title_en) VALUES ($1, $1, $1)`, [code])
    for (const [domain, grants] of Object.entries(role.grants))
      for (const [key, reach] of Object.entries(grants))
        await world.sql(`INSERT INTO access.role_permission (role, permission, reach) VALUES ($1, $2, $3)`, [
          code,
          `${domain}.${key}`,
          reach,
        ])
  }
}

/** The account as it is today, allowed to run the steps of this test besides. */
const signedIn = async (world: TestWorld, id: string): Promise<Actor> => {
  const actor = await loadActor(world.kernel, id)
  if (!actor) throw new Error('no such account')
  return { ...actor, reach: { ...actor.reach, 'testing.act': { own: true } } }
}

describe('the demonstration province through 1 July 2025', () => {
  test.skipIf(!there || !existsSync(history))(
    'keeps every figure of 2022, and the head of a former district office sees what the rule says and nothing else',
    { timeout: 6 * minute },
    async ({ world }) => {
      await roles(world)
      await world.asSystem((ctx) => loadDemonstration(ctx, () => {}))
      const head = await world.asSystem(headOfOffice)
      const was = await world.asSystem(figuresOf2022)
      const seenBefore = await world.as(await signedIn(world, head), (ctx) => listPeople(ctx, { limit: 100 }))
      expect(seenBefore.rows.length).toBeGreaterThan(3)
      expect(await world.asSystem((ctx) => countOn(ctx, '2022-12-31', 'commune'))).toBe(161)

      await world.asSystem((ctx) => apply(ctx, 'Nghị quyết số 1248/NQ-UBTVQH15', '2024-12-01', mergersOf2024()))
      expect(await world.asSystem((ctx) => countOn(ctx, '2025-03-01', 'commune'))).toBe(139)
      await world.asSystem(thaiBinh)
      await world.asSystem(july2025)

      await world.asSystem(async (ctx) => {
        expect(await figuresOf2022(ctx)).toEqual(was)
        expect(await countOn(ctx, '2025-07-01', 'commune')).toBe(104)
        expect(await countOn(ctx, '2025-07-01', 'district')).toBe(0)
        expect([await countOn(ctx, '2022-12-31', 'commune'), await countOn(ctx, '2022-12-31', 'district')]).toEqual([161, 10])
        // Restated, the same records lie in the communes of today and sum to the same figure.
        const now = await figureByUnits(ctx, { id: 'F34d-03', period: '2022', level: 'commune', restatedTo: '2025-07-01' })
        expect([now.complete, now.value]).toEqual([true, was.then.value])
        const former = new Set(was.then.groups.map((g) => g.unitId))
        expect(now.groups.filter((g) => former.has(g.unitId))).toEqual([])
      })

      // Her office ended with the district: the role went with it, and nothing of what was seen through it is left.
      const actor = await signedIn(world, head)
      expect(actor.reach['people.readPerson']).toBeUndefined()
      await world.as(actor, async (ctx) => {
        expect((await listPeople(ctx, { limit: 100 })).rows).toEqual([])
        expect((await listRatings(ctx, { limit: 100 })).rows).toEqual([])
      })
    },
  )
})
