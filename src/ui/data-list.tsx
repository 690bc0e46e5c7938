import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { App, Button, type InputRef } from 'antd'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { ExportFormat, ListShape } from '#kernel/lists.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { fold } from '#kernel/text.ts'
import { useAsOf } from './as-of.ts'
import { useDownload } from './client.ts'
import { useWords } from './i18n.ts'
import { ListFilters } from './list-filters.tsx'
import { useListKeys } from './list-keys.ts'
import { ListFoot, pageSize, PrintHead, SearchBox } from './list-parts.tsx'
import { type ExportQuestion, type ListPage, type ListQuestion, useColumns, useListState } from './list-question.ts'
import { type Cells, ListTable, rowsAsText } from './list-table.tsx'
import { ColumnChooser, ExportMenu, KeysButton, KeysPanel } from './list-tools.tsx'
import { Empty, ErrorNotice, Skeleton } from './page.tsx'
import { SidePanel } from './panel.tsx'
import { useListPlace, useSelection } from './list-place.ts'
import { recall, remember } from './stored.ts'
import { totalText } from './totals.ts'

export interface DataListProps<Row extends { id: string }> {
  shape: ListShape
  /** Asks one page: `(input) => api.listPeople.call(input)`. */
  fetchPage: (input: ListQuestion) => Promise<ListPage<Row>>
  queryKey: readonly unknown[]
  /** Asks the file: `(input, format) => api.exportPeople.call(input)`; `input.format` is set. */
  exportFile?: (input: ExportQuestion, format: ExportFormat) => Promise<File>
  cells?: Cells<Row>
  /** What the side panel shows of a row without leaving the list. */
  peek?: (row: Row) => ReactNode
  onOpen?: (row: Row) => void
  /** What a row is called, for the panel's title and for those who hear the screen. */
  rowLabel: (row: Row) => string
  /** Filters that belong to the page, such as one unit's people; they are not offered. Keep the object the same between renders. */
  fixed?: Record<string, string>
  /** What can be done to the rows chosen, beside copying them. */
  bulk?: (rows: Row[], clear: () => void) => ReactNode
  /** Says what will be here when the list is empty without any filter. */
  empty?: { title: string; hint?: ReactNode; action?: ReactNode }
}

/**
 * A list: search first, filters in words, columns, order, rows found by place, an honest total, keyboard, peek, export. What it asks
 * stands in the address.
 */
