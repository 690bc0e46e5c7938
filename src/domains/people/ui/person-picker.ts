import type { PickerSource } from '#ui/screens.ts'
import { api } from './api.ts'

/** Finds people by typing. */
export const personPicker: PickerSource = {
  search: (search) => api.pickPerson.call({ search }),
  find: async (id) => {
    const person = await api.getPerson.call({ id })
    return { id, label: person.fullName }
  },
}

/** The address of a person's page. */
export function personPath(id: string): string {
  return `/con-nguoi/${id}`
}
