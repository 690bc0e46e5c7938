import { useQuery } from '@tanstack/react-query'
import { addDays, formatDateShort } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { useSelf } from '#ui/self.ts'
import type { LawTables } from '../salary.contract.ts'
import { api } from './api.ts'
import './salary.css'

/** The tables of the law as they hold on the day shown. Who looks after code lists changes them there, from a day on. */
export function LawPage() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const { data, error, refetch } = useQuery(api.readLaw.queryOptions({ input: { on: asOf } }))
  return (
    <Page title={t('salary.lawPage')} subtitle={t('salary.lawHint')} actions={<A to="/luong/tinh">{t('salary.calculator')}</A>}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={10} /> : null}
      {data ? (
        <>
          <Steps data={data} />
          <Bases data={data} />
          <Lists data={data} />
        </>
      ) : null}
    </Page>
  )
}

function Steps({ data }: { data: LawTables }) {
  const { t, lang, both } = useWords()
  const most = Math.max(...data.groups.map((g) => g.coefficients.length))
  const steps = Array.from({ length: most }, (_, i) => i)
  return (
    <Sheet title={t('salary.coefficients')}>
      <div className="table-scroll" role="region" aria-label={t('salary.coefficients')} tabIndex={0}>
        <table className="plain-table step-table">
          <thead>
            <tr>
              <th>{t('salary.group')}</th>
              <th className="right">{t('salary.period')}</th>
              {steps.map((i) => (
                <th key={i} className="right">
                  {i + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.groups.map((group) => (
              <tr key={group.code}>
                <td title={group.source}>
                  <strong>{group.code}</strong> <span className="muted">{both(group.label)}</span>{' '}
                  {group.certainty === 'likely' ? <StateTag state="soon">{t('salary.certainties.likely')}</StateTag> : null}
                </td>
                <td className="right figures">{group.months === null ? '' : t('salary.months', { count: group.months })}</td>
                {steps.map((i) => (
                  <td key={i} className="right figures">
                    {group.coefficients[i] ? formatNumber(group.coefficients[i], lang) : ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted hint">{[...new Set(data.groups.map((g) => g.source))].join('; ')}.</p>
    </Sheet>
  )
}

function Bases({ data }: { data: LawTables }) {
  const { t, lang } = useWords()
  const newest = [...data.baseSalaries].sort((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))
  return (
    <Sheet title={t('salary.baseHistory')}>
      <table className="plain-table stack">
        <thead>
          <tr>
            <th>{t('salary.version')}</th>
            <th className="right">{t('salary.amountMonth')}</th>
            <th>{t('salary.source')}</th>
          </tr>
        </thead>
        <tbody>
          {newest.map((row) => {
            const holds = (row.from ?? '') <= data.on && (row.until === null || data.on < row.until)
            return (
              <tr key={row.from ?? ''}>
                <td className="figures" title={row.until ? formatDateShort(addDays(row.until, -1), lang) : undefined}>
                  {row.from ? formatDateShort(row.from, lang) : ''}{' '}
                  {holds ? <StateTag state="ok">{t('salary.current')}</StateTag> : null}
                  {row.from && row.from > data.on ? <StateTag state="neutral">{t('salary.ofFuture')}</StateTag> : null}
                </td>
                <td className="right figures">{formatNumber(row.amount, lang)}</td>
                <td>{row.source}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Sheet>
  )
}

function Lists({ data }: { data: LawTables }) {
  const { t } = useWords()
  const { permissions } = useSelf()
  const may = permissions.includes('administration.readCodeList')
  return (
    <Sheet title={t('salary.allTables')}>
      <p className="muted">{t('salary.allTablesHint')}</p>
      <table className="plain-table stack">
        <tbody>
          {data.lists.map((list) => (
            <tr key={list.id}>
              <td>{may ? <A to={`/quan-tri/danh-muc/${list.id}`}>{t(list.title)}</A> : t(list.title)}</td>
              <td className="muted">{t(list.about)}</td>
              <td className="right figures">{t('salary.rows', { count: list.rows })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  )
}
