import { useQuery } from '@tanstack/react-query'
import { useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import { api } from './api.ts'
import { DecisionForm } from './decision-form.tsx'

/** A draft written anew. */
export function ChangePage({ id }: { id: string }) {
  const { t } = useWords()
  const go = useGo()
  const done = useDone()
  const { data, error, refetch } = useQuery(api.getDecision.queryOptions({ input: { id } }))
  const page = `/quyet-dinh/${id}`
  return (
    <Page title={t('careers.change')} above={<A to={page}>{data?.number ?? t('careers.decision')}</A>}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={8} /> : null}
      {data ? (
        <Sheet>
          <DecisionForm
            id={`careers.change.${id}`}
            initial={{
              ...{
                kind: data.kind,
                subject: data.subject,
                number: data.number,
                issuedOn: data.issuedOn,
                issuerId: data.issuerId,
              },
              ...{ level: data.level, signer: data.signer, signerTitle: data.signerTitle, legalBasis: data.legalBasis },
              lines: data.actions.map(({ personId, kind, effectiveOn, details, note }) => ({
                personId,
                kind,
                effectiveOn,
                details,
                note,
              })),
            }}
            onCancel={() => go(page)}
            onSubmit={async (input, options) => {
              await api.changeDraft.call({ ...input, id }, options)
              await done(t('careers.drafted', { number: input.number }), [api.key()])
              go(page)
            }}
          />
        </Sheet>
      ) : null}
    </Page>
  )
}
