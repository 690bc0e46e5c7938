import { addDays, formatDateShort } from '#kernel/dates.ts'
import { weekday } from '#kernel/calendar/calendar.rules.ts'
import type { DeadlineAnswer, Run } from '#kernel/calendar/deadline.rules.ts'
import { useWords, type WordsInUse } from '#ui/i18n.ts'
import { StateTag } from '#ui/page.tsx'
import './calendar.css'

/** The answer in one sentence. */
export function answerText(answer: Pick<DeadlineAnswer, 'due' | 'left'>, { t, lang }: WordsInUse): string {
  if (!answer.due) return t('calendar.resultOpen', { count: answer.left })
  return `${t('calendar.result', { date: formatDateShort(answer.due, lang) })} (${t(`calendar.weekdays.${weekday(answer.due)}`)})`
}

/** A deadline's sum: every day from start to end in stretches, each with its reason and source. */
export function Explanation({ answer }: { answer: DeadlineAnswer }) {
  const words = useWords()
  const { t, both } = words
  return (
    <div className="explanation">
      <p className="explanation-result" role="status">
        <StateTag state={answer.due ? 'neutral' : 'soon'}>{answerText(answer, words)}</StateTag>
      </p>
      <ol className="runs">
        {answer.runs.map((run, index) => (
          <li key={index} className={`run run-${run.kind}`}>
            <span className="run-days figures">{daysText(run, words)}</span>
            <span className="run-why">
              <span>{whyText(run, answer, words)}</span>
              {run.source ? <span className="muted run-source">{run.source}</span> : null}
            </span>
            <span className="run-count figures">
              {run.kind === 'counted' ? (
                <>
                  +{run.days} <span className="muted">{t('calendar.countedTo', { count: run.counted })}</span>
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
      <p className="muted hint">{t('calendar.basis', { source: `${both(answer.rule.label)}; ${answer.rule.source}` })}</p>
    </div>
  )
}

function daysText(run: Run, { t, lang }: WordsInUse): string {
  const day = (date: string) => `${t(`calendar.short.${weekday(date)}`)} ${formatDateShort(date, lang)}`
  return run.from === run.to ? day(run.from) : `${day(run.from)} – ${day(run.to)}`
}

function whyText(run: Run, answer: DeadlineAnswer, { t, both }: WordsInUse): string {
  const first = run.kind === 'start' && (answer.rule.firstDay === 'same' || answer.runs.some((r) => r.kind === 'late-start'))
  const more: string[] = []
  if (run.part > 0 && run.kind === 'counted') more.push(t('calendar.extension', { n: run.part }))
  if (run.off && run.kind !== 'late-start' && run.off !== 'weekly' && run.off !== 'holiday')
    more.push(t(`calendar.kinds.${run.off}`))
  if (run.label && run.kind !== 'late-start') more.push(both(run.label))
  if (run.expected) more.push(t('calendar.expected'))
  if (run.likely) more.push(t('calendar.likely'))
  const what = t(first ? 'calendar.runs.startCounted' : `calendar.runs.${run.kind}`)
  return more.length > 0 ? `${what}: ${more.join(', ')}` : what
}

/** Days left, or since when it is late. */
export function dueText(due: string | null, standing: string, { t, lang }: WordsInUse): string {
  if (!due) return t('calendar.standings.paused')
  return standing === 'late'
    ? t('calendar.lateSince', { date: formatDateShort(addDays(due, 1), lang) })
    : t('calendar.dueOn', { date: formatDateShort(due, lang) })
}
