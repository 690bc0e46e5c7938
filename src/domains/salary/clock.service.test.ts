import { describe, expect } from 'vitest'
import { evaluation } from '#domains/evaluation/index.ts'
import { organization } from '#domains/organization/index.ts'
import { people } from '#domains/people/index.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { personnel } from '#domains/personnel/index.ts'
import { renewCodeEntry } from '#kernel/codelist/codelist.service.ts'
import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import { definePermissions } from '#kernel/permissions.ts'
import { worldTest } from '#kernel/testing.ts'
import * as door from './index.ts'
import { salaryLists } from './salary.lists.ts'
import { aRow, aSalaryFile } from './shipped.factory.ts'

const lists = definePermissions('administration', { changeCodeList: { vi: 'Sửa danh mục', en: 'Change lists' } })
const administration = defineDomain({ name: 'administration', permissions: lists, routes: [], words: { vi: {}, en: {} } })
const test = worldTest([organization, people, personnel, evaluation, door.salary, administration])

/** A row of the law, other from a day on. */
const renew = (ctx: Ctx, list: keyof typeof salaryLists, code: string, from: string, more: Record<string, string>) =>
  renewCodeEntry(
    ctx,
    salaryLists[list],
    { code, validFrom: null },
    {
      ...{ labelVi: 'Mới', labelEn: null, validFrom: from, validUntil: null, source: 'Nghị định thử' },
      more: { certainty: 'sure', ...more },
    },
  )

describe('the door of salaries', () => {
  const expert: door.SalaryFile = aSalaryFile({ awards: [{ form: 'CSTDCS', on: '2021-12-20' }] })

  test('reckons with the law as shipped', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      expect((await door.nextStep(ctx, expert, '2022-12-20')).date).toBe('2023-03-01')
      const last: door.SalaryRow = aRow('01.003', 9, '4.98', '2015-01-01')
      expect((await door.overFrame(ctx, aSalaryFile({ rows: [last] }), '2022-12-20')).percent).toBe(9)
      expect((await door.earlyCandidate(ctx, expert, 2022)).date).toBe('2022-09-01')
      expect(await door.earlyPlaces(ctx, 45, 2022)).toBe(4)
      expect((await door.retirementRaise(ctx, expert, '2022-12-20')).candidate).toBe(true)
      expect(await door.placeInRank(ctx, expert, '01.002', '2022-12-20')).toMatchObject({ step: 1, coefficient: '4.40' })
      expect(await door.retirementOf(ctx, '1964-10-15', 'male')).toMatchObject({ date: '2026-04-30', noticeBy: '2025-10-30' })
      expect((await door.termEnd(ctx, '2018-07-01')).lastDay).toBe('2023-06-30')
      expect((await door.probationEnd(ctx, 'TS-CC-C', '2022-12-01')).lastDay).toBe('2023-11-30')
      expect((await door.disciplineEnd(ctx, 'KT', '2022-06-10')).lastDay).toBe('2023-06-09')
      expect((await door.payAt(ctx, expert, '2022-12-20')).total).toBe(5_587_500)
    })
  })

  test('reckons with what the department made of it: the day of the record picks the row', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      await renew(ctx, 'step-periods', 'A1', '2021-01-01', { months: '24' })
      await renew(ctx, 'terms', 'KL-KT', '2022-07-01', { subject: 'discipline', amount: '6', unit: 'month' })
      expect((await door.nextStep(ctx, expert, '2020-12-31')).date).toBe('2023-03-01')
      expect((await door.nextStep(ctx, expert, '2021-01-01')).date).toBe('2022-03-01')
      expect((await door.disciplineEnd(ctx, 'KT', '2022-06-30')).lastDay).toBe('2023-06-29')
      expect((await door.disciplineEnd(ctx, 'KT', '2022-07-01')).lastDay).toBe('2022-12-31')
    })
  })

  test('gives the files of many people, with the times that do not count', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const person = await aPerson(ctx)
      await door.addTime(ctx, {
        id: person.id,
        kind: 'NKL',
        from: '2021-05-01',
        lastDay: null,
        decisionNumber: null,
        decisionOn: null,
      })
      const files = await door.salaryFiles(ctx, [person])
      expect(files.get(person.id)).toMatchObject({
        salaryHidden: false,
        disciplinesHidden: false,
        file: { category: 'civil-servant', rows: [], uncounted: [{ kind: 'NKL', from: '2021-05-01', until: null }] },
      })
    })
  })
})
