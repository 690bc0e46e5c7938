import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ctx, type Kernel, newId, systemActor } from '#kernel/context.ts'
import type { Database } from '#kernel/database.ts'
import type { JobCtx } from '#kernel/jobs/job.ts'
import { runOperation } from '#kernel/operations.ts'
import { freshDatabase, testKernel } from '#kernel/testing.ts'
import type { BackupRow } from './backup.contract.ts'
import { checkBackup, nightlyBackup } from './backup.jobs.ts'
import { backupPlan, listBackups } from './backup.service.ts'
import { can } from './backups.permissions.ts'
import { backups } from './index.ts'

const minute = 60_000
let database: Database
let kernel: Kernel
let folder: string
const everything = systemActor([can.readBackups.id, can.makeBackup.id])

const act = <T>(run: (ctx: Ctx) => Promise<T>, writes = false) =>
  runOperation(kernel, { operation: 'backups.testing', permission: can.readBackups, writes, actor: everything }, run)
const ctxOf = (more: Partial<Kernel> = {}): JobCtx => ({
  id: newId(),
  kernel: { ...kernel, ...more },
  actor: everything,
  lang: 'vi',
  attempt: 1,
  signal: new AbortController().signal,
  progress: () => {},
  asActor: (run) => act(run, true),
})
const list = async () => (await act((ctx) => listBackups(ctx, { filters: {}, limit: 50 } as never))).rows as BackupRow[]

beforeAll(async () => {
  database = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'noivu-backups-'))
  kernel = {
    ...testKernel(database, [backups], new Date('2022-12-20T17:15:00Z')),
    backups: { folder: join(folder, 'kept'), scratch: folder, passphrase: 'bốn từ khó đoán', program: '0.0.0-test' },
  }
}, 3 * minute)
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
}, minute)

test('the nightly job makes a backup, proves it, and clears away what is no longer kept', { timeout: 2 * minute }, async () => {
  await nightlyBackup.run(ctxOf(), {})
  const [made] = await list()
  // A quarter past midnight in Vietnam is the next day there.
  expect(made?.file).toMatch(/kept\/noivu-2022-12-21-[0-9a-f]{12}-1\.noivu$/)
  expect(made).toMatchObject({
    state: 'verified',
    encrypted: true,
    error: null,
    auditHead: expect.stringMatching(/^\d+:[0-9a-f]{64}$/) as string,
  })
  expect(readFileSync(made!.file).subarray(0, 21).toString()).toBe('age-encryption.org/v1')
  await database.pool.query(`INSERT INTO kernel.setting VALUES ('backups.keep', '{"daily": 1, "weekly": 0, "monthly": 0}')`)
  writeFileSync(join(folder, 'kept', 'left.noivu.part'), 'half')
  await nightlyBackup.run(ctxOf(), {})
  expect(await act(backupPlan)).toMatchObject({ keep: { daily: 1 }, encrypted: true, folder: join(folder, 'kept') })
  expect((await list()).map((b) => [b.state, existsSync(b.file)])).toEqual([
    ['verified', true],
    ['removed', false],
  ])
  expect(readdirSync(join(folder, 'kept'))).toHaveLength(1)
  // Nothing of the restores on trial stays.
  expect(readdirSync(folder)).toEqual(['kept'])
})

test('one that was damaged since is found so, told in words, and the administrator is told', { timeout: minute }, async () => {
  await database.pool
    .query(`INSERT INTO access.role (code, title_vi, title_en) VALUES ('keeper', 'x', 'x') ON CONFLICT DO NOTHING;
    INSERT INTO access.role_permission VALUES ('keeper', 'backups.makeBackup', 'all') ON CONFLICT DO NOTHING;
    BEGIN; SELECT set_config('noivu.entry', gen_random_uuid()::text, true);
    INSERT INTO auth."user" (id, name, email, username, "createdAt", "updatedAt") VALUES ('keeper', 'Người giữ', 'k@noivu.invalid', 'giu', now(), now());
    INSERT INTO access.assignment (id, user_id, role, valid_from) VALUES (gen_random_uuid(), 'keeper', 'keeper', '2020-01-01'); COMMIT`)
  const [newest] = await list()
  const bytes = readFileSync(newest!.file)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(newest!.file, bytes)
  await expect(checkBackup.run(ctxOf(), { id: newest!.id })).rejects.toMatchObject({ code: 'kernel.backupDamaged' })
  const [found] = await list()
  expect(found).toMatchObject({ state: 'damaged', error: expect.stringContaining('bị hỏng') as string })
  const { rows } = await database.pool.query(`SELECT kind, link FROM kernel.notice WHERE user_id = 'keeper'`)
  expect(rows).toEqual([{ kind: 'backups.failed', link: '/quan-tri/sao-luu' }])
})

test('one that cannot be written is told too, and an older good one stays', { timeout: minute }, async () => {
  writeFileSync(join(folder, 'file'), '')
  const nowhere = { ...kernel.backups!, folder: join(folder, 'file', 'in-a-file') }
  await expect(nightlyBackup.run(ctxOf({ backups: nowhere }), {})).rejects.toThrow()
  const { rows } = await database.pool.query(`SELECT count(*)::int AS n FROM kernel.notice WHERE user_id = 'keeper'`)
  expect(rows).toEqual([{ n: 2 }])
})
