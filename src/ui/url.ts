import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useCallback } from 'react'

/** What stands after the question mark of the address: plain texts, repeated keys as lists. */
export type UrlSearch = Record<string, string | string[] | undefined>

/** Reads a query string: `?sort=name&level=district&level=commune`. */
export function readSearch(text: string): UrlSearch {
  const found: UrlSearch = {}
  for (const [key, value] of new URLSearchParams(text)) {
    const known = found[key]
    found[key] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value]
  }
  return found
}

/** Writes a query string, `?` included; empty values are left out. */
export function writeSearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (each !== undefined && each !== null && each !== '') params.append(key, String(each as string))
    }
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

/** The query part of the address, and a way to change some of it: undefined removes a key. */
export function useUrlSearch(): [UrlSearch, (patch: UrlSearch, push?: boolean) => void] {
  const search = useRouterState({ select: (state) => state.location.search as UrlSearch })
  const navigate = useNavigate()
  const change = useCallback(
    (patch: UrlSearch, push = false) => {
      void navigate({
        to: '.',
        search: ((before: UrlSearch) => ({ ...before, ...patch })) as never,
        replace: !push,
        resetScroll: false,
      })
    },
    [navigate],
  )
  return [search, change]
}

/** Goes to a page of the application, keeping the date on the desk. */
export function useGo(): (path: string, search?: UrlSearch) => void {
  const navigate = useNavigate()
  return useCallback((path, search = {}) => void navigate({ to: path, search: search as never }), [navigate])
}
