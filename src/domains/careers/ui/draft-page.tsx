import { useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Page, Sheet } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import { api } from './api.ts'
import { DecisionForm } from './decision-form.tsx'

/** A new decision. */
export function DraftPage() {
  const { t } = useWords()
  const go = useGo()
  const done = useDone()
  return (
    <Page title={t('careers.draft')} above={<A to="/quyet-dinh">{t('careers.decisions')}</A>}>
      <Sheet>
        <DecisionForm
          id="careers.draft"
          onCancel={() => go('/quyet-dinh')}
          onSubmit={async (input, options) => {
            const { id } = await api.draftDecision.call(input, options)
            await done(t('careers.drafted', { number: input.number }), [api.key()])
            go(`/quyet-dinh/${id}`)
          }}
        />
      </Sheet>
    </Page>
  )
}
