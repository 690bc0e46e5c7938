import type { LegacyEncoding } from './legacy.rules.ts'
import type { Cell } from './cell.rules.ts'
import type { Merge, SheetSample } from './detect.rules.ts'

/** Bounds of what is read. A file beyond them is refused in words; nothing is read half. */
export const limits = {
  /** Bytes of a file. */
  file: 50 * 1024 * 1024,
  /** Bytes a sheet or the table of texts may inflate to. */
  part: 256 * 1024 * 1024,
  /** Parts larger than this may not be so much smaller when compressed. */
  suspicious: { size: 32 * 1024 * 1024, ratio: 120 },
  rows: 200_000,
  columns: 256,
  sheets: 60,
  merges: 100_000,
  /** Memory of the thread that reads, in MB. */
  memory: 512,
}

export type FileFormat = 'xlsx' | 'xls' | 'csv' | 'html' | 'geojson'

/** Why a file cannot be read: a word key below `kernel.imports.files`. */
export class Unreadable extends Error {
  constructor(
    readonly key: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(key)
  }
}

/** How a file is read: what was found out at the first look, so that the second need not guess again. */
export interface Reading {
  format: FileFormat
  /** Name of the text encoding of a CSV file, as `TextDecoder` knows it. */
  encoding?: string
  delimiter?: string
  legacy?: LegacyEncoding | null
}

/** The first look at a file: every sheet's beginning, and how it is read. */
export interface FirstLook {
  reading: Reading
  sheets: (SheetSample & { rowCount: number | null; legacy: LegacyEncoding | null })[]
}

/** Rows of a sheet by their place; blank ones may be missing. */
export interface RowBatch {
  rows: { row: number; cells: Cell[] }[]
}

/** What is told of a sheet before its rows. */
export interface SheetFacts {
  merges: Merge[]
  rowCount: number | null
}
