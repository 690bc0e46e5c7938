import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { freshDatabase } from './testing.ts'
import { inTransaction, statementName } from './transactions.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
  await database.pool.query('CREATE TABLE public.note (id int PRIMARY KEY, owner text NOT NULL)')
  await database.pool.query(`ALTER TABLE public.note ENABLE ROW LEVEL SECURITY;
    CREATE POLICY note_read ON public.note FOR SELECT TO noivu_app USING (owner = current_setting('noivu.actor', true));
    GRANT SELECT ON public.note TO noivu_app`)
  await database.pool.query(`INSERT INTO public.note VALUES (1, 'an'), (2, 'binh'), (3, 'binh')`)
}, 300_000)
afterAll(() => database.close())

const asActor = (actor: string) => `BEGIN READ ONLY; SET LOCAL ROLE noivu_app; SELECT set_config('noivu.actor', '${actor}', true)`
const notes = (actor: string) =>
  inTransaction(database, asActor(actor), false, async (db) => {
    const { rows } = await sql<{ id: number }>`SELECT id FROM public.note ORDER BY id`.execute(db)
    return rows.map((r) => r.id)
  })
const whoAmI = async () =>
  (
    await database.pool.query<{ role: string; actor: string }>(
      `SELECT current_user AS role, coalesce(current_setting('noivu.actor', true), '') AS actor`,
    )
  ).rows[0]

test('each reading step sees the rows of its own actor, however often a connection and a kept plan are used again', async () => {
  for (let i = 0; i < 12; i++) {
    expect(await notes('an')).toEqual([1])
    expect(await notes('binh')).toEqual([2, 3])
    expect(await notes('nobody')).toEqual([])
  }
  const mixed = await Promise.all(Array.from({ length: 40 }, (_, i) => notes(i % 2 ? 'an' : 'binh')))
  expect(mixed).toEqual(Array.from({ length: 40 }, (_, i) => (i % 2 ? [1] : [2, 3])))
})

test('neither role nor actor is left behind for whoever takes a connection from the pool next', async () => {
  const owner = await whoAmI()
  for (let i = 0; i < 20; i++) {
    await notes('an')
    expect(await whoAmI()).toEqual(owner)
    // Past the moment a connection waits for the next step.
    await new Promise((resolve) => setTimeout(resolve, i % 4))
    expect(await whoAmI()).toEqual(owner)
  }
})

test('a reading step sees what was written just before it', async () => {
  for (let id = 10; id < 20; id++) {
    await inTransaction(database, 'BEGIN', true, (db) => sql`INSERT INTO public.note VALUES (${id}, 'an')`.execute(db))
    expect(await notes('an')).toContain(id)
  }
  await inTransaction(database, 'BEGIN', true, (db) => sql`DELETE FROM public.note WHERE id >= 10`.execute(db))
})

test('a reading step cannot write', async () => {
  const write = inTransaction(database, 'BEGIN READ ONLY', false, (db) =>
    sql`INSERT INTO public.note VALUES (99, 'an')`.execute(db),
  )
  await expect(write).rejects.toMatchObject({ code: '25006' })
  expect(await notes('an')).toEqual([1])
})

test('when the opening fails, nothing the step read gets out, and the error is that of the opening', async () => {
  for (const begin of [
    'BEGIN READ ONLY; SET LOCAL ROLE nobody_of_this_name',
    'BEGIN READ ONNLY',
    `${asActor('an')}; SELECT 1/0`,
  ]) {
    let seen: unknown = 'not run'
    const step = inTransaction(database, begin, false, async (db) => {
      const { rows } = await sql`SELECT id FROM public.note`.execute(db).catch(() => ({ rows: [] }))
      seen = rows
      return rows
    })
    await expect(step).rejects.toMatchObject({ code: expect.stringMatching(/^(22023|42704|42601|22012)$/) as string })
    if (seen !== 'not run') expect(Array.isArray(seen)).toBe(true)
    // The connection is whole again.
    expect(await notes('an')).toEqual([1])
  }
})

test('a step that throws leaves its own error and a clean connection', async () => {
  const step = inTransaction(database, asActor('an'), false, async (db) => {
    await sql`SELECT 1`.execute(db)
    throw new Error('as it happens')
  })
  await expect(step).rejects.toThrow('as it happens')
  const broken = inTransaction(database, asActor('an'), false, (db) => sql`SELECT 1/0`.execute(db))
  await expect(broken).rejects.toMatchObject({ code: '22012' })
  expect(await notes('binh')).toEqual([2, 3])
})

test('more steps than connections all get their turn', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, () => notes('binh')))
  expect(answers.every((a) => a.length === 2)).toBe(true)
})

test('a query is named when it comes back often, and the number of names is bounded', () => {
  const names = Array.from({ length: 6 }, () => statementName('SELECT often'))
  expect(names.slice(0, 3)).toEqual([undefined, undefined, undefined])
  expect(names[4]).toMatch(/^noivu_[0-9a-f]{24}$/)
  expect(names[5]).toBe(names[4])
  let named = 0
  for (let i = 0; i < 2000; i++) for (let n = 0; n < 5; n++) if (statementName(`SELECT ${i}`) && n === 4) named++
  expect(named).toBeGreaterThan(100)
  expect(named).toBeLessThanOrEqual(250)
  expect(statementName('SELECT often')).toBe(names[4])
})
