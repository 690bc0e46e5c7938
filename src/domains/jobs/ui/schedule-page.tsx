import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { formatDateTime } from '#kernel/dates.ts'
import { can } from '#kernel/jobs/job.permissions.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import type { Schedule } from '../job.contract.ts'
import { api, jobPath } from './api.ts'
import { JobStateTag } from './job-state.tsx'

/** What the platform starts by the clock: when next, how it went last, pause and run now. */
export function SchedulePage() {
  const { t } = useWords()
  const { data, error, refetch } = useQuery({ ...api.listSchedules.queryOptions(), refetchInterval: 5000 })
  return (
    <Page title={t('jobs.schedules')} subtitle={t('jobs.schedulesHint')}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={5} /> : null}
      {data?.length === 0 ? <Empty title={t('jobs.noSchedules')} /> : null}
      {data && data.length > 0 ? (
        <Sheet>
          <div className="table-scroll">
            <table className="plain-table stack">
              <thead>
                <tr>
                  <th>{t('jobs.kind')}</th>
                  <th>{t('jobs.times')}</th>
                  <th>{t('jobs.next')}</th>
                  <th>{t('jobs.last')}</th>
                  <th>{t('jobs.scheduleState')}</th>
                  <th>
                    <span className="heard">{t('jobs.runNow')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.map((schedule) => (
                  <ScheduleRow key={schedule.name} schedule={schedule} />
                ))}
              </tbody>
            </table>
          </div>
        </Sheet>
      ) : null}
    </Page>
  )
}

function ScheduleRow({ schedule }: { schedule: Schedule }) {
  const { t, lang, both } = useWords()
  const may = useMay(can.manage)
  const attempt = useAttempt()
  const done = useDone()
  const name = both(schedule.title)

  async function setPaused(paused: boolean, undoable: boolean) {
    await attempt(async () => {
      await api.pauseSchedule.call({ name: schedule.name, paused })
      const said = t(paused ? 'jobs.pausedDone' : 'jobs.resumedDone', { name })
      await done(said, [api.key()], undoable ? () => void setPaused(!paused, false) : undefined)
    })
  }
  const run = () =>
    attempt(async () => {
      await api.runSchedule.call({ name: schedule.name })
      await done(t('jobs.startedNow', { name }), [api.key()])
    })
  return (
    <tr>
      <td>{name}</td>
      <td className="figures">{timesText(schedule.cron, t)}</td>
      <td className="figures" data-label={t('jobs.next')}>
        {schedule.nextAt ? formatDateTime(schedule.nextAt, lang) : '–'}
      </td>
      <td data-label={t('jobs.last')}>
        {schedule.lastAt && schedule.lastState && schedule.lastJob ? (
          <span className="job-last">
            <A to={jobPath(schedule.lastJob)}>
              <span className="figures">{formatDateTime(schedule.lastAt, lang)}</span>
            </A>
            <JobStateTag job={{ state: schedule.lastState, stuck: false, stopping: false }} />
          </span>
        ) : (
          <span className="muted">{t('jobs.never')}</span>
        )}
      </td>
      <td>
        <StateTag state={schedule.paused ? 'neutral' : 'ok'}>
          {schedule.pausedBy ? t('jobs.pausedBy', { name: schedule.pausedBy }) : t('jobs.active')}
        </StateTag>
      </td>
      <td className="right">
        {may ? (
          <span className="job-buttons">
            <Button size="small" onClick={() => void run()}>
              {t('jobs.runNow')}
            </Button>
            <Button size="small" onClick={() => void setPaused(!schedule.paused, true)}>
              {t(schedule.paused ? 'jobs.resume' : 'jobs.pause')}
            </Button>
          </span>
        ) : null}
      </td>
    </tr>
  )
}

/** Once a day, once a week, every so many minutes: said in words. Any other schedule is shown as written. */
function timesText(cron: string, t: (key: string, params?: Record<string, unknown>) => string): string {
  const often = /^\*\/(\d+) \* \* \* \*$/.exec(cron)
  if (often) return t('jobs.every', { count: Number(often[1]) })
  const [, minute = '', hour = '', day = ''] = /^(\d+) (\d+) \* \* (\*|[0-6])$/.exec(cron) ?? []
  if (day === '') return cron
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  return day === '*' ? t('jobs.daily', { time }) : t('jobs.weekly', { time, day: t(`jobs.weekdays.${day}`) })
}
