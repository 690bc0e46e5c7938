import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, addMonths, daysBetween } from '#kernel/dates.ts'
import { payAtOf, projectedFile, sumMonths, yearOfPay } from './forecast.rules.ts'
import { coefficientsOf, decimalOf, hundredths, lawOf, type ListName, listNames } from './law.rules.ts'
import { aRow, aSalaryFile, shippedLaw } from './shipped.factory.ts'
import { nextStepOf, overFrameOf, type SalaryFile } from './step.rules.ts'

const law = shippedLaw()
const day = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2014-01-01', n))
const groups = law.rows('ranks').flatMap((rank) => {
  const group = law.rows('groups').find((g) => g.code === rank.more.groups?.split(' ')[0])
  return group ? [{ rank: rank.code, coefficients: coefficientsOf(group) }] : []
})

const place = fc.record({ at: fc.nat(groups.length - 1), step: fc.nat(11), from: day }).map(({ at, step, from }) => {
  const { rank = '', coefficients = [] } = groups[at] ?? {}
  const index = step % coefficients.length
  return { row: aRow(rank, index + 1, decimalOf(coefficients[index] ?? 0), from), steps: coefficients.length }
})
const disciplines = fc.array(fc.record({ form: fc.constantFrom('KT', 'CC', 'GC', 'CCH', 'HBL'), on: day }), { maxLength: 3 })
const notCompleted = fc
  .uniqueArray(fc.integer({ min: 2014, max: 2024 }), { maxLength: 3 })
  .map((years) => years.map((year) => ({ from: `${year}-01-01`, until: `${year + 1}-01-01` })))
/** Times that follow one another: no day twice, as the database has them. */
const uncounted = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 500 }),
      days: fc.integer({ min: 1, max: 300 }),
      kind: fc.constantFrom('NKL', 'OM', 'HN', 'DC'),
    }),
    {
      maxLength: 3,
    },
  )
  .map((times) => {
    let at = '2014-01-01'
    return times.map(({ gap, days, kind }) => {
      const from = addDays(at, gap)
      at = addDays(from, days)
      return { kind, from, until: at }
    })
  })
const category = fc.constantFrom('civil-servant', 'cadre', 'public-employee', 'contract')
const file = fc
  .record({ place, category, disciplines, notCompleted, uncounted })
  .map(({ place: { row, steps }, ...more }) => ({ steps, row, file: aSalaryFile({ ...more, rows: [row] }) }))
const later = '2026-12-31'
const runs = { numRuns: 150 }

describe('steps', () => {
  test('the lines add up: their months are those between the start and the date, and each stands where the sum is', () => {
    fc.assert(
      fc.property(file, ({ file: f }) => {
        const next = nextStepOf(law, f, later)
        if (next.date === null || next.start === null) return
        const adds = next.lines.filter((l) => l.months !== null)
        const months = adds.reduce((n, l) => n + (l.months ?? 0), 0)
        expect(addMonths(next.start, months)).toBe(next.date)
        expect(next.months).toHaveLength(months)
        let so = 0
        for (const l of adds) expect(l.on).toBe(addMonths(next.start, (so += l.months ?? 0)))
        const count = (state: string) => next.months.filter((m) => m.state === state).length
        expect(count('counted')).toBe(adds[0]?.months)
        expect(count('uncounted') + count('delay')).toBe(months - (adds[0]?.months ?? 0))
      }),
      runs,
    )
  })

  test('a delay, or a time that does not count, never shortens', () => {
    fc.assert(
      fc.property(
        file,
        disciplines,
        notCompleted,
        day,
        fc.integer({ min: 1, max: 400 }),
        ({ file: f }, more, years, from, days) => {
          const due = (each: SalaryFile) =>
            nextStepOf(law, each, later).date ?? overFrameOf(law, each, '2014-01-01').next?.on ?? '9999-12-31'
          const before = due(f)
          expect(due({ ...f, disciplines: [...f.disciplines, ...more] }) >= before).toBe(true)
          expect(due({ ...f, notCompleted: [...f.notCompleted, ...years] }) >= before).toBe(true)
          const apart = f.uncounted.every((u) => u.until === null || u.until <= from || addDays(from, days) <= u.from)
          if (apart)
            expect(due({ ...f, uncounted: [...f.uncounted, { kind: 'NKL', from, until: addDays(from, days) }] }) >= before).toBe(
              true,
            )
        },
      ),
      runs,
    )
  })

  test('a projection never passes the table, and each step comes later and higher than the one before', () => {
    fc.assert(
      fc.property(file, ({ file: f, steps, row }) => {
        const { raises, file: projected } = projectedFile(law, f, row.from, '2060-12-31')
        expect(raises.length).toBeLessThanOrEqual(steps - (row.step ?? 0))
        let last = { on: row.from, coefficient: hundredths(row.coefficient) }
        for (const raise of raises) {
          expect(raise.step).toBeLessThanOrEqual(steps)
          expect((raise.date ?? '') > last.on).toBe(true)
          expect(hundredths(raise.coefficient)).toBeGreaterThan(last.coefficient)
          last = { on: raise.date ?? '', coefficient: hundredths(raise.coefficient) }
        }
        expect(projected.rows).toHaveLength(1 + raises.length)
      }),
      runs,
    )
  })

  test('over-frame seniority never falls, and is 0 or at least 5', () => {
    fc.assert(
      fc.property(file, day, fc.nat(3000), ({ file: f }, on, more) => {
        const now = overFrameOf(law, f, on)
        const then = overFrameOf(law, f, addDays(on, more))
        if (now.why === 'no-salary' || now.why === 'unknown-rank') return
        expect(then.percent).toBeGreaterThanOrEqual(now.percent)
        expect(now.percent === 0 || now.percent >= 5).toBe(true)
      }),
      runs,
    )
  })
})

