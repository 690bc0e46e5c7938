import { assetPath } from '#kernel/assets.ts'
import { readCodeList } from '#kernel/codelists.ts'
import { z } from 'zod'
import type { Level } from './rating.rules.ts'

const Row = z
  .object({
    code: z.string().regex(/^[A-Z]+$/),
    is_level: z.enum(['true', 'false']),
    valid_from: z.string(),
    valid_until: z.string(),
    historical_until: z.string(),
    source: z.string().min(1),
  })
  .loose()

let levels: Level[] | undefined

/** Levels of rating, from the code list; read once. */
export function ratingLevels(): Level[] {
  levels ??= readCodeList(assetPath('domains/evaluation/data/levels.csv'), Row).map((r) => ({
    code: r.code,
    isLevel: r.is_level === 'true',
    validFrom: r.valid_from || null,
    validUntil: r.valid_until || null,
    historicalUntil: r.historical_until || null,
    source: r.source,
  }))
  return levels
}
