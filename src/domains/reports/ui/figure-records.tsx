import { CloseOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { formatNumber, formatPercent } from '#kernel/numbers.ts'
import { useDownload } from '#ui/client.ts'
import { useWords, type WordsInUse } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ExportMenu } from '#ui/list-tools.tsx'
import { DateText, Empty, ErrorNotice, Skeleton, StateTag } from '#ui/page.tsx'
import type { FigureDetail, FigureRecord } from '../figure.contract.ts'
import { api } from './api.ts'
import { writeFigure } from './figure-format.ts'

/** One group of a breakdown, whose records are shown. */
export interface RecordGroup {
  breakdown: string
  key: string
  label: string
}

const pageSize = 50

/** Measures whose value is the number of records, so that the reader can compare the two. */
const counted = new Set(['count', 'count-distinct'])

/** The records a figure counted, in the columns it declares, a page at a time; a row opens the record's page. */
export function FigureRecords(props: {
  figure: FigureDetail
  period?: string
  group: RecordGroup | null
  onUngroup: () => void
}) {
  const { t, lang } = useWords()
  const { figure, period, group } = props
  const download = useDownload()
  const ask = { id: figure.id, period, group: group ? `${group.breakdown}:${group.key}` : undefined }
  const records = useInfiniteQuery(
    api.figureRecords.infiniteOptions({
      input: (after: string | undefined) => ({ ...ask, limit: pageSize, ...(after ? { after } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  )
  const rows = records.data?.pages.flatMap((page) => page.rows) ?? []
  const total = records.data?.pages[0]?.total
  return (
    <div className="records">
      <div className="records-head">
        <p className="figures" role="status">
          {total
            ? t(total.atLeast ? 'reports.records.moreThan' : 'reports.records.total', { count: formatNumber(total.value, lang) })
            : ''}
          {total && !group && counted.has(figure.measure) && figure.source === 'computed' ? (
            <Agreement figure={figure} total={total.value} />
          ) : null}
        </p>
        <ExportMenu onExport={(format) => void download(() => api.exportFigureRecords.call({ ...ask, format, lang }))} />
      </div>
      {group ? (
        <div className="chips">
          <span className="chip-pair chip-on">
            <span className="chip">{group.label}</span>
            <button type="button" className="chip-remove" aria-label={t('reports.records.ungroup')} onClick={props.onUngroup}>
              <CloseOutlined />
            </button>
          </span>
        </div>
      ) : null}
      {records.error ? <ErrorNotice error={records.error} retry={() => void records.refetch()} /> : null}
      {records.isPending ? <Skeleton lines={8} /> : null}
      {rows.length > 0 ? <RecordTable figure={figure} rows={rows} /> : null}
      {records.isSuccess && rows.length === 0 ? (
        <Empty
          title={t('reports.records.empty')}
          hint={t(figure.source === 'typed' ? 'reports.records.emptyTyped' : 'reports.records.emptyHint')}
        />
      ) : null}
      {records.hasNextPage && total ? (
        <div className="records-foot">
          <span className="muted figures">
            {t('ui.list.shown', { shown: formatNumber(rows.length, lang), total: formatNumber(total.value, lang) })}
          </span>
          <Button size="small" loading={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
            {t('ui.list.more', { count: pageSize })}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

/** That the records are as many as the figure says; they are one query, so anything else is a fault to report. */
function Agreement({ figure, total }: { figure: FigureDetail; total: number }) {
  const { t, lang } = useWords()
  if (figure.measure === 'count-distinct' && total !== Number(figure.value)) return null
  const agrees = String(total) === figure.value
  return (
    <StateTag state={agrees ? 'ok' : 'late'}>
      {t(agrees ? 'reports.records.agrees' : 'reports.records.disagrees', { value: writeFigure(figure, lang) })}
    </StateTag>
  )
}

function RecordTable({ figure, rows }: { figure: FigureDetail; rows: FigureRecord[] }) {
  const words = useWords()
  const { t, both } = words
  const openable = rows.some((row) => row.open)
  return (
    <div className="records-scroll">
      <table className="record-table">
        <thead>
          <tr>
            {figure.columns.map((column) => (
              <th key={column.key} className={isNumber(column.type) ? 'right' : undefined}>
                {both(column.title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {figure.columns.map((column, index) => {
                const content = cell(row.cells[column.key] ?? null, column.type, words)
                return (
                  <td key={column.key} className={isNumber(column.type) ? 'right figures' : undefined}>
                    {index === 0 && row.open ? (
                      <A to={row.open}>{content ?? t('ui.open')}</A>
                    ) : (
                      (content ?? (index === 0 && openable ? '–' : null))
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function isNumber(type: string): boolean {
  return type === 'number' || type === 'percent'
}

const plainNumber = /^-?\d+(\.\d+)?$/

function cell(value: string | null, type: string, { lang }: WordsInUse): ReactNode {
  if (value === null || value === '') return null
  if (type === 'date') return <DateText value={value} />
  if (!plainNumber.test(value)) return value
  if (type === 'number') return formatNumber(value, lang)
  if (type === 'percent') return formatPercent(value, undefined, lang)
  return value
}
