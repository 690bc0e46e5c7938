import { useCallback, useContext, useMemo } from 'react'
import { departmentTimezone, isPlainDate, todayIn } from '#kernel/dates.ts'
import { SelfContext } from './self.ts'
import { useUrlSearch } from './url.ts'

/** The date on the desk. */
export interface AsOf {
  /** The day asked for; absent means today. Give it to every question that takes one. */
  asOf?: string
  /** Whether that day is over: nothing can be changed there. */
  past: boolean
  /** Today at the Department. */
  today: string
  /** Puts a day on the desk; null is today again. */
  setAsOf: (date: string | null) => void
}

/** The day the whole application answers for; it stands in the address, so a link carries it. */
export function useAsOf(): AsOf {
  const [search, change] = useUrlSearch()
  const today = useContext(SelfContext)?.today ?? todayIn(departmentTimezone, new Date())
  const typed = typeof search.asOf === 'string' && isPlainDate(search.asOf) ? search.asOf : undefined
  const asOf = typed === today ? undefined : typed
  const setAsOf = useCallback(
    (date: string | null) => change({ asOf: date === today ? undefined : (date ?? undefined) }),
    [change, today],
  )
  return useMemo(() => ({ asOf, past: asOf !== undefined && asOf < today, today, setAsOf }), [asOf, today, setAsOf])
}
