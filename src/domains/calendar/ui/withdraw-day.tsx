import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { formatDateShort } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Skeleton } from '#ui/page.tsx'
import { calendarContract, type SpecialDay } from '../calendar.contract.ts'
import { api } from './api.ts'
import { MovesList } from './moves.tsx'

/** Takes an entered day back, after showing what that moves. */
export function WithdrawDay({ day, id, onDone }: { day: SpecialDay; id: string; onDone: () => void }) {
  const { t, lang, both } = useWords()
  const done = useDone()
  // Under a key of its own: once the day is withdrawn, its rehearsal can no longer be asked again with all the rest.
  const rehearsal = useQuery({
    queryKey: ['rehearsal', id],
    queryFn: () => api.rehearseWithdrawal.call({ id }),
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <>
      <p className="panel-lead">
        {t('calendar.withdrawTitle', { day: formatDateShort(day.day, lang) })}: {both(day.label)}
      </p>
      {rehearsal.error ? <ErrorNotice error={rehearsal.error} retry={() => void rehearsal.refetch()} /> : null}
      {rehearsal.isPending ? <Skeleton lines={2} /> : null}
      {rehearsal.data ? <MovesList moves={rehearsal.data} /> : null}
      <RecordForm
        id={`calendar.withdraw.${id}`}
        schema={inputOf(calendarContract.withdrawDay)}
        fixed={{ id }}
        submit={t('calendar.withdraw')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          const { moved } = await api.withdrawDay.call(input, options)
          await done(t('calendar.withdrawn', { count: moved.length }), [api.key()])
          onDone()
        }}
      >
        <Field name="reason" label={t('calendar.reason')} required>
          <Input maxLength={300} />
        </Field>
      </RecordForm>
    </>
  )
}
