import { type BlobRef, BlobTooLarge } from '#kernel/blobs/blobs.ts'
import type { Ctx, Kernel } from '#kernel/context.ts'
import { refuse as refuseAny } from '#kernel/errors.ts'
import { formatBytes } from '#kernel/numbers.ts'
import type { Language } from '#kernel/words.ts'
import { type DetectedType, detectType, HostileContent } from './detect.ts'
import type { StoredFile } from './file.contract.ts'
import { cleanName } from './file.rules.ts'
import * as store from './file.store.ts'
import { refuse } from './files.refusals.ts'
import { type FileOwner, type FilePurpose, megabyte, purposeOf } from './purpose.ts'

/** Uploads one account may leave without a record that holds them. */
export const unfinishedLimits = { files: 200, bytes: 4096 * megabyte }

/** A content that has arrived: stored, looked at, not yet a file of anybody. */
export interface Received extends BlobRef {
  name: string
  purpose: FilePurpose
  type: DetectedType
}

/**
 * Takes a content into the store, in a stream and outside any transaction. What is too large, empty, of a kind not asked for or made to
 * do harm never enters the store.
 *
 * @example const received = await receiveFile(kernel, { content: part.file, name: part.filename, purpose: 'club.minutes', lang: 'vi' })
 *          const file = await storeFile(ctx, received)
 */
export async function receiveFile(
  kernel: Kernel,
  arriving: { content: AsyncIterable<Uint8Array>; name: string; purpose: string; lang: Language },
): Promise<Received> {
  const { content, lang } = arriving
  const name = cleanName(arriving.name)
  const purpose = purposeOf(kernel, arriving.purpose)
  let type: DetectedType | undefined
  const inspect = async (path: string, { size }: BlobRef) => {
    if (size === 0) throw refuse.empty({ name })
    type = await detectType(path, name)
    if (purpose.kinds.includes(type.kind)) return
    if (type.kind === 'program') throw refuse.programRefused({ name })
    const words = (kind: string) => kernel.translate(lang, `files.kinds.${kind}`)
    throw refuse.kindNotTaken({ name, found: words(type.kind), taken: purpose.kinds.map(words).join(', ') })
  }
  try {
    const ref = await kernel.blobs.put(content, { limit: purpose.limit, inspect })
    if (!type) throw new Error('content was not inspected')
    return { ...ref, name, purpose, type }
  } catch (error) {
    if (error instanceof BlobTooLarge) throw refuse.tooLarge({ limit: formatBytes(error.limit, lang) })
    if (error instanceof HostileContent) throw refuse.inflates({ name })
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '')) throw refuse.storageFull()
    throw error
  }
}

/** Makes a file of what has been received, in the actor's name: seen by the actor alone until a record holds it. */
export async function storeFile(ctx: Ctx, received: Received): Promise<StoredFile> {
  await store.noteContent(ctx.db, received, ctx.now())
  // A clearing that was quicker may have removed it between its arrival and now.
  if (!(await ctx.kernel.blobs.has(received.sha256))) throw refuse.brokenOff()
  const file: StoredFile = {
    id: ctx.newId(),
    name: received.name,
    size: received.size,
    sha256: received.sha256,
    mediaType: received.type.mediaType,
    kind: received.type.kind,
    inline: received.type.inline,
    mismatch: received.type.mismatch,
    purpose: received.purpose.id,
    sensitive: received.purpose.sensitive ?? false,
    uploadedByName: ctx.actor.name,
    uploadedAt: ctx.now(),
    deletedAt: null,
  }
  await store.insertFile(ctx.db, file, ctx.actor.id)
  return file
}

/**
 * Whether the actor may upload more before using what is there.
 *
 * @throws Refusal `files.tooManyUnfinished`
 */
export async function checkUnfinished(ctx: Ctx, more = 0): Promise<void> {
  const { files, bytes } = await store.countUnfinished(ctx.db, ctx.actor.id)
  if (files >= unfinishedLimits.files || bytes + more > unfinishedLimits.bytes)
    throw refuse.tooManyUnfinished({ most: unfinishedLimits.files })
}

/** A file one may open. `log` says that the opening is to be written down with `logOpening` before any of it is given out. */
export type OpenedFile = StoredFile & { log: boolean }

/**
 * Opens a file for reading: the right is looked at here, the content then read from the store.
 *
 * @throws Refusal `kernel.notFound` for what is not there, in the bin, or not within reach: all look the same.
 */
export async function openFile(ctx: Ctx, id: string): Promise<OpenedFile> {
  const found = await store.findOpenable(ctx.db, id)
  if (!found || (found.deletedAt && !found.openedByRight)) throw refuseAny.notFound({ what: 'file' })
  const { openedByRight, ...file } = found
  const log = (file.sensitive || openedByRight) && !(await store.openedSince(ctx.db, id, ctx.actor.id, minutesBefore(ctx, 10)))
  return { ...file, log }
}

/** Writes down that the actor opened a file; called in a writing operation. */
export async function logOpening(ctx: Ctx, fileId: string): Promise<void> {
  const { id: actorId, name: actorName } = ctx.actor
  await store.insertOpening(ctx.db, { id: ctx.newId(), fileId, actorId, actorName, at: ctx.now() })
}

function minutesBefore(ctx: Ctx, minutes: number): string {
  return new Date(new Date(ctx.now()).getTime() - minutes * 60_000).toISOString()
}

/**
 * Ties a file to a record, whose readers then may open it. The actor must be able to open the file and to change the record.
 *
 * @throws Refusal `kernel.notFound` for a file the actor cannot open; what lies outside the reach is refused by the database.
 */
export async function attachFile(
  ctx: Ctx,
  owner: FileOwner,
  link: { fileId: string; ownerId: string; unitId?: string | null; personId?: string | null },
): Promise<void> {
  const file = await store.findOpenable(ctx.db, link.fileId)
  if (!file || file.deletedAt) throw refuseAny.notFound({ what: 'file' })
  await store.insertLink(ctx.db, {
    id: ctx.newId(),
    fileId: link.fileId,
    relation: owner.relation,
    ownerId: link.ownerId,
    read: owner.read.id,
    write: owner.write.id,
    unitId: link.unitId ?? null,
    personId: link.personId ?? null,
    at: ctx.now(),
  })
}

/** Unties a file from a record. The file stays; without any record it is an unfinished upload again. */
export async function detachFile(ctx: Ctx, owner: FileOwner, fileId: string, ownerId: string): Promise<void> {
  if (!(await store.deleteLink(ctx.db, fileId, owner.relation, ownerId))) throw refuseAny.notFound({ what: 'file' })
}

/** Files of some records, by the id of the record. */
export async function filesOf(ctx: Ctx, owner: FileOwner, ownerIds: string[]): Promise<Map<string, StoredFile[]>> {
  const found = new Map<string, StoredFile[]>()
  if (ownerIds.length === 0) return found
  for (const { ownerId, ...file } of await store.findFilesOf(ctx.db, owner.relation, ownerIds))
    found.set(ownerId, [...(found.get(ownerId) ?? []), file])
  return found
}
