import { sql } from 'kysely'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { fold } from '#kernel/text.ts'
import { knownOn, sumMonths, type YearOfPay, yearOfPay } from './forecast.rules.ts'
import { readLaw } from './law.service.ts'
import { retirementOf } from './retirement.rules.ts'
import { type Forecast, forecastList, type ForecastRow } from './salary.contract.ts'
import { can } from './salary.permissions.ts'
import { salaryFiles } from './salary.service.ts'
import * as store from './salary.store.ts'
import { earlyQuota, rowOn, type SalaryRow } from './step.rules.ts'

interface Body {
  unitId: string
  year: number
  asOf?: string | undefined
}

interface Projected {
  person: store.PayrollPerson
  row: SalaryRow | null
  pay: YearOfPay
  hidden: boolean
}

/** Everybody with a main post in a body or below it, each with the year's pay: the same few questions however many there are. */
async function project(ctx: Ctx, { unitId, year, asOf }: Body): Promise<Projected[]> {
  await ctx.require(can.readForecast, unitId)
  const at = asOf ?? ctx.today()
  const people = await store.findPayroll(ctx.db, unitId, at)
  const law = await readLaw(ctx)
  const files = await salaryFiles(ctx, people)
  return people.flatMap((person) => {
    const known = files.get(person.id)
    if (!known) return []
    const file = knownOn(known.file, at)
    const { date } = retirementOf(law, person.birth, person.sex)
    return [
      {
        person,
        row: rowOn(file.rows, at),
        pay: yearOfPay(law, file, year, at, date),
        hidden: known.disciplinesHidden || known.salaryHidden,
      },
    ]
  })
}

/** The payroll of a body in a year, month by month. @throws Refusal `kernel.forbidden` outside the reach, `kernel.notFound`. */
export async function forecast(ctx: Ctx, body: Body): Promise<Forecast> {
  const unitName = await store.findUnitName(ctx.db, body.unitId, body.asOf ?? ctx.today())
  const people = await project(ctx, body)
  if (unitName === null) throw kernelRefuse.notFound({ what: 'unit' })
  const months = sumMonths(
    body.year,
    people.map((p) => p.pay),
  )
  return {
    unitId: body.unitId,
    unitName,
    year: body.year,
    people: people.length,
    unknown: people.filter((p) => p.pay.unknown).length,
    hidden: people.some((p) => p.hidden),
    total: months.reduce((sum, m) => sum + m.total, 0),
    earlyQuota: earlyQuota(await readLaw(ctx), people.filter((p) => !p.pay.unknown).length, body.year),
    months,
  }
}

function rowOf({ person, row, pay }: Projected): ForecastRow {
  const paid = pay.months.filter((n) => n !== null)
  const [raise] = pay.raises
  const [rise] = pay.overFrame
  const change = pay.unknown ? 'unknown' : pay.retiresOn ? 'retire' : raise ? 'raise' : rise ? 'over-frame' : 'none'
  return {
    id: person.id,
    fullName: person.fullName,
    title: person.title,
    unitName: person.unitName,
    rank: row?.rank ?? null,
    coefficient: row?.coefficient ?? null,
    firstMonth: paid[0] ?? null,
    lastMonth: paid.at(-1) ?? null,
    total: paid.reduce((sum, n) => sum + n, 0),
    change,
    changeOn: pay.retiresOn ?? raise?.on ?? rise?.on ?? null,
  }
}

/** Computed rows as a list, so that they are searched, sorted, paged and exported like any other. */
async function sourceOf(ctx: Ctx, body: Body): Promise<ListSource> {
  const rows = (await project(ctx, body)).map((p) => ({
    ...rowOf(p),
    search_name: fold(p.person.fullName),
    sort_name: sortName(p.person.fullName),
  }))
  return {
    shape: forecastList,
    rows: () => sql`
      SELECT r.* FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "fullName" text, title text, "unitName" text, rank text, coefficient text,
        "firstMonth" float8, "lastMonth" float8, total float8, change text, "changeOn" text, search_name text, sort_name text)`,
    searchColumn: 'search_name',
    sortColumns: { fullName: 'sort_name' },
  }
}

/** Vietnamese order: given name first. */
function sortName(name: string): string {
  const words = fold(name).split(' ')
  return [words.at(-1) ?? '', ...words.slice(0, -1)].join(' ')
}

export async function listForecast(ctx: Ctx, input: ListInput & Body) {
  const { unitId, year, ...question } = input
  const body = { unitId, year, ...(question.asOf ? { asOf: question.asOf } : {}) }
  return listPage<ForecastRow & { sort_name: string; search_name: string }>(ctx, await sourceOf(ctx, body), question as ListInput)
}

export async function exportForecast(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion & Body): Promise<File> {
  const { unitId, year, ...question } = input
  const body = { unitId, year, ...(question.asOf ? { asOf: String(question.asOf) } : {}) }
  return exportList(ctx, await sourceOf(ctx, body), question as Omit<ListInput, 'limit'> & ExportQuestion)
}
