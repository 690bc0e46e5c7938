import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { TemplateBlock } from '#engines/indicators/template.contract.ts'
import { useWords } from '#ui/i18n.ts'
import { ConditionField } from './condition-field.tsx'
import { useTemplateTools } from './template-context.ts'
import { newBlockId } from './template-model.ts'

/** What can be done with a whole paragraph or heading. All of it can be undone. */
export function ParagraphTools({ block }: { block: TemplateBlock }) {
  const { t } = useWords()
  const { onEdit, onChoose, body } = useTemplateTools()
  if (!onEdit) return null
  const addAfter = () => {
    const id = newBlockId(body())
    onEdit({ kind: 'add-block', after: block.id, block: { kind: 'paragraph', id, sentences: [{ kind: 'sentence', text: ' ' }] } })
    onChoose({ where: 'block', key: id, index: 0 })
  }
  const remove = () => {
    onEdit({ kind: 'remove-block', id: block.id })
    onChoose(null)
  }
  return (
    <div
      className="paragraph-tools"
      role="group"
      aria-label={t(block.kind === 'heading' ? 'reports.template.heading' : 'reports.template.paragraph')}
    >
      <span className="muted">{t(block.kind === 'heading' ? 'reports.template.heading' : 'reports.template.paragraph')}</span>
      {block.kind === 'paragraph' ? (
        <select
          className="small-select"
          aria-label={t('reports.template.bullet')}
          value={block.bullet ?? ''}
          onChange={(event) => {
            const { bullet: _former, ...plain } = block
            const { value } = event.target
            onEdit({ kind: 'block', block: value === '-' || value === '+' ? { ...plain, bullet: value } : plain })
          }}
        >
          <option value="">{t('reports.template.noBullet')}</option>
          <option value="-">{t('reports.template.dash')}</option>
          <option value="+">{t('reports.template.plus')}</option>
        </select>
      ) : null}
      <Button size="small" icon={<PlusOutlined />} onClick={addAfter}>
        {t('reports.template.addParagraph')}
      </Button>
      <span className="sentence-tools-end">
        <Button
          size="small"
          type="text"
          icon={<ArrowUpOutlined />}
          aria-label={t('reports.template.blockUp')}
          title={t('reports.template.blockUp')}
          onClick={() => onEdit({ kind: 'move-block', id: block.id, by: -1 })}
        />
        <Button
          size="small"
          type="text"
          icon={<ArrowDownOutlined />}
          aria-label={t('reports.template.blockDown')}
          title={t('reports.template.blockDown')}
          onClick={() => onEdit({ kind: 'move-block', id: block.id, by: 1 })}
        />
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('reports.template.removeBlock')}
          title={t('reports.template.removeBlock')}
          onClick={remove}
        />
      </span>
      {block.kind === 'paragraph' ? (
        <ConditionField value={block.when} onChange={(when) => onEdit({ kind: 'block', block: { ...block, when } })} />
      ) : null}
    </div>
  )
}
