import { FigureProvider } from './figure-provider.tsx'
import { TodayFigures } from './today-figures.tsx'
import { TodayWaiting } from './today-waiting.tsx'
import './reports.css'

/** What of reports and figures concerns this account today: what waits for it first, then a few figures. */
export function TodayBlock() {
  return (
    <FigureProvider>
      <TodayWaiting />
      <TodayFigures />
    </FigureProvider>
  )
}
