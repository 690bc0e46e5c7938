import { attachFile, defineFileOwner, defineFilePurpose, filesOf, megabyte } from '#engines/files/index.ts'
import { addWorkingDays } from '#kernel/calendar/calendar.rules.ts'
import { workCalendar } from '#kernel/calendar/calendar.service.ts'
import type { Ctx } from '#kernel/context.ts'
import { formatDateShort } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { defineNotices, notify } from '#kernel/notices/notice.ts'
import { normalise } from '#kernel/text.ts'
import { unitNames } from '#domains/organization/index.ts'
import { correctable, correctables } from './correctable.rules.ts'
import { can } from './people.permissions.ts'
import { refuse } from './people.refusals.ts'
import { correctPerson, getPerson } from './person.service.ts'
import { deleteIdentities, findOwners, insertIdentities } from './person.store.ts'
import { type Request, requestList, type RequestRow } from './request.contract.ts'
import * as store from './request.store.ts'

export const told = defineNotices('people', { correctionAsked: 'digest', correctionDecided: 'now' })

/** A paper that proves what is asked for: an identity card, a certificate of birth. */
export const correctionPurpose = defineFilePurpose({
  id: 'people.correction',
  limit: 20 * megabyte,
  kinds: ['pdf', 'word', 'image'],
  sensitive: true,
})

const requestOwner = defineFileOwner({ relation: 'people.request', read: can.decideCorrection, write: can.requestCorrection })

/** Working days within which a request is to be decided. */
const daysToDecide = 10

const requestSource: ListSource = { shape: requestList, rows: store.requestRows, searchColumn: 'search_name' }

export function listRequests(ctx: Ctx, input: ListInput) {
  return listPage<RequestRow>(ctx, requestSource, input)
}

export async function exportRequests(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, requestSource, input, await unitNames(ctx, input.unitId))
}

/** The own record. @throws Refusal `people.noOwnRecord` for an account that belongs to no person, or acts for another. */
function ownPerson(ctx: Ctx): string {
  if (!ctx.actor.personId) throw refuse.noOwnRecord()
  return ctx.actor.personId
}

async function whole(ctx: Ctx, requests: store.StoredRequest[], own: boolean): Promise<Request[]> {
  const files = await filesOf(
    ctx,
    requestOwner,
    requests.map((r) => r.id),
  )
  const facts = new Map<string, Awaited<ReturnType<typeof store.findFacts>>>()
  for (const { personId } of requests) if (!facts.has(personId)) facts.set(personId, await store.findFacts(ctx.db, personId, own))
  return requests.map(({ askedBy: _by, unitId: _unit, ...request }) => {
    const known = facts.get(request.personId)
    const nowValue = (known && correctable(request.field)?.read(known)) ?? null
    return {
      ...request,
      nowValue,
      overtaken: request.state === 'open' && nowValue !== request.oldValue,
      file: files.get(request.id)?.at(-1) ?? null,
    }
  })
}

/** The own record with what may be asked to be corrected, and what was asked. */
export async function myFile(ctx: Ctx) {
  const id = ownPerson(ctx)
  const facts = await store.findFacts(ctx.db, id, true)
  if (!facts) throw kernelRefuse.notFound({ what: 'person' })
  const requests = await store.findRequests(ctx.db, { personId: id }, ctx.today())
  return {
    id,
    person: await getPerson(ctx, id),
    fields: correctables.map((c) => ({ field: c.field, value: c.read(facts) })),
    requests: await whole(ctx, requests, true),
  }
}

/**
 * Asks for a correction of the own record. Who keeps the records of the body is told.
 *
 * @throws Refusal `people.requestValue`, `people.requestSame`, `people.requestOpen`, `people.noOwnRecord`
 */
export async function askCorrection(
  ctx: Ctx,
  input: { field: string; newValue: string; note: string | null; file: { id: string } | null },
): Promise<{ id: string }> {
  const personId = ownPerson(ctx)
  const field = correctable(input.field)
  const facts = await store.findFacts(ctx.db, personId, true)
  if (!field || !facts) throw kernelRefuse.notFound({ what: 'person' })
  const newValue = normalise(input.newValue)
  if (!field.takes(newValue)) throw refuse.requestValue()
  const oldValue = field.read(facts)
  if (oldValue === newValue) throw refuse.requestSame()
  const before = await store.findRequests(ctx.db, { personId }, ctx.today())
  if (before.some((r) => r.field === input.field && r.state === 'open')) throw refuse.requestOpen()
  const id = ctx.newId()
  const due = addWorkingDays(await workCalendar(ctx), ctx.today(), daysToDecide)
  const by = { by: ctx.actor.id, byName: ctx.actor.name, at: ctx.now() }
  await store.insertRequest(ctx.db, { id, personId, field: input.field, oldValue, newValue, note: input.note, due, ...by })
  if (input.file) {
    const unitId = (await store.findRequests(ctx.db, { id }, ctx.today()))[0]?.unitId ?? null
    await attachFile(ctx, requestOwner, { fileId: input.file.id, ownerId: id, unitId, personId })
  }
  await notify(ctx, {
    to: await store.findDeciders(ctx.db, personId, ctx.today()),
    kind: told.correctionAsked,
    params: { name: ctx.actor.name, due: { vi: formatDateShort(due, 'vi'), en: formatDateShort(due, 'en') } },
    link: `/con-nguoi/de-nghi/${id}`,
  })
  return { id }
}

