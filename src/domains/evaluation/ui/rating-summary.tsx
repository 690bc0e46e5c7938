import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { RecordOrigin } from '#domains/imports/ui/index.tsx'
import { personPath } from '#domains/people/ui/index.tsx'
import { unitPath } from '#domains/organization/ui/index.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, ErrorNotice, Facts, Skeleton } from '#ui/page.tsx'
import type { RatingRow } from '../rating.contract.ts'
import { api } from './api.ts'
import { LevelTag } from './level.tsx'
import { periodText } from './period.ts'

const fieldsShown = ['level', 'period_kind', 'period_from', 'period_until', 'decided_on', 'decision_number']

/** One result beside the list, with who recorded and corrected it. */
export function RatingSummary({ row, onCorrect }: { row: RatingRow; onCorrect?: () => void }) {
  const { t, has } = useWords()
  const history = useQuery(api.ratingHistory.queryOptions({ input: { id: row.id } }))
  return (
    <>
      <Facts
        items={[
          {
            label: t('evaluation.person'),
            value: row.personId ? <A to={personPath(row.personId)}>{row.personName}</A> : row.personName,
          },
          { label: t('evaluation.unit'), value: <A to={unitPath(row.unitId)}>{row.unitName}</A> },
          { label: t('evaluation.period'), value: periodText(row, t) },
          { label: t('evaluation.level'), value: <LevelTag level={row.level} /> },
          { label: t('evaluation.decision'), value: row.decisionNumber },
          { label: t('evaluation.decidedOn'), value: row.decidedOn ? <DateText value={row.decidedOn} /> : null },
        ]}
      />
      {onCorrect ? (
        <div className="form-foot">
          <Button onClick={onCorrect}>{t('evaluation.correct')}</Button>
        </div>
      ) : null}
      <RecordOrigin kind="ratings" id={row.id} />
      <h3 className="panel-section">{t('evaluation.history')}</h3>
      {history.error ? <ErrorNotice error={history.error} retry={() => void history.refetch()} /> : null}
      {history.isPending ? <Skeleton lines={3} /> : null}
      {history.data ? (
        <History
          events={history.data}
          labels={(field) => (fieldsShown.includes(field) ? t(`evaluation.fields.${field}`) : '')}
          values={(field, value) => {
            const key = { level: `evaluation.levels.${String(value)}`, period_kind: `evaluation.periodKinds.${String(value)}` }[
              field
            ]
            return key && has(key) ? t(key) : undefined
          }}
        />
      ) : null}
    </>
  )
}
