import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Facts, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import type { PersonSalary as Salary } from '../salary.contract.ts'
import { api } from './api.ts'
import { MonthStrip } from './month-strip.tsx'
import { TimeTable } from './time-table.tsx'
import { dayText, Why } from './why.tsx'

/** Pay and clocks of one person on the day shown, each answer with its reckoning. */
export function PersonSalary({ id }: { id: string }) {
  const { t, lang, both } = useWords()
  const { asOf } = useAsOf()
  const { data, error, refetch } = useQuery({
    ...api.getSalary.queryOptions({ input: { id, asOf } }),
    staleTime: 60_000,
  })
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={10} />
  const { standing } = data
  return (
    <>
      {data.disciplinesHidden ? (
        <p role="note">
          <StateTag state="soon">{t('salary.disciplinesHidden')}</StateTag>
        </p>
      ) : null}
      <div className="columns">
        <Sheet title={t('salary.payNow')}>
          {standing ? (
            <Facts
              items={[
                {
                  label: t('salary.standing'),
                  value: `${t('salary.standingText', {
                    rank: standing.rankLabel ? `${both(standing.rankLabel)} (${standing.rank})` : standing.rank,
                    step: standing.step,
                    steps: standing.steps,
                    coefficient: formatNumber(standing.coefficient, lang),
                  })}, ${t('salary.since', { on: dayText(standing.from, lang) })}`,
                },
              ]}
            />
          ) : (
            <p className="muted">{t(data.next.why === 'unknown-rank' ? 'salary.rankUnknown' : 'salary.notRecorded')}</p>
          )}
          {data.pay.total === null ? null : (
            <>
              <p className="pay-sum figures" role="status">
                {t('salary.dong', { amount: formatNumber(data.pay.total, lang) })}
              </p>
              <Why lines={data.pay.lines} total={formatNumber(data.pay.total, lang)} />
              <p className="muted hint">
                {t('salary.rounding')} {t('salary.payHint')}
              </p>
            </>
          )}
        </Sheet>
        <Sheet title={t('salary.clocks')}>
          {standing ? <Clocks data={data} /> : null}
          <Retirement data={data} />
        </Sheet>
      </div>
      <TimeTable personId={id} times={data.times} />
    </>
  )
}

function Clock({ title, answer, more, children }: { title: string; answer: ReactNode; more?: ReactNode; children: ReactNode }) {
  const { t } = useWords()
  return (
    <section className="clock">
      <h3>{title}</h3>
      <p className="clock-answer">{answer}</p>
      {more}
      <details>
        <summary>{t('salary.explain')}</summary>
        {children}
      </details>
    </section>
  )
}

function Clocks({ data }: { data: Salary }) {
  const { t, lang } = useWords()
  const { next, overFrame, early } = data
  const day = (on: string) => formatDateShort(on, lang)
  const muted = (text: string) => <span className="muted">{text}</span>
  return (
    <>
      <Clock
        title={t('salary.nextStep')}
        answer={
          next.date === null ? (
            muted(t(next.why === 'last-step' ? 'salary.atLastStep' : 'salary.standsStill'))
          ) : (
            <>
              <strong className="figures">{day(next.date)}</strong>{' '}
              {muted(t('salary.nextText', { step: next.step, coefficient: formatNumber(next.coefficient ?? 0, lang) }))}
            </>
          )
        }
        more={
          next.date !== null && next.date <= data.asOf ? (
            <StateTag state="soon">{t('salary.due', { on: day(next.date) })}</StateTag>
          ) : null
        }
      >
        <Why lines={next.lines} />
        {next.months.length > 0 ? <MonthStrip months={next.months} /> : null}
      </Clock>
      <Clock
        title={t('salary.overFrame')}
        answer={
          overFrame.why === 'not-last-step' ? (
            muted(t('salary.notLastStep'))
          ) : (
            <>
              {overFrame.since ? (
                <strong>{t('salary.overFrameText', { percent: overFrame.percent, on: day(overFrame.since) })}</strong>
              ) : (
                <strong>0%</strong>
              )}{' '}
              {overFrame.next
                ? muted(t('salary.overFrameNext', { percent: overFrame.next.percent, on: day(overFrame.next.on) }))
                : null}
            </>
          )
        }
      >
        <Why lines={overFrame.lines} />
      </Clock>
      <Clock
        title={t('salary.early', { year: early.year })}
        answer={
          early.candidate && early.date ? (
            <strong>{t('salary.earlyYes', { months: early.months, on: day(early.date) })}</strong>
          ) : (
            muted(t('salary.earlyNo'))
          )
        }
      >
        <Why lines={early.lines} />
      </Clock>
    </>
  )
}

function Retirement({ data: { retirement } }: { data: Salary }) {
  const { t, lang } = useWords()
  const day = (on: string | null) => (on === null ? null : formatDateShort(on, lang))
  const months = retirement.ageMonths ?? 0
  return (
    <Clock
      title={t('salary.retirement')}
      answer={
        retirement.date === null ? (
          <span className="muted">{t('salary.birthMissing')}</span>
        ) : (
          <strong className="figures">
            {t(months % 12 === 0 ? 'salary.retirementYears' : 'salary.retirementText', {
              on: day(retirement.date),
              years: Math.floor(months / 12),
              months: months % 12,
            })}
          </strong>
        )
      }
      more={
        <Facts
          items={[
            { label: t('salary.pensionFrom'), value: day(retirement.pensionFrom) },
            { label: t('salary.noticeBy'), value: day(retirement.noticeBy) },
            { label: t('salary.decisionBy'), value: day(retirement.decisionBy) },
          ]}
        />
      }
    >
      <Why lines={retirement.lines} />
    </Clock>
  )
}
