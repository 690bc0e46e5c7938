import { Readable } from 'node:stream'
import { describe, expect } from 'vitest'
import { attachFile, defineFileOwner, receiveFile, storeFile } from '#engines/files/index.ts'
import type { StoredFile } from '#engines/files/file.contract.ts'
import type { Actor, Ctx } from '#kernel/context.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { can } from './files.permissions.ts'
import * as service from './file.service.ts'
import { files } from './index.ts'

const test = worldTest([files])
const keeper = anActorWith(can.uploadFile, can.openFile, can.readFiles, can.openAnyFile, can.manageFiles)
const officer = () => anActor({ [can.uploadFile.id]: { all: true }, [can.openFile.id]: { all: true } })
const owner = defineFileOwner({ relation: 'indicators.typed_figure', read: can.readFiles, write: can.manageFiles })

const upload = async (world: TestWorld, actor: Actor, text: string, name = 'cong-van.txt'): Promise<StoredFile> => {
  const content = Readable.from([Buffer.from(text)])
  const received = await receiveFile(world.kernel, { content, name, purpose: 'files.general', lang: 'vi' })
  return world.as(actor, (ctx) => storeFile(ctx, received))
}
const read = <T>(world: TestWorld, actor: Actor, run: (ctx: Ctx) => Promise<T>) => world.as(actor, run, { writes: false })

describe('the inventory', () => {
  test('is found by any writing of a name, filtered by place, kind, owner and state, sorted and paged', async ({ world }) => {
    const a = await upload(world, officer(), 'một', 'Quyết định bổ nhiệm.txt')
    const b = await upload(world, officer(), 'h;t\n1;2', 'danh sách.csv')
    await world.as(keeper, (ctx) => attachFile(ctx, owner, { fileId: a.id, ownerId: 'x' }))
    const list = (input: Record<string, unknown>) =>
      read(world, keeper, async (ctx) => (await service.listFiles(ctx, { limit: 50, ...input })).rows.map((row) => row.id))
    expect(await list({ search: 'quyet dinh' })).toEqual([a.id])
    expect(await list({ place: 'used' })).toEqual([a.id])
    expect(await list({ place: ['unfinished', 'bin'] })).toEqual([b.id])
    expect(await list({ kind: 'table' })).toEqual([b.id])
    expect(await list({ owner: 'indicators_typed_figure' })).toEqual([a.id])
    expect(await list({ state: 'damaged' })).toEqual([])
    expect(await list({ sort: 'size' })).toEqual([a.id, b.id])
    const first = await read(world, keeper, (ctx) => service.listFiles(ctx, { limit: 1, sort: 'name' }))
    expect([first.rows[0]?.id, first.total]).toEqual([b.id, { value: 2, atLeast: false }])
    expect(await list({ sort: 'name', after: first.next })).toEqual([a.id])
  })

  test('shows an officer own uploads alone, and the totals tell how much is stored once', async ({ world }) => {
    const me = officer()
    const mine = await upload(world, me, 'nội dung trùng')
    await upload(world, officer(), 'nội dung trùng')
    expect((await read(world, me, (ctx) => service.listFiles(ctx, { limit: 50 }))).rows.map((row) => row.id)).toEqual([mine.id])
    expect(await read(world, keeper, service.fileTotals)).toMatchObject({
      files: 2,
      contents: 1,
      bytes: mine.size * 2,
      storedBytes: mine.size,
      unfinished: 2,
      store: 'disk',
    })
  })

  test('goes out as Excel', async ({ world }) => {
    await upload(world, officer(), 'một')
    const file = await read(world, keeper, (ctx) => service.exportFiles(ctx, { format: 'xlsx', lang: 'vi' }))
    expect([file.name.endsWith('.xlsx'), file.size > 1000]).toEqual([true, true])
  })
})

