import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { ImportBench } from '#kernel/imports/import.factory.ts'
import { sameText } from '#kernel/text.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { applyAct, findActByTitle, unitLineage } from './act.service.ts'
import { organization } from './index.ts'
import { can } from './organization.permissions.ts'
import { findBrokenUnits } from './unit.checks.ts'
import { unitsForExport } from './unit.service.ts'
import { compareUnitList, decideByProposals, draftFromUnitList, unitLists } from './unit-list.service.ts'
import { readUnits, shared, there } from './units-of-2025.factory.ts'

const test = worldTest([organization], new Date('2026-11-24T03:00:00Z'))
const minutes = 60_000

class Office {
  readonly bench: ImportBench
  constructor(private readonly world: TestWorld) {
    const reach = Object.fromEntries(Object.values(can).map((p) => [p.id, { all: true }]))
    this.bench = new ImportBench(world, anActor(reach))
  }

  /** Brings a file in as it was given out, every row of it. */
  async bringIn(kind: string, file: string, values: Record<string, string> = {}): Promise<void> {
    const { id } = await this.bench.draft(kind, file, readFileSync(new URL(`units/${file}`, shared)))
    const told = Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value }]))
    const { run } = await this.bench.check(id, told)
    expect(run?.counts.refused ?? 0, `${file}: rows refused`).toBe(0)
    expect((await this.bench.commit(id)).state, file).toBe('committed')
  }

  async apply(title: string, on: string): Promise<void> {
    const act = await this.do((ctx) => findActByTitle(ctx, title, on))
    expect((await this.do((ctx) => applyAct(ctx, act?.id ?? ''))).faults).toEqual([])
  }

  /** The communes of the province on a day, by code. */
  async communes(asOf: string): Promise<Map<string, string>> {
    const units = await this.do((ctx) => unitsForExport(ctx, { asOf, level: 'commune', under: '33' }))
    return new Map(units.map((u) => [u.code, u.name]))
  }

  do<T>(
    run: Parameters<TestWorld['asSystem']>[0] extends (ctx: infer C) => unknown ? (ctx: C) => Promise<T> : never,
  ): Promise<T> {
    return this.world.asSystem(run)
  }
}

const snapshot = (day: string) =>
  new Map(
    readUnits('history/hungyen_communes_by_snapshot.csv').flatMap((r) =>
      r.snapshot === day ? [[r.code ?? '', r.name ?? '']] : [],
    ),
  )

