import type { PickerSource } from '#ui/screens.ts'
import { api } from './api.ts'

/** Finds kinds of jobs by typing. */
export const kindPicker: PickerSource = {
  search: (search) => api.pickKind.call({ search }),
  find: async (id) => (await api.pickKind.call({ search: id })).find((kind) => kind.id === id) ?? null,
}
