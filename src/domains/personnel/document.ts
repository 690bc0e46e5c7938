import { defineFileOwner, defineFilePurpose, megabyte } from '#engines/files/index.ts'
import { can } from './personnel.permissions.ts'

/** A portrait. */
export const photoPurpose = defineFilePurpose({ id: 'personnel.photo', limit: 10 * megabyte, kinds: ['image'] })

/** Decisions, degrees, certificates of a file: each opening is logged. */
export const documentPurpose = defineFilePurpose({
  id: 'personnel.document',
  limit: 100 * megabyte,
  kinds: ['pdf', 'word', 'excel', 'image', 'text', 'archive'],
  sensitive: true,
})

/** Who sees the personal rows of somebody's file opens its papers. */
export const documentOwner = defineFileOwner({ relation: 'personnel.document', read: can.readPersonal, write: can.changeFile })

/** Width and height of a JPEG or PNG, from its head; null for what is neither. */
export function photoSize(bytes: Buffer): { width: number; height: number } | null {
  if (bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47)
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    // A frame header says the size; C4, C8 and CC are tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}
