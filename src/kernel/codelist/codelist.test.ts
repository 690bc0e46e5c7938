import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { countingRules, pauseReasons, restLawList } from '../calendar/calendar.lists.ts'
import { countingRule } from '../calendar/calendar.service.ts'
import { addDays } from '../dates.ts'
import { defineDomain } from '../domain.ts'
import { definePermissions } from '../permissions.ts'
import { anActor, anActorWith, worldTest } from '../testing.ts'
import { type CodeEntry, entriesOn, entryOn, overlapping } from './codelist.rules.ts'
import {
  addCodeEntry,
  codeEntries,
  codeEntryHistory,
  correctCodeEntry,
  endCodeEntry,
  shippedEntries,
} from './codelist.service.ts'

const can = definePermissions('administration', { changeCodeList: { vi: 'Sửa danh mục', en: 'Change lists' } })
const administration = defineDomain({ name: 'administration', permissions: can, routes: [], words: { vi: {}, en: {} } })
const test = worldTest([administration])

const reason = (code: string, validFrom: string | null, validUntil: string | null, label = 'Lý do') => ({
  code,
  labelVi: label,
  labelEn: null,
  validFrom,
  validUntil,
  source: 'Quyết định số 1/QĐ-SNV',
  more: {},
})
const window = fc
  .record({ from: fc.option(fc.integer({ min: 0, max: 60 })), length: fc.option(fc.integer({ min: 1, max: 60 })) })
  .map(({ from, length }) => ({
    validFrom: from === null ? null : addDays('2022-01-01', from),
    validUntil: length === null ? null : addDays('2022-01-01', (from ?? 0) + length),
  }))
const entry = (w: { validFrom: string | null; validUntil: string | null }, id: string): CodeEntry => ({
  id,
  code: 'A',
  label: { vi: '', en: '' },
  source: '',
  more: {},
  ...w,
})

describe('windows of one code', () => {
  test('overlap exactly when some day would have two entries', () => {
    fc.assert(
      fc.property(window, window, (a, b) => {
        const shared = Array.from({ length: 140 }, (_, i) => addDays('2021-12-25', i)).some(
          (day) => entriesOn([entry(a, '1'), entry(b, '2')], day).length === 2,
        )
        return (overlapping([entry(a, '1')], entry(b, '2')) !== null) === shared
      }),
      { numRuns: 1000 },
    )
  })

  test('the date of the record picks the entry, never today', ({ world: _ }) => {
    const entries = shippedEntries(pauseReasons)
    expect(entryOn(entries, 'BO-SUNG', '2022-12-20')?.source).toBe('ND-61-2018')
    expect(entryOn(entries, 'BO-SUNG', '2025-06-30')?.source).toBe('ND-61-2018')
    expect(entryOn(entries, 'BO-SUNG', '2025-07-01')?.source).toBe('ND-118-2025')
    expect(entryOn(entries, 'BO-SUNG', '2018-01-01')).toBeNull()
  })
})

