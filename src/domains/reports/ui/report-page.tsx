import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useMemo } from 'react'
import { useWords } from '#ui/i18n.ts'
import { Empty, ErrorNotice, Page, Skeleton, StateTag } from '#ui/page.tsx'
import { useUrlSearch } from '#ui/url.ts'
import type { Report } from '../report.contract.ts'
import { api, byId } from './api.ts'
import { documentOf, figureOrder, type Light, lights } from './document-lines.ts'
import { editionState, EditionSteps, editionTitle } from './edition-steps.tsx'
import { useFigureOrder, useFigurePanel } from './figure-context.ts'
import { FigureProvider } from './figure-provider.tsx'
import { ReadingRoom } from './reading-room.tsx'
import { ReportActions } from './report-actions.tsx'
import './reports.css'

/** The reading view of a report: the document as it prints, every figure a door. */
export function ReportPage({ id }: { id: string }) {
  return (
    <FigureProvider>
      <Reading id={id} />
    </FigureProvider>
  )
}

function Reading({ id }: { id: string }) {
  const words = useWords()
  const { t, both } = words
  const [search, change] = useUrlSearch()
  const editionId = typeof search.edition === 'string' ? search.edition : undefined
  const light = lights.find((each) => each === search.light) ?? 'none'
  const report = useQuery(api.getReport.queryOptions({ input: { id } }))
  const read = useQuery(api.readDocument.queryOptions({ input: { id, editionId } }))
  const { open, current } = useFigurePanel()
  const figures = useMemo(() => byId(read.data?.figures), [read.data])
  const document = read.data && documentOf(read.data)
  const order = useMemo(() => (document ? figureOrder(document) : []), [document])
  const sealed = read.data?.edition?.status === 'sealed'
  const stated = useMemo(
    () => (sealed ? new Map([...figures.values()].map((row) => [row.id, row.value])) : undefined),
    [sealed, figures],
  )
  useFigureOrder(order, stated)
  const error = report.error ?? read.error
  const edition = read.data?.edition ?? null

  return (
    <Page
      title={report.data ? both(report.data.title) : t('reports.reading.title')}
      subtitle={
        report.data && read.data ? (
          <span className="report-state">
            {edition ? (
              <>
                <StateTag state={editionState(edition.status)}>{t(`reports.edition.status.${edition.status}`)}</StateTag>{' '}
                {editionTitle(edition, words)}
              </>
            ) : (
              t('reports.edition.none')
            )}
          </span>
        ) : null
      }
      actions={report.data && read.data ? <ReportActions report={report.data} edition={edition} /> : null}
    >
      {error ? <ErrorNotice error={error} retry={() => void Promise.all([report.refetch(), read.refetch()])} /> : null}
      {report.data && edition ? <EditionSteps report={report.data} edition={edition} /> : null}
      {report.data && report.data.editions.length > 1 ? (
        <EditionSwitch
          report={report.data}
          shown={edition?.id}
          onChoose={(chosen) => change({ edition: chosen, figure: undefined }, true)}
        />
      ) : null}
      {read.isPending && !error ? <Skeleton lines={16} /> : null}
      {document ? (
        document.blocks.length > 0 ? (
          <ReadingRoom
            document={document}
            figures={figures}
            light={light}
            onLight={(next: Light) => change({ light: next === 'none' ? undefined : next })}
            current={current}
            onFigure={open}
            block={typeof search.block === 'string' ? search.block : undefined}
          />
        ) : (
          <Empty title={t('reports.reading.empty')} hint={t('reports.reading.emptyHint')} />
        )
      ) : null}
    </Page>
  )
}

/** The editions of a report, newest first. */
function EditionSwitch({ report, shown, onChoose }: { report: Report; shown?: string; onChoose: (id: string) => void }) {
  const words = useWords()
  const { t } = words
  return (
    <label className="edition-switch">
      <span className="muted">{t('reports.edition.switch')}</span>
      <Select
        value={shown}
        onChange={onChoose}
        popupMatchSelectWidth={false}
        options={report.editions.map((edition) => ({
          value: edition.id,
          label: `${editionTitle(edition, words)} · ${t(`reports.edition.status.${edition.status}`)}`,
        }))}
      />
    </label>
  )
}
