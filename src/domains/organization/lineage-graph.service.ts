import type { Ctx } from '#kernel/context.ts'
import type { LineageGraph } from './lineage-graph.contract.ts'
import { findLifetimes, findLineageEdges } from './lineage-graph.store.ts'
import { getUnit } from './unit.service.ts'

/** Units drawn in one graph; of one that took over more, the first. */
const mostDrawn = 60

/** All units that a unit came from or became, with the acts between them. @throws Refusal `kernel.notFound` */
export async function lineageGraph(ctx: Ctx, id: string): Promise<LineageGraph> {
  await getUnit(ctx, { id })
  const edges = await findLineageEdges(ctx.db, id)
  const ids = [...new Set([id, ...edges.flatMap((e) => [e.from, e.to])])]
  const drawn = new Set(ids.slice(0, mostDrawn))
  const units = await findLifetimes(ctx.db, [...drawn])
  return { units, edges: edges.filter((e) => drawn.has(e.from) && drawn.has(e.to)), more: ids.length > drawn.size }
}
