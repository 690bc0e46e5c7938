import { ArrowRightOutlined } from '@ant-design/icons'
import { formatDateShort, formatDateTime, isPlainDate } from '#kernel/dates.ts'
import type { HistoryEvent } from '#kernel/contract.ts'
import { Empty } from './page.tsx'
import { useWords, type WordsInUse } from './i18n.ts'

/** One changed field. */
interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

/** The fields that differ between two states of a row; a field without a label is technical and stays out. */
export function changesOf(event: Pick<HistoryEvent, 'before' | 'after'>, labels: (field: string) => string): FieldChange[] {
  const fields = new Set([...Object.keys(event.before ?? {}), ...Object.keys(event.after ?? {})])
  return [...fields]
    .filter((field) => labels(field) !== '')
    .map((field) => ({ field, before: event.before?.[field] ?? null, after: event.after?.[field] ?? null }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
}

const hasOffset = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$/

function valueText(value: unknown, { t, lang }: WordsInUse): string {
  if (value === null || value === undefined || value === '') return t('ui.history.blank')
  if (typeof value === 'boolean') return t(value ? 'ui.yes' : 'ui.no')
  if (typeof value === 'string' && isPlainDate(value)) return formatDateShort(value, lang)
  if (typeof value === 'string' && hasOffset.test(value)) return formatDateTime(value, lang)
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number)
}

/**
 * One vertical line of what was done to a record: who, when (Vietnam time), what, why, each changed field before and after.
 *
 * @param labels words of a field; empty for technical fields, which stay out.
 * @param values words of a coded value, where a field has codes; undefined prints the value.
 */
export function History(props: {
  events: HistoryEvent[]
  labels: (field: string) => string
  values?: (field: string, value: unknown) => string | undefined
}) {
  const words = useWords()
  const { t, lang } = words
  if (props.events.length === 0) return <Empty title={t('ui.history.empty')} hint={t('ui.history.emptyHint')} />
  const acts = new Map<number, HistoryEvent[]>()
  for (const event of props.events) acts.set(event.seq, [...(acts.get(event.seq) ?? []), event])
  const said = (field: string, value: unknown) => props.values?.(field, value) ?? valueText(value, words)
  return (
    <ol className="timeline history">
      {[...acts.values()].map((events) => {
        const [act] = events
        if (!act) return null
        return (
          <li key={act.seq}>
            <div className="timeline-date figures">{formatDateTime(act.at, lang)}</div>
            <div className="timeline-title">
              {operationText(act.operation, words)}
              <span className="muted"> · {act.actorName}</span>
            </div>
            {act.reason ? <div className="timeline-detail">{t('ui.history.reason', { reason: act.reason })}</div> : null}
            {events.map((event, index) => (
              <Changes key={index} event={event} caption={events.length > 1} labels={props.labels} said={said} />
            ))}
          </li>
        )
      })}
    </ol>
  )
}

interface ChangesProps {
  event: HistoryEvent
  /** Several rows were written by one act: say of each what became of it. */
  caption: boolean
  labels: (field: string) => string
  said: (field: string, value: unknown) => string
}

function Changes({ event, caption, labels, said }: ChangesProps) {
  const { t } = useWords()
  const changes = changesOf(event, labels)
  if (changes.length === 0) return null
  return (
    <>
      {caption ? (
        <p className="muted hint">
          {t(!event.before ? 'ui.history.created' : event.after ? 'ui.history.changed' : 'ui.history.removed')}
        </p>
      ) : null}
      <ChangeLines event={event} changes={changes} labels={labels} said={said} />
    </>
  )
}

/** The fields of one row that changed, before and after. `labels` as of a history. */
export function FieldChanges(props: { event: Pick<HistoryEvent, 'before' | 'after'>; labels: (field: string) => string }) {
  const words = useWords()
  const changes = changesOf(props.event, props.labels)
  return <ChangeLines {...props} changes={changes} said={(_, value) => valueText(value, words)} />
}

function ChangeLines({
  event,
  changes,
  labels,
  said,
}: Pick<ChangesProps, 'labels' | 'said'> & { event: Pick<HistoryEvent, 'before' | 'after'>; changes: FieldChange[] }) {
  const { t } = useWords()
  return (
    <dl className="changes">
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{labels(field)}</dt>
          <dd>
            {event.before ? (
              <>
                <del aria-label={t('ui.history.from')}>{said(field, before)}</del>
                <ArrowRightOutlined aria-hidden className="muted" />
              </>
            ) : null}
            <ins aria-label={t('ui.history.to')}>{event.after ? said(field, after) : t('ui.history.removed')}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What an operation is called: `people.movePerson` has its words under `people.operations.movePerson`. */
export function operationText(operation: string, { t, has }: WordsInUse): string {
  const [domain = '', name = ''] = operation.split('.')
  const key = `${domain}.operations.${name}`
  return has(key) ? t(key) : t('ui.history.changed')
}
