import { implement } from '#kernel/operations.ts'
import { decisionContract } from './decision.contract.ts'
import * as service from './decision.service.ts'

export const decisionRoutes = implement(decisionContract, {
  listDecisions: ({ input, context }) => service.listDecisions(context, input),
  exportDecisions: ({ input, context }) => service.exportDecisions(context, input),
  getDecision: ({ input, context }) => service.getDecision(context, input.id),
  decisionHistory: ({ input, context }) => service.decisionHistory(context, input.id),
  decisionsOfPerson: ({ input, context }) => service.decisionsOfPerson(context, input.id),
  previewDecision: ({ input, context }) => service.previewDecision(context, input.id),
  previewDraft: ({ input, context }) => service.previewDraft(context, input),
  draftDecision: ({ input, context }) => service.draftDecision(context, input),
  changeDraft: ({ input, context }) => service.changeDraft(context, input),
  discardDraft: ({ input, context }) => service.discardDraft(context, input.id),
  checkDecision: ({ input, context }) => service.checkDecision(context, input.id),
  returnDecision: ({ input, context }) => service.returnDecision(context, input.id),
  signDecision: ({ input, context }) => service.signDecision(context, input.id),
  withdrawDecision: ({ input, context }) => service.withdrawDecision(context, input),
})
