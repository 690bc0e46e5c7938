import { sql } from 'kysely'
import { z } from 'zod'
import { can } from '#kernel/jobs/job.permissions.ts'
import { defineJob } from '#kernel/jobs/job.ts'
import { daysKept } from '#kernel/jobs/keep.ts'
import { importsWords } from './imports.words.ts'

/** Imports taken away in one transaction: each may hold a hundred thousand rows. */
const portion = 10

/**
 * Imports begun and never written, with the rows read for them and their file: `imports.days` of the settings after the last thing done, else
 * 90 days. What was written stays with its trace, also when it was taken back.
 */
export const pruneImports = defineJob({
  name: 'imports.pruneImports',
  words: { vi: importsWords.vi.operations.pruneImports, en: importsWords.en.operations.pruneImports },
  input: z.object({}),
  permission: can.manage,
  runsAs: 'system',
  schedule: '45 1 * * *',
  run: async (job) => {
    const days = await daysKept(job.kernel, 'imports.days', 90)
    const before = new Date(job.kernel.now().getTime() - days * 86_400_000).toISOString()
    let removed = 0
    for (;;) {
      job.signal.throwIfAborted()
      const now = await job.asActor(async ({ db }) => {
        const { rows } = await sql<{
          n: number
        }>`SELECT imports.clear_abandoned(${before}::timestamptz, ${portion}) AS n`.execute(db)
        return rows[0]?.n ?? 0
      })
      removed += now
      job.progress(removed, null)
      if (now < portion) return { removed, days }
    }
  },
})
