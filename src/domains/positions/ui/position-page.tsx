import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, Facts, Page, Sheet, Skeleton, WaitingPage } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { type Position, positionContract } from '../position.contract.ts'
import { can } from '../positions.permissions.ts'
import { api } from './api.ts'
import { PositionForm } from './position-form.tsx'

const fieldsShown = 'code name position_group rank_code description valid_from valid_until level unit coefficient'.split(' ')

/** One job position: what is done in it, what it asks for, what it brings forth. */
export function PositionPage({ id }: { id: string }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changePosition) && !asOf
  const mayBoard = useMay(can.readScheme)
  const [doing, setDoing] = useState<'correct' | 'end' | null>(null)
  const { data, error, refetch } = useQuery(api.getPosition.queryOptions({ input: { id } }))
  const ranks = useQuery(api.listRanks.queryOptions({ input: {}, staleTime: 300_000 }))
  if (error || !data) return <WaitingPage title={t('positions.position')} error={error} retry={() => void refetch()} />
  const rank = ranks.data?.find((each) => each.code === data.rankCode)
  const close = () => setDoing(null)
  return (
    <Page
      title={data.name}
      above={<A to="/vi-tri-viec-lam/danh-muc">{t('positions.catalogue')}</A>}
      actions={
        may ? (
          <>
            <Button onClick={() => setDoing('correct')}>{t('positions.correctPosition')}</Button>
            {data.validUntil === null ? <Button onClick={() => setDoing('end')}>{t('positions.endPosition')}</Button> : null}
          </>
        ) : null
      }
    >
      <Sheet>
        <Facts
          items={[
            { label: t('positions.code'), value: data.code },
            { label: t('positions.group'), value: t(`positions.groups.${data.group}`) },
            { label: t('positions.staff'), value: t(`positions.staffKinds.${data.staff}`) },
            {
              label: t('positions.rank'),
              value: data.rankCode ? [data.rankCode, rank?.label].filter(Boolean).join(' · ') : t('positions.noRank'),
            },
            { label: t('positions.document'), value: data.number },
            { label: t('positions.decidedOn'), value: <DateText value={data.decidedOn} /> },
            { label: t('positions.issuer'), value: data.issuer },
            { label: t('positions.from'), value: <DateText value={data.validFrom} /> },
            ...(data.validUntil ? [{ label: t('positions.until'), value: <DateText value={data.validUntil} /> }] : []),
          ]}
        />
        {mayBoard ? (
          <p>
            <A to={`/vi-tri-viec-lam?positionId=${id}`}>{t('positions.board')}</A>
          </p>
        ) : null}
      </Sheet>
      <Sheet title={t('positions.description')}>
        <p>{data.description ?? <span className="muted">{t('positions.none')}</span>}</p>
      </Sheet>
      <Sheet title={t('positions.competences')}>
        <Table
          heads={[t('positions.competence'), t('positions.competenceLevel')]}
          rows={data.competences.map((each) => [each.name, each.level])}
        />
      </Sheet>
      <Sheet title={t('positions.products')}>
        <Table
          heads={[t('positions.product'), t('positions.productUnit'), t('positions.coefficient')]}
          rows={data.products.map((each) => [each.name, each.unit, each.coefficient?.replace('.', ',') ?? ''])}
        />
      </Sheet>
      <Sheet title={t('positions.history')}>
        <PositionHistory id={id} />
      </Sheet>
      <SidePanel open={doing === 'correct'} onClose={close} title={t('positions.correctPosition')} wide>
        <PositionForm catalogueId={data.catalogueId} position={data} onDone={close} />
      </SidePanel>
      <SidePanel open={doing === 'end'} onClose={close} title={t('positions.endPosition')}>
        <EndForm position={data} onDone={close} />
      </SidePanel>
    </Page>
  )
}

function Table({ heads, rows }: { heads: string[]; rows: string[][] }) {
  const { t } = useWords()
  if (rows.length === 0) return <p className="muted">{t('positions.none')}</p>
  return (
    <table className="plain-table stack">
      <thead>
        <tr>
          {heads.map((head, at) => (
            <th key={head} className={at === 2 ? 'right' : undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, i) => (
              <td key={i} className={i === 2 ? 'right figures' : undefined} data-label={i > 0 ? heads[i] : undefined}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function PositionHistory({ id }: { id: string }) {
  const { t, has } = useWords()
  const { data } = useQuery(api.positionHistory.queryOptions({ input: { id } }))
  if (!data) return <Skeleton lines={3} />
  return (
    <History
      events={data}
      labels={(field) => (fieldsShown.includes(field) ? t(`positions.fields.${field}`) : '')}
      values={(field, value) =>
        field === 'position_group' && has(`positions.groups.${String(value)}`)
          ? t(`positions.groups.${String(value)}`)
          : undefined
      }
    />
  )
}

function EndForm({ position, onDone }: { position: Position; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`positions.end.${position.id}`}
      schema={inputOf(positionContract.endPosition)}
      fixed={{ id: position.id }}
      submit={t('positions.endPosition')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.endPosition.call(input, options)
        await done(t('positions.positionEnded', { name: position.name }), [api.key()])
        onDone()
      }}
    >
      <Field name="from" label={t('positions.endFrom')} required>
        <DateField />
      </Field>
      <Field name="reason" label={t('positions.reason')} required>
        <Input.TextArea className="grows" rows={3} />
      </Field>
    </RecordForm>
  )
}
