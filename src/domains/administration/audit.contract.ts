import { z } from 'zod'
import { Choice, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './administration.permissions.ts'

/** One entry of the log. The search finds who did it, and for whom. */
export const auditList: ListShape = {
  id: 'audit',
  title: 'administration.audit',
  columns: [
    { key: 'seq', title: 'administration.seq', type: 'number', sortable: true, shown: true, width: 90 },
    { key: 'at', title: 'administration.at', type: 'text', shown: true, width: 170 },
    { key: 'actorName', title: 'administration.actor', type: 'text', shown: true, width: 200 },
    { key: 'behalfName', title: 'administration.behalf', type: 'text', shown: true, width: 160 },
    { key: 'kind', title: 'administration.entryKind', type: 'text', words: 'administration.entryKinds', shown: true, width: 110 },
    {
      key: 'emergency',
      title: 'administration.entryEmergency',
      type: 'text',
      words: 'administration.entryEmergencies',
      shown: true,
      width: 110,
    },
    { key: 'operation', title: 'administration.operation', type: 'text', shown: true, width: 260 },
    { key: 'changes', title: 'administration.changes', type: 'number', shown: true, width: 100 },
    { key: 'reason', title: 'administration.reason', type: 'text', shown: true, width: 260 },
  ],
  filters: [
    { key: 'from', title: 'administration.entryFrom', typed: 'day' },
    { key: 'until', title: 'administration.entryUntil', typed: 'day' },
    { key: 'operation', title: 'administration.operation', picker: 'administration.pickOperation' },
    { key: 'record', title: 'administration.entryRecord', typed: 'text', hint: 'administration.entryRecordHint' },
    {
      key: 'kind',
      title: 'administration.entryKind',
      choices: ['write', 'read'].map((value) => ({ value, title: `administration.entryKinds.${value}` })),
    },
    {
      key: 'emergency',
      title: 'administration.entryEmergency',
      choices: [{ value: 'yes', title: 'administration.entryEmergencies.yes' }],
    },
  ],
  defaultSort: '-seq',
  searchable: true,
}
export const AuditRow = z.object({
  id: Id,
  seq: z.number().int(),
  at: z.string(),
  actorName: z.string(),
  behalfName: z.string().nullable(),
  kind: z.enum(['write', 'read']),
  emergency: z.enum(['yes']).nullable(),
  operation: z.string(),
  changes: z.number().int(),
  reason: z.string().nullable(),
})
export type AuditRow = z.infer<typeof AuditRow>

const Fields = z.record(z.string(), z.unknown()).nullable()

/** A record an entry touched. Neither before nor after: it was looked at. */
export const AuditChange = z.object({ relation: z.string(), recordId: z.string(), before: Fields, after: Fields })
export type AuditChange = z.infer<typeof AuditChange>

/** An entry opened: the first of its changes in the order they were made, and how many there are beyond. */
export const AuditEntry = AuditRow.extend({ hash: z.string(), touched: z.array(AuditChange), more: z.number().int() })
export type AuditEntry = z.infer<typeof AuditEntry>

/** The newest entry; its hash vouches for every entry before it. */
export const AuditHead = z.object({ seq: z.number().int(), hash: z.string() })
export type AuditHead = z.infer<typeof AuditHead>

const tags = ['administration']

export const auditContract = {
  listAudit: operation(can.readAudit)
    .route({ method: 'GET', path: '/administration/audit', summary: 'The log, newest first', tags })
    .input(listInput(auditList))
    .output(page(AuditRow)),
  exportAudit: operation(can.readAudit)
    .route({ method: 'GET', path: '/administration/audit/export', summary: 'The log as Excel, CSV or a Word table', tags })
    .input(exportInput(auditList))
    .output(z.file()),
  pickOperation: operation(can.readAudit)
    .route({ method: 'GET', path: '/administration/audit/operations', summary: 'Operations of the log, by their words', tags })
    .input(z.object({ search: z.string().max(200).default('') }))
    .output(z.array(Choice)),
  readAuditHead: operation(can.readAudit)
    .route({ method: 'GET', path: '/administration/audit/head', summary: 'Number and hash of the newest entry', tags })
    .output(AuditHead.nullable()),
  verifyAudit: operation(can.readAudit)
    .route({
      method: 'GET',
      path: '/administration/audit/verify',
      summary: 'Walk the hash chain and say where it breaks',
      tags,
    })
    .output(
      z.object({
        whole: z.boolean(),
        entries: z.number().int(),
        faults: z.array(z.object({ seq: z.number().nullable(), fault: z.string() })),
      }),
    ),
  readAuditEntry: operation(can.readAudit, { sensitive: 'audit.entry' })
    .route({
      method: 'GET',
      path: '/administration/audit/entries/{id}',
      summary: 'One entry of the log with its changes, before and after; each reading is logged',
      tags,
    })
    .input(z.object({ id: Id }))
    .output(AuditEntry),
}
