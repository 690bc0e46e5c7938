import type { ComponentType, ReactNode } from 'react'
import type { Choice } from '#kernel/contract.ts'
import type { Permission } from '#kernel/permissions.ts'

/** Navigation by work, in this order. */
export const navGroups = [
  'today',
  'work',
  'people',
  'organization',
  'evaluation',
  'figures',
  'reports',
  'administration',
] as const
export type NavGroup = (typeof navGroups)[number]

/** A module that exports one component, as `import('./unit-page.tsx')` gives it, or that component itself. */
export type ScreenModule = ComponentType<never> | Record<string, ComponentType<never>>

/** One page. Parameters of the path (`/to-chuc/don-vi/$id`) arrive as props of the component. */
export interface Screen {
  path: string
  /** Word key. */
  title: string
  permission: Permission
  /** Loaded when first shown: `() => import('./unit-page.tsx')`, or `.then((m) => m.UnitPage)` where the file exports more. */
  component: () => Promise<ScreenModule>
  nav?: { group: NavGroup; order: number; icon?: () => ReactNode }
}

/**
 * A part of a page that belongs to another domain, or of the start page (`today`): what waits, what is late, a few figures. It receives what
 * the place gives (`organization.unit`, `people.person`, `people.person.tab` and `people.my` give `id`) and shows nothing when there is nothing to say.
 */
export interface Block {
  place: string
  id: string
  /** Word key of the tab, where the place shows its blocks as tabs (`people.person.tab`); the id then stands in the address. */
  title?: string
  permission: Permission
  order: number
  component: () => Promise<ScreenModule>
}

/** What a list's filter named `picker` searches with: the operation's name is the key, as `organization.pickUnit`. */
export interface PickerSource {
  search: (text: string, asOf?: string) => Promise<Choice[]>
  /** The words of a value that is already chosen, such as one that stands in the address. */
  find: (id: string, asOf?: string) => Promise<Choice | null>
}

/** All a domain shows. */
export interface DomainScreens {
  domain: string
  screens: Screen[]
  blocks?: Block[]
  pickers?: Record<string, PickerSource>
}

/** Declares the screens of a domain: `export const clubScreens = defineScreens({ domain: 'club', screens: [...] })` in `ui/index.tsx`. */
export function defineScreens(screens: DomainScreens): DomainScreens {
  return screens
}

/** The component of a loaded screen. @throws Error when the module exports none, or several. */
export function componentOf(module: ScreenModule): ComponentType<Record<string, string>> {
  if (typeof module === 'function' || '$$typeof' in module) return module as ComponentType<Record<string, string>>
  const found = Object.values(module).filter(
    (part) => typeof part === 'function' || (typeof part === 'object' && part !== null && '$$typeof' in part),
  )
  if (found.length !== 1)
    throw new Error(`a screen exports one component, not ${found.length}: ${Object.keys(module).join(', ')}`)
  return found[0] as unknown as ComponentType<Record<string, string>>
}
