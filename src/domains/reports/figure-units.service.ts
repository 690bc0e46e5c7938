import { placeSums } from '#domains/organization/index.ts'
import type { PlaceLevel } from '#domains/organization/place.contract.ts'
import { type IndicatorDefinition, readByUnit, readComputed } from '#engines/indicators/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { addDays, formatDateShort } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { writeTable } from '#kernel/list-export.ts'
import type { ExportFormat } from '#kernel/lists.ts'
import { catalogueFigure } from './catalogue.store.ts'
import type { FigureByUnits } from './figure.contract.ts'
import { periodOf } from './figure.rules.ts'
import { refuse } from './reports.refusals.ts'

interface Asked {
  id: string
  period: string
  level: PlaceLevel
  restatedTo?: string | undefined
}

/**
 * A computed figure by units: as they were organised on the last day of its period, or restated to another day. The sums are of the very
 * records the figure counts, so groups and what could not be placed sum to the figure.
 *
 * @throws Refusal `kernel.notFound` for an unknown figure, `reports.notInUnits` for one whose records name no unit.
 */
export async function figureByUnits(ctx: Ctx, input: Asked): Promise<FigureByUnits> {
  const figure = catalogueFigure(input.id)
  const definition = (ctx.kernel.indicators as readonly IndicatorDefinition[]).find((d) => d.id === figure.id)
  if (!definition?.inUnits) throw refuse.notInUnits({ id: figure.id })
  const period = periodOf(input.period)
  const value = await readComputed(ctx.db, definition, period)
  const sums = value === null ? [] : await readByUnit(ctx.db, definition, period)
  const { groups, unplaced, on } = await placed(ctx, sums, input)
  const nowhere = sums.filter((s) => s.unitId === '').map((s) => ({ name: '', value: s.value, why: 'no-unit' as const }))
  const rest = [...unplaced.map(({ name, amount, why }) => ({ name, value: String(amount), why })), ...nowhere]
  const sum = [...groups.map((g) => g.amount), ...rest.map((r) => Number(r.value))].reduce((a, b) => a + b, 0)
  return {
    level: input.level,
    on,
    restated: input.restatedTo !== undefined,
    groups: groups.map(({ unitId, code, name, amount, estimate }) => ({
      unitId,
      code,
      name,
      value: String(amount),
      estimate,
      group: `units:${input.level}:${input.restatedTo ?? 'then'}:${unitId}`,
    })),
    unplaced: rest,
    value,
    complete: value !== null && Math.abs(sum - Number(value)) < 1e-3,
  }
}

async function placed(ctx: Ctx, sums: readonly { unitId: string; value: string }[], input: Omit<Asked, 'id'>) {
  const then = addDays(periodOf(input.period).until, -1)
  const known = sums.filter((s) => s.unitId !== '').map((s) => ({ unitId: s.unitId, amount: Number(s.value) }))
  const { level, restatedTo } = input
  return { on: restatedTo ?? then, ...(await placeSums(ctx, known, { then, level, ...(restatedTo ? { restatedTo } : {}) })) }
}

/** The units whose records make up a group that `figureByUnits` named; undefined for a text that names none. */
export async function unitsOfGroup(
  ctx: Ctx,
  definition: IndicatorDefinition,
  period: string,
  text: string,
): Promise<readonly string[] | undefined> {
  const [, level, on, unitId] = /^units:(body|province|district|commune|unit):(then|\d{4}-\d{2}-\d{2}):(.+)$/.exec(text) ?? []
  if (!level || !on || !unitId) return undefined
  const sums = await readByUnit(ctx.db, definition, periodOf(period))
  const asked = { period, level: level as PlaceLevel, restatedTo: on === 'then' ? undefined : on }
  const { groups } = await placed(ctx, sums, asked)
  const group = groups.find((g) => g.unitId === unitId)
  if (!group) throw kernelRefuse.notFound({ what: 'unit' })
  return group.from
}

/** The same as a file, with what could not be placed and the sum. */
export async function exportFigureByUnits(ctx: Ctx, input: Asked & { format: ExportFormat; lang: 'vi' | 'en' }): Promise<File> {
  const t = (key: string, params?: Record<string, unknown>) => ctx.kernel.translate(input.lang, key, params)
  const figure = catalogueFigure(input.id)
  const { groups, unplaced, on, restated } = await figureByUnits(ctx, input)
  return writeTable(ctx, input, {
    title: `${figure.id} · ${figure.title[input.lang]}`,
    filterLine: [
      t('reports.periodLine', { period: input.period }),
      t(restated ? 'reports.units.restatedLine' : 'reports.units.thenLine', { on: formatDateShort(on, input.lang) }),
    ].join(' · '),
    columns: [
      { key: 'code', title: t('reports.units.code'), type: 'text', width: 12 },
      { key: 'name', title: t('reports.units.unit'), type: 'text', width: 50 },
      { key: 'value', title: t('reports.columns.value'), type: 'number', width: 14 },
      { key: 'note', title: t('reports.units.note'), type: 'text', width: 40 },
    ],
    rows: [
      ...groups.map((g) => ({ code: g.code, name: g.name, value: g.value, note: g.estimate ? t('reports.units.estimate') : '' })),
      ...unplaced.map((u) => ({ code: '', name: u.name, value: u.value, note: t(`reports.units.why.${u.why}`) })),
    ],
  })
}
