import { useQuery } from '@tanstack/react-query'
import { formatNumber } from '#kernel/numbers.ts'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Skeleton } from '#ui/page.tsx'
import { api } from './api.ts'

/** Who typed what for a figure, newest first. */
export function FigureHistory({ id }: { id: string }) {
  const { t, has, lang } = useWords()
  const history = useQuery(api.figureHistory.queryOptions({ input: { id } }))
  if (history.error) return <ErrorNotice error={history.error} retry={() => void history.refetch()} />
  if (!history.data) return <Skeleton />
  const label = (field: string) => (has(`reports.typedFields.${field}`) ? t(`reports.typedFields.${field}`) : '')
  const said = (field: string, value: unknown) => {
    if (field === 'qualifier' && typeof value === 'string') return t(`reports.qualifier.${value}`)
    if (field === 'value' && (typeof value === 'string' || typeof value === 'number')) return formatNumber(value, lang)
    return undefined
  }
  return <History events={history.data} labels={label} values={said} />
}
