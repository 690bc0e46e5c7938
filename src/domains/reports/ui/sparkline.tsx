import { useWords } from '#ui/i18n.ts'
import { writeNumber, writePeriod } from './figure-format.ts'

const size = { width: 160, height: 36, edge: 4 }

/**
 * The values of a figure over its periods as a small line; the last one is marked. Said in words for those who do not see it; the
 * numbers stand beside it, so it has no axes.
 */
export function Sparkline({
  periods,
  kind,
  label,
}: {
  periods: { period: string; value: string | null }[]
  kind: string
  label: string
}) {
  const { t, lang } = useWords()
  const known = periods.filter((period): period is { period: string; value: string } => period.value !== null)
  const first = known[0]
  const last = known.at(-1)
  if (!first || !last || known.length < 2) return null
  const values = known.map((period) => Number(period.value))
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const x = (index: number) => size.edge + (index / (known.length - 1)) * (size.width - 2 * size.edge)
  const y = (value: number) =>
    high === low ? size.height / 2 : size.height - size.edge - ((value - low) / (high - low)) * (size.height - 2 * size.edge)
  const said = known.map((period) => `${writePeriod(period.period, lang)}: ${writeNumber(period.value, kind, lang)}`).join('; ')
  return (
    <div className="sparkline">
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={t('reports.panel.trendOf', { title: label, values: said })}
      >
        <polyline points={values.map((value, index) => `${x(index)},${y(value)}`).join(' ')} />
        <circle cx={x(known.length - 1)} cy={y(values.at(-1) ?? 0)} r="3" />
      </svg>
      <div className="sparkline-ends muted figures" aria-hidden>
        {[first, last].map((end) => (
          <span key={end.period}>
            {writePeriod(end.period, lang)}: {writeNumber(end.value, kind, lang)}
          </span>
        ))}
      </div>
    </div>
  )
}
