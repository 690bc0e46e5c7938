import { useWords } from '#ui/i18n.ts'
import { StateTag } from '#ui/page.tsx'
import type { Act } from '../act.contract.ts'

export const actPath = (id: string) => `/to-chuc/sap-xep/${id}`

const signs = { draft: 'draft', applied: 'sealed', undone: 'neutral' } as const

/** Whether an act is a draft, is applied, or was taken back. */
export function ActState({ state }: { state: Act['state'] }) {
  const { t } = useWords()
  return <StateTag state={signs[state]}>{t(`organization.actStates.${state}`)}</StateTag>
}
