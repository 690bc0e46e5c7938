import { formatDateShort } from '#kernel/dates.ts'
import { useWords } from '#ui/i18n.ts'
import type { ActionLine } from '../decision.contract.ts'
import { decisionKinds, type DetailSpec } from '../decision-kinds.rules.ts'

/** What a line says, field by field in the order its kind asks for them; its kind where it is another than the decision's. */
export function LineText({
  line,
  named,
}: {
  line: Pick<ActionLine, 'kind' | 'details' | 'toUnitName' | 'note'>
  named: boolean
}) {
  const { t, lang } = useWords()
  const parts = decisionKinds[line.kind].details.flatMap((spec: DetailSpec) => {
    const value = line.details[spec.key] ?? null
    if (value === null || value === false || value === '') return []
    switch (spec.type) {
      case 'unit':
        return line.toUnitName ? [line.toUnitName] : []
      case 'day':
        return [`${t(`careers.details.${spec.key}`).toLowerCase()} ${formatDateShort(String(value), lang)}`]
      case 'choice':
        return [
          t(spec.key === 'category' ? `people.categories.${String(value)}` : `careers.choices.${spec.key}.${String(value)}`),
        ]
      case 'yes':
        return [t(`careers.details.${spec.key}`)]
      case 'whole':
        return [`${t(`careers.details.${spec.key}`)} ${String(value)}`]
      case 'decimal':
        return [`${t(`careers.details.${spec.key}`)} ${lang === 'vi' ? String(value).replace('.', ',') : String(value)}`]
      default:
        return [String(value)]
    }
  })
  return (
    <>
      {named ? <strong>{t(`careers.kinds.${line.kind}`)} </strong> : null}
      {parts.join(' · ')} {line.note ? <span className="muted">{line.note}</span> : null}
    </>
  )
}
