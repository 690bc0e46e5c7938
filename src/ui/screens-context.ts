import { createContext, useContext } from 'react'
import type { Screen } from './screens.ts'

/** All pages of all domains, for what leads to them from elsewhere than the navigation. */
export const ScreensContext = createContext<Screen[]>([])

export function useScreens(): Screen[] {
  return useContext(ScreensContext)
}
