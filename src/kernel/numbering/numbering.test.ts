import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Ctx } from '../context.ts'
import { defineDomain } from '../domain.ts'
import { definePermissions } from '../permissions.ts'
import { anActor, anActorWith, worldTest } from '../testing.ts'
import { type Book, defineBook, readNumber, seriesOf, writeNumber } from './numbering.rules.ts'
import { claimNumber, nextNumber, takenBy } from './numbering.service.ts'

const can = definePermissions('club', { number: { vi: 'Cấp số', en: 'Number' } })
const club = defineDomain({ name: 'club', permissions: can, routes: [], words: { vi: {}, en: {} } })
const test = worldTest([club])

const yearly: Book = defineBook({
  code: 'club.letters',
  words: { vi: 'Sổ công văn', en: 'Letters' },
  format: '{n}/{year}/CV-CLB',
  restart: 'year',
  permissions: [can.number.id],
  source: 'ND-30-2020#15',
})
const termed: Book = defineBook({
  ...yearly,
  code: 'club.reports',
  format: '{n}-BC/CLB',
  restart: [
    { from: '2020-06-01', name: '2020-2025' },
    { from: '2025-06-01', name: '2025-2030' },
  ],
})
const take = (ctx: Ctx, record: string, date = '2022-12-20', book: Book = yearly, scope: string | null = null) =>
  nextNumber(ctx, book, { date, relation: 'club.letter', recordId: record, scope })

describe('how numbers are written', () => {
  test('two digits at least; the year of the document; a series per year or per term', () => {
    expect([
      writeNumber(yearly, 5, '2022-01-31'),
      writeNumber(yearly, 123, '2023-01-31'),
      writeNumber(termed, 315, '2022-12-20'),
    ]).toEqual(['05/2022/CV-CLB', '123/2023/CV-CLB', '315-BC/CLB'])
    expect([
      seriesOf(termed, '2020-05-31'),
      seriesOf(termed, '2020-06-01'),
      seriesOf(termed, '2025-05-31'),
      seriesOf(termed, '2026-01-01'),
    ]).toEqual([null, '2020-2025', '2020-2025', '2025-2030'])
    expect(() => defineBook({ ...yearly, format: 'CV-CLB' })).toThrow()
  })

  test('what is written is read back; other formats are no numbers of this register', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99999 }),
        fc.constantFrom(yearly, termed),
        (n, book) => readNumber(book, writeNumber(book, n, '2022-12-20'), '2022-12-20') === n,
      ),
    )
    expect(readNumber(termed, ' 315 -BC/CLB', '2022-12-20')).toBe(315)
    for (const text of ['315-BC/XYZ', '-BC/CLB', '0-BC/CLB', '3a-BC/CLB', '315'])
      expect(readNumber(termed, text, '2022-12-20')).toBeNull()
  })
})

describe('taking numbers', () => {
  test('one after another, each year and each register and each unit from 1', async ({ world }) => {
    const unit = '00000000-0000-4000-8000-000000000001'
    const taken = await world.asSystem(async (ctx) => [
      (await take(ctx, 'a')).text,
      (await take(ctx, 'b')).text,
      (await take(ctx, 'c', '2023-01-03')).text,
      (await take(ctx, 'd', '2022-12-21')).text,
      (await take(ctx, 'e', '2022-12-21', termed)).text,
      (await take(ctx, 'f', '2022-12-21', yearly, unit)).text,
    ])
    expect(taken).toEqual(['01/2022/CV-CLB', '02/2022/CV-CLB', '01/2023/CV-CLB', '03/2022/CV-CLB', '01-BC/CLB', '01/2022/CV-CLB'])
  })

  test('a record keeps its number, however often it is asked for', async ({ world }) => {
    const [first, again, other] = await world.asSystem(async (ctx) => [
      await take(ctx, 'a'),
      await take(ctx, 'a'),
      await take(ctx, 'b'),
    ])
    expect([first?.number, again?.number, other?.number]).toEqual([1, 1, 2])
    expect(await world.asSystem((ctx) => takenBy(ctx, yearly, { relation: 'club.letter', recordId: 'a' }))).toEqual({
      number: 1,
      text: '01/2022/CV-CLB',
    })
  })

  test('an operation that fails has taken no number', async ({ world }) => {
    await world.asSystem((ctx) => take(ctx, 'a'))
    await expect(
      world.asSystem(async (ctx) => {
        await take(ctx, 'b')
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect((await world.asSystem((ctx) => take(ctx, 'c'))).number).toBe(2)
  })

  test('a number written by hand opens an empty series, and later ones must be the next', async ({ world }) => {
    const claim = (record: string, text: string) =>
      world.asSystem((ctx) => claimNumber(ctx, termed, { date: '2022-12-20', relation: 'club.report', recordId: record }, text))
    expect(await claim('a', '315-BC/CLB')).toMatchObject({ number: 315 })
    expect((await world.asSystem((ctx) => take(ctx, 'b', '2022-12-21', termed))).text).toBe('316-BC/CLB')
    await expect(claim('c', '315-BC/CLB')).rejects.toMatchObject({ code: 'kernel.numberTaken', status: 409 })
    await expect(claim('c', '400-BC/CLB')).rejects.toMatchObject({ code: 'kernel.numberTaken' })
    await expect(claim('a', '317-BC/CLB')).rejects.toMatchObject({ code: 'kernel.numberTaken', params: { text: '315-BC/CLB' } })
    expect(await claim('a', '315 -BC/CLB')).toMatchObject({ number: 315 })
    expect(await claim('c', '317-BC/CLB')).toMatchObject({ number: 317 })
    expect(await claim('d', 'số khác')).toBeNull()
  })

  test('a date before the first series is refused', async ({ world }) => {
    await expect(world.asSystem((ctx) => take(ctx, 'a', '2019-01-01', termed))).rejects.toMatchObject({
      code: 'kernel.numberSeriesUnknown',
      status: 422,
    })
  })

  test('who holds none of the permissions of a register takes no number, be the series there or not', async ({ world }) => {
    await expect(world.as(anActor({}), (ctx) => take(ctx, 'a'))).rejects.toMatchObject({ code: '42501' })
    await world.as(anActorWith(can.number), (ctx) => take(ctx, 'a'))
    await expect(world.as(anActor({}), (ctx) => take(ctx, 'b'))).rejects.toMatchObject({ code: '42501' })
    expect(await world.sql(`SELECT number FROM kernel.book_number WHERE book = 'club.letters'`)).toEqual([{ number: 1 }])
  })

  test('who numbers in one unit cannot number in another', async ({ world }) => {
    const [own, other] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
    const clerk = anActor({ [can.number.id]: { units: [own] } })
    expect((await world.as(clerk, (ctx) => take(ctx, 'a', '2022-12-20', yearly, own))).number).toBe(1)
    await expect(world.as(clerk, (ctx) => take(ctx, 'b', '2022-12-20', yearly, other))).rejects.toMatchObject({ code: '42501' })
  })
})
