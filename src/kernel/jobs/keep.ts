import { sql } from 'kysely'
import { z } from 'zod'
import type { Kernel } from '../context.ts'

/** Days a thing is kept, from the settings of this installation. */
export async function daysKept(kernel: Kernel, key: string, usual: number): Promise<number> {
  const { rows } = await sql<{ value: unknown }>`SELECT value FROM kernel.setting WHERE key = ${key}`.execute(kernel.database.db)
  const days = z.number().int().min(1).max(3650).safeParse(rows[0]?.value)
  return days.success ? days.data : usual
}
