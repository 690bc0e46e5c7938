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
const rows = 600
const folder = mkdtempSync(join(tmpdir(), 'noivu-import-kill-'))
const file = join(folder, 'nguoi.csv')
const data = join(folder, 'data')
const unitCode = 'VP-KILL'

beforeAll(async () => {
  const heading = 'Họ và tên,Ngày sinh,Giới tính,Nhóm,Đơn vị công tác,Chức vụ,Từ ngày,Số CCCD'
  const lines = Array.from(
    { length: rows },
    (_, n) =>
      `Trần Văn ${'ABCDEGHKLMNPQ'[n % 13]}n,0${(n % 9) + 1}/0${(n % 9) + 1}/19${60 + (n % 40)},Nam,Công chức,${unitCode},Chuyên viên,01/01/2020,0${10_000_000_000 + n}`,
  )
  writeFileSync(file, [heading, ...lines].join('\n'))
  await fillDataFolder(data)
  const database = await openDatabase({ folder: data })
  const permission = allPermissions[0]!
  await runOperation(
    makeKernel(database, { demonstration: false, blobs: openDiskBlobs(data) }),
    { operation: 'testing.act', permission, writes: true, actor: system },
    (ctx) => aUnit(ctx, { code: unitCode }),
  )
  await database.close()
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Everything of the department that an import of people writes, as counts and checksums; the log must be whole besides. */
async function state(): Promise<{
  people: number
  posts: number
  numbers: number
  committed: number
  broken: number
  print: string
}> {
  const database = await openDatabase({ folder: data })
  try {
    const { rows: found } = await database.pool
      .query(`SELECT (SELECT count(*)::int FROM people.person) AS people, (SELECT count(*)::int FROM people.post) AS posts,
      (SELECT count(*)::int FROM people.identity) AS numbers, (SELECT count(*)::int FROM imports.import WHERE state = 'committed') AS committed,
      (SELECT count(*)::int FROM audit.verify()) AS broken,
      (SELECT md5(coalesce(string_agg(full_name || coalesce(birth_date::text, '') || title || citizen_id, '|' ORDER BY citizen_id), ''))
        FROM people.person p JOIN people.post t ON t.person_id = p.id JOIN people.identity i ON i.person_id = p.id) AS print`)
    return found[0]
  } finally {
    await database.close()
  }
}

/** Brings the file in by a process of its own and kills it so many milliseconds after a step began; false when it was quicker. */
function killed(step: 'check' | 'commit', after: number): Promise<boolean> {
  const script = `import { importInto } from ${JSON.stringify(join(import.meta.dirname, 'import-kill.factory.ts'))}
    await importInto(${JSON.stringify(data)}, ${JSON.stringify(file)}, (step) => process.stdout.write(step + '\\n'))`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const errors: string[] = []
  child.stderr.on('data', (text) => errors.push(String(text)))
  return new Promise((resolve, reject) => {
    let done = false
    createInterface(child.stdout).on('line', (line) => {
      if (line === 'done') done = true
      if (line === step) void wait(after).then(() => child.kill('SIGKILL'))
    })
    child.once('exit', (code, signal) =>
      signal === 'SIGKILL' || done ? resolve(signal === 'SIGKILL') : reject(new Error(`${code}: ${errors.join('')}`)),
    )
  })
}

test('an import killed at any moment leaves all of it or nothing, and works the next time', { timeout: 600_000 }, async () => {
  const before = await state()
  expect(before).toMatchObject({ people: 0, posts: 0, numbers: 0, broken: 0 })
  // Moments spread by a fixed sequence, so that a failure can be repeated.
  const moments = Array.from({ length: 5 }, (_, i) => ({
    step: i % 2 ? ('commit' as const) : ('check' as const),
    after: (i * 397 + 13) % 1500,
  }))
  let kills = 0
  for (const { step, after } of moments) {
    if (await killed(step, after)) kills++
    const now = await state()
    expect(now.broken, `the log after ${after} ms of ${step}`).toBe(0)
    if (now.committed === 0) expect(now, `${after} ms of ${step}`).toEqual(before)
    else {
      expect(now, `${after} ms of ${step}`).toMatchObject({ people: rows, posts: rows, numbers: rows, committed: 1 })
      break
    }
  }
  expect(kills).toBeGreaterThan(2)
  await importInto(data, file, () => {})
  const after = await state()
  expect(after).toMatchObject({ people: rows, posts: rows, numbers: rows, broken: 0 })
  // Once more, nothing changes.
  await importInto(data, file, () => {})
  expect(await state()).toEqual({ ...after, committed: after.committed + 1 })
})
