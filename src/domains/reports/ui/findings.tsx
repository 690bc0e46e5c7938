import { type ReactNode, useMemo } from 'react'
import { useWords } from '#ui/i18n.ts'
import { StateTag } from '#ui/page.tsx'
import type { Finding } from '../figure.contract.ts'
import { byId, useFigures } from './api.ts'
import { codeText, severityState } from './figure-words.ts'

/** Disagreements in words: how grave, both numbers, and the figures, which open. */
export function Findings({
  period,
  ...props
}: {
  findings: readonly Finding[]
  onFigure: (id: string) => void
  period?: string
  /** More ways to look at a finding, such as the sentence in the report. */
  more?: (finding: Finding) => ReactNode
}) {
  const { both } = useWords()
  const { data } = useFigures(period)
  const figures = useMemo(() => byId(data), [data])
  const nameOf = (id: string) => {
    const figure = figures.get(id)
    return figure ? both(figure.title) : id
  }
  return (
    <ul className="findings">
      {props.findings.map((finding, index) => (
        <li key={`${finding.checkId} ${index}`}>
          <FindingText {...props} nameOf={nameOf} finding={finding} />
        </li>
      ))}
    </ul>
  )
}

/** Figures named before the rest is only counted. */
const named = 12

function FindingText(props: {
  finding: Finding
  onFigure: (id: string) => void
  nameOf: (id: string) => string
  more?: (finding: Finding) => ReactNode
}) {
  const words = useWords()
  const { t, both } = words
  const { finding } = props
  return (
    <article className="finding">
      <header>
        <StateTag state={severityState(finding.severity)}>{t(`reports.severity.${finding.severity}`)}</StateTag>
        <span className="muted">{codeText('checkKinds', finding.kind, words)}</span>
      </header>
      <p>{both(finding.message)}</p>
      <dl className="finding-numbers figures">
        <div>
          <dt>{t('reports.checks.found')}</dt>
          <dd>{finding.found}</dd>
        </div>
        <div>
          <dt>{t('reports.checks.expected')}</dt>
          <dd>{finding.expected}</dd>
        </div>
      </dl>
      <div className="chips">
        {finding.figures.slice(0, named).map((id) => (
          <button
            key={id}
            type="button"
            className="chip"
            title={`${props.nameOf(id)} (${id})`}
            onClick={() => props.onFigure(id)}
          >
            <span className="chip-words">{props.nameOf(id)}</span>
          </button>
        ))}
        {finding.figures.length > named ? (
          <span className="muted">{t('reports.checks.moreFigures', { count: finding.figures.length - named })}</span>
        ) : null}
        {props.more?.(finding)}
      </div>
    </article>
  )
}