describe('pay', () => {
  test('lines sum to the total, in whole đồng, and none is off by more than half', () => {
    fc.assert(
      fc.property(file, day, ({ file: f }, on) => {
        const pay = payAtOf(law, f, on)
        if (pay.total === null) return
        expect(pay.lines.reduce((n, l) => n + (l.dong ?? 0), 0)).toBe(pay.total)
        expect(Number.isInteger(pay.total)).toBe(true)
        const exact = (hundredths(f.rows[0]?.coefficient) / 100) * (pay.baseSalary ?? 0)
        expect(Math.abs((pay.lines[0]?.dong ?? 0) - exact)).toBeLessThanOrEqual(0.5)
      }),
      runs,
    )
  })

  test('a later base salary never changes an earlier pay', () => {
    fc.assert(
      fc.property(file, day, fc.integer({ min: 1_500_000, max: 9_000_000 }), fc.nat(1500), ({ file: f }, on, amount, after) => {
        const begins = addDays(on, 1 + after)
        const tables = Object.fromEntries(listNames.map((name) => [name, law.rows(name)])) as Record<
          ListName,
          ReturnType<typeof law.rows>
        >
        const former = tables['base-salaries'].flatMap((r) =>
          (r.validFrom ?? '') >= begins
            ? []
            : [{ ...r, validUntil: r.validUntil === null || r.validUntil > begins ? begins : r.validUntil }],
        )
        const [first] = tables['base-salaries']
        if (!first) return
        const other = lawOf({
          ...tables,
          'base-salaries': [
            ...former,
            { ...first, validFrom: begins, validUntil: null, more: { ...first.more, amount: String(amount) } },
          ],
        })
        expect(payAtOf(other, f, on)).toEqual(payAtOf(law, f, on))
      }),
      runs,
    )
  })

  test('the months of a body are the sums of its people, and nobody is paid after retirement', () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 4 }), day, (files, retires) => {
        const years = files.map(({ file: f }) => yearOfPay(law, f, 2022, '2021-12-01', retires))
        const months = sumMonths(2022, years)
        const all = years.flatMap((y) => y.months).reduce<number>((n, m) => n + (m ?? 0), 0)
        expect(months.reduce((n, m) => n + m.total, 0)).toBe(all)
        for (const [i, month] of months.entries())
          if (daysBetween(retires, addMonths('2022-01-01', i)) > 0) expect([month.people, month.total]).toEqual([0, 0])
      }),
      { numRuns: 60 },
    )
  })

  test('each month of a year is the pay of its first day', () => {
    fc.assert(
      fc.property(file, ({ file: f }) => {
        const year = yearOfPay(law, f, 2023, '2022-12-20', null)
        const { file: projected } = projectedFile(law, f, '2022-12-20', '2023-12-31')
        for (const [i, month] of year.months.entries())
          expect(month).toBe(payAtOf(law, projected, addMonths('2023-01-01', i)).total)
      }),
      { numRuns: 60 },
    )
  })
})
