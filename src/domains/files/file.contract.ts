import { z } from 'zod'
import { Done, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { fileKinds, StoredFile } from '#engines/files/file.contract.ts'
import { can } from './files.permissions.ts'

/** Where a file stands: held by a record, brought and not yet used, in the bin. */
export const filePlaces = ['used', 'unfinished', 'bin'] as const
/** What the last reading of its content found. */
export const contentStates = ['whole', 'damaged', 'missing'] as const

const choicesOf = (values: readonly string[], key: string) => values.map((value) => ({ value, title: `files.${key}.${value}` }))

export const fileList: ListShape = {
  id: 'files',
  title: 'files.files',
  columns: [
    { key: 'name', title: 'files.name', type: 'text', sortable: true, shown: true, width: 300 },
    { key: 'kind', title: 'files.kind', type: 'text', words: 'files.kinds', sortable: true, shown: true, width: 120 },
    { key: 'size', title: 'files.size', type: 'number', sortable: true, shown: true, width: 100 },
    { key: 'owner', title: 'files.owner', type: 'text', words: 'files.owners', shown: true, width: 180 },
    { key: 'uploadedByName', title: 'files.uploadedBy', type: 'text', sortable: true, shown: true, width: 170 },
    { key: 'uploadedAt', title: 'files.uploadedAt', type: 'text', sortable: true, shown: true, width: 150 },
    { key: 'place', title: 'files.place', type: 'text', words: 'files.places', shown: true, width: 130 },
    { key: 'state', title: 'files.state', type: 'text', words: 'files.states', shown: true, width: 120 },
    { key: 'checkedAt', title: 'files.checkedAt', type: 'text', sortable: true, shown: false, width: 150 },
    { key: 'mediaType', title: 'files.mediaType', type: 'text', shown: false, width: 220 },
    { key: 'sha256', title: 'files.sha256', type: 'text', shown: false, width: 260 },
  ],
  filters: [
    { key: 'place', title: 'files.place', choices: choicesOf(filePlaces, 'places') },
    { key: 'kind', title: 'files.kind', choices: choicesOf(fileKinds, 'kinds') },
    { key: 'owner', title: 'files.owner', choices: choicesOf(['indicators_typed_figure'], 'owners') },
    { key: 'state', title: 'files.state', choices: choicesOf(contentStates, 'states') },
  ],
  defaultSort: '-uploadedAt',
  searchable: true,
}

export const FileRow = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(fileKinds),
  size: z.number().int(),
  /** Which records hold it: their table with an underscore for the dot; empty for an upload not yet used. */
  owner: z.string(),
  uploadedByName: z.string(),
  uploadedAt: z.string(),
  place: z.enum(filePlaces),
  state: z.enum(contentStates),
  checkedAt: z.string().nullable(),
  mediaType: z.string(),
  sha256: z.string(),
})
export type FileRow = z.infer<typeof FileRow>

export const FileRecord = StoredFile.extend({
  place: z.enum(filePlaces),
  state: z.enum(contentStates),
  checkedAt: z.string().nullable(),
  held: z.boolean(),
  retainUntil: z.string().nullable(),
  deletedByName: z.string().nullable(),
  /** Whether this reader may open the content itself. */
  mayOpen: z.boolean(),
  owners: z.array(z.object({ owner: z.string(), ownerId: z.string(), linkedAt: z.string() })),
  openings: z.array(z.object({ actorName: z.string(), openedAt: z.string() })),
  faults: z.array(z.object({ state: z.enum(['damaged', 'missing']), foundAt: z.string(), repairedAt: z.string().nullable() })),
})
export type FileRecord = z.infer<typeof FileRecord>

export const Totals = z.object({
  files: z.number().int(),
  bytes: z.number(),
  /** Contents that are the same are stored once. */
  storedBytes: z.number(),
  contents: z.number().int(),
  unfinished: z.number().int(),
  inBin: z.number().int(),
  damaged: z.number().int(),
  missing: z.number().int(),
  /** The content looked at longest ago. */
  oldestCheck: z.string().nullable(),
  store: z.enum(['disk', 's3']),
})
export type Totals = z.infer<typeof Totals>

const tags = ['files']
const one = z.object({ id: Id })
const why = z.object({ id: Id, reason: z.string().trim().max(500).optional() })

export const fileContract = {
  listFiles: operation(can.readFiles)
    .route({ method: 'GET', path: '/files', summary: 'The inventory of files', tags })
    .input(listInput(fileList))
    .output(page(FileRow)),
  exportFiles: operation(can.readFiles)
    .route({ method: 'GET', path: '/files/export', summary: 'The inventory of files as Excel or CSV', tags })
    .input(exportInput(fileList))
    .output(z.file()),
  fileTotals: operation(can.readFiles)
    .route({ method: 'GET', path: '/files/totals', summary: 'How much is stored, and how sound it is', tags })
    .output(Totals),
  describeFile: operation(can.openFile)
    .route({ method: 'GET', path: '/files/{id}/about', summary: 'What a file is, for who may open it', tags })
    .input(one)
    .output(StoredFile),
  getFile: operation(can.readFiles)
    .route({ method: 'GET', path: '/files/{id}/record', summary: 'One file: its records, state, faults and openings', tags })
    .input(one)
    .output(FileRecord),
  fileHistory: operation(can.readFiles)
    .route({ method: 'GET', path: '/files/{id}/history', summary: 'Who did what with a file', tags })
    .input(one)
    .output(z.array(HistoryEvent)),
  discardUpload: operation(can.uploadFile)
    .route({ method: 'POST', path: '/files/{id}/discard', summary: 'Take back an own upload that no record holds', tags })
    .input(one)
    .output(Done),
  deleteFile: operation(can.manageFiles)
    .route({ method: 'POST', path: '/files/{id}/delete', summary: 'Put a file that no record holds into the bin', tags })
    .input(why)
    .output(Done),
  restoreFile: operation(can.manageFiles)
    .route({ method: 'POST', path: '/files/{id}/restore', summary: 'Take a file out of the bin', tags })
    .input(one)
    .output(Done),
  holdFile: operation(can.manageFiles)
    .route({ method: 'POST', path: '/files/{id}/hold', summary: 'Keep a file from being deleted, or until a day', tags })
    .input(why.extend({ held: z.boolean(), retainUntil: z.iso.date().nullable().default(null) }))
    .output(Done),
  checkAllFiles: operation(can.manageFiles)
    .route({ method: 'POST', path: '/files/check', summary: 'Start reading every content again, in the background', tags })
    .output(z.object({ jobId: Id })),
  verifyFile: operation(can.manageFiles)
    .route({ method: 'POST', path: '/files/{id}/verify', summary: 'Read the content again and compare it with its hash', tags })
    .input(one)
    .output(z.object({ state: z.enum(contentStates) })),
}
