import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { CompiledQuery } from 'kysely'
import { describe, expect } from 'vitest'
import { type Actor, type Ctx, newId } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import { definePermissions } from '#kernel/permissions.ts'
import { anActor, testBlobs, testKernel, type TestWorld, worldTest } from '#kernel/testing.ts'
import type { StoredFile } from './file.contract.ts'
import {
  attachFile,
  checkUnfinished,
  detachFile,
  filesOf,
  openFile,
  receiveFile,
  storeFile,
  unfinishedLimits,
} from './file.service.ts'
import { checkFixity, faultFound, tidyFiles } from './fixity.ts'
import { defineFileOwner, defineFilePurpose } from './purpose.ts'

/** A club that keeps the minutes of its meetings. */
const can = definePermissions('club', {
  readMinutes: { vi: 'Đọc biên bản', en: 'Read minutes' },
  writeMinutes: { vi: 'Ghi biên bản', en: 'Write minutes' },
})
/** The engine's own rights, as whoever configures it declares them. */
const files = definePermissions('files', {
  uploadFile: { vi: '1', en: '1' },
  openFile: { vi: '2', en: '2' },
  readFiles: { vi: '3', en: '3' },
  openAnyFile: { vi: '4', en: '4' },
  manageFiles: { vi: '5', en: '5' },
})
const minutes = defineFilePurpose({ id: 'club.minutes', limit: 1000, kinds: ['text', 'pdf'] })
const dossier = defineFilePurpose({ id: 'club.dossier', limit: 1000, kinds: ['text'], sensitive: true })
const meeting = defineFileOwner({ relation: 'club.meeting', read: can.readMinutes, write: can.writeMinutes })
const heard: unknown[] = []
const club = defineDomain({
  name: 'club',
  permissions: { ...can, ...files },
  routes: [],
  words: { vi: {}, en: {} },
  filePurposes: [minutes, dossier],
  on: { [faultFound]: async (_ctx: Ctx, payload: unknown) => void heard.push(payload) },
})
const test = worldTest([club])

const here = newId()
const elsewhere = newId()
const all = { all: true }
const member = (reach: Record<string, { all?: boolean; units?: string[]; own?: boolean }> = {}, personId: string | null = null) =>
  anActor({ 'files.uploadFile': all, ...reach }, { personId })
const upload = async (world: TestWorld, actor: Actor, text: string, purpose = 'club.minutes'): Promise<StoredFile> => {
  const content = Readable.from([Buffer.from(text)])
  const received = await receiveFile(world.kernel, { content, name: 'bien-ban.txt', purpose, lang: 'vi' })
  return world.as(actor, (ctx) => storeFile(ctx, received))
}
const opens = (world: TestWorld, actor: Actor, id: string) =>
  world
    .as(actor, (ctx) => openFile(ctx, id), { writes: false })
    .then(
      (f) => f.name,
      (error: { code?: string }) => error.code,
    )

