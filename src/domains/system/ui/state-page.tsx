import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { formatBytes, formatNumber, formatPercent } from '#kernel/numbers.ts'
import type { Language } from '#kernel/words.ts'
import { type Translate, useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Facts, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import type { StateFacts, StateJudgement } from '../state.contract.ts'
import { api } from './api.ts'

/** Where what is told can be looked at and put right. */
const places: Partial<Record<StateJudgement['part'], string>> = {
  jobs: '/quan-tri/cong-viec-nen',
  backup: '/quan-tri/sao-luu',
  files: '/kho-tep',
  log: '/quan-tri/nhat-ky',
}

/** How the platform stands, what cannot wait first. */
export function StatePage() {
  const { t, lang } = useWords()
  const { data, error, refetch } = useQuery({ ...api.getState.queryOptions(), refetchInterval: 30_000 })
  const waiting = data?.judgements.filter(({ state }) => state !== 'ok').length ?? 0
  const all = waiting === 0 ? t('system.allWell') : t('system.toDo', { count: waiting })
  return (
    <Page
      title={t('system.state')}
      subtitle={data ? t('system.asOf', { all, at: formatDateTime(data.facts.clock.now, lang) }) : undefined}
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={8} /> : null}
      {data?.judgements.map((judgement) => (
        <Part key={judgement.part} judgement={judgement} facts={data.facts} />
      ))}
    </Page>
  )
}

function Part({ judgement, facts }: { judgement: StateJudgement; facts: StateFacts }) {
  const { t, lang } = useWords()
  const { part, state, advice } = judgement
  const place = places[part]
  return (
    <Sheet title={t(`system.parts.${part}`)} actions={<StateTag state={state}>{t(`system.states.${state}`)}</StateTag>}>
      {advice ? (
        <div className={`notice notice-${state}`}>
          <div className="notice-body">{t(`system.advice.${advice}`)}</div>
        </div>
      ) : null}
      <Facts
        items={[
          ...items[part](facts, t, lang),
          { label: t('system.more'), value: place ? <A to={place}>{t(`system.open.${part}`)}</A> : null },
        ]}
      />
    </Sheet>
  )
}

type Items = (facts: StateFacts, t: Translate, lang: Language) => { label: string; value: ReactNode }[]

const items: Record<StateJudgement['part'], Items> = {
  database: ({ database }, t, lang) => [
    { label: t('system.kind'), value: t(`system.kinds.${database.kind}`) },
    { label: t('system.version'), value: `PostgreSQL ${database.version}` },
    { label: t('system.size'), value: formatBytes(database.size, lang) },
    {
      label: t('system.connections'),
      value: t('system.ofMany', {
        count: formatNumber(database.connections, lang),
        limit: formatNumber(database.connectionLimit, lang),
      }),
    },
  ],
  files: ({ files }, t, lang) => [
    { label: t('system.kind'), value: t(`system.kinds.${files.kind}`) },
    { label: t('system.writing'), value: t(files.writable ? 'system.writable' : 'system.closed') },
    {
      label: t('system.room'),
      value: files.room
        ? t('system.roomText', {
            free: formatBytes(files.room.free, lang),
            total: formatBytes(files.room.total, lang),
            share: formatPercent((files.room.free / files.room.total) * 100, 0, lang),
          })
        : t('system.roomUnknown'),
    },
  ],
  jobs: ({ jobs }, t, lang) => [
    { label: t('system.waiting'), value: formatNumber(jobs.waiting, lang) },
    { label: t('system.running'), value: formatNumber(jobs.running, lang) },
    { label: t('system.failedLately'), value: formatNumber(jobs.failedLately, lang) },
    { label: t('system.stuck'), value: formatNumber(jobs.stuck, lang) },
  ],
  mail: ({ mail }, t) => [{ label: t('system.mailServer'), value: t(mail.set ? 'system.set' : 'system.unset') }],
  backup: ({ backup: { newest } }, t, lang) =>
    newest
      ? [
          { label: t('system.newest'), value: formatDateTime(newest.at, lang) },
          { label: t('system.age'), value: ageText(newest.age, t, lang) },
          { label: t('system.size'), value: formatBytes(newest.size, lang) },
          { label: t('system.proven'), value: t(newest.proven ? 'system.provenYes' : 'system.provenNo') },
        ]
      : [{ label: t('system.newest'), value: t('system.none') }],
  log: ({ log }, t, lang) => [
    { label: t('system.entries'), value: formatNumber(log.seq, lang) },
    { label: t('system.hash'), value: <code>{log.hash}</code> },
  ],
  clock: ({ clock }, t, lang) => [
    { label: t('system.now'), value: formatDateTime(clock.now, lang) },
    { label: t('system.machineZone'), value: t('system.zoneHint', { zone: clock.machineZone }) },
    { label: t('system.ahead'), value: t('system.seconds', { count: formatNumber(Math.abs(clock.ahead), lang) }) },
  ],
  program: ({ program }, t, lang) => [
    { label: t('system.version'), value: program.version },
    { label: t('system.startedAt'), value: formatDateTime(program.startedAt, lang) },
  ],
}

/** Minutes below an hour, hours below two days, days from then on; the lower number, so that nothing looks older than it is. */
function ageText(seconds: number, t: Translate, lang: Language): string {
  const minutes = Math.max(0, Math.floor(seconds / 60))
  if (minutes < 60) return t('system.minutes', { count: formatNumber(minutes, lang) })
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return t('system.hours', { count: formatNumber(hours, lang) })
  return t('system.days', { count: formatNumber(Math.floor(hours / 24), lang) })
}
