import { useQuery } from '@tanstack/react-query'
import { Alert, Input, Radio } from 'antd'
import { useState } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Skeleton } from '#ui/page.tsx'
import { duplicateContract, mergeFields, type Side } from '../duplicates/duplicate.contract.ts'
import { birthOf } from '../person.rules.ts'
import { api } from './api.ts'

/** Which record stays, which of them holds in each fact, and what becomes of rows that cannot both stand. */
export function MergeForm(props: { one: Side; other: Side; onDone: (keptId: string) => void; onCancel: () => void }) {
  const { t, lang } = useWords()
  const done = useDone()
  const [swapped, setSwapped] = useState(false)
  const [fromOther, setFromOther] = useState<string[]>([])
  const [choices, setChoices] = useState<Record<string, string>>({})
  const [kept, gone] = swapped ? [props.other, props.one] : [props.one, props.other]
  const { data, error } = useQuery(api.mergeFaults.queryOptions({ input: { keptId: kept.id, goneId: gone.id } }))
  const say = (side: Side, field: (typeof mergeFields)[number]) => {
    switch (field) {
      case 'name':
        return side.fullName
      case 'sex':
        return t(`people.sexes.${side.sex}`)
      case 'birth':
        return side.birthDate ? formatDateShort(side.birthDate, lang) : (birthOf(side) ?? '–')
      case 'category':
        return t(`people.categories.${side.category}`)
      case 'citizenId':
        return side.citizenId ?? '–'
    }
  }
  const labels = { name: 'fullName', sex: 'sex', birth: 'birth', category: 'category', citizenId: 'citizenId' } as const
  // Only one number: it goes with the person whichever record stays.
  const chosen = mergeFields.filter(
    (f) => say(kept, f) !== say(gone, f) && (f !== 'citizenId' || (kept.citizenId && gone.citizenId)),
  )
  if (error) return <ErrorNotice error={error} />
  return (
    <>
      <p className="muted panel-lead">{t('people.mergeHint')}</p>
      {data?.twoAccounts ? <Alert type="warning" showIcon title={t('people.mergeTwoAccounts')} /> : null}
      <h3 className="panel-section">{t('people.mergeKeep')}</h3>
      <Radio.Group
        className="choices"
        value={swapped}
        onChange={(event) => {
          setSwapped(event.target.value as boolean)
          setFromOther([])
          setChoices({})
        }}
        options={[props.one, props.other].map((side, at) => ({
          value: at === 1,
          label: `${t(at === 0 ? 'people.oneRecord' : 'people.otherRecord')}: ${side.fullName}`,
        }))}
      />
      {chosen.map((field) => (
        <div key={field}>
          <h3 className="panel-section">{t(`people.${labels[field]}`)}</h3>
          <Radio.Group
            className="choices"
            value={fromOther.includes(field)}
            onChange={(event) =>
              setFromOther(event.target.value ? [...fromOther, field] : fromOther.filter((each) => each !== field))
            }
            options={[kept, gone].map((side, at) => ({ value: at === 1, label: say(side, field) }))}
          />
        </div>
      ))}
      {data && data.faults.length > 0 ? <h3 className="panel-section">{t('people.mergeFaultsTitle')}</h3> : null}
      {data ? (
        data.faults.map((fault) => (
          <div key={fault.key}>
            <p>{fault.text}</p>
            <Radio.Group
              className="choices"
              value={choices[fault.key]}
              onChange={(event) => setChoices({ ...choices, [fault.key]: event.target.value as string })}
              options={fault.options.map((o) => ({ value: o.value, label: o.text }))}
            />
          </div>
        ))
      ) : (
        <Skeleton lines={3} />
      )}
      <RecordForm
        id={`people.merge.${kept.id}`}
        schema={inputOf(duplicateContract.mergePersons)}
        fixed={{ keptId: kept.id, goneId: gone.id, fromOther, choices }}
        submit={t('people.merge')}
        onCancel={props.onCancel}
        onSubmit={async (input, options) => {
          await api.mergePersons.call(input, options)
          // All but the pair itself, which is no longer there to be compared.
          const changed = [api.listDuplicates, api.listPeople, api.getPerson, api.mergesOf, api.personHistory].map((each) =>
            each.key(),
          )
          await done(t('people.merged'), changed)
          props.onDone(kept.id)
        }}
      >
        <Field name="reason" label={t('people.why')} required>
          <Input.TextArea rows={3} />
        </Field>
        <Field name="decisionNumber" label={t('people.decisionNumber')}>
          <Input />
        </Field>
        <Field name="decidedOn" label={t('people.decidedOn')}>
          <DateField />
        </Field>
      </RecordForm>
    </>
  )
}
