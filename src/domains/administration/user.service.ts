import type { Ctx } from '#kernel/context.ts'
import { hashPassword, makePassword } from '#kernel/auth.ts'
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
import { told } from './administration.told.ts'
import { auditList, type AuditRow, type Role, type Self, type User, userList, type UserRow } from './user.contract.ts'
import * as store from './user.store.ts'

const userSource: ListSource = {
  shape: userList,
  rows: store.userRows,
  searchColumn: 'search_name',
  sortColumns: { name: 'sort_name' },
}
const auditSource: ListSource = { shape: auditList, rows: store.auditRows, searchColumn: 'search_name' }

/** The signed-in account: what the screen shows follows from its permissions. */
export async function whoAmI(ctx: Ctx): Promise<Self> {
  const titles = new Map((await store.findRoles(ctx.db)).map((r) => [r.code, r.title]))
  const assignments = await store.findAssignments(ctx.db, ctx.actor.id, ctx.today())
  const roles = ctx.actor.roles.map(({ role, unitId }) => ({
    role,
    title: titles.get(role) ?? { vi: role, en: role },
    unitId,
    unitName: assignments.find((a) => a.role === role && a.unitId === unitId)?.unitName ?? null,
  }))
  const { id, name, username, personId, reach } = ctx.actor
  return {
    id,
    name,
    username,
    personId,
    roles,
    permissions: Object.keys(reach),
    today: ctx.today(),
    demonstration: ctx.kernel.demonstration,
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
  const user = await store.findUser(ctx.db, id, ctx.today())
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
  return (await store.findRoles(ctx.db)).map(({ grants, ...role }) => ({
    ...role,
    permissions: grants.map((g) => ({
      id: g.permission,
      words: words.get(g.permission) ?? { vi: g.permission, en: g.permission },
      reach: g.reach,
    })),
  }))
}

/**
 * Makes an account with a first password, told once in the answer and nowhere kept readable.
 *
 * @throws Refusal `administration.usernameTaken`.
 */
export async function createUser(
  ctx: Ctx,
  input: { name: string; username: string; personId: string | null; password?: string; id?: string },
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
  await store.insertCredential(ctx.db, { id: ctx.newId(), userId: id, hash: await hashPassword(password), at: ctx.now() })
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
  const role = (await store.findRoles(ctx.db)).find((r) => r.code === input.role)
  if (!role) throw refuse.unknownRole({ role: input.role })
  if (!input.unitId && role.grants.some((g) => g.reach === 'unit' || g.reach === 'unit-and-below'))
    throw refuse.unitNeeded({ role: role.title[ctx.lang] })
  if (input.until && input.until <= input.from) throw refuse.endBeforeStart()
  await store.insertAssignment(ctx.db, {
    id: ctx.newId(),
    userId: input.id,
    role: input.role,
    unitId: input.unitId,
    from: input.from,
    until: input.until,
  })
  await tellRole(ctx, told.roleAssigned, input.id, role.title, input.from)
  return getUser(ctx, input.id)
}

export async function endAssignment(ctx: Ctx, input: { id: string; on: string }): Promise<void> {
  const assignment = await store.findAssignment(ctx.db, input.id)
  if (!assignment) throw kernelRefuse.notFound({ what: 'assignment' })
  if (input.on <= assignment.validFrom) throw refuse.endBeforeStart()
  const role = (await store.findRoles(ctx.db)).find((r) => r.code === assignment.role)
  const administers = role?.grants.some((g) => g.permission === 'administration.manageUsers')
  if (administers && (await store.countAdministrators(ctx.db, assignment.userId, ctx.today())) === 0)
    throw refuse.lastAdministrator()
  if (!(await store.updateEnd(ctx.db, input.id, input.on))) throw kernelRefuse.forbidden({ permission: can.assignRole.id })
  if (role) await tellRole(ctx, told.roleEnded, assignment.userId, role.title, input.on)
}

/** Tells the holder. What the platform itself sets up at its first start is no news. */
async function tellRole(ctx: Ctx, kind: NoticeKind, userId: string, role: Role['title'], on: string): Promise<void> {
  if (ctx.actor.id === 'system') return
  const params = { role, by: ctx.actor.name, on: { vi: formatDateShort(on, 'vi'), en: formatDateShort(on, 'en') } }
  await notify(ctx, { to: [userId], kind, params, link: '/' })
}

export function listAudit(ctx: Ctx, input: ListInput) {
  return listPage<AuditRow>(ctx, auditSource, input)
}

export async function verifyAudit(
  ctx: Ctx,
): Promise<{ whole: boolean; entries: number; faults: { seq: number | null; fault: string }[] }> {
  const { entries, faults } = await store.verifyChain(ctx.db)
  return { whole: faults.length === 0, entries, faults }
}
