import { useWords } from '#ui/i18n.ts'
import { type State, StateTag } from '#ui/page.tsx'
import type { DossierState as Code } from '../dossier.rules.ts'

const states: Record<Code, State> = { unsigned: 'soon', legal: 'draft', province: 'ok' }

/** How far a dossier is signed; one in dispute is never shown as settled. */
export function DossierState({ state, disputed }: { state: Code; disputed: boolean }) {
  const { t } = useWords()
  if (disputed) return <StateTag state="late">{t('territory.disputedIs.yes')}</StateTag>
  return <StateTag state={states[state]}>{t(`territory.states.${state}`)}</StateTag>
}
