import type { ReportTemplate } from '#engines/indicators/template.contract.ts'
import { useWords } from '#ui/i18n.ts'
import type { TemplateProblem } from '../report.contract.ts'
import type { Place } from './template-model.ts'

/** Where a problem stands: `block#2` is the second sentence of a paragraph or footnote, `block` its heading or condition. */
export function placeOfProblem(body: ReportTemplate, place: string): Place | null {
  const [key = '', number] = place.split('#')
  const index = number === undefined ? -1 : Number(number) - 1
  if (body.blocks.some((block) => block.id === key)) return { where: 'block', key, index }
  return key in body.footnotes ? { where: 'footnote', key, index: Math.max(0, index) } : null
}

/** Everything wrong with a template; each line leads to its sentence. */
export function TemplateProblems({
  body,
  problems,
  onChoose,
}: {
  body: ReportTemplate
  problems: readonly TemplateProblem[]
  onChoose: (place: Place) => void
}) {
  const { t } = useWords()
  if (problems.length === 0) return null
  const grave = problems.some((problem) => problem.code !== 'unused-footnote')
  return (
    <div className={`notice ${grave ? 'notice-late' : 'notice-soon'}`} role="status">
      <div className="notice-body">
        <strong>{t(grave ? 'reports.template.problems' : 'reports.template.doubts', { count: problems.length })}</strong>
        <ul className="plain">
          {problems.map((problem, index) => {
            const place = placeOfProblem(body, problem.place)
            const said = t(`reports.problems.${problem.code}`, { name: problem.name })
            return (
              <li key={`${problem.place} ${problem.code} ${index}`}>
                {place ? (
                  <button type="button" className="issue" onClick={() => onChoose(place)}>
                    {said}
                  </button>
                ) : (
                  said
                )}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
