import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { type Database, type DatabaseSettings, openDatabase } from '../database.ts'
import { fillDataFolder, freshDatabase } from '../testing.ts'

/**
 * A process of its own with a worker, and a job of five steps that tells somebody something in each. In its first attempt it hangs in the
 * middle, so that it can be killed there: between two steps, or inside the transaction of one.
 */
const program = (settings: DatabaseSettings, hang: 'between' | 'inside', from: string) => `
  const at = (file) => import(new URL(file, ${JSON.stringify(from)}).href)
  const [{ openDatabase }, { newId }, { makeTranslate }, { kernelWords }, { z }, { definePermissions }, { defineJob, startJob }, { JobWorker }, { defineNotices, notify }, { runOperation }] =
    await Promise.all([at('../database.ts'), at('../context.ts'), at('../translate.ts'), at('../kernel.words.ts'), import('zod'), at('../permissions.ts'), at('./job.ts'), at('./job.worker.ts'), at('../notices/notice.ts'), at('../operations.ts')])
  const can = definePermissions('club', { tell: { vi: 'Báo tin', en: 'Tell' } })
  const told = defineNotices('club', { news: 'none' })
  const forever = () => new Promise(() => setInterval(() => {}, 1000))
  const job = defineJob({
    name: 'club.tell', words: can.tell.words, input: z.object({}), permission: can.tell, quiet: true,
    run: async (job) => {
      for (let n = 0; n < 5; n++) {
        const dies = job.attempt === 1 && n === 3
        if (dies && ${hang === 'between'}) { console.log('hangs'); await forever() }
        await job.asActor(async (ctx) => {
          await notify(ctx, { to: ['binh'], kind: told.news, params: { n } })
          if (dies) { console.log('hangs'); await forever() }
          return n
        }, { step: 'tell ' + n })
      }
      return 'all told'
    },
  })
  const database = await openDatabase(${JSON.stringify(settings)})
  const kernel = { database, now: () => new Date(), newId, events: {}, indicators: [], permissions: [can.tell], jobs: [job], notices: [told.news],
    mail: null, publicUrl: null, demonstration: false, translate: makeTranslate({ kernel: kernelWords }) }
  const worker = new JobWorker(kernel, { alone: database.kind === 'pglite', beatMs: 200, silentMs: 1500, watchMs: 300, pollMs: 100, onError: (error) => console.error(error) })
  if ((await database.pool.query('SELECT FROM kernel.job')).rowCount === 0) {
    const actor = { id: 'anh', name: 'Anh', username: 'anh', personId: null, roles: [], reach: { 'club.tell': { all: true } } }
    await runOperation(kernel, { operation: 'club.start', permission: can.tell, writes: true, actor }, (ctx) => startJob(ctx, job, {}))
  }
  await worker.start()
  let state = 'waiting'
  while (!['done', 'failed'].includes(state)) {
    await new Promise((done) => setTimeout(done, 100))
    state = (await database.pool.query('SELECT state FROM kernel.job')).rows[0].state
  }
  await worker.stop()
  await database.close()
  console.log(state)
  process.exit(0)
`

let children: ChildProcess[] = []
let folder: string | undefined
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  if (folder) rmSync(folder, { recursive: true, force: true })
  folder = undefined
})

/** Starts the program; waits for the line it is to print. */
function run(code: string, line: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let said = ''
  child.stderr.on('data', (part: Buffer) => (said += part.toString()))
  return new Promise((done, fail) => {
    createInterface({ input: child.stdout }).on('line', (text) => text === line && done(child))
    child.once('exit', (exitCode) => fail(new Error(`ended with ${exitCode} before "${line}": ${said}`)))
  })
}
const ended = (child: ChildProcess) =>
  new Promise<void>((done) => (child.exitCode !== null || child.signalCode ? done() : child.once('exit', () => done())))

/** Where the job lives: a folder on disk, or a database of the server at DATABASE_URL. */
async function place(): Promise<DatabaseSettings> {
  if (process.env.DATABASE_URL) {
    const made = await freshDatabase()
    const { rows } = await made.pool.query<{ name: string }>('SELECT current_database() AS name')
    await made.close()
    const url = new URL(process.env.DATABASE_URL)
    url.pathname = `/${rows[0]?.name}`
    return { url: url.toString() }
  }
  folder = mkdtempSync(join(tmpdir(), 'noivu-job-'))
  await fillDataFolder(folder)
  return { folder }
}

async function within<T>(settings: DatabaseSettings, look: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(settings)
  try {
    return await look(database)
  } finally {
    await database.close()
  }
}

test.each(['between', 'inside'] as const)(
  'a process killed %s steps: the job is finished after the next start, and each step took effect once',
  { timeout: 240_000 },
  async (hang) => {
    const settings = await place()
    await within(settings, async ({ pool }) => {
      await pool.query(`BEGIN; SELECT set_config('noivu.entry', gen_random_uuid()::text, true);
        INSERT INTO auth."user" (id, name, email, username, "createdAt", "updatedAt") VALUES ('anh', 'Anh', 'anh@noivu.invalid', 'anh', now(), now());
        INSERT INTO access.role (code, title_vi, title_en) VALUES ('teller', 'Người báo', 'Teller');
        INSERT INTO access.role_permission VALUES ('teller', 'club.tell', 'all');
        INSERT INTO access.assignment (id, user_id, role, valid_from) VALUES (gen_random_uuid(), 'anh', 'teller', '2020-01-01');
        SELECT audit.append(current_setting('noivu.entry')::uuid, now(), 'system', 'x', 'testing.fill', 'r', NULL); COMMIT`)
    })
    const code = program(settings, hang, import.meta.url)
    const first = await run(code, 'hangs')
    first.kill('SIGKILL')
    await ended(first)
    await ended(await run(code, 'done'))
    await within(settings, async ({ pool }) => {
      const { rows } = await pool.query(`SELECT state, attempt, result FROM kernel.job`)
      expect(rows).toEqual([{ state: 'done', attempt: 2, result: 'all told' }])
      const told = await pool.query<{ n: number }>(
        `SELECT (params ->> 'n')::int AS n FROM kernel.notice WHERE user_id = 'binh' ORDER BY raised_at, id`,
      )
      expect(told.rows.map((row) => row.n)).toEqual([0, 1, 2, 3, 4])
      const logged = await pool.query(`SELECT request_id FROM audit.entry WHERE operation = 'club.tell' AND actor_id = 'anh'`)
      expect(logged.rowCount).toBe(5)
      expect((await pool.query('SELECT * FROM audit.verify()')).rows).toEqual([])
    })
  },
)
