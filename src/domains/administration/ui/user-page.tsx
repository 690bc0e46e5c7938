import { useQuery } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useAttempt, useDone } from '#ui/act.tsx'
import { formatDateTime } from '#kernel/dates.ts'
import { useAsOf } from '#ui/as-of.ts'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { DateText, Facts, Page, Sheet, StateTag, WaitingPage } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../administration.permissions.ts'
import { type Assignment, type User, userContract } from '../user.contract.ts'
import { api } from './api.ts'
import { AssignForm } from './assign-form.tsx'
import { Assignments } from './assignments.tsx'
import { EndForm } from './end-form.tsx'
import { PasswordOnce } from './password-once.tsx'
import { PersonOf } from './person-of.tsx'
import { UserState } from './user-state.tsx'

/** One account: state, roles with their dates, password. */
export function UserPage({ id }: { id: string }) {
  const { t } = useWords()
  const { data: user, error, refetch } = useQuery(api.getUser.queryOptions({ input: { id } }))
  if (error || !user) return <WaitingPage title={t('administration.user')} error={error} retry={() => void refetch()} />
  return <Account user={user} />
}

function Account({ user }: { user: User }) {
  const { t, lang } = useWords()
  const { asOf } = useAsOf()
  const mayAssign = useMay(can.assignRole) && !asOf
  const mayManage = useMay(can.manageUsers) && !asOf
  const attempt = useAttempt()
  const done = useDone()
  const act = (said: string, run: () => Promise<unknown>) =>
    void attempt(async () => {
      await run()
      await done(t(`administration.${said}`), [api.key()])
    })
  const [naming, setNaming] = useState(false)
  const [assigning, setAssigning] = useState(false)
  const [ending, setEnding] = useState<Assignment | null>(null)
  const [password, setPassword] = useState<string | null>(null)
  return (
    <Page title={user.name} subtitle={user.username} actions={<AccountActions user={user} onPassword={setPassword} />}>
      <div className="columns">
        <Sheet
          title={t('administration.assignments')}
          actions={mayAssign ? <Button onClick={() => setAssigning(true)}>{t('administration.assign')}</Button> : null}
        >
          <Assignments assignments={user.assignments} onEnd={mayAssign ? setEnding : undefined} />
        </Sheet>
        <Sheet title={t('administration.account')}>
          <Facts
            items={[
              { label: t('administration.username'), value: user.username },
              { label: t('administration.state'), value: <UserState state={user.state} /> },
              { label: t('administration.createdOn'), value: <DateText value={user.createdOn} /> },
              {
                label: t('administration.person'),
                value: user.personId ? <PersonOf id={user.personId} name={user.personName} /> : null,
              },
              {
                label: t('administration.twoSteps'),
                value: t(user.secondFactor ? 'administration.appOn' : 'administration.appOff'),
              },
              { label: t('administration.identity'), value: user.oidcName },
              {
                label: t('administration.lockedUntil'),
                value: user.lockedUntil ? <StateTag state="late">{formatDateTime(user.lockedUntil, lang)}</StateTag> : null,
              },
            ]}
          />
          {mayManage ? (
            <div className="form-foot">
              {user.lockedUntil ? (
                <Button onClick={() => act('unlocked', () => api.unlockUser.call({ id: user.id }))}>
                  {t('administration.unlock')}
                </Button>
              ) : null}
              {user.secondFactor ? (
                <Button onClick={() => act('factorReset', () => api.resetSecondFactor.call({ id: user.id }))}>
                  {t('administration.resetFactor')}
                </Button>
              ) : null}
              <Button onClick={() => setNaming(true)}>{t('administration.setIdentity')}</Button>
            </div>
          ) : null}
        </Sheet>
      </div>
      <SidePanel open={naming} onClose={() => setNaming(false)} title={t('administration.setIdentity')}>
        <RecordForm
          id={`administration.identity.${user.id}`}
          schema={inputOf(userContract.setIdentity)}
          initial={{ oidcName: user.oidcName }}
          fixed={{ id: user.id }}
          submit={t('administration.save')}
          onCancel={() => setNaming(false)}
          onSubmit={async (input, options) => {
            await api.setIdentity.call({ ...input, oidcName: input.oidcName ?? null }, options)
            await done(t('administration.identitySet'), [api.key()])
            setNaming(false)
          }}
        >
          <Field name="oidcName" label={t('administration.identity')} hint={t('administration.identityHint')}>
            <Input autoComplete="off" spellCheck={false} />
          </Field>
        </RecordForm>
      </SidePanel>
      <SidePanel
        open={assigning}
        onClose={() => setAssigning(false)}
        title={t('administration.assignTitle', { name: user.name })}
      >
        <AssignForm userId={user.id} onDone={() => setAssigning(false)} />
      </SidePanel>
      <SidePanel open={ending !== null} onClose={() => setEnding(null)} title={t('administration.end')}>
        {ending ? <EndForm assignment={ending} onDone={() => setEnding(null)} /> : null}
      </SidePanel>
      <SidePanel open={password !== null} onClose={() => setPassword(null)} title={t('administration.password')}>
        {password ? <PasswordOnce username={user.username ?? ''} password={password} onDone={() => setPassword(null)} /> : null}
      </SidePanel>
    </Page>
  )
}

/** Disabling happens at once and can be undone; a new password asks first, since the old one is lost. */
function AccountActions({ user, onPassword }: { user: User; onPassword: (password: string) => void }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const { modal } = App.useApp()
  const may = useMay(can.manageUsers) && !asOf
  const attempt = useAttempt()
  const done = useDone()
  if (!may) return null

  async function setDisabled(disabled: boolean, undoable: boolean) {
    await attempt(async () => {
      await api.setUserState.call({ id: user.id, disabled })
      const said = t(disabled ? 'administration.disabled' : 'administration.enabled', { name: user.name })
      await done(said, [api.key()], undoable ? () => void setDisabled(!disabled, false) : undefined)
    })
  }
  function reset() {
    modal.confirm({
      title: t('administration.resetAsk', { name: user.name }),
      content: t('administration.resetHint'),
      okText: t('administration.reset'),
      cancelText: t('ui.cancel'),
      onOk: () => attempt(async () => onPassword((await api.resetPassword.call({ id: user.id })).password)),
    })
  }
  return (
    <>
      <Button onClick={reset}>{t('administration.reset')}</Button>
      <Button onClick={() => void setDisabled(user.state === 'active', true)}>
        {t(user.state === 'active' ? 'administration.disable' : 'administration.enable')}
      </Button>
    </>
  )
}
