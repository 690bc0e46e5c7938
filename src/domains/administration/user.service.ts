import type { Ctx } from '#kernel/context.ts'
import { hashPassword, makePassword } from '#kernel/auth/password.hash.ts'
import type { HistoryEvent } from '#kernel/contract.ts'
import { formatDateShort } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { type NoticeKind, notify } from '#kernel/notices/notice.ts'
import { normalise } from '#kernel/text.ts'
import { can } from './administration.permissions.ts'
import { refuse } from './administration.refusals.ts'
import { findUsable } from './delegation.store.ts'
import { told } from './administration.told.ts'
import { deleteFactors } from './security.store.ts'
import { type Assignment, type Role, type Self, type User, userList, type UserRow } from './user.contract.ts'
import * as store from './user.store.ts'

const userSource: ListSource = {
  shape: userList,
  rows: store.userRows,
  searchColumn: 'search_name',
  sortColumns: { name: 'sort_name' },
}

/** The signed-in account: what the screen shows follows from its permissions. */
export async function whoAmI(ctx: Ctx): Promise<Self> {
  const { id, name, username, personId, pending, behalf, emergency } = ctx.actor
  const base = { id, name, username, personId, today: ctx.today(), demonstration: ctx.kernel.demonstration }
  const none = { roles: [], behalf: null, mayActFor: [], emergency: null }
  if (pending) return { ...base, ...none, pending, permissions: [] }
  const titles = new Map((await store.findRoles(ctx.db, ctx.today())).map((r) => [r.code, r.title]))
  const units = await store.findUnitNames(
    ctx.db,
    ctx.actor.roles.flatMap((r) => r.unitId ?? []),
    ctx.today(),
  )
  const roles = ctx.actor.roles.map(({ role, unitId }) => ({
    role,
    title: titles.get(role) ?? { vi: role, en: role },
    unitId,
    unitName: units.get(unitId ?? '') ?? null,
  }))
  const usable = await findUsable(ctx.db, id, ctx.today())
  return {
    ...base,
    roles,
    permissions: ctx.kernel.permissions.filter((p) => ctx.may(p)).map((p) => p.id),
    pending: null,
    behalf: behalf ? { delegationId: behalf.delegationId, name: behalf.name } : null,
    mayActFor: usable.map((d) => ({ delegationId: d.id, name: d.fromName, lastDay: d.lastDay })),
    emergency: emergency ? { until: emergency.until } : null,
  }
}

export function listUsers(ctx: Ctx, input: ListInput) {
  return listPage<UserRow>(ctx, userSource, input)
}

export function exportUsers(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, userSource, input)
}

/** @throws Refusal `kernel.notFound`. */
export async function getUser(ctx: Ctx, id: string): Promise<User> {
  const user = await store.findUser(ctx.db, id, ctx.today(), ctx.now())
  if (!user) throw kernelRefuse.notFound({ what: 'user' })
  return { ...user, personName: null, assignments: await store.findAssignments(ctx.db, id, ctx.today()) }
}

/** History of the account and of the roles it was given, newest first. */
export async function userHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  const user = await getUser(ctx, id)
  const events = await historyOf(ctx, ['auth.user'], id)
  for (const a of user.assignments) events.push(...(await historyOf(ctx, ['access.assignment'], a.id)))
  return events.sort((a, b) => b.seq - a.seq)
}

export async function listRoles(ctx: Ctx): Promise<Role[]> {
  const words = new Map(ctx.kernel.permissions.map((p) => [p.id, p.words]))
  return (await store.findRoles(ctx.db, ctx.today())).map(({ grants, ...role }) => ({
    ...role,
    permissions: grants.map((g) => ({
      id: g.permission,
      words: words.get(g.permission) ?? { vi: g.permission, en: g.permission },
      reach: g.reach,
    })),
  }))
}

/**
 * Makes an account with a first password, told once in the answer and nowhere kept readable. It is good for one sign-in, unless it was
 * chosen for it (demonstration accounts).
 *
 * @throws Refusal `administration.usernameTaken`.
 */
export async function createUser(
  ctx: Ctx,
  input: { name: string; username: string; personId: string | null; password?: string; id?: string; mustChange?: boolean },
): Promise<{ id: string; password: string }> {
  const id = input.id ?? ctx.newId()
  const password = input.password ?? makePassword()
  const made = await store.insertUser(ctx.db, {
    id,
    name: normalise(input.name),
    username: input.username,
    personId: input.personId,
    at: ctx.now(),
  })
  if (!made) throw refuse.usernameTaken({ username: input.username })
  await store.insertCredential(ctx.db, {
    id: ctx.newId(),
    userId: id,
    hash: await hashPassword(password),
    mustChange: input.mustChange ?? input.password === undefined,
    at: ctx.now(),
  })
  return { id, password }
}

export async function resetPassword(ctx: Ctx, id: string): Promise<{ password: string }> {
  await getUser(ctx, id)
  const password = makePassword()
  if (!(await store.updatePassword(ctx.db, id, await hashPassword(password), ctx.now())))
    throw kernelRefuse.notFound({ what: 'user' })
  await store.deleteSessions(ctx.db, id)
  return { password }
}

