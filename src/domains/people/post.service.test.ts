import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { checkRecords } from '#kernel/checks.ts'
import { addDays } from '#kernel/dates.ts'
import { asRefusal } from '#kernel/operations.ts'
import { anActor, worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from './index.ts'
import { aPerson } from './person.factory.ts'
import { correctPerson, getPerson, registerPerson } from './person.service.ts'
import { type EndReason, endReasons, faultsOfPosts } from './post.rules.ts'
import { addPost, correctPost, endPost, movePerson } from './post.service.ts'

const test = worldTest([organization, people])
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => null,
    (error: unknown) => asRefusal(error)?.code ?? String(error),
  )

describe('posts', () => {
  test(
    'any sequence of decisions leaves main posts that neither overlap nor gap without a reason',
    { timeout: 120_000 },
    async ({ world }) => {
      const units = await world.asSystem(async (ctx) => [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId])
      const step = fc.record({
        act: fc.constantFrom('appoint', 'concurrent', 'end', 'correct'),
        day: fc.integer({ min: -5, max: 60 }),
        unit: fc.integer({ min: 0, max: 1 }),
        which: fc.integer({ min: 0, max: 5 }),
        reason: fc.constantFrom<EndReason | null>(null, ...endReasons),
      })
      const counts = new Map<string, number>()
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 9 }), async (steps) => {
          await world.sql('SAVEPOINT round')
          try {
            const { id } = await world.asSystem((ctx) => aPerson(ctx, { unitId: units[0], from: '2020-01-10' }))
            let { posts } = await world.asSystem((ctx) => getPerson(ctx, id))
            for (const { act, day, unit, which, reason } of steps) {
              const from = addDays('2020-01-10', day)
              const unitId = units[unit] ?? ''
              const post = posts[which % posts.length]!
              // What a decision answers is read after it was written; a refused one leaves what was before.
              const outcome = await codeOf(
                world.asSystem(async (ctx) => {
                  ;({ posts } = await (act === 'appoint'
                    ? movePerson(ctx, { id, unitId, title: 'Chuyên viên', from, gapReason: reason })
                    : act === 'concurrent'
                      ? addPost(ctx, { id, unitId, title: 'Tổ trưởng', from, lastDay: which > 3 ? addDays(from, which) : null })
                      : act === 'end'
                        ? endPost(ctx, { id: post.id, personId: id, lastDay: from, reason: reason ?? 'left' })
                        : correctPost(ctx, { id: post.id, personId: id, unitId, title: 'Chuyên viên chính', from })))
                }),
              )
              expect(outcome === null || outcome.startsWith('people.') ? null : outcome).toBeNull()
              counts.set(`${act}:${outcome}`, (counts.get(`${act}:${outcome}`) ?? 0) + 1)
              expect(faultsOfPosts(posts)).toEqual([])
            }
            expect((await world.asSystem((ctx) => getPerson(ctx, id))).posts).toEqual(posts)
          } finally {
            await world.sql('ROLLBACK TO SAVEPOINT round')
          }
        }),
        { numRuns: 60 },
      )
      // Each kind of decision was taken, and each was refused.
      for (const act of ['appoint', 'concurrent', 'end', 'correct']) {
        expect([act, counts.get(`${act}:null`) ?? 0]).not.toEqual([act, 0])
        expect([act, [...counts.keys()].filter((k) => k.startsWith(act) && !k.endsWith('null')).length]).not.toEqual([act, 0])
      }
      expect(counts.get('appoint:people.gapUnexplained') ?? 0).toBe(0)
    },
  )

  test('a gap nobody explained, as from a file, has to be explained by who appoints', async ({ world }) => {
    const { id, unitId } = await world.asSystem((ctx) => aPerson(ctx, { from: '2015-01-01' }))
    await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    await world.sql(`UPDATE people.post SET valid_until = '2018-01-01'`)
    const back = (gapReason: EndReason | null) =>
      world.asSystem((ctx) => movePerson(ctx, { id, unitId, title: 'Chuyên viên', from: '2020-01-01', gapReason }))
    expect(await codeOf(back(null))).toBe('people.gapUnexplained')
    expect(await codeOf(back('moved'))).toBe('people.gapUnexplained')
    expect((await back('secondment')).posts.map((p) => p.endReason)).toEqual([null, 'secondment'])
  })

  test('a decision is kept with the post, the end with its own', async ({ world }) => {
    const { id, unitId } = await world.asSystem((ctx) => aPerson(ctx, { from: '2015-01-01' }))
    const decision = {
      decisionNumber: '15/QĐ-SNV',
      decisionOn: '2020-02-20',
      decidedBy: 'Sở Nội vụ',
      category: 'civil-servant' as const,
      contract: null,
    }
    const added = await world.asSystem((ctx) => addPost(ctx, { id, unitId, title: 'Tổ trưởng', from: '2020-03-01', ...decision }))
    const side = added.posts.find((p) => !p.isMain)!
    expect(side).toMatchObject({ ...decision, validFrom: '2020-03-01', validUntil: null })
    const ended = await world.asSystem((ctx) =>
      endPost(ctx, {
        id: side.id,
        personId: id,
        lastDay: '2021-12-31',
        reason: 'term-over',
        decisionNumber: '90/QĐ-SNV',
        decisionOn: '2021-12-20',
      }),
    )
    expect(ended.posts.find((p) => p.id === side.id)).toMatchObject({
      validUntil: '2022-01-01',
      endReason: 'term-over',
      endDecisionNumber: '90/QĐ-SNV',
    })
    expect(
      await codeOf(world.asSystem((ctx) => endPost(ctx, { id: side.id, personId: id, lastDay: '2021-12-31', reason: 'left' }))),
    ).toBe('people.postEnded')
  })

  test('nobody decides posts of units out of reach', async ({ world }) => {
    const { id, unitId } = await world.asSystem((ctx) => aPerson(ctx, { from: '2015-01-01' }))
    const reader = anActor({
      'people.readPerson': { all: true },
      'people.changePerson': { units: [(await world.asSystem((ctx) => aUnit(ctx))).unitId] },
    })
    const { posts } = await world.asSystem((ctx) => getPerson(ctx, id))
    const post = posts[0]!
    for (const attempt of [
      world.as(reader, (ctx) => addPost(ctx, { id, unitId, title: 'Tổ trưởng', from: '2020-01-01' })),
      world.as(reader, (ctx) => endPost(ctx, { id: post.id, personId: id, lastDay: '2020-01-01', reason: 'left' })),
      world.as(reader, (ctx) => correctPost(ctx, { id: post.id, personId: id, unitId, title: 'x', from: '2016-01-01' })),
    ])
      expect(await codeOf(attempt)).toBe('kernel.forbidden')
    expect((await world.asSystem((ctx) => getPerson(ctx, id))).posts).toEqual(posts)
  })

  test('a birth after the first post, or fifteen years before it at most, is refused and names the record', async ({ world }) => {
    const person = await world.asSystem((ctx) => aPerson(ctx, { from: '2015-01-01' }))
    const correct = (birthDate: string) => world.asSystem((ctx) => correctPerson(ctx, { ...person, birthDate }))
    expect(await codeOf(correct('2016-02-01'))).toBe('people.bornAfterPost')
    expect(await codeOf(correct('2000-01-02'))).toBe('people.bornAfterPost')
    expect(await codeOf(correct('2000-01-01'))).toBeNull()
    const child = { ...person, birthDate: '2010-01-01', birthYear: null, from: '2015-01-01', reason: 'Người khác' }
    expect(await codeOf(world.asSystem((ctx) => registerPerson(ctx, child)))).toBe('people.bornAfterPost')
  })

  test('the check finds a gap nobody explained and main posts that overlap, whoever wrote them', async ({ world }) => {
    const person = await world.asSystem((ctx) => aPerson(ctx, { from: '2015-01-01' }))
    await world.asSystem((ctx) =>
      movePerson(ctx, { id: person.id, unitId: person.unitId, title: 'Trưởng phòng', from: '2020-01-01' }),
    )
    const reader = anActor({ 'people.readPerson': { all: true } })
    const found = async () => {
      const { checked } = await world.as(reader, (ctx) => checkRecords(ctx))
      return checked.find((c) => c.check === 'people.checks.posts')?.findings.map((f) => [f.rule, f.on, f.link])
    }
    expect(await found()).toEqual([])
    await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    const end = `UPDATE people.post SET valid_until = $2 WHERE person_id = $1 AND valid_from = '2015-01-01'`
    await world.sql(end, [person.id, '2019-06-01'])
    expect(await found()).toEqual([['gap', '2019-06-01', `/con-nguoi/${person.id}`]])
    await world.sql(`ALTER TABLE people.post DROP CONSTRAINT post_one_main`)
    await world.sql(end, [person.id, '2020-06-01'])
    expect(await found()).toEqual([['overlap', '2020-01-01', `/con-nguoi/${person.id}`]])
    expect(
      (await world.as(anActor({ 'people.readPerson': { units: [person.unitId] } }), (ctx) => checkRecords(ctx))).left,
    ).toHaveLength(2)
  })
})
