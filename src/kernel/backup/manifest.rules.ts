import { z } from 'zod'

/** What the first part of a backup says, and its last says again. */
export const formatName = 'noivu-backup'
/** Version of the format. A file of a later one is refused; what an earlier one lacks is filled in when it is read. */
export const formatVersion = 1

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const headFields = {
  format: z.literal(formatName),
  version: z.number().int().min(1),
  program: z.string(),
  /** Moment of the snapshot. */
  moment: z.iso.datetime({ offset: true }),
  migrations: z.array(z.object({ id: z.string(), checksum: z.string() })),
}

/** The first part: whose the file is, before anything of it is taken in. */
export const BackupHead = z.object(headFields)
export type BackupHead = z.infer<typeof BackupHead>

const TablePart = z.object({
  /** `schema.table`. */
  name: z.string(),
  /** In the order in which each row holds them. */
  columns: z.array(z.string()),
  rows: z.number().int().min(0),
  /** Sum of the hashes of all rows: the same in any order. */
  sum: Sha256,
  size: z.number().int().min(0),
  sha256: Sha256,
})
export type TablePart = z.infer<typeof TablePart>

const BlobPart = z.object({
  sha256: Sha256,
  size: z.number().int().min(0),
  /** What its bytes hash to, where that is not its name: it was damaged when the backup was made, and is not restored. */
  found: Sha256.optional(),
})
export type BlobPart = z.infer<typeof BlobPart>

const Sequence = z.object({ name: z.string(), last: z.string(), called: z.boolean() })
export type Sequence = z.infer<typeof Sequence>

/** The last part: everything the file holds, so that a file cut off, damaged or changed is recognised. */
export const Manifest = z.object({
  ...headFields,
  audit: z.object({ seq: z.number().int().min(0), hash: Sha256 }),
  tables: z.array(TablePart),
  /** Tables left out on purpose. */
  leftOut: z.array(z.string()),
  sequences: z.array(Sequence),
  blobs: z.array(BlobPart),
  /** Contents that records name and that were gone already when the backup was made. */
  lost: z.array(Sha256),
  /** Hash of all the above. */
  whole: Sha256,
})
export type Manifest = z.infer<typeof Manifest>

/** The text whose hash is `whole`: keys in one order, whatever order they were read in. */
export function wholeText({ whole: _, ...rest }: Omit<Manifest, 'whole'> & { whole?: string }): string {
  return JSON.stringify(rest, (_key, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

export const partOfTable = (name: string) => `tables/${name}.ndjson`
export const partOfBlob = (sha256: string) => `blobs/${sha256}`
export const headPart = 'backup.json'
export const manifestPart = 'manifest.json'

/**
 * Tables whose rows stay behind, and why. Everything else that is found in the database is in the backup: a new table is, without a line
 * here.
 */
export const leftOut: Record<string, string> = {
  'kernel.migration': 'written by the migrations, which the manifest names',
  'kernel.backup': 'tells of files beside this installation; one restored elsewhere begins its own list',
  'auth.session': 'signed-in browsers: after a restore everybody signs in again',
  'auth.verification': 'proofs that are good for minutes',
  'auth.attempt': 'failed sign-ins of the last minutes',
}
