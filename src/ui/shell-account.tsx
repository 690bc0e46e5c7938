import { UserOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { formatDateShort, formatDateTime } from '#kernel/dates.ts'
import { Blocks } from './blocks.tsx'
import { useWords } from './i18n.ts'
import { useSelf } from './self.ts'
import { useGo } from './url.ts'

/** What one does with the own account from any page. */
export interface AccountActs {
  signOut: () => void
  /** Acts for somebody in this browser, or for oneself again. */
  actFor: (delegationId: string | null) => void
  endEmergency: () => void
}

/** Who is signed in, with which roles, for whom one may act, and the way out. */
export function UserMenu({ account }: { account: AccountActs }) {
  const { t } = useWords()
  const self = useSelf()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      content={
        <div className="user-card">
          <UserCard />
          <UserLinks />
          <UserActs account={account} onDone={() => setOpen(false)} />
          <Button block onClick={account.signOut}>
            {t('ui.user.signOut')}
          </Button>
        </div>
      }
    >
      <Button type="text" className="user-button" icon={<UserOutlined />} aria-label={t('ui.user.menu', { name: self.name })}>
        <span className="user-name">{self.name}</span>
      </Button>
    </Popover>
  )
}

/** The way to the own profile, and those for whom one may act. */
export function UserActs({ account, onDone }: { account: AccountActs; onDone: () => void }) {
  const { t, lang } = useWords()
  const self = useSelf()
  const go = useGo()
  const others = (self.mayActFor ?? []).filter((each) => each.delegationId !== self.behalf?.delegationId)
  const act = (delegationId: string | null) => {
    onDone()
    account.actFor(delegationId)
  }
  return (
    <div className="user-acts">
      <Button
        onClick={() => {
          onDone()
          go('/ho-so')
        }}
      >
        {t('ui.user.profile')}
      </Button>
      {self.behalf ? <Button onClick={() => act(null)}>{t('ui.user.actForSelf')}</Button> : null}
      {others.map((each) => (
        <Button
          key={each.delegationId}
          onClick={() => act(each.delegationId)}
          title={t('ui.user.actUntil', { date: formatDateShort(each.lastDay, lang) })}
        >
          {t('ui.user.actFor', { name: each.name })}
        </Button>
      ))}
    </div>
  )
}

/** Pages about the account itself, which domains bring. */
export function UserLinks() {
  return (
    <div className="user-links">
      <Blocks place="shell.user" small />
    </div>
  )
}

/** The account and its roles. */
export function UserCard() {
  const { t, both } = useWords()
  const self = useSelf()
  return (
    <div>
      <strong>{self.name}</strong>
      <div className="muted">{self.username}</div>
      <ul className="plain" aria-label={t('ui.user.roles')}>
        {self.roles.map((role) => (
          <li key={`${role.role}/${role.unitId ?? ''}`}>
            {role.unitName ? t('ui.user.at', { role: both(role.title), unit: role.unitName }) : both(role.title)}
          </li>
        ))}
        {self.roles.length === 0 ? <li>{t('ui.user.noRoles')}</li> : null}
      </ul>
    </div>
  )
}

/** Says for whom everything on the page is done. */
export function BehalfBand({ account }: { account: AccountActs }) {
  const { t } = useWords()
  const { behalf } = useSelf()
  if (!behalf) return null
  return (
    <div className="band" role="status">
      <span>{t('ui.user.behalfBand', { name: behalf.name })}</span>
      <Button size="small" onClick={() => account.actFor(null)}>
        {t('ui.user.actForSelf')}
      </Button>
    </div>
  )
}

/** Says on every page that emergency access is on, and until when. */
export function EmergencyBand({ account }: { account: AccountActs }) {
  const { t, lang } = useWords()
  const { emergency } = useSelf()
  if (!emergency) return null
  return (
    <div className="band band-late" role="alert">
      <strong>{t('ui.user.emergencyBand', { time: formatDateTime(emergency.until, lang) })}</strong>
      <Button size="small" onClick={account.endEmergency}>
        {t('ui.user.endEmergency')}
      </Button>
    </div>
  )
}
