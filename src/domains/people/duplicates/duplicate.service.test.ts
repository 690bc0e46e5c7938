import { describe, expect } from 'vitest'
import { applyAct, organization } from '#domains/organization/index.ts'
import { anAct } from '#domains/organization/act.factory.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import type { Ctx } from '#kernel/context.ts'
import type { JobCtx } from '#kernel/jobs/job.ts'
import { parseQuery } from '#kernel/search/search.rules.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { findAllDuplicates, findNewDuplicates } from './duplicate.job.ts'
import { comparePair, denyDuplicates, likelyPersons, listDuplicates, reopenDuplicate } from './duplicate.service.ts'
import { people } from '../index.ts'
import { mergePersons, mergesOf, undoMerge } from './merge.service.ts'
import { aPerson } from '../person.factory.ts'
import { personSearch } from '../person.search.ts'
import { correctPerson, getPerson, listPeople, registerPerson } from '../person.service.ts'

const test = worldTest([organization, people])
const hoa = { familyAndMiddle: 'Nguyễn Thị', given: 'Hoa', birthDate: '1985-03-08', birthYear: null, sex: 'female' as const }
const newcomer = { ...hoa, category: 'civil-servant', title: 'Chuyên viên', from: '2020-01-01' }
const reason = 'Đã đối chiếu căn cước: hai người'

/** Runs a job as the platform, to its end. */
async function run<I>(world: TestWorld, job: { name: string; run: (job: JobCtx, input: I) => Promise<unknown> }, input: I) {
  const steps: [number, number | null][] = []
  const stop = new AbortController()
  const result = await job.run(
    {
      id: 'job',
      kernel: world.kernel,
      actor: anActor({}),
      lang: 'vi',
      attempt: 1,
      signal: stop.signal,
      progress: (done, total) => void steps.push([done, total]),
      asActor: <T>(act: (ctx: Ctx) => Promise<T>, options: { reads?: boolean } = {}) =>
        world.asSystem(act, { writes: !options.reads }),
    },
    input,
  )
  return { result, steps }
}

const openPairs = (ctx: Ctx) => listDuplicates(ctx, { limit: 50, state: 'open' })

describe('entry', () => {
  test('of somebody likely recorded is refused until it is said why it is somebody else; that is kept', async ({ world }) => {
    const { unitId } = await world.asSystem((ctx) => aUnit(ctx))
    const known = await world.asSystem((ctx) => aPerson(ctx, { ...hoa, unitId }))
    const typed = { ...newcomer, familyAndMiddle: 'Nguyeenx Thij', unitId }
    const { persons } = await world.asSystem((ctx) => likelyPersons(ctx, typed))
    expect(persons.map((p) => [p.id, p.grade])).toEqual([[known.id, 'surely']])
    expect(persons[0]?.reasons).toContainEqual({ part: 'birth', outcome: 'same', points: 40 })
    await expect(world.asSystem((ctx) => registerPerson(ctx, typed))).rejects.toMatchObject({
      code: 'people.likelyRecorded',
      params: { count: 1 },
    })
    const { id } = await world.asSystem((ctx) => registerPerson(ctx, { ...typed, reason }))
    const { rows } = await world.asSystem((ctx) => listDuplicates(ctx, { limit: 50 }))
    expect(rows.map((r) => [r.state, r.why, r.foundBy, [r.oneId, r.otherId].sort()])).toEqual([
      ['not-same', reason, 'entry', [known.id, id].sort()],
    ])
  })

  test('of nobody like anybody asks nothing', async ({ world }) => {
    const { unitId } = await world.asSystem((ctx) => aUnit(ctx))
    await world.asSystem((ctx) => aPerson(ctx, { ...hoa, unitId }))
    await world.asSystem((ctx) => registerPerson(ctx, { ...newcomer, given: 'Lan', birthDate: '1990-11-21', unitId }))
  })

  test('of somebody of this name and day outside the reach tells how many, and nothing of them', async ({ world }) => {
    const own = await world.asSystem((ctx) => aUnit(ctx))
    await world.asSystem((ctx) => aPerson(ctx, hoa))
    const reach = { units: [own.unitId] }
    const officer = anActor({ 'people.readPerson': reach, 'people.changePerson': reach, 'people.reviewDuplicates': reach })
    const typed = { ...newcomer, unitId: own.unitId }
    expect(await world.as(officer, (ctx) => likelyPersons(ctx, typed))).toEqual({ persons: [], elsewhere: 1 })
    await expect(world.as(officer, (ctx) => registerPerson(ctx, typed))).rejects.toMatchObject({ code: 'people.likelyRecorded' })
    await world.as(officer, (ctx) => registerPerson(ctx, { ...typed, reason }))
  })
})

