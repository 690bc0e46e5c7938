import { z } from 'zod'
import { operation } from '#kernel/contract.ts'
import { can } from './search.permissions.ts'

export const Hit = z.object({
  id: z.string(),
  title: z.string(),
  subtitle: z.string().nullable(),
  link: z.string(),
  rank: z.number(),
})

export const HitGroup = z.object({
  kind: z.string(),
  /** Word key of its heading. */
  title: z.string(),
  hits: z.array(Hit),
  more: z.boolean(),
})
export type HitGroup = z.infer<typeof HitGroup>

export const searchContract = {
  search: operation(can.search)
    .route({
      method: 'GET',
      path: '/search',
      summary:
        'Everything within reach that answers what was typed, by kind, best first; marks narrow, quotation marks are exact',
      tags: ['search'],
    })
    .input(z.object({ text: z.string().max(200).default('') }))
    .output(z.array(HitGroup)),
}
