import { NumberOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useCallback, useRef, useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import type { FigureRow } from '../figure.contract.ts'
import { ChipEditor, type ChipEditorHandle } from './chip-editor.tsx'
import { FigureChoice } from './figure-choice.tsx'
import { useFigurePanel } from './figure-context.ts'
import { writeFigure } from './figure-format.ts'
import { useTemplateTools } from './template-context.ts'
import { figureMark, figureStyles, type Mark, readMarks } from './template-marks.ts'
import { newFootnoteKey } from './template-model.ts'

interface TextEditorProps {
  text: string
  label: string
  onChange: (text: string) => void
  onDone: (another: boolean) => void
  onCancel: () => void
}

/** Words with chips, and what can be put among them: figures, footnotes. */
export function TextEditor({ text, label, onChange, onDone, onCancel }: TextEditorProps) {
  const { t } = useWords()
  const { figures, describe } = useTemplateTools()
  const editor = useRef<ChipEditorHandle>(null)
  const [choosing, setChoosing] = useState(false)
  const [chip, setChip] = useState<HTMLElement | null>(null)
  const wantFigure = useCallback(() => setChoosing(true), [])

  function bind(figure: FigureRow) {
    setChoosing(false)
    editor.current?.insert({ kind: 'figure', source: figureMark(figure.id, null), figureId: figure.id, style: null })
  }
  const mark = chip?.isConnected ? readMarks(chip.dataset.mark ?? '')[0] : undefined
  return (
    <div className="text-editor">
      <ChipEditor
        ref={editor}
        text={text === ' ' ? '' : text}
        label={label}
        describe={describe}
        onChange={onChange}
        onWantFigure={wantFigure}
        onChip={setChip}
        onDone={onDone}
        onCancel={onCancel}
      />
      {choosing ? (
        <FigureChoice
          figures={figures}
          label={t('reports.choice.title')}
          onChoose={bind}
          onCancel={() => {
            setChoosing(false)
            editor.current?.focus()
          }}
        />
      ) : null}
      {chip && mark && mark.kind !== 'text' ? (
        <ChipTools
          mark={mark}
          onChange={(next) => {
            editor.current?.replace(chip, next)
            setChip(null)
          }}
          onClose={() => setChip(null)}
        />
      ) : null}
      <div className="text-tools">
        <Button
          size="small"
          icon={<NumberOutlined />}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setChoosing(!choosing)}
        >
          {t('reports.template.insertFigure')} <kbd className="wide-only">{'{'}</kbd>
        </Button>
        <NoteChoice onInsert={(key) => editor.current?.insert({ kind: 'note', source: `[^${key}]`, key })} />
      </div>
    </div>
  )
}

/** What a chip is and how it prints; it can be opened, printed otherwise, or taken away. */
function ChipTools({
  mark,
  onChange,
  onClose,
}: {
  mark: Exclude<Mark, { kind: 'text' }>
  onChange: (mark: Exclude<Mark, { kind: 'text' }> | null) => void
  onClose: () => void
}) {
  const { t, lang, both } = useWords()
  const { figureOf, describe, onChoose } = useTemplateTools()
  const { open } = useFigurePanel()
  const figure = mark.kind === 'figure' ? figureOf(mark.figureId) : undefined
  return (
    <div className="chip-tools" role="group" aria-label={describe(mark).title}>
      <p>{figure ? `${both(figure.title)}: ${writeFigure(figure, lang)}` : describe(mark).title}</p>
      <div className="text-tools">
        {mark.kind === 'figure' ? (
          <select
            className="small-select"
            aria-label={t('reports.template.style')}
            value={mark.style ?? ''}
            onChange={(event) => {
              const style = event.target.value || null
              onChange({ ...mark, style, source: figureMark(mark.figureId, style) })
            }}
          >
            {figureStyles.map((style) => (
              <option key={style ?? ''} value={style ?? ''}>
                {t(`reports.styles.${style ?? 'usual'}`)}
              </option>
            ))}
          </select>
        ) : null}
        {figure ? (
          <Button size="small" onClick={() => open(figure.id)}>
            {t('reports.template.openFigure')}
          </Button>
        ) : null}
        {mark.kind === 'note' ? (
          <Button size="small" onClick={() => onChoose({ where: 'footnote', key: mark.key, index: 0 })}>
            {t('reports.template.editNote')}
          </Button>
        ) : null}
        <Button size="small" onClick={() => onChange(null)}>
          {t('reports.template.removeMark')}
        </Button>
        <Button size="small" type="text" onClick={onClose}>
          {t('ui.close')}
        </Button>
      </div>
    </div>
  )
}

/** Puts a footnote mark: one of those there are, or a new one. */
function NoteChoice({ onInsert }: { onInsert: (key: string) => void }) {
  const { t } = useWords()
  const { footnotes, onEdit, body } = useTemplateTools()
  return (
    <select
      className="small-select"
      aria-label={t('reports.template.insertNote')}
      value=""
      onChange={(event) => {
        const chosen = event.target.value
        if (chosen === '') return
        if (chosen !== '+') return onInsert(chosen)
        const key = newFootnoteKey(body())
        onEdit?.({ kind: 'footnote', key, sentences: [{ kind: 'sentence', text: t('reports.template.newNote') }] })
        onInsert(key)
      }}
    >
      <option value="">{t('reports.template.insertNote')}</option>
      <option value="+">{t('reports.template.addNote')}</option>
      {footnotes.map((key) => (
        <option key={key} value={key}>
          {t('reports.template.footnote', { key })}
        </option>
      ))}
    </select>
  )
}