describe('who may open a file', () => {
  test('at first who brought it, and nobody else, whatever else they may', async ({ world }) => {
    const author = member()
    const file = await upload(world, author, 'một')
    expect(await opens(world, author, file.id)).toBe('bien-ban.txt')
    expect(await opens(world, member({ 'club.readMinutes': all, 'club.writeMinutes': all }), file.id)).toBe('kernel.notFound')
    expect(await opens(world, member({ 'files.readFiles': all, 'files.manageFiles': all }), file.id)).toBe('kernel.notFound')
  })

  test('once a record holds it, who reads the record: within the reach, and not beyond', async ({ world }) => {
    const author = member({ 'club.writeMinutes': { units: [here] } })
    const file = await upload(world, author, 'hai')
    await world.as(author, (ctx) => attachFile(ctx, meeting, { fileId: file.id, ownerId: 'm1', unitId: here }))
    expect(await opens(world, member({ 'club.readMinutes': { units: [here] } }), file.id)).toBe('bien-ban.txt')
    expect(await opens(world, member({ 'club.readMinutes': all }), file.id)).toBe('bien-ban.txt')
    expect(await opens(world, member({ 'club.readMinutes': { units: [elsewhere] } }), file.id)).toBe('kernel.notFound')
    expect(await opens(world, member({ 'club.readMinutes': { own: true } }), file.id)).toBe('kernel.notFound')
    expect(await opens(world, member({ 'club.writeMinutes': all }), file.id)).toBe('kernel.notFound')
  })

  test('a record of one person: that person, through any reach', async ({ world }) => {
    const person = newId()
    const author = member({ 'club.writeMinutes': all })
    const file = await upload(world, author, 'ba')
    await world.as(author, (ctx) => attachFile(ctx, meeting, { fileId: file.id, ownerId: 'm1', personId: person }))
    expect(await opens(world, member({ 'club.readMinutes': { own: true } }, person), file.id)).toBe('bien-ban.txt')
    expect(await opens(world, member({ 'club.readMinutes': { own: true } }, newId()), file.id)).toBe('kernel.notFound')
    expect(await opens(world, member({}, person), file.id)).toBe('kernel.notFound')
  })

  test('a sensitive one that a record holds: through the record alone, not even who brought it, not by the right to open all', async ({
    world,
  }) => {
    const author = member({ 'club.writeMinutes': all })
    const file = await upload(world, author, 'bốn', 'club.dossier')
    expect(await opens(world, author, file.id)).toBe('bien-ban.txt')
    await world.as(author, (ctx) => attachFile(ctx, meeting, { fileId: file.id, ownerId: 'm1', unitId: here }))
    expect(await opens(world, author, file.id)).toBe('kernel.notFound')
    expect(await opens(world, member({ 'files.openAnyFile': all, 'files.readFiles': all }), file.id)).toBe('kernel.notFound')
    expect(await opens(world, member({ 'club.readMinutes': { units: [here] } }), file.id)).toBe('bien-ban.txt')
  })

  test('nobody ties what they cannot open, nor to a record they cannot change; nobody unties beyond their reach', async ({
    world,
  }) => {
    const author = member({ 'club.writeMinutes': { units: [here] } })
    const file = await upload(world, author, 'năm')
    const stranger = member({ 'club.writeMinutes': all, 'files.readFiles': all })
    const tie = (actor: Actor, unitId: string | null) =>
      world.as(actor, (ctx) => attachFile(ctx, meeting, { fileId: file.id, ownerId: 'm1', unitId }))
    await expect(tie(stranger, here)).rejects.toMatchObject({ code: 'kernel.notFound' })
    await expect(tie(author, elsewhere)).rejects.toMatchObject({ code: '42501' })
    await expect(tie(author, null)).rejects.toMatchObject({ code: '42501' })
    await tie(author, here)
    const untie = (actor: Actor) => world.as(actor, (ctx) => detachFile(ctx, meeting, file.id, 'm1'))
    await expect(untie(member({ 'club.writeMinutes': { units: [elsewhere] } }))).rejects.toMatchObject({
      code: 'kernel.notFound',
    })
    await untie(author)
    expect(await world.sql('SELECT linked FROM files.file WHERE id = $1', [file.id])).toEqual([{ linked: false }])
  })

  test('past the service, the database itself refuses: the inventory opens nothing, and nothing is tied through it', async ({
    world,
  }) => {
    const file = await upload(world, member(), 'sáu')
    const keeper = member({ 'files.readFiles': all, 'club.writeMinutes': all, 'club.readMinutes': all })
    const link = `INSERT INTO files.link (id, file_id, owner_relation, owner_id, read_permission, write_permission, linked_at)
      VALUES (gen_random_uuid(), '${file.id}', 'club.meeting', 'x', 'club.readMinutes', 'club.writeMinutes', now())`
    await expect(world.as(keeper, (ctx) => rawly(ctx, link))).rejects.toMatchObject({ code: '42501' })
    const another = `INSERT INTO files.file (id, sha256, size, name, media_type, kind, inline, purpose, sensitive, uploaded_by, uploaded_by_name, uploaded_at)
      SELECT gen_random_uuid(), sha256, size, name, media_type, kind, inline, purpose, sensitive, uploaded_by, uploaded_by_name, uploaded_at FROM files.file`
    await expect(world.as(keeper, (ctx) => rawly(ctx, another))).rejects.toMatchObject({ code: '42501' })
  })
})

/** Writes what no operation would, such as a date long past. */
async function pastPolicies(world: TestWorld, text: string, values: unknown[] = []): Promise<void> {
  await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
  await world.sql(text, values)
}

const rawly = (ctx: Ctx, text: string) => ctx.db.executeQuery(CompiledQuery.raw(text))

