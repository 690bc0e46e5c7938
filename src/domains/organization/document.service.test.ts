import { Readable } from 'node:stream'
import { describe, expect } from 'vitest'
import { files } from '#domains/files/index.ts'
import { openFile, receiveFile, storeFile } from '#engines/files/index.ts'
import type { Actor } from '#kernel/context.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { addUnitDocument, removeUnitDocument, unitDocuments } from './document.service.ts'
import { organization } from './index.ts'
import { aUnit } from './unit.factory.ts'

const test = worldTest([organization, files])

const upload = async (world: TestWorld, actor: Actor) => {
  const content = Readable.from([Buffer.from('Quyết định quy định chức năng, nhiệm vụ')])
  const received = await receiveFile(world.kernel, {
    content,
    name: 'qd-chuc-nang.txt',
    purpose: 'organization.document',
    lang: 'vi',
  })
  return world.as(actor, (ctx) => storeFile(ctx, received))
}
const keeper = (unitId: string) =>
  anActor({
    'organization.readUnit': { all: true },
    'organization.changeUnit': { units: [unitId] },
    'files.uploadFile': { all: true },
    'files.openFile': { all: true },
  })

describe('documents of a unit', () => {
  test('are kept with it by who may change it, and opened by who may read it', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx))
    const one = keeper(unit.unitId)
    const file = await upload(world, one)
    await world.as(one, (ctx) => addUnitDocument(ctx, { id: unit.unitId, fileId: file.id }))
    expect((await world.as(one, (ctx) => unitDocuments(ctx, unit.unitId))).map((f) => f.name)).toEqual(['qd-chuc-nang.txt'])
    const reader = anActor({ 'organization.readUnit': { all: true }, 'files.openFile': { all: true } })
    expect((await world.as(reader, (ctx) => openFile(ctx, file.id))).id).toBe(file.id)
    const stranger = anActor({ 'files.openFile': { all: true } })
    await expect(world.as(stranger, (ctx) => openFile(ctx, file.id))).rejects.toMatchObject({ code: 'kernel.notFound' })
    await world.as(one, (ctx) => removeUnitDocument(ctx, { id: unit.unitId, fileId: file.id }))
    expect(await world.as(one, (ctx) => unitDocuments(ctx, unit.unitId))).toEqual([])
  })

  test('are refused at another unit, and at one that is not there', async ({ world }) => {
    const [own, other] = await world.asSystem(async (ctx) => [await aUnit(ctx), await aUnit(ctx)] as const)
    const one = keeper(own.unitId)
    const file = await upload(world, one)
    await expect(world.as(one, (ctx) => addUnitDocument(ctx, { id: other.unitId, fileId: file.id }))).rejects.toMatchObject({
      code: 'kernel.forbidden',
    })
    await expect(
      world.as(one, (ctx) => addUnitDocument(ctx, { id: '00000000-0000-4000-8000-00000000dead', fileId: file.id })),
    ).rejects.toMatchObject({ code: 'kernel.notFound' })
    await expect(world.as(one, (ctx) => removeUnitDocument(ctx, { id: own.unitId, fileId: file.id }))).rejects.toMatchObject({
      code: 'kernel.notFound',
    })
    expect(await world.as(one, (ctx) => unitDocuments(ctx, other.unitId))).toEqual([])
  })
})
