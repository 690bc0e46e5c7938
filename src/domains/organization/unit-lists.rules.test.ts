import { describe, expect, test } from 'vitest'
import { compareLists, type ListedUnit } from './unit-lists.rules.ts'
import { readUnits, there } from './units-of-2025.factory.ts'
import { kindOfUnit, territorialKinds } from './unit-import.rules.ts'

const unit = (code: string, name: string, parentCode = '323'): ListedUnit => {
  const kind = kindOfUnit(null, name, code) ?? 'rural-commune'
  return { code, name, kind, level: territorialKinds[kind].level, parentCode }
}
const told = (olds: ListedUnit[], news: ListedUnit[]) =>
  compareLists(olds, news)
    .filter((c) => c.change !== 'same')
    .map(({ old, change, differs, candidates: [first] }) => [
      old.code,
      change,
      differs.join(),
      first?.code,
      first?.confidence,
      first?.evidence.join(),
    ])

describe('two lists compared', () => {
  test('nothing, where they agree, whatever the placing of tones and capitals', () => {
    expect(
      told(
        [unit('12826', 'Thị trấn Diêm Điền'), unit('12850', 'Xã Thụy Sơn')],
        [unit('12826', 'Thị Trấn Diêm Điền'), unit('12850', 'Xã Thuỵ Sơn')],
      ),
    ).toEqual([])
  })

  test('another name, kind, place or code of a unit that goes on', () => {
    const olds = [
      unit('1', 'Xã Hồng Nam'),
      unit('2', 'Xã Trung Nghĩa'),
      unit('3', 'Xã Tân Hưng', '332'),
      unit('4', 'Xã Bảo Khê'),
      unit('9', 'Xã Khác', '332'),
    ]
    const news = [
      unit('1', 'Xã Sông Hồng'),
      unit('2', 'Phường Trung Nghĩa'),
      unit('3', 'Xã Tân Hưng'),
      unit('5', 'Xã Bảo Khê'),
      unit('9', 'Xã Khác', '332'),
    ]
    expect(told(olds, news)).toEqual([
      ['1', 'altered', 'name', '1', 'certain', 'code'],
      ['2', 'altered', 'kind', '2', 'certain', 'code,name'],
      ['3', 'altered', 'parent', '3', 'certain', 'code,name'],
      ['4', 'altered', 'code', '5', 'certain', 'name'],
    ])
  })

  test('where one went whose code and name are gone: by its name under another code, by a name put together, else a guess that says so', () => {
    const olds = [
      unit('12241', 'Xã Đồng Tiến'),
      unit('12244', 'Xã Hồng Tiến'),
      unit('12382', 'Xã Phương Chiểu'),
      unit('11977', 'Xã Hồng Nam'),
      unit('12235', 'Xã Bình Kiều'),
    ]
    const news = [unit('12244', 'Xã Đồng Tiến'), unit('11977', 'Xã Phương Nam')]
    expect(told(olds, news)).toEqual([
      ['12241', 'gone', '', '12244', 'likely', 'name'],
      ['12244', 'altered', 'name', '12244', 'likely', 'code'],
      ['12382', 'gone', '', '11977', 'likely', 'name-part'],
      ['11977', 'altered', 'name', '11977', 'certain', 'code'],
      ['12235', 'gone', '', '12244', 'guess', 'nearest'],
    ])
  })

  test('of a unit in whose district nothing is left, nothing is proposed', () => {
    expect(compareLists([unit('1', 'Xã Một', '323')], [unit('2', 'Xã Hai', '324')])[0]?.candidates).toEqual([])
  })
})

describe.skipIf(!there)('held against what the resolutions of 2025 did, by the tables of mapping', () => {
  const truth = new Map<string, Set<string>>()
  if (there)
    for (const r of readUnits('mapping/old_to_new_30_provinces.csv'))
      truth.set(r.old_code ?? '', (truth.get(r.old_code ?? '') ?? new Set()).add(r.new_code ?? ''))
  const measured = (provinces: (code: string) => boolean, above: (code: string) => boolean) => {
    const olds = readUnits('pre2025/communes_10047.csv').filter((r) => provinces(r.province_code ?? ''))
    const news = readUnits('post2025/communes_3321.csv').filter((r) => above(r.province_code ?? ''))
    const changes = compareLists(
      olds.map((r) => unit(r.code ?? '', r.name ?? '', r.district_code)),
      news.map((r) => unit(r.code ?? '', r.full_name ?? '', r.province_code)),
    ).filter((c) => truth.has(c.old.code))
    const of = (...levels: string[]) => {
      const proposed = changes.filter((c) => c.candidates[0] && levels.includes(c.candidates[0].confidence))
      const right = proposed.filter((c) => truth.get(c.old.code)?.has(c.candidates[0]?.code ?? ''))
      return {
        proposed: proposed.length,
        right: right.length,
        precision: right.length / proposed.length,
        recall: right.length / changes.length,
      }
    }
    return { all: changes.length, sure: of('certain', 'likely'), guess: of('guess') }
  }

  test('Hưng Yên and Thái Bình: what is not called a guess is right; a list alone tells of a third of the units', () => {
    const { all, sure, guess } = measured(
      (p) => ['33', '34'].includes(p),
      (p) => p === '33',
    )
    expect(all).toBe(381)
    expect(sure).toMatchObject({ proposed: 121, right: 121 })
    expect(sure.recall).toBeGreaterThan(0.31)
    expect(guess.precision).toBeLessThan(0.5)
  })

  test('the country', { timeout: 60_000 }, () => {
    const { all, sure, guess } = measured(
      () => true,
      () => true,
    )
    expect(all).toBeGreaterThan(8000)
    expect(sure.precision).toBeGreaterThan(0.99)
    expect(sure.recall).toBeGreaterThan(0.38)
    expect(guess.precision).toBeGreaterThan(0.2)
  })
})