describe('what is taken', () => {
  test.each([
    ['one byte more than the purpose allows', 'x'.repeat(1001), 'files.tooLarge'],
    ['nothing', '', 'files.empty'],
    ['another kind', '<html><body>a</body></html>', 'files.kindNotTaken'],
    ['a program', '#!/bin/sh\necho', 'files.programRefused'],
  ])('not %s, and the content is not kept', async (_what, text, code) => {
    const kernel = testKernel(null as never, [club])
    const content = Readable.from([Buffer.from(text)])
    await expect(receiveFile(kernel, { content, name: 'a.txt', purpose: 'club.minutes', lang: 'vi' })).rejects.toMatchObject({
      code,
    })
    expect(await testBlobs().has(createHash('sha256').update(text).digest('hex'))).toBe(false)
  })

  test('no more than one may leave unused, in number and in bytes', async ({ world }) => {
    const author = member()
    await upload(world, author, 'bảy')
    const check = (actor: Actor, more = 0) => world.as(actor, (ctx) => checkUnfinished(ctx, more), { writes: false })
    await check(author, unfinishedLimits.bytes - 100)
    await expect(check(author, unfinishedLimits.bytes)).rejects.toMatchObject({ code: 'files.tooManyUnfinished' })
    await pastPolicies(
      world,
      `INSERT INTO files.file (id, sha256, size, name, media_type, kind, inline, purpose, sensitive, uploaded_by, uploaded_by_name, uploaded_at)
       SELECT gen_random_uuid(), sha256, size, name, media_type, kind, inline, purpose, sensitive, uploaded_by, uploaded_by_name, uploaded_at
       FROM files.file, generate_series(2, ${unfinishedLimits.files}) WHERE uploaded_by = $1`,
      [author.id],
    )
    await expect(check(author)).rejects.toMatchObject({ code: 'files.tooManyUnfinished', params: { most: 200 } })
    await check(member())
  })
})

test('files of many records come in one question, by record', async ({ world }) => {
  const author = member({ 'club.writeMinutes': all, 'club.readMinutes': all })
  const [a, b] = [await upload(world, author, 'a'), await upload(world, author, 'b')]
  const found = await world.as(author, async (ctx) => {
    await attachFile(ctx, meeting, { fileId: a.id, ownerId: 'm1' })
    await attachFile(ctx, meeting, { fileId: b.id, ownerId: 'm1' })
    await attachFile(ctx, meeting, { fileId: b.id, ownerId: 'm2' })
    // A second time changes nothing.
    await attachFile(ctx, meeting, { fileId: b.id, ownerId: 'm2' })
    return filesOf(ctx, meeting, ['m1', 'm2', 'm3'])
  })
  expect([...found].map(([owner, held]) => [owner, held.map((f) => f.id)])).toEqual([
    ['m1', [a.id, b.id]],
    ['m2', [b.id]],
  ])
})

describe('the check of all contents', () => {
  const run = (world: TestWorld, more: Partial<Parameters<typeof checkFixity>[0]> = {}) =>
    checkFixity({
      blobs: world.kernel.blobs,
      act: (step, options) => world.asSystem(step, { writes: !options?.reads }),
      wait: async () => {},
      ...more,
    })

  test('finds what is damaged and what is missing, tells it once, and knows when it was put again', async ({ world }) => {
    heard.length = 0
    const author = member()
    const [whole, lost] = [await upload(world, author, 'nguyên vẹn'), await upload(world, author, 'sẽ mất')]
    await world.kernel.blobs.remove(lost.sha256)
    expect(await run(world)).toMatchObject({
      checked: 2,
      damaged: 0,
      missing: 1,
      stopped: false,
      faults: [{ sha256: lost.sha256 }],
    })
    expect(heard).toEqual([{ faults: [{ sha256: lost.sha256, state: 'missing', names: ['bien-ban.txt'] }] }])
    // Known already: counted, not told again.
    expect(await run(world)).toMatchObject({ missing: 1, faults: [] })
    expect(heard).toHaveLength(1)
    expect(await world.sql('SELECT sha256, state FROM files.blob ORDER BY state')).toEqual([
      { sha256: lost.sha256, state: 'missing' },
      { sha256: whole.sha256, state: 'whole' },
    ])
    await upload(world, member(), 'sẽ mất')
    expect(await world.sql('SELECT state, repaired_at IS NOT NULL AS repaired FROM files.fault')).toEqual([
      { state: 'missing', repaired: true },
    ])
    expect(await run(world)).toMatchObject({ checked: 2, missing: 0 })
  })

  test('stops when told, keeps what it found, and begins the next time with what it has not looked at', async ({ world }) => {
    const author = member()
    for (const text of ['x1', 'x2', 'x3', 'x4']) await upload(world, author, text)
    await world.sql(`UPDATE files.blob SET checked_at = '2020-01-01'`)
    const stop = new AbortController()
    const first = await run(world, { signal: stop.signal, progress: (done) => void (done === 2 && stop.abort()) })
    expect(first).toMatchObject({ checked: 2, stopped: true })
    const left = await world.sql<{ sha256: string }>(
      `SELECT sha256 FROM files.blob WHERE checked_at = '2020-01-01' ORDER BY sha256`,
    )
    expect(left).toHaveLength(2)
    const order: string[] = []
    const blobs = { ...world.kernel.blobs, verify: async (sha256: string) => (order.push(sha256), 'whole' as const) }
    await run(world, { blobs })
    expect(order.slice(0, 2)).toEqual(left.map((r) => r.sha256))
  })

  test('reads no faster than told', async ({ world }) => {
    await upload(world, member(), 'x'.repeat(500))
    let waited = 0
    await run(world, { bytesPerSecond: 1000, wait: async (ms) => void (waited += ms) })
    expect(waited).toBe(500)
  })
})

