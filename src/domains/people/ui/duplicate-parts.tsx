import { Input } from 'antd'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { duplicateContract, type DuplicateRow, type LikelyPerson } from '../duplicates/duplicate.contract.ts'
import { api } from './api.ts'

/** Each part of a score: what was compared, what was found, how many points. */
export function ScoreWhy({ pair }: { pair: Pick<DuplicateRow | LikelyPerson, 'score' | 'grade' | 'reasons'> }) {
  const { t } = useWords()
  return (
    <>
      <p>
        <strong>{t(`people.grades.${pair.grade}`)}</strong>, {t('people.score').toLowerCase()} {pair.score}/100
      </p>
      <table className="plain-table">
        <tbody>
          {pair.reasons.map(({ part, outcome, points }) => (
            <tr key={part}>
              <td className="muted">{t(`people.scoreParts.${part}`)}</td>
              <td>{t(`people.scoreOutcomes.${part}.${outcome}`)}</td>
              <td className="figures">{points > 0 ? `+${points}` : points}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** Why these pairs are two people each. */
export function DenyForm({ ids, onDone, onCancel }: { ids: string[]; onDone: () => void; onCancel: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id="people.deny"
      schema={inputOf(duplicateContract.denyDuplicates)}
      fixed={{ ids }}
      submit={t('people.deny')}
      onCancel={onCancel}
      onSubmit={async (input, options) => {
        await api.denyDuplicates.call(input, options)
        await done(t('people.denied'), [api.key()])
        onDone()
      }}
    >
      <Field name="reason" label={t('people.why')} required>
        <Input.TextArea rows={3} />
      </Field>
    </RecordForm>
  )
}
