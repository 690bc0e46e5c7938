import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render, type RenderResult } from '@testing-library/react'
import type { ReactNode } from 'react'
import type { Language } from '#kernel/words.ts'
import { AppearanceProvider } from './appearance.tsx'
import { startWords, type WordResources } from './i18n.ts'
import { PickersContext } from './picker.tsx'
import type { PickerSource } from './screens.ts'
import { type Self, SelfContext } from './self.ts'
import { readSearch, writeSearch } from './url.ts'

/** An invented account for tests of screens. */
export function aSelf(more: Partial<Self> = {}): Self {
  return {
    id: 'u1',
    name: 'Trần Thị Bình',
    username: 'binh',
    personId: null,
    roles: [],
    permissions: [],
    today: '2026-11-24',
    demonstration: false,
    ...more,
  }
}

export interface ScreenSettings {
  /** Words of the domains shown, as `{ vi: { club: clubWords.vi }, en: { club: clubWords.en } }`. */
  words?: WordResources
  lang?: Language
  self?: Self
  path?: string
  pickers?: Record<string, PickerSource>
}

export interface ShownScreen extends RenderResult {
  /** The address now, with its query. */
  address: () => string
}

/** Shows a screen as the application would: words, look, router, account. Waits until it is there. */
export async function showScreen(screen: ReactNode, settings: ScreenSettings = {}): Promise<ShownScreen> {
  window.scrollTo = () => {}
  startWords(settings.words ?? { vi: {}, en: {} }, settings.lang ?? 'vi')
  const history = createMemoryHistory({ initialEntries: [settings.path ?? '/'] })
  const root = createRootRoute()
  const anywhere = ['/', '/$'].map((path) => createRoute({ getParentRoute: () => root, path, component: () => screen }))
  const router = createRouter({
    routeTree: root.addChildren(anywhere),
    history,
    parseSearch: readSearch,
    stringifySearch: writeSearch,
  })
  await router.load()
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const result = render(
    <SelfContext value={settings.self ?? aSelf()}>
      <PickersContext value={settings.pickers ?? {}}>
        <QueryClientProvider client={client}>
          <AppearanceProvider unstyled>
            <RouterProvider router={router as never} />
          </AppearanceProvider>
        </QueryClientProvider>
      </PickersContext>
    </SelfContext>,
  )
  return { ...result, address: () => router.history.location.href }
}
