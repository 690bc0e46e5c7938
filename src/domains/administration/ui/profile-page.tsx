import { useQuery } from '@tanstack/react-query'
import { Button, Input, Segmented } from 'antd'
import { type FormEvent, useState } from 'react'
import { useDone } from '#ui/act.tsx'
import { appearances, type Appearance, useAppearance } from '#ui/appearance.tsx'
import { errorText } from '#ui/client.ts'
import { chooseLanguage, useWords } from '#ui/i18n.ts'
import { ErrorNotice, Facts, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay, useSelf } from '#ui/self.ts'
import { can } from '../administration.permissions.ts'
import type { Security } from '../security.contract.ts'
import { api } from './api.ts'
import { Delegations } from './delegations.tsx'
import { EmergencyForm } from './emergency-form.tsx'
import { Passkeys, PasskeySetup } from './passkeys.tsx'
import { PasswordForm } from './password-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Sessions } from './sessions.tsx'
import { TotpSetup } from './totp-setup.tsx'

type Panel = 'password' | 'totp' | 'removeTotp' | 'codes' | 'passkey' | 'emergency'

/** The own account: who one is, how the screen looks, what protects it, where it is signed in, for whom one acts. */
export function ProfilePage() {
  const { t } = useWords()
  const [panel, setPanel] = useState<Panel | null>(null)
  const self = useSelf()
  const mayEmergency = useMay(can.takeEmergency)
  const { data: security, error, refetch } = useQuery(api.mySecurity.queryOptions())
  const close = () => {
    setPanel(null)
    void refetch()
  }
  return (
    <Page
      title={t('administration.profile')}
      subtitle={self.name}
      actions={
        mayEmergency && !self.emergency ? (
          <Button danger onClick={() => setPanel('emergency')}>
            {t('administration.takeEmergency')}
          </Button>
        ) : null
      }
    >
      <div className="columns">
        <div>
          <Account />
          {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
          {security ? <Protection security={security} open={setPanel} /> : <Skeleton lines={6} />}
        </div>
        <div>
          <Sessions />
          <Delegations />
        </div>
      </div>
      <SidePanel open={panel === 'password'} onClose={close} title={t('administration.changePassword')}>
        {panel === 'password' ? <PasswordForm onDone={close} onCancel={close} /> : null}
      </SidePanel>
      <SidePanel open={panel === 'totp'} onClose={close} title={t('administration.setUpApp')}>
        {panel === 'totp' ? <TotpSetup onDone={close} /> : null}
      </SidePanel>
      <SidePanel open={panel === 'codes'} onClose={close} title={t('administration.renewCodes')}>
        {panel === 'codes' ? <RenewCodes onDone={close} /> : null}
      </SidePanel>
      <SidePanel open={panel === 'removeTotp'} onClose={close} title={t('administration.removeApp')}>
        {panel === 'removeTotp' ? <RemoveTotp onDone={close} /> : null}
      </SidePanel>
      <SidePanel open={panel === 'passkey'} onClose={close} title={t('administration.addPasskey')}>
        {panel === 'passkey' ? <PasskeySetup onDone={close} onCancel={close} /> : null}
      </SidePanel>
      <SidePanel open={panel === 'emergency'} onClose={close} title={t('administration.takeEmergency')}>
        {panel === 'emergency' ? <EmergencyForm onCancel={close} /> : null}
      </SidePanel>
    </Page>
  )
}

function Account() {
  const { t, both, lang } = useWords()
  const self = useSelf()
  const { choice, choose } = useAppearance()
  return (
    <Sheet title={t('administration.account')}>
      <Facts
        items={[
          { label: t('administration.name'), value: self.name },
          { label: t('administration.username'), value: self.username },
          {
            label: t('administration.roles'),
            value:
              self.roles
                .map((r) => (r.unitName ? t('ui.user.at', { role: both(r.title), unit: r.unitName }) : both(r.title)))
                .join('; ') || null,
          },
          {
            label: t('ui.language.title'),
            value: (
              <Segmented
                value={lang}
                options={(['vi', 'en'] as const).map((value) => ({ value, label: t(`ui.language.${value}`) }))}
                onChange={chooseLanguage}
              />
            ),
          },
          {
            label: t('ui.theme.title'),
            value: (
              <Segmented<Appearance>
                value={choice}
                options={appearances.map((value) => ({ value, label: t(`ui.theme.${value}`) }))}
                onChange={choose}
              />
            ),
          },
        ]}
      />
    </Sheet>
  )
}

function Protection({ security, open }: { security: Security; open: (panel: Panel) => void }) {
  const { t } = useWords()
  return (
    <>
      {security.hasPassword ? (
        <Sheet
          title={t('administration.password')}
          actions={<Button onClick={() => open('password')}>{t('administration.changePassword')}</Button>}
        >
          <p className="muted">{t('administration.passwordRules')}</p>
        </Sheet>
      ) : null}
      <Sheet
        title={t('administration.twoSteps')}
        actions={
          security.totp ? (
            <>
              <Button onClick={() => open('codes')}>{t('administration.renewCodes')}</Button>
              <Button onClick={() => open('removeTotp')}>{t('administration.removeApp')}</Button>
            </>
          ) : (
            <Button onClick={() => open('totp')}>{t('administration.setUpApp')}</Button>
          )
        }
      >
        <p>
          <StateTag state={security.totp ? 'ok' : security.required ? 'late' : 'draft'}>
            {t(security.totp ? 'administration.appOn' : 'administration.appOff')}
          </StateTag>{' '}
          {security.totp ? t('administration.codesLeft', { count: security.recoveryCodesLeft }) : null}
        </p>
        <p className="muted">{t(security.required ? 'administration.twoStepsRequired' : 'administration.twoStepsHint')}</p>
      </Sheet>
      <Sheet
        title={t('administration.passkeys')}
        actions={<Button onClick={() => open('passkey')}>{t('administration.addPasskey')}</Button>}
      >
        <Passkeys passkeys={security.passkeys} />
      </Sheet>
    </>
  )
}

/** Asks the password again before something that weakens or renews the protection. */
function WithPassword({ submit, run }: { submit: string; run: (password: string) => Promise<void> }) {
  const { t } = useWords()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  async function go() {
    setBusy(true)
    setProblem('')
    await run(password).catch((error: unknown) => setProblem(errorText(error, t)))
    setBusy(false)
  }
  return (
    <form
      className="stack-gap"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void go()
      }}
    >
      {problem ? <ErrorNotice error={problem} /> : null}
      <label>
        {t('administration.presentPassword')}
        <Input.Password value={password} autoComplete="current-password" onChange={(event) => setPassword(event.target.value)} />
      </label>
      <Button type="primary" htmlType="submit" loading={busy} disabled={password === ''}>
        {submit}
      </Button>
    </form>
  )
}

function RenewCodes({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  return (
    <WithPassword
      submit={t('administration.renewCodes')}
      run={async (password) => setCodes((await api.renewRecoveryCodes.call({ password })).recoveryCodes)}
    />
  )
}

function RemoveTotp({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <WithPassword
      submit={t('administration.removeApp')}
      run={async (password) => {
        await api.removeTotp.call({ password })
        await done(t('administration.appRemoved'), [api.mySecurity.key()])
        onDone()
      }}
    />
  )
}
