/** How often a job is tried, and how long it waits in between. */
export interface Retry {
  /** Attempts in all, the first one counted. */
  attempts: number
  /** Wait after the first failure; doubled after each further one. */
  firstSeconds: number
  /** No wait is longer. */
  mostSeconds: number
}

export const usualRetry: Retry = { attempts: 5, firstSeconds: 10, mostSeconds: 3600 }

/**
 * Seconds to wait after a failed attempt: doubled each time, up to the longest wait, and scattered over its upper half so that jobs that
 * failed together do not come back together. `chance` lies in 0..1.
 */
export function decideWait(retry: Retry, attempt: number, chance: number): number {
  const whole = Math.min(retry.mostSeconds, retry.firstSeconds * 2 ** Math.min(30, Math.max(0, attempt - 1)))
  return whole * (0.5 + chance / 2)
}

/** What happens to a job whose attempt ended badly. A "no" stays a "no": it is told at once; trouble of the moment is tried again. */
export function decideAfterFailure(job: { attempt: number; attempts: number; final: boolean }): 'retry' | 'fail' {
  return !job.final && job.attempt < job.attempts ? 'retry' : 'fail'
}

/** A share done, 0 to 1, or null while the whole is not known. */
export function shareDone(done: number, total: number | null): number | null {
  if (total === null || total <= 0) return null
  return Math.min(1, Math.max(0, done / total))
}
