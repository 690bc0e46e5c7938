import { useQuery } from '@tanstack/react-query'
import { useDone } from '#ui/act.tsx'
import { inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Skeleton } from '#ui/page.tsx'
import { type Person, personContract } from '../person.contract.ts'
import { api } from './api.ts'
import { FactFields } from './fact-fields.tsx'

/** A correction: what was recorded was wrong. */
export function CorrectForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const { id, familyAndMiddle, given, sex, category } = person
  const { data: birth, error, refetch } = useQuery({ ...api.readBirth.queryOptions({ input: { id } }), staleTime: Infinity })
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!birth) return <Skeleton lines={6} />
  return (
    <>
      <p className="muted panel-lead">{t('people.correctHint')}</p>
      <RecordForm
        id={`people.correct.${id}`}
        schema={inputOf(personContract.correctPerson)}
        initial={{
          familyAndMiddle,
          given,
          sex,
          birthDate: birth.birthDate,
          birthMonth: birth.birthMonth,
          birthYear: birth.birthYear,
          category,
        }}
        fixed={{ id }}
        submit={t('people.correct')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          await api.correctPerson.call(input, options)
          await done(t('people.corrected'), [api.key()])
          onDone()
        }}
      >
        <FactFields />
      </RecordForm>
    </>
  )
}
