import { setTimeout as wait } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { sql } from 'kysely'
import { hungYenAndThaiBinh, readUnits, there, wholeCountry } from '#domains/organization/units-of-2025.factory.ts'
import { applyAct, rehearseAct, undoAct } from '#domains/organization/index.ts'
import { draftFromTable } from '#domains/organization/act.service.ts'
import { readShare, type TableRow } from '#domains/organization/act-table.rules.ts'
import { registerPeople } from '#domains/people/index.ts'
import { openDiskBlobs } from '#kernel/blobs/disk-blobs.ts'
import type { Ctx, Kernel } from '#kernel/context.ts'
import type { Database, DatabaseSettings } from '#kernel/database.ts'
import { runOperation } from '#kernel/operations.ts'
import { fold } from '#kernel/text.ts'
import { aWorld, type World } from '../faults/world.ts'
import { allPermissions, makeKernel, openMigrated, system } from '../platform.ts'

/** The lists of units and the mapping lie beside the project; without them nothing of this can be measured. */
export const countryThere = there

const dayAfter = '2025-07-01'
/** Runs steps as the platform itself, each in a transaction. */
export function stepsOn(database: Database): { kernel: Kernel; step: <T>(run: (ctx: Ctx) => Promise<T>) => Promise<T> } {
  const kernel = makeKernel(database, { demonstration: false, blobs: openDiskBlobs(tmpdir()) })
  const [permission] = allPermissions
  if (!permission) throw new Error('no permissions declared')
  return {
    kernel,
    step: (run) => runOperation(kernel, { operation: 'bench.prepare', permission, writes: true, actor: system }, run),
  }
}

const row = (no: number, r: Omit<TableRow, 'no' | 'oldName'>): TableRow => ({ no, oldName: '', ...r })

/** The provinces that became others, and the communes of every province whose mapping is known. */
const provinceRows = (only?: string) =>
  readUnits('mapping/provinces_63_to_34.csv')
    .filter((r) => !only || r.new_code === only)
    .map((r, i) =>
      row(i + 2, { oldCode: r.old_code ?? '', newCode: r.new_code ?? '', newName: r.new_name ?? '', share: 1, aboveCode: '' }),
    )
const communeRows = (file: string) =>
  readUnits(file).map((r, i) =>
    row(i + 2, {
      oldCode: r.old_code ?? '',
      newCode: r.new_code ?? '',
      newName: r.new_name ?? '',
      share: readShare(r.share ?? '') ?? null,
      aboveCode: r.new_province_code ?? '',
    }),
  )

async function draft(ctx: Ctx, title: string, rows: TableRow[], abolish: string[] = []): Promise<string> {
  const { id, faults } = await draftFromTable(ctx, { title, effectiveOn: dayAfter, abolish }, rows)
  if (!id) throw new Error(`${title}: ${JSON.stringify(faults.slice(0, 3))}`)
  return id
}

/** The country before and after, in a running program, and somebody who may look at all of it. */
export async function aCountry(databaseUrl: string | null): Promise<{ world: World; units: number; after: number }> {
  let units = 0
  let after = 0
  const put = async (settings: DatabaseSettings) => {
    const database = await openMigrated(settings)
    try {
      const { step } = stepsOn(database)
      await step(wholeCountry)
      const before = await database.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM organization.units_on('2025-06-30')`,
      )
      units = before.rows[0]?.n ?? 0
      await step(async (ctx) => void (await applyAct(ctx, await draft(ctx, '202/2025/QH15', provinceRows()))))
      await step(
        async (ctx) =>
          void (await applyAct(ctx, await draft(ctx, 'NQ-UBTVQH15', communeRows('mapping/old_to_new_30_provinces.csv')))),
      )
      await database.pool.query('ANALYZE')
      const { rows } = await database.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM organization.units_on($1::date) WHERE level IN ('province', 'commune')`,
        [dayAfter],
      )
      after = rows[0]?.n ?? 0
    } finally {
      await database.close()
    }
  }
  if (databaseUrl) await put({ url: databaseUrl })
  const world = await aWorld(databaseUrl ? { databaseUrl } : { fill: (folder) => put({ folder }) })
  return { world, units, after }
}

