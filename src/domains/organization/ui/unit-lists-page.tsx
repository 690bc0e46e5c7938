import { useQuery } from '@tanstack/react-query'
import { ImportButton } from '#domains/imports/ui/index.tsx'
import { formatDateShort } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { api } from './api.ts'
import './unit-lists.css'

/** Lists of units by day, each to be compared with what is recorded. */
export function UnitListsPage() {
  const { t, lang } = useWords()
  const { data, error, isPending, refetch } = useQuery(api.unitLists.queryOptions())
  return (
    <Page
      title={t('organization.unitLists.lists')}
      above={<A to="/to-chuc/sap-xep">{t('organization.acts')}</A>}
      actions={<ImportButton kind="unit-lists" />}
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {isPending ? <Skeleton lines={4} /> : null}
      {data?.length === 0 ? <Empty title={t('organization.unitLists.none')} hint={t('organization.unitLists.noneHint')} /> : null}
      {data && data.length > 0 ? (
        <Sheet>
          <div>
            <table className="plain-table unit-list-rows">
              <thead>
                <tr>
                  <th scope="col">{t('organization.unitLists.listedOn')}</th>
                  <th scope="col">{t('organization.unitLists.title')}</th>
                  <th scope="col">{t('organization.unitLists.units')}</th>
                  <th scope="col">{t('organization.unitLists.by')}</th>
                </tr>
              </thead>
              <tbody>
                {data.map((list) => (
                  <tr key={list.id}>
                    <td className="figures">{formatDateShort(list.listedOn, lang)}</td>
                    <td>
                      <A to={`/to-chuc/sap-xep/danh-muc/${list.id}`}>{list.title}</A>
                    </td>
                    <td className="figures">{formatNumber(list.units, lang)}</td>
                    <td>{list.createdBy}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Sheet>
      ) : null}
    </Page>
  )
}
