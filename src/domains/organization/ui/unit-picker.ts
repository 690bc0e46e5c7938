import type { PickerSource } from '#ui/screens.ts'
import { api } from './api.ts'

/** Finds units by typing, as of the date on the desk. */
export const unitPicker: PickerSource = {
  search: (search, asOf) => api.pickUnit.call({ search, asOf }),
  find: async (id, asOf) => {
    const unit = await api.getUnit.call({ id, asOf })
    const version = unit.current ?? unit.versions.at(-1)
    return version ? { id, label: version.name, hint: version.code } : null
  },
}

/** The address of a unit's page. */
export function unitPath(id: string): string {
  return `/to-chuc/don-vi/${id}`
}
