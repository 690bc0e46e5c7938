import { setTimeout as wait } from 'node:timers/promises'
import { runOperation } from '../operations.ts'
import { sql } from 'kysely'
import { type ImportWork, runCheck, runCommit, runLook, runRecheck } from './import.run.ts'

const passes = { look: runLook, check: runCheck, recheck: runRecheck, commit: runCommit }
export type ImportTask = keyof typeof passes

/**
 * Runs a pass after the operation that ordered it has been written: the run is there to be seen only then. What fails is noted in the run and
 * told to `onError`. Stands in for the queue of jobs, which starts the same passes.
 */
export function runInBackground(
  work: ImportWork,
  task: ImportTask,
  importId: string,
  runId: string,
  onError: (error: unknown) => void,
): void {
  const begun = async () => {
    for (let attempt = 0; attempt < 100; attempt++) {
      await wait(attempt === 0 ? 0 : 50)
      const { kernel, actor, permission } = work
      const seen = await runOperation(kernel, { operation: 'imports.look', permission, writes: false, actor }, async (ctx) => {
        const { rows } =
          await sql`SELECT FROM imports.run WHERE import_id = ${importId}::uuid AND run_id = ${runId}::uuid`.execute(ctx.db)
        return rows.length > 0
      })
      if (seen) return passes[task](work, importId, runId)
    }
  }
  begun().catch(onError)
}
