import { z } from 'zod'

/** At which units sums are put together: the body right below the province, the units of a level, or each unit by itself. */
export const PlaceLevel = z.enum(['body', 'province', 'district', 'commune', 'unit'])
export type PlaceLevel = z.infer<typeof PlaceLevel>
