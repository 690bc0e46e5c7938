import { z } from 'zod'
import { Done, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './administration.permissions.ts'

/** Users with the roles they hold today. */
export const userList: ListShape = {
  id: 'users',
  title: 'administration.users',
  columns: [
    { key: 'name', title: 'administration.name', type: 'text', sortable: true, shown: true, width: 220 },
    { key: 'username', title: 'administration.username', type: 'text', sortable: true, shown: true, width: 160 },
    { key: 'roles', title: 'administration.roles', type: 'text', shown: true, width: 320 },
    { key: 'state', title: 'administration.state', type: 'text', words: 'administration.states', shown: true, width: 120 },
    { key: 'createdOn', title: 'administration.createdOn', type: 'date', sortable: true, shown: false, width: 120 },
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

export const Assignment = z.object({
  id: Id,
  role: z.string(),
  /** The unit whose members hold it, where it was not given to the account itself. */
  membersOf: Id.nullable(),
  membersOfName: z.string().nullable(),
  membersBelow: z.boolean(),
  unitId: Id.nullable(),
  unitName: z.string().nullable(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
})
export type Assignment = z.infer<typeof Assignment>

export const UserRow = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  /** Codes of the roles held today, comma separated. */
  roles: z.string(),
  state: z.enum(['active', 'disabled']),
  createdOn: z.string(),
})
export type UserRow = z.infer<typeof UserRow>

export const User = UserRow.extend({
  personId: Id.nullable(),
  personName: z.string().nullable(),
  /** What the single sign-on service calls this account. */
  oidcName: z.string().nullable(),
  secondFactor: z.boolean(),
  /** Until when it is locked after wrong tries. */
  lockedUntil: z.string().nullable(),
  sessions: z.number().int(),
  assignments: z.array(Assignment),
})
export type User = z.infer<typeof User>

const Bilingual = z.object({ vi: z.string(), en: z.string() })

export const Role = z.object({
  code: z.string(),
  title: Bilingual,
  description: Bilingual,
  /** Whether who holds it signs in in two steps; `settled` when an administrator said so, over roles.yaml. */
  secondFactor: z.boolean(),
  secondFactorSettled: z.boolean(),
  holders: z.number().int(),
  permissions: z.array(
    z.object({ id: z.string().max(100), words: Bilingual, reach: z.enum(['own', 'unit', 'unit-and-below', 'all']) }),
  ),
})
export type Role = z.infer<typeof Role>

export const Self = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string(),
  personId: Id.nullable(),
  roles: z.array(z.object({ role: z.string(), title: Bilingual, unitId: Id.nullable(), unitName: z.string().nullable() })),
  /** Permissions held at any reach: the screen shows only what they open. */
  permissions: z.array(z.string()),
  today: z.string(),
  demonstration: z.boolean(),
  /** What has to be done before anything else. */
  pending: z.enum(['second-factor', 'password', 'enrol']).nullable(),
  /** For whom this browser acts now. */
  behalf: z.object({ delegationId: Id, name: z.string() }).nullable(),
  mayActFor: z.array(z.object({ delegationId: Id, name: z.string(), lastDay: z.string() })),
  emergency: z.object({ until: z.string() }).nullable(),
})
export type Self = z.infer<typeof Self>

