/** States of PostgreSQL that pass by themselves or with another server: shutting down, starting, cut, too many connections, a standby. */
const passing = /^(57P0[1-5]|08...|53300|25006|25P03)$/
/** No room: on the disk of the database, or for its memory. */
const full = /^(53100|53200|53000|58030)$/
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/** What the driver says in words only. */
const said =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (has encountered a connection error|was closed) and is not queryable|Cannot use a pool after calling end)/

/** What an error says about the database or the disk: `away` may be tried again soon, `full` needs somebody to make room; null is anything else. */
export function stateOfDatabase(error: unknown, depth = 0): 'away' | 'full' | null {
  if (!(error instanceof Error) || depth > 4) return null
  const { code, syscall } = error as NodeJS.ErrnoException
  if (typeof code === 'string') {
    if (full.test(code) || code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return 'full'
    if (passing.test(code) || network.has(code) || (code === 'ENOENT' && syscall === 'connect')) return 'away'
  }
  if (said.test(error.message)) return 'away'
  if (error instanceof AggregateError)
    for (const each of error.errors) {
      const state = stateOfDatabase(each, depth + 1)
      if (state) return state
    }
  return stateOfDatabase(error.cause, depth + 1)
}
