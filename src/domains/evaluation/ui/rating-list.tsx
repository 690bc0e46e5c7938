import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { ImportButton } from '#domains/imports/ui/index.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { LastDayText } from '#ui/dates.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../evaluation.permissions.ts'
import { ratingList, type RatingRow } from '../rating.contract.ts'
import { api } from './api.ts'
import { CorrectForm } from './correct-form.tsx'
import { LevelTag } from './level.tsx'
import { periodText } from './period.ts'
import { RatingSummary } from './rating-summary.tsx'
import { RecordRatingForm } from './record-form.tsx'

/** All results within reach. */
export function RatingList() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.recordRating) && !asOf
  const [recording, setRecording] = useState(false)
  const [correcting, setCorrecting] = useState<RatingRow | null>(null)
  const cells = useMemo(
    () => ({
      level: (row: RatingRow) => <LevelTag level={row.level} />,
      periodUntil: (row: RatingRow) => <LastDayText until={row.periodUntil} />,
    }),
    [],
  )
  const record = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setRecording(true)}>
      {t('evaluation.record')}
    </Button>
  ) : null
  return (
    <Page
      title={t('evaluation.ratings')}
      actions={
        may ? (
          <>
            <ImportButton kind="ratings" />
            {record}
          </>
        ) : null
      }
    >
      <DataList<RatingRow>
        shape={ratingList}
        queryKey={api.listRatings.key()}
        fetchPage={(input) => api.listRatings.call(input)}
        exportFile={(input) => api.exportRatings.call(input)}
        cells={cells}
        peek={(row) => <RatingSummary row={row} onCorrect={may ? () => setCorrecting(row) : undefined} />}
        rowLabel={(row) => [row.personName, periodText(row, t)].filter(Boolean).join(' · ')}
        empty={{ title: t('evaluation.empty'), hint: t('evaluation.emptyHint'), action: record }}
      />
      <SidePanel open={recording} onClose={() => setRecording(false)} title={t('evaluation.record')}>
        <RecordRatingForm onDone={() => setRecording(false)} />
      </SidePanel>
      <SidePanel open={correcting !== null} onClose={() => setCorrecting(null)} title={t('evaluation.correctTitle')}>
        {correcting ? <CorrectForm row={correcting} onDone={() => setCorrecting(null)} /> : null}
      </SidePanel>
    </Page>
  )
}
