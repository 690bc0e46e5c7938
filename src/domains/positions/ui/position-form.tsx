import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Select } from 'antd'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { type Position, positionContract } from '../position.contract.ts'
import { positionGroups } from '../position.rules.ts'
import { api } from './api.ts'
import { RankField } from './rank-field.tsx'
import './positions.css'

/** A position of a decision: added, or corrected where one is given. */
export function PositionForm({
  catalogueId,
  position,
  onDone,
}: {
  catalogueId: string
  position?: Position
  onDone: () => void
}) {
  const { t } = useWords()
  const done = useDone()
  const products = position?.products.map((p) => ({ ...p, coefficient: p.coefficient === null ? null : Number(p.coefficient) }))
  return (
    <RecordForm
      id={position ? `positions.correct.${position.id}` : `positions.add.${catalogueId}`}
      schema={inputOf(positionContract.addPosition)}
      initial={position ? { ...position, products } : { competences: [], products: [] }}
      fixed={{ catalogueId }}
      submit={t(position ? 'positions.correctPosition' : 'positions.addPosition')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        const { catalogueId: _, ...facts } = input
        if (position) await api.correctPosition.call({ ...facts, id: position.id }, options)
        else await api.addPosition.call(input, options)
        const words = position ? 'positions.positionCorrected' : 'positions.positionAdded'
        await done(t(words, { name: input.name }), [api.key()])
        onDone()
      }}
    >
      <Field name="code" label={t('positions.code')} required>
        <Input />
      </Field>
      <Field name="name" label={t('positions.name')} required>
        <Input />
      </Field>
      <Field name="group" label={t('positions.group')} required>
        <Select options={positionGroups.map((value) => ({ value, label: t(`positions.groups.${value}`) }))} />
      </Field>
      <Field name="rankCode" label={t('positions.rank')}>
        <RankField />
      </Field>
      <Field name="description" label={t('positions.description')}>
        <Input.TextArea className="grows" rows={4} />
      </Field>
      <Field name="competences" label={t('positions.competences')}>
        <Rows
          fields={[
            { key: 'name', label: t('positions.competence'), wide: true },
            { key: 'level', label: t('positions.competenceLevel') },
          ]}
        />
      </Field>
      <Field name="products" label={t('positions.products')} hint={t('positions.coefficientHint')}>
        <Rows
          fields={[
            { key: 'name', label: t('positions.product'), wide: true },
            { key: 'unit', label: t('positions.productUnit') },
            { key: 'coefficient', label: t('positions.coefficient'), number: true },
          ]}
        />
      </Field>
    </RecordForm>
  )
}

type Row = Record<string, string | number | null | undefined>
interface RowField {
  key: string
  label: string
  wide?: boolean
  number?: boolean
}

/** A small table that is typed into. */
function Rows({
  fields,
  value = [],
  onChange,
  id,
}: {
  fields: RowField[]
  value?: Row[]
  onChange?: (rows: Row[]) => void
  id?: string
}) {
  const { t } = useWords()
  const set = (at: number, change: Row) => onChange?.(value.map((row, i) => (i === at ? { ...row, ...change } : row)))
  return (
    <div id={id} tabIndex={-1} className="typed-rows">
      {value.map((row, at) => (
        <div key={at} className="typed-row" role="group" aria-label={t('positions.row', { row: at + 1 })}>
          {fields.map(({ key, label, wide, number }) =>
            number ? (
              <InputNumber
                key={key}
                aria-label={label}
                placeholder={label}
                min={0.001}
                controls={false}
                decimalSeparator=","
                value={(row[key] as number | null | undefined) ?? null}
                onChange={(next) => set(at, { [key]: next })}
              />
            ) : (
              <Input
                key={key}
                className={wide ? 'typed-wide' : undefined}
                aria-label={label}
                placeholder={label}
                value={row[key] ?? ''}
                onChange={(event) => set(at, { [key]: event.target.value })}
              />
            ),
          )}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('positions.removeRow', { row: at + 1 })}
            onClick={() => onChange?.(value.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      <Button icon={<PlusOutlined />} onClick={() => onChange?.([...value, {}])}>
        {t('positions.addRow')}
      </Button>
    </div>
  )
}
