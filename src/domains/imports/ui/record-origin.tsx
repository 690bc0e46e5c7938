import { useQuery } from '@tanstack/react-query'
import { formatDateTime } from '#kernel/dates.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { StateTag } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../imports.permissions.ts'
import { api } from './api.ts'
import { importPath } from './import-link.tsx'
import './imports.css'

/** Where a record came from: file, sheet, row and cells of each import that made or changed it. Nothing where none did. */
export function RecordOrigin({ kind, id }: { kind: string; id: string }) {
  const { t, lang } = useWords()
  const may = useMay(can.readImport)
  const { data } = useQuery({ ...api.recordOrigin.queryOptions({ input: { kind, recordId: id } }), enabled: may })
  if (!data || data.length === 0) return null
  return (
    <section className="import-origin">
      <h2>{t('imports.origin.title')}</h2>
      <ul className="plain">
        {data.map((origin) => (
          <li key={`${origin.importId}/${origin.no}`}>
            <p>
              {t(origin.act === 'made' ? 'imports.origin.made' : 'imports.origin.changed')}{' '}
              {origin.open ? <A to={importPath(origin.importId)}>{origin.fileName}</A> : <strong>{origin.fileName}</strong>},{' '}
              {origin.sheet
                ? t('imports.origin.place', { sheet: origin.sheet, row: origin.no })
                : t('imports.origin.row', { row: origin.no })}{' '}
              {origin.undoneAt ? <StateTag state="neutral">{t('imports.origin.undone')}</StateTag> : null}
            </p>
            <p className="muted">
              {Object.entries(origin.cells)
                .map(([field, cell]) => t('imports.origin.cell', { title: origin.titles[field] ?? field, cell }))
                .join(' · ')}
            </p>
            <p className="muted">
              {t('imports.origin.by', { name: origin.actorName, at: formatDateTime(origin.committedAt, lang) })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
