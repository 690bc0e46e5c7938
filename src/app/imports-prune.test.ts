import { sql } from 'kysely'
import { expect } from 'vitest'
import { systemActor } from '#kernel/context.ts'
import { ImportBench } from '#kernel/imports/import.factory.ts'
import { undoImport } from '#kernel/imports/import.service.ts'
import type { JobCtx } from '#kernel/jobs/job.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { jobs } from '#domains/jobs/index.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { personnel } from '#domains/personnel/index.ts'
import { imports } from '#domains/imports/index.ts'
import { pruneImports } from '#domains/imports/prune.job.ts'

const test = worldTest([organization, people, personnel, jobs, imports])
const everywhere = {
  'organization.readUnit': { all: true },
  'people.readPerson': { all: true },
  'people.changePerson': { all: true },
}
const jobOf = (world: TestWorld, signal = new AbortController().signal): JobCtx => ({
  id: 'x',
  kernel: world.kernel,
  actor: systemActor([]),
  lang: 'vi',
  attempt: 1,
  signal,
  progress: () => {},
  asActor: (run) => world.asSystem(run),
})
const heading = 'Họ và tên;Ngày sinh;Giới tính;Nhóm;Đơn vị;Chức vụ;Từ ngày'
const row = (name: string) => `${name};1990;Nữ;Viên chức;VP-D;Văn thư;01/01/2020`

/** Imports of one unit: written, taken back, checked and left lying, all a hundred days ago; and one of yesterday. It is 20 December 2022. */
async function someImports(world: TestWorld) {
  await world.asSystem((ctx) => aUnit(ctx, { code: 'VP-D', name: 'Văn phòng Dọn' }))
  const bench = new ImportBench(world, anActor(everywhere))
  const of = async (name: string) => {
    const { id } = await bench.draft('people', `${name}.csv`, [heading, row(name)].join('\n'))
    await bench.check(id)
    return id
  }
  const written = await of('Ngô Thị Một')
  await bench.commit(written)
  const undone = await of('Ngô Thị Hai')
  await bench.commit(undone)
  await bench.do((ctx) => undoImport(ctx, { id: undone, reason: 'thử' }))
  const left = await of('Ngô Thị Ba')
  const young = await of('Ngô Thị Tư')
  await world.sql(`UPDATE imports.import SET created_at = '2022-09-01' WHERE id <> '${young}'`)
  await world.sql(`UPDATE imports.run SET seen_at = '2022-09-01' WHERE import_id <> '${young}'`)
  return { bench, written, undone, left, young }
}
const ids = async (world: TestWorld, table: string) =>
  (await world.sql<{ id: string }>(`SELECT DISTINCT ${table === 'import' ? 'id' : 'import_id'} AS id FROM imports.${table}`))
    .map((r) => r.id)
    .sort()

test('imports never written go with their rows and their file; what was written stays with its trace, also when taken back', async ({
  world,
}) => {
  const { written, undone, left, young } = await someImports(world)
  const traced = await ids(world, 'trace')
  expect(traced).toEqual([written, undone].sort())
  expect(await pruneImports.run(jobOf(world), {})).toEqual({ removed: 1, days: 90 })
  expect(await ids(world, 'import')).toEqual([written, undone, young].sort())
  expect(await ids(world, 'trace')).toEqual(traced)
  for (const table of ['row', 'sheet', 'run']) expect(await ids(world, table)).not.toContain(left)
  expect(await ids(world, 'row')).toContain(young)
  expect(await world.sql('SELECT count(*)::int AS n FROM imports.source')).toEqual([{ n: 3 }])
  expect(await pruneImports.run(jobOf(world), {})).toEqual({ removed: 0, days: 90 })
})

test('an import gone on with lately stays, however old; the setting says how many days', async ({ world }) => {
  const { left, young } = await someImports(world)
  await world.sql(`UPDATE imports.run SET seen_at = '2022-12-19T12:00:00Z' WHERE import_id = '${left}'`)
  expect(await pruneImports.run(jobOf(world), {})).toMatchObject({ removed: 0 })
  await world.sql(`INSERT INTO kernel.setting (key, value) VALUES ('imports.days', '1')`)
  await world.sql(`UPDATE imports.import SET created_at = '2022-12-10' WHERE id = '${young}'`)
  await world.sql(`UPDATE imports.run SET seen_at = '2022-12-10' WHERE import_id = '${young}'`)
  expect(await pruneImports.run(jobOf(world), {})).toEqual({ removed: 1, days: 1 })
  expect(await ids(world, 'import')).not.toContain(young)
})

test('a file that another import uses is kept', async ({ world }) => {
  const { bench, left } = await someImports(world)
  await bench.draft('people', 'lần nữa.csv', [heading, row('Ngô Thị Ba')].join('\n'))
  expect(await pruneImports.run(jobOf(world), {})).toMatchObject({ removed: 1 })
  expect(await ids(world, 'import')).not.toContain(left)
  expect(await world.sql('SELECT count(*)::int AS n FROM imports.source')).toEqual([{ n: 4 }])
})

test('nobody else clears them, and a stopped job clears nothing', async ({ world }) => {
  const { bench, left } = await someImports(world)
  await expect(bench.do(({ db }) => sql`SELECT imports.clear_abandoned('2030-01-01', 10)`.execute(db))).rejects.toThrow()
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(pruneImports.run(jobOf(world, stopped), {})).rejects.toThrow('stopped')
  expect(await ids(world, 'import')).toContain(left)
})
