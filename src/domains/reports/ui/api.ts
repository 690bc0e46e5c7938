import { useQuery } from '@tanstack/react-query'
import type { Permission } from '#kernel/permissions.ts'
import { useAsOf } from '#ui/as-of.ts'
import { domainApi } from '#ui/client.ts'
import { useMay } from '#ui/self.ts'
import { useUrlSearch } from '#ui/url.ts'
import { figureContract, type FigureRow } from '../figure.contract.ts'
import { type Report, reportContract } from '../report.contract.ts'

/** The operations of this domain. */
export const api = domainApi('reports', { ...figureContract, ...reportContract })

/** The period in the address (`?period=2021`); absent means the one the server takes by itself. */
export function usePeriod(): string | undefined {
  const [search] = useUrlSearch()
  return typeof search.period === 'string' && /^\d{4}(-\d{2})?(-\d{4})?$/.test(search.period) ? search.period : undefined
}

/** All figures of a period, by id. The catalogue of a report is a few hundred rows: it is read once and searched here. */
export function useFigures(period?: string) {
  return useQuery({
    ...api.listFigures.queryOptions({ input: { period } }),
    select: (answer) => answer.rows,
    staleTime: 60_000,
  })
}

/** Figures by id. */
export function byId(rows: readonly FigureRow[] | undefined): Map<string, FigureRow> {
  return new Map((rows ?? []).map((row) => [row.id, row]))
}

/** Whether the account may do something now: it holds the permission, and the date on the desk is not a past one. */
export function useMayAct(permission: Permission): boolean {
  const { past } = useAsOf()
  const may = useMay(permission)
  return may && !past
}

/** The template a report is made from. */
export function templateCodeOf(report: Report): string {
  return 'templateCode' in report && typeof report.templateCode === 'string' ? report.templateCode : 'annual-party-report'
}
