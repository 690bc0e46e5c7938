import { describe, expect } from 'vitest'
import { organization } from '#domains/organization/index.ts'
import { anActor, worldTest } from '#kernel/testing.ts'
import { aDossier } from './dossier.factory.ts'
import {
  dossierHistory,
  getDossier,
  listDossiers,
  makeDossier,
  markDisputed,
  signatureMatrix,
  signDossier,
  unsignDossier,
} from './dossier.service.ts'
import { territory } from './index.ts'
import { can } from './territory.permissions.ts'

const test = worldTest([organization, territory])
const sign = (id: string, step: 'legal' | 'province', signedOn: string | null = null) => ({
  id,
  step,
  signedOn,
  document: 'Biên bản',
})

describe('boundary dossiers', () => {
  test('are counted by neighbour, level and state of the day; a signature of unknown day holds', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const first = await aDossier(ctx)
      const second = await aDossier(ctx)
      await aDossier(ctx, { level: 'province' })
      await signDossier(ctx, sign(first.id, 'legal', '2022-06-01'))
      await signDossier(ctx, sign(first.id, 'province', '2022-09-01'))
      await signDossier(ctx, sign(second.id, 'legal'))
      const cell = { neighbour: 'Tỉnh Hải Dương', level: 'commune', disputed: 0 }
      const communes = async (asOf: string) => (await signatureMatrix(ctx, { asOf })).find((c) => c.level === 'commune')
      expect(await communes('2022-05-31')).toEqual({ ...cell, unsigned: 1, legal: 1, province: 0 })
      expect(await communes('2022-06-01')).toEqual({ ...cell, unsigned: 0, legal: 2, province: 0 })
      expect(await communes('2022-09-01')).toEqual({ ...cell, unsigned: 0, legal: 1, province: 1 })
      const { rows } = await listDossiers(ctx, { limit: 50, state: 'province', asOf: '2022-09-01' })
      expect(rows.map((r) => r.id)).toEqual([first.id])
    })
  })

  test('are signed legally first, not twice, and not while disputed; a signature is taken back in turn', async ({ world }) => {
    const id = await world.asSystem(async (ctx) => {
      const { id, unitId } = await aDossier(ctx)
      const code = (run: Promise<unknown>) =>
        run.then(
          () => 'done',
          (error: { code: string }) => error.code,
        )
      expect(await code(signDossier(ctx, sign(id, 'province')))).toBe('territory.legalFirst')
      await markDisputed(ctx, { id, disputed: true })
      expect(await code(signDossier(ctx, sign(id, 'legal')))).toBe('territory.inDispute')
      await markDisputed(ctx, { id, disputed: false })
      await signDossier(ctx, sign(id, 'legal'))
      expect(await code(signDossier(ctx, sign(id, 'legal')))).toBe('territory.alreadySigned')
      await signDossier(ctx, sign(id, 'province'))
      expect(await code(unsignDossier(ctx, { id, step: 'legal' }))).toBe('territory.legalFirst')
      await unsignDossier(ctx, { id, step: 'province' })
      expect((await getDossier(ctx, id)).state).toBe('legal')
      const again = { unitId, level: 'commune', neighbour: 'Tỉnh Hải Dương', facing: '', note: null } as const
      expect(await code(makeDossier(ctx, again))).toBe('territory.dossierExists')
      return id
    })
    const history = await world.asSystem((ctx) => dossierHistory(ctx, id), { writes: false })
    expect(history.length).toBeGreaterThan(3)
  })

  test('of the province itself need no signature below', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const { id } = await aDossier(ctx, { level: 'province' })
      await signDossier(ctx, sign(id, 'province'))
      expect((await getDossier(ctx, id)).state).toBe('province')
    })
  })
})

describe('who may', () => {
  test('sees and signs the dossiers of units within reach alone', async ({ world }) => {
    const [own, other] = await world.asSystem(async (ctx) => [await aDossier(ctx), await aDossier(ctx)] as const)
    const units = { 'organization.readUnit': { all: true } }
    await world.as(anActor({ ...units, [can.readDossier.id]: { units: [own.unitId] } }), async (ctx) => {
      expect((await listDossiers(ctx, { limit: 50 })).rows.map((r) => r.id)).toEqual([own.id])
      await expect(getDossier(ctx, other.id)).rejects.toMatchObject({ code: 'kernel.notFound' })
      const none = { code: 'kernel.forbidden' }
      const made = { unitId: own.unitId, level: 'commune', neighbour: 'Hà Nội', facing: '', note: null }
      await expect(signDossier(ctx, sign(own.id, 'legal'))).rejects.toMatchObject(none)
      await expect(markDisputed(ctx, { id: own.id, disputed: true })).rejects.toMatchObject(none)
      await expect(makeDossier(ctx, made)).rejects.toMatchObject(none)
    })
    const keeper = anActor({ ...units, [can.readDossier.id]: { all: true }, [can.changeDossier.id]: { units: [own.unitId] } })
    await world.as(keeper, async (ctx) => {
      await signDossier(ctx, sign(own.id, 'legal'))
      await expect(signDossier(ctx, sign(other.id, 'legal'))).rejects.toMatchObject({ code: 'kernel.forbidden' })
      const { unitId } = other
      const elsewhere = makeDossier(ctx, { unitId, level: 'commune', neighbour: 'Hà Nội', facing: '', note: null })
      await expect(elsewhere).rejects.toMatchObject({ code: 'kernel.forbidden' })
    })
  })
})
