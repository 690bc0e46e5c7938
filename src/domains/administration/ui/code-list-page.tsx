import { useQuery } from '@tanstack/react-query'
import { ImportButton } from '#domains/imports/ui/index.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { api } from './api.ts'

/** Every code list, what it is for, and whether the department changes it. */
export function CodeListPage() {
  const { t } = useWords()
  const { data, error, refetch } = useQuery(api.listCodeLists.queryOptions())
  return (
    <Page
      title={t('administration.codeLists')}
      subtitle={t('administration.codeListsHint')}
      actions={<ImportButton kind="codes" />}
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={6} /> : null}
      {data?.map((list) => (
        <Sheet
          key={list.id}
          title={<A to={`/quan-tri/danh-muc/${list.id}`}>{t(list.title)}</A>}
          actions={<span className="muted figures">{t('administration.entryCount', { count: list.entries })}</span>}
        >
          <p className="muted">{t(list.about)}</p>
          <StateTag state={list.editable ? 'ok' : 'neutral'}>
            {t(list.editable ? 'administration.editable' : 'administration.fixed')}
          </StateTag>
        </Sheet>
      ))}
    </Page>
  )
}
