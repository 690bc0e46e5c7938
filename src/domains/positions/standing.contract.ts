import { z } from 'zod'
import { Done, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { positionGroups, staffKinds, standings } from './position.rules.ts'
import { can } from './positions.permissions.ts'

const about = { tags: ['positions'] }
const unitFilter = { key: 'unitId', title: 'positions.unit', picker: 'organization.pickUnit' }
const choices = (values: readonly string[], words: string) => values.map((value) => ({ value, title: `${words}.${value}` }))
const asOf = z.iso.date().optional()

/** Posts against people by body and position, on a day. */
export const standingList: ListShape = {
  id: 'positionStandings',
  title: 'positions.standings',
  columns: [
    { key: 'unitName', title: 'positions.unit', type: 'text', sortable: true, shown: true, width: 280 },
    { key: 'name', title: 'positions.position', type: 'text', sortable: true, shown: true, width: 300 },
    { key: 'code', title: 'positions.code', type: 'text', sortable: true, shown: false, width: 110 },
    { key: 'group', title: 'positions.group', type: 'text', words: 'positions.groups', sortable: true, shown: false, width: 200 },
    { key: 'established', title: 'positions.established', type: 'number', sortable: true, shown: true, width: 120 },
    { key: 'filled', title: 'positions.filled', type: 'number', sortable: true, shown: true, width: 110 },
    { key: 'vacant', title: 'positions.vacant', type: 'number', sortable: true, shown: true, width: 110 },
    { key: 'over', title: 'positions.over', type: 'number', sortable: true, shown: true, width: 90 },
    { key: 'standing', title: 'positions.standing', type: 'text', words: 'positions.standingIs', shown: true, width: 150 },
  ],
  filters: [
    { key: 'standing', title: 'positions.standing', choices: choices(standings, 'positions.standingIs') },
    { key: 'group', title: 'positions.group', choices: choices(positionGroups, 'positions.groups') },
    { key: 'staff', title: 'positions.staff', choices: choices(staffKinds, 'positions.staffKinds') },
    unitFilter,
    { key: 'positionId', title: 'positions.position', picker: 'positions.pickPosition' },
  ],
  defaultSort: 'unitName',
  searchable: true,
}
export const StandingRow = z.object({
  /** Of the line: body and position together, no record of its own. */
  id: z.string(),
  unitId: Id,
  unitName: z.string(),
  positionId: Id,
  code: z.string(),
  name: z.string(),
  group: z.enum(positionGroups),
  staff: z.enum(staffKinds),
  schemeId: Id.nullable(),
  established: z.number().int(),
  filled: z.number().int(),
  vacant: z.number().int(),
  over: z.number().int(),
  standing: z.enum(standings),
})
export type StandingRow = z.infer<typeof StandingRow>

/** What is wrong with a body, on a day. */
export const bodyAlarms = ['over-quota', 'no-scheme', 'over', 'vacant'] as const

/** Bodies with their scheme, posts, people and alarms, on a day. */
export const bodyList: ListShape = {
  id: 'positionBodies',
  title: 'positions.bodies',
  columns: [
    { key: 'unitName', title: 'positions.unit', type: 'text', sortable: true, shown: true, width: 300 },
    { key: 'number', title: 'positions.schemeNumber', type: 'text', sortable: true, shown: true, width: 170 },
    { key: 'validFrom', title: 'positions.from', type: 'date', sortable: true, shown: false, width: 120 },
    { key: 'established', title: 'positions.established', type: 'number', sortable: true, shown: true, width: 120 },
    { key: 'filled', title: 'positions.filled', type: 'number', sortable: true, shown: true, width: 100 },
    { key: 'vacant', title: 'positions.vacant', type: 'number', sortable: true, shown: true, width: 100 },
    { key: 'over', title: 'positions.over', type: 'number', sortable: true, shown: true, width: 90 },
    { key: 'unassigned', title: 'positions.unassigned', type: 'number', sortable: true, shown: true, width: 130 },
    { key: 'postsUnderQuota', title: 'positions.postsUnderQuota', type: 'number', sortable: true, shown: false, width: 150 },
    { key: 'quota', title: 'positions.quota', type: 'number', sortable: true, shown: false, width: 110 },
    { key: 'alarm', title: 'positions.alarm', type: 'text', words: 'positions.alarms', sortable: true, shown: true, width: 190 },
  ],
  filters: [
    { key: 'alarm', title: 'positions.alarm', choices: choices(bodyAlarms, 'positions.alarms') },
    {
      key: 'level',
      title: 'positions.level',
      choices: ['department', 'district', 'division', 'service-unit', 'commune'].map((value) => ({
        value,
        title: `organization.levels.${value}`,
      })),
    },
    unitFilter,
  ],
  defaultSort: 'unitName',
  searchable: true,
}
export const BodyRow = z.object({
  /** The body. */
  id: Id,
  unitName: z.string(),
  level: z.string(),
  schemeId: Id.nullable(),
  number: z.string().nullable(),
  validFrom: z.string().nullable(),
  established: z.number().int(),
  filled: z.number().int(),
  vacant: z.number().int(),
  over: z.number().int(),
  unassigned: z.number().int(),
  postsUnderQuota: z.number().int().nullable(),
  quota: z.number().int().nullable(),
  alarm: z.enum(bodyAlarms).nullable(),
})
export type BodyRow = z.infer<typeof BodyRow>

export const Holder = z.object({
  /** The post. */
  postId: Id,
  assignmentId: Id.nullable(),
  /** Null where the person lies outside the reach of who asks. */
  personId: Id.nullable(),
  fullName: z.string().nullable(),
  title: z.string().nullable(),
  unitName: z.string(),
  validFrom: z.string().nullable(),
})
export type Holder = z.infer<typeof Holder>

/** One body on a day: its positions, what is over its quota, the schemes it had, and those of bodies it took over. */
export const UnitPositions = z.object({
  isBody: z.boolean(),
  rows: z.array(StandingRow),
  unassigned: z.number().int(),
  overQuota: z.array(z.object({ family: z.string(), posts: z.number().int(), quota: z.number().int() })),
  schemes: z.array(
    z.object({
      id: Id,
      number: z.string().nullable(),
      state: z.enum(['draft', 'approved']),
      validFrom: z.string().nullable(),
      validUntil: z.string().nullable(),
      posts: z.number().int(),
      /** Of a body that this one took over. */
      of: z.object({ id: Id, name: z.string() }).nullable(),
    }),
  ),
})
export type UnitPositions = z.infer<typeof UnitPositions>

export const standingContract = {
  listStandings: operation(can.readScheme)
    .route({
      method: 'GET',
      path: '/positions/standings',
      summary: 'Posts against people by body and position on a day',
      ...about,
    })
    .input(listInput(standingList))
    .output(page(StandingRow)),
  exportStandings: operation(can.readScheme)
    .route({ method: 'GET', path: '/positions/standings/export', summary: 'Posts against people as a file', ...about })
    .input(exportInput(standingList))
    .output(z.file()),
  standingTotals: operation(can.readScheme)
    .route({ method: 'GET', path: '/positions/standings/totals', summary: 'Posts against people by group on a day', ...about })
    .input(z.object({ asOf }))
    .output(
      z.object({
        groups: z.array(
          z.object({
            group: z.enum(positionGroups),
            established: z.number().int(),
            filled: z.number().int(),
            vacant: z.number().int(),
            over: z.number().int(),
          }),
        ),
        unassigned: z.number().int(),
        overQuota: z.number().int(),
        withoutScheme: z.number().int(),
      }),
    ),
  listBodies: operation(can.readScheme)
    .route({ method: 'GET', path: '/positions/bodies', summary: 'Bodies with their scheme and alarms on a day', ...about })
    .input(listInput(bodyList))
    .output(page(BodyRow)),
  exportBodies: operation(can.readScheme)
    .route({
      method: 'GET',
      path: '/positions/bodies/export',
      summary: 'Bodies with their scheme and alarms as a file',
      ...about,
    })
    .input(exportInput(bodyList))
    .output(z.file()),
  positionsOfUnit: operation(can.readScheme)
    .route({ method: 'GET', path: '/positions/units/{unitId}', summary: 'The positions of one body on a day', ...about })
    .input(z.object({ unitId: Id, asOf }))
    .output(UnitPositions),
  listHolders: operation(can.readScheme)
    .route({
      method: 'GET',
      path: '/positions/units/{unitId}/holders',
      summary: 'Who stands in a position of a body, or in none, on a day',
      ...about,
    })
    .input(z.object({ unitId: Id, positionId: Id.optional(), asOf }))
    .output(z.object({ holders: z.array(Holder), more: z.boolean() })),
  assignPosition: operation(can.assignPosition)
    .route({ method: 'POST', path: '/positions/assignments', summary: 'Put the holder of a post into a position', ...about })
    .input(z.object({ postId: Id, positionId: Id, from: z.iso.date() }))
    .output(z.object({ id: Id })),
  endAssignment: operation(can.assignPosition)
    .route({ method: 'POST', path: '/positions/assignments/{id}/end', summary: 'End an assignment', ...about })
    .input(z.object({ id: Id, lastDay: z.iso.date() }))
    .output(Done),
  withdrawAssignment: operation(can.assignPosition)
    .route({
      method: 'POST',
      path: '/positions/assignments/{id}/withdraw',
      summary: 'Take back an assignment recorded wrongly',
      ...about,
    })
    .input(z.object({ id: Id, reason: z.string().trim().min(1).max(500) }))
    .output(Done),
}
