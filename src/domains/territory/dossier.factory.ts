import { aUnit } from '#domains/organization/unit.factory.ts'
import type { Ctx } from '#kernel/context.ts'
import { makeDossier, signDossier } from './dossier.service.ts'
import type { NewDossier } from './dossier.store.ts'

/** The dossier of a new commune towards Hải Dương; say what differs. */
export async function aDossier(ctx: Ctx, overrides: Partial<NewDossier> = {}): Promise<{ id: string; unitId: string }> {
  const unitId = overrides.unitId ?? (await aUnit(ctx, { level: 'commune', kind: 'rural-commune' })).unitId
  const { id } = await makeDossier(ctx, {
    level: 'commune',
    neighbour: 'Tỉnh Hải Dương',
    facing: '',
    note: null,
    ...overrides,
    unitId,
  })
  return { id, unitId }
}

/** The same, legally signed. */
export async function aSignedDossier(ctx: Ctx, overrides: Partial<NewDossier> = {}): Promise<{ id: string; unitId: string }> {
  const dossier = await aDossier(ctx, overrides)
  await signDossier(ctx, { id: dossier.id, step: 'legal', signedOn: null, document: 'Biên bản' })
  return dossier
}