export const userContract = {
  whoAmI: operation(can.readSelf, { whilePending: ['second-factor', 'password', 'enrol'] })
    .route({
      method: 'GET',
      path: '/administration/self',
      summary: 'The signed-in account, its roles and permissions',
      tags: ['administration'],
    })
    .output(Self),
  listUsers: operation(can.readUsers)
    .route({ method: 'GET', path: '/administration/users', summary: 'Users and the roles they hold', tags: ['administration'] })
    .input(listInput(userList))
    .output(page(UserRow)),
  exportUsers: operation(can.readUsers)
    .route({
      method: 'GET',
      path: '/administration/users/export',
      summary: 'Users as Excel, CSV or a Word table',
      tags: ['administration'],
    })
    .input(exportInput(userList))
    .output(z.file()),
  getUser: operation(can.readUsers)
    .route({
      method: 'GET',
      path: '/administration/users/{id}',
      summary: 'One user with all assignments',
      tags: ['administration'],
    })
    .input(z.object({ id: z.string().max(100) }))
    .output(User),
  userHistory: operation(can.readUsers)
    .route({
      method: 'GET',
      path: '/administration/users/{id}/history',
      summary: 'Who changed what of a user',
      tags: ['administration'],
    })
    .input(z.object({ id: z.string().max(100) }))
    .output(z.array(HistoryEvent)),
  listRoles: operation(can.readUsers)
    .route({ method: 'GET', path: '/administration/roles', summary: 'Roles and what they allow', tags: ['administration'] })
    .output(z.array(Role)),
  createUser: operation(can.manageUsers, { toldOnce: true, changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/users',
      summary: 'Make an account; the first password is shown once',
      tags: ['administration'],
    })
    .input(
      z.object({
        name: z.string().trim().min(1).max(200),
        username: z
          .string()
          .trim()
          .regex(/^[a-z0-9][a-z0-9._-]{2,63}$/),
        personId: Id.nullable().default(null),
      }),
    )
    .output(z.object({ id: z.string().max(100), password: z.string() })),
  resetPassword: operation(can.manageUsers, { toldOnce: true, changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/users/{id}/password',
      summary: 'Set a new password, shown once; all sessions end',
      tags: ['administration'],
    })
    .input(z.object({ id: z.string().max(100) }))
    .output(z.object({ password: z.string() })),
  setUserState: operation(can.manageUsers, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/users/{id}/state',
      summary: 'Disable or enable an account; disabling ends its sessions',
      tags: ['administration'],
    })
    .input(z.object({ id: z.string().max(100), disabled: z.boolean() }))
    .output(Done),
  assignRole: operation(can.assignRole, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/users/{id}/roles',
      summary: 'Give a role, at a unit, from a date',
      tags: ['administration'],
    })
    .input(
      z.object({
        id: z.string().max(100),
        role: z.string().max(100),
        unitId: Id.nullable().default(null),
        from: z.iso.date(),
        until: z.iso.date().nullable().default(null),
      }),
    )
    .output(User),
  endAssignment: operation(can.assignRole, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/assignments/{id}/end',
      summary: 'End a role on a date',
      tags: ['administration'],
    })
    .input(z.object({ id: Id, on: z.iso.date() }))
    .output(Done),
  assignToMembers: operation(can.assignRole, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/assignments',
      summary: 'Give a role to everybody with a main post in a unit: one row, however many they are',
      tags: ['administration'],
    })
    .input(
      z.object({
        membersOf: Id,
        below: z.boolean().default(true),
        role: z.string().max(100),
        unitId: Id.nullable().default(null),
        from: z.iso.date(),
        until: z.iso.date().nullable().default(null),
      }),
    )
    .output(z.object({ id: Id })),
  memberAssignments: operation(can.readUsers)
    .route({
      method: 'GET',
      path: '/administration/assignments',
      summary: 'Roles given to the members of units',
      tags: ['administration'],
    })
    .output(z.array(Assignment)),
  settleSecondFactor: operation(can.manageSecurity, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/roles/{code}/second-factor',
      summary: 'Whether who holds a role must sign in in two steps',
      tags: ['administration'],
    })
    .input(z.object({ code: z.string().max(100), required: z.boolean() }))
    .output(Done),
  resetSecondFactor: operation(can.manageUsers, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/users/{id}/second-factor/reset',
      summary: 'Take away the second factor of who lost it; all sessions end',
      tags: ['administration'],
    })
    .input(z.object({ id: z.string().max(100) }))
    .output(Done),
  unlockUser: operation(can.manageUsers)
    .route({
      method: 'POST',
      path: '/administration/users/{id}/unlock',
      summary: 'Unlock an account after wrong tries',
      tags: ['administration'],
    })
    .input(z.object({ id: z.string().max(100) }))
    .output(Done),
  setIdentity: operation(can.manageUsers, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/users/{id}/identity',
      summary: 'What the single sign-on service calls this account; empty to let it in by password only',
      tags: ['administration'],
    })
    .input(z.object({ id: z.string().max(100), oidcName: z.string().trim().max(200).nullable() }))
    .output(Done),
}
