import { formatDateShort } from '#kernel/dates.ts'
import { useWords } from '#ui/i18n.ts'
import type { Moves } from '../calendar.contract.ts'

/** Which deadlines move, from when to when. */
export function MovesList({ moves }: { moves: Moves }) {
  const { t, lang } = useWords()
  const day = (date: string | null) => (date ? formatDateShort(date, lang) : t('calendar.open'))
  const count = moves.moved.length
  return (
    <div className={`notice ${count > 0 ? 'notice-soon' : 'notice-ok'}`} role="status">
      <div className="notice-body">
        <strong>
          {count > 0
            ? t('calendar.wouldMove', { count, unmoved: moves.unmoved })
            : t('calendar.noneMoves', { unmoved: moves.unmoved })}
        </strong>
        {count > 0 ? (
          <ul className="plain moves">
            {moves.moved.map((m) => (
              <li key={m.id}>
                {m.label}: <span className="figures">{t('calendar.moves', { from: day(m.from), to: day(m.to) })}</span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  )
}
