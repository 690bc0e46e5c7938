import { type Ctx, vietnamDay } from './context.ts'
import { formatDateShort, formatDateTime } from './dates.ts'
import { toDocx } from './export-word.ts'
import { type ExportColumn, toCsv, toXlsx } from './export.ts'
import { listAll, type ListSource } from './list.ts'
import type { ExportFormat, ListInput } from './lists.ts'
import { fileNamePart } from './text.ts'
import type { Language } from './words.ts'

export interface ExportQuestion {
  format: ExportFormat
  lang: Language
  /** Keys of the columns to write, comma separated; the shown ones where absent. */
  columns?: string
}

/**
 * A whole list as an Excel, CSV or Word file: the rows the actor may see, in the order on the screen, with the filter, the day it speaks of, who
 * made it and when printed above.
 */
export async function exportList(
  ctx: Ctx,
  /** `read` turns a row into what is written, where a column holds what no row does: the words of a kind, a moment as read. */
  source: ListSource & { read?: (row: Record<string, unknown>) => Record<string, unknown> },
  input: Omit<ListInput, 'limit' | 'after'> & ExportQuestion,
  /** Names for filter values that are ids, so that the printed filter reads in words. */
  filterNames: Record<string, string> = {},
): Promise<File> {
  const t = (key: string, params?: Record<string, unknown>) => ctx.kernel.translate(input.lang, key, params)
  const chosen: unknown = input.columns
  const wanted = typeof chosen === 'string' ? chosen.split(',').filter(Boolean) : undefined
  const columns = source.shape.columns.filter((c) => (wanted ? wanted.includes(c.key) : c.shown))
  const asOf = typeof input.asOf === 'string' ? input.asOf : ctx.today()
  const filters = source.shape.filters.flatMap((f) => {
    const value = input[f.key] as string | string[] | undefined
    if (!value || value.length === 0) return []
    const words = (Array.isArray(value) ? value : [value]).map(
      (v) =>
        filterNames[v] ??
        (f.typed === 'day' ? formatDateShort(v, input.lang) : undefined) ??
        wordOf(f.choices?.find((c) => c.value === v)?.title, v, t),
    )
    return [`${t(f.title)}: ${words.join(', ')}`]
  })
  if (input.search) filters.unshift(`${t('kernel.search')}: “${input.search}”`)
  return writeTable(ctx, input, {
    title: t(source.shape.title),
    filterLine: [t('kernel.asOf', { date: asOf.split('-').reverse().join('/') }), ...filters].join(' · '),
    columns: columns.map((c) => ({
      key: c.key,
      title: t(c.title),
      type: c.type,
      ...(c.width ? { width: Math.round(c.width / 7) } : {}),
    })),
    rows: inWords(noted(ctx, listAll<Record<string, unknown>>(ctx, source, input)), columns, t, source.read),
  })
}

/** Any table as a file, with the line that says who made it and when. */
export async function writeTable(
  ctx: Ctx,
  { format, lang }: ExportQuestion,
  table: {
    title: string
    filterLine: string
    columns: ExportColumn[]
    rows: AsyncIterable<Record<string, unknown>> | Iterable<Record<string, unknown>>
  },
): Promise<File> {
  const producedLine = ctx.kernel.translate(lang, 'kernel.produced', { by: ctx.actor.name, at: formatDateTime(ctx.now(), lang) })
  const written = { ...table, producedLine }
  const bytes =
    format === 'docx'
      ? toDocx({ ...written, lang, ordinal: ctx.kernel.translate(lang, 'kernel.ordinal') })
      : (format === 'xlsx' ? toXlsx : toCsv)(written)
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const part of bytes) parts.push(part as Uint8Array<ArrayBuffer>)
  return new File(parts, `${fileNamePart(table.title)}-${vietnamDay(new Date(ctx.now()))}.${format}`, {
    type: mediaTypes[format],
  })
}

const mediaTypes: Record<ExportFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/** Rows on their way into a file, each noted as shown. */
async function* noted(ctx: Ctx, rows: AsyncIterable<Record<string, unknown>>): AsyncGenerator<Record<string, unknown>> {
  for await (const row of rows) {
    if (typeof row.id === 'string') ctx.sawRecord(row.id)
    yield row
  }
}

async function* inWords(
  rows: AsyncIterable<Record<string, unknown>>,
  columns: { key: string; words?: string }[],
  t: (key: string) => string,
  read: (row: Record<string, unknown>) => Record<string, unknown> = (row) => row,
): AsyncGenerator<Record<string, unknown>> {
  const coded = columns.filter((c) => c.words)
  for await (const row of rows) {
    const copy = { ...read(row) }
    for (const c of coded) if (typeof copy[c.key] === 'string') copy[c.key] = t(`${c.words}.${copy[c.key] as string}`)
    yield copy
  }
}

function wordOf(key: string | undefined, value: string, t: (key: string) => string): string {
  return key ? t(key) : value
}
