import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, InputNumber, Select } from 'antd'
import { columnLetters } from '#kernel/imports/cell.rules.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useAttempt } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import type { Import } from '../import.contract.ts'
import { api } from './api.ts'
import { textShown } from './text-shown.ts'

const kinds = ['title', 'header', 'numbering', 'body', 'group', 'total', 'note'] as const

/** The table that was found, on a picture of the first rows; another sheet or heading can be chosen. */
export function SheetStep({ it, refresh, onNext }: { it: Import; refresh: () => Promise<void>; onNext: () => void }) {
  const { t, lang } = useWords()
  const attempt = useAttempt()
  const sheet = it.sheet ?? 0
  const preview = useQuery({
    ...api.previewSheet.queryOptions({ input: { id: it.id, sheet } }),
    placeholderData: keepPreviousData,
  })
  const { layout } = it
  const choose = (next: { sheet: number; headerTop?: number; headerBottom?: number }) =>
    void attempt(async () => {
      await api.setLayout.call({ id: it.id, ...next })
      await refresh()
    })
  const label = (s: Import['sheets'][number]) => {
    const name =
      s.rowCount === null
        ? s.name || it.fileName
        : t('imports.sheetRows', { name: s.name, count: formatNumber(s.rowCount, lang) })
    return s.hidden ? t('imports.hiddenSheet', { name }) : name
  }
  return (
    <Sheet
      title={t('imports.steps.sheet')}
      actions={
        <Button type="primary" disabled={!layout} onClick={onNext}>
          {t('imports.next')}
        </Button>
      }
    >
      <p className="import-hint">{layout ? t('imports.understood') : t('imports.noTable')}</p>
      <div className="import-choices">
        {it.sheets.length > 1 ? (
          <label>
            {t('imports.sheet')}
            <Select
              aria-label={t('imports.sheet')}
              value={sheet}
              disabled={!it.mine}
              onChange={(next) => choose({ sheet: next })}
              options={it.sheets.map((s) => ({ value: s.no, label: label(s) }))}
              popupMatchSelectWidth={false}
            />
          </label>
        ) : null}
        {layout ? (
          <label>
            {t('imports.headerFrom')}
            <InputNumber
              aria-label={t('imports.headerFrom')}
              min={1}
              max={150}
              value={layout.headerTop + 1}
              disabled={!it.mine}
              onChange={(n) => n && choose({ sheet, headerTop: n - 1, headerBottom: Math.max(layout.headerBottom, n - 1) })}
            />
            {t('imports.headerTo')}
            <InputNumber
              aria-label={t('imports.headerTo')}
              min={layout.headerTop + 1}
              max={150}
              value={layout.headerBottom + 1}
              disabled={!it.mine}
              onChange={(n) => n && choose({ sheet, headerTop: layout.headerTop, headerBottom: n - 1 })}
            />
          </label>
        ) : null}
      </div>
      <ul className="import-legend">
        {kinds
          .filter((kind) => preview.data?.rows.some((r) => r.kind === kind))
          .map((kind) => (
            <li key={kind} data-kind={kind}>
              {t(`imports.rowKinds.${kind}`)}
            </li>
          ))}
      </ul>
      {preview.error ? <ErrorNotice error={preview.error} retry={() => void preview.refetch()} /> : null}
      {preview.isPending ? <Skeleton /> : null}
      {preview.data ? (
        <div className="import-preview" tabIndex={0} role="region" aria-label={t('imports.steps.sheet')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('imports.row')}</th>
                {Array.from({ length: preview.data.columns }, (_, i) => (
                  <th key={i} scope="col">
                    {columnLetters(i)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {preview.data.rows.map((row) => (
                <tr key={row.no} data-kind={row.kind}>
                  <th scope="row">
                    <button
                      type="button"
                      disabled={!it.mine}
                      aria-label={`${t('imports.headerFrom')} ${row.no}`}
                      onClick={() => choose({ sheet, headerTop: row.no - 1, headerBottom: row.no - 1 })}
                    >
                      {row.no}
                    </button>
                  </th>
                  {Array.from({ length: preview.data.columns }, (_, i) => (
                    <td key={i} title={row.cells[i]}>
                      {textShown(row.cells[i] ?? '', lang)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Sheet>
  )
}