describe('a search', () => {
  test('files pairs with their reasons; what was decided does not come back unless a record changes', async ({ world }) => {
    const one = await world.asSystem((ctx) => aPerson(ctx, hoa))
    const two = await world.asSystem((ctx) => aPerson(ctx, { ...hoa, familyAndMiddle: 'Nguyên Thị' }))
    await world.asSystem((ctx) => aPerson(ctx, { ...hoa, given: 'Lan' }))
    const { result, steps } = await run(world, findAllDuplicates, {})
    expect(result).toEqual({ people: 3, pairs: 1 })
    expect(steps).toEqual([[3, 3]])
    const { rows } = await world.asSystem(openPairs)
    expect(rows.map((r) => [r.oneId, r.otherId].sort())).toEqual([[one.id, two.id].sort()])
    await world.asSystem((ctx) => denyDuplicates(ctx, { ids: rows.map((r) => r.id), reason }))
    await run(world, findAllDuplicates, {})
    expect((await world.asSystem(openPairs)).rows).toEqual([])
    await expect(world.asSystem((ctx) => denyDuplicates(ctx, { ids: rows.map((r) => r.id), reason }))).rejects.toMatchObject({
      code: 'people.pairDecided',
    })
    await world.asSystem((ctx) => correctPerson(ctx, { ...newcomer, id: two.id }))
    await run(world, findAllDuplicates, {})
    const again = (await world.asSystem(openPairs)).rows
    expect(again.map((r) => [r.id, r.why])).toEqual([[rows[0]?.id, null]])
    await world.asSystem((ctx) => correctPerson(ctx, { ...newcomer, given: 'Thắm', id: two.id }))
    await run(world, findAllDuplicates, {})
    expect((await world.asSystem(openPairs)).rows).toEqual([])
  })

  test('a decision can be taken back', async ({ world }) => {
    for (const familyAndMiddle of ['Nguyễn Thị', 'Nguyen Thi'])
      await world.asSystem((ctx) => aPerson(ctx, { ...hoa, familyAndMiddle }))
    await run(world, findAllDuplicates, {})
    const [pair] = (await world.asSystem(openPairs)).rows
    await world.asSystem((ctx) => denyDuplicates(ctx, { ids: [pair?.id ?? ''], reason }))
    await world.asSystem((ctx) => reopenDuplicate(ctx, pair?.id ?? ''))
    expect((await world.asSystem(openPairs)).rows).toHaveLength(1)
  })

  test('finds, after an act, who was known to both bodies', async ({ world }) => {
    const act = await world.asSystem((ctx) => anAct(ctx))
    for (const unitId of [act.from, act.into]) await world.asSystem((ctx) => aPerson(ctx, { ...hoa, unitId }))
    await world.asSystem((ctx) => applyAct(ctx, act.id))
    const [job] = await world.sql<{ input: { units: string[] } }>(
      `SELECT input FROM kernel.job WHERE name = 'people.findNewDuplicates'`,
    )
    expect(job?.input.units).toEqual([act.into])
    await run(world, findNewDuplicates, { units: job?.input.units ?? [] })
    expect((await world.asSystem(openPairs)).rows.map((r) => r.foundBy)).toEqual(['act'])
  })
})

test('a pair is seen by who reaches both, and by nobody else', async ({ world }) => {
  const [a, b] = [await world.asSystem((ctx) => aPerson(ctx, hoa)), await world.asSystem((ctx) => aPerson(ctx, hoa))]
  await run(world, findAllDuplicates, {})
  const [pair] = (await world.asSystem(openPairs)).rows
  const reviewer = (units: string[]) => anActor({ 'people.readPerson': { units }, 'people.reviewDuplicates': { units } })
  const both = await world.as(reviewer([a.unitId, b.unitId]), (ctx) => comparePair(ctx, pair?.id ?? ''))
  expect([both.one.birthDate, both.other.birthDate]).toEqual(['1985-03-08', '1985-03-08'])
  const one = reviewer([a.unitId])
  expect((await world.as(one, openPairs)).rows).toEqual([])
  await expect(world.as(one, (ctx) => comparePair(ctx, pair?.id ?? ''))).rejects.toMatchObject({ code: 'kernel.notFound' })
  await expect(world.as(one, (ctx) => denyDuplicates(ctx, { ids: [pair?.id ?? ''], reason }))).rejects.toMatchObject({
    code: 'people.pairDecided',
  })
})

