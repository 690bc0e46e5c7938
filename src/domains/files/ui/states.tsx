import { useWords } from '#ui/i18n.ts'
import { StateTag } from '#ui/page.tsx'
import type { FileRow } from '../file.contract.ts'

/** Where a file stands, in words. */
export function PlaceTag({ place }: { place: FileRow['place'] }) {
  const { t } = useWords()
  const state = { used: 'ok', unfinished: 'draft', bin: 'soon' } as const
  return <StateTag state={state[place]}>{t(`files.places.${place}`)}</StateTag>
}

/** What the last reading of a content found, in words. */
export function ContentTag({ state }: { state: FileRow['state'] }) {
  const { t } = useWords()
  return <StateTag state={state === 'whole' ? 'ok' : 'late'}>{t(`files.states.${state}`)}</StateTag>
}
