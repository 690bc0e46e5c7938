import { z } from 'zod'
import { operation } from '#kernel/contract.ts'
import { can } from './system.permissions.ts'

/** What is looked at; one sheet each on the screen. */
export const statePart = z.enum(['database', 'files', 'jobs', 'mail', 'backup', 'log', 'clock', 'program'])

export const StateFacts = z.object({
  program: z.object({ version: z.string(), startedAt: z.string() }),
  database: z.object({
    kind: z.enum(['pglite', 'postgres']),
    version: z.string(),
    size: z.number(),
    /** Connections in use and how many there may be: of the server, or to the embedded database. */
    connections: z.number(),
    connectionLimit: z.number(),
  }),
  files: z.object({
    kind: z.enum(['disk', 's3']),
    writable: z.boolean(),
    /** Bytes; null where the store does not tell. */
    room: z.object({ free: z.number(), total: z.number() }).nullable(),
  }),
  jobs: z.object({ waiting: z.number(), running: z.number(), failedLately: z.number(), stuck: z.number() }),
  mail: z.object({ set: z.boolean() }),
  backup: z.object({
    /** The newest good one still there: the moment it holds, its age in seconds, its bytes, whether it was restored on trial. */
    newest: z.object({ at: z.string(), age: z.number(), size: z.number(), proven: z.boolean() }).nullable(),
  }),
  /** Newest entry of the log: number and hash, to be kept elsewhere. */
  log: z.object({ seq: z.number(), hash: z.string() }),
  /** `ahead`: seconds this process is ahead of the database. `day` is the day in Vietnam. */
  clock: z.object({ now: z.string(), day: z.string(), machineZone: z.string(), ahead: z.number() }),
})
export type StateFacts = z.infer<typeof StateFacts>

export const stateAdvice = z.enum([
  'databaseCrowded',
  'filesClosed',
  'roomOut',
  'roomLittle',
  'jobsStuck',
  'jobsFailed',
  'mailUnset',
  'backupNone',
  'backupOld',
  'backupUnproven',
  'clockOff',
])

/** How it stands with one part; `advice` says what to do and is null where there is nothing to do. */
export const StateJudgement = z.object({
  part: statePart,
  state: z.enum(['ok', 'soon', 'late']),
  advice: stateAdvice.nullable(),
})
export type StateJudgement = z.infer<typeof StateJudgement>

export const SystemState = z.object({
  facts: StateFacts,
  /** What cannot wait first. */
  judgements: z.array(StateJudgement),
})
export type SystemState = z.infer<typeof SystemState>

export const stateContract = {
  getState: operation(can.readState)
    .route({
      method: 'GET',
      path: '/system/state',
      summary: 'How the platform stands: database, files, jobs, mail, backups, log, clock; what to do first',
      tags: ['system'],
    })
    .output(SystemState),
}
