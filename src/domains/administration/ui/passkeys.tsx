import { startRegistration } from '@simplewebauthn/browser'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { errorText } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { Empty, ErrorNotice } from '#ui/page.tsx'
import type { Security } from '../security.contract.ts'
import { api } from './api.ts'
import { describeDevice } from './device.ts'

/** Registers this device, or a key stuck into it. */
export function PasskeySetup({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const [name, setName] = useState(() => describeDevice(navigator.userAgent))
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  async function register() {
    setBusy(true)
    setProblem('')
    try {
      const options = await api.askPasskey.call()
      const response = await startRegistration({
        optionsJSON: options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'],
      })
      await api.addPasskey.call({ name, response: { ...response, type: 'public-key' } })
      await done(t('administration.passkeyAdded'), [api.mySecurity.key()])
      onDone()
    } catch (error) {
      const stopped = error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'InvalidStateError')
      setProblem(stopped ? t('administration.signIn.stopped') : errorText(error, t))
    }
    setBusy(false)
  }
  return (
    <div className="stack-gap">
      <p className="muted">{t('administration.passkeyHint')}</p>
      {problem ? <ErrorNotice error={problem} /> : null}
      <label>
        {t('administration.passkeyName')}
        <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </label>
      <div className="form-foot">
        <Button type="primary" loading={busy} disabled={name.trim() === ''} onClick={() => void register()}>
          {t('administration.addPasskey')}
        </Button>
        <Button onClick={onCancel}>{t('ui.cancel')}</Button>
      </div>
    </div>
  )
}

/** Passkeys of the own account. */
export function Passkeys({ passkeys }: { passkeys: Security['passkeys'] }) {
  const { t, lang } = useWords()
  const attempt = useAttempt()
  const done = useDone()
  if (passkeys.length === 0) return <Empty title={t('administration.noPasskeys')} hint={t('administration.passkeyHint')} />
  return (
    <ul className="plain rows">
      {passkeys.map((key) => (
        <li key={key.id}>
          <div>
            <strong>{key.name}</strong>
            <div className="muted">
              {key.lastUsedAt
                ? t('administration.usedAt', { at: formatDateTime(key.lastUsedAt, lang) })
                : t('administration.addedAt', { at: formatDateTime(key.createdAt, lang) })}
            </div>
          </div>
          <Button
            size="small"
            onClick={() =>
              void attempt(async () => {
                await api.removePasskey.call({ id: key.id })
                await done(t('administration.passkeyRemoved'), [api.mySecurity.key()])
              })
            }
          >
            {t('administration.remove')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
