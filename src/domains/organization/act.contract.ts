import { z } from 'zod'
import { Done, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './organization.permissions.ts'

export const actStates = ['draft', 'applied', 'undone'] as const

/** Acts of reorganisation. */
export const actList: ListShape = {
  id: 'acts',
  title: 'organization.acts',
  columns: [
    { key: 'title', title: 'organization.act', type: 'text', sortable: true, shown: true, width: 420 },
    { key: 'effectiveOn', title: 'organization.effectiveOn', type: 'date', sortable: true, shown: true, width: 140 },
    {
      key: 'state',
      title: 'organization.actState',
      type: 'text',
      words: 'organization.actStates',
      sortable: true,
      shown: true,
      width: 140,
    },
    { key: 'changes', title: 'organization.actChanges', type: 'number', sortable: false, shown: true, width: 110 },
    { key: 'createdBy', title: 'organization.actDraftedBy', type: 'text', sortable: true, shown: true, width: 200 },
  ],
  filters: [
    {
      key: 'state',
      title: 'organization.actState',
      choices: actStates.map((value) => ({ value, title: `organization.actStates.${value}` })),
    },
  ],
  defaultSort: '-effectiveOn',
  searchable: true,
}

export const ActRow = z.object({
  id: Id,
  title: z.string(),
  effectiveOn: z.string(),
  state: z.enum(actStates),
  changes: z.number().int(),
  createdBy: z.string(),
})
export type ActRow = z.infer<typeof ActRow>

/** A unit as an act names it. */
export const UnitName = z.object({ id: z.string(), code: z.string(), name: z.string() })
export type UnitName = z.infer<typeof UnitName>

/** One change of an act, as it is read: which units it is about, and what it makes of them. */
export const ActChange = z.object({
  no: z.number().int(),
  kind: z.enum(['establish', 'alter', 'move', 'merge', 'split', 'transfer', 'dissolve', 'abolish-level']),
  clause: z.string().nullable(),
  units: z.array(UnitName),
  into: z.array(UnitName.extend({ share: z.number().nullable(), whole: z.boolean() })),
  facts: z.record(z.string(), z.string()),
})
export type ActChange = z.infer<typeof ActChange>

/** Why an act cannot be applied: the change, the unit, the rule. */
export const ActFault = z.object({
  no: z.number().int().nullable(),
  code: z.string(),
  unit: UnitName,
  other: UnitName.nullable(),
})
export type ActFault = z.infer<typeof ActFault>

/** What applying an act does, counted from what was really done and, at a rehearsal, taken back again. */
export const ActEffects = z.object({
  established: z.number().int(),
  ended: z.number().int(),
  altered: z.number().int(),
  moved: z.number().int(),
  movedByRule: z.number().int(),
  successions: z.number().int(),
  /** Posts that went with their unit: from where to where, and how many. */
  posts: z.array(z.object({ from: UnitName, to: UnitName, count: z.number().int() })),
  /** Titles that several people hold in one unit because units were joined. */
  doubled: z.array(z.object({ unit: UnitName, title: z.string(), count: z.number().int() })),
  /** Whose role goes to another unit, or ends. */
  reach: z.array(z.object({ user: z.string(), role: z.string(), from: UnitName, to: UnitName.nullable() })),
  /** New units that bear the name of another that goes on. */
  sameName: z.array(z.object({ unit: UnitName, other: UnitName })),
  /** What other parts of the platform hold on units that end and that somebody must look at: words, how many, and where it opens for whom. */
  touched: z.array(
    z.object({
      what: z.string(),
      count: z.number().int(),
      unit: UnitName.nullable().default(null),
      link: z.string().nullable().default(null),
      permission: z.string().nullable().default(null),
    }),
  ),
})
export type ActEffects = z.infer<typeof ActEffects>

export const Act = z.object({
  id: Id,
  title: z.string(),
  effectiveOn: z.string(),
  note: z.string().nullable(),
  state: z.enum(actStates),
  createdAt: z.string(),
  createdBy: z.string(),
  appliedAt: z.string().nullable(),
  appliedBy: z.string().nullable(),
  undoneAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
  changes: z.number().int(),
  effects: ActEffects.nullable(),
})
export type Act = z.infer<typeof Act>

export const Rehearsal = z.object({ faults: z.array(ActFault), effects: ActEffects.nullable() })
export type Rehearsal = z.infer<typeof Rehearsal>

const Step = UnitName.extend({ on: z.string(), whole: z.boolean(), share: z.number().nullable(), act: z.string(), actId: Id })

/** What a unit came from, what it went into, and what has become of it by the day asked for, through all acts in between. */
export const Lineage = z.object({
  before: z.array(Step),
  after: z.array(Step),
  /** It is gone, and into which it went is known not to be known. */
  unknown: z.array(z.object({ on: z.string(), act: z.string(), actId: Id })),
  /** Empty while the unit goes on unchanged; a share of null is not known. */
  became: z.array(UnitName.extend({ share: z.number().nullable() })),
})
export type Lineage = z.infer<typeof Lineage>

const about = { tags: ['organization'] }

export const actContract = {
  listActs: operation(can.reorganise)
    .route({ method: 'GET', path: '/organization/acts', summary: 'Acts of reorganisation', ...about })
    .input(listInput(actList))
    .output(page(ActRow)),
  exportActs: operation(can.reorganise)
    .route({
      method: 'GET',
      path: '/organization/acts/export',
      summary: 'Acts of reorganisation, as Excel, CSV or a Word table',
      ...about,
    })
    .input(exportInput(actList))
    .output(z.file()),
  getAct: operation(can.readUnit)
    .route({ method: 'GET', path: '/organization/acts/{id}', summary: 'One act of reorganisation', ...about })
    .input(z.object({ id: Id }))
    .output(Act),
  actChanges: operation(can.readUnit)
    .route({ method: 'GET', path: '/organization/acts/{id}/changes', summary: 'The changes of an act, in order', ...about })
    .input(
      z.object({
        id: Id,
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(500).default(200),
      }),
    )
    .output(z.object({ rows: z.array(ActChange), next: z.number().int().nullable() })),
  draftAct: operation(can.reorganise)
    .route({ method: 'POST', path: '/organization/acts', summary: 'Draft an act of reorganisation', ...about })
    .input(
      z.object({
        title: z.string().trim().min(1).max(500),
        effectiveOn: z.iso.date(),
        note: z.string().trim().max(2000).optional(),
        abolish: z
          .array(z.enum(['district', 'commune']))
          .max(2)
          .default([]),
      }),
    )
    .output(z.object({ id: Id })),
  rehearseAct: operation(can.reorganise)
    .route({
      method: 'POST',
      path: '/organization/acts/{id}/rehearse',
      summary: 'Apply an act and take it back at once: what it would do, or why it cannot be',
      ...about,
    })
    .input(z.object({ id: Id }))
    .output(Rehearsal),
  applyAct: operation(can.reorganise)
    .route({ method: 'POST', path: '/organization/acts/{id}/apply', summary: 'Apply an act in one step', ...about })
    .input(z.object({ id: Id }))
    .output(Rehearsal),
  undoAct: operation(can.reorganise)
    .route({
      method: 'POST',
      path: '/organization/acts/{id}/undo',
      summary: 'Take an act back, while nothing later builds on it',
      ...about,
    })
    .input(z.object({ id: Id, reason: z.string().trim().min(1).max(500) }))
    .output(Done),
  deleteAct: operation(can.reorganise)
    .route({ method: 'POST', path: '/organization/acts/{id}/delete', summary: 'Throw a draft away', ...about })
    .input(z.object({ id: Id }))
    .output(Done),
  unitLineage: operation(can.readUnit)
    .route({
      method: 'GET',
      path: '/organization/units/{id}/lineage',
      summary: 'What a unit came from and what became of it',
      ...about,
    })
    .input(z.object({ id: Id, asOf: z.iso.date().optional() }))
    .output(Lineage),
}
