import { useQuery } from '@tanstack/react-query'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page, Skeleton } from '#ui/page.tsx'
import type { Report } from '../report.contract.ts'
import { api, templateCodeOf, useFigures } from './api.ts'
import { FigureProvider } from './figure-provider.tsx'
import { TemplateEditor } from './template-editor.tsx'
import { templateOf } from './use-template.ts'
import './reports.css'

/** The template of a report: its sentences beside the page they make. */
export function TemplatePage({ id }: { id: string }) {
  return (
    <FigureProvider>
      <Loading id={id} />
    </FigureProvider>
  )
}

function Loading({ id }: { id: string }) {
  const { t } = useWords()
  const report = useQuery(api.getReport.queryOptions({ input: { id } }))
  if (report.data) return <TemplateOf report={report.data} />
  return (
    <Page title={t('reports.template.title')}>
      {report.error ? <ErrorNotice error={report.error} retry={() => void report.refetch()} /> : <Skeleton lines={12} />}
    </Page>
  )
}

/** Mounted when the report is known: only then does reading the template anew mean the right one. */
function TemplateOf({ report }: { report: Report }) {
  const { t, both } = useWords()
  const template = useQuery({
    ...api.getTemplate.queryOptions({ input: { code: templateCodeOf(report) } }),
    // Read anew when the editor opens; what comes later is for the editor to settle, not to be put under the author's hands.
    staleTime: Infinity,
    refetchOnMount: 'always',
  })
  const figures = useFigures(report.period)
  const error = template.error ?? figures.error
  if (template.data && template.isFetchedAfterMount && figures.data) {
    return <TemplateEditor report={report} template={templateOf(template.data)} figures={figures.data} />
  }
  return (
    <Page title={t('reports.template.of', { report: both(report.title) })}>
      {error ? (
        <ErrorNotice error={error} retry={() => void Promise.all([template.refetch(), figures.refetch()])} />
      ) : (
        <Skeleton lines={12} />
      )}
    </Page>
  )
}
