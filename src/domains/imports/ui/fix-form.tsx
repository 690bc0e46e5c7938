import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import type { Import } from '../import.contract.ts'
import { api } from './api.ts'

/** A cell to be corrected. `rows` is how many hold the same text, 0 when only this one is meant. */
export interface FixTarget {
  field: string
  title: string
  text: string
  no: number
  rows: number
}

/** The right value, typed or taken from what it may have meant; for one row, or for all that are alike. */
export function FixForm({ it, target, onDone }: { it: Import; target: FixTarget; onDone: () => Promise<void> }) {
  const { t } = useWords()
  const done = useDone()
  const attempt = useAttempt()
  const [value, setValue] = useState(target.text)
  const [busy, setBusy] = useState(false)
  const choices = useQuery(api.cellChoices.queryOptions({ input: { id: it.id, field: target.field, text: value.slice(0, 500) } }))
  const fix = async (all: boolean) => {
    setBusy(true)
    await attempt(async () => {
      const where = all ? { from: target.text } : { no: target.no }
      const { changed } = await api.fixCells.call({ id: it.id, field: target.field, to: value, ...where })
      await onDone()
      await done(t('imports.fixed', { count: changed }), [])
    })
    setBusy(false)
  }
  return (
    <form
      className="import-fix"
      onSubmit={(e) => {
        e.preventDefault()
        void fix(target.rows > 1)
      }}
    >
      <label>
        {t('imports.right')}
        <Input data-autofocus value={value} onChange={(e) => setValue(e.target.value)} />
      </label>
      {choices.data?.length ? (
        <div>
          <p className="import-hint">{t('imports.suggestions')}</p>
          <ul className="import-suggestions">
            {choices.data.map((c) => (
              <li key={c.id}>
                <Button type={value === c.id ? 'primary' : 'default'} onClick={() => setValue(c.id)}>
                  {c.label}
                  {c.hint ? <small> {c.hint}</small> : null}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <div className="import-actions">
        <Button type="primary" htmlType="submit" loading={busy} disabled={value === target.text}>
          {target.rows > 1 ? t('imports.fixAll', { count: target.rows }) : t('imports.fixOne')}
        </Button>
        {target.rows > 1 ? (
          <Button disabled={busy || value === target.text} onClick={() => void fix(false)}>
            {t('imports.fixOnly', { row: target.no })}
          </Button>
        ) : null}
      </div>
    </form>
  )
}
