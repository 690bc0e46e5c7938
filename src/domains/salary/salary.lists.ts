import { type CodeColumn, defineCodeList } from '#kernel/codelist/codelist.rules.ts'
import { type ListName, stepColumns, stepFault } from './law.rules.ts'

const certainty: CodeColumn = {
  key: 'certainty',
  title: 'salary.certainty',
  choices: ['sure', 'likely', 'configurable'],
  words: 'salary.certainties.',
}
const column = (key: string, number?: 'whole' | 'decimal', optional = false, title = key): CodeColumn => ({
  key,
  title: `salary.columns.${title}`,
  ...(number ? { number, optional } : {}),
})
const choice = (key: string, choices: string[]): CodeColumn => ({ ...column(key), choices, words: `salary.choices.${key}.` })

function table(name: ListName, columns: CodeColumn[], fault?: (more: Readonly<Record<string, string>>) => string | null) {
  return defineCodeList({
    id: `salary.${name}`,
    title: `salary.lists.${name}`,
    about: `salary.listsAbout.${name}`,
    file: `domains/salary/data/${name}.csv`,
    editable: true,
    columns: [...columns, certainty],
    ...(fault ? { fault } : {}),
  })
}

/** What the law says of salaries and clocks, as dated rows with their source. An administrator changes them from a day on. */
export const salaryLists: Record<ListName, ReturnType<typeof table>> = {
  'base-salaries': table('base-salaries', [column('amount', 'whole', false, 'dong')]),
  groups: table(
    'groups',
    [
      column('table', 'whole', true),
      column('difference', 'decimal'),
      ...stepColumns.map((key) => column(key, 'decimal', key !== 's1')),
    ],
    stepFault,
  ),
  ranks: table('ranks', [column('groups')]),
  'step-periods': table('step-periods', [column('months', 'whole')]),
  delays: table('delays', [
    choice('cause', ['discipline', 'rating']),
    column('form'),
    choice('who', ['all', 'official', 'employee']),
    column('months', 'whole'),
  ]),
  uncounted: table('uncounted', [column('allowed', 'whole')]),
  'over-frame': table('over-frame', [column('first', 'whole'), column('yearly', 'whole'), column('every', 'whole')]),
  'early-raise': table('early-raise', [
    column('share', 'whole', true),
    column('most', 'whole'),
    column('years_long', 'whole', true),
    column('years_short', 'whole', true),
  ]),
  'early-awards': table('early-awards', [column('months', 'whole')]),
  'retirement-ages': table('retirement-ages', [
    column('start_year', 'whole', true),
    column('age', 'whole'),
    column('step', 'whole', false, 'growth'),
    column('cap', 'whole'),
  ]),
  'retirement-variants': table('retirement-variants', [column('months', 'whole')]),
  terms: table('terms', [
    choice('subject', ['notice', 'appointment', 'probation', 'discipline']),
    column('amount', 'whole', false, 'length'),
    choice('unit', ['month', 'day']),
  ]),
  'position-allowances': table('position-allowances', [column('coefficient', 'decimal')]),
  allowances: table('allowances', [
    choice('of', ['pay', 'base']),
    column('least', 'decimal'),
    column('most', 'decimal', true),
    column('after_years', 'whole', true),
    column('yearly', 'whole', true),
    choice('who', ['all', 'official', 'employee']),
  ]),
  'probation-pay': table('probation-pay', [column('percent', 'whole'), column('step', 'whole', false, 'paidStep')]),
}
