import { implement } from '#kernel/operations.ts'
import { lineageGraphContract } from './lineage-graph.contract.ts'
import { lineageGraph } from './lineage-graph.service.ts'

export const lineageGraphRoutes = implement(lineageGraphContract, {
  lineageGraph: ({ input, context }) => lineageGraph(context, input.id),
})
