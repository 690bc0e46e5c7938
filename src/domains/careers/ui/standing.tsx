import { useWords } from '#ui/i18n.ts'
import { type State, StateTag } from '#ui/page.tsx'
import type { DecisionRow } from '../decision.contract.ts'

const states: Record<DecisionRow['standing'], State> = {
  draft: 'neutral',
  checked: 'soon',
  coming: 'soon',
  'in-force': 'ok',
  withdrawn: 'late',
}

/** How far a decision is, in words with its sign. */
export function Standing({ standing }: { standing: DecisionRow['standing'] }) {
  const { t } = useWords()
  return <StateTag state={states[standing]}>{t(`careers.standings.${standing}`)}</StateTag>
}
