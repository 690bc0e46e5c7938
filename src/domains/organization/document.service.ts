import { attachFile, defineFileOwner, defineFilePurpose, detachFile, filesOf, megabyte } from '#engines/files/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { can } from './organization.permissions.ts'
import { findVersions } from './unit.store.ts'

/** Decisions, statutes, schemes, maps of a unit. */
export const unitDocumentPurpose = defineFilePurpose({
  id: 'organization.document',
  limit: 100 * megabyte,
  kinds: ['pdf', 'word', 'excel', 'image', 'text', 'archive'],
})

/** Who may read a unit opens its documents. */
const owner = defineFileOwner({ relation: 'organization.unit', read: can.readUnit, write: can.changeUnit })

/** Documents of a unit, in the order they were kept; a unit that is gone keeps its own. */
export async function unitDocuments(ctx: Ctx, id: string) {
  return (await filesOf(ctx, owner, [id])).get(id) ?? []
}

/** @throws Refusal `kernel.notFound` for a unit or a file the actor cannot see; `kernel.forbidden` outside the actor's reach. */
export async function addUnitDocument(ctx: Ctx, input: { id: string; fileId: string }): Promise<void> {
  if ((await findVersions(ctx.db, input.id)).length === 0) throw kernelRefuse.notFound({ what: 'unit' })
  await ctx.require(can.changeUnit, input.id)
  await attachFile(ctx, owner, { fileId: input.fileId, ownerId: input.id, unitId: input.id })
}

/** @throws Refusal `kernel.notFound` where the file is not with the unit; `kernel.forbidden` outside the actor's reach. */
export async function removeUnitDocument(ctx: Ctx, input: { id: string; fileId: string }): Promise<void> {
  await ctx.require(can.changeUnit, input.id)
  await detachFile(ctx, owner, input.fileId, input.id)
}
