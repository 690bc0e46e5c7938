import { ORPCError } from '@orpc/client'
import { Button } from 'antd'
import { useState } from 'react'
import type { ReportTemplate, Sentence } from '#engines/indicators/template.contract.ts'
import { formatDateTime } from '#kernel/dates.ts'
import { errorText } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { SidePanel } from '#ui/panel.tsx'
import type { TemplateProblem } from '../report.contract.ts'
import { MarkedText } from './sentence-row.tsx'
import type { Place } from './template-model.ts'
import { placeOfProblem } from './template-problems.tsx'
import type { StoredTemplate, TemplateEditing, TemplateTrouble as Trouble } from './use-template.ts'

interface TroubleProps {
  work: TemplateEditing
  problems: readonly TemplateProblem[]
  onPlace: (place: Place) => void
}

/** What was refused and why, and what to do about it. Nothing typed is lost by any of it. */
export function TemplateTrouble({ work, problems, onPlace }: TroubleProps) {
  const { trouble } = work
  if (!trouble) return <Restored work={work} />
  if (trouble.kind === 'conflict') return <Conflict work={work} theirs={trouble.theirs} />
  return <Refused work={work} trouble={trouble} problems={problems} onPlace={onPlace} />
}

function Restored({ work }: { work: TemplateEditing }) {
  const { t, lang } = useWords()
  const { restored, base } = work
  if (!restored) return null
  return (
    <div className={`notice ${restored.old ? 'notice-soon' : 'notice-draft'} template-notice`} role="status">
      <div className="notice-body">
        {t(restored.old ? 'reports.template.restoredOld' : 'reports.template.restored', {
          at: formatDateTime(restored.at, lang),
          by: base.changedBy,
        })}
      </div>
      <Button size="small" onClick={work.discard}>
        {t('ui.form.discard')}
      </Button>
    </div>
  )
}

function Conflict({ work, theirs }: { work: TemplateEditing; theirs: StoredTemplate | null }) {
  const { t, lang } = useWords()
  const [comparing, setComparing] = useState(false)
  return (
    <div className="notice notice-soon template-notice" role="alert">
      <div className="notice-body">
        <strong>{t('reports.template.conflict')}</strong>
        <span>
          {theirs
            ? t('reports.template.conflictBy', { by: theirs.changedBy, at: formatDateTime(theirs.changedAt, lang) })
            : t('ui.errors.network')}
        </span>
        <span>{t('reports.template.kept')}</span>
      </div>
      {theirs ? (
        <>
          <Button size="small" onClick={() => setComparing(true)}>
            {t('reports.template.compare')}
          </Button>
          <Button size="small" onClick={() => work.takeTheirs(theirs)}>
            {t('reports.template.takeTheirs')}
          </Button>
          <Button size="small" loading={work.busy} onClick={() => void work.save(theirs)}>
            {t('reports.template.saveMine')}
          </Button>
          <SidePanel wide open={comparing} onClose={() => setComparing(false)} title={t('reports.template.compare')}>
            <Differences mine={work.editing.present} theirs={theirs.body} />
          </SidePanel>
        </>
      ) : (
        <Button size="small" onClick={() => void work.save()}>
          {t('ui.retry')}
        </Button>
      )}
    </div>
  )
}

function Refused(props: TroubleProps & { trouble: Extract<Trouble, { kind: 'refused' }> }) {
  const { t } = useWords()
  const { work, trouble, onPlace } = props
  const named = namesFigures(trouble) ? props.problems.filter((problem) => problem.code === 'unknown-figure') : []
  return (
    <div className="notice notice-late template-notice" role="alert">
      <div className="notice-body">
        <strong>{t(trouble.during === 'approve' ? 'reports.template.notApproved' : 'reports.template.notSaved')}</strong>
        <span>
          {named.length > 0 ? t('reports.template.unknownFigures') : errorText(trouble.error, t)} {t('reports.template.kept')}
        </span>
        {named.map((problem, index) => {
          const place = placeOfProblem(work.editing.present, problem.place)
          return (
            <button
              key={`${problem.place} ${index}`}
              type="button"
              className="issue"
              disabled={!place}
              onClick={() => place && onPlace(place)}
            >
              {t('reports.problems.unknown-figure', { name: problem.name })}
            </button>
          )
        })}
      </div>
      <Button size="small" onClick={work.clearTrouble}>
        {t('ui.close')}
      </Button>
    </div>
  )
}

/** Whether a refusal is about figures nobody knows; it then lists them itself. */
export function namesFigures(trouble: Trouble | null): boolean {
  return trouble?.kind === 'refused' && trouble.error instanceof ORPCError && trouble.error.code === 'reports.unknownFigures'
}

/** Paragraphs that read differently in the two versions. */
function Differences({ mine, theirs }: { mine: ReportTemplate; theirs: ReportTemplate }) {
  const { t } = useWords()
  const [one, other] = [textsOf(mine), textsOf(theirs)]
  const keys = [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key))
  if (keys.length === 0) return <p className="muted">{t('reports.template.noDifference')}</p>
  const said = (text: string | undefined) =>
    text === undefined ? <span className="muted">{t('reports.template.absent')}</span> : <MarkedText text={text} />
  return (
    <dl className="template-differences">
      {keys.map((key) => (
        <div key={key}>
          <dt className="muted">{t('reports.template.mine')}</dt>
          <dd>{said(one.get(key))}</dd>
          <dt className="muted">{t('reports.template.theirs')}</dt>
          <dd>{said(other.get(key))}</dd>
        </div>
      ))}
    </dl>
  )
}

function textsOf(body: ReportTemplate): Map<string, string> {
  const text = (sentences: readonly Sentence[]) =>
    sentences.map((each) => (each.kind === 'list' ? `{${each.figure}}` : each.text)).join(' ')
  return new Map([
    ...body.blocks.map(
      (block) => [block.id, block.kind === 'heading' ? `${block.number} ${block.text}` : text(block.sentences)] as const,
    ),
    ...Object.entries(body.footnotes).map(([key, sentences]) => [`[^${key}]`, text(sentences)] as const),
  ])
}
