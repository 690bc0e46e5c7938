import { Input, Select } from 'antd'
import { DateField } from '#ui/date-field.tsx'
import { Field } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { personCategories } from '../person.contract.ts'
import { contractKinds } from '../post.rules.ts'

/** The decision behind a post, and what it is held as. */
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
