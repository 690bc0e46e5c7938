import { Input, Select } from 'antd'
import { useDone } from '#ui/act.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker } from '#ui/picker.tsx'
import { correctionContract, type UnitRecords } from '../correction.contract.ts'
import { unitLevels } from '../unit.contract.ts'
import { api } from './api.ts'
import { unitPicker } from './unit-picker.ts'

export type WrongRow =
  { what: 'version'; row: UnitRecords['versions'][number] } | { what: 'place'; row: UnitRecords['places'][number] }

/** Puts right what was recorded wrongly in one version or place of a unit. */
export function CorrectForm({ unitId, wrong, onDone }: { unitId: string; wrong: WrongRow; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const { row } = wrong
  return (
    <RecordForm
      id={`organization.correct.${row.id}`}
      schema={inputOf(correctionContract.correctUnit)}
      initial={
        wrong.what === 'version'
          ? pick(wrong.row, ['code', 'name', 'shortName', 'kind', 'level', 'validFrom', 'validUntil'])
          : pick(wrong.row, ['parentId', 'validFrom', 'validUntil'])
      }
      fixed={{ id: unitId, of: row.id }}
      submit={t('organization.correct')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.correctUnit.call(input, options)
        await done(t('organization.corrected'), [api.key()])
        onDone()
      }}
    >
      <p className="muted">{t('organization.correctHint')}</p>
      {wrong.what === 'version' ? <VersionFields /> : <PlaceFields />}
      <Field
        name="validFrom"
        label={t('organization.validFrom')}
        hint={row.begunByAct ? t('organization.dayIsOfAct') : t('organization.unknownDay')}
      >
        <DateField disabled={row.begunByAct} />
      </Field>
      <Field
        name="validUntil"
        label={t('organization.fields.valid_until')}
        hint={row.endedByAct ? t('organization.dayIsOfAct') : t('organization.openDay')}
      >
        <DateField disabled={row.endedByAct} />
      </Field>
      <Field name="ground" label={t('organization.correctionGround')} hint={t('organization.correctionGroundHint')} required>
        <Input.TextArea className="grows" rows={2} />
      </Field>
      <Field name="reason" label={t('organization.correctionReason')} required>
        <Input.TextArea className="grows" rows={2} />
      </Field>
    </RecordForm>
  )
}

function pick<T extends object, K extends keyof T>(row: T, keys: K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<T, K>
}

function VersionFields() {
  const { t, list } = useChoices()
  return (
    <>
      <Field name="name" label={t('organization.name')} required>
        <Input />
      </Field>
      <Field name="shortName" label={t('organization.shortName')} required>
        <Input />
      </Field>
      <Field name="code" label={t('organization.code')} required>
        <Input />
      </Field>
      <Field name="kind" label={t('organization.kind')} required>
        <Select options={list('kinds', kindsKnown)} showSearch={{ optionFilterProp: 'label' }} />
      </Field>
      <Field name="level" label={t('organization.level')} required>
        <Select options={list('levels', unitLevels)} />
      </Field>
    </>
  )
}

function PlaceFields() {
  const { t } = useWords()
  return (
    <Field name="parentId" label={t('organization.parent')} required>
      <FoundPicker source={unitPicker} name="organization.pickUnit" />
    </Field>
  )
}

const kindsKnown = [
  'province',
  'central-city',
  'urban-district',
  'rural-district',
  'town',
  'city',
  'special-zone',
  'rural-commune',
  'ward',
  'township',
  'department',
  'leadership',
  'division',
  'agriculture-centre',
  'party-committee',
  'party-cell',
]

function useChoices() {
  const { t } = useWords()
  const list = (group: string, codes: readonly string[]) =>
    codes.map((value) => ({ value, label: t(`organization.${group}.${value}`) }))
  return { t, list }
}
