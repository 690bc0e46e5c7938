import { z } from 'zod'
import { Done, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { dossierLevels, dossierStates, steps } from './dossier.rules.ts'
import { can } from './territory.permissions.ts'

const about = { tags: ['territory'] }

/** Boundary dossiers with their state on a day. */
export const dossierList: ListShape = {
  id: 'dossiers',
  title: 'territory.dossiers',
  columns: [
    { key: 'unitName', title: 'territory.unit', type: 'text', sortable: true, shown: true, width: 260 },
    { key: 'neighbour', title: 'territory.neighbour', type: 'text', sortable: true, shown: true, width: 200 },
    { key: 'facing', title: 'territory.facing', type: 'text', sortable: true, shown: true, width: 200 },
    { key: 'level', title: 'territory.level', type: 'text', words: 'territory.levels', sortable: true, shown: true, width: 110 },
    { key: 'state', title: 'territory.state', type: 'text', words: 'territory.states', sortable: true, shown: true, width: 200 },
    { key: 'signedOn', title: 'territory.signedOn', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'disputed', title: 'territory.dispute', type: 'text', words: 'territory.disputedIs', shown: false, width: 120 },
  ],
  filters: [
    {
      key: 'level',
      title: 'territory.level',
      choices: dossierLevels.map((value) => ({ value, title: `territory.levels.${value}` })),
    },
    {
      key: 'state',
      title: 'territory.state',
      choices: dossierStates.map((value) => ({ value, title: `territory.states.${value}` })),
    },
    {
      key: 'disputed',
      title: 'territory.dispute',
      choices: ['yes', 'no'].map((value) => ({ value, title: `territory.disputedIs.${value}` })),
    },
    { key: 'neighbour', title: 'territory.neighbour', typed: 'text' },
    { key: 'unitId', title: 'territory.unit', picker: 'organization.pickUnit' },
  ],
  defaultSort: 'neighbour',
  searchable: true,
}

export const DossierRow = z.object({
  id: Id,
  unitId: Id,
  unitName: z.string(),
  neighbour: z.string(),
  facing: z.string(),
  level: z.enum(dossierLevels),
  state: z.enum(dossierStates),
  signedOn: z.string().nullable(),
  disputed: z.enum(['yes', 'no']),
})
export type DossierRow = z.infer<typeof DossierRow>

export const Signature = z.object({
  id: Id,
  step: z.enum(steps),
  signedOn: z.string().nullable(),
  document: z.string(),
})
export const Dossier = DossierRow.extend({ note: z.string().nullable(), signatures: z.array(Signature) })
export type Dossier = z.infer<typeof Dossier>

/** One cell of the matrix: a neighbour at a level, how many dossiers stand in each state. */
export const MatrixCell = z.object({
  neighbour: z.string(),
  level: z.enum(dossierLevels),
  unsigned: z.number().int(),
  legal: z.number().int(),
  province: z.number().int(),
  disputed: z.number().int(),
})
export type MatrixCell = z.infer<typeof MatrixCell>

export const dossierContract = {
  signatureMatrix: operation(can.readDossier)
    .route({ method: 'GET', path: '/territory/matrix', summary: 'Signatures by neighbour and level on a day', ...about })
    .input(z.object({ asOf: z.iso.date().optional() }))
    .output(z.array(MatrixCell)),
  listDossiers: operation(can.readDossier)
    .route({ method: 'GET', path: '/territory/dossiers', summary: 'Boundary dossiers', ...about })
    .input(listInput(dossierList))
    .output(page(DossierRow)),
  exportDossiers: operation(can.readDossier)
    .route({ method: 'GET', path: '/territory/dossiers/export', summary: 'Boundary dossiers as a file', ...about })
    .input(exportInput(dossierList))
    .output(z.file()),
  getDossier: operation(can.readDossier)
    .route({ method: 'GET', path: '/territory/dossiers/{id}', summary: 'One dossier with its signatures', ...about })
    .input(z.object({ id: Id }))
    .output(Dossier),
  dossierHistory: operation(can.readDossier)
    .route({ method: 'GET', path: '/territory/dossiers/{id}/history', summary: 'Who recorded what of a dossier', ...about })
    .input(z.object({ id: Id }))
    .output(z.array(HistoryEvent)),
  makeDossier: operation(can.changeDossier)
    .route({ method: 'POST', path: '/territory/dossiers', summary: 'Make a dossier for a unit and a neighbour', ...about })
    .input(
      z.object({
        unitId: Id,
        level: z.enum(dossierLevels),
        neighbour: z.string().trim().min(1).max(200),
        facing: z.string().trim().max(200).default(''),
        note: z.string().trim().max(1000).nullable().default(null),
      }),
    )
    .output(z.object({ id: Id })),
  signDossier: operation(can.changeDossier)
    .route({ method: 'POST', path: '/territory/dossiers/{id}/sign', summary: 'Record a signature', ...about })
    .input(
      z.object({
        id: Id,
        step: z.enum(steps),
        signedOn: z.iso.date().nullable().default(null),
        document: z.string().trim().min(1).max(300),
      }),
    )
    .output(Done),
  unsignDossier: operation(can.changeDossier)
    .route({
      method: 'POST',
      path: '/territory/dossiers/{id}/unsign',
      summary: 'Take back a signature recorded wrongly',
      ...about,
    })
    .input(z.object({ id: Id, step: z.enum(steps), reason: z.string().trim().min(1).max(500) }))
    .output(Done),
  markDisputed: operation(can.changeDossier)
    .route({
      method: 'POST',
      path: '/territory/dossiers/{id}/disputed',
      summary: 'Mark a dossier as disputed, or settled',
      ...about,
    })
    .input(z.object({ id: Id, disputed: z.boolean(), reason: z.string().trim().min(1).max(500) }))
    .output(Done),
}
