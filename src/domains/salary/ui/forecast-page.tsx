import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { InputNumber } from 'antd'
import { useMemo } from 'react'
import { unitPicker } from '#domains/organization/ui/index.tsx'
import { personPath } from '#domains/people/ui/index.tsx'
import { yearOf } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { FoundPicker } from '#ui/picker.tsx'
import { useGo, useUrlSearch } from '#ui/url.ts'
import { type Forecast, forecastList, type ForecastRow } from '../salary.contract.ts'
import { api } from './api.ts'
import './salary.css'

/** The payroll of a body in a year, month by month, and the people it sums. */
export function ForecastPage() {
  const { t } = useWords()
  const { asOf, today } = useAsOf()
  const [search, change] = useUrlSearch()
  const unitId = typeof search.body === 'string' ? search.body : null
  const typed = Number(search.year)
  const year = Number.isInteger(typed) && typed >= 2005 && typed <= 2099 ? typed : yearOf(asOf ?? today)
  const { data, error, refetch } = useQuery({
    ...api.forecast.queryOptions({ input: { unitId: unitId ?? '', year, asOf } }),
    enabled: unitId !== null,
    placeholderData: keepPreviousData,
  })
  return (
    <Page title={t('salary.forecastPage')} subtitle={t('salary.forecastHint')}>
      <Sheet>
        <div className="salary-ask">
          <div className="salary-body">
            <label htmlFor="forecast-body">{t('salary.body')}</label>
            <FoundPicker
              id="forecast-body"
              source={unitPicker}
              name="organization.pickUnit"
              value={unitId}
              onChange={(id) => change({ body: id ?? undefined })}
            />
          </div>
          <div>
            <label htmlFor="forecast-year">{t('salary.year')}</label>
            <InputNumber
              id="forecast-year"
              min={2005}
              max={2099}
              precision={0}
              value={year}
              onChange={(value) => change({ year: value ? String(value) : undefined })}
            />
          </div>
        </div>
      </Sheet>
      {unitId === null ? <Empty title={t('salary.chooseBody')} hint={t('salary.chooseBodyHint')} /> : null}
      {error && unitId ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {unitId && !data && !error ? <Skeleton lines={12} /> : null}
      {unitId && data && !error ? (
        <>
          <Months data={data} />
          <People unitId={unitId} year={year} />
        </>
      ) : null}
    </Page>
  )
}

function Months({ data }: { data: Forecast }) {
  const { t, lang } = useWords()
  const amount = (value: number) => formatNumber(value, lang)
  const some = (value: number) => (value === 0 ? '' : amount(value))
  return (
    <Sheet title={data.unitName}>
      <p>
        {t('salary.forecastFacts', { people: amount(data.people), unknown: amount(data.unknown) })}{' '}
        {t('salary.earlyQuota', { count: data.earlyQuota })}.
      </p>
      {data.hidden ? (
        <p role="note">
          <StateTag state="soon">{t('salary.forecastHidden')}</StateTag>
        </p>
      ) : null}
      <div className="table-scroll" role="region" aria-label={t('salary.forecastPage')} tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('salary.month')}</th>
              <th className="right">{t('salary.people')}</th>
              <th className="right">{t('salary.monthTotal')}</th>
              <th className="right">{t('salary.raises')}</th>
              <th className="right">{t('salary.overFrames')}</th>
              <th className="right">{t('salary.retires')}</th>
            </tr>
          </thead>
          <tbody>
            {data.months.map((m) => (
              <tr key={m.month}>
                <td className="figures">{m.month.split('-').reverse().join('/')}</td>
                <td className="right figures">{amount(m.people)}</td>
                <td className="right figures">{amount(m.total)}</td>
                <td className="right figures">{some(m.raises)}</td>
                <td className="right figures">{some(m.overFrame)}</td>
                <td className="right figures">{some(m.retire)}</td>
              </tr>
            ))}
            <tr>
              <td>
                <strong>{t('salary.totalYear', { year: data.year })}</strong>
              </td>
              <td />
              <td className="right figures">
                <strong>{amount(data.total)}</strong>
              </td>
              <td className="right figures">{some(data.months.reduce((n, m) => n + m.raises, 0))}</td>
              <td className="right figures">{some(data.months.reduce((n, m) => n + m.overFrame, 0))}</td>
              <td className="right figures">{some(data.months.reduce((n, m) => n + m.retire, 0))}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <p className="muted hint">{t('salary.forecastHow')}</p>
    </Sheet>
  )
}

function People({ unitId, year }: { unitId: string; year: number }) {
  const { t } = useWords()
  const go = useGo()
  const cells = useMemo(
    () => ({ fullName: (row: ForecastRow) => <A to={`${personPath(row.id)}?tab=luong`}>{row.fullName}</A> }),
    [],
  )
  return (
    <Sheet title={t('salary.forecastPeople')}>
      <DataList<ForecastRow>
        shape={forecastList}
        queryKey={[...api.listForecast.key(), unitId, year]}
        fetchPage={(input) => api.listForecast.call({ ...input, unitId, year })}
        exportFile={(input) => api.exportForecast.call({ ...input, unitId, year })}
        cells={cells}
        onOpen={(row) => go(personPath(row.id), { tab: 'luong' })}
        rowLabel={(row) => row.fullName}
        empty={{ title: t('salary.noForecast') }}
      />
    </Sheet>
  )
}
