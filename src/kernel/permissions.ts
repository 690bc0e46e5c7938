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
