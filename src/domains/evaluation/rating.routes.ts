import { implement } from '#kernel/operations.ts'
import { ratingContract } from './rating.contract.ts'
import * as service from './rating.service.ts'

export const ratingRoutes = implement(ratingContract, {
  listRatings: ({ input, context }) => service.listRatings(context, input),
  exportRatings: ({ input, context }) => service.exportRatings(context, input),
  ratingsOfPerson: ({ input, context }) => service.ratingsOfPerson(context, input.personId),
  ratingHistory: ({ input, context }) => service.ratingHistory(context, input.id),
  recordRating: ({ input, context }) => service.recordRating(context, input),
  correctRating: ({ input, context }) => service.correctRating(context, input),
})
