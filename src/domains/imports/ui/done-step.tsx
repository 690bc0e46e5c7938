import { Button, Input } from 'antd'
import { useState } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { Facts, Sheet } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useGo } from '#ui/url.ts'
import type { Import } from '../import.contract.ts'
import { api } from './api.ts'
import { newImportPath } from './import-link.tsx'

/** Where the records of a kind are found. */
const lists: Record<string, string> = {
  people: '/con-nguoi',
  units: '/to-chuc/danh-sach',
  ratings: '/danh-gia',
  codes: '/quan-tri/danh-muc',
}

/** What was written, where to see it, and how to take it back. */
export function DoneStep({ it, refresh }: { it: Import; refresh: () => Promise<void> }) {
  const { t, lang } = useWords()
  const go = useGo()
  const [undoing, setUndoing] = useState(false)
  const { counts } = it
  const number = (n: number | undefined) => formatNumber(n ?? 0, lang)
  const list = lists[it.kind.name]
  return (
    <Sheet
      title={it.state === 'undone' ? t('imports.undone') : t('imports.committed')}
      actions={
        <span className="import-actions">
          {list && it.state === 'committed' ? <Button onClick={() => go(list)}>{it.kind.title}</Button> : null}
          {it.mine && it.state === 'committed' ? (
            <Button danger onClick={() => setUndoing(true)}>
              {t('imports.undo')}
            </Button>
          ) : null}
          <Button type="primary" onClick={() => go(newImportPath, { kind: it.kind.name })}>
            {t('imports.startOver')}
          </Button>
        </span>
      }
    >
      <p className="import-written">
        {t('imports.committedHint', {
          made: number(counts.made),
          changed: number(counts.changed),
          same: number(counts.same),
          left: number(counts.left),
        })}
      </p>
      {it.undoneAt ? (
        <p>
          {t('imports.undoneBy', { name: it.undoneBy ?? '', at: formatDateTime(it.undoneAt, lang), why: it.undoneWhy ?? '' })}
        </p>
      ) : null}
      <Facts
        items={[
          { label: t('imports.by'), value: it.actorName },
          { label: t('imports.at'), value: it.committedAt ? formatDateTime(it.committedAt, lang) : null },
          { label: t('imports.sheet'), value: it.sheetName },
          { label: t('imports.hash'), value: <code className="import-hash">{it.sha256}</code> },
        ]}
      />
      <SidePanel open={undoing} onClose={() => setUndoing(false)} title={t('imports.undoTitle', { file: it.fileName })}>
        <UndoForm
          it={it}
          onDone={async () => {
            setUndoing(false)
            await refresh()
          }}
        />
      </SidePanel>
    </Sheet>
  )
}

function UndoForm({ it, onDone }: { it: Import; onDone: () => Promise<void> }) {
  const { t } = useWords()
  const done = useDone()
  const attempt = useAttempt()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  return (
    <form
      className="import-fix"
      onSubmit={(e) => {
        e.preventDefault()
        setBusy(true)
        void attempt(async () => {
          await api.undoImport.call({ id: it.id, reason: reason.trim() })
          await onDone()
          await done(t('imports.undone'), [])
        }).then(() => setBusy(false))
      }}
    >
      <p>{t('imports.undoHint')}</p>
      <label>
        {t('imports.undoReason')}
        <Input data-autofocus value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />
      </label>
      <div className="import-actions">
        <Button type="primary" danger htmlType="submit" loading={busy} disabled={reason.trim() === ''}>
          {t('imports.undo')}
        </Button>
      </div>
    </form>
  )
}
