import { Input } from 'antd'
import { useDone } from '#ui/act.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { type Person, personContract, type Post } from '../person.contract.ts'
import { api } from './api.ts'
import { DecisionFields, EndReasonSelect, PostFields } from './post-fields.tsx'

/** A post held besides the main one. */
export function AddPostForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <>
      <p className="muted panel-lead">{t('people.addPostHint')}</p>
      <RecordForm
        id={`people.addPost.${person.id}`}
        schema={inputOf(personContract.addPost)}
        fixed={{ id: person.id }}
        submit={t('people.addPost')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          await api.addPost.call(input, options)
          await done(t('people.postAdded'), [api.key()])
          onDone()
        }}
      >
        <PostFields>
          <Field name="lastDay" label={t('people.lastDay')}>
            <DateField />
          </Field>
        </PostFields>
      </RecordForm>
    </>
  )
}

/** The last day of a post and why it ends. */
export function EndPostForm({ person, post, onDone }: { person: Person; post: Post; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`people.endPost.${post.id}`}
      schema={inputOf(personContract.endPost)}
      fixed={{ id: post.id, personId: person.id }}
      submit={t('people.endPost')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.endPost.call(input, options)
        await done(t('people.postEndedDone'), [api.key()])
        onDone()
      }}
    >
      <Field name="lastDay" label={t('people.lastDay')} required>
        <DateField />
      </Field>
      <Field name="reason" label={t('people.endReason')} required>
        <EndReasonSelect />
      </Field>
      <DecisionFields />
    </RecordForm>
  )
}

/** What was recorded wrongly of a post. */
export function CorrectPostForm({ person, post, onDone }: { person: Person; post: Post; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const { unitId, title, validFrom, category, contract, decisionNumber, decisionOn, decidedBy } = post
  return (
    <>
      <p className="muted panel-lead">{t('people.correctPostHint')}</p>
      <RecordForm
        id={`people.correctPost.${post.id}`}
        schema={inputOf(personContract.correctPost)}
        initial={{ unitId, title, from: validFrom, category, contract, decisionNumber, decisionOn, decidedBy }}
        fixed={{ id: post.id, personId: person.id }}
        submit={t('people.correctPost')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          await api.correctPost.call(input, options)
          await done(t('people.corrected'), [api.key()])
          onDone()
        }}
      >
        <PostFields />
        <Field name="reason" label={t('people.endReason')} required>
          <Input.TextArea className="grows" rows={2} />
        </Field>
      </RecordForm>
    </>
  )
}
