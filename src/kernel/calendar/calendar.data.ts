import { z } from 'zod'
import { assetPath } from '../assets.ts'
import { readCodeList } from '../codelists.ts'
import { isPlainDate } from '../dates.ts'
import type { DatedDay, RestLaw } from './calendar.rules.ts'

const day = z.string().refine(isPlainDate)
const optionalDay = z
  .string()
  .refine((text) => text === '' || isPlainDate(text))
  .transform((text) => text || null)
const certainty = z.enum(['sure', 'likely'])

const LawRow = z.object({
  code: z.string().min(1),
  label_vi: z.string().min(1),
  label_en: z.string().min(1),
  rule: z.enum(['weekly', 'solar', 'lunar']),
  at: z.string().regex(/^(\d\d-\d\d|[1-7]( [1-7])*)$/),
  before: z.coerce.number().int().min(0),
  after: z.coerce.number().int().min(0),
  announced: z.enum(['true', 'false']),
  valid_from: optionalDay,
  valid_until: optionalDay,
  source: z.string().min(1),
  certainty,
})

const DayRow = z.object({
  day,
  kind: z.enum(['off', 'work']),
  holiday: z.string(),
  label_vi: z.string().min(1),
  label_en: z.string().min(1),
  source: z.string().min(1),
  certainty,
})

let laws: RestLaw[] | undefined
let announced: DatedDay[] | undefined

/** Rest days by law, as they came with the program; read once. */
export function restLaws(): RestLaw[] {
  laws ??= readCodeList(assetPath('kernel/calendar/data/rest-laws.csv'), LawRow).map((r) => ({
    code: r.code,
    label: { vi: r.label_vi, en: r.label_en },
    rule: r.rule,
    at: r.at,
    before: r.before,
    after: r.after,
    announced: r.announced === 'true',
    validFrom: r.valid_from,
    validUntil: r.valid_until,
    source: r.source,
    certainty: r.certainty,
  }))
  return laws
}

/** Days announced year by year, as they came with the program; read once. */
export function announcedDays(): DatedDay[] {
  announced ??= readCodeList(assetPath('kernel/calendar/data/announced-days.csv'), DayRow).map((r) => ({
    day: r.day,
    kind: r.kind,
    holiday: r.holiday || null,
    label: { vi: r.label_vi, en: r.label_en },
    source: r.source,
    certainty: r.certainty,
    entered: false,
  }))
  return announced
}
