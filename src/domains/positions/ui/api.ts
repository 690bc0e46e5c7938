import { domainApi } from '#ui/client.ts'
import type { PickerSource } from '#ui/screens.ts'
import { positionContract } from '../position.contract.ts'
import { schemeContract } from '../scheme.contract.ts'
import { standingContract } from '../standing.contract.ts'

/** The operations of this domain. */
export const api = domainApi('positions', { ...positionContract, ...schemeContract, ...standingContract })

/** Finds positions in force by typing. */
export const positionPicker: PickerSource = {
  search: (search, asOf) => api.pickPosition.call({ search, asOf }),
  find: async (id, asOf) => (await api.pickPosition.call({ id, asOf }))[0] ?? null,
}
