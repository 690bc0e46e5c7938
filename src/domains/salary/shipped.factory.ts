import { shippedEntries } from '#kernel/codelist/codelist.service.ts'
import { type Law, lawOf, type ListName, listNames } from './law.rules.ts'
import { retirementOf } from './retirement.rules.ts'
import { salaryLists } from './salary.lists.ts'
import type { SalaryFile, SalaryRow } from './step.rules.ts'

/** The law as shipped. */
export function shippedLaw(): Law {
  return lawOf(
    Object.fromEntries(listNames.map((name) => [name, shippedEntries(salaryLists[name])])) as Record<
      ListName,
      ReturnType<typeof shippedEntries>
    >,
  )
}

/** The last day of service by age under the law as shipped. */
export function retiresOn({ birth, sex }: { birth: string | null; sex: string }): string | null {
  return retirementOf(shippedLaw(), birth, sex === 'female' ? 'female' : 'male').date
}

/** One line of a salary course. */
export function aRow(
  rank: string,
  step: number | null,
  coefficient: string,
  from: string,
  more: Partial<SalaryRow> = {},
): SalaryRow {
  return { rank, step, coefficient, from, until: null, position: null, overFrame: null, ...more }
}

/** The file of a civil servant at step 3 of expert since March 2020, with nothing in the way. */
export function aSalaryFile(more: Partial<SalaryFile> = {}): SalaryFile {
  return {
    category: 'civil-servant',
    rows: [aRow('01.003', 3, '3.00', '2020-03-01')],
    disciplines: [],
    notCompleted: [],
    uncounted: [],
    awards: [],
    earlyRaises: [],
    ...more,
  }
}
