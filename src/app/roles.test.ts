import { expect } from 'vitest'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { comparePair, listDuplicates } from '#domains/people/duplicates/duplicate.service.ts'
import { fileDoubles, getPerson, mergeFaults, mergePersons, undoMerge } from '#domains/people/index.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { correctPerson, registerPerson } from '#domains/people/person.service.ts'
import { addEntry, readPart } from '#domains/personnel/file.service.ts'
import { anEntry } from '#domains/personnel/file.factory.ts'
import { anActor, worldTest } from '#kernel/testing.ts'
import { domains } from './domains.ts'
import { readRoles } from './roles.ts'

const test = worldTest(domains)

/** Somebody with a role as shipped, of these units. */
function holderOf(role: string, units: string[] = []) {
  const grants = Object.entries(readRoles(domains)[role]?.grants ?? {}).flatMap(([domain, keys]) =>
    Object.entries(keys).map(([key, reach]) => [
      `${domain}.${key}`,
      reach === 'all' ? { all: true } : reach === 'own' ? { own: true } : { units },
    ]),
  )
  return anActor(Object.fromEntries(grants) as Parameters<typeof anActor>[0])
}

test('who reviews doubles for the province merges records of two bodies, which neither body may, and changes no record', async ({
  world,
}) => {
  const hoa = { familyAndMiddle: 'Nguyễn Thị', given: 'Hoa', birthDate: '1985-03-08', birthYear: null, sex: 'female' as const }
  const [one, other] = await world.asSystem(async (ctx) => [await aPerson(ctx, hoa), await aPerson(ctx, hoa)])
  await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
  await world.sql(`INSERT INTO people.identity VALUES ($1, '033185000001'), ($2, '145000001')`, [one?.id, other?.id])
  const [kept, gone] = [one?.id ?? '', other?.id ?? '']
  await world.asSystem((ctx) =>
    fileDoubles(
      ctx,
      [kept, gone].map((id) => ({ ...hoa, id })),
    ),
  )
  const reviewer = holderOf('duplicate-reviewer')
  const merge = {
    keptId: kept,
    goneId: gone,
    fromOther: [],
    choices: {},
    decisionNumber: null,
    decidedOn: null,
    reason: 'Một người',
  }

  for (const unit of [one, other]) {
    const officer = holderOf('personnel-officer', [unit?.unitId ?? ''])
    expect((await world.as(officer, (ctx) => listDuplicates(ctx, { limit: 10 }))).rows).toEqual([])
    await expect(world.as(officer, (ctx) => mergePersons(ctx, merge))).rejects.toMatchObject({ code: 'kernel.notFound' })
  }

  // Found by the number of either, which is in neither name.
  for (const search of ['033185000001', '145000001'])
    expect((await world.as(reviewer, (ctx) => listDuplicates(ctx, { limit: 10, search }))).rows).toHaveLength(1)
  expect((await world.as(reviewer, (ctx) => listDuplicates(ctx, { limit: 10, search: '033185000002' }))).rows).toEqual([])
  const [pair] = (await world.as(reviewer, (ctx) => listDuplicates(ctx, { limit: 10 }))).rows
  const sides = await world.as(reviewer, (ctx) => comparePair(ctx, pair?.id ?? ''))
  expect([sides.one.citizenId, sides.other.citizenId].sort()).toEqual(['033185000001', '145000001'])
  const { faults } = await world.as(reviewer, (ctx) => mergeFaults(ctx, merge))
  const choices = Object.fromEntries(faults.map((fault) => [fault.key, 'side-gone']))
  const { id } = await world.as(reviewer, (ctx) => mergePersons(ctx, { ...merge, choices }))
  expect((await world.as(reviewer, (ctx) => getPerson(ctx, gone))).posts.map((p) => p.isMain).sort()).toEqual([false, true])
  await world.as(reviewer, (ctx) => undoMerge(ctx, { id, reason: 'Xem lại' }))

  const { unitId } = await world.asSystem((ctx) => aUnit(ctx))
  const newcomer = { ...hoa, given: 'Lan', category: 'civil-servant', unitId, title: 'Chuyên viên', from: '2020-01-01' }
  await expect(world.as(reviewer, (ctx) => registerPerson(ctx, newcomer))).rejects.toMatchObject({ code: 'kernel.forbidden' })
  await expect(world.as(reviewer, (ctx) => correctPerson(ctx, { ...newcomer, id: kept }))).rejects.toMatchObject({
    code: 'kernel.forbidden',
  })
  await world.asSystem((ctx) => addEntry(ctx, anEntry(kept, 'fact', { code: '01' }, { kind: 'ethnic-group' })))
  expect((await world.as(reviewer, (ctx) => readPart(ctx, kept, 'sensitive'))).entries).toEqual([])
  await expect(
    world.as(reviewer, (ctx) => addEntry(ctx, anEntry(kept, 'fact', { text: 'x' }, { kind: 'main-work' }))),
  ).rejects.toBeTruthy()
  expect(Object.keys(reviewer.reach).filter((p) => /^personnel|changePerson|decideCorrection/.test(p))).toEqual([])
})
