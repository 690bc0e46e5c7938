import { Button, Input } from 'antd'
import { memo } from 'react'
import type { TemplateBlock } from '#engines/indicators/template.contract.ts'
import { useWords } from '#ui/i18n.ts'
import { ParagraphTools } from './paragraph-tools.tsx'
import { MarkedText } from './sentence-row.tsx'
import { TextEditor } from './text-editor.tsx'
import { useTemplateTools } from './template-context.ts'

type Heading = Extract<TemplateBlock, { kind: 'heading' }>

/** A heading of the outline; chosen, its number and words can be edited. */
export const HeadingRow = memo(function HeadingRow({
  block,
  chosen,
  wrong,
}: {
  block: Heading
  chosen: boolean
  wrong: boolean
}) {
  const { t } = useWords()
  const { onChoose, onEdit, onSettle } = useTemplateTools()
  if (!chosen || !onEdit) {
    return (
      <button
        type="button"
        className="outline-heading"
        data-level={block.level}
        data-wrong={wrong || undefined}
        data-chosen={chosen || undefined}
        onClick={() => onChoose({ where: 'block', key: block.id, index: -1 })}
      >
        {block.number ? `${block.number} ` : ''}
        <MarkedText text={block.text} />
      </button>
    )
  }
  const change = (next: Partial<Heading>) => onEdit({ kind: 'block', block: { ...block, ...next } })
  const close = () => {
    onSettle()
    onChoose(null)
  }
  return (
    <div className="sentence-editor" data-chosen role="group" aria-label={t('reports.template.heading')}>
      <label className="heading-number">
        <span className="muted">{t('reports.template.number')}</span>
        <Input size="small" value={block.number} onChange={(event) => change({ number: event.target.value })} />
      </label>
      <TextEditor
        text={block.text}
        label={t('reports.template.heading')}
        onChange={(text) => change({ text: text === '' ? ' ' : text })}
        onDone={close}
        onCancel={close}
      />
      <div className="sentence-tools">
        <Button size="small" onClick={close}>
          {t('reports.template.done')} <kbd className="wide-only">Enter</kbd>
        </Button>
      </div>
      <ParagraphTools block={block} />
    </div>
  )
})
