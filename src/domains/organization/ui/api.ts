import { domainApi } from '#ui/client.ts'
import { actContract } from '../act.contract.ts'
import { correctionContract } from '../correction.contract.ts'
import { lineageGraphContract } from '../lineage-graph.contract.ts'
import { resolutionContract } from '../resolution.contract.ts'
import { unitListContract } from '../unit-list.contract.ts'
import { unitContract } from '../unit.contract.ts'

/** The operations of this domain. */
export const api = domainApi('organization', {
  ...unitContract,
  ...actContract,
  ...resolutionContract,
  ...unitListContract,
  ...lineageGraphContract,
  ...correctionContract,
})
