import { Input } from 'antd'
import { useState } from 'react'
import { personPicker } from '#domains/people/ui/index.tsx'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker } from '#ui/picker.tsx'
import { useMay } from '#ui/self.ts'
import { userContract } from '../user.contract.ts'
import { api } from './api.ts'
import { PasswordOnce } from './password-once.tsx'

/** A new account; its first password is shown once. */
export function CreateUser({ onDone, onCancel }: { onDone: (id: string) => void; onCancel: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const mayFindPeople = useMay('people.readPerson')
  const [made, setMade] = useState<{ id: string; password: string; username: string } | null>(null)
  if (made) return <PasswordOnce username={made.username} password={made.password} onDone={() => onDone(made.id)} />
  return (
    <RecordForm
      id="administration.create"
      schema={inputOf(userContract.createUser)}
      submit={t('administration.create')}
      onCancel={onCancel}
      onSubmit={async (input, options) => {
        const { id, password } = await api.createUser.call(input, options)
        setMade({ id, password, username: input.username })
        await done(t('administration.created', { username: input.username }), [api.listUsers.key()])
      }}
    >
      <Field name="name" label={t('administration.name')} required>
        <Input />
      </Field>
      <Field name="username" label={t('administration.username')} hint={t('administration.usernameHint')} required>
        <Input autoCapitalize="none" autoComplete="off" spellCheck={false} />
      </Field>
      {mayFindPeople ? (
        <Field name="personId" label={t('administration.person')} hint={t('administration.personHint')}>
          <FoundPicker source={personPicker} name="people.pickPerson" />
        </Field>
      ) : null}
    </RecordForm>
  )
}
