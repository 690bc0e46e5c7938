import type { PickerSource } from '#ui/screens.ts'
import { api } from './api.ts'

/** Operations of the log, by their words. */
export const operationPicker: PickerSource = {
  search: (search) => api.pickOperation.call({ search }),
  find: async (id) => (await api.pickOperation.call({ search: id })).find((each) => each.id === id) ?? { id, label: id },
}
