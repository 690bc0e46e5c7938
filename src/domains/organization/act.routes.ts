import { implement } from '#kernel/operations.ts'
import { actContract } from './act.contract.ts'
import { printAct } from './act-paper.service.ts'
import * as service from './act.service.ts'

const done = { done: true as const }

export const actRoutes = implement(actContract, {
  listActs: ({ input, context }) => service.listActs(context, input),
  exportActs: ({ input, context }) => service.exportActs(context, input),
  getAct: ({ input, context }) => service.getAct(context, input.id),
  actChanges: ({ input, context }) => service.actChanges(context, input),
  draftAct: async ({ input, context }) => ({ id: await service.draftAct(context, input) }),
  rehearseAct: ({ input, context }) => service.rehearseAct(context, input.id),
  applyAct: ({ input, context }) => service.applyAct(context, input.id),
  printAct: ({ input, context }) => printAct(context, input),
  undoAct: async ({ input, context }) => {
    await service.undoAct(context, input.id)
    return done
  },
  deleteAct: async ({ input, context }) => {
    await service.deleteAct(context, input.id)
    return done
  },
  unitLineage: ({ input, context }) => service.unitLineage(context, input),
})