describe('the bin', () => {
  test('takes what nobody uses and gives it back', async ({ world }) => {
    const me = officer()
    const file = await upload(world, me, 'một')
    await world.as(keeper, (ctx) => service.deleteFile(ctx, file.id))
    expect((await read(world, keeper, (ctx) => service.getFile(ctx, file.id))).place).toBe('bin')
    await expect(read(world, me, (ctx) => service.describeFile(ctx, file.id))).rejects.toMatchObject({ code: 'kernel.notFound' })
    // A second time changes nothing and is no error.
    await world.as(keeper, (ctx) => service.deleteFile(ctx, file.id))
    await world.as(keeper, (ctx) => service.restoreFile(ctx, file.id))
    expect((await read(world, me, (ctx) => service.describeFile(ctx, file.id))).id).toBe(file.id)
  })

  test('does not take what a record holds, what is held, or what must be kept until a day', async ({ world }) => {
    const file = await upload(world, officer(), 'một')
    const hold = (held: boolean, retainUntil: string | null) =>
      world.as(keeper, (ctx) => service.holdFile(ctx, { id: file.id, held, retainUntil }))
    const remove = () => world.as(keeper, (ctx) => service.deleteFile(ctx, file.id))
    await hold(true, null)
    await expect(remove()).rejects.toMatchObject({ code: 'files.mustKeep' })
    await hold(false, '2022-12-21')
    await expect(remove()).rejects.toMatchObject({ code: 'files.mustKeep' })
    await hold(false, '2022-12-20')
    await world.as(keeper, (ctx) => attachFile(ctx, owner, { fileId: file.id, ownerId: 'x' }))
    await expect(remove()).rejects.toMatchObject({ code: 'files.inUse' })
  })

  test('is the keeper’s: others get no further than their own unused uploads', async ({ world }) => {
    const me = officer()
    const [mine, theirs] = [await upload(world, me, 'một'), await upload(world, officer(), 'hai')]
    await expect(world.as(me, (ctx) => service.deleteFile(ctx, theirs.id))).rejects.toMatchObject({ code: 'kernel.notFound' })
    await expect(world.as(me, (ctx) => service.discardUpload(ctx, theirs.id))).rejects.toMatchObject({ code: 'kernel.notFound' })
    await world.as(me, (ctx) => service.discardUpload(ctx, mine.id))
    expect((await read(world, keeper, (ctx) => service.getFile(ctx, mine.id))).place).toBe('bin')
    // Holding and restoring pass the service but not the database.
    await world.as(me, (ctx) => service.holdFile(ctx, { id: theirs.id, held: true, retainUntil: null })).catch(() => {})
    expect((await read(world, keeper, (ctx) => service.getFile(ctx, theirs.id))).held).toBe(false)
  })
})

test('a content found missing is told to who looks after files, stands in the record, and is repaired by uploading it again', async ({
  world,
}) => {
  const file = await upload(world, officer(), 'sẽ mất')
  await world.kernel.blobs.remove(file.sha256)
  expect(await world.as(keeper, (ctx) => service.verifyFile(ctx, file.id))).toEqual({ state: 'missing' })
  const before = await read(world, keeper, (ctx) => service.getFile(ctx, file.id))
  expect([before.state, before.faults.map((f) => f.repairedAt)]).toEqual(['missing', [null]])
  expect((await read(world, keeper, service.fileTotals)).missing).toBe(1)
  await upload(world, officer(), 'sẽ mất', 'bản khác.txt')
  const after = await read(world, keeper, (ctx) => service.getFile(ctx, file.id))
  expect([after.state, after.faults[0]?.repairedAt === null]).toEqual(['whole', false])
  expect(await world.as(keeper, (ctx) => service.verifyFile(ctx, file.id))).toEqual({ state: 'whole' })
})

test('the check of everything is put into the queue once, however often it is asked for', async ({ world }) => {
  const first = await world.as(keeper, (ctx) => service.checkAllFiles(ctx))
  const second = await world.as(keeper, (ctx) => service.checkAllFiles(ctx))
  expect(second).toEqual(first)
})
