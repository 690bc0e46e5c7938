import { calendarFrom, calendarUntil } from '#kernel/calendar/calendar.rules.ts'
import { workCalendar } from '#kernel/calendar/calendar.service.ts'
import { entriesOn, type CodeEntry } from '#kernel/codelist/codelist.rules.ts'
import { codeEntriesOf } from '#kernel/codelist/codelist.service.ts'
import type { Ctx } from '#kernel/context.ts'
import { sourceTitle } from '#kernel/sources.ts'
import type { LawTables } from './salary.contract.ts'
import { coefficientsOf, decimalOf, type Law, lawOf, type ListName, listNames, numberOf } from './law.rules.ts'
import { salaryLists } from './salary.lists.ts'
import type { Line } from './why.rules.ts'

/** The law as it stands now, all times: what shipped, or what the department made of it. In two questions. */
export async function readLaw(ctx: Ctx): Promise<Law> {
  const found = await codeEntriesOf(ctx, Object.values(salaryLists))
  const calendar = await workCalendar(ctx)
  const tables = Object.fromEntries(listNames.map((name) => [name, found.get(`salary.${name}`) ?? []])) as Record<
    ListName,
    CodeEntry[]
  >
  const weekday = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
  return lawOf(tables, (day) => (day >= calendarFrom && day < calendarUntil ? !calendar.dayOf(day).off : weekday(day)))
}

/** Lines with their sources as people cite them. */
export function cited(lines: readonly Line[]): Line[] {
  return lines.map((l) => ({ ...l, source: l.source === null ? null : sourceTitle(l.source) }))
}

const versionOf = (e: CodeEntry) => ({
  code: e.code,
  label: e.label,
  from: e.validFrom,
  until: e.validUntil,
  source: sourceTitle(e.source),
  certainty: (['sure', 'likely', 'configurable'] as const).find((c) => c === e.more.certainty) ?? null,
})

/** The tables as they hold on a day; of the base salary, all times. */
export async function lawTables(ctx: Ctx, on: string): Promise<LawTables> {
  const law = await readLaw(ctx)
  const rows = (list: ListName) => entriesOn(law.rows(list), on)
  return {
    on,
    baseSalaries: law.rows('base-salaries').map((e) => ({ ...versionOf(e), amount: numberOf(e, 'amount') })),
    groups: rows('groups').map((e) => {
      const period = law.row('step-periods', e.code, on)
      return {
        ...versionOf(e),
        difference: e.more.difference ?? '',
        coefficients: coefficientsOf(e).map(decimalOf),
        months: period ? numberOf(period, 'months') : null,
      }
    }),
    ranks: rows('ranks').map((e) => ({ ...versionOf(e), groups: e.more.groups ?? '' })),
    allowances: rows('allowances').map((e) => ({
      ...versionOf(e),
      of: e.more.of ?? '',
      least: e.more.least ?? '',
      most: e.more.most ?? '',
      afterYears: numberOf(e, 'after_years'),
    })),
    positions: rows('position-allowances').map((e) => ({ ...versionOf(e), coefficient: e.more.coefficient ?? '' })),
    probations: rows('probation-pay').map((e) => ({ ...versionOf(e), percent: numberOf(e, 'percent') })),
    kinds: rows('uncounted').map(versionOf),
    lists: listNames.map((name) => ({
      id: `salary.${name}`,
      title: salaryLists[name].title,
      about: salaryLists[name].about,
      rows: law.rows(name).length,
    })),
  }
}
