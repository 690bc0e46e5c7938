import { z } from 'zod'
import { Id, operation } from '#kernel/contract.ts'
import { listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './backups.permissions.ts'

/** Being made; its process died; could not be made; there, not yet checked; found damaged; proven by a restore; cleared away. */
export const backupStates = ['running', 'died', 'failed', 'made', 'damaged', 'verified', 'removed'] as const

export const backupList: ListShape = {
  id: 'backups',
  title: 'backups.backups',
  columns: [
    { key: 'beganAt', title: 'backups.beganAt', type: 'text', sortable: true, shown: true, width: 160 },
    { key: 'state', title: 'backups.state', type: 'text', words: 'backups.states', shown: true, width: 150 },
    { key: 'verifiedAt', title: 'backups.verifiedAt', type: 'text', sortable: true, shown: true, width: 160 },
    { key: 'size', title: 'backups.size', type: 'number', sortable: true, shown: true, width: 110 },
    { key: 'records', title: 'backups.records', type: 'number', shown: true, width: 110 },
    { key: 'contents', title: 'backups.contents', type: 'number', shown: true, width: 110 },
    { key: 'auditHead', title: 'backups.auditHead', type: 'text', shown: true, width: 190 },
    { key: 'file', title: 'backups.file', type: 'text', shown: true, width: 300 },
  ],
  filters: [
    { key: 'state', title: 'backups.state', choices: backupStates.map((value) => ({ value, title: `backups.states.${value}` })) },
  ],
  defaultSort: '-beganAt',
  searchable: false,
}

export const BackupRow = z.object({
  id: Id,
  file: z.string(),
  state: z.enum(backupStates),
  encrypted: z.boolean(),
  beganAt: z.string(),
  size: z.number().nullable(),
  records: z.number().nullable(),
  contents: z.number().nullable(),
  /** `SEQ:HASH`, as `noivu audit verify --against` takes it. */
  auditHead: z.string().nullable(),
  verifiedAt: z.string().nullable(),
  /** Why it failed, in the reader's language. */
  error: z.string().nullable(),
})
export type BackupRow = z.infer<typeof BackupRow>

export const BackupPlan = z.object({
  folder: z.string(),
  encrypted: z.boolean(),
  keep: z.object({ daily: z.number(), weekly: z.number(), monthly: z.number() }),
  newestVerified: z.string().nullable(),
})
export type BackupPlan = z.infer<typeof BackupPlan>

const tags = ['backups']
const started = z.object({ jobId: Id })

export const backupContract = {
  listBackups: operation(can.readBackups)
    .route({ method: 'GET', path: '/backups', summary: 'Backups made here, and what checking them found', tags })
    .input(listInput(backupList))
    .output(page(BackupRow)),
  backupPlan: operation(can.readBackups)
    .route({ method: 'GET', path: '/backups/plan', summary: 'Where scheduled backups go, and how long they are kept', tags })
    .output(BackupPlan),
  startBackup: operation(can.makeBackup)
    .route({ method: 'POST', path: '/backups', summary: 'Make a backup now, as a job', tags })
    .output(started),
  checkBackup: operation(can.makeBackup)
    .route({ method: 'POST', path: '/backups/{id}/check', summary: 'Prove a backup by restoring it aside, as a job', tags })
    .input(z.object({ id: Id }))
    .output(started),
}
