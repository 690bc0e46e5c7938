import { memo } from 'react'
import type { Sentence } from '#engines/indicators/template.contract.ts'
import { useWords } from '#ui/i18n.ts'
import { SentenceEditor } from './sentence-editor.tsx'
import { useTemplateTools } from './template-context.ts'
import { readMarks } from './template-marks.ts'
import type { Place } from './template-model.ts'

interface SentenceRowProps {
  sentence: Sentence
  where: Place['where']
  owner: string
  index: number
  chosen: boolean
  wrong: boolean
}

/** One sentence: its words with what is bound in them. Pressing it opens the editor in its place. */
export const SentenceRow = memo(function SentenceRow({ sentence, where, owner, index, chosen, wrong }: SentenceRowProps) {
  const { t } = useWords()
  const tools = useTemplateTools()
  const place: Place = { where, key: owner, index }
  if (chosen && tools.onEdit) return <SentenceEditor sentence={sentence} place={place} />
  return (
    <button
      type="button"
      className="sentence"
      data-kind={sentence.kind}
      data-wrong={wrong || undefined}
      data-chosen={chosen || undefined}
      onClick={() => tools.onChoose(place)}
    >
      {sentence.kind === 'free' ? (
        <span className="sentence-tag">{t('reports.template.by', { author: sentence.author })}</span>
      ) : null}
      {sentence.kind !== 'free' && sentence.when ? (
        <span className="sentence-tag">{t('reports.template.whenTag', { when: sentence.when })}</span>
      ) : null}
      {sentence.kind === 'list' ? <ListText sentence={sentence} /> : <MarkedText text={sentence.text} />}
    </button>
  )
})

/** A text with its marks as chips. */
export function MarkedText({ text }: { text: string }) {
  const { describe } = useTemplateTools()
  return readMarks(text).map((mark, index) => {
    if (mark.kind === 'text') return mark.source
    const words = describe(mark)
    return (
      <span key={index} className="mark" data-kind={mark.kind} data-unknown={words.unknown} title={words.title}>
        {words.label}
      </span>
    )
  })
}

function ListText({ sentence }: { sentence: Extract<Sentence, { kind: 'list' }> }) {
  const { t, both } = useWords()
  const figure = useTemplateTools().figureOf(sentence.figure)
  return t('reports.template.listOf', { title: figure ? both(figure.title) : sentence.figure })
}
