import { z } from 'zod'
import { Done, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './bodies.permissions.ts'
import { decisionKinds, recordKinds } from './body.rules.ts'

const about = { tags: ['bodies'] }
const unitFilter = { key: 'unitId', title: 'bodies.unit', picker: 'organization.pickUnit' }
const decided = [
  { key: 'number', title: 'bodies.number', type: 'text' as const, shown: true, width: 190 },
  { key: 'decidedOn', title: 'bodies.decidedOn', type: 'date' as const, sortable: true, shown: true, width: 120 },
]

/** Decisions on bodies, newest first. */
export const bodyDecisionList: ListShape = {
  id: 'bodyDecisions',
  title: 'bodies.decisions',
  columns: [
    { key: 'unitName', title: 'bodies.unit', type: 'text', sortable: true, shown: true, width: 280 },
    { key: 'kind', title: 'bodies.kind', type: 'text', words: 'bodies.kinds', sortable: true, shown: true, width: 220 },
    { key: 'subject', title: 'bodies.subject', type: 'text', shown: true, width: 240 },
    ...decided,
    { key: 'issuer', title: 'bodies.issuer', type: 'text', shown: false, width: 160 },
    { key: 'appraisedOn', title: 'bodies.appraisedOn', type: 'date', sortable: true, shown: false, width: 120 },
    { key: 'unitsChange', title: 'bodies.unitsChange', type: 'number', shown: true, width: 120 },
  ],
  filters: [
    { key: 'kind', title: 'bodies.kind', choices: decisionKinds.map((value) => ({ value, title: `bodies.kinds.${value}` })) },
    { key: 'year', title: 'bodies.year', typed: 'text' },
    unitFilter,
  ],
  defaultSort: '-decidedOn',
  searchable: true,
}
export const BodyDecision = z.object({
  id: Id,
  unitId: Id,
  unitName: z.string(),
  kind: z.string(),
  subject: z.string().nullable(),
  number: z.string().nullable(),
  decidedOn: z.string(),
  issuer: z.string(),
  appraisedOn: z.string().nullable(),
  unitsChange: z.number().int(),
  note: z.string().nullable(),
})
export type BodyDecision = z.infer<typeof BodyDecision>

/** Guiding circulars by department; departments without one are those of the list with an empty ministry. */
export const circularList: ListShape = {
  id: 'circulars',
  title: 'bodies.circulars',
  columns: [
    { key: 'unitName', title: 'bodies.department', type: 'text', sortable: true, shown: true, width: 300 },
    { key: 'issuer', title: 'bodies.ministry', type: 'text', sortable: true, shown: true, width: 260 },
    { key: 'number', title: 'bodies.number', type: 'text', shown: true, width: 180 },
    { key: 'issuedOn', title: 'bodies.issuedOn', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'functionsOn', title: 'bodies.functionsOn', type: 'date', sortable: true, shown: true, width: 160 },
  ],
  filters: [
    {
      key: 'guided',
      title: 'bodies.guided',
      choices: ['yes', 'no'].map((value) => ({ value, title: `bodies.guidedIs.${value}` })),
    },
    unitFilter,
  ],
  defaultSort: 'unitName',
  searchable: true,
}
export const Circular = z.object({
  /** The department. */
  id: Id,
  unitId: Id,
  unitName: z.string(),
  circularId: Id.nullable(),
  issuer: z.string().nullable(),
  number: z.string().nullable(),
  issuedOn: z.string().nullable(),
  functionsOn: z.string().nullable(),
})
export type Circular = z.infer<typeof Circular>

/** Autonomy of public service units on a day. */
export const autonomyList: ListShape = {
  id: 'autonomy',
  title: 'bodies.autonomies',
  columns: [
    { key: 'unitName', title: 'bodies.unit', type: 'text', sortable: true, shown: true, width: 320 },
    { key: 'level', title: 'bodies.level', type: 'text', words: 'bodies.levels', sortable: true, shown: true, width: 300 },
    { key: 'rate', title: 'bodies.rate', type: 'number', sortable: true, shown: true, width: 110 },
    { key: 'validFrom', title: 'bodies.from', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'validUntil', title: 'bodies.until', type: 'date', sortable: true, shown: true, width: 120 },
    ...decided,
  ],
  filters: [
    {
      key: 'level',
      title: 'bodies.level',
      choices: ['1', '2', '3', '4'].map((value) => ({ value, title: `bodies.levels.${value}` })),
    },
    unitFilter,
  ],
  defaultSort: 'unitName',
  searchable: true,
}
export const Autonomy = z.object({
  id: Id,
  unitId: Id,
  unitName: z.string(),
  level: z.string(),
  rate: z.string().nullable(),
  validFrom: z.string(),
  validUntil: z.string(),
  number: z.string().nullable(),
  decidedOn: z.string().nullable(),
})
export type Autonomy = z.infer<typeof Autonomy>

const number = z.string().trim().max(100).nullable().default(null)

export const bodyContract = {
  listBodyDecisions: operation(can.readBody)
    .route({ method: 'GET', path: '/bodies/decisions', summary: 'Decisions on bodies', ...about })
    .input(listInput(bodyDecisionList))
    .output(page(BodyDecision)),
  exportBodyDecisions: operation(can.readBody)
    .route({ method: 'GET', path: '/bodies/decisions/export', summary: 'Decisions on bodies as a file', ...about })
    .input(exportInput(bodyDecisionList))
    .output(z.file()),
  listCirculars: operation(can.readBody)
    .route({ method: 'GET', path: '/bodies/circulars', summary: 'Departments with their guiding circulars', ...about })
    .input(listInput(circularList))
    .output(page(Circular)),
  exportCirculars: operation(can.readBody)
    .route({
      method: 'GET',
      path: '/bodies/circulars/export',
      summary: 'Departments with their guiding circulars as a file',
      ...about,
    })
    .input(exportInput(circularList))
    .output(z.file()),
  listAutonomy: operation(can.readBody)
    .route({ method: 'GET', path: '/bodies/autonomy', summary: 'Autonomy of public service units on a day', ...about })
    .input(listInput(autonomyList))
    .output(page(Autonomy)),
  exportAutonomy: operation(can.readBody)
    .route({ method: 'GET', path: '/bodies/autonomy/export', summary: 'Autonomy of public service units as a file', ...about })
    .input(exportInput(autonomyList))
    .output(z.file()),
  bodyHistory: operation(can.readBody)
    .route({ method: 'GET', path: '/bodies/{kind}/{id}/history', summary: 'Who recorded what of it', ...about })
    .input(z.object({ kind: z.enum(recordKinds), id: Id }))
    .output(z.array(HistoryEvent)),
  recordBodyDecision: operation(can.changeBody)
    .route({ method: 'POST', path: '/bodies/decisions', summary: 'Record a decision on a body', ...about })
    .input(
      z.object({
        kind: z.enum(decisionKinds),
        unitId: Id,
        subject: z.string().trim().max(300).nullable().default(null),
        number,
        decidedOn: z.iso.date(),
        issuer: z.string().trim().min(1).max(200),
        appraisedOn: z.iso.date().nullable().default(null),
        unitsChange: z.number().int().min(-1000).max(1000).default(0),
        note: z.string().trim().max(1000).nullable().default(null),
      }),
    )
    .output(z.object({ id: Id })),
  recordCircular: operation(can.changeBody)
    .route({ method: 'POST', path: '/bodies/circulars', summary: 'Record the circular that guides a department', ...about })
    .input(
      z.object({
        unitId: Id,
        issuer: z.string().trim().min(1).max(200),
        number,
        issuedOn: z.iso.date().nullable().default(null),
        title: z.string().trim().max(500).default(''),
      }),
    )
    .output(z.object({ id: Id })),
  recordAutonomy: operation(can.changeBody)
    .route({ method: 'POST', path: '/bodies/autonomy', summary: 'Record the autonomy group of a service unit', ...about })
    .input(
      z.object({
        unitId: Id,
        level: z.coerce.number().int().min(1).max(4),
        rate: z.coerce.number().min(0).max(100_000).nullable().default(null),
        validFrom: z.iso.date(),
        validUntil: z.iso.date(),
        number,
        decidedOn: z.iso.date().nullable().default(null),
      }),
    )
    .output(z.object({ id: Id })),
  withdrawBodyRecord: operation(can.changeBody)
    .route({ method: 'POST', path: '/bodies/{kind}/{id}/withdraw', summary: 'Take back what was recorded wrongly', ...about })
    .input(z.object({ kind: z.enum(recordKinds), id: Id, reason: z.string().trim().min(1).max(500) }))
    .output(Done),
}
