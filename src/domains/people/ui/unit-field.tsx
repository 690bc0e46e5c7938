import { unitPicker } from '#domains/organization/ui/index.tsx'
import { Field } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker } from '#ui/picker.tsx'

/** The unit of a post, found by typing. */
export function UnitField() {
  const { t } = useWords()
  return (
    <Field name="unitId" label={t('people.unit')} required>
      <FoundPicker source={unitPicker} name="organization.pickUnit" />
    </Field>
  )
}
