import { describe, expect, test } from 'vitest'
import { changesOfTable, type OldUnit, readShare, type TableRow } from './act-table.rules.ts'

const old = (code: string, name: string, kind = 'rural-commune', level = 'commune', parentId = 'district'): [string, OldUnit] => [
  code,
  { id: `id-${code}`, code, name, shortName: name, kind, level, parentId },
]
const olds = new Map([
  old('11953', 'Phường Hiến Nam', 'ward'),
  old('11956', 'Phường An Tảo', 'ward'),
  old('12001', 'Xã Tân Quang'),
  old('12004', 'Xã Lạc Hồng'),
  old('12007', 'Thị trấn Như Quỳnh', 'township'),
])
const aboves = new Map([['33', 'province']])
const row = (no: number, oldCode: string, share: number | null, newCode: string, newName: string, oldName = ''): TableRow => ({
  no,
  oldCode,
  oldName,
  share,
  newCode,
  newName,
  aboveCode: '33',
})

describe('a table of old and new units', () => {
  test('establishes what is made of several, even under the code of one of them', () => {
    const { changes, faults } = changesOfTable(
      [row(2, '11953', 1, '11953', 'Phường Phố Hiến'), row(3, '11956', 1, '11953', 'Phường Phố Hiến')],
      olds,
      aboves,
    )
    expect(faults).toEqual([])
    const facts = { code: '11953', name: 'Phường Phố Hiến', shortName: 'Phường Phố Hiến', kind: 'ward', level: 'commune' }
    expect(changes).toEqual([
      { kind: 'establish', key: '+11953', facts, above: 'province', rows: [2, 3] },
      { kind: 'merge', from: ['id-11953', 'id-11956'], into: '+11953', rows: [2, 3] },
    ])
  })

  test('knows the whole of one unit again, under another name and kind, at its new place', () => {
    const { changes } = changesOfTable([row(2, '12007', 1, '12007', 'Xã Như Quỳnh')], olds, aboves)
    expect(changes).toEqual([
      {
        kind: 'alter',
        id: 'id-12007',
        facts: { name: 'Xã Như Quỳnh', shortName: 'Xã Như Quỳnh', kind: 'rural-commune', level: 'commune' },
        rows: [2],
      },
      { kind: 'move', id: 'id-12007', above: 'province', rows: [2] },
    ])
  })

  test('divides what goes in parts, whose sizes may not be known', () => {
    const { changes } = changesOfTable(
      [
        row(2, '12001', null, '12001', 'Xã Tân Lạc'),
        row(3, '12001', null, '12004', 'Xã Lạc Quang'),
        row(4, '12004', 1, '12004', 'Xã Lạc Quang'),
      ],
      olds,
      aboves,
    )
    expect(changes.map((c) => c.kind)).toEqual(['establish', 'establish', 'merge', 'split'])
    expect(changes.at(-1)).toEqual({
      kind: 'split',
      id: 'id-12001',
      into: [
        { key: '+12001', share: null },
        { key: '+12004', share: null },
      ],
      rows: [2, 3],
    })
  })

  test.each([
    ['an old unit is not there', [row(2, '99999', 1, '1', 'Xã A', 'Xã Không Có')], 'oldUnknown'],
    ['it bears another name', [row(2, '12001', 1, '1', 'Xã A', 'Xã Tân Tiến')], 'oldOtherName'],
    ['the new one bears two names', [row(2, '12001', 1, '1', 'Xã A'), row(3, '12004', 1, '1', 'Xã B')], 'newTwoNames'],
    ['its kind is not told', [row(2, '12001', 1, '12345', 'Tân Lạc')], 'newKindUnknown'],
    ['a unit goes wholly and in part', [row(2, '12001', 1, '1', 'Xã A'), row(3, '12001', null, '2', 'Xã B')], 'wholeAndPart'],
    ['parts are more than the whole', [row(2, '12001', 0.7, '1', 'Xã A'), row(3, '12001', 0.4, '2', 'Xã B')], 'sharesOver'],
    ['what stands above is not there', [{ ...row(2, '12001', 1, '1', 'Xã A'), aboveCode: '77' }], 'aboveUnknown'],
  ])('is refused by row where %s', (_, rows, code) => {
    expect(changesOfTable(rows, olds, aboves).faults).toContainEqual(expect.objectContaining({ code }))
  })

  test('lets lists differ in the placing of tones, in capitals and in the kind before the name', () => {
    const spelt = new Map([old('12010', 'Xã Thuỵ Hoà')])
    expect(changesOfTable([row(2, '12010', 1, '12010', 'Xã Thụy Hòa', 'xã Thụy Hòa')], spelt, aboves).faults).toEqual([])
  })
})

test.each([
  ['full', 1],
  ['Toàn bộ', 1],
  ['', 1],
  ['partial', null],
  ['Một phần', null],
  ['40%', 0.4],
  ['0,25', 0.25],
  ['1,5', undefined],
  ['vài', undefined],
])('the share %o is %o', (text, share) => {
  expect(readShare(text)).toBe(share)
})
