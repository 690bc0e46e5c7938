import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import { FoundPicker } from '#ui/picker.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../positions.permissions.ts'
import { type Holder, standingContract } from '../standing.contract.ts'
import { api, positionPicker } from './api.ts'
import './positions.css'

type Doing = { holder: Holder; act: 'assign' | 'end' } | null

/** Who stands in a position of a body on the day shown; without a position named, who stands in none. */
export function Holders({ unitId, position }: { unitId: string; position?: { id: string; name: string } }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.assignPosition) && !asOf
  const [doing, setDoing] = useState<Doing>(null)
  const attempt = useAttempt()
  const done = useDone()
  const { data, error, refetch } = useQuery(
    api.listHolders.queryOptions({ input: { unitId, asOf, ...(position ? { positionId: position.id } : {}) } }),
  )
  const withdraw = (id: string) =>
    attempt(async () => {
      await api.withdrawAssignment.call({ id, reason: t('positions.withdrawAssignment') })
      await done(t('positions.assignmentWithdrawn'), [api.key()])
    })
  return (
    <Sheet title={position ? `${t('positions.holders')}: ${position.name}` : t('positions.unassignedOf')}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={3} /> : null}
      {data?.holders.length === 0 ? (
        <p className="muted">{t(position ? 'positions.noHolders' : 'positions.noneUnassigned')}</p>
      ) : null}
      <ul className="plain-list">
        {(data?.holders ?? []).map((holder) => (
          <li key={holder.postId}>
            {holder.personId ? (
              <A to={`/con-nguoi/${holder.personId}`}>{holder.fullName}</A>
            ) : (
              <span className="muted">{t('positions.hidden')}</span>
            )}{' '}
            <span className="muted">
              {[holder.title, holder.unitName].filter(Boolean).join(', ')} · {t('positions.from').toLowerCase()}{' '}
              <DateText value={holder.validFrom} />
            </span>
            {may && holder.personId ? (
              <span className="holder-acts">
                <Button size="small" onClick={() => setDoing({ holder, act: 'assign' })}>
                  {t('positions.assign')}
                </Button>
                {holder.assignmentId ? (
                  <>
                    <Button size="small" onClick={() => setDoing({ holder, act: 'end' })}>
                      {t('positions.endAssignment')}
                    </Button>
                    <Button size="small" onClick={() => void withdraw(holder.assignmentId ?? '')}>
                      {t('positions.withdrawAssignment')}
                    </Button>
                  </>
                ) : null}
              </span>
            ) : null}
            {doing?.holder.postId === holder.postId && doing.act === 'assign' ? (
              <AssignForm holder={holder} onDone={() => setDoing(null)} />
            ) : null}
            {doing?.holder.postId === holder.postId && doing.act === 'end' && holder.assignmentId ? (
              <EndForm id={holder.assignmentId} onDone={() => setDoing(null)} />
            ) : null}
          </li>
        ))}
      </ul>
      {data?.more ? <p className="muted">{t('positions.moreHolders')}</p> : null}
    </Sheet>
  )
}

function AssignForm({ holder, onDone }: { holder: Holder; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const name = holder.fullName ?? ''
  return (
    <RecordForm
      id={`positions.assign.${holder.postId}`}
      schema={inputOf(standingContract.assignPosition)}
      fixed={{ postId: holder.postId }}
      submit={t('positions.assign')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.assignPosition.call(input, options)
        await done(t('positions.assigned', { name }), [api.key()])
        onDone()
      }}
    >
      <p className="panel-lead">{t('positions.assignTitle', { name })}</p>
      <Field name="positionId" label={t('positions.position')} required>
        <FoundPicker source={positionPicker} name="positions.pickPosition" />
      </Field>
      <Field name="from" label={t('positions.assignFrom')} required>
        <DateField />
      </Field>
    </RecordForm>
  )
}

function EndForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`positions.endAssignment.${id}`}
      schema={inputOf(standingContract.endAssignment)}
      fixed={{ id }}
      submit={t('positions.endAssignment')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.endAssignment.call(input, options)
        await done(t('positions.assignmentEnded'), [api.key()])
        onDone()
      }}
    >
      <Field name="lastDay" label={t('positions.lastDay')} required>
        <DateField />
      </Field>
    </RecordForm>
  )
}
