import { z } from 'zod'
import { Choice, Done, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { positionGroups, staffKinds } from './position.rules.ts'
import { can } from './positions.permissions.ts'

const about = { tags: ['positions'] }
const groupChoices = positionGroups.map((value) => ({ value, title: `positions.groups.${value}` }))
const staffChoices = staffKinds.map((value) => ({ value, title: `positions.staffKinds.${value}` }))

/** Job positions in force on a day. */
export const positionList: ListShape = {
  id: 'positions',
  title: 'positions.catalogue',
  columns: [
    { key: 'code', title: 'positions.code', type: 'text', sortable: true, shown: true, width: 120 },
    { key: 'name', title: 'positions.name', type: 'text', sortable: true, shown: true, width: 340 },
    { key: 'group', title: 'positions.group', type: 'text', words: 'positions.groups', sortable: true, shown: true, width: 220 },
    {
      key: 'staff',
      title: 'positions.staff',
      type: 'text',
      words: 'positions.staffKinds',
      sortable: true,
      shown: true,
      width: 200,
    },
    { key: 'rank', title: 'positions.rank', type: 'text', sortable: true, shown: true, width: 170 },
    { key: 'number', title: 'positions.document', type: 'text', sortable: true, shown: true, width: 190 },
    { key: 'validFrom', title: 'positions.from', type: 'date', sortable: true, shown: false, width: 120 },
    { key: 'validUntil', title: 'positions.until', type: 'date', sortable: true, shown: false, width: 120 },
  ],
  filters: [
    { key: 'group', title: 'positions.group', choices: groupChoices },
    { key: 'staff', title: 'positions.staff', choices: staffChoices },
    { key: 'number', title: 'positions.document', typed: 'text' },
  ],
  defaultSort: 'code',
  searchable: true,
}
export const PositionRow = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  group: z.enum(positionGroups),
  staff: z.enum(staffKinds),
  rank: z.string().nullable(),
  number: z.string(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
})
export type PositionRow = z.infer<typeof PositionRow>

export const Competence = z.object({ name: z.string(), level: z.string() })
export const Product = z.object({ name: z.string(), unit: z.string(), coefficient: z.string().nullable() })
export const Position = PositionRow.extend({
  catalogueId: Id,
  rankCode: z.string().nullable(),
  decidedOn: z.string(),
  issuer: z.string(),
  description: z.string().nullable(),
  competences: z.array(Competence),
  products: z.array(Product),
})
export type Position = z.infer<typeof Position>

/** Decisions that introduce positions, newest first. */
export const catalogueList: ListShape = {
  id: 'positionCatalogues',
  title: 'positions.documents',
  columns: [
    { key: 'number', title: 'positions.number', type: 'text', sortable: true, shown: true, width: 200 },
    { key: 'decidedOn', title: 'positions.decidedOn', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'issuer', title: 'positions.issuer', type: 'text', sortable: true, shown: true, width: 160 },
    {
      key: 'staff',
      title: 'positions.staff',
      type: 'text',
      words: 'positions.staffKinds',
      sortable: true,
      shown: true,
      width: 200,
    },
    { key: 'subject', title: 'positions.subject', type: 'text', shown: true, width: 420 },
    { key: 'positions', title: 'positions.count', type: 'number', sortable: true, shown: true, width: 110 },
  ],
  filters: [{ key: 'staff', title: 'positions.staff', choices: staffChoices }],
  defaultSort: '-decidedOn',
  searchable: true,
}
export const Catalogue = z.object({
  id: Id,
  number: z.string(),
  decidedOn: z.string(),
  issuer: z.string(),
  subject: z.string(),
  staff: z.enum(staffKinds),
  validFrom: z.string(),
  positions: z.number().int(),
})
export type Catalogue = z.infer<typeof Catalogue>