/** What people ask of the tree of units: pages, a branch opened, a name typed without marks, one unit, before and after the act. */
export async function questionsOfUnits(world: World): Promise<Record<'tree' | 'search' | 'page', string[]>> {
  const units = await world.sql<{ id: string; name: string; level: string }>(
    `SELECT unit_id AS id, name, level FROM organization.unit_version ORDER BY md5(unit_id::text) LIMIT 200`,
  )
  const days = ['2025-06-30', dayAfter, '2021-01-01']
  const on = (i: number) => days[i % days.length] ?? ''
  return {
    tree: units.map(({ id }, i) => `/api/organization/tree?asOf=${on(i)}${i % 4 === 0 ? '' : `&parentId=${id}`}`),
    search: units.flatMap(({ name }, i) => {
      const words = fold(name).split(' ')
      const text = encodeURIComponent([words.join(' '), words.slice(-2).join(' '), words.at(-1)][i % 3] ?? '')
      return [
        `/api/organization/units?limit=50&asOf=${on(i)}&search=${text}`,
        `/api/organization/units/pick?asOf=${on(i)}&search=${text}`,
      ]
    }),
    page: units.flatMap(({ id, level }, i) => [
      `/api/organization/units/${id}?asOf=${on(i)}`,
      `/api/organization/units?limit=50&asOf=${on(i)}&level=${level}`,
    ]),
  }
}

/** What became of the act of 1 July 2025 upon two provinces with so many posts. Times in seconds. */
export interface ReorganisationTimes {
  communes: number
  districts: number
  posts: number
  rehearsal: number
  apply: number
  undo: number
  /** How often somebody read while it was applied, and the numbers of communes seen, each once. */
  reads: number
  seen: number[]
  longestRead: number
}

/** The reorganisation of Hưng Yên and Thái Bình on a database of its own, with people in every unit. */
export async function reorganise(settings: DatabaseSettings, posts: number): Promise<ReorganisationTimes> {
  const database = await openMigrated(settings)
  try {
    const { kernel, step } = stepsOn(database)
    const { communes, districts } = await step(hungYenAndThaiBinh)
    await step((ctx) => fillWithPeople(ctx, posts))
    await database.pool.query('ANALYZE')
    await step(async (ctx) => void (await applyAct(ctx, await draft(ctx, '202/2025/QH15', provinceRows('33')))))
    const id = await step((ctx) => draft(ctx, '1666/NQ-UBTVQH15', communeRows('mapping/hungyen_old_to_new.csv'), ['district']))
    const timed = async (run: () => Promise<unknown>) => {
      const began = performance.now()
      await run()
      return (performance.now() - began) / 1000
    }
    const rehearsal = await timed(() => step((ctx) => rehearseAct(ctx, id)))
    const seen = new Set<number>()
    let reads = 0
    let longestRead = 0
    let over = false
    const reader = async () => {
      while (!over) {
        const began = performance.now()
        seen.add(await communesNow(kernel))
        longestRead = Math.max(longestRead, performance.now() - began)
        reads += 1
        await wait(5)
      }
    }
    const reading = reader()
    const apply = await timed(() =>
      step(async (ctx) => {
        const told = await applyAct(ctx, id)
        if (told.faults.length > 0) throw new Error(JSON.stringify(told.faults.slice(0, 3)))
      }),
    )
    await wait(200)
    over = true
    await reading
    const undo = await timed(() => step((ctx) => undoAct(ctx, id)))
    return { communes, districts, posts, rehearsal, apply, undo, reads, seen: [...seen], longestRead: longestRead / 1000 }
  } finally {
    await database.close()
  }
}

async function communesNow(kernel: Kernel): Promise<number> {
  const [permission] = allPermissions
  if (!permission) throw new Error('no permissions declared')
  return runOperation(kernel, { operation: 'bench.read', permission, writes: false, actor: system }, async (ctx) => {
    const { rows } = await sql<{
      n: number
    }>`SELECT count(*)::int AS n FROM organization.units_on(${dayAfter}::date) WHERE level = 'commune'`.execute(ctx.db)
    return rows[0]?.n ?? 0
  })
}

/** Invented people, spread over all units of both provinces. */
async function fillWithPeople(ctx: Ctx, many: number): Promise<void> {
  const units = await ctx.db.selectFrom('organization.unit_version').select('unit_id').where('level', '!=', 'province').execute()
  const people = Array.from({ length: many }, (_, n) => ({
    id: ctx.newId(),
    familyAndMiddle: ['Nguyễn Văn', 'Trần Thị', 'Lê Đức', 'Phạm Minh', 'Vũ Ngọc'][n % 5] ?? '',
    given: ['An', 'Bình', 'Chi', 'Dũng', 'Giang', 'Hoa', 'Lan'][n % 7] ?? '',
    sex: n % 2 ? ('female' as const) : ('male' as const),
    birthDate: `${1965 + (n % 35)}-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`,
    birthYear: null,
    category: 'commune-civil-servant',
  }))
  for (let at = 0; at < many; at += 5000) {
    const some = people.slice(at, at + 5000)
    await registerPeople(
      ctx,
      some,
      some.map(({ id }, i) => ({
        personId: id,
        unitId: units[(at + i) % units.length]?.unit_id ?? '',
        title: 'Công chức',
        isMain: true,
        validFrom: '2025-03-01',
        validUntil: null,
      })),
    )
  }
}
