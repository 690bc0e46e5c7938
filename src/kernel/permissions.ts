/** How far a permission reaches: own records, the unit of the role, that unit and all below it, everything. */
export const reaches = ['own', 'unit', 'unit-and-below', 'all'] as const
export type Reach = (typeof reaches)[number]

/** Something that may be allowed, in words: `evaluation.submitRating`. Made only by `definePermissions`. */
export interface Permission {
  readonly id: string
  readonly words: { readonly vi: string; readonly en: string }
}

/**
 * Declares what a domain may allow. Keys become `domain.key`; values say it in Vietnamese and English.
 *
 * @example const can = definePermissions('club', { admitMember: { vi: 'Kết nạp hội viên', en: 'Admit a member' } })
 */
export function definePermissions<const T extends Record<string, { vi: string; en: string }>>(
  domain: string,
  words: T,
): { readonly [K in keyof T]: Permission } {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [key, { id: `${domain}.${key}`, words: value }]),
  ) as unknown as { readonly [K in keyof T]: Permission }
}

/** What every account may do for itself whatever else waits: see and protect the own account. */
export const selfPermissions = ['administration.readSelf', 'administration.changeSelf'] as const

/** Whether a permission may be passed on or widened: who administers does so in person. */
export function isDelegable(permission: string): boolean {
  return !permission.startsWith('administration.')
}

/** What a signed-in account has to do before anything else: show its second factor, change a first password, set up a second factor. */
export type Pending = 'second-factor' | 'password' | 'enrol'
