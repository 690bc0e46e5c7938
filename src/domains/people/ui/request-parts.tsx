import { useWords } from '#ui/i18n.ts'
import { DateText, StateTag } from '#ui/page.tsx'
import type { Request } from '../request.contract.ts'

/** A value as people read it: days as days, sexes in words. */
export function FieldValue({ field, value }: { field: string; value: string | null }) {
  const { t } = useWords()
  if (value === null) return <span className="muted">–</span>
  if (field === 'birth') return <DateText value={value} />
  return <>{field === 'sex' ? t(`people.sexes.${value}`) : value}</>
}

/** Where a request stands. */
export function RequestState({ state }: { state: Request['state'] }) {
  const { t } = useWords()
  const sign = { open: 'soon', approved: 'ok', refused: 'late', withdrawn: 'neutral' } as const
  return <StateTag state={sign[state]}>{t(`people.requestStates.${state}`)}</StateTag>
}
