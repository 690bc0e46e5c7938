import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { useDone } from '#ui/act.tsx'
import { errorText } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice } from '#ui/page.tsx'
import { api } from './api.ts'

/** Another password for the own account. Pasting is welcome; what is typed can be looked at, and is kept as a draft nowhere. */
export function PasswordForm({ onDone, onCancel }: { onDone: () => void; onCancel?: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const [present, setPresent] = useState('')
  const [next, setNext] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  async function change() {
    setBusy(true)
    setProblem('')
    try {
      await api.changePassword.call({ present, next })
      await done(t('administration.passwordChanged'), [api.mySessions.key()])
      onDone()
    } catch (error) {
      setProblem(errorText(error, t))
    }
    setBusy(false)
  }
  return (
    <form
      className="stack-gap"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void change()
      }}
    >
      {problem ? <ErrorNotice error={problem} /> : null}
      <label>
        {t('administration.presentPassword')}
        <Input.Password value={present} autoComplete="current-password" onChange={(event) => setPresent(event.target.value)} />
      </label>
      <label>
        {t('administration.newPassword')}
        <Input.Password value={next} autoComplete="new-password" onChange={(event) => setNext(event.target.value)} />
      </label>
      <p className="muted hint">{t('administration.passwordRules')}</p>
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={busy} disabled={present === '' || next === ''}>
          {t('administration.changePassword')}
        </Button>
        {onCancel ? <Button onClick={onCancel}>{t('ui.cancel')}</Button> : null}
      </div>
    </form>
  )
}
