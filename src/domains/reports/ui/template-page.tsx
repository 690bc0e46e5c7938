import { useQuery } from '@tanstack/react-query'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page, Skeleton } from '#ui/page.tsx'
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
  const { t, both } = useWords()
  const report = useQuery(api.getReport.queryOptions({ input: { id } }))
  const code = report.data && templateCodeOf(report.data)
  const template = useQuery({
    ...api.getTemplate.queryOptions({ input: { code: code ?? '' } }),
    enabled: code !== undefined,
    // Read anew when the editor opens; what comes later is for the editor to settle, not to be put under the author's hands.
    staleTime: Infinity,
    refetchOnMount: 'always',
  })
  const figures = useFigures(report.data?.period)
  const error = report.error ?? template.error ?? figures.error
  if (report.data && template.data && template.isFetchedAfterMount && figures.data) {
    return (
      <TemplateEditor report={report.data} template={templateOf(template.data)} figures={figures.data} />
    )
  }
  return (
    <Page title={report.data ? t('reports.template.of', { report: both(report.data.title) }) : t('reports.template.title')}>
      {error ? (
        <ErrorNotice error={error} retry={() => void Promise.all([report.refetch(), template.refetch(), figures.refetch()])} />
      ) : (
        <Skeleton lines={12} />
      )}
    </Page>
  )
}
