import type { Ctx } from '#kernel/context.ts'
import { addDays } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { unitNames } from '#domains/organization/index.ts'
import { findDated } from './position.store.ts'
import { can } from './positions.permissions.ts'
import { refuse } from './positions.refusals.ts'
import { bodyList, type BodyRow, type Holder, standingList, type StandingRow, type UnitPositions } from './standing.contract.ts'
import * as store from './standing.store.ts'

type ExportInput = Omit<ListInput, 'limit'> & ExportQuestion
interface OnDay {
  asOf?: string | undefined
}
const standings: ListSource = { shape: standingList, rows: store.standingRows, searchColumn: 'search_text' }
const bodies: ListSource = { shape: bodyList, rows: store.bodyRows, searchColumn: 'search_name' }

export const listStandings = (ctx: Ctx, input: ListInput) => listPage<StandingRow>(ctx, standings, input)
export const exportStandings = async (ctx: Ctx, input: ExportInput) =>
  exportList(ctx, standings, input, await unitNames(ctx, input.unitId))
export const listBodies = (ctx: Ctx, input: ListInput) => listPage<BodyRow>(ctx, bodies, input)
export const exportBodies = async (ctx: Ctx, input: ExportInput) =>
  exportList(ctx, bodies, input, await unitNames(ctx, input.unitId))

export function standingTotals(ctx: Ctx, input: OnDay) {
  return store.findTotals(ctx.db, input.asOf ?? ctx.today())
}

export function positionsOfUnit(ctx: Ctx, input: OnDay & { unitId: string }): Promise<UnitPositions> {
  return store.findOfUnit(ctx.db, input.unitId, input.asOf ?? ctx.today())
}

/** Holders shown at once; a school of a hundred teachers fits. */
const mostHolders = 300

/** @throws Refusal `kernel.forbidden` outside the actor's reach. */
export async function listHolders(
  ctx: Ctx,
  input: OnDay & { unitId: string; positionId?: string | undefined },
): Promise<{ holders: Holder[]; more: boolean }> {
  await ctx.require(can.readScheme, input.unitId)
  const { unitId, positionId = null, asOf = ctx.today() } = input
  const holders = await store.findHolders(ctx.db, unitId, positionId, asOf, mostHolders + 1)
  return { holders: holders.slice(0, mostHolders), more: holders.length > mostHolders }
}

/**
 * Puts the holder of a main post into a position from a day; the position held in that post until then ends.
 *
 * @throws Refusal `positions.postNotHeld` outside the days of the post, `positions.positionNotInForce`, `positions.assignedLater`,
 *   `positions.assignedAlready`; `kernel.forbidden` outside the actor's reach.
 */
export async function assignPosition(
  ctx: Ctx,
  input: { postId: string; positionId: string; from: string },
): Promise<{ id: string }> {
  const post = await store.findPost(ctx.db, input.postId)
  if (!post) throw kernelRefuse.notFound({ what: 'post' })
  await ctx.require(can.assignPosition, post.unitId)
  const { from } = input
  if (!post.isMain || post.validFrom > from || (post.validUntil !== null && post.validUntil <= from))
    throw refuse.postNotHeld({ on: from })
  const position = (await findDated(ctx.db, [input.positionId])).get(input.positionId)
  if (!position) throw kernelRefuse.notFound({ what: 'position' })
  if (position.validFrom > from || (position.validUntil !== null && position.validUntil <= from))
    throw refuse.positionNotInForce({ name: position.name, on: from })
  const others = await store.findAssignmentsOf(ctx.db, post.id)
  const later = others.find((a) => a.validFrom >= from)
  if (later) throw refuse.assignedLater({ since: later.validFrom })
  const current = others.find((a) => a.validUntil === null || a.validUntil > from)
  if (current?.positionId === input.positionId) throw refuse.assignedAlready({ name: position.name })
  if (current) await store.updateAssignmentEnd(ctx.db, current.id, from)
  const id = ctx.newId()
  await store.insertAssignments(
    ctx.db,
    [
      {
        id,
        personId: post.personId,
        postId: post.id,
        unitId: post.unitId,
        positionId: input.positionId,
        validFrom: from,
        validUntil: post.validUntil,
      },
    ],
    ctx.now(),
  )
  return { id }
}

async function ownAssignment(ctx: Ctx, id: string) {
  const assignment = await store.findAssignment(ctx.db, id)
  if (!assignment) throw kernelRefuse.notFound({ what: 'assignment' })
  await ctx.require(can.assignPosition, assignment.unitId)
  if (assignment.endedByAct) throw refuse.followsAct()
  return assignment
}

/** @throws Refusal `positions.endsBeforeStart`, `positions.followsAct`, `kernel.forbidden` outside the actor's reach. */
export async function endAssignment(ctx: Ctx, input: { id: string; lastDay: string }): Promise<{ done: true }> {
  const assignment = await ownAssignment(ctx, input.id)
  if (input.lastDay < assignment.validFrom) throw refuse.endsBeforeStart({ from: assignment.validFrom })
  const until = addDays(input.lastDay, 1)
  await store.updateAssignmentEnd(
    ctx.db,
    input.id,
    assignment.validUntil !== null && assignment.validUntil < until ? assignment.validUntil : until,
  )
  return { done: true }
}

/** Takes back an assignment recorded by mistake; the log keeps it. What it had ended goes on. */
export async function withdrawAssignment(ctx: Ctx, id: string): Promise<{ done: true }> {
  const assignment = await ownAssignment(ctx, id)
  await store.deleteAssignment(ctx.db, id)
  const before = (await store.findAssignmentsOf(ctx.db, assignment.postId)).find((a) => a.validUntil === assignment.validFrom)
  if (before) await store.updateAssignmentEnd(ctx.db, before.id, assignment.validUntil)
  return { done: true }
}

/** Many at once, as a list brings them: each into the main post held in the unit on the day. @throws Refusal `positions.postNotHeld` */
export async function recordAssignments(ctx: Ctx, rows: Parameters<typeof store.insertIntoPosts>[1]): Promise<void> {
  await ctx.require(can.assignPosition, null)
  const made = await store.insertIntoPosts(ctx.db, rows, ctx.now())
  if (made < rows.length) throw refuse.postNotHeld({ on: rows[0]?.from ?? '' })
}
