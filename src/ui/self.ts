import { createContext, useContext } from 'react'
import type { Permission } from '#kernel/permissions.ts'

/** The signed-in account, as `administration.whoAmI` answers. */
export interface Self {
  id: string
  name: string
  username: string
  personId: string | null
  roles: { role: string; title: { vi: string; en: string }; unitId: string | null; unitName: string | null }[]
  permissions: string[]
  today: string
  demonstration: boolean
}

export const SelfContext = createContext<Self | null>(null)

/** The signed-in account. @throws Error outside of the shell, where nobody is signed in. */
export function useSelf(): Self {
  const self = useContext(SelfContext)
  if (!self) throw new Error('useSelf needs the shell')
  return self
}

/** Whether the account holds a permission at any reach. The server has the last word; this only hides what would be refused. */
export function useMay(permission: Permission | string): boolean {
  const { permissions } = useSelf()
  return permissions.includes(typeof permission === 'string' ? permission : permission.id)
}
