import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  Outlet,
  retainSearchParams,
  useParams,
} from '@tanstack/react-router'
import { Button } from 'antd'
import type { ComponentType } from 'react'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Page, Skeleton } from '#ui/page.tsx'
import { componentOf, type Screen } from '#ui/screens.ts'
import type { AccountActs } from '#ui/shell-account.tsx'
import { AppShell, useMay } from '#ui/shell.tsx'
import { readSearch, type UrlSearch, writeSearch } from '#ui/url.ts'

/** The router of all screens, each loaded when first shown, inside of the shell. The date on the desk stays from page to page. */
export function makeRouter(screens: Screen[], account: AccountActs) {
  const root = createRootRoute({
    component: () => (
      <AppShell screens={screens} account={account}>
        <Outlet />
      </AppShell>
    ),
    notFoundComponent: NotFound,
    errorComponent: Broken,
    validateSearch: (search: UrlSearch) => search,
    search: { middlewares: [retainSearchParams(['asOf'])] },
  })
  const routes = screens.map((screen) => {
    let loaded: ComponentType<Record<string, string>> | undefined
    return createRoute({
      getParentRoute: () => root,
      path: screen.path,
      loader: async () => {
        loaded ??= componentOf(await screen.component())
      },
      staleTime: Infinity,
      component: function ScreenRoute() {
        const params = useParams({ strict: false }) as Record<string, string>
        const may = useMay(screen.permission)
        const Shown = loaded
        if (!may || !Shown) return <NotFound />
        // Another record is another page: nothing typed or opened on the former stays.
        return <Shown key={JSON.stringify(params)} {...params} />
      },
    })
  })
  return createRouter({
    routeTree: root.addChildren(routes),
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultPendingComponent: () => (
      <Page title="">
        <Skeleton lines={6} />
      </Page>
    ),
    defaultPendingMs: 300,
    defaultErrorComponent: Broken,
    defaultPreload: 'intent',
    scrollRestoration: true,
    scrollToTopSelectors: ['#main'],
  })
}

/** No such page, or not for this account: the same answer for both. */
export function NotFound() {
  const { t } = useWords()
  return (
    <Page title={t('ui.errors.notFound')}>
      <Empty
        title={t('ui.errors.notFound')}
        hint={t('ui.errors.notFoundHint')}
        action={
          <A to="/" className="link">
            {t('ui.errors.toStart')}
          </A>
        }
      />
    </Page>
  )
}

/** A page that could not be shown; the rest of the application goes on. */
export function Broken({ reset }: ErrorComponentProps) {
  const { t } = useWords()
  return (
    <Page title={t('ui.errors.title')}>
      <ErrorNotice error={t('ui.errors.screen')} retry={reset} />
      <Button onClick={() => window.location.reload()}>{t('ui.errors.reload')}</Button>
    </Page>
  )
}
