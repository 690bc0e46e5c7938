import { expect, test } from 'vitest'
import type { StateFacts, StateJudgement } from './state.contract.ts'
import { judgeState } from './state.rules.ts'

const gigabyte = 1024 ** 3
const hour = 3600
const good: StateFacts = {
  program: { version: '0.0.0-test', startedAt: '2022-12-20T03:00:00Z' },
  database: { kind: 'postgres', version: '15.4', size: 1, connections: 89, connectionLimit: 100 },
  files: { kind: 'disk', writable: true, room: { free: 50 * gigabyte, total: 500 * gigabyte } },
  jobs: { waiting: 7, running: 2, failedLately: 0, stuck: 0 },
  mail: { set: true },
  backup: { newest: { at: '2022-12-18T15:00:00Z', age: 36 * hour, size: 1, proven: true } },
  log: { seq: 1, hash: 'a' },
  clock: { now: '2022-12-20T03:00:00Z', day: '2022-12-20', machineZone: 'UTC', ahead: -5 },
}
const backup = (age: number, proven = true) => ({ newest: { at: '2022-12-18T15:00:00Z', age, size: 1, proven } })
const room = (free: number, total: number) => ({ ...good.files, room: { free: free * gigabyte, total: total * gigabyte } })

test('all parts are well up to the very limits', () => {
  const judged = judgeState(good)
  expect(judged.map((j) => j.part)).toEqual(['database', 'files', 'jobs', 'mail', 'backup', 'log', 'clock', 'program'])
  expect(judged.filter((j) => j.state !== 'ok' || j.advice !== null)).toEqual([])
})

test.for<[string, Partial<StateFacts>, StateJudgement]>([
  [
    'nine of ten connections in use',
    { database: { ...good.database, connections: 90 } },
    { part: 'database', state: 'soon', advice: 'databaseCrowded' },
  ],
  [
    'files cannot be written, whatever room there is',
    { files: { ...good.files, writable: false } },
    { part: 'files', state: 'late', advice: 'filesClosed' },
  ],
  ['less than a tenth free', { files: room(49.9, 500) }, { part: 'files', state: 'soon', advice: 'roomLittle' }],
  ['half free, but below 5 GB', { files: room(4.9, 10) }, { part: 'files', state: 'soon', advice: 'roomLittle' }],
  ['below 1 GB', { files: room(0.9, 2) }, { part: 'files', state: 'late', advice: 'roomOut' }],
  ['one job failed', { jobs: { ...good.jobs, failedLately: 1 } }, { part: 'jobs', state: 'soon', advice: 'jobsFailed' }],
  [
    'one job stuck, which says more than one failed',
    { jobs: { ...good.jobs, failedLately: 1, stuck: 1 } },
    { part: 'jobs', state: 'late', advice: 'jobsStuck' },
  ],
  ['no mail server', { mail: { set: false } }, { part: 'mail', state: 'soon', advice: 'mailUnset' }],
  ['no backup', { backup: { newest: null } }, { part: 'backup', state: 'late', advice: 'backupNone' }],
  [
    'a backup a second older than 36 h',
    { backup: backup(36 * hour + 1) },
    { part: 'backup', state: 'late', advice: 'backupOld' },
  ],
  [
    'a backup nobody restored for 3 h',
    { backup: backup(3 * hour + 1, false) },
    { part: 'backup', state: 'soon', advice: 'backupUnproven' },
  ],
  ['6 s apart', { clock: { ...good.clock, ahead: -6 } }, { part: 'clock', state: 'soon', advice: 'clockOff' }],
  ['61 s apart', { clock: { ...good.clock, ahead: 61 } }, { part: 'clock', state: 'late', advice: 'clockOff' }],
])('%s', ([, facts, expected]) => {
  const judged = judgeState({ ...good, ...facts })
  // It comes first, and nothing else is told.
  expect(judged[0]).toEqual(expected)
  expect(judged.slice(1).filter((j) => j.state !== 'ok')).toEqual([])
})

test('a store that does not tell its room is not blamed for it', () => {
  expect(judgeState({ ...good, files: { kind: 's3', writable: true, room: null } }).every((j) => j.state === 'ok')).toBe(true)
})

test('a backup just made is given the time to be proven', () => {
  expect(judgeState({ ...good, backup: backup(3 * hour, false) }).every((j) => j.state === 'ok')).toBe(true)
})

test('what cannot wait comes first, then what needs a look', () => {
  const judged = judgeState({ ...good, mail: { set: false }, files: room(4, 10), backup: { newest: null } })
  expect(judged.slice(0, 4).map((j) => [j.part, j.state])).toEqual([
    ['backup', 'late'],
    ['files', 'soon'],
    ['mail', 'soon'],
    ['database', 'ok'],
  ])
})
