import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { addDays, formatDateShort } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { salaryContract, type UncountedTime } from '../salary.contract.ts'
import { can } from '../salary.permissions.ts'
import { api } from './api.ts'

type Opened = { act: 'add' } | { act: 'end' | 'withdraw' | 'history'; time: UncountedTime } | null

/** Times that do not count for the next step, and what may be done with them. */
export function TimeTable({ personId, times }: { personId: string; times: UncountedTime[] }) {
  const { t, lang, both } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changeTime) && !asOf
  const [opened, setOpened] = useState<Opened>(null)
  const close = () => setOpened(null)
  const day = (on: string) => formatDateShort(on, lang)
  return (
    <Sheet
      title={t('salary.times')}
      actions={
        may ? (
          <Button icon={<PlusOutlined />} onClick={() => setOpened({ act: 'add' })}>
            {t('salary.addTime')}
          </Button>
        ) : null
      }
    >
      {times.length === 0 ? (
        <p className="muted">{t('salary.noTimes')}</p>
      ) : (
        <table className="plain-table stack">
          <tbody>
            {times.map((time) => (
              <tr key={time.id} className={time.withdrawnReason ? 'entry-struck' : undefined}>
                <td className="figures">
                  {day(time.from)} – {time.until ? day(addDays(time.until, -1)) : t('salary.ongoing')}
                </td>
                <td>
                  {both(time.kindLabel)}
                  {time.decisionNumber ? (
                    <span className="muted">
                      {' '}
                      · {time.decisionNumber}
                      {time.decisionOn ? ` (${day(time.decisionOn)})` : ''}
                    </span>
                  ) : null}
                  {time.withdrawnReason ? (
                    <div className="muted">{t('salary.withdrawnBecause', { reason: time.withdrawnReason })}</div>
                  ) : null}
                </td>
                <td className="right">
                  <span className="code-acts">
                    {may && !time.withdrawnReason ? (
                      <>
                        {time.until === null ? (
                          <Button size="small" onClick={() => setOpened({ act: 'end', time })}>
                            {t('salary.endTime')}
                          </Button>
                        ) : null}
                        <Button size="small" onClick={() => setOpened({ act: 'withdraw', time })}>
                          {t('salary.withdrawTime')}
                        </Button>
                      </>
                    ) : null}
                    <Button size="small" type="text" onClick={() => setOpened({ act: 'history', time })}>
                      {t('ui.history.title')}
                    </Button>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <SidePanel open={opened?.act === 'add'} onClose={close} title={t('salary.addTime')}>
        <AddForm personId={personId} onDone={close} />
      </SidePanel>
      <SidePanel open={opened?.act === 'end'} onClose={close} title={t('salary.endTime')}>
        {opened?.act === 'end' ? <EndForm time={opened.time} onDone={close} /> : null}
      </SidePanel>
      <SidePanel open={opened?.act === 'withdraw'} onClose={close} title={t('salary.withdrawTime')}>
        {opened?.act === 'withdraw' ? <WithdrawForm time={opened.time} onDone={close} /> : null}
      </SidePanel>
      <SidePanel open={opened?.act === 'history'} onClose={close} title={t('ui.history.title')}>
        {opened?.act === 'history' ? <TimeHistory id={opened.time.id} /> : null}
      </SidePanel>
    </Sheet>
  )
}

function TimeHistory({ id }: { id: string }) {
  const { t, has } = useWords()
  const { data, error, refetch } = useQuery(api.timeHistory.queryOptions({ input: { id } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton />
  return <History events={data} labels={(field) => (has(`salary.fields.${field}`) ? t(`salary.fields.${field}`) : '')} />
}

function AddForm({ personId, onDone }: { personId: string; onDone: () => void }) {
  const { t, both } = useWords()
  const done = useDone()
  const law = useQuery(api.readLaw.queryOptions({ input: {} }))
  return (
    <RecordForm
      id={`salary.time.${personId}`}
      schema={inputOf(salaryContract.addTime)}
      fixed={{ id: personId }}
      submit={t('salary.addTime')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.addTime.call(input, options)
        await done(t('salary.timeAdded'), [api.key()])
        onDone()
      }}
    >
      <Field name="kind" label={t('salary.kind')} required>
        <Select options={law.data?.kinds.map((k) => ({ value: k.code, label: both(k.label) })) ?? []} />
      </Field>
      <Field name="from" label={t('salary.from')} required>
        <DateField />
      </Field>
      <Field name="lastDay" label={t('salary.lastDay')} hint={t('salary.lastDayHint')}>
        <DateField />
      </Field>
      <Field name="decisionNumber" label={t('salary.decisionNumber')}>
        <Input maxLength={100} />
      </Field>
      <Field name="decisionOn" label={t('salary.decisionOn')}>
        <DateField />
      </Field>
    </RecordForm>
  )
}

function EndForm({ time, onDone }: { time: UncountedTime; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`salary.time.end.${time.id}`}
      schema={inputOf(salaryContract.endTime)}
      fixed={{ id: time.id }}
      submit={t('salary.endTime')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.endTime.call(input, options)
        await done(t('salary.timeEndedNow'), [api.key()])
        onDone()
      }}
    >
      <Field name="lastDay" label={t('salary.lastDay')} required>
        <DateField />
      </Field>
    </RecordForm>
  )
}

function WithdrawForm({ time, onDone }: { time: UncountedTime; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`salary.time.withdraw.${time.id}`}
      schema={inputOf(salaryContract.withdrawTime)}
      fixed={{ id: time.id }}
      submit={t('salary.withdrawTime')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.withdrawTime.call(input, options)
        await done(t('salary.timeWithdrawnNow'), [api.key()])
        onDone()
      }}
    >
      <p className="muted panel-lead">{t('salary.withdrawHint')}</p>
      <Field name="reason" label={t('salary.reason')} required>
        <Input.TextArea className="grows" rows={3} />
      </Field>
    </RecordForm>
  )
}
