import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { ListShape } from '#kernel/lists.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import type { ListPage, ListQuestion } from '#ui/list-question.ts'
import { Page, StateTag } from '#ui/page.tsx'
import { FigureSource, FigureStatus, type FigureRow } from '../figure.contract.ts'
import { api, usePeriod } from './api.ts'
import { useFigureOrder, useFigurePanel } from './figure-context.ts'
import { writeNumber, writePeriod, writeValue } from './figure-format.ts'
import { FigureProvider } from './figure-provider.tsx'
import { moduleCodes, sectionCodes, selectFigures, sortFigures } from './figure-search.ts'
import { sectionText, stateOf } from './figure-words.ts'
import { PeriodSwitch } from './period-switch.tsx'
import './reports.css'

/** The catalogue: a few hundred figures, read once and searched in the browser. */
const figureShape: ListShape = {
  id: 'figures',
  title: 'reports.figures',
  columns: [
    { key: 'title', title: 'reports.columns.title', type: 'text', sortable: true, shown: true, width: 380 },
    { key: 'value', title: 'reports.columns.value', type: 'number', sortable: true, shown: true, width: 130 },
    { key: 'unit', title: 'reports.columns.unit', type: 'text', shown: true, width: 120 },
    { key: 'former', title: 'reports.columns.former', type: 'number', shown: true, width: 110 },
    { key: 'status', title: 'reports.columns.status', type: 'text', shown: true, width: 150, words: 'reports.statuses' },
    { key: 'source', title: 'reports.columns.source', type: 'text', shown: true, width: 130, words: 'reports.sources' },
    { key: 'section', title: 'reports.columns.section', type: 'text', sortable: true, shown: true, width: 190 },
    { key: 'id', title: 'reports.columns.id', type: 'text', sortable: true, shown: true, width: 100 },
    { key: 'module', title: 'reports.panel.module', type: 'text', shown: false, width: 200, words: 'reports.modules' },
  ],
  filters: [
    {
      key: 'status',
      title: 'reports.columns.status',
      choices: FigureStatus.options.map((value) => ({ value, title: `reports.statuses.${value}` })),
    },
    {
      key: 'source',
      title: 'reports.columns.source',
      choices: FigureSource.options.map((value) => ({ value, title: `reports.sources.${value}` })),
    },
    {
      key: 'section',
      title: 'reports.columns.section',
      choices: sectionCodes.map((value) => ({ value, title: `reports.sections.${value.replaceAll('.', '-')}` })),
    },
    {
      key: 'module',
      title: 'reports.panel.module',
      choices: moduleCodes.map((value) => ({ value, title: `reports.modules.${value}` })),
    },
  ],
  // The order of the report, which is that of the catalogue.
  defaultSort: 'order',
  searchable: true,
}

/** A figure as the list shows and copies it: texts in the reader's language. */
interface CatalogueRow {
  id: string
  title: string
  value: string | null
  unit: string
  former: string | null
  status: FigureRow['status']
  source: FigureRow['source']
  section: string
  module: string
  figure: FigureRow
}

/** The catalogue of figures: value, source, state; a row opens the figure. */
export function FigureList() {
  return (
    <FigureProvider>
      <Catalogue />
    </FigureProvider>
  )
}

function Catalogue() {
  const words = useWords()
  const { t, lang, both } = words
  const period = usePeriod()
  const { open } = useFigurePanel()
  const queries = useQueryClient()
  const [order, setOrder] = useState<readonly string[]>([])
  useFigureOrder(order)

  async function fetchPage(question: ListQuestion): Promise<ListPage<CatalogueRow>> {
    const { rows } = await queries.fetchQuery({ ...api.listFigures.queryOptions({ input: { period } }), staleTime: 15_000 })
    const found = sortFigures(selectFigures(rows, question), question.sort ?? figureShape.defaultSort)
    const from = Number(question.after ?? 0)
    const until = from + (question.limit ?? 50)
    setOrder(found.map((row) => row.id))
    const shown = found.slice(from, until).map((figure): CatalogueRow => {
      const { id, value, former, status, source, module } = figure
      return {
        id,
        value,
        former,
        status,
        source,
        module,
        title: both(figure.title),
        unit: both(figure.unitLabel),
        section: sectionText(figure.section, words, 'short'),
        figure,
      }
    })
    return { rows: shown, next: until < found.length ? String(until) : null, total: { value: found.length, atLeast: false } }
  }
  const queryKey = useMemo(() => [...api.listFigures.key(), 'catalogue', period, lang], [period, lang])

  return (
    <Page
      title={t('reports.figures')}
      actions={<PeriodSwitch />}
      subtitle={period ? t('reports.periodLine', { period: writePeriod(period, lang) }) : undefined}
    >
      <DataList
        shape={figureShape}
        queryKey={queryKey}
        fetchPage={fetchPage}
        exportFile={(_question, format) => api.exportFigures.call({ period, format, lang }) as Promise<File>}
        rowLabel={(row) => row.title}
        onOpen={(row) => open(row.id)}
        cells={{
          value: (row) => (
            <button
              type="button"
              className="figure"
              tabIndex={-1}
              aria-label={t('ui.figure.open', { value: writeValue(row.figure, lang) })}
              onClick={() => open(row.id)}
            >
              {writeValue(row.figure, lang)}
            </button>
          ),
          former: (row) =>
            row.former === null ? <span className="muted">–</span> : writeNumber(row.former, row.figure.kind, lang),
          status: (row) => <StateTag state={stateOf(row.status)}>{t(`reports.statuses.${row.status}`)}</StateTag>,
        }}
      />
    </Page>
  )
}
