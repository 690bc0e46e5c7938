import { useQuery } from '@tanstack/react-query'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, ErrorNotice, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { api } from './api.ts'

const states = { draft: 'neutral', checked: 'soon', signed: 'ok', withdrawn: 'late' } as const

/** The decisions about one person, newest first. */
export function PersonDecisions({ id }: { id: string }) {
  const { t } = useWords()
  const { data, error, refetch } = useQuery(api.decisionsOfPerson.queryOptions({ input: { id } }))
  return (
    <Sheet title={t('careers.decisions')}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={3} /> : null}
      {data?.length === 0 ? <p className="muted">{t('careers.noneOfPerson')}</p> : null}
      {data && data.length > 0 ? (
        <table className="plain-table stack">
          <thead>
            <tr>
              <th>{t('careers.effectiveOn')}</th>
              <th>{t('careers.kind')}</th>
              <th>{t('careers.content')}</th>
              <th>{t('careers.number')}</th>
              <th>{t('careers.state')}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((action) => (
              <tr key={action.id}>
                <td data-label={t('careers.effectiveOn')}>
                  <DateText value={action.effectiveOn} />
                </td>
                <td>{t(`careers.kinds.${action.kind}`)}</td>
                <td data-label={t('careers.content')}>{action.detail}</td>
                <td data-label={t('careers.number')}>
                  <A to={`/quyet-dinh/${action.decisionId}`}>{action.number}</A> <span className="muted">{action.issuer}</span>
                </td>
                <td data-label={t('careers.state')}>
                  <StateTag state={states[action.state]}>{t(`careers.states.${action.state}`)}</StateTag>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Sheet>
  )
}
