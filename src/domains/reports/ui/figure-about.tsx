import { EditOutlined, FileTextOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { FilePreview } from '#ui/file-preview.tsx'
import type { ShownFile } from '#ui/files.ts'
import { useWords } from '#ui/i18n.ts'
import { Facts, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import type { FigureDetail } from '../figure.contract.ts'
import { can } from '../reports.permissions.ts'
import { useMayAct } from './api.ts'
import { Breakdowns } from './figure-breakdowns.tsx'
import { FigureByUnits } from './figure-by-units.tsx'
import { FigureForm } from './figure-form.tsx'
import { movementOf, writeDifference, writeFigure, writeNumber, writePeriod, writeUnit, writeValue } from './figure-format.ts'
import { codeText, sectionText, stateOf } from './figure-words.ts'
import { Findings } from './findings.tsx'
import type { RecordGroup } from './figure-records.tsx'
import { Sparkline } from './sparkline.tsx'

/** What a figure says, how it comes about and what it consists of. */
export function FigureAbout(props: {
  figure: FigureDetail
  period?: string
  stated?: string | null
  onFollow: (id: string) => void
  onGroup: (group: RecordGroup) => void
}) {
  const { t } = useWords()
  const { figure } = props
  const mayType = useMayAct(can.typeFigure)
  const [typing, setTyping] = useState<string | null>(null)
  const typed = figure.source === 'typed'
  return (
    <div className="figure-about">
      <Value figure={figure} />
      <Stated figure={figure} stated={props.stated} />
      {typed && mayType && typing === figure.id ? (
        <FigureForm figure={figure} period={props.period} onDone={() => setTyping(null)} />
      ) : (
        <>
          <Source figure={figure} />
          {typed && mayType ? (
            <Button icon={<EditOutlined />} onClick={() => setTyping(figure.id)}>
              {t(figure.value === null ? 'reports.typed.enter' : 'reports.typed.change')}
            </Button>
          ) : null}
        </>
      )}
      {figure.findings.length > 0 ? (
        <section aria-label={t('reports.panel.checks')}>
          <h3>{t('reports.panel.checks')}</h3>
          <Findings findings={figure.findings} period={props.period} onFigure={props.onFollow} />
        </section>
      ) : (
        <p className="muted">{t(figure.value === null ? 'reports.panel.notChecked' : 'reports.panel.noFindings')}</p>
      )}
      <Breakdowns figure={figure} onGroup={props.onGroup} />
      {figure.inUnits && figure.value !== null ? (
        <FigureByUnits figure={figure} period={props.period} onGroup={props.onGroup} />
      ) : null}
      <Terms figure={figure} onFollow={props.onFollow} />
    </div>
  )
}

function Value({ figure }: { figure: FigureDetail }) {
  const words = useWords()
  const { t, lang } = words
  const movement = movementOf(figure)
  const formerPeriod = figure.periods.at(-2)?.period
  return (
    <div className="figure-value">
      <p className="figure-number figures">
        {writeValue(figure, lang)}
        <span className="figure-unit">{figure.value === null ? '' : writeUnit(figure, lang)}</span>
      </p>
      <p className="figure-tags">
        <StateTag state={stateOf(figure.status)}>{t(`reports.statuses.${figure.status}`)}</StateTag>
        <span className="tag">{t(`reports.sources.${figure.source}`)}</span>
      </p>
      {figure.former === null ? (
        <p className="muted">{t('reports.panel.noFormer')}</p>
      ) : (
        <p className="figure-former">
          {t('reports.panel.former', {
            period: formerPeriod ? writePeriod(formerPeriod, lang) : t('reports.panel.formerPeriod'),
            value: writeNumber(figure.former, figure.kind, lang),
          })}
          {movement ? (
            <span className="muted figures">
              {' '}
              {movement.direction === 'same'
                ? t('reports.panel.unchanged')
                : movement.share === null
                  ? writeDifference(movement.difference, lang)
                  : `${writeDifference(movement.difference, lang)} (${writeDifference(movement.share, lang)}%)`}
            </span>
          ) : null}
        </p>
      )}
      <Sparkline periods={figure.periods} kind={figure.kind} label={words.both(figure.title)} />
    </div>
  )
}

/** That a sealed edition says something else than the figure is today. */
function Stated({ figure, stated }: { figure: FigureDetail; stated?: string | null }) {
  const { t, lang } = useWords()
  if (stated === undefined || Number(stated) === Number(figure.value)) return null
  return (
    <p className="notice notice-soon">
      {t('reports.panel.stated', { stated: writeFigure({ ...figure, value: stated }, lang), now: writeFigure(figure, lang) })}
    </p>
  )
}

function Source({ figure }: { figure: FigureDetail }) {
  const words = useWords()
  const { t, lang, both } = words
  const { evidence } = figure
  return (
    <Facts
      items={[
        { label: t(figure.source === 'typed' ? 'reports.panel.basis' : 'reports.panel.counts'), value: both(figure.basis) },
        { label: t('reports.panel.measure'), value: codeText('measures', figure.measure, words) },
        { label: t('reports.panel.section'), value: sectionText(figure.section, words) },
        { label: t('reports.panel.module'), value: codeText('modules', figure.module, words) },
        ...(figure.qualifier === 'exact'
          ? []
          : [{ label: t('reports.panel.qualifier'), value: t(`reports.qualifier.${figure.qualifier}`) }]),
        ...(evidence
          ? [
              { label: t('reports.evidence.document'), value: evidence.document },
              { label: t('reports.evidence.place'), value: evidence.place },
              {
                label: t('reports.evidence.file'),
                value: evidence.file ? <EvidenceFile file={evidence.file} page={evidence.page} /> : null,
              },
              { label: t('reports.evidence.printed'), value: evidence.printed ? `“${evidence.printed}”` : null },
              { label: t('reports.evidence.note'), value: evidence.note },
              {
                label: t('reports.evidence.by'),
                value: t('reports.evidence.byAt', { by: evidence.by, at: formatDateTime(evidence.at, lang) }),
              },
            ]
          : []),
      ]}
    />
  )
}

/** The document itself, opened at the page on which the value stands. */
function EvidenceFile({ file, page }: { file: ShownFile; page: number | null }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={<FileTextOutlined />} onClick={() => setOpen(true)}>
        {page === null ? t('reports.evidence.open') : t('reports.evidence.openAt', { page })}
      </Button>{' '}
      <span className="muted">{file.name}</span>
      <SidePanel wide open={open} onClose={() => setOpen(false)} title={file.name}>
        <FilePreview file={file} page={page ?? 1} />
      </SidePanel>
    </>
  )
}

/** The figures this one is made of, or belongs to: each opens in turn. */
function Terms({ figure, onFollow }: { figure: FigureDetail; onFollow: (id: string) => void }) {
  const words = useWords()
  const { t, lang, both } = words
  if (figure.terms.length === 0) return null
  return (
    <section aria-label={t('reports.panel.terms')}>
      <h3>{t('reports.panel.terms')}</h3>
      <ul className="terms">
        {figure.terms.map(({ role, figure: term }) => (
          <li key={`${role} ${term.id}`}>
            <button type="button" className="term" onClick={() => onFollow(term.id)}>
              <span>
                <span className="muted">{codeText('roles', role, words)}</span> {both(term.title)}
              </span>
              <span className="figure figures">{writeFigure(term, lang)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
