import { z } from 'zod'

/** How a column is typed, aligned, printed and exported. */
export const ColumnType = z.enum(['text', 'number', 'date', 'percent'])
export type ColumnType = z.infer<typeof ColumnType>

/** How a list or a record set leaves the platform: Excel, text for programs, a table in a Word document. */
export const ExportFormat = z.enum(['xlsx', 'csv', 'docx'])
export type ExportFormat = z.infer<typeof ExportFormat>

/** One column of a list. `title` is a word key of the domain. */
export interface ListColumn {
  key: string
  title: string
  type: ColumnType
  sortable?: boolean
  /** Shown at first; the reader may choose others. */
  shown?: boolean
  width?: number
  /** Values are codes: their words stand under this key, `people.categories` + `.` + code. */
  words?: string
}

/** One filter of a list: a column compared with one or several values. */
export interface ListFilter {
  key: string
  title: string
  /** Fixed choices as word keys, or `picker` naming an operation that searches on the server. */
  choices?: { value: string; title: string }[]
  picker?: string
  /** Typed by hand: a day, or a text taken as it stands. */
  typed?: 'day' | 'text'
  /** What to type, as a word key. */
  hint?: string
}

/** What a list offers, known to the screen, the server and the export alike. */
export interface ListShape {
  id: string
  title: string
  columns: ListColumn[]
  filters: ListFilter[]
  defaultSort: string
  searchable: boolean
}

const text = z.string().trim().max(200)

/** The one way to ask for a page: search, filters, order, place, size, day. */
export function listInput(shape: ListShape) {
  const sortable = shape.columns.filter((c) => c.sortable).flatMap((c) => [c.key, `-${c.key}`])
  const filters = Object.fromEntries(
    shape.filters.map((f) => [
      f.key,
      f.typed === 'day' ? z.iso.date().optional() : z.union([text, z.array(text).max(50)]).optional(),
    ]),
  ) as Record<string, z.ZodOptional<z.ZodUnion<[typeof text, z.ZodArray<typeof text>]>>>
  return z.object({
    search: text.optional(),
    sort: z.enum(sortable as [string, ...string[]]).optional(),
    /** Opaque place after which the page starts. */
    after: z.string().max(2000).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** The date on the desk; today where absent. */
    asOf: z.iso.date().optional(),
    /** How many there are, however many: slower than the page itself, so asked apart. */
    count: z.literal('exact').optional(),
    ...filters,
  })
}
export type ListInput = {
  search?: string
  sort?: string
  after?: string
  limit: number
  asOf?: string
  count?: 'exact'
} & Record<string, unknown>

/** Counts that do not lie: exact up to 10,000, "more than" beyond unless `count` asks for the exact number. */
export const Total = z.object({ value: z.number().int(), atLeast: z.boolean() })
export type Total = z.infer<typeof Total>

/** A page of rows. `next` is the place to continue from, null at the end. */
export function page<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), next: z.string().nullable(), total: Total })
}

/** Input of a list's export: the same question, plus columns and format. */
export function exportInput(shape: ListShape) {
  return listInput(shape)
    .omit({ after: true, limit: true, count: true })
    .extend({
      format: ExportFormat.default('xlsx'),
      columns: z.string().max(1000).optional(),
      lang: z.enum(['vi', 'en']).default('vi'),
    })
}
