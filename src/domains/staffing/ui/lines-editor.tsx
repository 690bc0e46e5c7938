import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, InputNumber, Radio, Select } from 'antd'
import { unitPicker } from '#domains/organization/ui/index.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker } from '#ui/picker.tsx'
import { quotaKinds } from '../quota.rules.ts'

interface Line {
  unitId?: string | null
  kind?: string
  side?: 'from' | 'to'
  amount?: number | null
}

/** The lines of a decision: whose posts, of which kind, how many. Without a unit a line is the reserve's. */
export function LinesEditor({
  sides,
  value = [],
  onChange,
  id,
}: {
  sides: boolean
  value?: Line[]
  onChange?: (lines: Line[]) => void
  id?: string
}) {
  const { t } = useWords()
  const set = (at: number, change: Partial<Line>) =>
    onChange?.(value.map((line, i) => (i === at ? { ...line, ...change } : line)))
  const sum = (side: 'from' | 'to') => value.reduce((n, line) => n + (line.side === side ? (line.amount ?? 0) : 0), 0)
  const side = { from: sum('from'), to: sum('to') }
  return (
    <div id={id} tabIndex={-1}>
      {value.map((line, at) => (
        <fieldset key={at} className="stack-gap">
          <legend>{t('staffing.line', { row: at + 1 })}</legend>
          {sides ? (
            <Radio.Group
              value={line.side}
              onChange={(event) => set(at, { side: event.target.value as 'from' | 'to' })}
              options={(['from', 'to'] as const).map((each) => ({ value: each, label: t(`staffing.sides.${each}`) }))}
            />
          ) : null}
          <label>
            {t('staffing.holder')} <span className="muted">({t('staffing.holderHint')})</span>
            <FoundPicker
              source={unitPicker}
              name="organization.pickUnit"
              value={line.unitId ?? null}
              onChange={(unitId) => set(at, { unitId })}
            />
          </label>
          <Select
            aria-label={t('staffing.kind')}
            placeholder={t('staffing.kind')}
            value={line.kind}
            onChange={(kind) => set(at, { kind })}
            options={quotaKinds.map((kind) => ({ value: kind, label: t(`staffing.kinds.${kind}`) }))}
          />
          <InputNumber
            aria-label={t('staffing.posts')}
            placeholder={t('staffing.posts')}
            min={1}
            precision={0}
            controls={false}
            value={line.amount ?? null}
            onChange={(amount) => set(at, { amount })}
          />
          <Button
            icon={<DeleteOutlined />}
            aria-label={t('staffing.removeLine', { row: at + 1 })}
            onClick={() => onChange?.(value.filter((_, i) => i !== at))}
          />
        </fieldset>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => onChange?.([...value, { kind: value.at(-1)?.kind ?? 'CC', ...(sides ? { side: 'to' as const } : {}) }])}
      >
        {t('staffing.addLine')}
      </Button>
      {sides && value.length > 0 ? (
        <p className={side.from === side.to ? 'muted' : 'notice-late'} role="status">
          {t('staffing.balance', { out: side.from, into: side.to })}
        </p>
      ) : null}
    </div>
  )
}
