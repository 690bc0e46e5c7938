import { createContext, useContext, useMemo } from 'react'
import type { ReportTemplate } from '#engines/indicators/template.contract.ts'
import { useWords } from '#ui/i18n.ts'
import type { FigureRow } from '../figure.contract.ts'
import { byId } from './api.ts'
import type { ChipWords } from './chip-dom.ts'
import { writeFigure, writeValue } from './figure-format.ts'
import type { Mark } from './template-marks.ts'
import type { Edit, Place } from './template-model.ts'

/** What every part of the outline needs and what does not change with each letter typed. */
export interface TemplateTools {
  figures: readonly FigureRow[]
  figureOf: (id: string) => FigureRow | undefined
  footnotes: readonly string[]
  /** What a mark shows as a chip. */
  describe: (mark: Mark) => ChipWords
  onChoose: (place: Place | null) => void
  onEdit: ((edit: Edit) => void) | null
  onSettle: () => void
  /** The template now, for what needs the whole of it. */
  body: () => ReportTemplate
}

export const TemplateContext = createContext<TemplateTools | null>(null)

/** The tools of the outline. @throws Error outside of it. */
export function useTemplateTools(): TemplateTools {
  const tools = useContext(TemplateContext)
  if (!tools) throw new Error('useTemplateTools needs the template outline')
  return tools
}

/** Makes the tools; they stay the same while sentences change. */
export function useTemplateWords(props: {
  body: ReportTemplate
  figures: readonly FigureRow[]
  onChoose: (place: Place | null) => void
  onEdit: ((edit: Edit) => void) | null
  onSettle: () => void
  read: () => ReportTemplate
}): TemplateTools {
  const { t, lang, both } = useWords()
  const { figures, onChoose, onEdit, onSettle, read } = props
  const notes = Object.keys(props.body.footnotes).join(' ')
  return useMemo(() => {
    const known = byId(figures)
    const footnotes = notes === '' ? [] : notes.split(' ')
    return {
      figures,
      figureOf: (id) => known.get(id),
      footnotes,
      describe: (mark) => {
        if (mark.kind === 'parameter')
          return {
            label: t(`reports.parameters.${/^[a-z]+/.exec(mark.name)?.[0] ?? 'year'}`) + mark.name.replace(/^[a-z]+\s*/, ' '),
            title: mark.source,
          }
        if (mark.kind === 'note') {
          const at = footnotes.indexOf(mark.key)
          return {
            label: t('reports.template.noteMark', { key: mark.key }),
            title: t('reports.template.footnote', { key: mark.key }),
            unknown: at < 0,
          }
        }
        if (mark.kind === 'text') return { label: mark.source, title: '' }
        const figure = known.get(mark.figureId)
        if (!figure)
          return { label: mark.figureId, title: t('reports.problems.unknown-figure', { name: mark.figureId }), unknown: true }
        const style = mark.style === null ? '' : ` · ${t(`reports.styles.${mark.style}`)}`
        return {
          label: writeValue(figure, lang),
          title: `${both(figure.title)}: ${writeFigure(figure, lang)} (${figure.id}${style})`,
        }
      },
      onChoose,
      onEdit,
      onSettle,
      body: read,
    }
  }, [figures, notes, onChoose, onEdit, onSettle, read, t, lang, both])
}
