import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useDone } from '#ui/act.tsx'
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

type Act = 'choose' | 'assign' | 'end' | 'withdraw'
interface Doing {
  holder: Holder
  act: Act
}

/** Who stands in a position of a body on the day shown; without a position named, who stands in none. */
export function Holders({ unitId, position }: { unitId: string; position?: { id: string; name: string } }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.assignPosition) && !asOf
  const [doing, setDoing] = useState<Doing | null>(null)
  const { data, error, refetch } = useQuery(
    api.listHolders.queryOptions({ input: { unitId, asOf, ...(position ? { positionId: position.id } : {}) } }),
  )
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
            {may && holder.personId && doing?.holder.postId !== holder.postId ? (
              <Button
                size="small"
                className="holder-act"
                onClick={() => setDoing({ holder, act: holder.assignmentId ? 'choose' : 'assign' })}
              >
                {t(holder.assignmentId ? 'positions.changeAssignment' : 'positions.assign')}
              </Button>
            ) : null}
            {doing?.holder.postId === holder.postId ? (
              <Act doing={doing} choose={(act) => setDoing({ holder, act })} onDone={() => setDoing(null)} />
            ) : null}
          </li>
        ))}
      </ul>
      {data?.more ? <p className="muted">{t('positions.moreHolders')}</p> : null}
    </Sheet>
  )
}

/** What can be done about somebody's position: chosen first, then said. */
function Act({ doing: { holder, act }, choose, onDone }: { doing: Doing; choose: (act: Act) => void; onDone: () => void }) {
  const { t } = useWords()
  if (act === 'assign') return <AssignForm holder={holder} onDone={onDone} />
  if (holder.assignmentId === null) return null
  if (act === 'end') return <EndForm id={holder.assignmentId} onDone={onDone} />
  if (act === 'withdraw') return <WithdrawForm id={holder.assignmentId} onDone={onDone} />
  return (
    <span className="holder-acts">
      <Button size="small" onClick={() => choose('assign')}>
        {t('positions.assignOther')}
      </Button>
      <Button size="small" onClick={() => choose('end')}>
        {t('positions.endAssignment')}
      </Button>
      <Button size="small" onClick={() => choose('withdraw')}>
        {t('positions.withdrawAssignment')}
      </Button>
      <Button size="small" type="text" onClick={onDone}>
        {t('ui.cancel')}
      </Button>
    </span>
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

function WithdrawForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`positions.withdrawAssignment.${id}`}
      schema={inputOf(standingContract.withdrawAssignment)}
      fixed={{ id }}
      submit={t('positions.withdrawAssignment')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.withdrawAssignment.call(input, options)
        await done(t('positions.assignmentWithdrawn'), [api.key()])
        onDone()
      }}
    >
      <Field name="reason" label={t('positions.reason')} required>
        <Input.TextArea className="grows" rows={2} />
      </Field>
    </RecordForm>
  )
}
