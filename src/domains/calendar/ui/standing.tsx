import { useWords } from '#ui/i18n.ts'
import { StateTag, type State } from '#ui/page.tsx'
import type { DeadlineRow } from '../calendar.contract.ts'

const states: Record<DeadlineRow['standing'], State> = {
  late: 'late',
  soon: 'soon',
  open: 'neutral',
  paused: 'draft',
  met: 'ok',
  'met-late': 'late',
  cancelled: 'neutral',
}

/** How a deadline stands, in words. */
export function Standing({ standing }: { standing: DeadlineRow['standing'] }) {
  const { t } = useWords()
  return <StateTag state={states[standing]}>{t(`calendar.standings.${standing}`)}</StateTag>
}
