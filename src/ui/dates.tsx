import { addDays } from '#kernel/dates.ts'
import { DateText } from './page.tsx'

/** The last day of something that no longer holds from a day on: records keep the first day without it, people say the last day with it. */
export function lastDay(until: string): string {
  return addDays(until, -1)
}

/** The last day of something, as a date; nothing while it has no end. */
export function LastDayText({ until }: { until: string | null | undefined }) {
  return until ? <DateText value={lastDay(until)} /> : null
}
