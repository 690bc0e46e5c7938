import { Button, Input } from 'antd'
import { useState } from 'react'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import type { Import } from '../import.contract.ts'
import { api } from './api.ts'

/** Why rows are left out: one of them, or every wrong one. */
export function LeaveForm({
  it,
  leaving,
  onDone,
}: {
  it: Import
  leaving: { nos?: number[]; count: number }
  onDone: () => Promise<void>
}) {
  const { t } = useWords()
  const done = useDone()
  const attempt = useAttempt()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const leave = async () => {
    setBusy(true)
    await attempt(async () => {
      const which = leaving.nos ? { nos: leaving.nos } : { states: ['refused' as const] }
      const { changed } = await api.leaveRows.call({ id: it.id, ...which, reason: reason.trim() })
      await onDone()
      await done(t('imports.leftOut', { count: changed }), [])
    })
    setBusy(false)
  }
  return (
    <form
      className="import-fix"
      onSubmit={(e) => {
        e.preventDefault()
        void leave()
      }}
    >
      <label>
        {t('imports.leaveReason')}
        <Input data-autofocus value={reason} maxLength={300} onChange={(e) => setReason(e.target.value)} />
      </label>
      <p className="import-hint">{t('imports.leaveReasonHint')}</p>
      <div className="import-actions">
        <Button type="primary" htmlType="submit" loading={busy} disabled={reason.trim() === ''}>
          {leaving.nos ? t('imports.leave') : t('imports.leaveAll')}
        </Button>
      </div>
    </form>
  )
}
