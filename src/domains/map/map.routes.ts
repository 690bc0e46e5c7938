import { implement } from '#kernel/operations.ts'
import { mapContract } from './map.contract.ts'
import * as service from './map.service.ts'

export const mapRoutes = implement(mapContract, {
  readMap: ({ input, context }) => service.readMap(context, input),
  mapMoments: ({ context }) => service.mapMoments(context),
})
