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
  /** What has to be done before anything else. */
  pending?: 'second-factor' | 'password' | 'enrol' | null
  /** For whom this browser acts now, and for whom it may. */
  behalf?: { delegationId: string; name: string } | null
  mayActFor?: { delegationId: string; name: string; lastDay: string }[]
  emergency?: { until: string } | null
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
