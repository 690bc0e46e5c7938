import { z } from 'zod'
import { HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './evaluation.permissions.ts'

export const levelCodes = ['XS', 'TOT', 'HTHC', 'HT', 'KHT', 'KXL'] as const
export const LevelCode = z.enum(levelCodes)
export type LevelCode = z.infer<typeof LevelCode>

export const periodKinds = ['year', 'school-year', 'quarter', 'month'] as const
export const PeriodKind = z.enum(periodKinds)

/** Rating results, newest period first. */
export const ratingList: ListShape = {
  id: 'ratings',
  title: 'evaluation.ratings',
  columns: [
    { key: 'personName', title: 'evaluation.person', type: 'text', sortable: true, shown: true, width: 220 },
    { key: 'unitName', title: 'evaluation.unit', type: 'text', sortable: true, shown: true, width: 260 },
    { key: 'periodKind', title: 'evaluation.periodKind', type: 'text', words: 'evaluation.periodKinds', shown: true, width: 120 },
    { key: 'periodFrom', title: 'evaluation.periodFrom', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'periodUntil', title: 'evaluation.periodUntil', type: 'date', sortable: true, shown: false, width: 120 },
    {
      key: 'level',
      title: 'evaluation.level',
      type: 'text',
      words: 'evaluation.levels',
      sortable: true,
      shown: true,
      width: 200,
    },
    { key: 'decisionNumber', title: 'evaluation.decision', type: 'text', shown: true, width: 160 },
    { key: 'decidedOn', title: 'evaluation.decidedOn', type: 'date', sortable: true, shown: false, width: 120 },
  ],
  filters: [
    {
      key: 'level',
      title: 'evaluation.level',
      choices: levelCodes.map((value) => ({ value, title: `evaluation.levels.${value}` })),
    },
    {
      key: 'periodKind',
      title: 'evaluation.periodKind',
      choices: periodKinds.map((value) => ({ value, title: `evaluation.periodKinds.${value}` })),
    },
    {
      key: 'periodYear',
      title: 'evaluation.periodYear',
      choices: ['2020', '2021', '2022'].map((value) => ({ value, title: value })),
    },
    { key: 'unitId', title: 'evaluation.unit', picker: 'organization.pickUnit' },
  ],
  defaultSort: '-periodFrom',
  searchable: true,
}

export const RatingRow = z.object({
  id: Id,
  personId: Id.nullable(),
  personName: z.string().nullable(),
  unitId: Id,
  unitName: z.string().nullable(),
  periodKind: z.string(),
  periodFrom: z.string(),
  periodUntil: z.string(),
  level: LevelCode,
  decisionNumber: z.string().nullable(),
  decidedOn: z.string().nullable(),
})
export type RatingRow = z.infer<typeof RatingRow>

export const ratingContract = {
  listRatings: operation(can.readRating)
    .route({ method: 'GET', path: '/evaluation/ratings', summary: 'Rating results', tags: ['evaluation'] })
    .input(listInput(ratingList))
    .output(page(RatingRow)),
  exportRatings: operation(can.readRating)
    .route({
      method: 'GET',
      path: '/evaluation/ratings/export',
      summary: 'Rating results as Excel, CSV or a Word table',
      tags: ['evaluation'],
    })
    .input(exportInput(ratingList))
    .output(z.file()),
  ratingsOfPerson: operation(can.readRating)
    .route({
      method: 'GET',
      path: '/evaluation/persons/{personId}/ratings',
      summary: 'All ratings of one person',
      tags: ['evaluation'],
    })
    .input(z.object({ personId: Id }))
    .output(z.array(RatingRow)),
  ratingHistory: operation(can.readRating)
    .route({
      method: 'GET',
      path: '/evaluation/ratings/{id}/history',
      summary: 'Who changed what of a rating',
      tags: ['evaluation'],
    })
    .input(z.object({ id: Id }))
    .output(z.array(HistoryEvent)),
  recordRating: operation(can.recordRating)
    .route({
      method: 'POST',
      path: '/evaluation/ratings',
      summary: 'Record the rating of a person for a period',
      tags: ['evaluation'],
    })
    .input(
      z.object({
        personId: Id,
        periodKind: PeriodKind,
        periodFrom: z.iso.date(),
        periodUntil: z.iso.date(),
        level: LevelCode,
        decidedOn: z.iso.date().nullable().default(null),
        decisionNumber: z.string().trim().max(100).nullable().default(null),
      }),
    )
    .output(z.object({ id: Id })),
  correctRating: operation(can.recordRating)
    .route({
      method: 'POST',
      path: '/evaluation/ratings/{id}/correct',
      summary: 'Correct a rating that was recorded wrongly',
      tags: ['evaluation'],
    })
    .input(z.object({ id: Id, level: LevelCode, reason: z.string().trim().min(1).max(500) }))
    .output(RatingRow),
}
