import { Input } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import type { Sentence } from '#engines/indicators/template.contract.ts'
import { useWords } from '#ui/i18n.ts'
import { FigureChoice } from './figure-choice.tsx'
import { useTemplateTools } from './template-context.ts'

type Free = Extract<Sentence, { kind: 'free' }>
type List = Extract<Sentence, { kind: 'list' }>

/** Free text: nothing is bound in it, so it says who answers for it. */
export function FreeFields(props: {
  sentence: Free
  onChange: (sentence: Free) => void
  onDone: (another: boolean) => void
  onCancel: () => void
}) {
  const { t } = useWords()
  const { sentence, onChange } = props
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) props.onDone(true)
    else if (event.key === 'Escape') props.onCancel()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="fields" onKeyDown={onKeyDown}>
      <Input.TextArea
        autoFocus
        className="grows"
        rows={3}
        aria-label={t('reports.template.kinds.free')}
        value={sentence.text}
        onChange={(event) => onChange({ ...sentence, text: event.target.value.replace(/\n+/g, ' ') })}
      />
      <label>
        <span className="muted">{t('reports.template.author')}</span>
        <Input size="small" value={sentence.author} onChange={(event) => onChange({ ...sentence, author: event.target.value })} />
      </label>
    </div>
  )
}

/** The records behind a figure in a row: which figure, how each is written, what stands between. */
export function ListFields({ sentence, onChange }: { sentence: List; onChange: (sentence: List) => void }) {
  const { t, both } = useWords()
  const { figures, figureOf } = useTemplateTools()
  const [choosing, setChoosing] = useState(false)
  const figure = figureOf(sentence.figure)
  return (
    <div className="fields">
      <div>
        <span className="muted">{t('reports.template.listFigure')}</span>
        <button type="button" className="term" autoFocus onClick={() => setChoosing(!choosing)}>
          {figure ? both(figure.title) : sentence.figure} <span className="muted figures">{sentence.figure}</span>
        </button>
      </div>
      {choosing ? (
        <FigureChoice
          figures={figures}
          label={t('reports.choice.title')}
          onCancel={() => setChoosing(false)}
          onChoose={(chosen) => {
            setChoosing(false)
            onChange({ ...sentence, figure: chosen.id })
          }}
        />
      ) : null}
      <label>
        <span className="muted">{t('reports.template.listItem')}</span>
        <Input size="small" value={sentence.item} onChange={(event) => onChange({ ...sentence, item: event.target.value })} />
      </label>
      <label>
        <span className="muted">{t('reports.template.listSeparator')}</span>
        <Input
          size="small"
          value={sentence.separator}
          onChange={(event) => onChange({ ...sentence, separator: event.target.value })}
        />
      </label>
    </div>
  )
}
