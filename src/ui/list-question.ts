import { useCallback, useMemo, useState } from 'react'
import type { ExportFormat, ListColumn, ListShape } from '#kernel/lists.ts'
import { useAsOf } from './as-of.ts'
import { recallJson, remember } from './stored.ts'
import { type UrlSearch, useUrlSearch } from './url.ts'

/** What a list asks its operation. */
export interface ListQuestion {
  search?: string
  sort?: string
  after?: string
  limit?: number
  count?: 'exact'
  asOf?: string
  /** Values of filters, by their keys. */
  [filter: string]: string | string[] | number | undefined
}

/** What a list asks its export: the same question, with the columns in view. */
export type ExportQuestion = Omit<ListQuestion, 'after' | 'limit'> & {
  columns: string
  lang: 'vi' | 'en'
  format: ExportFormat
}

/** A page as list operations answer it. */
export interface ListPage<Row> {
  rows: Row[]
  next: string | null
  total: { value: number; atLeast: boolean }
}

/** Search, order and filters of a list; they live in the address, so that coming back, reloading and sending a link keep them. */
export interface ListState {
  search: string
  sort: string
  filters: Record<string, string[]>
  /** The question without place and size. */
  question: ListQuestion
  setSearch: (text: string) => void
  setSort: (sort: string) => void
  setFilter: (key: string, values: string[]) => void
  clear: () => void
  narrowed: boolean
}

const asList = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** The state of a list, read from the address. `fixed` filters belong to the page that shows the list and are not offered. */
export function useListState(shape: ListShape, fixed?: Record<string, string>): ListState {
  const [url, change] = useUrlSearch()
  const { asOf } = useAsOf()
  const search = typeof url.search === 'string' ? url.search : ''
  const sort = sortOf(shape, url.sort)
  const urlText = JSON.stringify(url)

  const filters = useMemo(() => {
    const read = JSON.parse(urlText) as UrlSearch
    return Object.fromEntries(
      shape.filters.map((filter) => [filter.key, asList(read[filter.key])]).filter(([, values]) => values?.length),
    )
  }, [urlText, shape]) as Record<string, string[]>

  const question = useMemo<ListQuestion>(
    () => ({
      ...(search.trim() ? { search: search.trim() } : {}),
      ...(sort !== shape.defaultSort ? { sort } : {}),
      ...(asOf ? { asOf } : {}),
      ...Object.fromEntries(Object.entries(filters).map(([key, values]) => [key, values.length === 1 ? values[0] : values])),
      ...fixed,
    }),
    [search, sort, asOf, filters, fixed, shape],
  )

  const setSearch = useCallback((text: string) => change({ search: text || undefined }), [change])
  const setSort = useCallback((next: string) => change({ sort: next === shape.defaultSort ? undefined : next }), [change, shape])
  const setFilter = useCallback(
    (key: string, values: string[]) => change({ [key]: values.length > 0 ? values : undefined }),
    [change],
  )
  const clear = useCallback(
    () => change({ search: undefined, ...Object.fromEntries(shape.filters.map((filter) => [filter.key, undefined])) }),
    [change, shape],
  )
  return {
    search,
    sort,
    filters,
    question,
    setSearch,
    setSort,
    setFilter,
    clear,
    narrowed: search.trim() !== '' || Object.keys(filters).length > 0,
  }
}

/** The order the address asks for, when this list knows it. */
function sortOf(shape: ListShape, asked: string | string[] | undefined): string {
  if (typeof asked !== 'string') return shape.defaultSort
  const key = asked.replace(/^-/, '')
  return shape.columns.some((column) => column.sortable && column.key === key) ? asked : shape.defaultSort
}

/** The next order when a header is pressed: ascending, descending, as at first. */
export function nextSort(shape: ListShape, current: string, key: string): string {
  if (current === key) return `-${key}`
  if (current === `-${key}`) return shape.defaultSort === `-${key}` ? key : shape.defaultSort
  return key
}

/** The columns in view: the reader's choice, remembered per list, else those the list shows at first. */
export function useColumns(shape: ListShape): { shown: ListColumn[]; choose: (keys: string[] | null) => void } {
  const key = `columns.${shape.id}`
  const [chosen, setChosen] = useState<string[] | null>(() => {
    const stored = recallJson(key)
    return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : null
  })
  const choose = useCallback(
    (keys: string[] | null) => {
      remember(key, keys && JSON.stringify(keys))
      setChosen(keys)
    },
    [key],
  )
  const shown = useMemo(() => {
    const picked = shape.columns.filter((column) => (chosen ? chosen.includes(column.key) : column.shown))
    return picked.length > 0 ? picked : shape.columns.filter((column) => column.shown)
  }, [shape, chosen])
  return { shown, choose }
}
