import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useWords } from '#ui/i18n.ts'
import { useMay } from '#ui/self.ts'
import { useUrlSearch } from '#ui/url.ts'
import { can } from '../reports.permissions.ts'
import { api, usePeriod } from './api.ts'
import { writePeriod } from './figure-format.ts'

/** Which period the figures speak of: those the reports are made for and compared with. Nothing to choose, nothing shown. */
export function PeriodSwitch() {
  const { t, lang } = useWords()
  const [, change] = useUrlSearch()
  const period = usePeriod()
  const mayRead = useMay(can.readReport)
  const { data: reports } = useQuery({ ...api.listReports.queryOptions(), enabled: mayRead })
  const periods = [
    ...new Set((reports ?? []).flatMap((report) => [report.period, ...(report.formerPeriod ? [report.formerPeriod] : [])])),
  ]
    .toSorted()
    .reverse()
  if (periods.length < 2) return null
  const usual = reports?.[0]?.period
  return (
    <label className="period-switch">
      <span className="muted">{t('reports.period')}</span>
      <Select
        value={period ?? usual}
        onChange={(chosen: string) => change({ period: chosen === usual ? undefined : chosen, figure: undefined })}
        options={periods.map((each) => ({ value: each, label: writePeriod(each, lang) }))}
      />
    </label>
  )
}
