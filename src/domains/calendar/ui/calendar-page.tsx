import { LeftOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { weekday } from '#kernel/calendar/calendar.rules.ts'
import { addDays, formatDateShort, yearOf } from '#kernel/dates.ts'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { useUrlSearch } from '#ui/url.ts'
import { can } from '../calendar.permissions.ts'
import type { CalendarYear, SpecialDay } from '../calendar.contract.ts'
import { api } from './api.ts'
import { EnterDays } from './enter-days.tsx'
import { WithdrawDay } from './withdraw-day.tsx'
import './calendar.css'

/** A year at a glance, and below it every day that is no ordinary one, with its source. */
export function CalendarPage() {
  const { t } = useWords()
  const { asOf, today } = useAsOf()
  const [search, change] = useUrlSearch()
  const typed = typeof search.year === 'string' && /^20(1[4-9]|[2-9]\d)$/.test(search.year) ? Number(search.year) : null
  const year = typed ?? Math.max(yearOf(asOf ?? today), 2014)
  const may = useMay(can.changeCalendar) && !asOf
  const [entering, setEntering] = useState(false)
  const [withdrawing, setWithdrawing] = useState<SpecialDay | null>(null)
  const { data, error, refetch } = useQuery({
    ...api.getYear.queryOptions({ input: { year } }),
    placeholderData: keepPreviousData,
  })
  const go = (to: number) => change({ year: String(to) })
  return (
    <Page
      title={t('calendar.title')}
      subtitle={data ? t('calendar.workingDays', { count: data.workingDays }) : null}
      actions={
        <>
          <span className="year-switch">
            <Button
              icon={<LeftOutlined />}
              aria-label={t('calendar.before')}
              disabled={year <= 2014}
              onClick={() => go(year - 1)}
            />
            <strong className="figures">{t('calendar.year', { year })}</strong>
            <Button
              icon={<RightOutlined />}
              aria-label={t('calendar.after')}
              disabled={year >= 2099}
              onClick={() => go(year + 1)}
            />
          </span>
          {may ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setEntering(true)}>
              {t('calendar.enter')}
            </Button>
          ) : null}
        </>
      }
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={12} /> : null}
      {data ? (
        <>
          {data.expected ? (
            <div className="notice notice-soon" role="note">
              <div className="notice-body">{t('calendar.expectedYear')}</div>
            </div>
          ) : null}
          <Sheet>
            <Year year={data} today={today} />
          </Sheet>
          <Sheet title={t('calendar.holidays')}>
            <DayTable year={data} onWithdraw={may ? setWithdrawing : undefined} />
          </Sheet>
        </>
      ) : null}
      <SidePanel open={entering} onClose={() => setEntering(false)} title={t('calendar.enter')}>
        <EnterDays onDone={() => setEntering(false)} />
      </SidePanel>
      <SidePanel open={withdrawing !== null} onClose={() => setWithdrawing(null)} title={t('calendar.withdraw')}>
        {withdrawing?.enteredId ? (
          <WithdrawDay day={withdrawing} id={withdrawing.enteredId} onDone={() => setWithdrawing(null)} />
        ) : null}
      </SidePanel>
    </Page>
  )
}

function Year({ year, today }: { year: CalendarYear; today: string }) {
  const { t, lang, both } = useWords()
  const special = new Map(year.special.map((d) => [d.day, d]))
  return (
    <div className="year">
      {Array.from({ length: 12 }, (_, index) => {
        const first = `${year.year}-${String(index + 1).padStart(2, '0')}-01`
        const days: string[] = []
        for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = addDays(day, 1)) days.push(day)
        return (
          <section key={first} className="month">
            <h2>{t('calendar.month', { month: index + 1 })}</h2>
            <div className="month-grid figures">
              {[1, 2, 3, 4, 5, 6, 7].map((n) => (
                <span key={n} className="month-head" aria-hidden>
                  {t(`calendar.short.${n}`)}
                </span>
              ))}
              {days.map((day) => {
                const known = special.get(day)
                const kind = known ? (known.off ? 'day-off' : 'day-work') : year.weekly.includes(weekday(day)) ? 'day-weekly' : ''
                const words = known ? `${formatDateShort(day, lang)}: ${both(known.label)}` : undefined
                return (
                  <span
                    key={day}
                    title={words}
                    style={day === first ? { gridColumnStart: weekday(day) } : undefined}
                    className={`${kind}${known?.expected ? ' day-expected' : ''}${day === today ? ' day-today' : ''}`}
                  >
                    {Number(day.slice(8))}
                  </span>
                )
              })}
            </div>
          </section>
        )
      })}
    </div>
  )
}

function DayTable({ year, onWithdraw }: { year: CalendarYear; onWithdraw?: (day: SpecialDay) => void }) {
  const { t, lang, both } = useWords()
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('calendar.holidays')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('calendar.day')}</th>
            <th>{t('calendar.lunar')}</th>
            <th>{t('calendar.label')}</th>
            <th>{t('calendar.source')}</th>
            {onWithdraw ? <th /> : null}
          </tr>
        </thead>
        <tbody>
          {year.special.map((d) => (
            <tr key={d.day}>
              <td>
                <span className="figures">{formatDateShort(d.day, lang)}</span>{' '}
                <span className="muted">{t(`calendar.weekdays.${weekday(d.day)}`)}</span>
              </td>
              <td>{d.lunar}</td>
              <td>
                {d.kind === 'holiday' ? both(d.label) : `${t(`calendar.kinds.${d.kind}`)}: ${both(d.label)}`}
                {d.expected ? (
                  <>
                    {' '}
                    <StateTag state="soon">{t('calendar.expected')}</StateTag>
                  </>
                ) : null}
              </td>
              <td>
                {d.sourceTitle}
                {d.certainty === 'likely' ? <span className="muted"> ({t('calendar.likely')})</span> : null}
              </td>
              {onWithdraw ? (
                <td>
                  {d.enteredId ? (
                    <Button size="small" onClick={() => onWithdraw(d)}>
                      {t('calendar.withdraw')}
                    </Button>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
