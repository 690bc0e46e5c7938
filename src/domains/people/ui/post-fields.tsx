import { Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { DateField } from '#ui/date-field.tsx'
import { Field } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { personCategories } from '../person.contract.ts'
import { contractKinds, endReasons } from '../post.rules.ts'
import { UnitField } from './unit-field.tsx'

/** Where, what, from when: a post, its decision, and what it is held as. `children` follow the first day. */
export function PostFields({ children }: { children?: ReactNode }) {
  const { t } = useWords()
  return (
    <>
      <FirstPostFields />
      {children}
      <DecisionFields />
      <Field name="decidedBy" label={t('people.decidedBy')}>
        <Input />
      </Field>
      <Field name="category" label={t('people.asCategory')}>
        <Select allowClear options={personCategories.map((value) => ({ value, label: t(`people.categories.${value}`) }))} />
      </Field>
      <Field name="contract" label={t('people.contract')}>
        <Select allowClear options={contractKinds.map((value) => ({ value, label: t(`people.contracts.${value}`) }))} />
      </Field>
    </>
  )
}

/** Where, what, from when. */
export function FirstPostFields() {
  const { t } = useWords()
  return (
    <>
      <UnitField />
      <Field name="title" label={t('people.post')} required>
        <Input />
      </Field>
      <Field name="from" label={t('people.from')} required>
        <DateField />
      </Field>
    </>
  )
}

/** Number and day of the decision. */
export function DecisionFields() {
  const { t } = useWords()
  return (
    <>
      <Field name="decisionNumber" label={t('people.decisionNumber')}>
        <Input />
      </Field>
      <Field name="decisionOn" label={t('people.decisionOn')}>
        <DateField />
      </Field>
    </>
  )
}

/** Why a post ended: all reasons but the move to another, which is recorded by the move. */
export function EndReasonSelect(props: {
  id?: string
  value?: string | null
  onChange?: (value: string | null) => void
  allowClear?: boolean
}) {
  const { t } = useWords()
  const options = endReasons
    .filter((reason) => reason !== 'moved')
    .map((value) => ({ value, label: t(`people.endReasons.${value}`) }))
  return <Select {...props} options={options} />
}
