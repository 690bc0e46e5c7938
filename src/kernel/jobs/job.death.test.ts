import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import type { DatabaseSettings } from '../database.ts'
import { fillDataFolder, freshDatabase } from '../testing.ts'

const setUp = `BEGIN; SELECT set_config('noivu.entry', gen_random_uuid()::text, true);
  INSERT INTO auth."user" (id, name, email, username, "createdAt", "updatedAt") VALUES ('anh', 'Anh', 'anh@noivu.invalid', 'anh', now(), now());
  INSERT INTO access.role (code, title_vi, title_en) VALUES ('teller', 'Người báo', 'Teller');
  INSERT INTO access.role_permission VALUES ('teller', 'club.tell', 'all');
  INSERT INTO access.assignment (id, user_id, role, valid_from) VALUES (gen_random_uuid(), 'anh', 'teller', '2020-01-01');
  SELECT audit.append(current_setting('noivu.entry')::uuid, now(), 'system', 'x', 'testing.fill', 'r', NULL); COMMIT`

/** What is to be known at the end: the job, what was told, how often the log says so, and whether the log is whole. */
const questions = [
  'SELECT state, attempt, result FROM kernel.job',
  `SELECT (params ->> 'n')::int AS n FROM kernel.notice WHERE user_id = 'binh' ORDER BY raised_at, id`,
  `SELECT count(*)::int AS n FROM audit.entry WHERE operation = 'club.tell' AND actor_id = 'anh'`,
  'SELECT * FROM audit.verify()',
]

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
    await database.pool.query(${JSON.stringify(setUp)})
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
  const asked = await Promise.all(${JSON.stringify(questions)}.map(async (text) => (await database.pool.query(text)).rows))
  await database.close()
  console.log('found ' + JSON.stringify(asked))
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

/** Starts the program; waits for the line it is to begin with these words, and gives the rest of that line. */
function run(code: string, words: string): Promise<{ child: ChildProcess; rest: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let said = ''
  child.stderr.on('data', (part: Buffer) => (said += part.toString()))
  return new Promise((done, fail) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (text.startsWith(words)) done({ child, rest: text.slice(words.length) })
    })
    child.once('exit', (exitCode) => fail(new Error(`ended with ${exitCode} before "${words}": ${said}`)))
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

test.each(['between', 'inside'] as const)(
  'a process killed %s steps: the job is finished after the next start, and each step took effect once',
  // Four processes open a database from source, one after the other, on a machine that may have other work.
  { timeout: 600_000 },
  async (hang) => {
    const code = program(await place(), hang, import.meta.url)
    const first = await run(code, 'hangs')
    first.child.kill('SIGKILL')
    await ended(first.child)
    const second = await run(code, 'found ')
    expect(JSON.parse(second.rest)).toEqual([
      [{ state: 'done', attempt: 2, result: 'all told' }],
      [0, 1, 2, 3, 4].map((n) => ({ n })),
      [{ n: 5 }],
      [],
    ])
    await ended(second.child)
  },
)
