import { figureCatalogue } from '#domains/reports/catalogue.store.ts'
import type { FigureDetail, FigureRow } from '#domains/reports/figure.contract.ts'
import { getFigure, readFigures, recordSet } from '#domains/reports/figure.service.ts'
import { listFigures } from '#domains/reports/index.ts'
import { can } from '#domains/reports/reports.permissions.ts'
import { type IndicatorColumn, openedColumns, openRecords } from '#engines/indicators/index.ts'
import { type Ctx, vietnamDay } from '#kernel/context.ts'
import { formatDateShort, isPlainDate } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { translate } from '../platform.ts'
import { ask } from './installation.ts'
import { type Column, facts, printJson, printList, type Row } from './output.ts'
import { reportOf } from './report.ts'
import { type Asked, UsageError } from './usage.ts'

const figureKeys = ['id', 'value', 'unit', 'qualifier', 'source', 'status']

/** `noivu figures --report ID`: every row of the catalogue, in its order. */
export async function printFigures(asked: Asked): Promise<number> {
  const { rows } = await ask(asked, 'listFigures', can.readFigure, async (ctx) =>
    listFigures(ctx, { period: (await reportOf(ctx, asked.text('report'))).period }),
  )
  const { lang, say } = asked
  await printList(asked, {
    keys: figureKeys,
    rows,
    columns: [
      { key: 'id', title: say('column.id') },
      { key: 'value', title: say('column.value'), right: true },
      { key: 'unit', title: say('column.unit') },
      { key: 'source', title: say('column.source') },
      { key: 'status', title: say('column.status') },
      { key: 'title', title: say('column.figure') },
    ],
    read: (row) => {
      const figure = row as unknown as FigureRow
      return {
        ...row,
        value: valueOf(asked, figure),
        unit: figure.unitLabel[lang],
        title: figure.title[lang],
        ...stateOf(asked, figure),
      }
    },
  })
  return 0
}

/** `noivu figure ID`: one figure, or with `--records` what it counted. */
export async function printFigure(asked: Asked): Promise<number> {
  if (!figureCatalogue().byId.has(asked.argument)) throw new UsageError('unknownFigure', { id: asked.argument })
  await (asked.on('records') ? printRecords(asked) : printOne(asked))
  return 0
}

async function printOne(asked: Asked): Promise<void> {
  const figure = await ask(asked, 'getFigure', can.readFigure, async (ctx) =>
    getFigure(ctx, { id: asked.argument, period: (await reportOf(ctx, asked.text('report'))).period }),
  )
  if (asked.on('json')) return printJson(asked, figure)
  if (asked.on('csv')) {
    const flat = {
      ...figure,
      title: figure.title[asked.lang],
      evidence_document: figure.evidence?.document,
      evidence_place: figure.evidence?.place,
    }
    return printList(asked, { keys: [...figureKeys, 'title', 'evidence_document', 'evidence_place'], rows: [flat], columns: [] })
  }
  return asked.out.print(describe(asked, figure))
}

function describe(asked: Asked, figure: FigureDetail): string {
  const { lang, say } = asked
  const { source, status } = stateOf(asked, figure)
  const evidence = figure.evidence
  const text = facts([
    [say('column.value'), `${valueOf(asked, figure)} ${figure.value === null ? '' : figure.unitLabel[lang]}`],
    [say('column.source'), source],
    [say('column.status'), status],
    [say('column.former'), figure.former === null ? null : formatNumber(figure.former, lang)],
    [say('column.basis'), figure.basis[lang]],
    ...figure.terms.map((term): [string, string] => [
      term.figure.id,
      `${valueOf(asked, term.figure)}  ${term.figure.title[lang]}`,
    ]),
    [say('column.evidence'), evidence && [evidence.document, evidence.place].filter(Boolean).join('; ')],
    [say('column.typedBy'), evidence && `${evidence.by}, ${formatDateShort(vietnamDay(new Date(evidence.at)), lang)}`],
    ...figure.findings.map((f): [string, string] => [`${say('column.disagrees')} (${f.severity})`, f.message[lang]]),
  ])
  return `${figure.id}  ${figure.title[lang]}\n${text}`
}

interface Records {
  value: string | null
  columns: IndicatorColumn[]
  rows: Row[]
}

/** Value and records from one place: the rows' amounts are what the value is measured from. */
async function readRecords(ctx: Ctx, id: string, period: string): Promise<Records> {
  const { readings } = await readFigures(ctx, period, new Set([id]))
  const { set, definition } = await recordSet(ctx, id, period)
  const { rows } = await openRecords(ctx.db, set, { limit: 2_000_000 })
  const columns = definition ? openedColumns(definition) : await typedColumns(ctx, id, period)
  const named = rows.map((r) => ({
    ...Object.fromEntries(columns.map((c) => [c.key, r[c.key] ?? null])),
    id: r.record_id,
    amount: r.amount,
    open: r.record_open,
  }))
  return { value: readings.get(id)?.value ?? null, columns, rows: named }
}

async function typedColumns(ctx: Ctx, id: string, period: string): Promise<IndicatorColumn[]> {
  return (await getFigure(ctx, { id, period })).columns
}

async function printRecords(asked: Asked): Promise<void> {
  const { lang, say, argument: id } = asked
  const { value, columns, rows } = await ask(asked, 'figureRecords', can.readFigure, async (ctx) =>
    readRecords(ctx, id, (await reportOf(ctx, asked.text('report'))).period),
  )
  const readable: Column[] = columns.map((c) => ({ key: c.key, title: c.title[lang], right: c.type === 'number' }))
  const people = !asked.on('csv') && !asked.on('json')
  await printList(asked, {
    keys: ['id', ...columns.map((c) => c.key), 'amount', 'open'],
    rows,
    columns: columns.some((c) => c.key === 'value')
      ? readable
      : [...readable, { key: 'amount', title: say('column.amount'), right: true }],
    read: (row) => ({
      ...Object.fromEntries(columns.map((c) => [c.key, inWords(asked, c, row[c.key])])),
      amount: inWords(asked, { type: 'number' }, row.amount),
    }),
  })
  const unit = figureCatalogue().byId.get(id)?.unitLabel[lang] ?? ''
  if (people)
    await asked.out.print(
      `${say('recordsOf', { id, records: formatNumber(rows.length, lang), value: value === null ? '…' : formatNumber(value, lang), unit })}\n`,
    )
}

/** A cell as people read it: words for codes, dates and numbers as they are written. */
function inWords(asked: Asked, column: Pick<IndicatorColumn, 'type' | 'words'>, cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  const text = String(cell)
  if (column.words) return translate(asked.lang, `${column.words}.${text}`)
  if (column.type === 'date' && isPlainDate(text)) return formatDateShort(text, asked.lang)
  return column.type === 'number' && /^-?\d+(\.\d+)?$/.test(text) ? formatNumber(text, asked.lang) : text
}

function valueOf(asked: Asked, { value, qualifier }: Pick<FigureRow, 'value' | 'qualifier'>): string {
  if (value === null) return '…'
  const number = formatNumber(value, asked.lang)
  return qualifier === 'exact' ? number : `${asked.say(`qualifier.${qualifier}`)} ${number}`
}

function stateOf(asked: Asked, { source, status }: Pick<FigureRow, 'source' | 'status'>): { source: string; status: string } {
  return {
    source: translate(asked.lang, `reports.sources.${source}`),
    status: translate(asked.lang, `reports.statuses.${status}`),
  }
}
