import { Button } from 'antd'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import type { Import, RowShown } from '../import.contract.ts'
import { api } from './api.ts'
import { textShown, valueShown } from './text-shown.ts'

/** A row beside the records it may mean; a person says which, or that it is a new one. */
export function ReviewPanel({ it, row, onDone }: { it: Import; row: RowShown; onDone: () => Promise<void> }) {
  const { t, lang } = useWords()
  const done = useDone()
  const attempt = useAttempt()
  const decide = (decision: string) =>
    void attempt(async () => {
      await api.decideRow.call({ id: it.id, no: row.no, decision })
      await onDone()
      await done(t('imports.decided', { row: row.no }), [])
    })
  const inFile = (name: string) => {
    const source = it.mapping[name]
    return row.fixes[name] ?? row.texts[name] ?? (source && 'value' in source ? source.value : '')
  }
  const fields = it.kind.fields.filter((f) => inFile(f.name) || row.candidates.some((c) => c.values[f.name]))
  return (
    <>
      <p className="import-hint">{t('imports.reviewHint')}</p>
      <div className="import-preview">
        <table className="import-review">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('imports.inFile')}</th>
              {row.candidates.map((c, i) => (
                <th key={c.id} scope="col">
                  {t('imports.recorded', { no: i + 1 })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((f) => (
              <tr key={f.name}>
                <th scope="row">{f.title}</th>
                <td>{textShown(inFile(f.name), lang)}</td>
                {row.candidates.map((c) => (
                  <td key={c.id}>{valueShown(f, c.values[f.name], lang)}</td>
                ))}
              </tr>
            ))}
            <tr>
              <td />
              <td>
                <Button onClick={() => decide('new')}>{t('imports.isNew')}</Button>
              </td>
              {row.candidates.map((c) => (
                <td key={c.id}>
                  <Button onClick={() => decide(c.id)}>{t('imports.isThis')}</Button>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
    </>
  )
}
