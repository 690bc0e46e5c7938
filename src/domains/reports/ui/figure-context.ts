import { createContext, useContext, useEffect } from 'react'

/** What any screen may ask of the figure panel. */
export interface FigurePanel {
  /** Opens a figure, as a link would: it stands in the address, and Back closes it. */
  open: (id: string, period?: string) => void
  /** The figure now open, or null. */
  current: string | null
}

/** The panel and the page beside it: the order in which the page shows its figures, for up and down. */
export interface FigureSteps extends FigurePanel {
  order: (ids: readonly string[]) => void
}

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
export function useFigureOrder(ids: readonly string[]): void {
  const { order } = useFigureSteps()
  useEffect(() => {
    order(ids)
    return () => order([])
  }, [order, ids])
}
