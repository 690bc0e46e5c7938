import { sql } from 'kysely'
import type { Kernel } from '../context.ts'
import { refuse } from '../errors.ts'
import { addressOf, addressTries, decideLock, forgetAfterHours } from './lock.rules.ts'

/**
 * Counts failed tries by name and by address, and turns away what comes while locked. It stands in the database, so that it holds over
 * processes and restarts. A name nobody has is counted like any other: what is answered tells nothing. Only failures count towards the
 * address: hundreds may sign in from one office at once.
 */
export class Lock {
  private readonly lines = new Map<string, Promise<unknown>>()

  constructor(
    private readonly kernel: Kernel,
    private readonly byAddress: boolean,
  ) {}

  /**
   * Runs a try; `failed` says of its outcome whether it counts. Tries for one name run one after the other, so that a thousand sent at
   * once get no more guesses than a thousand sent in a row.
   *
   * @throws Refusal `kernel.locked`.
   */
  async guard<T>(name: string, address: string | null, run: () => Promise<T>, failed: (outcome: T) => boolean): Promise<T> {
    const key = `user:${name}`
    const before = this.lines.get(key)
    const turn = (async () => {
      await before?.catch(() => {})
      await this.demandUnlocked(key)
      if (address !== null && this.byAddress) await this.demandUnlocked(`address:${addressOf(address)}`)
      const outcome = await run()
      if (failed(outcome)) await this.count(key, address)
      else await sql`DELETE FROM auth.attempt WHERE key = ${key}`.execute(this.kernel.database.db)
      return outcome
    })()
    this.lines.set(key, turn)
    try {
      return await turn
    } finally {
      if (this.lines.get(key) === turn) this.lines.delete(key)
    }
  }

  /** @throws Refusal `kernel.locked`. */
  async demandUnlockedAddress(address: string): Promise<void> {
    if (this.byAddress) await this.demandUnlocked(`address:${addressOf(address)}`)
  }

  /** Counts a failure that belongs to an address alone, such as an unknown key. */
  async countAddress(address: string): Promise<void> {
    if (!this.byAddress) return
    const now = this.kernel.now().toISOString()
    const { rows } = await sql<{ failures: number }>`
      INSERT INTO auth.attempt AS a (key, failures, last_at) VALUES (${`address:${addressOf(address)}`}, 1, ${now})
      ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at,
        failures = greatest(0, a.failures - floor(extract(epoch FROM excluded.last_at - a.last_at) / 60 * ${addressTries.forgivenEachMinute})::int) + 1
      RETURNING failures`.execute(this.kernel.database.db)
    if ((rows[0]?.failures ?? 0) >= addressTries.most) await this.lock(`address:${addressOf(address)}`, 1)
  }

  private async count(key: string, address: string | null): Promise<void> {
    const now = this.kernel.now().toISOString()
    const { rows } = await sql<{ failures: number }>`
      INSERT INTO auth.attempt AS a (key, failures, last_at) VALUES (${key}, 1, ${now})
      ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at,
        failures = CASE WHEN a.last_at < excluded.last_at - make_interval(hours => ${forgetAfterHours}) THEN 1 ELSE a.failures + 1 END
      RETURNING failures`.execute(this.kernel.database.db)
    const minutes = decideLock(rows[0]?.failures ?? 0)
    if (minutes > 0) await this.lock(key, minutes)
    if (address !== null) await this.countAddress(address)
    // Names nobody has are kept no longer than a lock could hold.
    await sql`DELETE FROM auth.attempt WHERE last_at < ${now}::timestamptz - make_interval(hours => ${2 * forgetAfterHours})`.execute(
      this.kernel.database.db,
    )
  }

  private async lock(key: string, minutes: number): Promise<void> {
    const until = new Date(this.kernel.now().getTime() + minutes * 60_000).toISOString()
    await sql`UPDATE auth.attempt SET locked_until = ${until} WHERE key = ${key}`.execute(this.kernel.database.db)
  }

  private async demandUnlocked(key: string): Promise<void> {
    const { rows } = await sql<{ locked_until: string | null }>`
      SELECT locked_until FROM auth.attempt WHERE key = ${key}`.execute(this.kernel.database.db)
    const until = rows[0]?.locked_until
    const left = until ? new Date(until).getTime() - this.kernel.now().getTime() : 0
    if (left > 0) throw refuse.locked({ minutes: Math.ceil(left / 60_000) })
  }
}
