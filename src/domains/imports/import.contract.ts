import { z } from 'zod'
import { Choice, Done, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './imports.permissions.ts'

export const importStates = ['drafted', 'running', 'checked', 'stopped', 'failed', 'committed', 'undone'] as const
export const ImportState = z.enum(importStates)
export type ImportState = z.infer<typeof ImportState>

export const rowStates = ['made', 'changed', 'same', 'refused', 'review', 'left', 'unread'] as const
export const RowState = z.enum(rowStates)
export type RowState = z.infer<typeof RowState>

/** Files brought in, newest first. */
export const importList: ListShape = {
  id: 'imports',
  title: 'imports.history',
  columns: [
    { key: 'fileName', title: 'imports.file', type: 'text', sortable: true, shown: true, width: 280 },
    { key: 'kindName', title: 'imports.kind', type: 'text', shown: true, width: 220 },
    { key: 'state', title: 'imports.state', type: 'text', words: 'imports.states', sortable: true, shown: true, width: 130 },
    { key: 'made', title: 'imports.made', type: 'number', shown: true, width: 110 },
    { key: 'changed', title: 'imports.changed', type: 'number', shown: true, width: 110 },
    { key: 'same', title: 'imports.same', type: 'number', shown: false, width: 110 },
    { key: 'left', title: 'imports.left', type: 'number', shown: false, width: 110 },
    { key: 'actorName', title: 'imports.by', type: 'text', sortable: true, shown: true, width: 180 },
    { key: 'day', title: 'imports.at', type: 'date', sortable: true, shown: true, width: 120 },
  ],
  filters: [
    { key: 'state', title: 'imports.state', choices: importStates.map((value) => ({ value, title: `imports.states.${value}` })) },
  ],
  defaultSort: '-day',
  searchable: true,
}

export const ImportRow = z.object({
  id: Id,
  fileName: z.string(),
  kind: z.string(),
  kindName: z.string(),
  state: ImportState,
  made: z.number(),
  changed: z.number(),
  same: z.number(),
  left: z.number(),
  actorName: z.string(),
  day: z.string(),
})
export type ImportRow = z.infer<typeof ImportRow>

const CellType = z.enum(['text', 'name', 'code', 'citizen', 'date', 'birth', 'integer', 'decimal', 'choice', 'mark'])

export const Field = z.object({
  name: z.string(),
  title: z.string(),
  type: CellType,
  required: z.boolean(),
  /** May be taken from the group rows. */
  grouped: z.boolean(),
  example: z.string().nullable(),
  /** Words of codes. */
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
})
export type Field = z.infer<typeof Field>

export const Kind = z.object({ name: z.string(), title: z.string(), about: z.string(), fields: z.array(Field) })
export type Kind = z.infer<typeof Kind>

export const FieldSource = z.union([
  z.object({ column: z.number().int().min(0).max(16_383) }),
  z.object({ group: z.literal(true) }),
  z.object({ value: z.string().trim().min(1).max(500) }),
])
export type FieldSource = z.infer<typeof FieldSource>
export const Mapping = z.record(z.string().max(60), FieldSource)
export type Mapping = z.infer<typeof Mapping>

const Params = z.record(z.string(), z.union([z.string(), z.number()]))
const Problem = z.object({ code: z.string(), params: Params })
const Counts = z.partialRecord(RowState, z.number().int())

export const Column = z.object({ index: z.number().int(), path: z.array(z.string()), title: z.string() })
export type Column = z.infer<typeof Column>
const Layout = z.object({
  headerTop: z.number().int(),
  headerBottom: z.number().int(),
  body: z.number().int(),
  numbering: z.number().int().nullable(),
  titles: z.array(z.string()),
  columns: z.array(Column),
  ordinals: z.array(z.number().int()),
})

export const Import = z.object({
  id: Id,
  kind: Kind,
  /** Whether the reader may go on with it: it is the reader's own. */
  mine: z.boolean(),
  actorName: z.string(),
  fileName: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  format: z.string().nullable(),
  legacy: z.enum(['tcvn3', 'vni']).nullable(),
  encoding: z.string().nullable(),
  sheet: z.number().int().nullable(),
  sheetName: z.string().nullable(),
  sheets: z.array(
    z.object({
      no: z.number().int(),
      name: z.string(),
      hidden: z.boolean(),
      rowCount: z.number().int().nullable(),
      found: z.boolean(),
    }),
  ),
  layout: Layout.nullable(),
  mapping: Mapping,
  confidence: z.record(z.string(), z.number()),
  state: ImportState,
  task: z.enum(['look', 'check', 'recheck', 'commit']).nullable(),
  /** Every row of the sheet was read and decided. */
  complete: z.boolean(),
  progress: z.number().int(),
  expected: z.number().int().nullable(),
  counts: Counts,
  skipped: z.array(z.object({ no: z.number().int(), kind: z.string(), text: z.string() })),
  problem: Problem.nullable(),
  /** The same file was brought in before, and stands. */
  before: z.object({ id: Id, actorName: z.string(), committedAt: z.string() }).nullable(),
  createdAt: z.string(),
  committedAt: z.string().nullable(),
  undoneAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
  undoneWhy: z.string().nullable(),
})
export type Import = z.infer<typeof Import>

export const RowShown = z.object({
  no: z.number().int(),
  state: RowState,
  texts: z.record(z.string(), z.string()),
  fixes: z.record(z.string(), z.string()),
  issues: z.array(z.object({ field: z.string().optional(), code: z.string(), params: Params, cell: z.string() })),
  changes: z.record(z.string(), z.tuple([z.string().nullable(), z.string().nullable()])),
  candidates: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      hint: z.string().optional(),
      values: z.record(z.string(), z.string().nullable()),
    }),
  ),
  decision: z.string().nullable(),
  leftReason: z.string().nullable(),
  twinOf: z.number().int().nullable(),
  recordId: z.string().nullable(),
})
export type RowShown = z.infer<typeof RowShown>

