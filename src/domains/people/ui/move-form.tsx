import { formatDateShort } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { type Person, personContract } from '../person.contract.ts'
import { api } from './api.ts'
import { EndReasonSelect, PostFields } from './post-fields.tsx'

/** Another main post from a day. */
export function MoveForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const { t, lang } = useWords()
  const done = useDone()
  return (
    <>
      <p className="muted panel-lead">{t('people.moveHint')}</p>
      <RecordForm
        id={`people.move.${person.id}`}
        schema={inputOf(personContract.movePerson)}
        fixed={{ id: person.id }}
        submit={t('people.move')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          await api.movePerson.call(input, options)
          await done(t('people.moved', { date: formatDateShort(input.from, lang) }), [api.key()])
          onDone()
        }}
      >
        <PostFields />
        {person.posts.some((p) => p.isMain && p.validUntil === null) ? null : (
          <Field name="gapReason" label={t('people.gapReason')} hint={t('people.gapReasonHint')}>
            <EndReasonSelect allowClear />
          </Field>
        )}
      </RecordForm>
    </>
  )
}
