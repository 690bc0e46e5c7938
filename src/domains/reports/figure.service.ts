import type { HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import type { ExportFormat } from '#kernel/lists.ts'
import { writeTable } from '#kernel/list-export.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { fold } from '#kernel/text.ts'
import { attachFile, filesOf } from '#engines/files/index.ts'
import {
  checksOfPeriod,
  type FigurePeriod,
  type Finding,
  findEvidence,
  type IndicatorColumn,
  type IndicatorDefinition,
  insertItems,
  insertTyped,
  measuredSet,
  type OpenedRecord,
  openedColumns,
  openRecords,
  readBreakdown,
  readComputed,
  readElements,
  type Reading,
  readTyped,
  readTypedPeriods,
  runChecks,
  typedSet,
} from '#engines/indicators/index.ts'
import { catalogueFigure, figureCatalogue } from './catalogue.store.ts'
import { evidenceOwner } from './evidence.ts'
import type { FigureDetail, FigureRecord, FigureRow } from './figure.contract.ts'
import { type CatalogueFigure, describeMeasure, formerPeriod, periodOf, statusOf, termsOf } from './figure.rules.ts'
import { unitsOfGroup } from './figure-units.service.ts'
import { refuse } from './reports.refusals.ts'

/** All figures of a period: values, where each comes from, and what disagrees. */
export interface FiguresOfPeriod {
  period: FigurePeriod
  readings: Map<string, Reading>
  findings: Finding[]
}

/** Definitions the domains compute, by figure id. */
export function computedIndicators(ctx: Ctx): Map<string, IndicatorDefinition> {
  return new Map((ctx.kernel.indicators as readonly IndicatorDefinition[]).map((d) => [d.id, d]))
}

/**
 * Reads every figure of a period: computed from records where a domain computes it, typed in otherwise (or where its records are not there
 * yet). With `only`, just these and no checks.
 */
export async function readFigures(ctx: Ctx, label: string, only?: ReadonlySet<string>): Promise<FiguresOfPeriod> {
  const period = periodOf(label)
  const catalogue = figureCatalogue()
  const typed = await readTyped(ctx.db, label)
  const readings = new Map<string, Reading>()
  const computed = computedIndicators(ctx)
  for (const { id } of catalogue.figures) {
    if (only && !only.has(id)) continue
    const definition = computed.get(id)
    const value = definition ? await readComputed(ctx.db, definition, period) : null
    const entry = typed.get(id)
    if (value === null && entry) {
      readings.set(id, entry)
      continue
    }
    readings.set(id, {
      id,
      value,
      qualifier: 'exact',
      source: definition ? 'computed' : 'typed',
      ...(definition?.named && !only ? { items: await readElements(ctx.db, definition, period) } : {}),
      ...(entry?.value && entry.value !== value
        ? { stated: { value: entry.value, evidence: entry.evidence ?? '', note: entry.note ?? null } }
        : {}),
    })
  }
  return { period, readings, findings: only ? [] : findDisagreements(label, readings) }
}

/** Every disagreement between the figures of a period. */
export function findDisagreements(label: string, readings: Map<string, Reading>): Finding[] {
  const forChecks = new Map(
    [...readings.values()].map((r) => [
      r.id,
      {
        id: r.id,
        value: r.value === null ? null : Number(r.value),
        qualifier: r.qualifier,
        ...(r.printed ? { printed: r.printed } : {}),
        ...(r.evidence ? { evidence: r.evidence } : {}),
        ...(r.items ? { items: r.items } : {}),
      },
    ]),
  )
  return [...runChecks(checksOfPeriod(figureCatalogue().checks, label), forChecks), ...findStatedOtherwise(readings)]
}

/** Where a document prints another number than the records give: both, and why. */
function findStatedOtherwise(readings: Map<string, Reading>): Finding[] {
  return [...readings.values()].flatMap(({ id, value, stated }): Finding[] => {
    if (!stated || value === null) return []
    const { title, section } = catalogueFigure(id)
    const [records, printed] = [formatNumber(value, 'vi'), formatNumber(stated.value, 'vi')]
    const why = stated.note ? ` ${stated.note}` : ''
    return [
      {
        checkId: `stated:${id}`,
        kind: 'stated',
        severity: 'A',
        figures: [id],
        places: [section],
        expected: records,
        found: printed,
        numbers: [
          { label: 'Theo hồ sơ', value: Number(value) },
          { label: 'In trong văn bản', value: Number(stated.value) },
        ],
        message: {
          vi: `“${title.vi}” (mục ${section}): hồ sơ cho ${records}, văn bản in ${printed}.${why}`,
          en: `“${title.en}” (section ${section}): the records give ${formatNumber(value, 'en')}, the document prints ${formatNumber(stated.value, 'en')}.${why}`,
        },
      },
    ]
  })
}

/** Values of the former period only, for comparison. */
export async function readFormer(ctx: Ctx, label: string, only?: ReadonlySet<string>): Promise<Map<string, Reading>> {
  const former = formerPeriod(label)
  return former
    ? (await readFigures(ctx, former, only ?? new Set(figureCatalogue().figures.map((f) => f.id)))).readings
    : new Map<string, Reading>()
}

/** A catalogue figure with its reading, as lists and reports show it. */
export function rowOf(
  figure: CatalogueFigure,
  reading: Reading | undefined,
  findings: Finding[],
  former: Reading | undefined,
): FigureRow {
  return {
    id: figure.id,
    section: figure.section,
    title: figure.title,
    unit: figure.unit,
    unitLabel: figure.unitLabel,
    kind: figure.kind,
    module: figure.module,
    parentId: figure.parentId ?? null,
    relation: figure.relation ?? null,
    value: reading?.value ?? null,
    qualifier: reading?.qualifier ?? 'exact',
    source: reading?.source ?? 'typed',
    status: statusOf(reading?.value ?? null, figure.id, findings),
    former: former?.value ?? null,
  }
}

export async function listFigures(
  ctx: Ctx,
  input: {
    period: string
    search?: string
    section?: string
    module?: string
    source?: string
    status?: string
    ids?: string
    inUnits?: 'yes'
  },
): Promise<{ rows: FigureRow[]; total: { value: number; atLeast: boolean } }> {
  const { readings, findings } = await readFigures(ctx, input.period)
  const former = await readFormer(ctx, input.period)
  const computed = computedIndicators(ctx)
  const ids = input.ids ? new Set(input.ids.split(',')) : null
  const words = fold(input.search ?? '')
    .split(' ')
    .filter(Boolean)
  const rows = figureCatalogue()
    .figures.map((f) => rowOf(f, readings.get(f.id), findings, former.get(f.id)))
    .filter((r) => {
      if (ids && !ids.has(r.id)) return false
      if (input.inUnits && !computed.get(r.id)?.inUnits) return false
      if (input.section && !r.section.startsWith(input.section)) return false
      if (input.module && r.module !== input.module) return false
      if (input.source && r.source !== input.source) return false
      if (input.status && r.status !== input.status) return false
      const text = fold(`${r.id} ${r.title.vi} ${r.title.en}`)
      return words.every((w) => text.includes(w))
    })
  return { rows, total: { value: rows.length, atLeast: false } }
}

/** @throws Refusal `kernel.notFound` for an id that is not in the catalogue. */
export async function getFigure(ctx: Ctx, input: { id: string; period: string }): Promise<FigureDetail> {
  const figure = catalogueFigure(input.id)
  const catalogue = figureCatalogue()
  const { readings, findings, period } = await readFigures(ctx, input.period)
  const former = await readFormer(ctx, input.period, new Set([figure.id]))
  const row = (f: CatalogueFigure) => rowOf(f, readings.get(f.id), findings, f.id === figure.id ? former.get(f.id) : undefined)
  const base = row(figure)
  const definition = base.source === 'computed' ? computedIndicators(ctx).get(figure.id) : undefined
  const terms = termsOf(figure, catalogue.figures).flatMap(({ role, id }) => {
    const term = catalogue.byId.get(id)
    return term ? [{ role, figure: row(term) }] : []
  })
  return {
    ...base,
    basis: definition?.basis ?? typedBasis,
    measure: definition ? definition.measure.kind : describeMeasure(figure),
    columns: columnsOf(definition).map(({ key, title, type }) => ({ key, title, type })),
    terms,
    breakdowns: definition ? await breakdownsOf(ctx, definition, period, base.value) : itemsOf(readings.get(figure.id)),
    inUnits: definition?.inUnits ?? false,
    findings: findings.filter((f) => f.figures.includes(figure.id)),
    evidence: base.source === 'typed' || readings.get(figure.id)?.stated ? await evidenceOf(ctx, figure.id, input.period) : null,
    periods: await periodsOf(ctx, figure.id, input.period, base.value, former.get(figure.id)?.value ?? null),
  }
}

/** What a typed value rests on, with the document itself where it is attached. */
async function evidenceOf(ctx: Ctx, figureId: string, period: string): Promise<FigureDetail['evidence']> {
  const found = await findEvidence(ctx.db, figureId, period)
  if (!found) return null
  const { id, ...evidence } = found
  return { ...evidence, file: (await filesOf(ctx, evidenceOwner, [id])).get(id)?.at(-1) ?? null }
}

const typedBasis = {
  vi: 'Số liệu nhập tay từ văn bản nêu ở phần minh chứng; sẽ được tính từ hồ sơ khi nghiệp vụ liên quan vận hành trên nền tảng.',
  en: 'Typed in from the document named as evidence; to be computed from records once the work concerned runs on the platform.',
}

const typedColumns: IndicatorColumn[] = [
  { key: 'evidence_document', title: { vi: 'Văn bản minh chứng', en: 'Evidence' }, type: 'text' },
  { key: 'evidence_place', title: { vi: 'Vị trí', en: 'Place' }, type: 'text' },
  { key: 'value', title: { vi: 'Giá trị', en: 'Value' }, type: 'number' },
  { key: 'typed_by_name', title: { vi: 'Người nhập', en: 'Typed in by' }, type: 'text' },
  { key: 'typed_on', title: { vi: 'Ngày nhập', en: 'Typed in on' }, type: 'date' },
]

function columnsOf(definition: IndicatorDefinition | undefined): IndicatorColumn[] {
  return definition ? openedColumns(definition) : typedColumns
}

async function breakdownsOf(
  ctx: Ctx,
  definition: IndicatorDefinition,
  period: FigurePeriod,
  value: string | null,
): Promise<FigureDetail['breakdowns']> {
  const breakdowns: FigureDetail['breakdowns'] = []
  for (const b of definition.breakdowns) {
    const groups = await readBreakdown(ctx.db, definition, period, b.by, b.label)
    const named = groups.map((g) => ({
      ...g,
      label: b.words && g.key ? ctx.kernel.translate(ctx.lang, `${b.words}.${g.key}`) : g.label,
    }))
    const sum = groups.reduce((total, g) => total + Number(g.value), 0)
    breakdowns.push({ id: b.id, title: b.title, groups: named, complete: value !== null && sum === Number(value) })
  }
  return breakdowns
}

function itemsOf(reading: Reading | undefined): FigureDetail['breakdowns'] {
  if (!reading?.items?.length) return []
  const groups = reading.items.map((i, n) => ({ key: String(n + 1), label: i.label, value: String(i.amount ?? 1) }))
  const sum = reading.items.reduce((total, i) => total + (i.amount ?? 1), 0)
  return [
    {
      id: 'items',
      title: { vi: 'Các phần tử văn bản nêu tên', en: 'Elements the document names' },
      groups,
      complete: reading.value !== null && sum === Number(reading.value),
    },
  ]
}

async function periodsOf(
  ctx: Ctx,
  id: string,
  label: string,
  value: string | null,
  former: string | null,
): Promise<FigureDetail['periods']> {
  const known = new Map((await readTypedPeriods(ctx.db, id)).map((p) => [p.period, p.value as string | null]))
  const before = formerPeriod(label)
  if (before && former !== null) known.set(before, former)
  known.set(label, value)
  return [...known].map(([period, v]) => ({ period, value: v })).sort((a, b) => (a.period < b.period ? -1 : 1))
}

/** The set behind a figure as it stands: the domain's records, or the typed-in entry. */
export async function recordSet(ctx: Ctx, id: string, label: string) {
  const period = periodOf(label)
  const definition = computedIndicators(ctx).get(id)
  if (definition && ((await readComputed(ctx.db, definition, period)) !== null || !(await readTyped(ctx.db, label)).has(id))) {
    return { set: measuredSet(definition, period), definition }
  }
  return { set: typedSet(id, label), definition: undefined }
}

export async function figureRecords(
  ctx: Ctx,
  input: { id: string; period: string; after?: string; limit: number; group?: string },
) {
  catalogueFigure(input.id)
  const { set, definition } = await recordSet(ctx, input.id, input.period)
  const columns = columnsOf(definition)
  const group = await groupOf(ctx, definition, input.period, input.group)
  const after = input.after ? placeOf(input.after) : undefined
  const { rows, total } = await openRecords(ctx.db, set, {
    limit: input.limit + 1,
    ...(after ? { after } : {}),
    ...(group ? { group } : {}),
  })
  const shown = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? shown.at(-1) : undefined
  return {
    rows: shown.map((r) => recordOf(ctx, r, columns)),
    next: last
      ? Buffer.from(JSON.stringify([last.record_label ?? '', last.record_id, last.term ?? ''])).toString('base64url')
      : null,
    total: total ?? { value: -1, atLeast: false },
  }
}

async function groupOf(ctx: Ctx, definition: IndicatorDefinition | undefined, period: string, text: string | undefined) {
  if (!text) return undefined
  const units = definition?.inUnits ? await unitsOfGroup(ctx, definition, period, text) : undefined
  if (units) return { column: 'record_unit', keys: units }
  const at = text.indexOf(':')
  const breakdown = definition?.breakdowns.find((b) => b.id === text.slice(0, at))
  if (!breakdown) throw kernelRefuse.invalidInput({ issues: [{ path: 'group', message: text }] })
  return { column: breakdown.by, key: text.slice(at + 1) }
}

function placeOf(text: string): { label: string; id: string; term: string } {
  try {
    const [label, id, term] = JSON.parse(Buffer.from(text, 'base64url').toString()) as string[]
    if (label !== undefined && id !== undefined && term !== undefined) return { label, id, term }
  } catch {
    // Told below.
  }
  throw kernelRefuse.invalidInput({ issues: [{ path: 'after', message: 'unknown place' }] })
}

function recordOf(ctx: Ctx, row: OpenedRecord, columns: IndicatorColumn[]): FigureRecord {
  const cells = Object.fromEntries(
    columns.map((c) => {
      const value = row[c.key]
      const text = value === null || value === undefined ? null : String(value)
      return [c.key, text !== null && c.words ? ctx.kernel.translate(ctx.lang, `${c.words}.${text}`) : text]
    }),
  )
  return { id: row.record_id, open: row.record_open, cells }
}

/** The records behind a figure as a file; every one of them, so the file's rows are the figure. */
export async function exportFigureRecords(
  ctx: Ctx,
  input: { id: string; period: string; group?: string; format: ExportFormat; lang: 'vi' | 'en' },
): Promise<File> {
  const figure = catalogueFigure(input.id)
  const { set, definition } = await recordSet(ctx, input.id, input.period)
  const columns = columnsOf(definition)
  const group = await groupOf(ctx, definition, input.period, input.group)
  const { rows } = await openRecords(ctx.db, set, { limit: 1_000_000, ...(group ? { group } : {}) })
  return writeTable(ctx, input, {
    title: `${figure.id} · ${figure.title[input.lang]}`,
    filterLine: [
      ctx.kernel.translate(input.lang, 'reports.periodLine', { period: input.period }),
      input.group?.slice(input.group.indexOf(':') + 1),
    ]
      .filter(Boolean)
      .join(' · '),
    columns: columns.map((c) => ({ key: c.key, title: c.title[input.lang], type: c.type })),
    rows: rows.map((r) => recordOf({ ...ctx, lang: input.lang }, r, columns).cells),
  })
}

export async function exportFigures(ctx: Ctx, input: { period: string; format: ExportFormat; lang: 'vi' | 'en' }): Promise<File> {
  const t = (key: string) => ctx.kernel.translate(input.lang, key)
  const { rows } = await listFigures(ctx, { period: input.period })
  return writeTable(ctx, input, {
    title: t('reports.figures'),
    filterLine: ctx.kernel.translate(input.lang, 'reports.periodLine', { period: input.period }),
    columns: [
      { key: 'id', title: t('reports.columns.id'), type: 'text', width: 12 },
      { key: 'title', title: t('reports.columns.title'), type: 'text', width: 60 },
      { key: 'value', title: t('reports.columns.value'), type: 'number', width: 14 },
      { key: 'unit', title: t('reports.columns.unit'), type: 'text', width: 16 },
      { key: 'former', title: t('reports.columns.former'), type: 'number', width: 14 },
      { key: 'source', title: t('reports.columns.source'), type: 'text', width: 14 },
      { key: 'status', title: t('reports.columns.status'), type: 'text', width: 14 },
      { key: 'section', title: t('reports.columns.section'), type: 'text', width: 18 },
    ],
    rows: rows.map((r) => ({
      ...r,
      title: r.title[input.lang],
      unit: r.unitLabel[input.lang],
      source: t(`reports.sources.${r.source}`),
      status: t(`reports.statuses.${r.status}`),
    })),
  })
}

export async function figureHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  catalogueFigure(id)
  return historyOf(ctx, ['indicators.typed_figure'], id)
}

