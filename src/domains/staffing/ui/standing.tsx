import { useWords } from '#ui/i18n.ts'
import { type State, StateTag } from '#ui/page.tsx'
import type { QuotaRow } from '../quota.contract.ts'

const states: Record<QuotaRow['standing'], State> = { over: 'late', unfilled: 'soon', filled: 'ok', reserve: 'neutral' }

/** How people stand against the quota, in words with its sign. */
export function Standing({ standing }: { standing: QuotaRow['standing'] }) {
  const { t } = useWords()
  return <StateTag state={states[standing]}>{t(`staffing.standings.${standing}`)}</StateTag>
}
