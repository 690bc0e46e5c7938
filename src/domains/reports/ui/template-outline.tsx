import { memo, useEffect, useMemo, useRef } from 'react'
import type { ReportTemplate, TemplateBlock } from '#engines/indicators/template.contract.ts'
import { useWords } from '#ui/i18n.ts'
import type { TemplateProblem } from '../report.contract.ts'
import { HeadingRow } from './heading-editor.tsx'
import { ParagraphTools } from './paragraph-tools.tsx'
import { reveal } from './reveal.ts'
import { SentenceRow } from './sentence-row.tsx'
import type { Place } from './template-model.ts'

interface OutlineProps {
  body: ReportTemplate
  chosen: Place | null
  problems: readonly TemplateProblem[]
}

/** Every heading and sentence of a template in order, then its footnotes. The chosen one opens for editing where it stands. */
export function TemplateOutline(props: OutlineProps) {
  const { t } = useWords()
  const { body, chosen } = props
  const box = useRef<HTMLDivElement>(null)
  const wrong = useMemo(() => new Set(props.problems.map((problem) => problem.place)), [props.problems])
  const chosenKey = chosen ? `${chosen.where}/${chosen.key}/${chosen.index}` : null

  useEffect(() => {
    if (chosenKey !== null) reveal(box.current?.parentElement ?? null, box.current?.querySelector('[data-chosen]'))
  }, [chosenKey])

  const at = (where: Place['where'], key: string) => (chosen?.where === where && chosen.key === key ? chosen.index : null)
  return (
    <div className="template-outline" ref={box}>
      {body.blocks.map((block) => (
        <BlockRow key={block.id} block={block} chosen={at('block', block.id)} wrong={wrongOf(wrong, block.id)} />
      ))}
      <h2>{t('reports.template.footnotes')}</h2>
      {Object.entries(body.footnotes).map(([key, sentences]) => (
        <section key={key} className="outline-paragraph" aria-label={t('reports.template.footnote', { key })}>
          <p className="muted outline-note">{t('reports.template.footnote', { key })}</p>
          {sentences.map((sentence, index) => (
            <SentenceRow
              key={index}
              sentence={sentence}
              where="footnote"
              owner={key}
              index={index}
              chosen={at('footnote', key) === index}
              wrong={wrong.has(`${key}#${index + 1}`)}
            />
          ))}
        </section>
      ))}
    </div>
  )
}

/** The wrong places of one block as text, so that a block only draws again when they change. */
function wrongOf(wrong: ReadonlySet<string>, id: string): string {
  return [...wrong].filter((place) => place === id || place.startsWith(`${id}#`)).join(' ')
}

const BlockRow = memo(function BlockRow({
  block,
  chosen,
  wrong,
}: {
  block: TemplateBlock
  chosen: number | null
  wrong: string
}) {
  const places = wrong.split(' ')
  if (block.kind === 'heading') return <HeadingRow block={block} chosen={chosen !== null} wrong={wrong !== ''} />
  return (
    <section className="outline-paragraph" data-open={chosen !== null || undefined} data-bullet={block.bullet}>
      {block.when ? <p className="muted outline-note">{block.when}</p> : null}
      {block.sentences.map((sentence, index) => (
        <SentenceRow
          key={index}
          sentence={sentence}
          where="block"
          owner={block.id}
          index={index}
          chosen={chosen === index}
          wrong={places.includes(`${block.id}#${index + 1}`)}
        />
      ))}
      {chosen !== null ? <ParagraphTools block={block} /> : null}
    </section>
  )
})