export async function checkFigures(ctx: Ctx, label: string): Promise<{ findings: Finding[]; checked: number }> {
  const { findings } = await readFigures(ctx, label)
  return { findings, checked: checksOfPeriod(figureCatalogue().checks, label).length }
}

/** A value to type in. */
export interface TypedFigure {
  id: string
  period: string
  value: string
  qualifier: Reading['qualifier']
  evidenceDocument: string
  evidencePlace: string
  evidencePage?: number | null
  /** The document itself, as uploaded for this. */
  evidenceFileId?: string | null
  note: string | null
  printed?: string | null
  items?: { label: string; amount: string | null }[]
}

/** @throws Refusal `reports.computedFigure` where records give the value already. */
export async function typeFigure(ctx: Ctx, input: TypedFigure): Promise<FigureRow> {
  const figure = catalogueFigure(input.id)
  const definition = computedIndicators(ctx).get(input.id)
  if (definition && (await readComputed(ctx.db, definition, periodOf(input.period))) !== null)
    throw refuse.computedFigure({ id: input.id })
  await typeFigures(ctx, [input])
  const { readings, findings } = await readFigures(ctx, input.period)
  return rowOf(figure, readings.get(figure.id), findings, undefined)
}

/** Types many values in at once: all of them or none. Ids must be in the catalogue. */
export async function typeFigures(ctx: Ctx, figures: TypedFigure[]): Promise<void> {
  for (const f of figures) catalogueFigure(f.id)
  const rows = figures.map((f) => ({
    ...f,
    figureId: f.id,
    id: ctx.newId(),
    printed: f.printed ?? null,
    evidencePage: f.evidencePage ?? null,
  }))
  await insertTyped(ctx.db, rows, ctx.actor, ctx.now())
  const items = rows.flatMap((row) =>
    (row.items ?? []).map((item, n) => ({ ...item, id: ctx.newId(), typedFigureId: row.id, position: n + 1 })),
  )
  if (items.length > 0) await insertItems(ctx.db, items)
  for (const { id, evidenceFileId } of rows)
    if (evidenceFileId) await attachFile(ctx, evidenceOwner, { fileId: evidenceFileId, ownerId: id })
}
