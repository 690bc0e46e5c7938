import { z } from 'zod'
import { Choice, Done, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './organization.permissions.ts'

export const Tree = z.enum(['government', 'party', 'territory'])
export type Tree = z.infer<typeof Tree>

export const unitLevels = [
  'province',
  'department',
  'district',
  'commune',
  'division',
  'service-unit',
  'party-committee',
  'party-cell',
] as const

/** Units as of a date. */
export const unitList: ListShape = {
  id: 'units',
  title: 'organization.units',
  columns: [
    { key: 'code', title: 'organization.code', type: 'text', sortable: true, shown: true, width: 110 },
    { key: 'name', title: 'organization.name', type: 'text', sortable: true, shown: true, width: 320 },
    {
      key: 'level',
      title: 'organization.level',
      type: 'text',
      words: 'organization.levels',
      sortable: true,
      shown: true,
      width: 140,
    },
    {
      key: 'kind',
      title: 'organization.kind',
      type: 'text',
      words: 'organization.kinds',
      sortable: true,
      shown: false,
      width: 140,
    },
    { key: 'parentName', title: 'organization.parent', type: 'text', sortable: true, shown: true, width: 240 },
    { key: 'validFrom', title: 'organization.validFrom', type: 'date', sortable: true, shown: false, width: 120 },
    { key: 'validUntil', title: 'organization.validUntil', type: 'date', sortable: true, shown: false, width: 120 },
  ],
  filters: [
    {
      key: 'level',
      title: 'organization.level',
      choices: unitLevels.map((value) => ({ value, title: `organization.levels.${value}` })),
    },
    { key: 'parentId', title: 'organization.parent', picker: 'organization.pickUnit' },
    /** The second clock: as known at the end of this day; as known now where absent. */
    { key: 'knownOn', title: 'organization.knownOn', typed: 'day' },
  ],
  defaultSort: 'name',
  searchable: true,
}

export const UnitRow = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  level: z.string(),
  kind: z.string(),
  parentId: Id.nullable(),
  parentName: z.string().nullable(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
})
export type UnitRow = z.infer<typeof UnitRow>

/** One node of the tree on a date; children are fetched when opened. */
export const TreeNode = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  level: z.string(),
  kind: z.string(),
  children: z.number().int(),
})
export type TreeNode = z.infer<typeof TreeNode>

/** What a unit was called, and what stood above it, from..until. */
export const UnitVersion = z.object({
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  level: z.string(),
  kind: z.string(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
  act: z.string().nullable(),
})
export type UnitVersion = z.infer<typeof UnitVersion>

export const Unit = z.object({
  id: Id,
  /** The version on the date asked for; null when the unit did not exist then. */
  current: UnitVersion.nullable(),
  versions: z.array(UnitVersion),
  /** From the top down to the direct parent, on the date asked for. */
  path: z.array(z.object({ id: Id, name: z.string() })),
  children: z.number().int(),
  people: z.number().int().nullable(),
})
export type Unit = z.infer<typeof Unit>

export const unitContract = {
  listUnits: operation(can.readUnit)
    .route({ method: 'GET', path: '/organization/units', summary: 'Units as of a date', tags: ['organization'] })
    .input(listInput(unitList))
    .output(page(UnitRow)),
  exportUnits: operation(can.readUnit)
    .route({
      method: 'GET',
      path: '/organization/units/export',
      summary: 'Units as of a date, as Excel, CSV or a Word table',
      tags: ['organization'],
    })
    .input(exportInput(unitList))
    .output(z.file()),
  pickUnit: operation(can.readUnit)
    .route({ method: 'GET', path: '/organization/units/pick', summary: 'Find units by typing', tags: ['organization'] })
    .input(
      z.object({ search: z.string().max(200).default(''), asOf: z.iso.date().optional(), level: z.string().max(100).optional() }),
    )
    .output(z.array(Choice)),
  unitTree: operation(can.readUnit)
    .route({
      method: 'GET',
      path: '/organization/tree',
      summary: 'Children of a unit (or the tops) on a date',
      tags: ['organization'],
    })
    .input(z.object({ tree: Tree.default('government'), parentId: Id.optional(), asOf: z.iso.date().optional() }))
    .output(z.array(TreeNode)),
  getUnit: operation(can.readUnit)
    .route({ method: 'GET', path: '/organization/units/{id}', summary: 'One unit, with its versions', tags: ['organization'] })
    .input(z.object({ id: Id, asOf: z.iso.date().optional(), knownOn: z.iso.date().optional() }))
    .output(Unit),
  unitHistory: operation(can.readUnit)
    .route({
      method: 'GET',
      path: '/organization/units/{id}/history',
      summary: 'Who changed what of a unit',
      tags: ['organization'],
    })
    .input(z.object({ id: Id }))
    .output(z.array(HistoryEvent)),
  renameUnit: operation(can.changeUnit)
    .route({
      method: 'POST',
      path: '/organization/units/{id}/rename',
      summary: 'Give a unit a new name from a date, by an act',
      tags: ['organization'],
    })
    .input(
      z.object({
        id: Id,
        name: z.string().trim().min(1).max(300),
        shortName: z.string().trim().max(100).optional(),
        from: z.iso.date(),
        act: z.string().trim().min(1).max(500),
      }),
    )
    .output(Done),
}
