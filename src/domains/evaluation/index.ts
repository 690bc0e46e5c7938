import { defineDomain } from '#kernel/domain.ts'
import { can } from './evaluation.permissions.ts'
import { evaluationWords } from './evaluation.words.ts'
import { ratingIndicators } from './rating.indicators.ts'
import { ratingRoutes } from './rating.routes.ts'

export const evaluation = defineDomain({
  name: 'evaluation',
  permissions: can,
  routes: [ratingRoutes],
  words: evaluationWords,
  indicators: ratingIndicators,
})

export { recordRatings } from './rating.service.ts'
