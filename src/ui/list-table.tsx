import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons'
import { Checkbox } from 'antd'
import { memo, type MouseEvent, type ReactNode } from 'react'
import type { ListColumn, ListShape } from '#kernel/lists.ts'
import { type Decimal, formatNumber, formatPercent } from '#kernel/numbers.ts'
import { useWords, type WordsInUse } from './i18n.ts'
import { nextSort } from './list-question.ts'
import { DateText } from './page.tsx'

export type Cells<Row> = Partial<Record<string, (row: Row) => ReactNode>>

interface TableProps<Row extends { id: string }> {
  shape: ListShape
  columns: ListColumn[]
  rows: Row[]
  cells?: Cells<Row>
  sort: string
  setSort: (sort: string) => void
  cursor: string | null
  selected: ReadonlyMap<string, Row>
  rowLabel: (row: Row) => string
  onToggle: (row: Row) => void
  onPress: (row: Row) => void
  onOpen?: (row: Row) => void
}

/** The rows: a table one can copy into Excel; on a phone each row is a card. */
export function ListTable<Row extends { id: string }>(props: TableProps<Row>) {
  const { t } = useWords()
  const { shape, columns, sort, setSort } = props
  const main = mainColumn(shape, columns)
  return (
    <table className="list" role="grid" aria-label={t(shape.title)}>
      <colgroup>
        <col className="list-check-col" />
        {columns.map((column) => (
          <col key={column.key} style={{ width: column.width ?? 160 }} />
        ))}
      </colgroup>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" className="list-check">
            <span className="heard">{t('ui.keys.select')}</span>
          </th>
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} sort={sort} onSort={() => setSort(nextSort(shape, sort, column.key))} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {props.rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            shape={shape}
            columns={columns}
            main={main}
            cells={props.cells as Cells<{ id: string }>}
            current={props.cursor === row.id}
            selected={props.selected.has(row.id)}
            rowLabel={props.rowLabel as (row: { id: string }) => string}
            onToggle={props.onToggle as (row: { id: string }) => void}
            onPress={props.onPress as (row: { id: string }) => void}
            onOpen={props.onOpen as ((row: { id: string }) => void) | undefined}
          />
        ))}
      </tbody>
    </table>
  )
}

function HeaderCell({ column, sort, onSort }: { column: ListColumn; sort: string; onSort: () => void }) {
  const { t } = useWords()
  const title = t(column.title)
  const direction = sort === column.key ? 'ascending' : sort === `-${column.key}` ? 'descending' : undefined
  const numeric = column.type === 'number' || column.type === 'percent'
  return (
    <th
      role="columnheader"
      aria-sort={column.sortable ? (direction ?? 'none') : undefined}
      className={numeric ? 'right' : undefined}
    >
      {column.sortable ? (
        <button type="button" className="sort" title={t('ui.list.sortBy', { column: title })} onClick={onSort}>
          {title}
          {direction === 'ascending' ? <CaretUpOutlined aria-hidden /> : null}
          {direction === 'descending' ? <CaretDownOutlined aria-hidden /> : null}
        </button>
      ) : (
        title
      )}
    </th>
  )
}

interface RowProps {
  row: { id: string }
  shape: ListShape
  main: string | undefined
  columns: ListColumn[]
  cells?: Cells<{ id: string }>
  current: boolean
  selected: boolean
  rowLabel: (row: { id: string }) => string
  onToggle: (row: { id: string }) => void
  onPress: (row: { id: string }) => void
  onOpen?: (row: { id: string }) => void
}

/** One row. Remembered, so that moving through a thousand rows draws two of them again. */
const Row = memo(function Row(props: RowProps) {
  const words = useWords()
  const { row, columns, current, selected } = props
  function press(event: MouseEvent) {
    // What is inside of the row acts for itself, and selecting text is not pressing.
    if (event.target instanceof Element && event.target.closest('button, a, label, input')) return
    if (window.getSelection()?.toString()) return
    props.onPress(row)
  }
  return (
    <tr
      role="row"
      data-row={row.id}
      tabIndex={current ? 0 : -1}
      aria-selected={selected}
      aria-label={props.rowLabel(row)}
      className={current ? 'current' : undefined}
      onClick={press}
      onDoubleClick={props.onOpen ? () => props.onOpen?.(row) : undefined}
    >
      <td role="gridcell" className="list-check">
        <Checkbox
          checked={selected}
          tabIndex={-1}
          aria-label={words.t('ui.list.select', { row: props.rowLabel(row) })}
          onChange={() => props.onToggle(row)}
        />
      </td>
      {columns.map((column) => (
        <td
          key={column.key}
          role="gridcell"
          className={cellClass(column)}
          data-main={column.key === props.main || undefined}
          data-label={words.t(column.title)}
        >
          {props.cells?.[column.key]?.(row) ?? cellContent(row, column, props.shape, words)}
        </td>
      ))}
    </tr>
  )
})

function cellClass(column: ListColumn): string | undefined {
  return column.type === 'number' || column.type === 'percent' ? 'right figures' : undefined
}

/** What stands in a cell when the screen says nothing else: by type; codes in their words. */
function cellContent(row: { id: string }, column: ListColumn, shape: ListShape, words: WordsInUse): ReactNode {
  const value = (row as Record<string, unknown>)[column.key]
  if (value === null || value === undefined || value === '') return null
  if (column.type === 'date') return <DateText value={String(value as string)} />
  if (column.type === 'number') return formatNumber(value as Decimal, words.lang)
  if (column.type === 'percent') return formatPercent(value as Decimal, undefined, words.lang)
  return cellWords(value, column, shape, words)
}

/** A code in its words: those the column names, or those of the filter upon the same codes. */
function cellWords(value: unknown, column: ListColumn, shape: ListShape, words: WordsInUse): string {
  const text = String(value as string)
  const choice = shape.filters.find((filter) => filter.key === column.key)?.choices?.find((each) => each.value === text)
  const key = column.words === undefined ? choice?.title : `${column.words}.${text}`
  return key && words.has(key) ? words.t(key) : text
}

/** The column that names a row: what the list is sorted by when that is a text, else its first text. Newest first sorts by a moment, which names nothing. */
function mainColumn(shape: ListShape, columns: ListColumn[]): string | undefined {
  const sorted = columns.find((column) => column.key === shape.defaultSort && column.type === 'text')
  return (sorted ?? columns.find((column) => column.type === 'text') ?? columns[0])?.key
}

/** The rows as text with tabs, as Excel takes them. */
export function rowsAsText(rows: { id: string }[], columns: ListColumn[], shape: ListShape, words: WordsInUse): string {
  const clean = (text: string) => text.replace(/[\t\r\n]+/g, ' ')
  const head = columns.map((column) => words.t(column.title))
  const body = rows.map((row) =>
    columns.map((column) => {
      const value = (row as Record<string, unknown>)[column.key]
      return value === null || value === undefined ? '' : clean(cellWords(value, column, shape, words))
    }),
  )
  return [head, ...body].map((line) => line.join('\t')).join('\n')
}
