import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useUrlSearch } from '#ui/url.ts'
import { FigureContext, type FigurePage, type FigureSteps } from './figure-context.ts'
import { FigurePanel } from './figure-panel.tsx'

/** How the reader came to the figure: each one followed from the one before; `pushed` counts the steps Back has to undo. */
interface Trail {
  ids: readonly string[]
  pushed: number
}
const noTrail: Trail = { ids: [], pushed: 0 }

/** Another figure opens at its beginning: no part of the panel and no group of records chosen. */
const afresh = { part: undefined, group: undefined }

/**
 * Makes figures doors: below it, `useFigurePanel().open(id)` opens the one side panel, and an address with `?figure=ID` opens it too.
 * Nested in another provider it adds nothing, so a screen may bring its own.
 */
export function FigureProvider({ children }: { children: ReactNode }) {
  const outer = useContext(FigureContext)
  return outer ? children : <Provider>{children}</Provider>
}

function Provider({ children }: { children: ReactNode }) {
  const router = useRouter()
  const [search, change] = useUrlSearch()
  const [trail, setTrail] = useState(noTrail)
  const [page, setPage] = useState<FigurePage>({ order: [] })
  const { order } = page
  const opener = useRef<HTMLElement | null>(null)
  const current = typeof search.figure === 'string' && search.figure !== '' ? search.figure : null
  const period = typeof search.period === 'string' ? search.period : undefined
  // Closed by Back: how it was opened no longer counts.
  if (current === null && trail.ids.length > 0) setTrail(noTrail)
  const at = current === null ? -1 : trail.ids.lastIndexOf(current)
  const former = at > 0 ? trail.ids[at - 1] : undefined
  const walked = at < 0 ? noTrail : { ids: trail.ids.slice(0, at + 1), pushed: trail.pushed - (trail.ids.length - 1 - at) }
  const here = useRef(walked)
  useEffect(() => {
    here.current = walked
  })

  const open = useCallback(
    (id: string, inPeriod?: string) => {
      if (current === null) opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
      setTrail({ ids: [id], pushed: current === null ? 1 : here.current.pushed })
      change({ ...afresh, figure: id, ...(inPeriod === undefined ? {} : { period: inPeriod }) }, current === null)
    },
    [change, current],
  )
  const follow = (id: string) => {
    setTrail({ ids: [...(at < 0 && current !== null ? [current] : walked.ids), id], pushed: walked.pushed + 1 })
    change({ ...afresh, figure: id }, true)
  }
  const step = useCallback(
    (by: -1 | 1) => {
      const from = current === null ? -1 : order.indexOf(current)
      const next = from < 0 ? undefined : order[from + by]
      if (next === undefined) return
      setTrail({ ids: [...here.current.ids.slice(0, -1), next], pushed: here.current.pushed })
      change({ group: undefined, figure: next })
    },
    [change, current, order],
  )
  const close = useCallback(() => {
    // As many steps back as the reader took forward; a figure opened by a link just leaves the address.
    const { pushed } = here.current
    setTrail(noTrail)
    if (pushed > 0) router.history.go(-pushed)
    else change({ ...afresh, figure: undefined })
    opener.current?.focus()
    opener.current = null
  }, [router, change])

  useEffect(() => {
    if (current === null) return
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return
      if (event.key === 'Escape') {
        event.preventDefault()
        close()
      }
      if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !hasArrows(event.target)) {
        event.preventDefault()
        step(event.key === 'ArrowDown' ? 1 : -1)
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [current, close, step])

  const steps: FigureSteps = useMemo(() => ({ open, current, show: setPage }), [open, current])
  const place = current === null ? -1 : order.indexOf(current)
  return (
    <FigureContext value={steps}>
      {children}
      {current === null ? null : (
        <FigurePanel
          id={current}
          period={period}
          stated={page.stated?.get(current)}
          onClose={close}
          onFollow={follow}
          onBack={former === undefined ? undefined : () => router.history.back()}
          place={place < 0 ? undefined : { at: place + 1, of: order.length }}
          onStep={place < 0 ? undefined : step}
        />
      )}
    </FigureContext>
  )
}

/** Whether an element uses the arrow keys for itself. */
function hasArrows(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="tab"], [role="listbox"], [role="combobox"], [role="menu"]') !== null)
  )
}
