import { z } from 'zod'

/** How many backups are kept: the newest of each of so many days, weeks and months. */
export const Keep = z.object({
  daily: z.number().int().min(1).max(366),
  weekly: z.number().int().min(0).max(520),
  monthly: z.number().int().min(0).max(240),
})
export type Keep = z.infer<typeof Keep>

export const usualKeep: Keep = { daily: 7, weekly: 4, monthly: 12 }

interface KeptBackup {
  id: string
  /** Day in Vietnam. */
  day: string
  verified: boolean
}

/**
 * Which backups may be cleared away, newest first given: all but the newest of each of the last days, weeks and months that have one, and but
 * the newest that was proven by a restore, however old.
 */
export function decideRetention(backups: KeptBackup[], keep: Keep): string[] {
  const kept = new Set<string>()
  const keepNewest = (of: (day: string) => string, most: number) => {
    const seen = new Set<string>()
    for (const { id, day } of backups) {
      const period = of(day)
      if (seen.has(period) || seen.size >= most) continue
      seen.add(period)
      kept.add(id)
    }
  }
  keepNewest((day) => day, keep.daily)
  keepNewest(mondayOf, keep.weekly)
  keepNewest((day) => day.slice(0, 7), keep.monthly)
  const proven = backups.find((b) => b.verified)
  if (proven) kept.add(proven.id)
  return backups.filter((b) => !kept.has(b.id)).map((b) => b.id)
}

function mondayOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return at.toISOString().slice(0, 10)
}
