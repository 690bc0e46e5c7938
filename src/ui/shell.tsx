import { MenuOutlined } from '@ant-design/icons'
import { useRouterState } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useAsOf } from './as-of.ts'
import { Blocks } from './blocks.tsx'
import { useWords } from './i18n.ts'
import { A } from './link.tsx'
import { isTyping } from './list-keys.ts'
import { activeScreen, type NavEntry, navigationOf } from './navigation.ts'
import { SidePanel } from './panel.tsx'
import type { Screen } from './screens.ts'
import { ScreensContext } from './screens-context.ts'
import { useSelf } from './self.ts'
import { type AccountActs, BehalfBand, EmergencyBand, UserActs, UserCard, UserLinks, UserMenu } from './shell-account.tsx'
import { AsOfBand, AsOfControl, LanguageSwitch, ThemeSwitch } from './shell-controls.tsx'

export { useAsOf } from './as-of.ts'
export { useMay, useSelf } from './self.ts'

/** Everything around a page: top bar, navigation of what the account may open, the date on the desk. */
export function AppShell({ screens, account, children }: { screens: Screen[]; account: AccountActs; children: ReactNode }) {
  const onSignOut = account.signOut
  const { t } = useWords()
  const self = useSelf()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [menuFor, setMenuFor] = useState<string | null>(null)
  const entries = navigationOf(screens, (permission) => self.permissions.includes(permission.id))
  const active = activeScreen(entries, path)
  const within = entries.find((entry) => entry.group === active?.group)
  useTodayKey()
  const subnav = useRef<HTMLElement>(null)
  // On a narrow screen the page one stands on may lie beyond the edge.
  useEffect(() => {
    const on = subnav.current?.querySelector<HTMLElement>('.nav-on')
    if (subnav.current && on) subnav.current.scrollLeft = on.offsetLeft - (subnav.current.clientWidth - on.clientWidth) / 2
  }, [active?.screen])

  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('ui.skip')}
      </a>
      <header className="shell-bar">
        <Button
          className="shell-menu"
          type="text"
          icon={<MenuOutlined />}
          aria-label={t('ui.menu')}
          onClick={() => setMenuFor(path)}
        />
        <A to="/" className="brand">
          <Seal />
          {t('ui.product')}
        </A>
        <nav className="shell-nav" aria-label={t('ui.nav.main')}>
          {entries.map((entry) => (
            <GroupLink key={entry.group} entry={entry} active={entry.group === active?.group} />
          ))}
        </nav>
        <div className="shell-end">
          <ScreensContext value={screens}>
            <Blocks place="shell" />
          </ScreensContext>
          <AsOfControl />
          <Blocks place="shell.bar" small />
          <span className="shell-wide">
            <LanguageSwitch />
            <ThemeSwitch />
            <UserMenu account={account} />
          </span>
        </div>
      </header>
      {within && within.screens.length > 1 ? (
        <nav className="subnav" ref={subnav} aria-label={t('ui.nav.within', { group: t(`ui.nav.${within.group}`) })}>
          {within.screens.map((screen) => (
            <A key={screen.path} to={screen.path} className={screen === active?.screen ? 'nav nav-on' : 'nav'}>
              {t(screen.title)}
            </A>
          ))}
        </nav>
      ) : null}
      <EmergencyBand account={account} />
      <BehalfBand account={account} />
      <AsOfBand />
      {/* It scrolls, and not every page has something in it that takes the focus. */}
      <main id="main" tabIndex={0}>
        {children}
      </main>
      {/* Going to a page closes the menu. */}
      <SidePanel open={menuFor === path} onClose={() => setMenuFor(null)} title={t('ui.menu')}>
        <nav className="drawer-nav" aria-label={t('ui.nav.main')}>
          {entries.map((entry) => (
            <section key={entry.group}>
              <h3>{t(`ui.nav.${entry.group}`)}</h3>
              {entry.screens.map((screen) => (
                <A key={screen.path} to={screen.path} className={screen === active?.screen ? 'nav nav-on' : 'nav'}>
                  {t(screen.title)}
                </A>
              ))}
            </section>
          ))}
        </nav>
        <div className="drawer-user">
          <UserCard />
          <UserLinks />
          <UserActs account={account} onDone={() => setMenuFor(null)} />
          <div className="drawer-switches">
            <LanguageSwitch />
            <ThemeSwitch />
            <Button onClick={onSignOut}>{t('ui.user.signOut')}</Button>
          </div>
        </div>
      </SidePanel>
    </div>
  )
}

function GroupLink({ entry, active }: { entry: NavEntry; active: boolean }) {
  const { t } = useWords()
  return (
    <A to={entry.screens[0]?.path ?? '/'} className={active ? 'nav nav-on' : 'nav'}>
      {t(`ui.nav.${entry.group}`)}
    </A>
  )
}

/** The mark of the product: a square seal. */
export function Seal() {
  return (
    <svg className="seal" viewBox="0 0 20 20" aria-hidden focusable="false">
      <rect x="1" y="1" width="18" height="18" rx="3" />
      <path d="M6 14.5v-9l8 9v-9" />
    </svg>
  )
}

/** One key returns to today. */
function useTodayKey(): void {
  const { asOf, setAsOf } = useAsOf()
  useEffect(() => {
    if (!asOf) return
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 't' && event.key !== 'T') return
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      setAsOf(null)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [asOf, setAsOf])
}