export function DataList<Row extends { id: string }>(props: DataListProps<Row>) {
  const words = useWords()
  const { t, lang } = words
  const { shape } = props
  const state = useListState(shape, props.fixed)
  const columns = useColumns(shape)
  const [roomy, setRoomy] = useState(() => recall('roomy') === 'yes')
  const { selected, toggle, clear } = useSelection<Row>(shape.id)
  const [peeking, setPeeking] = useState(false)
  const [helping, setHelping] = useState(false)
  const search = useRef<InputRef>(null)
  const download = useDownload()
  const { asOf, today } = useAsOf()
  const { message } = App.useApp()

  const query = useInfiniteQuery({
    queryKey: [...props.queryKey, 'rows', state.question],
    queryFn: ({ pageParam }) =>
      props.fetchPage({ ...state.question, limit: pageSize, ...(pageParam ? { after: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const first = query.data?.pages[0]?.total
  // A long list says "more than" at once and its number a moment later; a search that finds too much is to be narrowed, not counted.
  const exact = useQuery({
    queryKey: [...props.queryKey, 'count', state.question],
    queryFn: async () => (await props.fetchPage({ ...state.question, limit: 1, count: 'exact' })).total,
    enabled: first?.atLeast === true && state.search === '',
  })
  const total = first?.atLeast && exact.data ? exact.data : first
  const place = useListPlace(`${shape.id} ${JSON.stringify(state.question)}`, rows)
  const current = rows.find((row) => row.id === place.cursor)

  function press(row: Row) {
    place.setCursor(row.id)
    if (props.peek) setPeeking(true)
    else props.onOpen?.(row)
  }
  useListKeys({
    focusSearch: () => search.current?.focus({ cursor: 'all' }),
    move: (by) => {
      place.move(by)
      if (by > 0 && rows.at(-1)?.id === place.cursor && query.hasNextPage) void query.fetchNextPage()
    },
    toggle: () => current && toggle(current),
    open: () => current && (props.onOpen ? props.onOpen(current) : props.peek && setPeeking(true)),
    peek: props.peek ? () => setPeeking((before) => !before && current !== undefined) : undefined,
    close: () => {
      if (!peeking) return false
      setPeeking(false)
      return true
    },
    help: () => setHelping(true),
  })

  function exportAs(format: ExportFormat) {
    const question: ExportQuestion = {
      ...state.question,
      columns: columns.shown.map((column) => column.key).join(','),
      lang,
      format,
    }
    const name = `${fold(t(shape.title)).replace(/[^a-z0-9]+/g, '-')}-${asOf ?? today}.${format}`
    void download(() => props.exportFile?.(question, format) ?? Promise.reject(new Error('no export')), name)
  }
  async function copySelected() {
    await navigator.clipboard.writeText(rowsAsText([...selected.values()], columns.shown, shape, words))
    void message.success(t('ui.copied'))
  }

  return (
    <div className={`data-list${roomy ? ' data-list-roomy' : ''}${peeking && current ? ' data-list-peeking' : ''}`}>
      <PrintHead title={t(shape.title)} />
      <div className="list-tools">
        {shape.searchable ? (
          <SearchBox
            ref={search}
            value={state.search}
            onChange={state.setSearch}
            label={t('ui.list.searchIn', { list: t(shape.title).toLowerCase() })}
            onDown={() => place.move(1)}
          />
        ) : null}
        <ListFilters shape={shape} state={state} fixed={props.fixed} />
        <div className="list-tools-end">
          <span className="muted figures list-total" role="status" aria-live="polite">
            {total ? t('ui.list.total', { total: totalText(total, lang, t) }) : ''}
          </span>
          <ColumnChooser
            shape={shape}
            shown={columns.shown.map((column) => column.key)}
            choose={columns.choose}
            roomy={roomy}
            setRoomy={(next) => {
              setRoomy(next)
              remember('roomy', next ? 'yes' : null)
            }}
          />
          <ExportMenu onExport={props.exportFile ? exportAs : undefined} />
          <KeysButton onClick={() => setHelping(true)} />
        </div>
      </div>
      {selected.size > 0 ? (
        <div className="list-selection" role="status">
          <span>{t('ui.list.selected', { count: selected.size })}</span>
          <Button size="small" onClick={() => void copySelected()}>
            {t('ui.list.copyRows')}
          </Button>
          {props.bulk?.([...selected.values()], clear)}
          <Button size="small" type="text" onClick={clear}>
            {t('ui.list.unselect')}
          </Button>
        </div>
      ) : null}
      {query.isError ? <ErrorNotice error={query.error} retry={() => void query.refetch()} /> : null}
      <div className="list-scroll" ref={place.scroller} aria-busy={query.isPlaceholderData || undefined}>
        {rows.length > 0 ? (
          <ListTable
            shape={shape}
            columns={columns.shown}
            rows={rows}
            cells={props.cells}
            sort={state.sort}
            setSort={state.setSort}
            cursor={place.cursor}
            selected={selected}
            rowLabel={props.rowLabel}
            onToggle={toggle}
            onPress={press}
            onOpen={props.onOpen}
          />
        ) : null}
        {query.isPending ? <Skeleton lines={10} /> : null}
        {query.isSuccess && rows.length === 0 ? (
          state.narrowed ? (
            <Empty
              title={t('ui.list.nothingFound')}
              hint={t('ui.list.nothingFoundHint')}
              action={<Button onClick={state.clear}>{t('ui.list.clearFilters')}</Button>}
            />
          ) : (
            <Empty {...(props.empty ?? { title: t('ui.list.empty'), hint: t('ui.list.emptyHint') })} />
          )
        ) : null}
        {total && rows.length > 0 ? (
          <ListFoot
            text={t('ui.list.shown', { shown: formatNumber(rows.length, lang), total: totalText(total, lang, t) })}
            more={query.hasNextPage}
            busy={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        ) : null}
      </div>
      {props.peek ? (
        <SidePanel
          peek
          open={peeking && current !== undefined}
          onClose={() => setPeeking(false)}
          title={current ? props.rowLabel(current) : ''}
          footer={
            props.onOpen && current ? (
              <Button onClick={() => props.onOpen?.(current)}>
                {t('ui.list.openFull')} <kbd className="wide-only">Enter</kbd>
              </Button>
            ) : null
          }
        >
          {current ? props.peek(current) : null}
        </SidePanel>
      ) : null}
      <KeysPanel open={helping} onClose={() => setHelping(false)} peeks={props.peek !== undefined} />
    </div>
  )
}