test.skipIf(!there)(
  'the history of Hưng Yên 2019 to 2025 (161, 139, 104 communes) from the files of the statistics office by import alone',
  { timeout: 8 * minutes },
  async ({ world }) => {
    const office = new Office(world)
    const since = { validFrom: '2019-12-01' }
    await office.bringIn('units', 'pre2025/provinces_63.csv', since)
    await office.bringIn('units', 'pre2025/districts_696.csv', since)
    await office.bringIn('units', 'pre2025/thaibinh_34_communes.csv', { validFrom: '2025-03-01' })
    await office.bringIn('unit-lists', 'history/hungyen_communes_by_snapshot.csv')

    // The first list is where the record begins; the lists of 2023 and of 1 January 2025 agree with it.
    const lists = await office.do(unitLists)
    expect(lists.map((l) => [l.listedOn, l.units])).toEqual([
      ['2025-03-01', 139],
      ['2025-01-01', 161],
      ['2023-04-10', 161],
      ['2019-12-01', 161],
    ])
    const listOf = (day: string) => lists.find((l) => l.listedOn === day)?.id ?? ''
    const draft = async (day: string, title: string, on: string) => {
      const { proposals } = await office.do((ctx) => compareUnitList(ctx, listOf(day)))
      const decisions = decideByProposals(proposals, 'likely')
      await office.do((ctx) => draftFromUnitList(ctx, { id: listOf(day), title, effectiveOn: on, decisions }))
      await office.apply(title, on)
      return decisions
    }
    await draft('2019-12-01', 'Danh mục ngày 01/12/2019', '2019-12-01')
    for (const day of ['2019-12-01', '2023-04-10', '2025-01-01'])
      expect(await office.do((ctx) => compareUnitList(ctx, listOf(day)))).toMatchObject({ same: 161, proposals: [], made: [] })

    // Between 1 January and 1 March 2025, 22 codes go and 15 bear another name. What names tell is proposed; the rest stays unknown.
    const reform = 'Nghị quyết sắp xếp đơn vị hành chính cấp xã giai đoạn 2023–2025'
    const decisions = await draft('2025-03-01', reform, '2025-03-01')
    expect(decisions).toHaveLength(37)
    const gone = decisions.filter((d) => !snapshot('2025-03-01').has(d.oldCode))
    expect(gone).toHaveLength(22)
    expect(Object.fromEntries(gone.flatMap((d) => (d.newCode ? [[d.oldCode, d.newCode]] : [])))).toEqual({
      '12082': '12091', // Việt Cường -> Việt Yên
      '12088': '12091', // Yên Hòa -> Việt Yên
      '12163': '12157', // Quang Vinh
      '12187': '12175', // Đa Lộc
      '12199': '12196', // Hồng Quang
      '12241': '12244', // Đồng Tiến
      '12310': '12295', // Phú Thịnh, with Thọ Vinh -> Phú Thọ
      '12358': '12364', // Đức Thắng, with Hải Triều -> Hải Thắng
      '12382': '11977', // Phương Chiểu, with Hồng Nam -> Phương Nam
    })
    expect(await office.do((ctx) => compareUnitList(ctx, listOf('2025-03-01')))).toMatchObject({
      same: 139,
      proposals: [],
      made: [],
    })

    // 1 July 2025, from the tables of mapping.
    const on = '2025-07-01'
    await office.bringIn('reorganisation', 'mapping/provinces_63_to_34.csv', { act: '202/2025/QH15', on })
    await office.apply('202/2025/QH15', on)
    await office.bringIn('reorganisation', 'mapping/hungyen_old_to_new.csv', { act: '1666/NQ-UBTVQH15', on, abolish: 'district' })
    await office.apply('1666/NQ-UBTVQH15', on)

    const counts = { '2019-12-01': 161, '2023-04-10': 161, '2025-01-01': 161, '2025-03-01': 139 }
    for (const [day, count] of Object.entries(counts)) {
      const then = await office.communes(day)
      expect(then.size, day).toBe(count)
      expect(then, day).toEqual(snapshot(day))
    }
    expect(await office.communes('2025-02-28')).toEqual(snapshot('2025-01-01'))
    expect(await office.communes('2025-06-30')).toEqual(snapshot('2025-03-01'))
    const now = await office.communes(on)
    const listed = new Map(readUnits('post2025/hungyen_33_communes.csv').map((r) => [r.code ?? '', r.full_name ?? '']))
    expect([...now.keys()].sort()).toEqual([...listed.keys()].sort())
    expect([...now].filter(([code, name]) => !sameText(name, listed.get(code) ?? ''))).toEqual([])
    expect(now.size).toBe(104)

    // Of every unit that is gone it is known what it became, or known that this is not known.
    const ended = await world.sql<{ id: string; code: string }>(
      `SELECT v.unit_id AS id, max(v.code) AS code FROM organization.unit_version v WHERE v.level = 'commune'
       GROUP BY v.unit_id HAVING max(coalesce(v.valid_until, 'infinity')) < 'infinity'`,
    )
    const unknown: string[] = []
    for (const { id, code } of ended) {
      const { after, unknown: open } = await office.do((ctx) => unitLineage(ctx, { id }))
      expect(after.length + open.length, code).toBeGreaterThan(0)
      if (open.length > 0) unknown.push(code)
    }
    expect(unknown.sort()).toEqual(gone.flatMap((d) => (d.newCode ? [] : [d.oldCode])).sort())
    expect(await office.do(findBrokenUnits)).toEqual([])
  },
)
