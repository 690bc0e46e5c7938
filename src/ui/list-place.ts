import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

interface Place {
  cursor: string | null
  top: number
}

/** Where the reader was in each list, for this visit: coming back finds the same row at the same height. */
const places = new Map<string, Place>()

/** The row the reader is at, how it moves, and the height of the list, kept per question. */
export function useListPlace(
  key: string,
  rows: { id: string }[],
): {
  cursor: string | null
  setCursor: (id: string | null) => void
  move: (by: number) => void
  scroller: RefObject<HTMLDivElement | null>
} {
  const [cursor, setCursor] = useState<string | null>(() => places.get(key)?.cursor ?? null)
  const scroller = useRef<HTMLDivElement>(null)
  const restored = useRef<string | null>(null)
  const here = useRef<Place>({ cursor, top: 0 })
  const hasRows = rows.length > 0

  useEffect(() => {
    here.current.cursor = cursor
  }, [cursor])

  useLayoutEffect(() => {
    const box = scroller.current
    if (!hasRows || !box || restored.current === key) return
    const again = restored.current === null
    restored.current = key
    // Another question starts at its top; the first one of this visit where it was left.
    box.scrollTop = again ? (places.get(key)?.top ?? 0) : 0
  }, [key, hasRows])

  useEffect(() => {
    const box = scroller.current
    const place = here.current
    const note = () => {
      place.top = box?.scrollTop ?? 0
    }
    box?.addEventListener('scroll', note, { passive: true })
    return () => {
      box?.removeEventListener('scroll', note)
      places.set(key, { ...place })
    }
  }, [key])

  const move = useCallback(
    (by: number) => {
      const at = rows.findIndex((row) => row.id === here.current.cursor)
      const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]
      if (!next) return
      here.current.cursor = next.id
      setCursor(next.id)
      const row = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].find(
        (each) => each.dataset.row === next.id,
      )
      row?.focus({ preventScroll: true })
      row?.scrollIntoView({ block: 'nearest' })
    },
    [rows],
  )
  return { cursor, setCursor, move, scroller }
}

/** Rows chosen in each list, for this visit. */
const selections = new Map<string, ReadonlyMap<string, { id: string }>>()

/** The rows chosen in a list; another filter, or coming back, finds them chosen still. */
export function useSelection<Row extends { id: string }>(list: string) {
  const [selected, setSelected] = useState<ReadonlyMap<string, Row>>(
    () => (selections.get(list) ?? new Map()) as ReadonlyMap<string, Row>,
  )
  useEffect(() => {
    selections.set(list, selected)
  }, [list, selected])
  const toggle = useCallback((row: Row) => {
    setSelected((before) => {
      const after = new Map(before)
      if (!after.delete(row.id)) after.set(row.id, row)
      return after
    })
  }, [])
  const clear = useCallback(() => setSelected(new Map()), [])
  return { selected, toggle, clear }
}
