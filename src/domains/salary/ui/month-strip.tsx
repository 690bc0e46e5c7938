import { useWords } from '#ui/i18n.ts'
import type { PersonSalary } from '../salary.contract.ts'

const marks = { counted: '', uncounted: '×', delay: '+' }

/** The months of a step's clock, one box each. */
export function MonthStrip({ months }: { months: PersonSalary['next']['months'] }) {
  const { t } = useWords()
  const count = (state: 'counted' | 'uncounted' | 'delay') => months.filter((m) => m.state === state).length
  const text = t('salary.monthCounts', { counted: count('counted'), uncounted: count('uncounted'), delay: count('delay') })
  return (
    <>
      <div className="month-strip" role="img" aria-label={text}>
        {months.map(({ month, state }) => (
          <span
            key={month}
            className={`month-${state}`}
            title={`${month.split('-').reverse().join('/')}: ${t(`salary.monthStates.${state}`)}`}
          >
            {marks[state]}
          </span>
        ))}
      </div>
      <p className="muted hint">
        {t('salary.monthStrip')}: {text}.
      </p>
    </>
  )
}
