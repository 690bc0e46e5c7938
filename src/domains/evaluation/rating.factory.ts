import type { Ctx } from '#kernel/context.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { type RecordRating, recordRating } from './rating.service.ts'

const defaults = {
  periodKind: 'year',
  periodFrom: '2021-01-01',
  periodUntil: '2022-01-01',
  level: 'TOT',
  decidedOn: '2022-01-10',
  decisionNumber: '15/QĐ-SNV',
} as const

/** The rating "good" for the year 2021, of a person of its own unless one is named. */
export async function aRating(ctx: Ctx, overrides: Partial<RecordRating> = {}): Promise<RecordRating & { id: string }> {
  const personId = overrides.personId ?? (await aPerson(ctx)).id
  const rating = { ...defaults, ...overrides, personId }
  return { ...rating, ...(await recordRating(ctx, rating)) }
}
