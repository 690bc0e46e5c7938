import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { openDiskBlobs } from '#kernel/blobs/disk-blobs.ts'
import { openDatabase } from '#kernel/database.ts'
import { runOperation } from '#kernel/operations.ts'
import { fillDataFolder } from '#kernel/testing.ts'
import { importInto } from './import-kill.factory.ts'
import { allPermissions, makeKernel, system } from './platform.ts'

/**
 * Faults: the process that brings a file in is killed at random moments of the dry run and of the writing. Whatever was on its way, the
 * database of the department afterwards equals that before, or that of the whole import; and doing it again works.
 */
const rows = 1000
const folder = mkdtempSync(join(tmpdir(), 'noivu-import-kill-'))
const data = join(folder, 'data')
const unitCode = 'VP-KILL'

/** A file of people nobody else is in. */
function fileOf(series: number): string {
  const heading = 'Họ và tên,Ngày sinh,Giới tính,Nhóm,Đơn vị công tác,Chức vụ,Từ ngày,Số CCCD'
  const lines = Array.from({ length: rows }, (_, n) => {
    const name = `Trần ${'ABCDEGHKLMNPQ'[series % 13]}n ${'ABCDEGHKLMNPQ'[n % 13]}n`
    return `${name},0${(n % 9) + 1}/0${(n % 9) + 1}/19${60 + (n % 40)},Nam,Công chức,${unitCode},Chuyên viên,01/01/2020,0${10_000_000_000 + series * 1_234_500_000 + n}`
  })
  const file = join(folder, `nguoi-${series}.csv`)
  writeFileSync(file, [heading, ...lines].join('\n'))
  return file
}

beforeAll(async () => {
  await fillDataFolder(data)
  const database = await openDatabase({ folder: data })
  const permission = allPermissions[0]!
  const kernel = makeKernel(database, { demonstration: false, blobs: openDiskBlobs(data) })
  await runOperation(kernel, { operation: 'testing.act', permission, writes: true, actor: system }, (ctx) =>
    aUnit(ctx, { code: unitCode }),
  )
  await database.close()
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface State {
  people: number
  posts: number
  numbers: number
  traces: number
  committed: number
  broken: number
  print: string
}

/** Everything of the department that an import of people writes, as counts and checksums; the log must be whole besides. */
async function state(): Promise<State> {
  const database = await openDatabase({ folder: data })
  try {
    const { rows: found } = await database.pool
      .query<State>(`SELECT (SELECT count(*)::int FROM people.person) AS people, (SELECT count(*)::int FROM people.post) AS posts,
      (SELECT count(*)::int FROM people.identity) AS numbers, (SELECT count(*)::int FROM imports.trace) AS traces,
      (SELECT count(*)::int FROM imports.import WHERE state = 'committed') AS committed, (SELECT count(*)::int FROM audit.verify()) AS broken,
      (SELECT md5(coalesce(string_agg(full_name || coalesce(birth_date::text, '') || title || citizen_id, '|' ORDER BY citizen_id), ''))
        FROM people.person p JOIN people.post t ON t.person_id = p.id JOIN people.identity i ON i.person_id = p.id) AS print`)
    return found[0]!
  } finally {
    await database.close()
  }
}

type Step = 'check' | 'commit'

/**
 * Brings a file in by a process of its own, killed so many milliseconds after a step began; without a moment it is left alone. Gives
 * whether it was killed, and how long each step took.
 */
function bring(file: string, kill?: { step: Step; after: number }): Promise<{ killed: boolean; check: number; commit: number }> {
  const script = `import { importInto } from ${JSON.stringify(join(import.meta.dirname, 'import-kill.factory.ts'))}
    await importInto(${JSON.stringify(data)}, ${JSON.stringify(file)}, (step) => process.stdout.write(step + '\\n'))`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const errors: string[] = []
  const at: Record<string, number> = {}
  child.stderr.on('data', (text) => errors.push(String(text)))
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      at[line] = performance.now()
      if (line === kill?.step) void wait(kill.after).then(() => child.kill('SIGKILL'))
    })
    child.once('exit', (code, signal) => {
      const killed = signal === 'SIGKILL'
      if (!killed && !at.done) return reject(new Error(`${code}: ${errors.join('')}`))
      const { check = 0, commit = 0, done = 0 } = at
      resolve({ killed, check: commit - check, commit: done - commit })
    })
  })
}

test('an import killed at any moment leaves all of it or nothing, and works the next time', { timeout: 900_000 }, async () => {
  const took = await bring(fileOf(0))
  let before = await state()
  expect(before).toMatchObject({ people: rows, posts: rows, numbers: rows, traces: rows, committed: 1, broken: 0 })
  // Moments spread over both steps in a fixed order of fractions, so that a failure can be repeated.
  const moments = [0.5, 0.93, 0.07, 0.99].map((share, i): { step: Step; after: number } => {
    const step = i % 2 ? 'check' : 'commit'
    return { step, after: share * took[step] }
  })
  let kills = 0
  let [nothing, whole] = [0, 0]
  for (const [i, kill] of moments.entries()) {
    const file = fileOf(i + 1)
    if ((await bring(file, kill)).killed) kills++
    const now = await state()
    const moment = `${Math.round(kill.after)} ms of ${kill.step}`
    expect(now.broken, `the log after ${moment}`).toBe(0)
    if (now.committed === before.committed) {
      expect(now, moment).toEqual(before)
      nothing++
      // Again, and it works.
      if (i % 4 === 0) await bring(file)
    } else whole++
    before = await state()
    const all = before.committed * rows
    expect(before, moment).toMatchObject({ people: all, posts: all, numbers: all, traces: all, broken: 0 })
  }
  expect(kills).toBeGreaterThan(2)
  expect(nothing).toBeGreaterThan(1)
  expect(nothing + whole).toBe(moments.length)
  // What was written in spite of all is known again: nothing changes.
  await importInto(data, fileOf(0), () => {})
  expect(await state()).toEqual({ ...before, committed: before.committed + 1 })
})
