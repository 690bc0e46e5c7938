import { useWords } from '#ui/i18n.ts'
import { type State, StateTag } from '#ui/page.tsx'
import type { LevelCode } from '../rating.contract.ts'

const states: Record<LevelCode, State> = { XS: 'ok', TOT: 'ok', HTHC: 'soon', HT: 'neutral', KHT: 'late', KXL: 'draft' }

/** A level in words, with its colour. */
export function LevelTag({ level }: { level: LevelCode }) {
  const { t } = useWords()
  return <StateTag state={states[level]}>{t(`evaluation.levels.${level}`)}</StateTag>
}
