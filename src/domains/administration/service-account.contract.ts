import { z } from 'zod'
import { Done, Id, operation } from '#kernel/contract.ts'
import { listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './administration.permissions.ts'
import { Assignment } from './user.contract.ts'

/** Accounts of other systems. */
export const serviceList: ListShape = {
  id: 'services',
  title: 'administration.services',
  columns: [
    { key: 'name', title: 'administration.serviceName', type: 'text', sortable: true, shown: true, width: 260 },
    { key: 'username', title: 'administration.username', type: 'text', sortable: true, shown: true, width: 180 },
    { key: 'keys', title: 'administration.keysInUse', type: 'number', shown: true, width: 120 },
    { key: 'lastUsedAt', title: 'administration.lastUsed', type: 'text', shown: true, width: 170 },
    { key: 'state', title: 'administration.state', type: 'text', words: 'administration.states', shown: true, width: 120 },
  ],
  filters: [
    {
      key: 'state',
      title: 'administration.state',
      choices: ['active', 'disabled'].map((value) => ({ value, title: `administration.states.${value}` })),
    },
  ],
  defaultSort: 'name',
  searchable: true,
}

export const ServiceRow = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string(),
  keys: z.number().int(),
  lastUsedAt: z.string().nullable(),
  state: z.enum(['active', 'disabled']),
})
export type ServiceRow = z.infer<typeof ServiceRow>

export const ServiceKey = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  operations: z.array(z.string()),
  addresses: z.array(z.string()).nullable(),
  createdAt: z.string(),
  createdByName: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  lastAddress: z.string().nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
})
export type ServiceKey = z.infer<typeof ServiceKey>

export const Service = ServiceRow.extend({ assignments: z.array(Assignment), serviceKeys: z.array(ServiceKey) })
export type Service = z.infer<typeof Service>

const Network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
const tags = ['administration']

export const serviceAccountContract = {
  listServices: operation(can.manageServices)
    .route({ method: 'GET', path: '/administration/services', summary: 'Accounts of other systems', tags })
    .input(listInput(serviceList))
    .output(page(ServiceRow)),
  getService: operation(can.manageServices)
    .route({ method: 'GET', path: '/administration/services/{id}', summary: 'One service account with its keys', tags })
    .input(z.object({ id: z.string().max(100) }))
    .output(Service),
  createService: operation(can.manageServices)
    .route({ method: 'POST', path: '/administration/services', summary: 'Make an account for another system', tags })
    .input(
      z.object({
        name: z.string().trim().min(1).max(200),
        username: z
          .string()
          .trim()
          .regex(/^[a-z0-9][a-z0-9._-]{2,63}$/),
      }),
    )
    .output(z.object({ id: z.string() })),
  setServiceState: operation(can.manageServices, { changesRights: true })
    .route({ method: 'POST', path: '/administration/services/{id}/state', summary: 'Disable or enable a service account', tags })
    .input(z.object({ id: z.string().max(100), disabled: z.boolean() }))
    .output(Done),
  keyOperations: operation(can.manageServices)
    .route({ method: 'GET', path: '/administration/key-operations', summary: 'Operations a key may be made for', tags })
    .output(z.array(z.object({ id: z.string().max(100), permission: z.string(), summary: z.string() }))),
  makeKey: operation(can.manageServices, { toldOnce: true })
    .route({
      method: 'POST',
      path: '/administration/services/{id}/keys',
      summary: 'Make a key for some operations; it is shown once',
      tags,
    })
    .input(
      z.object({
        id: z.string().max(100),
        name: z.string().trim().min(1).max(100),
        operations: z.array(z.string().max(100)).min(1).max(200),
        addresses: z.array(Network).max(50).default([]),
        lastDay: z.iso.date(),
      }),
    )
    .output(z.object({ key: z.string(), prefix: z.string() })),
  revokeKey: operation(can.manageServices, { changesRights: true })
    .route({ method: 'POST', path: '/administration/keys/{id}/revoke', summary: 'Revoke a key at once', tags })
    .input(z.object({ id: Id }))
    .output(Done),
}
