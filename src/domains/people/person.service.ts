import type { Choice, HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { capitaliseName, fold, normalise } from '#kernel/text.ts'
import { unitNames } from '#domains/organization/index.ts'
import { admitNewcomer } from './duplicates/duplicate.service.ts'
import * as merges from './duplicates/merge.store.ts'
import { refuse } from './people.refusals.ts'
import { can } from './people.permissions.ts'
import { type Birth, type Person, personList, type PersonRow } from './person.contract.ts'
import { nameKey } from './person-import.rules.ts'
import { birthAgrees, oldEnough } from './person.rules.ts'
import * as store from './person.store.ts'

const personSource: ListSource = {
  shape: personList,
  rows: store.personRows,
  searchColumn: 'search_name',
  candidates: 'people.name_candidates',
  // Who bears exactly the name typed: with its marks, then without.
  first: (search) => {
    const name = capitaliseName(search)
    const marked = /^[\p{L}\p{M} ]+$/u.test(name) && fold(name) !== name.toLowerCase()
    return [...(marked ? [{ column: 'fullName', value: name }] : []), { column: 'sort_name', value: nameKey(search) }]
  },
  spine: { columns: ['fullName', 'sort_name', 'search_name', 'birth', 'sex', 'category'], rows: store.personSpine },
  sortColumns: { fullName: 'sort_name' },
}

/** The file has the whole date of birth; each record in it is noted in the log. */
const exportSource: ListSource = {
  ...personSource,
  shape: {
    ...personList,
    columns: personList.columns.map((column) => (column.key === 'birth' ? { ...column, title: 'people.birth' } : column)),
  },
  rows: store.personRowsWithBirth,
  sortColumns: { ...personSource.sortColumns, birth: 'sort_birth' },
  spine: undefined,
}

export function listPeople(ctx: Ctx, input: ListInput) {
  return listPage<PersonRow>(ctx, personSource, input)
}

export async function exportPeople(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, exportSource, input, await unitNames(ctx, input.unitId))
}

/** People whose name holds all words typed, in any form of writing. */
export async function pickPerson(ctx: Ctx, input: { search: string }): Promise<Choice[]> {
  const { rows } = await listPage<PersonRow>(ctx, personSource, { search: input.search, limit: 20 })
  return rows.map((p) => ({
    id: p.id,
    label: p.fullName,
    hint: [p.birth, p.title, p.unitName].filter(Boolean).join(' · '),
  }))
}

/**
 * A person; asked for a record that was merged, the one that holds its rows.
 *
 * @throws Refusal `kernel.notFound` when there is no such person within the actor's reach.
 */
export async function getPerson(ctx: Ctx, asked: string): Promise<Person> {
  const id = (await merges.findKept(ctx.db, [asked])).get(asked) ?? asked
  const [person, posts] = await Promise.all([store.findPerson(ctx.db, id), store.findPosts(ctx.db, id)])
  if (!person) throw kernelRefuse.notFound({ what: 'person' })
  return { ...person, posts }
}

/** The date of birth as recorded. @throws Refusal `kernel.notFound`. */
export async function readBirth(ctx: Ctx, id: string): Promise<Birth> {
  const birth = await store.findBirth(ctx.db, id)
  if (!birth) throw kernelRefuse.notFound({ what: 'person' })
  return birth
}

/** Who changed what of a person; of a birth only the year. */
export async function personHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  await getPerson(ctx, id)
  const events = await historyOf(ctx, ['people.person', 'people.post'], id)
  return events.map((event) => ({ ...event, before: withoutDay(event.before), after: withoutDay(event.after) }))
}

function withoutDay(record: HistoryEvent['before']): HistoryEvent['before'] {
  if (!record) return record
  const { birth_month: _, ...rest } = record
  return typeof rest.birth_date === 'string' ? { ...rest, birth_date: rest.birth_date.slice(0, 4) } : rest
}

/** What is recorded of a person at first. */
export interface PersonFacts {
  familyAndMiddle: string
  given: string
  sex: 'male' | 'female'
  birthDate: string | null
  birthMonth?: number | null
  birthYear: number | null
  category: string
}

/** @throws Refusal `people.birthDisagrees`, `people.likelyRecorded`; `kernel.forbidden` outside the actor's reach. */
export async function registerPerson(
  ctx: Ctx,
  input: PersonFacts & { unitId: string; title: string; from: string; reason?: string | undefined },
): Promise<{ id: string }> {
  await ctx.require(can.changePerson, input.unitId)
  if (!oldEnough(input, input.from))
    throw refuse.bornAfterPost({ name: [input.familyAndMiddle, input.given].filter(Boolean).join(' '), from: input.from })
  const noteApart = await admitNewcomer(ctx, input, input.reason)
  const id = ctx.newId()
  await registerPeople(
    ctx,
    [{ ...input, id }],
    [{ personId: id, unitId: input.unitId, title: input.title, isMain: true, validFrom: input.from, validUntil: null }],
  )
  await noteApart(id)
  return { id }
}

/** Registers many people with their posts in one go: the same rules as one at a time, each row checked, all or nothing. */
export async function registerPeople(
  ctx: Ctx,
  people: (PersonFacts & { id: string })[],
  posts: Omit<store.PostRow, 'id'>[],
): Promise<void> {
  for (const p of people) if (!birthAgrees(p)) throw refuse.birthDisagrees()
  await store.insertPeople(
    ctx.db,
    people.map((p) => ({ ...p, familyAndMiddle: normalise(p.familyAndMiddle), given: normalise(p.given) })),
    ctx.now(),
  )
  await store.insertPosts(
    ctx.db,
    posts.map((p) => ({ ...p, id: ctx.newId(), title: normalise(p.title) })),
  )
}

/** A correction: what was recorded was wrong. The log keeps what it was. */
export async function correctPerson(ctx: Ctx, input: PersonFacts & { id: string }): Promise<Person> {
  if (!birthAgrees(input)) throw refuse.birthDisagrees()
  const { posts, fullName } = await getPerson(ctx, input.id)
  const first = posts.at(-1)?.validFrom
  if (first && !oldEnough(input, first)) throw refuse.bornAfterPost({ name: fullName, from: first })
  const changed = await store.updatePerson(ctx.db, {
    ...input,
    familyAndMiddle: normalise(input.familyAndMiddle),
    given: normalise(input.given),
  })
  if (changed === 0) throw kernelRefuse.forbidden({ permission: can.changePerson.id })
  return getPerson(ctx, input.id)
}

/** Whose citizen number this is, within reach or not; null where nobody has it. */
export async function findNumberOwner(ctx: Ctx, number: string): Promise<string | null> {
  return (await store.findOwners(ctx.db, [number])).get(number) ?? null
}

/** The citizen number a person is known by; another one takes the place of the former. The caller has shown that it is nobody else's. */
export async function setCitizenNumber(ctx: Ctx, personId: string, citizenId: string): Promise<void> {
  if ((await findNumberOwner(ctx, citizenId)) === personId) return
  await store.deleteIdentities(ctx.db, [personId])
  await store.insertIdentities(ctx.db, [{ personId, citizenId }])
}

/** The citizen number a person is known by; null where none is recorded, or it is not for this reader. */
export function findCitizenNumber(ctx: Ctx, personId: string): Promise<string | null> {
  return store.findCitizenNumber(ctx.db, personId)
}
