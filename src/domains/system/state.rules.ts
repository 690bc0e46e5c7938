import type { StateFacts, StateJudgement } from './state.contract.ts'

const gigabyte = 1024 ** 3
const hour = 3600

/** From when on something is told. Room below a gigabyte is filled by one evening of uploads. */
export const stateLimits = {
  connectionsShare: 0.9,
  roomShare: 0.1,
  roomBytes: 5 * gigabyte,
  roomOutBytes: gigabyte,
  /** One night may be missed, not two. */
  backupSeconds: 36 * hour,
  /** What restoring it on trial may take. */
  unprovenSeconds: 3 * hour,
  clockSeconds: 5,
  clockLateSeconds: 60,
}

type Judged = Pick<StateJudgement, 'state' | 'advice'>
const ok: Judged = { state: 'ok', advice: null }
const soon = (advice: StateJudgement['advice']): Judged => ({ state: 'soon', advice })
const late = (advice: StateJudgement['advice']): Judged => ({ state: 'late', advice })

const judges: { [Part in StateJudgement['part']]: (facts: StateFacts[Part]) => Judged } = {
  database: ({ connections, connectionLimit }) =>
    connections >= connectionLimit * stateLimits.connectionsShare ? soon('databaseCrowded') : ok,
  files: ({ writable, room }) => {
    if (!writable) return late('filesClosed')
    if (!room) return ok
    if (room.free < stateLimits.roomOutBytes) return late('roomOut')
    return room.free < stateLimits.roomBytes || room.free < room.total * stateLimits.roomShare ? soon('roomLittle') : ok
  },
  jobs: ({ stuck, failedLately }) => (stuck > 0 ? late('jobsStuck') : failedLately > 0 ? soon('jobsFailed') : ok),
  mail: ({ set }) => (set ? ok : soon('mailUnset')),
  backup: ({ newest }) => {
    if (!newest) return late('backupNone')
    if (newest.age > stateLimits.backupSeconds) return late('backupOld')
    return !newest.proven && newest.age > stateLimits.unprovenSeconds ? soon('backupUnproven') : ok
  },
  log: () => ok,
  clock: ({ ahead }) => {
    const apart = Math.abs(ahead)
    if (apart > stateLimits.clockLateSeconds) return late('clockOff')
    return apart > stateLimits.clockSeconds ? soon('clockOff') : ok
  },
  program: () => ok,
}

const urgency = { late: 0, soon: 1, ok: 2 }

/** How each part stands, what cannot wait first; parts alike keep their order. */
export function judgeState(facts: StateFacts): StateJudgement[] {
  const judge = <Part extends StateJudgement['part']>(part: Part) => ({ part, ...judges[part](facts[part]) })
  const parts = Object.keys(judges) as StateJudgement['part'][]
  return parts.map((part) => judge(part)).sort((a, b) => urgency[a.state] - urgency[b.state])
}