/** @throws Refusal `administration.ownAccount`, `administration.lastAdministrator`. */
export async function setUserState(ctx: Ctx, input: { id: string; disabled: boolean }): Promise<void> {
  await getUser(ctx, input.id)
  if (input.disabled) {
    if (input.id === ctx.actor.id) throw refuse.ownAccount()
    if ((await store.countAdministrators(ctx.db, input.id, ctx.today())) === 0) throw refuse.lastAdministrator()
    await store.deleteSessions(ctx.db, input.id)
  }
  if (!(await store.updateState(ctx.db, input.id, input.disabled, ctx.now())))
    throw kernelRefuse.forbidden({ permission: can.manageUsers.id })
}

/** @throws Refusal `administration.unknownRole`; `administration.unitNeeded` for a role whose reach is a unit. */
export async function assignRole(
  ctx: Ctx,
  input: { id: string; role: string; unitId: string | null; from: string; until: string | null },
): Promise<User> {
  await getUser(ctx, input.id)
  await giveRole(ctx, { ...input, holder: { userId: input.id } })
  return getUser(ctx, input.id)
}

/** Gives a role to everybody with a main post in a unit, one row however many they are. Who comes has it, who goes loses it. */
export async function assignToMembers(
  ctx: Ctx,
  input: { membersOf: string; below: boolean; role: string; unitId: string | null; from: string; until: string | null },
): Promise<{ id: string }> {
  const names = await store.findUnitNames(ctx.db, [input.membersOf], ctx.today())
  if (!names.has(input.membersOf)) throw kernelRefuse.notFound({ what: 'unit' })
  return { id: await giveRole(ctx, { ...input, holder: { membersOf: input.membersOf, below: input.below } }) }
}

export function memberAssignments(ctx: Ctx): Promise<Assignment[]> {
  return store.findMemberAssignments(ctx.db, ctx.today())
}

async function giveRole(
  ctx: Ctx,
  input: {
    holder: { userId: string } | { membersOf: string; below: boolean }
    role: string
    unitId: string | null
    from: string
    until: string | null
  },
): Promise<string> {
  const role = (await store.findRoles(ctx.db, ctx.today())).find((r) => r.code === input.role)
  if (!role) throw refuse.unknownRole({ role: input.role })
  if (!input.unitId && role.grants.some((g) => g.reach === 'unit' || g.reach === 'unit-and-below'))
    throw refuse.unitNeeded({ role: role.title[ctx.lang] })
  if (input.until && input.until <= input.from) throw refuse.endBeforeStart()
  const { holder, unitId, from, until } = input
  const id = ctx.newId()
  await store.insertAssignment(ctx.db, { id, holder, role: input.role, unitId, from, until })
  if ('userId' in holder) await tellRole(ctx, told.roleAssigned, holder.userId, role.title, from)
  return id
}

/** @throws Refusal `administration.unknownRole`. */
export async function settleSecondFactor(ctx: Ctx, input: { code: string; required: boolean }): Promise<void> {
  if (!(await store.findRoles(ctx.db, ctx.today())).some((r) => r.code === input.code))
    throw refuse.unknownRole({ role: input.code })
  if (!(await store.putRoleRule(ctx.db, input.code, input.required)))
    throw kernelRefuse.forbidden({ permission: can.manageSecurity.id })
}

/** For who lost the device and the recovery codes. All sessions end: whoever holds them does not get in by this. */
export async function resetSecondFactor(ctx: Ctx, id: string): Promise<void> {
  await getUser(ctx, id)
  await deleteFactors(ctx.db, id)
  await store.deleteSessions(ctx.db, id)
}

export async function unlockUser(ctx: Ctx, id: string): Promise<void> {
  const user = await getUser(ctx, id)
  await store.deleteAttempts(ctx.db, id, user.username ?? '')
}

/** @throws Refusal `administration.identityTaken` when another account has that name there. */
export async function setIdentity(ctx: Ctx, input: { id: string; oidcName: string | null }): Promise<void> {
  await getUser(ctx, input.id)
  const changed = await store
    .updateIdentity(ctx.db, input.id, input.oidcName === '' ? null : input.oidcName, ctx.now())
    .catch((error: unknown) => {
      throw (error as { constraint?: string }).constraint === 'user_oidc_name' ? refuse.identityTaken() : error
    })
  if (!changed) throw kernelRefuse.forbidden({ permission: can.manageUsers.id })
}

export async function endAssignment(ctx: Ctx, input: { id: string; on: string }): Promise<void> {
  const assignment = await store.findAssignment(ctx.db, input.id)
  if (!assignment) throw kernelRefuse.notFound({ what: 'assignment' })
  if (input.on <= assignment.validFrom) throw refuse.endBeforeStart()
  const role = (await store.findRoles(ctx.db, ctx.today())).find((r) => r.code === assignment.role)
  const administers = role?.grants.some((g) => g.permission === 'administration.manageUsers')
  if (administers && assignment.userId && (await store.countAdministrators(ctx.db, assignment.userId, ctx.today())) === 0)
    throw refuse.lastAdministrator()
  if (!(await store.updateEnd(ctx.db, input.id, input.on))) throw kernelRefuse.forbidden({ permission: can.assignRole.id })
  if (role && assignment.userId) await tellRole(ctx, told.roleEnded, assignment.userId, role.title, input.on)
}

/** Tells the holder. What the platform itself sets up at its first start is no news. */
async function tellRole(ctx: Ctx, kind: NoticeKind, userId: string, role: Role['title'], on: string): Promise<void> {
  if (ctx.actor.id === 'system') return
  const params = { role, by: ctx.actor.name, on: { vi: formatDateShort(on, 'vi'), en: formatDateShort(on, 'en') } }
  await notify(ctx, { to: [userId], kind, params, link: '/' })
}
