import { z } from 'zod'
import { Choice, Done, Id, operation } from '#kernel/contract.ts'
import { listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './administration.permissions.ts'

const Bilingual = z.object({ vi: z.string(), en: z.string() })
export const delegationStates = ['active', 'coming', 'over'] as const

/** All delegations, for who watches over them. */
export const delegationList: ListShape = {
  id: 'delegations',
  title: 'administration.delegations',
  columns: [
    { key: 'fromName', title: 'administration.delegationFrom', type: 'text', sortable: true, shown: true, width: 200 },
    { key: 'toName', title: 'administration.delegationTo', type: 'text', sortable: true, shown: true, width: 200 },
    { key: 'validFrom', title: 'administration.from', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'lastDay', title: 'administration.until', type: 'date', sortable: true, shown: true, width: 130 },
    { key: 'state', title: 'administration.state', type: 'text', words: 'administration.periodStates', shown: true, width: 130 },
    { key: 'reason', title: 'administration.reason', type: 'text', shown: true, width: 300 },
    { key: 'endedByName', title: 'administration.endedBy', type: 'text', shown: false, width: 180 },
  ],
  filters: [
    {
      key: 'state',
      title: 'administration.state',
      choices: delegationStates.map((value) => ({ value, title: `administration.periodStates.${value}` })),
    },
  ],
  defaultSort: '-validFrom',
  searchable: true,
}

export const DelegationRow = z.object({
  id: Id,
  fromName: z.string(),
  toName: z.string(),
  validFrom: z.string(),
  lastDay: z.string(),
  state: z.enum(delegationStates),
  reason: z.string(),
  endedByName: z.string().nullable(),
})
export type DelegationRow = z.infer<typeof DelegationRow>

export const Delegation = DelegationRow.extend({
  given: z.boolean(),
  /** Null for everything but administration. */
  permissions: z.array(z.string()).nullable(),
})
export type Delegation = z.infer<typeof Delegation>

const tags = ['administration']

export const delegationContract = {
  myDelegations: operation(can.readSelf)
    .route({ method: 'GET', path: '/administration/self/delegations', summary: 'Delegations given and received', tags })
    .output(z.array(Delegation)),
  delegable: operation(can.delegate)
    .route({ method: 'GET', path: '/administration/self/delegable', summary: 'What one may let somebody else do', tags })
    .output(z.array(z.object({ id: z.string().max(100), words: Bilingual }))),
  pickColleague: operation(can.delegate)
    .route({ method: 'GET', path: '/administration/colleagues', summary: 'Find whom to let act', tags })
    .input(z.object({ search: z.string().max(200).default('') }))
    .output(z.array(Choice)),
  giveDelegation: operation(can.delegate, { changesRights: true })
    .route({ method: 'POST', path: '/administration/delegations', summary: 'Let somebody act for oneself, from..until', tags })
    .input(
      z.object({
        to: z.string().max(100),
        permissions: z.array(z.string().max(100)).min(1).max(500).nullable().default(null),
        from: z.iso.date(),
        until: z.iso.date(),
        reason: z.string().trim().min(1).max(500),
      }),
    )
    .output(z.object({ id: Id })),
  endDelegation: operation(can.readSelf, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/delegations/{id}/end',
      summary: 'End a delegation at once: who gave it, who received it, or who watches over all',
      tags,
    })
    .input(z.object({ id: Id }))
    .output(Done),
  actFor: operation(can.readSelf, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/self/acting',
      summary: 'Act for somebody in this browser, or for oneself again',
      tags,
    })
    .input(z.object({ delegationId: Id.nullable() }))
    .output(Done),
  listDelegations: operation(can.manageDelegations)
    .route({ method: 'GET', path: '/administration/delegations', summary: 'All delegations', tags })
    .input(listInput(delegationList))
    .output(page(DelegationRow)),
}
