import { implement } from '#kernel/operations.ts'
import { auditContract } from './audit.contract.ts'
import * as service from './audit.service.ts'

export const auditRoutes = implement(auditContract, {
  listAudit: ({ input, context }) => service.listAudit(context, input),
  exportAudit: ({ input, context }) => service.exportAudit(context, input),
  pickOperation: ({ input, context }) => Promise.resolve(service.pickOperation(context, input.search)),
  readAuditHead: ({ context }) => service.readAuditHead(context),
  verifyAudit: ({ context }) => service.verifyAudit(context),
  readAuditEntry: ({ input, context }) => service.readAuditEntry(context, input.id),
})