export const Fault = z.object({
  field: z.string().nullable(),
  code: z.string(),
  value: z.string().nullable(),
  rows: z.number().int(),
  first: z.number().int(),
})
export type Fault = z.infer<typeof Fault>

/** The run that goes on in the background. */
const Started = z.object({ runId: Id })
/** Rows touched; a run where they are so many that they are read again in the background. */
const Changed = z.object({ changed: z.number().int(), runId: Id.nullable() })
const id = z.object({ id: Id })
const RowNo = z.number().int().min(1).max(1_048_576)
const tags = ['imports']

export const importContract = {
  listKinds: operation(can.makeImport)
    .route({ method: 'GET', path: '/imports/kinds', summary: 'What can be brought in, and its fields', tags })
    .output(z.array(Kind)),
  importTemplate: operation(can.makeImport)
    .route({
      method: 'GET',
      path: '/imports/kinds/{kind}/template',
      summary: 'An empty workbook with headings, choices and an example',
      tags,
    })
    .input(z.object({ kind: z.string().max(60) }))
    .output(z.file()),
  draftImport: operation(can.makeImport)
    .route({ method: 'POST', path: '/imports', summary: 'Bring in a file: what it holds is found out in the background', tags })
    .input(z.object({ kind: z.string().max(60), file: z.file() }))
    .output(id.extend({ runId: Id })),
  listImports: operation(can.readImport)
    .route({ method: 'GET', path: '/imports', summary: 'Files brought in', tags })
    .input(listInput(importList))
    .output(page(ImportRow)),
  exportImports: operation(can.readImport)
    .route({ method: 'GET', path: '/imports/export', summary: 'Files brought in, as Excel or CSV', tags })
    .input(exportInput(importList))
    .output(z.file()),
  getImport: operation(can.readImport)
    .route({ method: 'GET', path: '/imports/{id}', summary: 'One import: how far it is and what was understood', tags })
    .input(id)
    .output(Import),
  previewSheet: operation(can.readImport)
    .route({
      method: 'GET',
      path: '/imports/{id}/sheets/{sheet}',
      summary: 'The beginning of a sheet, with what each row was taken for',
      tags,
    })
    .input(id.extend({ sheet: z.coerce.number().int().min(0).max(999) }))
    .output(
      z.object({
        rows: z.array(z.object({ no: z.number().int(), kind: z.string(), cells: z.array(z.string()) })),
        columns: z.number().int(),
      }),
    ),
  setLayout: operation(can.makeImport)
    .route({ method: 'POST', path: '/imports/{id}/layout', summary: 'Choose the sheet, or the rows of its heading', tags })
    .input(
      id.extend({
        sheet: z.number().int().min(0).max(999),
        headerTop: z.number().int().min(0).max(200).optional(),
        headerBottom: z.number().int().min(0).max(200).optional(),
      }),
    )
    .output(Done),
  checkImport: operation(can.makeImport)
    .route({ method: 'POST', path: '/imports/{id}/check', summary: 'Confirm the columns and begin the dry run', tags })
    .input(id.extend({ mapping: Mapping.optional() }))
    .output(Started),
  stopImport: operation(can.makeImport)
    .route({ method: 'POST', path: '/imports/{id}/stop', summary: 'Stop what runs; nothing has been written', tags })
    .input(id)
    .output(Done),
  importRows: operation(can.readImport)
    .route({ method: 'GET', path: '/imports/{id}/rows', summary: 'Rows with what becomes of each', tags })
    .input(
      id.extend({
        states: z.string().max(100).default(''),
        code: z.string().max(120).optional(),
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ rows: z.array(RowShown), next: z.number().int().nullable() })),
  importFaults: operation(can.readImport)
    .route({ method: 'GET', path: '/imports/{id}/faults', summary: 'What is wrong, gathered by cell text', tags })
    .input(id)
    .output(z.array(Fault)),
  cellChoices: operation(can.makeImport)
    .route({ method: 'GET', path: '/imports/{id}/choices', summary: 'What a cell may have meant', tags })
    .input(id.extend({ field: z.string().max(60), text: z.string().max(500).default('') }))
    .output(z.array(Choice)),
  fixCells: operation(can.makeImport)
    .route({ method: 'POST', path: '/imports/{id}/fix', summary: 'Correct a cell, or all cells that hold the same text', tags })
    .input(
      id.extend({
        field: z.string().max(60),
        to: z.string().trim().max(4000),
        no: RowNo.optional(),
        from: z.string().max(4100).optional(),
      }),
    )
    .output(Changed),
  decideRow: operation(can.makeImport)
    .route({ method: 'POST', path: '/imports/{id}/decide', summary: 'Say which record a row means, or that it is new', tags })
    .input(id.extend({ no: RowNo, decision: z.union([z.literal('new'), Id]).nullable() }))
    .output(Changed),
  leaveRows: operation(can.makeImport)
    .route({ method: 'POST', path: '/imports/{id}/leave', summary: 'Leave rows out with a reason, or take them in again', tags })
    .input(
      id.extend({
        nos: z.array(RowNo).max(1000).optional(),
        states: z
          .array(z.enum(['refused', 'review', 'left']))
          .max(3)
          .optional(),
        reason: z.string().trim().min(1).max(300).nullable(),
      }),
    )
    .output(Changed),
  commitImport: operation(can.makeImport)
    .route({ method: 'POST', path: '/imports/{id}/commit', summary: 'Write all rows in one transaction', tags })
    .input(id)
    .output(Started),
  undoImport: operation(can.makeImport)
    .route({ method: 'POST', path: '/imports/{id}/undo', summary: 'Take a whole import back', tags })
    .input(id.extend({ reason: z.string().trim().min(1).max(500) }))
    .output(Done),
  recordOrigin: operation(can.readImport)
    .route({
      method: 'GET',
      path: '/imports/origin/{kind}/{recordId}',
      summary: 'File, sheet, row and cells a record came from',
      tags,
    })
    .input(z.object({ kind: z.string().max(60), recordId: Id }))
    .output(
      z.array(
        z.object({
          importId: Id,
          kind: z.string(),
          fileName: z.string(),
          sheet: z.string().nullable(),
          no: z.number().int(),
          act: z.string(),
          actorName: z.string(),
          committedAt: z.string(),
          undoneAt: z.string().nullable(),
          /** Cell of each field, such as `fullName: 'B4'`. */
          cells: z.record(z.string(), z.string()),
          /** What the fields of the cells are called. */
          titles: z.record(z.string(), z.string()),
          /** The import itself may be opened by the reader. */
          open: z.boolean(),
        }),
      ),
    ),
}
