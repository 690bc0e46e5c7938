import { useQuery } from '@tanstack/react-query'
import { Button, Input, type InputRef } from 'antd'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice } from '#ui/page.tsx'
import { LanguageSwitch, ThemeSwitch } from '#ui/shell-controls.tsx'
import { Seal } from '#ui/shell.tsx'
import { demoAccounts, signIn, type SignInAnswer, signInElsewhere, signInWays, signInWithPasskey } from './session.ts'

const said: Record<Exclude<SignInAnswer, 'in'>, string> = {
  wrong: 'administration.signIn.wrong',
  'too-many': 'administration.signIn.tooMany',
  network: 'ui.errors.network',
  stopped: 'administration.signIn.stopped',
}

/** The sign-in page. On the demonstration server its accounts can be pressed. */
export function SignIn({ onDone }: { onDone: () => void }) {
  const { t, both } = useWords()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  // Back from the single sign-on service, which knew nobody we know.
  const [problem, setProblem] = useState(() =>
    /[?&](sso|error)=/.test(window.location.search) ? t('administration.signIn.ssoFailed') : '',
  )
  const [busy, setBusy] = useState(false)
  const { data: ways } = useQuery({ queryKey: ['sign-in-ways'], queryFn: signInWays, staleTime: Infinity })
  const passwordBox = useRef<InputRef>(null)
  const { data: accounts = [] } = useQuery({ queryKey: ['demo-accounts'], queryFn: demoAccounts, staleTime: Infinity })

  useEffect(() => {
    document.title = `${t('administration.signIn.title')} · ${t('ui.product')}`
  }, [t])

  async function go(ask: () => Promise<SignInAnswer>): Promise<boolean> {
    setBusy(true)
    setProblem('')
    const answer = await ask()
    setBusy(false)
    if (answer !== 'in') setProblem(t(said[answer]))
    return answer === 'in'
  }
  async function enter(name: string, secret: string) {
    if (!name || !secret) {
      setProblem(t('administration.signIn.missing'))
      return
    }
    if (await go(() => signIn(name, secret))) onDone()
    else passwordBox.current?.focus({ cursor: 'all' })
  }

  return (
    <main className="sign-in" id="main">
      <div className="sign-in-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <div className="sign-in-brand">
        <Seal />
        <h1>{t('ui.product')}</h1>
        <p className="muted">{t('administration.signIn.intro')}</p>
      </div>
      <form
        className="sheet sign-in-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void enter(username.trim().toLowerCase(), password)
        }}
      >
        {problem ? <ErrorNotice error={problem} /> : null}
        <label>
          {t('administration.signIn.username')}
          <Input
            size="large"
            value={username}
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setUsername(event.target.value)}
          />
        </label>
        <label>
          {t('administration.signIn.password')}
          <Input.Password
            ref={passwordBox}
            size="large"
            value={password}
            autoComplete="current-password"
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <Button type="primary" size="large" htmlType="submit" block loading={busy}>
          {t('administration.signIn.submit')}
        </Button>
        {ways?.passkey && 'PublicKeyCredential' in window ? (
          <Button size="large" block disabled={busy} onClick={() => void go(signInWithPasskey).then((ok) => ok && onDone())}>
            {t('administration.signIn.passkey')}
          </Button>
        ) : null}
        {ways?.oidc ? (
          <Button size="large" block disabled={busy} onClick={() => void go(signInElsewhere)}>
            {t('administration.signIn.sso', { name: ways.oidc })}
          </Button>
        ) : null}
        <p className="muted hint">{t('administration.signIn.forgot')}</p>
      </form>
      {accounts.length > 0 ? (
        <section className="sign-in-demo">
          <h2>{t('administration.signIn.demo')}</h2>
          <p className="muted">{t('administration.signIn.demoHint')}</p>
          <ul className="plain">
            {accounts.map((account) => (
              <li key={account.username}>
                <button
                  type="button"
                  className="door"
                  disabled={busy}
                  onClick={() => void enter(account.username, account.password)}
                >
                  <span>{both(account.title)}</span>
                  <span className="muted">{account.username}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </main>
  )
}
