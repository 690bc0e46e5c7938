/** A unit in the graph: from the first day known of it (null: unknown) until it ended (null: it goes on). */
export interface GraphUnit {
  id: string
  from: string | null
  until: string | null
}

export interface GraphEdge {
  from: string
  to: string
  on: string
  whole: boolean
}

/** Where a unit is drawn: its row, and between which of the columns; column n begins on `days[n - 1]`, column 0 before all of them. */
export interface PlacedUnit {
  id: string
  row: number
  start: number
  /** The column before which it ends. */
  end: number
}

export interface LineageLayout {
  /** The days on which something changed, in order. */
  days: string[]
  rows: number
  units: PlacedUnit[]
}

/**
 * Lays out what a unit came from and became: time from left to right by the days of change, a unit a line in a row of its own for as long as it
 * lived, an heir in the row of the middle one of those it took over where that row is free. No two units ever share a row on one day.
 */
export function layOutLineage(units: readonly GraphUnit[], edges: readonly GraphEdge[]): LineageLayout {
  const days = [...new Set(edges.map((e) => e.on))].sort()
  const columnOf = (day: string | null) => (day === null ? 0 : days.filter((d) => d <= day).length)
  const spans = units.map((u) => {
    const start = columnOf(u.from)
    const end = u.until === null ? days.length + 1 : Math.max(columnOf(u.until), start + 1)
    return { id: u.id, start, end }
  })
  const placed = new Map<string, PlacedUnit>()
  const busyUntil: number[] = []
  const inOrder = [...spans].sort((a, b) => a.start - b.start || firstHeir(a.id, edges).localeCompare(firstHeir(b.id, edges)))
  for (const span of inOrder) {
    const above = edges.flatMap((e) => (e.to === span.id ? [placed.get(e.from)?.row ?? -1] : [])).filter((row) => row >= 0)
    const wanted = above.sort((a, b) => a - b)[Math.floor((above.length - 1) / 2)]
    const row = freeRow(busyUntil, span.start, wanted ?? busyUntil.length)
    busyUntil[row] = span.end
    placed.set(span.id, { ...span, row })
  }
  return { days, rows: busyUntil.length, units: units.flatMap((u) => placed.get(u.id) ?? []) }
}

/** Those that go into the same heir lie together. */
function firstHeir(id: string, edges: readonly GraphEdge[]): string {
  const [first] = edges.filter((e) => e.from === id).sort((a, b) => a.on.localeCompare(b.on) || a.to.localeCompare(b.to))
  return first ? `${first.on} ${first.to}` : '~'
}

/** The row nearest to the one wanted that nobody occupies from a column on; a new one where there is none. */
function freeRow(busyUntil: readonly number[], start: number, wanted: number): number {
  const free = Array.from(busyUntil, (until, row) => ({ row, until })).filter(({ until }) => until <= start)
  free.sort((a, b) => Math.abs(a.row - wanted) - Math.abs(b.row - wanted) || a.row - b.row)
  return free[0]?.row ?? busyUntil.length
}
