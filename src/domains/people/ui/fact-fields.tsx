import { Input, InputNumber, Radio, Select } from 'antd'
import { DateField } from '#ui/date-field.tsx'
import { Field } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { personCategories } from '../person.contract.ts'

/** The fields of what is recorded of a person, for registering and correcting alike. */
export function FactFields() {
  const { t } = useWords()
  return (
    <>
      <Field name="familyAndMiddle" label={t('people.familyAndMiddle')}>
        <Input />
      </Field>
      <Field name="given" label={t('people.given')} required>
        <Input />
      </Field>
      <Field name="sex" label={t('people.sex')} required>
        <Radio.Group options={(['male', 'female'] as const).map((value) => ({ value, label: t(`people.sexes.${value}`) }))} />
      </Field>
      <Field name="birthDate" label={t('people.birthDate')}>
        <DateField />
      </Field>
      <Field name="birthMonth" label={t('people.birthMonth')} hint={t('people.birthMonthHint')}>
        <InputNumber controls={false} precision={0} />
      </Field>
      <Field name="birthYear" label={t('people.birthYear')} hint={t('people.birthYearHint')}>
        <InputNumber controls={false} precision={0} />
      </Field>
      <Field name="category" label={t('people.category')} required>
        <Select options={personCategories.map((value) => ({ value, label: t(`people.categories.${value}`) }))} />
      </Field>
    </>
  )
}
