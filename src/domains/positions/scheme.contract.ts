import { z } from 'zod'
import { Done, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { positionGroups, schemeKinds } from './position.rules.ts'
import { can } from './positions.permissions.ts'

const about = { tags: ['positions'] }
const unitFilter = { key: 'unitId', title: 'positions.unit', picker: 'organization.pickUnit' }
const choices = (values: readonly string[], words: string) => values.map((value) => ({ value, title: `${words}.${value}` }))

/** How a scheme stands on a day. */
export const schemeStates = ['draft', 'in-force', 'to-come', 'ended'] as const

/** Schemes of bodies, drafts first, then the newest. */
export const schemeList: ListShape = {
  id: 'positionSchemes',
  title: 'positions.schemes',
  columns: [
    { key: 'unitName', title: 'positions.unit', type: 'text', sortable: true, shown: true, width: 300 },
    { key: 'state', title: 'positions.state', type: 'text', words: 'positions.states', sortable: true, shown: true, width: 140 },
    { key: 'kind', title: 'positions.kind', type: 'text', words: 'positions.kinds', sortable: true, shown: true, width: 130 },
    { key: 'number', title: 'positions.number', type: 'text', sortable: true, shown: true, width: 170 },
    { key: 'decidedOn', title: 'positions.decidedOn', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'approver', title: 'positions.approver', type: 'text', sortable: true, shown: false, width: 180 },
    { key: 'validFrom', title: 'positions.from', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'validUntil', title: 'positions.until', type: 'date', sortable: true, shown: false, width: 120 },
    { key: 'positions', title: 'positions.count', type: 'number', sortable: true, shown: true, width: 100 },
    { key: 'posts', title: 'positions.posts', type: 'number', sortable: true, shown: true, width: 110 },
  ],
  filters: [
    { key: 'state', title: 'positions.state', choices: choices(schemeStates, 'positions.states') },
    { key: 'kind', title: 'positions.kind', choices: choices(schemeKinds, 'positions.kinds') },
    { key: 'year', title: 'positions.year', typed: 'text' },
    unitFilter,
  ],
  defaultSort: '-decidedOn',
  searchable: true,
}
export const SchemeRow = z.object({
  id: Id,
  unitId: Id,
  unitName: z.string(),
  state: z.enum(schemeStates),
  kind: z.enum(schemeKinds),
  number: z.string().nullable(),
  decidedOn: z.string().nullable(),
  approver: z.string().nullable(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
  positions: z.number().int(),
  posts: z.number().int(),
})
export type SchemeRow = z.infer<typeof SchemeRow>

export const SchemeLine = z.object({
  id: Id,
  positionId: Id,
  code: z.string(),
  name: z.string(),
  group: z.enum(positionGroups),
  posts: z.number().int(),
  rankCode: z.string().nullable(),
})
export const Scheme = SchemeRow.extend({
  note: z.string().nullable(),
  endedByAct: z.boolean(),
  lines: z.array(SchemeLine),
  /** The scheme in force before it, for saying what changed. */
  before: z.object({ id: Id, number: z.string().nullable(), lines: z.array(SchemeLine) }).nullable(),
})
export type Scheme = z.infer<typeof Scheme>

/** A line as typed. */
export const schemeLine = z.object({
  positionId: Id,
  posts: z.number().int().min(1).max(100_000),
  rankCode: z.string().trim().max(40).nullable().default(null),
})
const draft = {
  kind: z.enum(schemeKinds),
  note: z.string().trim().max(1000).nullable().default(null),
  lines: z.array(schemeLine).min(1).max(500),
}

export const schemeContract = {
  listSchemes: operation(can.readScheme)
    .route({ method: 'GET', path: '/positions/schemes', summary: 'Job-position schemes of bodies', ...about })
    .input(listInput(schemeList))
    .output(page(SchemeRow)),
  exportSchemes: operation(can.readScheme)
    .route({ method: 'GET', path: '/positions/schemes/export', summary: 'Job-position schemes as a file', ...about })
    .input(exportInput(schemeList))
    .output(z.file()),
  getScheme: operation(can.readScheme)
    .route({ method: 'GET', path: '/positions/schemes/{id}', summary: 'One scheme with its lines', ...about })
    .input(z.object({ id: Id }))
    .output(Scheme),
  schemeHistory: operation(can.readScheme)
    .route({ method: 'GET', path: '/positions/schemes/{id}/history', summary: 'Who recorded what of it', ...about })
    .input(z.object({ id: Id }))
    .output(z.array(HistoryEvent)),
  draftScheme: operation(can.changeScheme)
    .route({ method: 'POST', path: '/positions/schemes', summary: 'Draft the scheme of a body', ...about })
    .input(z.object({ unitId: Id, ...draft }))
    .output(z.object({ id: Id })),
  changeScheme: operation(can.changeScheme)
    .route({ method: 'POST', path: '/positions/schemes/{id}/change', summary: 'Change a draft', ...about })
    .input(z.object({ id: Id, ...draft }))
    .output(Done),
  dropScheme: operation(can.changeScheme)
    .route({ method: 'POST', path: '/positions/schemes/{id}/drop', summary: 'Drop a draft', ...about })
    .input(z.object({ id: Id }))
    .output(Done),
  approveScheme: operation(can.approveScheme)
    .route({ method: 'POST', path: '/positions/schemes/{id}/approve', summary: 'Record the approval of a draft', ...about })
    .input(
      z.object({
        id: Id,
        number: z.string().trim().min(1).max(100),
        decidedOn: z.iso.date(),
        approver: z.string().trim().min(1).max(200),
        validFrom: z.iso.date(),
      }),
    )
    .output(Done),
  withdrawApproval: operation(can.approveScheme)
    .route({
      method: 'POST',
      path: '/positions/schemes/{id}/withdraw',
      summary: 'Take back an approval recorded wrongly',
      ...about,
    })
    .input(z.object({ id: Id, reason: z.string().trim().min(1).max(500) }))
    .output(Done),
}