/** @throws Refusal `people.requestEnded` once it was decided. */
export async function withdrawCorrection(ctx: Ctx, id: string): Promise<{ done: true }> {
  const [request] = await store.findRequests(ctx.db, { id }, ctx.today())
  if (request?.personId !== ownPerson(ctx)) throw kernelRefuse.notFound({ what: 'request' })
  await end(ctx, id, 'withdrawn', null)
  return { done: true }
}

async function end(ctx: Ctx, id: string, state: 'approved' | 'refused' | 'withdrawn', why: string | null): Promise<void> {
  const by = { by: ctx.actor.id, byName: ctx.actor.name, at: ctx.now() }
  if ((await store.endRequest(ctx.db, id, { state, why, ...by })) === 0) throw refuse.requestEnded()
}

/** A request to decide on; the own one is somebody else's to decide. */
async function toDecide(ctx: Ctx, id: string): Promise<store.StoredRequest> {
  const [request] = await store.findRequests(ctx.db, { id }, ctx.today())
  if (!request) throw kernelRefuse.notFound({ what: 'request' })
  if (request.personId === ctx.actor.personId) throw refuse.requestOwn()
  if (request.state !== 'open') throw refuse.requestEnded()
  return request
}

/** @throws Refusal `kernel.notFound` outside the reach. */
export async function getRequest(ctx: Ctx, id: string): Promise<Request> {
  const [request] = await whole(ctx, await store.findRequests(ctx.db, { id }, ctx.today()), false)
  if (!request) throw kernelRefuse.notFound({ what: 'request' })
  return request
}

/**
 * The record is corrected as asked, in one transaction with the decision.
 *
 * @throws Refusal `people.requestOvertaken` where the record says something else by now than the person saw; `people.numberTaken`, `people.numberElsewhere`
 */
export async function approveCorrection(ctx: Ctx, input: { id: string; reason: string }): Promise<{ done: true }> {
  const request = await toDecide(ctx, input.id)
  const field = correctable(request.field)
  const facts = await store.findFacts(ctx.db, request.personId, false)
  if (!field || !facts) throw kernelRefuse.notFound({ what: 'person' })
  if (field.read(facts) !== request.oldValue) throw refuse.requestOvertaken()
  const { citizenId, ...after } = { ...facts, ...field.write(request.newValue) }
  if (citizenId !== facts.citizenId && citizenId) {
    const owner = (await findOwners(ctx.db, [citizenId])).get(citizenId)
    if (owner && owner !== request.personId) throw await numberRefusal(ctx, citizenId, owner)
    await deleteIdentities(ctx.db, [request.personId])
    await insertIdentities(ctx.db, [{ personId: request.personId, citizenId }])
  } else {
    await correctPerson(ctx, { ...after, sex: after.sex === 'male' ? 'male' : 'female', id: request.personId })
  }
  await end(ctx, request.id, 'approved', input.reason)
  await tell(ctx, request, 'approved')
  return { done: true }
}

/** Names who has the number, where that record lies within reach. */
async function numberRefusal(ctx: Ctx, number: string, owner: string) {
  const name = await getPerson(ctx, owner).then(
    (p) => p.fullName,
    () => null,
  )
  return name === null ? refuse.numberElsewhere({ number }) : refuse.numberTaken({ number, name })
}

/** Refuses, with a reason that the person is told. */
export async function refuseCorrection(ctx: Ctx, input: { id: string; reason: string }): Promise<{ done: true }> {
  const request = await toDecide(ctx, input.id)
  await end(ctx, request.id, 'refused', input.reason)
  await tell(ctx, request, 'refused')
  return { done: true }
}

async function tell(ctx: Ctx, request: store.StoredRequest, state: 'approved' | 'refused'): Promise<void> {
  const say = (lang: 'vi' | 'en') => ctx.kernel.translate(lang, `people.requestStates.${state}`)
  await notify(ctx, {
    to: [request.askedBy],
    kind: told.correctionDecided,
    params: { state: { vi: say('vi').toLowerCase(), en: say('en').toLowerCase() } },
    link: '/cua-toi',
  })
}
