import { Button } from 'antd'
import { addDays, formatDateShort } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import type { CodeColumn, CodeEntryRow, CodeListDetail } from '../code-list.contract.ts'

/** Entries of a list: code, name, further columns, from..until, source. */
export function CodeEntryTable(props: {
  list: CodeListDetail
  rows: CodeEntryRow[]
  may: boolean
  onOpen: (kind: 'renew' | 'correct' | 'end' | 'history', entry: CodeEntryRow) => void
}) {
  const { t, lang, both, has } = useWords()
  const { list, rows, may, onOpen } = props
  const valueText = (column: CodeColumn, value: string) =>
    column.number && value !== ''
      ? formatNumber(value, lang)
      : column.words && has(column.words + value)
        ? t(column.words + value)
        : value
  return (
    <div className="table-scroll">
      <table className="plain-table stack">
        <thead>
          <tr>
            <th>{t('administration.code')}</th>
            <th>{t('administration.labelVi')}</th>
            {list.columns.map((column) => (
              <th key={column.key} className={column.number ? 'right' : undefined}>
                {t(column.title)}
              </th>
            ))}
            <th>{t('administration.validFrom')}</th>
            <th>{t('administration.validUntil')}</th>
            <th>{t('administration.source')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rows.map((entry) => (
            <tr key={`${entry.code}/${entry.validFrom ?? ''}`}>
              <td>
                <strong>{entry.code}</strong>
              </td>
              <td>{both(entry.label)}</td>
              {list.columns.map((column) => (
                <td key={column.key} data-label={t(column.title)} className={column.number ? 'right figures' : undefined}>
                  {valueText(column, entry.more[column.key] ?? '')}
                </td>
              ))}
              <td data-label={t('administration.validFrom')}>
                {entry.validFrom ? (
                  formatDateShort(entry.validFrom, lang)
                ) : (
                  <span className="muted">{t('administration.openStart')}</span>
                )}
              </td>
              <td data-label={t('administration.validUntil')}>
                {entry.validUntil ? (
                  formatDateShort(addDays(entry.validUntil, -1), lang)
                ) : (
                  <span className="muted">{t('administration.openEnd')}</span>
                )}
              </td>
              <td data-label={t('administration.source')}>{entry.sourceTitle}</td>
              <td>
                <span className="code-acts">
                  {may ? (
                    <>
                      <Button size="small" onClick={() => onOpen('renew', entry)}>
                        {t('administration.renewEntry')}
                      </Button>
                      <Button size="small" onClick={() => onOpen('correct', entry)}>
                        {t('administration.correctEntry')}
                      </Button>
                      <Button size="small" onClick={() => onOpen('end', entry)}>
                        {t('administration.endEntry')}
                      </Button>
                    </>
                  ) : null}
                  {list.editable ? (
                    <Button size="small" type="text" onClick={() => onOpen('history', entry)}>
                      {t('ui.history.title')}
                    </Button>
                  ) : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
