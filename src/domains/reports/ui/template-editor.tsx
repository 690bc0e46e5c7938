import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import { isTyping } from '#ui/list-keys.ts'
import { ErrorNotice, Page, Skeleton } from '#ui/page.tsx'
import { useSettled } from '#ui/picker.tsx'
import { useUrlSearch } from '#ui/url.ts'
import type { FigureRow } from '../figure.contract.ts'
import type { Report, TemplateProblem } from '../report.contract.ts'
import { can } from '../reports.permissions.ts'
import { api, useMayAct } from './api.ts'
import { documentOf } from './document-lines.ts'
import { blockElementId, DocumentView } from './document-view.tsx'
import { figuresIn } from './template-marks.ts'
import { type Place, sentencesAt } from './template-model.ts'
import { reveal } from './reveal.ts'
import { TemplateBar, TemplateState } from './template-bar.tsx'
import { TemplateContext, useTemplateWords } from './template-context.ts'
import { TemplateOutline } from './template-outline.tsx'
import { TemplateProblems } from './template-problems.tsx'
import { namesFigures, TemplateTrouble } from './template-trouble.tsx'
import { type StoredTemplate, useTemplate } from './use-template.ts'

/** What is being edited: a sentence, or a heading (`index` -1). */
export type Chosen = Place | null

const none: readonly TemplateProblem[] = []

/** Sentences at the left, the page they make at the right, composed again while they are typed. */
export function TemplateEditor({
  report,
  template,
  figures,
}: {
  report: Report
  template: StoredTemplate
  figures: readonly FigureRow[]
}) {
  const { t, both } = useWords()
  const work = useTemplate(template)
  const [search, change] = useUrlSearch()
  const [view, setView] = useState<'sentences' | 'page'>('sentences')
  const body = work.editing.present
  const mayEdit = useMayAct(can.editTemplate)
  const { settle, edit, undo, redo } = work

  const latest = useRef(body)
  useEffect(() => {
    latest.current = body
  })
  const read = useCallback(() => latest.current, [])
  const preview = usePreview(report.id, body)
  const problems = preview.data?.problems ?? none
  const chosen = useMemo(() => readPlace(search.at), [search.at])
  const choose = useCallback(
    (next: Chosen) => {
      settle()
      change({ at: next ? `${next.where}/${next.key}/${next.index}` : undefined })
    },
    [change, settle],
  )

  // Undo and redo for the whole page; inside of the sentence being typed they mean the same.
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const again = event.key.toLowerCase() === 'y' || (event.key.toLowerCase() === 'z' && event.shiftKey)
      if (!again && event.key.toLowerCase() !== 'z') return
      const plainField = isTyping(event.target) && !(event.target instanceof HTMLElement && event.target.closest('.chip-editor'))
      if (plainField) return
      event.preventDefault()
      if (again) redo()
      else undo()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [undo, redo])

  const sheet = useRef<HTMLDivElement>(null)
  const editing = chosen?.where === 'block' ? chosen.key : null
  const shown = preview.data
  useEffect(() => {
    if (editing === null || !shown) return
    reveal(sheet.current, document.getElementById(blockElementId(editing)))
    // The page follows the choice, not each new composition.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editing, shown === undefined])

  const chooseBlock = useCallback(
    (block: string, figure?: string) => {
      const sentences = sentencesAt(body, 'block', block)
      const index =
        figure === undefined
          ? 0
          : sentences.findIndex((each) => (each.kind === 'list' ? each.figure === figure : figuresIn(each.text).includes(figure)))
      choose({ where: 'block', key: block, index: sentences.length === 0 ? -1 : Math.max(0, index) })
      setView('sentences')
    },
    [body, choose],
  )
  const onFigure = useCallback(
    (figure: string, block: string | null) => block !== null && chooseBlock(block, figure),
    [chooseBlock],
  )

  const tools = useTemplateWords({ body, figures, onChoose: choose, onEdit: mayEdit ? edit : null, onSettle: settle, read })
  return (
    <TemplateContext value={tools}>
      <Page
        title={t('reports.template.of', { report: both(report.title) })}
        subtitle={<TemplateState work={work} />}
        actions={<TemplateBar report={report} work={work} mayEdit={mayEdit} />}
      >
        <TemplateTrouble work={work} problems={problems} onPlace={choose} />
        <Segmented
          className="template-switch"
          block
          value={view}
          onChange={setView}
          options={[
            { value: 'sentences', label: t('reports.template.sentences') },
            { value: 'page', label: t('reports.template.page') },
          ]}
        />
        {namesFigures(work.trouble) ? null : <TemplateProblems body={body} problems={problems} onChoose={choose} />}
        <div className="template-room" data-view={view}>
          <div className="template-outline-side">
            <TemplateOutline body={body} chosen={chosen} problems={problems} />
          </div>
          <div className="template-page-side" ref={sheet}>
            {preview.error ? <ErrorNotice error={preview.error} retry={() => void preview.refetch()} /> : null}
            {shown ? (
              <DocumentView document={documentOf(shown)} editing={editing} onBlock={chooseBlock} onFigure={onFigure} />
            ) : (
              <Skeleton lines={16} />
            )}
          </div>
        </div>
      </Page>
    </TemplateContext>
  )
}

/** The page as the unsaved template prints it; the former one stays in view until the next is there. */
function usePreview(id: string, body: StoredTemplate['body']) {
  const settled = useSettled(body, 350)
  return useQuery({
    ...api.previewTemplate.queryOptions({ input: { id, body: settled as unknown as Record<string, unknown> } }),
    placeholderData: (former) => former,
    gcTime: 0,
    staleTime: Infinity,
  })
}

function readPlace(text: string | string[] | undefined): Chosen {
  const parts = typeof text === 'string' ? /^(block|footnote)\/(.+)\/(-?\d+)$/.exec(text) : null
  return parts ? { where: parts[1] === 'footnote' ? 'footnote' : 'block', key: parts[2] ?? '', index: Number(parts[3]) } : null
}
