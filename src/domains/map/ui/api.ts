import { figureContract } from '#domains/reports/figure.contract.ts'
import { domainApi } from '#ui/client.ts'
import { mapContract } from '../map.contract.ts'

export const api = domainApi('map', mapContract)
/** Figures that may colour the map. */
export const figures = domainApi('reports', figureContract)
export const mayReadFigures = figureContract.figureByUnits['~orpc'].meta.permission
