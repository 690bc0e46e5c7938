import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Radio } from 'antd'
import { unitPicker } from '#domains/organization/ui/index.tsx'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker } from '#ui/picker.tsx'
import { useGo } from '#ui/url.ts'
import { schemeKinds } from '../position.rules.ts'
import { type Scheme, schemeContract } from '../scheme.contract.ts'
import { api, positionPicker } from './api.ts'
import { RankField } from './rank-field.tsx'
import './positions.css'

interface Line {
  positionId?: string | null
  posts?: number | null
  rankCode?: string | null
}

/** A draft: of a body to be chosen, or one that is changed. */
export function SchemeForm({ scheme, onDone }: { scheme?: Scheme; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const go = useGo()
  const lines = scheme?.lines.map(({ positionId, posts, rankCode }) => ({ positionId, posts, rankCode }))
  return scheme ? (
    <RecordForm
      id={`positions.change.${scheme.id}`}
      schema={inputOf(schemeContract.changeScheme)}
      initial={{ kind: scheme.kind, note: scheme.note, lines }}
      fixed={{ id: scheme.id }}
      submit={t('positions.changeScheme')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.changeScheme.call(input, options)
        await done(t('positions.changed'), [api.key()])
        onDone()
      }}
    >
      <Fields />
    </RecordForm>
  ) : (
    <RecordForm
      id="positions.draft"
      schema={inputOf(schemeContract.draftScheme)}
      initial={{ kind: 'new', lines: [] }}
      submit={t('positions.draftScheme')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        const { id } = await api.draftScheme.call(input, options)
        await done(t('positions.drafted'), [api.key()])
        go(`/vi-tri-viec-lam/de-an/${id}`)
      }}
    >
      <Field name="unitId" label={t('positions.unit')} required>
        <FoundPicker source={unitPicker} name="organization.pickUnit" />
      </Field>
      <StartFrom />
      <Fields />
    </RecordForm>
  )
}

/** An adjusted scheme begins with the one in force. */
function StartFrom() {
  const { t } = useWords()
  const form = Form.useFormInstance<Record<string, unknown>>()
  const unitId = Form.useWatch<string | null | undefined>('unitId', form)
  const found = useQuery({
    ...api.positionsOfUnit.queryOptions({ input: { unitId: unitId ?? '' } }),
    enabled: Boolean(unitId),
  })
  const rows = found.data?.rows.filter((row) => row.schemeId !== null) ?? []
  const current = found.data?.schemes.find((each) => each.id === rows[0]?.schemeId)
  if (!unitId || !current) return null
  const posts = rows.reduce((sum, row) => sum + row.established, 0)
  return (
    <div className="notice" role="status">
      <div className="notice-body">
        {t('positions.startFrom', { number: current.number ?? '', positions: rows.length, posts })}
      </div>
      <Button
        size="small"
        onClick={() =>
          form.setFieldsValue({
            kind: 'adjusted',
            lines: rows.map((row) => ({ positionId: row.positionId, posts: row.established, rankCode: null })),
          })
        }
      >
        {t('positions.copyCurrent')}
      </Button>
    </div>
  )
}

function Fields() {
  const { t } = useWords()
  return (
    <>
      <Field name="kind" label={t('positions.kind')} required>
        <Radio.Group options={schemeKinds.map((value) => ({ value, label: t(`positions.kinds.${value}`) }))} />
      </Field>
      <Field name="lines" label={t('positions.lines')} required>
        <LinesEditor />
      </Field>
      <Field name="note" label={t('positions.note')}>
        <Input.TextArea className="grows" rows={2} />
      </Field>
    </>
  )
}

/** The table of lines: which position, how many posts, at which rank. */
function LinesEditor({ value = [], onChange, id }: { value?: Line[]; onChange?: (lines: Line[]) => void; id?: string }) {
  const { t } = useWords()
  const set = (at: number, change: Partial<Line>) =>
    onChange?.(value.map((line, i) => (i === at ? { ...line, ...change } : line)))
  const posts = value.reduce((sum, line) => sum + (line.posts ?? 0), 0)
  return (
    <div id={id} tabIndex={-1} className="typed-rows">
      {value.map((line, at) => (
        <div key={at} className="typed-row" role="group" aria-label={t('positions.line', { row: at + 1 })}>
          <div className="typed-wide">
            <FoundPicker
              source={positionPicker}
              name="positions.pickPosition"
              aria-label={t('positions.position')}
              value={line.positionId ?? null}
              onChange={(positionId) => set(at, { positionId })}
            />
          </div>
          <InputNumber
            aria-label={t('positions.posts')}
            placeholder={t('positions.posts')}
            min={1}
            precision={0}
            controls={false}
            value={line.posts ?? null}
            onChange={(next) => set(at, { posts: next })}
          />
          <RankField
            label={t('positions.rankShort')}
            value={line.rankCode ?? null}
            onChange={(rankCode) => set(at, { rankCode })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('positions.removeLine', { row: at + 1 })}
            onClick={() => onChange?.(value.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      <Button icon={<PlusOutlined />} onClick={() => onChange?.([...value, { posts: 1 }])}>
        {t('positions.addLine')}
      </Button>
      {value.length > 0 ? (
        <p className="muted" role="status">
          {t('positions.linesTotal', { positions: value.length, posts })}
        </p>
      ) : null}
    </div>
  )
}