const text = (most: number) => z.string().trim().min(1).max(most)
/** What a position is, as typed. */
export const positionFacts = {
  code: text(40),
  name: text(200),
  group: z.enum(positionGroups),
  rankCode: z.string().trim().max(40).nullable().default(null),
  description: z.string().trim().max(4000).nullable().default(null),
  competences: z
    .array(z.object({ name: text(300), level: text(60) }))
    .max(60)
    .default([]),
  products: z
    .array(
      z.object({
        name: text(300),
        unit: text(60),
        coefficient: z.coerce.number().positive().max(1000).nullable().default(null),
      }),
    )
    .max(100)
    .default([]),
}

export const positionContract = {
  listPositions: operation(can.readPosition)
    .route({ method: 'GET', path: '/positions/positions', summary: 'Job positions in force on a day', ...about })
    .input(listInput(positionList))
    .output(page(PositionRow)),
  exportPositions: operation(can.readPosition)
    .route({ method: 'GET', path: '/positions/positions/export', summary: 'Job positions as a file', ...about })
    .input(exportInput(positionList))
    .output(z.file()),
  pickPosition: operation(can.readPosition)
    .route({ method: 'GET', path: '/positions/pick', summary: 'Job positions by a few letters', ...about })
    .input(z.object({ search: z.string().trim().max(200).default(''), id: Id.optional(), asOf: z.iso.date().optional() }))
    .output(z.array(Choice)),
  listRanks: operation(can.readPosition)
    .route({ method: 'GET', path: '/positions/ranks', summary: 'Ranks a position may ask for', ...about })
    .input(z.object({ asOf: z.iso.date().optional() }))
    .output(z.array(z.object({ code: z.string(), label: z.string() }))),
  getPosition: operation(can.readPosition)
    .route({ method: 'GET', path: '/positions/positions/{id}', summary: 'One job position', ...about })
    .input(z.object({ id: Id }))
    .output(Position),
  positionHistory: operation(can.readPosition)
    .route({ method: 'GET', path: '/positions/positions/{id}/history', summary: 'Who recorded what of it', ...about })
    .input(z.object({ id: Id }))
    .output(z.array(HistoryEvent)),
  addPosition: operation(can.changePosition)
    .route({ method: 'POST', path: '/positions/positions', summary: 'Add a job position that a decision introduces', ...about })
    .input(z.object({ catalogueId: Id, ...positionFacts }))
    .output(z.object({ id: Id })),
  correctPosition: operation(can.changePosition)
    .route({
      method: 'POST',
      path: '/positions/positions/{id}/correct',
      summary: 'Correct what is recorded of a position',
      ...about,
    })
    .input(z.object({ id: Id, ...positionFacts }))
    .output(Done),
  endPosition: operation(can.changePosition)
    .route({ method: 'POST', path: '/positions/positions/{id}/end', summary: 'End a position from a day on', ...about })
    .input(z.object({ id: Id, from: z.iso.date(), reason: z.string().trim().min(1).max(500) }))
    .output(Done),
  listCatalogues: operation(can.readPosition)
    .route({ method: 'GET', path: '/positions/catalogues', summary: 'Decisions that introduce positions', ...about })
    .input(listInput(catalogueList))
    .output(page(Catalogue)),
  exportCatalogues: operation(can.readPosition)
    .route({
      method: 'GET',
      path: '/positions/catalogues/export',
      summary: 'Decisions that introduce positions as a file',
      ...about,
    })
    .input(exportInput(catalogueList))
    .output(z.file()),
  recordCatalogue: operation(can.changePosition)
    .route({ method: 'POST', path: '/positions/catalogues', summary: 'Record a decision that introduces positions', ...about })
    .input(
      z.object({
        number: text(100),
        decidedOn: z.iso.date(),
        issuer: text(200),
        subject: text(500),
        staff: z.enum(staffKinds),
        validFrom: z.iso.date(),
      }),
    )
    .output(z.object({ id: Id })),
  withdrawCatalogue: operation(can.changePosition)
    .route({
      method: 'POST',
      path: '/positions/catalogues/{id}/withdraw',
      summary: 'Take back a decision recorded wrongly, with its positions',
      ...about,
    })
    .input(z.object({ id: Id, reason: z.string().trim().min(1).max(500) }))
    .output(Done),
}
