import type { Permission } from '#kernel/permissions.ts'
import { type NavGroup, navGroups, type Screen } from './screens.ts'

/** One group of the navigation with the pages this account may open. */
export interface NavEntry {
  group: NavGroup
  screens: Screen[]
}

/** The navigation of an account: groups in their order, pages by theirs, nothing it may not open. */
export function navigationOf(screens: Screen[], may: (permission: Permission) => boolean): NavEntry[] {
  const shown = screens.filter((screen) => screen.nav && may(screen.permission))
  return navGroups
    .map((group) => ({
      group,
      screens: shown.filter((screen) => screen.nav?.group === group).sort((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0)),
    }))
    .filter((entry) => entry.screens.length > 0)
}

/** The page of the navigation that an address belongs to: the longest path the address begins with. */
export function activeScreen(entries: NavEntry[], path: string): { group: NavGroup; screen: Screen } | null {
  let best: { group: NavGroup; screen: Screen } | null = null
  for (const { group, screens } of entries) {
    for (const screen of screens) {
      const within = screen.path === '/' ? path === '/' : path === screen.path || path.startsWith(`${screen.path}/`)
      if (within && screen.path.length > (best?.screen.path.length ?? -1)) best = { group, screen }
    }
  }
  return best
}
