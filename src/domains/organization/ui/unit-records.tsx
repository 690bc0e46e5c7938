import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { departmentTimezone, formatDateShort, isPlainDate, todayIn } from '#kernel/dates.ts'
import { DateField } from '#ui/date-field.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { Timeline, type TimelineItem } from '#ui/timeline.tsx'
import { useUrlSearch } from '#ui/url.ts'
import type { UnitRecords } from '../correction.contract.ts'
import { can } from '../organization.permissions.ts'
import { api } from './api.ts'
import { CorrectForm, type WrongRow } from './correct-form.tsx'
import { unitPath } from './unit-picker.ts'
import './unit-records.css'

type By = NonNullable<UnitRecords['versions'][number]['correction']>

/** Both clocks of a unit: what held when, as known now or on a chosen day, with what had been wrong struck through. */
export function UnitRecordsSheet({ id }: { id: string }) {
  const { t, lang } = useWords()
  const [search, change] = useUrlSearch()
  const typed = typeof search.knownOn === 'string' ? search.knownOn : ''
  const knownOn = isPlainDate(typed) ? typed : undefined
  const mayCorrect = useMay(can.changeUnit) && !knownOn
  const [wrong, setWrong] = useState<WrongRow | null>(null)
  const { data, error, refetch } = useQuery(api.unitRecords.queryOptions({ input: { id, knownOn } }))
  return (
    <Sheet
      title={knownOn ? t('organization.recordsKnownOn', { date: formatDateShort(knownOn, lang) }) : t('organization.records')}
      actions={
        <span className="known-on">
          <span className="muted">{t('organization.knownOn')}</span>
          <DateField
            aria-label={t('organization.knownOn')}
            value={typed || null}
            onChange={(day) => change({ knownOn: day ?? undefined })}
          />
          {typed ? <Button onClick={() => change({ knownOn: undefined })}>{t('organization.knownNow')}</Button> : null}
        </span>
      }
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={6} /> : null}
      {data && knownOn && data.versions.length === 0 ? (
        <Empty title={t('organization.notKnownThen')} hint={t('organization.notKnownThenHint')} />
      ) : null}
      {data ? <Rows data={data} correct={mayCorrect ? setWrong : null} /> : null}
      <SidePanel open={wrong !== null} onClose={() => setWrong(null)} title={t('organization.correctTitle')}>
        {wrong ? <CorrectForm key={wrong.row.id} unitId={id} wrong={wrong} onDone={() => setWrong(null)} /> : null}
      </SidePanel>
    </Sheet>
  )
}

function Rows({ data, correct }: { data: UnitRecords; correct: ((row: WrongRow) => void) | null }) {
  const { t } = useWords()
  const button = (row: WrongRow) =>
    correct ? (
      <Button size="small" type="link" onClick={() => correct(row)}>
        {t('organization.correct')}
      </Button>
    ) : null
  const versions: TimelineItem[] = [
    ...data.versions.map((row) => ({
      ...days(row),
      title: (
        <>
          {row.name} {button({ what: 'version', row })}
        </>
      ),
      detail: <Said parts={[row.code, row.act]} by={row.correction} now />,
    })),
    ...data.correctedVersions.map((row) => {
      const after = afterwards(row, data.correctedVersions, data.versions)
      return {
        ...days(row),
        id: `${row.id} ${row.knownUntil}`,
        title: after && after.name === row.name ? <span className="muted">{row.name}</span> : <del>{row.name}</del>,
        detail: (
          <Said
            parts={versionFields.flatMap((field) =>
              after && after[field] === row[field] ? [] : [<Wrong key={field} field={field} value={row[field]} />],
            )}
            by={row.correction}
          />
        ),
      }
    }),
  ]
  const places: TimelineItem[] = [
    ...data.places.map((row) => ({
      ...days(row),
      title: (
        <>
          <A to={unitPath(row.parentId)}>{row.parentName}</A> {button({ what: 'place', row })}
        </>
      ),
      detail: <Said parts={[t(`organization.trees.${row.tree}`)]} by={row.correction} now />,
    })),
    ...data.correctedPlaces.map((row) => {
      const after = afterwards(row, data.correctedPlaces, data.places)
      return {
        ...days(row),
        id: `${row.id} ${row.knownUntil}`,
        title: after?.parentId === row.parentId ? <span className="muted">{row.parentName}</span> : <del>{row.parentName}</del>,
        detail: (
          <Said
            parts={dayFields.flatMap((field) =>
              after && after[field] === row[field] ? [] : [<Wrong key={field} field={field} value={row[field]} />],
            )}
            by={row.correction}
          />
        ),
      }
    }),
  ]
  return (
    <div className="columns">
      <div>
        <h3>{t('organization.versions')}</h3>
        <Timeline items={newestFirst(versions)} />
      </div>
      {places.length > 0 ? (
        <div>
          <h3>{t('organization.places')}</h3>
          <Timeline items={newestFirst(places)} />
        </div>
      ) : null}
    </div>
  )
}

const dayFields = ['validFrom', 'validUntil'] as const
const versionFields = ['shortName', 'code', 'kind', 'level', ...dayFields] as const

/** What a row was taken for next: corrected again, or as it is known now. */
function afterwards<R extends { id: string; knownFrom: string | null; knownUntil: string }, N extends { id: string }>(
  row: R,
  former: readonly R[],
  now: readonly N[],
): R | N | undefined {
  return former.find((r) => r.id === row.id && r.knownFrom === row.knownUntil) ?? now.find((r) => r.id === row.id)
}

const columnOf: Partial<Record<string, string>> = { shortName: 'short_name', validFrom: 'valid_from', validUntil: 'valid_until' }

/** One thing that was wrong, by its name, struck through. */
function Wrong({ field, value }: { field: string; value: string | null }) {
  const { t, lang, has } = useWords()
  const said =
    value === null
      ? t('ui.history.blank')
      : isPlainDate(value)
        ? formatDateShort(value, lang)
        : has(`organization.${field}s.${value}`)
          ? t(`organization.${field}s.${value}`)
          : value
  return (
    <>
      {t(`organization.fields.${columnOf[field] ?? field}`)}: <del>{said}</del>
    </>
  )
}

const days = (row: { id: string; validFrom: string | null; validUntil: string | null }) => ({
  id: row.id,
  from: row.validFrom,
  until: row.validUntil,
})

const newestFirst = (items: TimelineItem[]) => items.toSorted((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))

/** What else a row says; of one that was wrong, until when it was taken for right, and who put it right by which document. */
function Said({ parts, by, now = false }: { parts: ReactNode[]; by: By | null; now?: boolean }) {
  const { t, lang } = useWords()
  const shown = parts.filter(Boolean)
  const date = by ? formatDateShort(todayIn(departmentTimezone, by.at), lang) : ''
  return (
    <>
      {shown.map((part, i) => (
        <span key={i}>
          {i > 0 ? ' · ' : ''}
          {part}
        </span>
      ))}
      {by ? (
        <div className="muted">
          {t(now ? 'organization.correctedSo' : 'organization.wasWrong', {
            date,
            by: by.by,
            ground: by.ground,
            reason: by.reason,
          })}
        </div>
      ) : null}
    </>
  )
}
