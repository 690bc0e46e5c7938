import type { HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { unitNames } from '#domains/organization/index.ts'
import { type Dossier, dossierList, type DossierRow, type MatrixCell } from './dossier.contract.ts'
import { decideSigning, type Step } from './dossier.rules.ts'
import * as store from './dossier.store.ts'
import { can } from './territory.permissions.ts'
import { refuse } from './territory.refusals.ts'

const source: ListSource = { shape: dossierList, rows: store.dossierRows, searchColumn: 'search_text' }

export function signatureMatrix(ctx: Ctx, input: { asOf?: string | undefined }): Promise<MatrixCell[]> {
  return store.findMatrix(ctx.db, input.asOf ?? ctx.today())
}

export function listDossiers(ctx: Ctx, input: ListInput) {
  return listPage<DossierRow>(ctx, source, input)
}

export async function exportDossiers(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, source, input, await unitNames(ctx, input.unitId))
}

/** @throws Refusal `kernel.notFound` */
export async function getDossier(ctx: Ctx, id: string): Promise<Dossier> {
  const dossier = await store.findDossier(ctx.db, id, ctx.today())
  if (!dossier) throw kernelRefuse.notFound({ what: 'dossier' })
  return dossier
}

export async function dossierHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  await getDossier(ctx, id)
  return historyOf(ctx, ['territory.dossier', 'territory.signature'], id)
}

/** @throws Refusal `territory.dossierExists`; `kernel.forbidden` outside the actor's reach. */
export async function makeDossier(ctx: Ctx, input: Omit<store.NewDossier, 'id'>): Promise<{ id: string }> {
  await ctx.require(can.changeDossier, input.unitId)
  const id = ctx.newId()
  const made = await store.insertDossiers(ctx.db, [{ ...input, id }], ctx.now())
  if (!made) throw refuse.dossierExists({ neighbour: input.neighbour })
  return { id }
}

async function dossierToChange(ctx: Ctx, id: string): Promise<Dossier> {
  const dossier = await getDossier(ctx, id)
  await ctx.require(can.changeDossier, dossier.unitId)
  return dossier
}

/** @throws Refusal `territory.*` where the step is signed already, comes too early, or the line is disputed. */
export async function signDossier(
  ctx: Ctx,
  input: { id: string; step: Step; signedOn: string | null; document: string },
): Promise<{ done: true }> {
  const dossier = await dossierToChange(ctx, input.id)
  const signed = dossier.signatures.map((s) => s.step)
  const fault = decideSigning({ level: dossier.level, disputed: dossier.disputed === 'yes', steps: signed }, input.step)
  if (fault) throw refuse[fault]()
  await store.insertSignatures(ctx.db, [{ ...input, id: ctx.newId(), dossierId: input.id }], ctx.now())
  return { done: true }
}

/** Takes back a signature recorded wrongly; what stands on it goes first. */
export async function unsignDossier(ctx: Ctx, { id, step }: { id: string; step: Step }): Promise<{ done: true }> {
  const dossier = await dossierToChange(ctx, id)
  const signed = dossier.signatures.map((s) => s.step)
  if (!signed.includes(step)) throw refuse.notSigned()
  if (step === 'legal' && signed.includes('province')) throw refuse.legalFirst()
  await store.deleteSignature(ctx.db, id, step)
  return { done: true }
}

export async function markDisputed(ctx: Ctx, { id, disputed }: { id: string; disputed: boolean }): Promise<{ done: true }> {
  await dossierToChange(ctx, id)
  await store.updateDisputed(ctx.db, id, disputed)
  return { done: true }
}

/** Many dossiers with their signatures at once, as a list brings them. */
export async function recordDossiers(ctx: Ctx, dossiers: store.NewDossier[], signatures: store.NewSignature[]): Promise<void> {
  await ctx.require(can.changeDossier, null)
  await store.insertDossiers(ctx.db, dossiers, ctx.now())
  await store.insertSignatures(ctx.db, signatures, ctx.now())
}
