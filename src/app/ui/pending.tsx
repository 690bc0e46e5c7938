import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { PasswordForm } from '#domains/administration/ui/password-form.tsx'
import { PasskeySetup } from '#domains/administration/ui/passkeys.tsx'
import { TotpSetup } from '#domains/administration/ui/totp-setup.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice } from '#ui/page.tsx'
import { LanguageSwitch, ThemeSwitch } from '#ui/shell-controls.tsx'
import { Seal } from '#ui/shell.tsx'
import { showSecondFactor, signInWithPasskey, type SignInAnswer } from './session.ts'

/** What stands between signing in and the first page: a second step, a new password, a second factor to set up. */
export function Pending(props: { pending: 'second-factor' | 'password' | 'enrol'; onDone: () => void; onSignOut: () => void }) {
  const { t } = useWords()
  const { pending, onDone } = props
  return (
    <main className="sign-in" id="main">
      <div className="sign-in-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <div className="sign-in-brand">
        <Seal />
        <h1>{t(`administration.pending.${pending}`)}</h1>
        <p className="muted">{t(`administration.pendingHint.${pending}`)}</p>
      </div>
      <div className="sheet sign-in-form">
        {pending === 'second-factor' ? <SecondStep onDone={onDone} /> : null}
        {pending === 'password' ? <PasswordForm onDone={onDone} /> : null}
        {pending === 'enrol' ? <Enrol onDone={onDone} /> : null}
        <Button type="text" block onClick={props.onSignOut}>
          {t('ui.user.signOut')}
        </Button>
      </div>
    </main>
  )
}

const said: Record<Exclude<SignInAnswer, 'in'>, string> = {
  wrong: 'administration.wrongCode',
  'too-many': 'administration.signIn.tooMany',
  network: 'ui.errors.network',
  stopped: 'administration.signIn.stopped',
}

function SecondStep({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const [recovering, setRecovering] = useState(false)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  async function go(ask: () => Promise<SignInAnswer>) {
    setBusy(true)
    const answer = await ask()
    setBusy(false)
    setProblem(answer === 'in' ? '' : t(said[answer]))
    if (answer === 'in') onDone()
  }
  return (
    <form
      className="sign-in-form-inner"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void go(() => showSecondFactor(code))
      }}
    >
      {problem ? <ErrorNotice error={problem} /> : null}
      <label>
        {t(recovering ? 'administration.recoveryCode' : 'administration.oneTimeCode')}
        <Input
          size="large"
          className="figures"
          autoFocus
          value={code}
          inputMode={recovering ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          maxLength={20}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {t('administration.confirm')}
      </Button>
      {'PublicKeyCredential' in window ? (
        <Button size="large" block disabled={busy} onClick={() => void go(signInWithPasskey)}>
          {t('administration.signIn.passkey')}
        </Button>
      ) : null}
      <Button
        type="link"
        onClick={() => {
          setRecovering(!recovering)
          setCode('')
        }}
      >
        {t(recovering ? 'administration.useApp' : 'administration.useRecoveryCode')}
      </Button>
    </form>
  )
}

function Enrol({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const [way, setWay] = useState<'app' | 'passkey' | null>(null)
  if (way === 'app') return <TotpSetup onDone={onDone} />
  if (way === 'passkey') return <PasskeySetup onDone={onDone} onCancel={() => setWay(null)} />
  return (
    <>
      <Button type="primary" size="large" block onClick={() => setWay('app')}>
        {t('administration.setUpApp')}
      </Button>
      <Button size="large" block onClick={() => setWay('passkey')}>
        {t('administration.addPasskey')}
      </Button>
    </>
  )
}
