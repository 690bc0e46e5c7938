import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import viVN from 'antd/locale/vi_VN'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useWords } from './i18n.ts'
import { recall, remember } from './stored.ts'
import { injectTokens, type Mode, showMode, themeConfig } from './theme.ts'

export const appearances = ['light', 'dark', 'system'] as const
export type Appearance = (typeof appearances)[number]

const AppearanceContext = createContext<{ choice: Appearance; mode: Mode; choose: (choice: Appearance) => void }>({
  choice: 'system',
  mode: 'light',
  choose: () => {},
})

/** What the reader chose, what is shown, and how to choose. */
export function useAppearance() {
  return useContext(AppearanceContext)
}

function useMedia(query: string): boolean {
  const [subscribe, matches] = useMemo(() => {
    const list = window.matchMedia(query)
    const listen = (changed: () => void) => {
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    }
    return [listen, () => list.matches] as const
  }, [query])
  return useSyncExternalStore(subscribe, matches)
}

/**
 * Light or dark as chosen or as the device says, motion unless it asks for none, and Ant Design in the reader's language. `unstyled` leaves
 * Ant Design's styles out: tests look at words and roles, and a simulated browser takes seconds over thousands of style rules.
 */
export function AppearanceProvider({ children, unstyled = false }: { children: ReactNode; unstyled?: boolean }) {
  const { lang } = useWords()
  const [choice, setChoice] = useState<Appearance>(() => appearances.find((each) => each === recall('appearance')) ?? 'system')
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const still = useMedia('(prefers-reduced-motion: reduce)')
  const mode: Mode = choice === 'system' ? (systemDark ? 'dark' : 'light') : choice

  useEffect(() => {
    injectTokens()
    showMode(mode)
  }, [mode])

  const value = useMemo(
    () => ({
      choice,
      mode,
      choose: (next: Appearance) => {
        remember('appearance', next)
        setChoice(next)
      },
    }),
    [choice, mode],
  )
  const theme = useMemo(() => ({ ...themeConfig(mode, still), zeroRuntime: unstyled }), [mode, still, unstyled])
  return (
    <AppearanceContext value={value}>
      <ConfigProvider
        theme={theme}
        locale={lang === 'vi' ? viVN : enUS}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        <App className="app">{children}</App>
      </ConfigProvider>
    </AppearanceContext>
  )
}
