import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import { writeFigure } from './figure-format.ts'
import { useTemplateTools } from './template-context.ts'
import { figuresInCondition, isCondition } from './template-marks.ts'

/** When a sentence prints: a comparison of figures, such as `FI-02 > 0`. Says what it means now. */
export function ConditionField({ value, onChange }: { value?: string; onChange: (when: string | undefined) => void }) {
  const { t, lang, both } = useWords()
  const { figureOf } = useTemplateTools()
  const [open, setOpen] = useState(value !== undefined)
  const hint = useId()
  if (!open && value === undefined) {
    return (
      <Button size="small" type="text" className="condition-open" onClick={() => setOpen(true)}>
        {t('reports.template.addCondition')}
      </Button>
    )
  }
  const text = value ?? ''
  const ids = figuresInCondition(text)
  const said = ids.map((id) => {
    const figure = figureOf(id)
    return figure ? `${both(figure.title)}: ${writeFigure(figure, lang)}` : t('reports.problems.unknown-figure', { name: id })
  })
  const wrong = text.trim() !== '' && !isCondition(text)
  return (
    <div className="condition-field">
      <label>
        <span className="muted">{t('reports.template.when')}</span>
        <Input
          size="small"
          className="figures"
          value={text}
          status={wrong ? 'error' : undefined}
          placeholder="FI-02 > 0"
          aria-describedby={hint}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
      </label>
      <p id={hint} className={wrong ? 'condition-wrong' : 'muted hint'}>
        {wrong ? t('reports.template.badCondition') : said.length > 0 ? said.join('; ') : t('reports.template.whenHint')}
      </p>
    </div>
  )
}
