import type { Kernel } from '#kernel/context.ts'
import type { Permission } from '#kernel/permissions.ts'
import type { FileKind } from './file.rules.ts'
import { refuse } from './files.refusals.ts'

/** What a domain takes files for: how large, which kinds, and whether each opening is written down. */
export interface FilePurpose {
  id: string
  /** Most bytes of one file. */
  limit: number
  kinds: readonly FileKind[]
  /** Each opening is logged, and once tied to a record it opens through that record alone. */
  sensitive?: boolean
}

/**
 * Declares what a domain takes files for; the domain lists it in `filePurposes`.
 *
 * @example const minutes = defineFilePurpose({ id: 'club.minutes', limit: 20 * megabyte, kinds: ['pdf', 'word'] })
 */
export function defineFilePurpose(purpose: FilePurpose): FilePurpose {
  return purpose
}

/** Records that files may be tied to: what one must hold to read their files, and to tie or untie one. */
export interface FileOwner {
  /** The table of the records, as the log names it. */
  relation: string
  read: Permission
  write: Permission
}

/**
 * Declares records that hold files.
 *
 * @example const meetings = defineFileOwner({ relation: 'club.meeting', read: can.readMeeting, write: can.changeMeeting })
 *          await attachFile(ctx, meetings, { fileId, ownerId: meeting.id, unitId: meeting.unitId })
 */
export function defineFileOwner(owner: FileOwner): FileOwner {
  return owner
}

export const megabyte = 1024 * 1024

/** @throws Refusal `files.unknownPurpose` */
export function purposeOf(kernel: Kernel, id: string): FilePurpose {
  const purpose = kernel.filePurposes.find((p) => p.id === id)
  if (!purpose) throw refuse.unknownPurpose({ purpose: id.slice(0, 100) })
  return purpose as FilePurpose
}
