import { z } from 'zod'
import { Id, operation } from '#kernel/contract.ts'
import { UnitName } from './act.contract.ts'
import { can } from './organization.permissions.ts'

/** Every unit that one came from or became, however many steps away, and the steps between them. */
export const LineageGraph = z.object({
  /** Under their last names, from when until when they lived. */
  units: z.array(UnitName.extend({ from: z.string().nullable(), until: z.string().nullable() })),
  edges: z.array(z.object({ from: Id, to: Id, on: z.string(), whole: z.boolean(), act: z.string(), actId: Id })),
  /** There are more units than are drawn. */
  more: z.boolean(),
})
export type LineageGraph = z.infer<typeof LineageGraph>

export const lineageGraphContract = {
  lineageGraph: operation(can.readUnit)
    .route({
      method: 'GET',
      path: '/organization/units/{id}/lineage-graph',
      summary: 'All units a unit came from and became, with the acts between them',
      tags: ['organization'],
    })
    .input(z.object({ id: Id }))
    .output(LineageGraph),
}
