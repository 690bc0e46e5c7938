import { useWords } from '#ui/i18n.ts'
import { StateTag } from '#ui/page.tsx'
import type { UserRow } from '../user.contract.ts'

/** An account's state in words. */
export function UserState({ state }: { state: UserRow['state'] }) {
  const { t } = useWords()
  return <StateTag state={state === 'active' ? 'ok' : 'draft'}>{t(`administration.states.${state}`)}</StateTag>
}