describe('editing', () => {
  test('a list stands as it came until it is first edited; then whole in the database', async ({ world }) => {
    const before = await world.asSystem((ctx) => codeEntries(ctx, pauseReasons))
    expect(before.every((e) => e.id === null)).toBe(true)
    await world.asSystem((ctx) =>
      addCodeEntry(ctx, pauseReasons, reason('HOI-Y-KIEN', '2023-01-01', null, 'Chờ ý kiến cơ quan phối hợp')),
    )
    const after = await world.asSystem((ctx) => codeEntries(ctx, pauseReasons))
    expect(after.map(({ id: _, ...e }) => e)).toEqual([
      ...before.map(({ id: _, ...e }) => e),
      {
        code: 'HOI-Y-KIEN',
        label: { vi: 'Chờ ý kiến cơ quan phối hợp', en: 'Chờ ý kiến cơ quan phối hợp' },
        validFrom: '2023-01-01',
        validUntil: null,
        source: 'Quyết định số 1/QĐ-SNV',
        more: {},
      },
    ])
    expect(after.every((e) => e.id !== null)).toBe(true)
  })

  test('ending keeps the entry for its days; a correction changes it for all of them', async ({ world }) => {
    const key = { code: 'TAI-CHINH', validFrom: '2025-07-01' }
    await world.asSystem((ctx) => endCodeEntry(ctx, pauseReasons, key, '2026-01-01'))
    let entries = await world.asSystem((ctx) => codeEntries(ctx, pauseReasons))
    expect(entryOn(entries, 'TAI-CHINH', '2025-12-31')).not.toBeNull()
    expect(entryOn(entries, 'TAI-CHINH', '2026-01-01')).toBeNull()
    await world.asSystem((ctx) =>
      correctCodeEntry(ctx, pauseReasons, key, reason('khác', '2025-07-01', '2026-01-01', 'Chờ nộp phí, lệ phí')),
    )
    entries = await world.asSystem((ctx) => codeEntries(ctx, pauseReasons))
    expect(entryOn(entries, 'TAI-CHINH', '2025-12-31')?.label.vi).toBe('Chờ nộp phí, lệ phí')
    expect(entryOn(entries, 'TAI-CHINH', '2024-01-01')?.label.vi).toBe('Chờ thực hiện nghĩa vụ tài chính')
    const events = await world.asSystem((ctx) => codeEntryHistory(ctx, pauseReasons, key))
    expect(events.map((e) => [e.before !== null, e.after?.label_vi])).toEqual([
      [true, 'Chờ nộp phí, lệ phí'],
      [true, 'Chờ thực hiện nghĩa vụ tài chính'],
      [false, 'Chờ thực hiện nghĩa vụ tài chính'],
    ])
  })

  test('what would share a day with another entry is refused, by the rules and by the database', async ({ world }) => {
    const add = (from: string | null, until: string | null) =>
      world.asSystem((ctx) => addCodeEntry(ctx, pauseReasons, reason('BO-SUNG', from, until)))
    await expect(add('2024-01-01', null)).rejects.toMatchObject({ code: 'kernel.codeOverlaps', status: 409 })
    await expect(add(null, '2018-06-22')).rejects.toMatchObject({ code: 'kernel.codeOverlaps' })
    await add(null, '2018-06-21')
    await expect(
      world.asSystem((ctx) =>
        correctCodeEntry(ctx, pauseReasons, { code: 'BO-SUNG', validFrom: null }, reason('BO-SUNG', null, '2018-06-22')),
      ),
    ).rejects.toMatchObject({ code: 'kernel.codeOverlaps' })
    await expect(
      world.sql(`UPDATE kernel.code_entry SET valid_until = '2019-01-01' WHERE code = 'BO-SUNG' AND valid_from IS NULL`),
    ).rejects.toMatchObject({ code: '23P01' })
  })

  test('an end not after the beginning, a value outside of the choices, a rule of the program: refused', async ({ world }) => {
    await expect(
      world.asSystem((ctx) => endCodeEntry(ctx, pauseReasons, { code: 'BO-SUNG', validFrom: '2025-07-01' }, '2025-07-01')),
    ).rejects.toMatchObject({ code: 'kernel.codeEndsBeforeStart' })
    await expect(
      world.asSystem((ctx) => addCodeEntry(ctx, pauseReasons, reason('X', '2025-07-02', '2025-07-01'))),
    ).rejects.toMatchObject({ code: 'kernel.codeEndsBeforeStart' })
    await expect(
      world.asSystem((ctx) =>
        addCodeEntry(ctx, countingRules, {
          ...reason('X', null, null),
          more: { first_day: 'someday', closes_at: '', end_on_day_off: 'keep' },
        }),
      ),
    ).rejects.toMatchObject({ code: 'kernel.codeValueUnknown', params: { column: 'first_day', value: 'someday' } })
    await expect(world.asSystem((ctx) => addCodeEntry(ctx, restLawList, reason('X', null, null)))).rejects.toMatchObject({
      code: 'kernel.codeListFixed',
    })
    await expect(
      world.asSystem((ctx) => endCodeEntry(ctx, pauseReasons, { code: 'NO', validFrom: null }, '2025-07-01')),
    ).rejects.toMatchObject({ code: 'kernel.notFound' })
  })

  test('who may not change lists changes none; everybody reads them', async ({ world }) => {
    await expect(world.as(anActor({}), (ctx) => addCodeEntry(ctx, pauseReasons, reason('X', null, null)))).rejects.toMatchObject({
      code: '42501',
    })
    await world.as(anActorWith(can.changeCodeList), (ctx) => addCodeEntry(ctx, pauseReasons, reason('X', null, null)))
    expect((await world.as(anActor({}), (ctx) => codeEntries(ctx, pauseReasons))).some((e) => e.code === 'X')).toBe(true)
    // Row-level security lets the update find nothing.
    await expect(
      world.as(anActor({}), (ctx) => endCodeEntry(ctx, pauseReasons, { code: 'X', validFrom: null }, '2025-07-01')),
    ).rejects.toMatchObject({ code: 'kernel.notFound' })
    expect(await world.sql(`SELECT valid_until FROM kernel.code_entry WHERE code = 'X'`)).toEqual([{ valid_until: null }])
  })

  test('an edited rule is what deadlines of its days are counted by', async ({ world }) => {
    const rule = (on: string) => world.asSystem((ctx) => countingRule(ctx, 'MOT-CUA', on))
    expect(await rule('2025-07-01')).toMatchObject({ closesAt: '17:00', source: 'ND-118-2025' })
    await world.asSystem((ctx) =>
      correctCodeEntry(
        ctx,
        countingRules,
        { code: 'MOT-CUA', validFrom: '2025-07-01' },
        {
          ...reason('MOT-CUA', '2025-07-01', null, 'Một cửa'),
          more: { first_day: 'next', closes_at: '15:30', end_on_day_off: 'next-working' },
        },
      ),
    )
    expect((await rule('2025-07-01')).closesAt).toBe('15:30')
    expect((await rule('2025-06-30')).closesAt).toBe('17:00')
    await expect(rule('2018-01-01')).rejects.toMatchObject({ code: 'kernel.unknownRule' })
  })
})
