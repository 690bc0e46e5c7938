import { useQuery } from '@tanstack/react-query'
import { formatDateTime } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { FieldChanges, operationText } from '#ui/history.tsx'
import { useWords, type WordsInUse } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Skeleton } from '#ui/page.tsx'
import type { AuditChange, AuditRow } from '../audit.contract.ts'
import { api } from './api.ts'

/** An entry with each record it touched, before and after. Asked once: each reading of an entry stands in the log itself. */
export function AuditEntryView({ row }: { row: AuditRow }) {
  const words = useWords()
  const { t, lang } = words
  const entry = useQuery({
    ...api.readAuditEntry.queryOptions({ input: { id: row.id } }),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const facts: [string, string | null][] = [
    ['administration.operation', operationText(row.operation, words)],
    ['administration.at', formatDateTime(row.at, lang)],
    ['administration.actor', row.actorName],
    ['administration.behalf', row.behalfName],
    ['administration.entryKind', t(`administration.entryKinds.${row.kind}`)],
    ['administration.entryEmergency', row.emergency ? t('ui.yes') : null],
    ['administration.reason', row.reason],
    ['administration.entryHash', entry.data?.hash ?? null],
  ]
  return (
    <div className="audit-entry">
      <dl className="facts">
        {facts.map(([title, value]) =>
          value ? (
            <div key={title}>
              <dt>{t(title)}</dt>
              <dd>{title === 'administration.entryHash' ? <code className="audit-hash">{value}</code> : value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {entry.error ? <ErrorNotice error={entry.error} retry={() => void entry.refetch()} /> : null}
      {entry.isPending ? <Skeleton lines={4} /> : null}
      {entry.data?.touched.length === 0 ? <p className="muted">{t('administration.entryChangesNone')}</p> : null}
      {entry.data?.touched.map((change, index) => (
        <Touched key={index} change={change} />
      ))}
      {entry.data && entry.data.more > 0 ? (
        <p className="muted">{t('administration.entryMore', { shown: formatNumber(entry.data.more, lang) })}</p>
      ) : null}
    </div>
  )
}

function Touched({ change }: { change: AuditChange }) {
  const words = useWords()
  const { t } = words
  return (
    <section className="audit-touched">
      <h3>
        {relationText(change.relation, words)}{' '}
        <span className="muted">· {t(change.before || change.after ? stateOf(change) : 'administration.looked')}</span>
      </h3>
      <p className="hint">
        <code className="audit-hash">{change.recordId}</code> ·{' '}
        <A to="/quan-tri/nhat-ky" search={{ record: change.recordId }}>
          {t('administration.entriesOfRecord')}
        </A>
      </p>
      <FieldChanges event={change} labels={(field) => (repeats(change, field) ? '' : fieldText(change.relation, field, words))} />
    </section>
  )
}

const stateOf = ({ before, after }: AuditChange) =>
  !before ? 'ui.history.created' : after ? 'ui.history.changed' : 'ui.history.removed'

/** Whether a field says only which record this is, which stands above. */
const repeats = ({ recordId, before, after }: AuditChange, field: string) =>
  [before, after].every((row) => !row || row[field] === recordId)

/** A table in words; what the log calls it where it has none, or the operation that looked. */
function relationText(relation: string, words: WordsInUse): string {
  const key = `administration.relations.${relation}`
  if (words.has(key)) return words.t(key)
  const [domain = '', name = ''] = relation.split('.')
  return words.has(`${domain}.operations.${name}`) ? operationText(relation, words) : relation
}

/** A column in words: as its domain says it, else as it is stored, for the log hides nothing. */
function fieldText(relation: string, field: string, { t, has }: WordsInUse): string {
  const domain = relation.split('.')[0] ?? ''
  const keys = [`${domain}.fields.${field}`, `administration.fields.${field}`, `administration.columns.${field}`]
  const key = keys.find((each) => has(each))
  return key ? t(key) : field
}