describe('tidying', () => {
  test('clears away what was not used for a day and what lay in the bin for a month; what is used, held or shared stays', async ({
    world,
  }) => {
    const author = member({ 'club.writeMinutes': all })
    const names = ['cũ', 'mới', 'dùng', 'giữ', 'thùng', 'hạn']
    const made: Record<string, StoredFile> = {}
    for (const n of names) made[n] = await upload(world, author, `tệp ${n}`)
    const twin = await upload(world, author, 'tệp cũ')
    await world.as(author, (ctx) => attachFile(ctx, meeting, { fileId: made['dùng']!.id, ownerId: 'm1' }))
    const past = (name: string, set: string) =>
      pastPolicies(world, `UPDATE files.file SET ${set} WHERE id = $1`, [made[name]!.id])
    for (const name of ['cũ', 'dùng']) await past(name, `uploaded_at = '2022-12-01'`)
    await past('giữ', `uploaded_at = '2022-12-01', held = true`)
    await past('hạn', `uploaded_at = '2022-12-01', retain_until = '2023-01-01'`)
    await past('thùng', `deleted_at = '2022-11-01', deleted_by_name = 'x'`)
    const tidied = await tidyFiles({
      blobs: later(world),
      act: (step, options) => world.asSystem(step, { writes: !options?.reads }),
    })
    expect(tidied).toMatchObject({ unfinished: 1, fromBin: 1, contents: 1 })
    const left = await world.sql<{ id: string }>('SELECT id FROM files.file')
    expect(new Set(left.map((f) => f.id))).toEqual(
      new Set([made['mới'], made['dùng'], made['giữ'], made['hạn'], twin].map((f) => f!.id)),
    )
    // The same bytes belong to another file still.
    expect(await world.kernel.blobs.has(twin.sha256)).toBe(true)
    expect(await world.kernel.blobs.has(made['thùng']!.sha256)).toBe(false)
  })

  test('no content goes while a backup is under way, whose snapshot may name it; afterwards it goes', async ({ world }) => {
    const author = member()
    const file = await upload(world, author, 'sẽ vào thùng')
    await world.sql(`UPDATE files.file SET deleted_at = '2022-01-01', deleted_by_name = 'x' WHERE id = $1`, [file.id])
    const tidy = () =>
      tidyFiles({ blobs: later(world), act: (step, options) => world.asSystem(step, { writes: !options?.reads }) })
    await world.sql(`INSERT INTO kernel.backup (id, file, scheduled, encrypted, began_at, alive_at)
      VALUES ('00000000-0000-0000-0000-0000000000b1', '/x', false, false, clock_timestamp(), clock_timestamp())`)
    expect(await tidy()).toMatchObject({ fromBin: 1, contents: 0 })
    expect(await world.kernel.blobs.verify(file.sha256)).toBe('whole')
    // Its process died: nobody copies any more.
    await world.sql(`UPDATE kernel.backup SET alive_at = clock_timestamp() - interval '11 minutes'`)
    expect(await tidy()).toMatchObject({ fromBin: 0, contents: 1 })
    expect(await world.kernel.blobs.has(file.sha256)).toBe(false)
  })

  /** The clock of tests stands in 2022, that of the disk does not: contents look as if they had long been there. */
  const later = (world: TestWorld) => ({
    ...world.kernel.blobs,
    stat: async (sha256: string) => {
      const found = await world.kernel.blobs.stat(sha256)
      return found && { ...found, storedAt: new Date('2022-12-01') }
    },
  })
})
