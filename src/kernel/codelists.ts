import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { z } from 'zod'

/**
 * Reads a code list or other data file (CSV with a header) and checks every row.
 *
 * @throws Error naming the file and line of the first wrong row: the program does not start on wrong rules.
 */
export function readCodeList<T extends z.ZodType>(file: string, row: T): z.infer<T>[] {
  const records = parse(readFileSync(file, 'utf8'), { columns: true, skip_empty_lines: true, bom: true })
  return records.map((record: unknown, index: number) => {
    const result = row.safeParse(record)
    if (!result.success)
      throw new Error(
        `${file}: row ${index + 2}: ${result.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; ')}`,
      )
    return result.data
  })
}