describe('a merged record', () => {
  const merge = { fromOther: [], choices: {}, decisionNumber: '12/QĐ-SNV', decidedOn: '2022-12-19', reason }

  test('is in no list; its address, name and number lead to the one that stayed; taken back, all is as before', async ({
    world,
  }) => {
    const { unitId } = await world.asSystem((ctx) => aUnit(ctx))
    const kept = await world.asSystem((ctx) => aPerson(ctx, { ...hoa, unitId }))
    const gone = await world.asSystem((ctx) => aPerson(ctx, { ...hoa, given: 'Huaa', unitId }))
    await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    await world.sql(`INSERT INTO people.identity VALUES ($1, '033185000001'), ($2, '145000001')`, [kept.id, gone.id])
    await run(world, findAllDuplicates, {})
    const { id } = await world.asSystem((ctx) => mergePersons(ctx, { ...merge, keptId: kept.id, goneId: gone.id }))
    const reach = { units: [unitId] }
    const officer = anActor({ 'people.readPerson': reach, 'people.changePerson': reach, 'people.reviewDuplicates': reach })
    expect((await world.as(officer, (ctx) => listPeople(ctx, { limit: 50 }))).rows.map((r) => r.id)).toEqual([kept.id])
    expect((await world.as(officer, (ctx) => getPerson(ctx, gone.id))).id).toBe(kept.id)
    expect((await world.asSystem((ctx) => mergesOf(ctx, kept.id))).map((m) => [m.goneName, m.why, m.decisionNumber])).toEqual([
      ['Nguyễn Thị Huaa', reason, '12/QĐ-SNV'],
    ])
    const found = await world.as(officer, (ctx) => personSearch.find(ctx, parseQuery('Huaa'), 5))
    expect(found.map((hit) => hit.id)).toEqual([kept.id])
    expect(await world.sql('SELECT person_id FROM people.owner_of_citizen_id($1)', [['145000001']])).toEqual([
      { person_id: kept.id },
    ])
    expect((await world.asSystem((ctx) => listDuplicates(ctx, { limit: 50 }))).rows).toEqual([])
    await expect(
      world.asSystem((ctx) => mergePersons(ctx, { ...merge, keptId: kept.id, goneId: gone.id })),
    ).rejects.toMatchObject({
      code: 'people.mergedAway',
    })
    await world.asSystem((ctx) => undoMerge(ctx, { id, reason }))
    expect((await world.as(officer, (ctx) => getPerson(ctx, gone.id))).id).toBe(gone.id)
    expect((await world.asSystem(openPairs)).rows).toHaveLength(1)
    await expect(world.asSystem((ctx) => undoMerge(ctx, { id, reason }))).rejects.toMatchObject({ code: 'people.mergeUndone' })
  })

  test('of two accounts there is none', async ({ world }) => {
    const [a, b] = [await world.asSystem((ctx) => aPerson(ctx, hoa)), await world.asSystem((ctx) => aPerson(ctx, hoa))]
    for (const p of [a, b])
      await world.sql(
        `INSERT INTO auth."user" (id, name, email, username, "personId", "createdAt", "updatedAt") VALUES ($1, 'x', $1, $1, $2, now(), now())`,
        [p.id.slice(-8), p.id],
      )
    await expect(world.asSystem((ctx) => mergePersons(ctx, { ...merge, keptId: a.id, goneId: b.id }))).rejects.toMatchObject({
      code: 'people.mergeTwoAccounts',
    })
  })

  test('cannot be taken back once the record was corrected, and says where', async ({ world }) => {
    const { unitId } = await world.asSystem((ctx) => aUnit(ctx))
    const [a, b] = [
      await world.asSystem((ctx) => aPerson(ctx, { ...hoa, unitId })),
      await world.asSystem((ctx) => aPerson(ctx, { ...hoa, unitId })),
    ]
    const { id } = await world.asSystem((ctx) => mergePersons(ctx, { ...merge, keptId: a.id, goneId: b.id }))
    await world.asSystem((ctx) => correctPerson(ctx, { ...newcomer, given: 'Hoà', id: a.id }))
    await expect(world.asSystem((ctx) => undoMerge(ctx, { id, reason }))).rejects.toMatchObject({
      code: 'people.mergeBuiltUpon',
      params: { what: 'thông tin chung' },
    })
  })
})
