import { Input } from 'antd'
import { useState } from 'react'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import type { LikelyPerson } from '../duplicates/duplicate.contract.ts'
import { personContract } from '../person.contract.ts'
import { api } from './api.ts'
import { ScoreWhy } from './duplicate-parts.tsx'
import { FactFields } from './fact-fields.tsx'
import { personPath } from './person-picker.ts'
import { FirstPostFields } from './post-fields.tsx'

/** A new person with a first post. */
export function RegisterForm({ onDone, onCancel }: { onDone: (id: string) => void; onCancel: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const [likely, setLikely] = useState<Likely | null>(null)
  return (
    <RecordForm
      id="people.register"
      schema={inputOf(personContract.registerPerson)}
      submit={t('people.register')}
      onCancel={onCancel}
      onSubmit={async (input, options) => {
        // Who may be the same person is shown beside what was typed; a reason lets it pass.
        if (!input.reason) {
          const found = await api.likelyPersons.call(input)
          setLikely(found.persons.length + found.elsewhere > 0 ? found : null)
        }
        const { id } = await api.registerPerson.call(input, options)
        await done(t('people.registered', { name: [input.familyAndMiddle, input.given].filter(Boolean).join(' ') }), [
          api.listPeople.key(),
        ])
        onDone(id)
      }}
    >
      <FactFields />
      <h3 className="panel-section">{t('people.firstPost')}</h3>
      <FirstPostFields />
      {likely ? <LikelyPersons {...likely} /> : null}
    </RecordForm>
  )
}

interface Likely {
  persons: LikelyPerson[]
  elsewhere: number
}

/** Records that may be of the person being registered, and the reason why a new one is made all the same. */
function LikelyPersons({ persons, elsewhere }: Likely) {
  const { t } = useWords()
  return (
    <>
      <h3 className="panel-section">{t('people.likelyTitle')}</h3>
      {persons.map((person) => (
        <details key={person.id} className="likely">
          <summary>
            <A to={personPath(person.id)}>{person.fullName}</A>{' '}
            <span className="muted">{[person.birthYear, person.title, person.unitName].filter(Boolean).join(' · ')}</span>
          </summary>
          <ScoreWhy pair={person} />
        </details>
      ))}
      {elsewhere > 0 ? <p>{t('people.likelyElsewhere', { count: elsewhere })}</p> : null}
      <Field name="reason" label={t('people.likelyReason')} required hint={t('people.likelyReasonHint')}>
        <Input.TextArea rows={3} />
      </Field>
    </>
  )
}
