import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Sentence } from '#engines/indicators/template.contract.ts'
import { useWords } from '#ui/i18n.ts'
import { useSelf } from '#ui/self.ts'
import { ConditionField } from './condition-field.tsx'
import { FreeFields, ListFields } from './sentence-kinds.tsx'
import { TextEditor } from './text-editor.tsx'
import { useTemplateTools } from './template-context.ts'
import { type Place, sentencesAt } from './template-model.ts'

/** An empty sentence, ready to be typed. */
const blank: Sentence = { kind: 'sentence', text: ' ' }

/** The sentence being edited: its words, its condition, and its place among the others. */
export function SentenceEditor({ sentence, place }: { sentence: Sentence; place: Place }) {
  const { t } = useWords()
  const tools = useTemplateTools()
  const self = useSelf()
  const { onEdit, onChoose, onSettle, body } = tools
  const change = (next: Sentence) => onEdit?.({ kind: 'sentence', place, sentence: next })
  const next: Place = { ...place, index: place.index + 1 }

  function done(another: boolean) {
    onSettle()
    if (!another) return onChoose(null)
    onEdit?.({ kind: 'add', place, sentence: blank })
    onChoose(next)
  }
  function remove() {
    onEdit?.({ kind: 'remove', place })
    onChoose(null)
  }
  function move(by: -1 | 1) {
    const to = place.index + by
    if (to < 0 || to >= sentencesAt(body(), place.where, place.key).length) return
    onEdit?.({ kind: 'move', place, by })
    onChoose({ ...place, index: to })
  }
  function turnInto(kind: Sentence['kind']) {
    const text = sentence.kind === 'list' ? '' : sentence.text
    if (kind === 'free') change({ kind, text, author: self.name })
    else if (kind === 'sentence') change({ kind, text: text || ' ' })
    else change({ kind, figure: tools.figures[0]?.id ?? '', item: '{label}', separator: '; ', limit: 50 })
  }

  return (
    <div
      className="sentence-editor"
      data-chosen
      role="group"
      aria-label={t('reports.template.editing')}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
        event.preventDefault()
        move(event.key === 'ArrowUp' ? -1 : 1)
      }}
    >
      {sentence.kind === 'sentence' ? (
        <TextEditor
          key={`${place.key}/${place.index}`}
          text={sentence.text}
          label={t('reports.template.sentence')}
          onChange={(text) => change({ ...sentence, text: text === '' ? ' ' : text })}
          onDone={done}
          onCancel={() => onChoose(null)}
        />
      ) : null}
      {sentence.kind === 'free' ? (
        <FreeFields sentence={sentence} onChange={change} onDone={done} onCancel={() => onChoose(null)} />
      ) : null}
      {sentence.kind === 'list' ? <ListFields sentence={sentence} onChange={change} /> : null}
      {sentence.kind === 'free' ? null : (
        <ConditionField value={sentence.when} onChange={(when) => change({ ...sentence, when })} />
      )}
      <div className="sentence-tools">
        <Button size="small" onClick={() => done(false)}>
          {t('reports.template.done')} <kbd className="wide-only">Enter</kbd>
        </Button>
        <Button size="small" icon={<PlusOutlined />} onClick={() => done(true)}>
          {t('reports.template.addSentence')}
        </Button>
        <KindChoice kind={sentence.kind} onChange={turnInto} />
        <span className="sentence-tools-end">
          <Button
            size="small"
            type="text"
            icon={<ArrowUpOutlined />}
            aria-label={t('reports.template.moveUp')}
            title={`${t('reports.template.moveUp')} (Alt+↑)`}
            onClick={() => move(-1)}
          />
          <Button
            size="small"
            type="text"
            icon={<ArrowDownOutlined />}
            aria-label={t('reports.template.moveDown')}
            title={`${t('reports.template.moveDown')} (Alt+↓)`}
            onClick={() => move(1)}
          />
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('reports.template.removeSentence')}
            title={t('reports.template.removeSentence')}
            onClick={remove}
          />
        </span>
      </div>
    </div>
  )
}

const kinds = ['sentence', 'free', 'list'] as const

function KindChoice({ kind, onChange }: { kind: Sentence['kind']; onChange: (kind: Sentence['kind']) => void }) {
  const { t } = useWords()
  return (
    <select
      className="small-select"
      aria-label={t('reports.template.kind')}
      value={kind}
      onChange={(event) => onChange(kinds.find((each) => each === event.target.value) ?? 'sentence')}
    >
      {kinds.map((each) => (
        <option key={each} value={each}>
          {t(`reports.template.kinds.${each}`)}
        </option>
      ))}
    </select>
  )
}
