import { createContext, useContext, useEffect } from 'react'

/** What any screen may ask of the figure panel. */
export interface FigurePanel {
  /** Opens a figure, as a link would: it stands in the address, and Back closes it. */
  open: (id: string, period?: string) => void
  /** The figure now open, or null. */
  current: string | null
}

/** What the page beside the panel shows. */
export interface FigurePage {
  /** Its figures in the order of reading, for up and down. */
  order: readonly string[]
  /** What it states for them, where that is kept: a sealed edition says what it said, whatever the figure is today. */
  stated?: ReadonlyMap<string, string | null>
}

/** The panel and the page beside it. */
export interface FigureSteps extends FigurePanel {
  show: (page: FigurePage) => void
}

const nothing: FigurePage = { order: [] }

export const FigureContext = createContext<FigureSteps | null>(null)

/** Opens figures from anywhere below `FigureProvider`. @throws Error where there is none. */
export function useFigurePanel(): FigurePanel {
  return useFigureSteps()
}

function useFigureSteps(): FigureSteps {
  const panel = useContext(FigureContext)
  if (!panel) throw new Error('useFigurePanel needs a FigureProvider')
  return panel
}

/** Tells the panel which figures the page shows and in which order, so that up and down lead from one to the next. */
export function useFigureOrder(order: readonly string[], stated?: ReadonlyMap<string, string | null>): void {
  const { show } = useFigureSteps()
  useEffect(() => {
    show({ order, stated })
    return () => show(nothing)
  }, [show, order, stated])
}
