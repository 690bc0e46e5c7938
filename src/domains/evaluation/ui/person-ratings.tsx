import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../evaluation.permissions.ts'
import type { RatingRow } from '../rating.contract.ts'
import { api } from './api.ts'
import { CorrectForm } from './correct-form.tsx'
import { LevelTag } from './level.tsx'
import { periodText } from './period.ts'
import { RecordRatingForm } from './record-form.tsx'

/** All results of one person, on that person's page. */
export function PersonRatings({ id }: { id: string }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.recordRating) && !asOf
  const [recording, setRecording] = useState(false)
  const [correcting, setCorrecting] = useState<RatingRow | null>(null)
  const { data, error, refetch } = useQuery(api.ratingsOfPerson.queryOptions({ input: { personId: id } }))
  return (
    <Sheet
      title={t('evaluation.ofPerson')}
      actions={may ? <Button onClick={() => setRecording(true)}>{t('evaluation.record')}</Button> : null}
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={3} /> : null}
      {data?.length === 0 ? <p className="muted">{t('evaluation.nonePerson')}</p> : null}
      {data && data.length > 0 ? (
        <table className="plain-table stack">
          <thead>
            <tr>
              <th>{t('evaluation.period')}</th>
              <th>{t('evaluation.level')}</th>
              <th>{t('evaluation.decision')}</th>
              {may ? (
                <th>
                  <span className="heard">{t('evaluation.correct')}</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {data.map((row) => (
              <tr key={row.id}>
                <td className="figures">{periodText(row, t)}</td>
                <td>
                  <LevelTag level={row.level} />
                </td>
                <td>{row.decisionNumber}</td>
                {may ? (
                  <td className="right">
                    <Button size="small" onClick={() => setCorrecting(row)}>
                      {t('evaluation.correct')}
                    </Button>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <SidePanel open={recording} onClose={() => setRecording(false)} title={t('evaluation.record')}>
        <RecordRatingForm personId={id} onDone={() => setRecording(false)} />
      </SidePanel>
      <SidePanel open={correcting !== null} onClose={() => setCorrecting(null)} title={t('evaluation.correctTitle')}>
        {correcting ? <CorrectForm row={correcting} onDone={() => setCorrecting(null)} /> : null}
      </SidePanel>
    </Sheet>
  )
}
