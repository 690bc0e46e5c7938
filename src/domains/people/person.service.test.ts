import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect } from 'vitest'
import type { Ctx } from '#kernel/context.ts'
import { addDays } from '#kernel/dates.ts'
import type { ListInput } from '#kernel/lists.ts'
import { asRefusal } from '#kernel/operations.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from './index.ts'
import { can } from './people.permissions.ts'
import { personList } from './person.contract.ts'
import { aPerson, manyPeople } from './person.factory.ts'
import {
  correctPerson,
  exportPeople,
  getPerson,
  listPeople,
  personHistory,
  readBirth,
  pickPerson,
  registerPerson,
} from './person.service.ts'
import { movePerson } from './post.service.ts'

const test = worldTest([organization, people])
const nobody = '00000000-0000-4000-8000-00000000dead'
const readUnits = { 'organization.readUnit': { all: true } }
const everyReader = () => anActor({ ...readUnits, [can.readPerson.id]: { all: true } })

const namesFor =
  (input: Partial<ListInput> = {}) =>
  async (ctx: Ctx) =>
    (await listPeople(ctx, { limit: 200, ...input })).rows.map((r) => r.fullName)

/** Runs a round of a property and takes back what it wrote. */
async function inRound(world: TestWorld, run: () => Promise<void>): Promise<void> {
  await world.sql('SAVEPOINT round')
  try {
    await run()
  } finally {
    await world.sql('ROLLBACK TO SAVEPOINT round')
  }
}

describe('registering', () => {
  test('keeps facts and first post, in the stored form of texts', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx, { name: 'Phòng Nội vụ' }))
    const { id } = await world.asSystem((ctx) =>
      aPerson(ctx, {
        familyAndMiddle: '  Trần   Thị '.normalize('NFD'),
        given: 'Thuỷ'.normalize('NFD'),
        title: 'Phó  Trưởng phòng'.normalize('NFD'),
        unitId: unit.unitId,
        birthDate: null,
        birthYear: 1979,
      }),
    )
    const person = await world.as(everyReader(), (ctx) => getPerson(ctx, id))
    expect(person).toMatchObject({
      familyAndMiddle: 'Trần Thị',
      given: 'Thuỷ',
      fullName: 'Trần Thị Thuỷ',
      birthYear: 1979,
      birthDayKnown: false,
      sex: 'female',
    })
    expect(person.posts).toEqual([
      expect.objectContaining({
        unitName: 'Phòng Nội vụ',
        title: 'Phó Trưởng phòng',
        isMain: true,
        validFrom: '2015-01-01',
        validUntil: null,
      }),
    ])
    expect((await world.as(everyReader(), (ctx) => listPeople(ctx, { limit: 1 }))).rows[0]).toMatchObject({
      birth: '1979',
      title: 'Phó Trưởng phòng',
    })
  })

  test('is refused when date and year of birth contradict each other, and leaves nothing', async ({ world }) => {
    const attempt = world.asSystem((ctx) => aPerson(ctx, { birthDate: '1985-03-08', birthYear: 1984 }))
    await expect(attempt).rejects.toMatchObject({ code: 'people.birthDisagrees', status: 422 })
    expect(await world.sql('SELECT id FROM people.person')).toEqual([])
  })

  test('of many is all or nothing', async ({ world }) => {
    const attempt = world.asSystem((ctx) => manyPeople(ctx, [{}, {}, { birthDate: '2000-01-01', birthYear: 1999 }]))
    await expect(attempt).rejects.toMatchObject({ code: 'people.birthDisagrees' })
    expect(await world.sql('SELECT id FROM people.person')).toEqual([])
  })

  test('is refused without the permission, and outside the reach of it', async ({ world }) => {
    const { own, other } = await world.asSystem(async (ctx) => ({ own: await aUnit(ctx), other: await aUnit(ctx) }))
    const into = (unitId: string) => (ctx: Ctx) => aPerson(ctx, { unitId })
    await expect(world.as(everyReader(), into(own.unitId))).rejects.toMatchObject({ code: 'kernel.forbidden', status: 403 })
    const officer = anActor({
      ...readUnits,
      [can.readPerson.id]: { units: [own.unitId] },
      [can.changePerson.id]: { units: [own.unitId] },
    })
    await expect(world.as(officer, into(other.unitId))).rejects.toMatchObject({ code: 'kernel.forbidden' })
    await expect(world.as(officer, into(nobody))).rejects.toMatchObject({ code: 'kernel.forbidden' })
    expect(await world.sql('SELECT id FROM people.person')).toEqual([])
    await world.as(officer, into(own.unitId))
    expect(await world.sql('SELECT id FROM people.person')).toHaveLength(1)
  })

  test('past the service, rows outside the reach are refused by the database itself', async ({ world }) => {
    const { own, other } = await world.asSystem(async (ctx) => ({ own: await aUnit(ctx), other: await aUnit(ctx) }))
    const officer = anActor({ [can.readPerson.id]: { units: [own.unitId] }, [can.changePerson.id]: { units: [own.unitId] } })
    const attempt = world.as(officer, (ctx) => manyPeople(ctx, [{ unitId: own.unitId }, { unitId: other.unitId }]))
    await expect(attempt).rejects.toMatchObject({ code: '42501' })
    expect(await world.sql('SELECT id FROM people.person')).toEqual([])
  })
})

describe('searching by name', () => {
  test.for([
    ['as written', 'Nguyễn Thị Thuỷ'],
    ['without marks', 'nguyen thi thuy'],
    ['in capitals', 'NGUYỄN THỊ THUỶ'],
    ['with the tone on the other vowel', 'Thủy'],
    ['decomposed', 'Thuỷ'.normalize('NFD')],
    ['by the given name alone', 'thuy'],
    ['by parts of words', 'guye thuy'],
    ['with the words in another order', 'thuy nguyen'],
    ['with spaces to spare', '   thi    thuy  '],
    ['with a zero-width space from a web page', 'thi\u200b thuy'],
  ] as const)('finds a person %s', async ([, search], { world }) => {
    await world.asSystem((ctx) =>
      manyPeople(ctx, [
        { familyAndMiddle: 'Nguyễn Thị', given: 'Thuỷ' },
        { familyAndMiddle: 'Nguyễn Thị', given: 'Hoa' },
        { familyAndMiddle: 'Trần Văn', given: 'Thường' },
      ]),
    )
    expect(await world.as(everyReader(), namesFor({ search }))).toEqual(['Nguyễn Thị Thuỷ'])
    expect((await world.as(everyReader(), (ctx) => pickPerson(ctx, { search }))).map((c) => c.label)).toEqual(['Nguyễn Thị Thuỷ'])
  })

  test('finds đ by d, and Đ typed as eth', async ({ world }) => {
    await world.asSystem((ctx) =>
      manyPeople(ctx, [
        { familyAndMiddle: 'Đỗ Đình', given: 'Đạt' },
        { familyAndMiddle: 'Ðỗ', given: 'Tâm' },
      ]),
    )
    expect(await world.as(everyReader(), namesFor({ search: 'do' }))).toHaveLength(2)
    expect(await world.as(everyReader(), namesFor({ search: 'đỗ đạt' }))).toEqual(['Đỗ Đình Đạt'])
  })

  test.for([
    ['an apostrophe, straight or curly', 'H’Hen', "H'Hen Niê"],
    ['a quotation mark', '"Ba"', 'Trần "Ba" Tư'],
    ['%', '%', 'Lê 100% An'],
    ['_', 'a_b', 'Lê A_B'],
    ['\\', 'c\\d', 'Lê C\\D'],
    ['; and --', "'; drop", "Bobby '; DROP TABLE"],
    ['$', '$1', 'Lê $1'],
  ] as const)('takes %s as it is', async ([, search, name], { world }) => {
    const all = [
      "H'Hen Niê",
      'Trần "Ba" Tư',
      'Lê 100% An',
      'Lê A_B',
      'Lê AxB',
      'Lê C\\D',
      'Lê CD',
      "Bobby '; DROP TABLE",
      'Lê $1',
      'Lê 100 An',
    ]
    await world.asSystem((ctx) =>
      manyPeople(
        ctx,
        all.map((n) => ({ familyAndMiddle: n.slice(0, n.lastIndexOf(' ')), given: n.slice(n.lastIndexOf(' ') + 1) })),
      ),
    )
    expect(await world.as(everyReader(), namesFor({ search }))).toEqual([name])
  })

  test('begins with who bears exactly the name typed: with its marks, then without them', async ({ world }) => {
    await world.asSystem((ctx) =>
      manyPeople(
        ctx,
        ['Nguyễn Thị Bích Thủy', 'Nguyễn Thị Thủy', 'Nguyễn Thị Thúy', 'Nguyễn Bá Thị Thủy'].map((n) => ({
          familyAndMiddle: n.slice(0, n.lastIndexOf(' ')),
          given: n.slice(n.lastIndexOf(' ') + 1),
        })),
      ),
    )
    const found = async (search: string) => world.as(everyReader(), namesFor({ search }))
    expect((await found('nguyen thi thuy')).slice(0, 2).sort()).toEqual(['Nguyễn Thị Thúy', 'Nguyễn Thị Thủy'].sort())
    expect((await found('nguyễn thị thúy')).slice(0, 2)).toEqual(['Nguyễn Thị Thúy', 'Nguyễn Thị Thủy'])
    expect((await found('Nguyễn Thị Thủy')).slice(0, 2)).toEqual(['Nguyễn Thị Thủy', 'Nguyễn Thị Thúy'])
  })

  test('without a match is empty and says so', async ({ world }) => {
    await world.asSystem((ctx) => aPerson(ctx))
    expect(await world.as(everyReader(), (ctx) => listPeople(ctx, { limit: 10, search: 'không có ai' }))).toEqual({
      rows: [],
      next: null,
      total: { value: 0, atLeast: false },
    })
  })
})

describe('the list', () => {
  test('sorts by given name first, as Vietnamese lists do, and puts the unknown last both ways', async ({ world }) => {
    await world.asSystem((ctx) =>
      manyPeople(ctx, [
        { familyAndMiddle: 'Trần Văn', given: 'An', birthDate: '1990-05-01' },
        { familyAndMiddle: 'Đặng Thị', given: 'Bình', birthDate: null },
        { familyAndMiddle: 'Lê Văn', given: 'An', birthDate: '1980-01-01' },
        { familyAndMiddle: 'Vũ', given: 'Ái', birthDate: null, birthYear: 1985 },
      ]),
    )
    expect(await world.as(everyReader(), namesFor())).toEqual(['Vũ Ái', 'Lê Văn An', 'Trần Văn An', 'Đặng Thị Bình'])
    expect(await world.as(everyReader(), namesFor({ sort: '-fullName' }))).toEqual([
      'Đặng Thị Bình',
      'Trần Văn An',
      'Lê Văn An',
      'Vũ Ái',
    ])
    expect(await world.as(everyReader(), namesFor({ sort: 'birth' }))).toEqual([
      'Lê Văn An',
      'Vũ Ái',
      'Trần Văn An',
      'Đặng Thị Bình',
    ])
    expect(await world.as(everyReader(), namesFor({ sort: '-birth' }))).toEqual([
      'Trần Văn An',
      'Vũ Ái',
      'Lê Văn An',
      'Đặng Thị Bình',
    ])
  })

  const sorts = personList.columns.filter((c) => c.sortable).flatMap((c) => [c.key, `-${c.key}`])
  const word = fc.constantFrom('An', 'Bình', 'Ánh', 'Đạt', 'dạt', 'Thuỷ', 'Thủy', "H'Hen")
  const somebody = fc.record({
    familyAndMiddle: fc.constantFrom('', 'Lê', 'Nguyễn Thị', 'Đỗ'),
    given: word,
    birthYear: fc.option(fc.integer({ min: 1960, max: 1964 })),
    unit: fc.option(fc.integer({ min: 0, max: 2 })),
    title: fc.constantFrom('Chuyên viên', 'Giám đốc'),
    from: fc.integer({ min: 0, max: 3 }).map((n) => addDays('2015-01-01', n)),
  })
  type Somebody = Parameters<typeof manyPeople>[1][number]

  test(
    'its pages, put together, are the whole in its order: each once, nobody missing',
    { timeout: 120_000 },
    async ({ world }) => {
      const units = await world.asSystem(async (ctx) => [
        await aUnit(ctx, { name: 'Sở' }),
        await aUnit(ctx, { name: 'Ủy ban' }),
        await aUnit(ctx, { name: 'Sở' }),
      ])
      const facts = (p: { unit: number | null } & Somebody) => ({
        ...p,
        birthDate: null,
        unitId: p.unit === null ? undefined : units[p.unit]?.unitId,
      })
      let followed = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(somebody, { minLength: 1, maxLength: 22, size: 'max' }),
          fc.constantFrom(...sorts),
          fc.integer({ min: 1, max: 8 }),
          fc.constantFrom('', 'an', 'le'),
          (some, sort, limit, search) =>
            inRound(world, async () => {
              await world.asSystem((ctx) => manyPeople(ctx, some.map(facts)))
              await world.as(everyReader(), async (ctx) => {
                const whole = await listPeople(ctx, { limit: 200, sort, search })
                const ids: string[] = []
                let after: string | undefined
                do {
                  const page = await listPeople(ctx, { limit, sort, search, after })
                  expect(page.rows.length).toBeLessThanOrEqual(limit)
                  if (!after) expect(page.total).toEqual({ value: whole.rows.length, atLeast: false })
                  if (after) followed++
                  ids.push(...page.rows.map((r) => r.id))
                  after = page.next ?? undefined
                } while (after)
                expect(ids).toEqual(whole.rows.map((r) => r.id))
                if (search === '') expect(ids).toHaveLength(some.length)
              })
            }),
        ),
        { numRuns: 20 },
      )
      expect(followed).toBeGreaterThan(5)
    },
  )

  test('its pages stay whole while people are registered between them', { timeout: 120_000 }, async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx))
    const facts = (p: { unit: number | null } & Somebody) => ({
      ...p,
      birthDate: null,
      unitId: p.unit === null ? undefined : unit.unitId,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(somebody, { minLength: 6, maxLength: 15, size: 'max' }),
        fc.array(somebody, { minLength: 1, maxLength: 6, size: 'max' }),
        fc.constantFrom(...sorts),
        (some, late, sort) =>
          inRound(world, async () => {
            const first = await world.asSystem((ctx) => manyPeople(ctx, some.map(facts)))
            const seen: string[] = []
            const waiting = [...late]
            let after: string | undefined
            do {
              const page = await world.as(everyReader(), (ctx) => listPeople(ctx, { limit: 4, sort, after }))
              seen.push(...page.rows.map((r) => r.id))
              after = page.next ?? undefined
              const next = waiting.splice(0, 2)
              if (after && next.length > 0) await world.asSystem((ctx) => manyPeople(ctx, next.map(facts)))
            } while (after)
            expect(new Set(seen).size).toBe(seen.length)
            expect(first.filter((id) => !seen.includes(id))).toEqual([])
            const whole = (await world.as(everyReader(), (ctx) => listPeople(ctx, { limit: 200, sort }))).rows.map((r) => r.id)
            expect(whole.filter((id) => seen.includes(id))).toEqual(seen)
          }),
      ),
      { numRuns: 12 },
    )
  })

  test(
    'counts exactly up to ten thousand, a broad search up to one thousand, and says "more than" beyond',
    { timeout: 120_000 },
    async ({ world }) => {
      const crowd = (n: number) => (ctx: Ctx) =>
        manyPeople(
          ctx,
          Array.from({ length: n }, (_, i) => ({ given: `Hoa ${i % 97}` })),
        )
      for (let i = 0; i < 4; i++) await world.asSystem(crowd(2500))
      const total = (search?: string) =>
        world.as(everyReader(), async (ctx) => (await listPeople(ctx, { limit: 5, search })).total)
      expect(await total()).toEqual({ value: 10_000, atLeast: false })
      await world.asSystem(crowd(1))
      expect(await total()).toEqual({ value: 10_000, atLeast: true })
      expect(await total('nguyen hoa')).toEqual({ value: 1000, atLeast: true })
      expect(await total('hoa 96')).toEqual({ value: 100, atLeast: false })
    },
  )

  test('filters by unit, category and sex, one or several values', async ({ world }) => {
    const [here, there] = await world.asSystem(async (ctx) => {
      const [here, there] = [await aUnit(ctx), await aUnit(ctx)]
      await manyPeople(ctx, [
        { given: 'Một', unitId: here.unitId, sex: 'male', category: 'cadre' },
        { given: 'Hai', unitId: here.unitId, sex: 'female', category: 'contract' },
        { given: 'Ba', unitId: there.unitId, sex: 'male', category: 'public-employee' },
        { given: 'Bốn' },
      ])
      return [here, there]
    })
    const given = async (input: Partial<ListInput>) =>
      (await world.as(everyReader(), namesFor(input))).map((n) => n.split(' ').at(-1))
    expect(await given({ unitId: here.unitId })).toEqual(['Hai', 'Một'])
    expect(await given({ unitId: [here.unitId, there.unitId] })).toEqual(['Ba', 'Hai', 'Một'])
    expect(await given({ unitId: here.unitId, sex: 'male' })).toEqual(['Một'])
    expect(await given({ category: ['cadre', 'public-employee'] })).toEqual(['Ba', 'Một'])
    expect(await given({ category: [] })).toHaveLength(4)
    expect(await given({ category: 'không có' })).toEqual([])
    expect(await given({ unitId: there.unitId, search: 'ba' })).toEqual(['Ba'])
  })

  test('shows post and unit as they were on the day asked for', async ({ world }) => {
    const { id, to } = await world.asSystem(async (ctx) => {
      const person = await aPerson(ctx, {
        unitId: (await aUnit(ctx, { name: 'Phòng cũ' })).unitId,
        from: '2018-01-01',
        title: 'Chuyên viên',
      })
      const to = await aUnit(ctx, { name: 'Phòng mới' })
      await movePerson(ctx, { id: person.id, unitId: to.unitId, title: 'Trưởng phòng', from: '2022-07-01' })
      return { id: person.id, to }
    })
    const on = async (asOf: string) =>
      (await world.as(everyReader(), (ctx) => listPeople(ctx, { limit: 5, asOf }))).rows.map((r) => [
        r.id,
        r.title,
        r.unitName,
        r.postFrom,
      ])
    expect(await on('2017-12-31')).toEqual([[id, null, null, null]])
    expect(await on('2022-06-30')).toEqual([[id, 'Chuyên viên', 'Phòng cũ', '2018-01-01']])
    expect(await on('2022-07-01')).toEqual([[id, 'Trưởng phòng', 'Phòng mới', '2022-07-01']])
    const inNewUnit = (asOf: string) => world.as(everyReader(), namesFor({ asOf, unitId: to.unitId }))
    expect([await inNewUnit('2022-06-30'), await inNewUnit('2022-07-01')]).toEqual([[], ['Nguyễn Thị Hoa']])
  })
})

describe('moving', () => {
  test('whatever is asked for, main posts follow each other without overlap or gap', { timeout: 120_000 }, async ({ world }) => {
    const units = await world.asSystem(async (ctx) => [await aUnit(ctx), await aUnit(ctx), await aUnit(ctx)])
    const start = '2020-01-01'
    const moves = fc.array(fc.record({ day: fc.integer({ min: -2, max: 40 }), unit: fc.integer({ min: 0, max: 2 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    let [moved, refused] = [0, 0]
    await fc.assert(
      fc.asyncProperty(moves, (asked) =>
        inRound(world, async () => {
          const { id } = await world.asSystem((ctx) => aPerson(ctx, { unitId: units[0]?.unitId, from: start }))
          const expected: [string, string | undefined][] = [[start, units[0]?.unitId]]
          for (const { day, unit } of asked) {
            const from = addDays(start, day)
            const last = expected.at(-1)?.[0] ?? ''
            const attempt = world.asSystem((ctx) =>
              movePerson(ctx, { id, unitId: units[unit]?.unitId ?? '', title: 'Chuyên viên', from }),
            )
            if (from > last) {
              await attempt
              expected.push([from, units[unit]?.unitId])
              moved++
            } else {
              await expect(attempt).rejects.toMatchObject({
                code: from === last ? 'people.notAfter' : 'people.laterPost',
                params: { from },
              })
              refused++
            }
          }
          const { posts } = await world.asSystem((ctx) => getPerson(ctx, id))
          const oldestFirst = posts.reverse()
          expect(oldestFirst.map((p) => [p.validFrom, p.unitId])).toEqual(expected)
          expect(oldestFirst.map((p) => p.validUntil)).toEqual([...expected.slice(1).map(([from]) => from), null])
        }),
      ),
      { numRuns: 15 },
    )
    expect(Math.min(moved, refused)).toBeGreaterThan(3)
  })

  test('back after a time away leaves that time empty, and the former post as it ended', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx))
    const { id } = await world.asSystem((ctx) => aPerson(ctx, { unitId: unit.unitId, from: '2015-01-01' }))
    await world.asSystem(async (ctx) => {
      await world.sql(`SELECT set_config('noivu.entry', $1, true)`, [ctx.newId()])
      await world.sql(`UPDATE people.post SET valid_until = '2018-01-01'`)
    })
    const { posts } = await world.asSystem((ctx) =>
      movePerson(ctx, { id, unitId: unit.unitId, title: 'Phó Chánh Văn phòng', from: '2020-01-01', gapReason: 'study' }),
    )
    expect(posts.map((p) => [p.validFrom, p.validUntil])).toEqual([
      ['2020-01-01', null],
      ['2015-01-01', '2018-01-01'],
    ])
  })

  test('is refused to one who holds no post', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx))
    const [id = ''] = await world.asSystem((ctx) => manyPeople(ctx, [{}]))
    await expect(
      world.asSystem((ctx) => movePerson(ctx, { id, unitId: unit.unitId, title: 'X', from: '2022-07-01' })),
    ).rejects.toMatchObject({ code: 'people.noPost' })
  })

  test('needs both units within the reach', async ({ world }) => {
    const { own, below, other, person } = await world.asSystem(async (ctx) => {
      const [own, other] = [await aUnit(ctx), await aUnit(ctx)]
      const below = await aUnit(ctx, { parentId: own.unitId })
      return { own, below, other, person: await aPerson(ctx, { unitId: own.unitId }) }
    })
    const officer = anActor({ ...readUnits, [can.readPerson.id]: { all: true }, [can.changePerson.id]: { below: [own.unitId] } })
    const move = (id: string, unitId: string, from: string) =>
      world.as(officer, (ctx) => movePerson(ctx, { id, unitId, title: 'Chuyên viên', from }))
    await expect(move(person.id, other.unitId, '2022-02-01')).rejects.toMatchObject({ code: 'kernel.forbidden' })
    const foreign = await world.asSystem((ctx) => aPerson(ctx, { unitId: other.unitId }))
    await expect(move(foreign.id, own.unitId, '2022-02-01')).rejects.toMatchObject({ code: 'kernel.forbidden' })
    expect((await move(person.id, below.unitId, '2022-02-01')).posts).toHaveLength(2)
  })
})

describe('the database refuses', () => {
  test('two main posts on one day', async ({ world }) => {
    const { id, unitId } = await world.asSystem((ctx) => aPerson(ctx))
    await world.sql(`SELECT set_config('noivu.entry', $1, true)`, [nobody])
    await world.sql('SAVEPOINT before')
    const second = `INSERT INTO people.post (id, person_id, unit_id, title, is_main, valid_from) VALUES ('${nobody}', '${id}', '${unitId}', 'Phó', true, '2022-01-01')`
    const error: unknown = await world.sql(second).catch((e: unknown) => e)
    expect([(error as { constraint?: string }).constraint, asRefusal(error)?.code]).toEqual([
      'post_one_main',
      'kernel.constraint',
    ])
    await world.sql('ROLLBACK TO SAVEPOINT before')
    await world.sql(second.replace('true', 'false'))
    expect((await world.asSystem((ctx) => getPerson(ctx, id))).posts.map((p) => p.isMain)).toEqual([false, true])
  })
})

describe('correcting', () => {
  test('changes what is shown and keeps in the log what was, who and why', async ({ world }) => {
    const person = await world.asSystem((ctx) => aPerson(ctx, { given: 'Thuý' }))
    const officer = anActor(
      { ...readUnits, [can.readPerson.id]: { units: [person.unitId] }, [can.changePerson.id]: { units: [person.unitId] } },
      { name: 'Cán bộ tổ chức' },
    )
    const corrected = await world.as(
      officer,
      (ctx) => correctPerson(ctx, { ...person, given: 'Thuỳ', birthDate: '1985-08-03' }),
      {
        operation: 'people.correctPerson',
        reason: 'sai theo giấy khai sinh',
      },
    )
    expect(corrected).toMatchObject({ fullName: 'Nguyễn Thị Thuỳ', birthYear: 1985, birthDayKnown: true })
    expect(JSON.stringify(corrected)).not.toContain('1985-08-03')
    expect(await world.as(officer, (ctx) => readBirth(ctx, person.id))).toEqual({
      id: person.id,
      birthDate: '1985-08-03',
      birthMonth: null,
      birthYear: null,
    })
    const [event] = await world.as(officer, (ctx) => personHistory(ctx, person.id))
    expect(event).toMatchObject({
      actorName: 'Cán bộ tổ chức',
      operation: 'people.correctPerson',
      reason: 'sai theo giấy khai sinh',
      relation: 'people.person',
      before: { given: 'Thuý', birth_date: '1985' },
      after: { given: 'Thuỳ', birth_date: '1985' },
    })
    expect(await world.as(officer, namesFor({ search: 'thuy' }))).toEqual(['Nguyễn Thị Thuỳ'])
  })

  test('is refused when birth date and year contradict each other', async ({ world }) => {
    const person = await world.asSystem((ctx) => aPerson(ctx))
    await expect(world.asSystem((ctx) => correctPerson(ctx, { ...person, birthYear: 1900 }))).rejects.toMatchObject({
      code: 'people.birthDisagrees',
    })
  })

  test('is refused without the permission, and of whom one may see but not change', async ({ world }) => {
    const person = await world.asSystem((ctx) => aPerson(ctx))
    const own = await world.asSystem((ctx) => aUnit(ctx))
    const elsewhere = anActor({
      ...readUnits,
      [can.readPerson.id]: { all: true },
      [can.changePerson.id]: { units: [own.unitId] },
    })
    for (const actor of [everyReader(), elsewhere]) {
      await expect(world.as(actor, (ctx) => correctPerson(ctx, { ...person, given: 'Khác' }))).rejects.toMatchObject({
        code: 'kernel.forbidden',
      })
    }
    expect(await world.as(everyReader(), namesFor())).toEqual(['Nguyễn Thị Hoa'])
  })
})

describe('reach', () => {
  async function aProvince(ctx: Ctx) {
    const [department, other] = [await aUnit(ctx, { name: 'Sở Y tế' }), await aUnit(ctx, { name: 'Sở Giáo dục' })]
    const division = await aUnit(ctx, { name: 'Phòng Nghiệp vụ', parentId: department.unitId })
    const [head, officer, teacher] = [
      await aPerson(ctx, { given: 'Đứng Đầu', unitId: department.unitId }),
      await aPerson(ctx, { given: 'Chuyên Viên', unitId: division.unitId }),
      await aPerson(ctx, { given: 'Giáo Viên', unitId: other.unitId }),
    ]
    return { department, other, division, head, officer, teacher }
  }
  const see = (reach: object, personId: string | null = null) =>
    anActor({ ...readUnits, [can.readPerson.id]: reach }, { personId })
  const ids = async (ctx: Ctx) => (await listPeople(ctx, { limit: 50 })).rows.map((r) => r.id).sort()

  test('a personnel officer sees the people of the unit and below, a unit head those of the unit, an officer the own record', async ({
    world,
  }) => {
    const { department, head, officer, teacher } = await world.asSystem(aProvince)
    const among = async (reach: object, personId?: string) =>
      (await world.as(see(reach, personId), ids))
        .map((id) => ({ [head.id]: 'head', [officer.id]: 'officer', [teacher.id]: 'teacher' })[id])
        .sort()
    expect(await among({ all: true })).toEqual(['head', 'officer', 'teacher'])
    expect(await among({ below: [department.unitId] })).toEqual(['head', 'officer'])
    expect(await among({ units: [department.unitId] })).toEqual(['head'])
    expect(await among({ own: true }, officer.id)).toEqual(['officer'])
    expect(await among({ own: true })).toEqual([])
    expect(await among({ below: [department.unitId] }, teacher.id)).toEqual(['head', 'officer', 'teacher'])
    expect(await world.as(anActor({}, { personId: head.id }), ids)).toEqual([])
  })

  test('whoever left the unit is seen where they went, with what happened there', async ({ world }) => {
    const { department, other, officer } = await world.asSystem(aProvince)
    await world.asSystem((ctx) =>
      movePerson(ctx, { id: officer.id, unitId: other.unitId, title: 'Chuyên viên', from: '2022-06-01' }),
    )
    expect(await world.as(see({ below: [department.unitId] }), ids)).not.toContain(officer.id)
    const person = await world.as(see({ units: [other.unitId] }), (ctx) => getPerson(ctx, officer.id))
    expect(person.posts.map((p) => p.unitName)).toEqual(['Sở Giáo dục'])
  })

  test('whoever will leave is still seen until that day', async ({ world }) => {
    const { department, other, officer } = await world.asSystem(aProvince)
    await world.asSystem((ctx) =>
      movePerson(ctx, { id: officer.id, unitId: other.unitId, title: 'Chuyên viên', from: '2022-12-21' }),
    )
    expect(await world.as(see({ below: [department.unitId] }), ids)).toContain(officer.id)
    world.kernel.now = () => new Date('2022-12-20T17:00:00Z')
    expect(await world.as(see({ below: [department.unitId] }), ids)).not.toContain(officer.id)
  })

  test('what lies outside answers exactly like what does not exist', async ({ world }) => {
    const { department, teacher } = await world.asSystem(aProvince)
    const reach = { below: [department.unitId] }
    const actor = anActor({ ...readUnits, [can.readPerson.id]: reach, [can.changePerson.id]: reach })
    const answer = (run: (ctx: Ctx) => Promise<unknown>) =>
      world.as(actor, run).then(JSON.stringify, (e: unknown) => JSON.stringify(asRefusal(e)))
    const asks: ((id: string) => (ctx: Ctx) => Promise<unknown>)[] = [
      (id: string) => (ctx: Ctx) => getPerson(ctx, id),
      (id: string) => (ctx: Ctx) => personHistory(ctx, id),
      (id: string) => (ctx: Ctx) => correctPerson(ctx, { ...teacher, id, given: 'Khác' }),
      (id: string) => (ctx: Ctx) => movePerson(ctx, { id, unitId: department.unitId, title: 'X', from: '2022-07-01' }),
    ]
    for (const ask of asks) {
      expect(await answer(ask(teacher.id))).toBe(await answer(ask(nobody)))
      await expect(world.as(actor, ask(teacher.id))).rejects.toMatchObject({
        code: 'kernel.notFound',
        status: 404,
        params: { what: 'person' },
      })
    }
    expect(await world.as(actor, namesFor({ search: 'giao vien' }))).toEqual([])
    expect(await world.as(actor, (ctx) => pickPerson(ctx, { search: 'giao vien' }))).toEqual([])
    expect(await world.as(actor, namesFor({ unitId: teacher.unitId }))).toEqual([])
  })

  test('an own record may be read, not changed', async ({ world }) => {
    const { officer } = await world.asSystem(aProvince)
    const self = anActor(
      { ...readUnits, [can.readPerson.id]: { own: true }, [can.changePerson.id]: { own: true } },
      { personId: officer.id },
    )
    expect((await world.as(self, (ctx) => getPerson(ctx, officer.id))).given).toBe('Chuyên Viên')
    await expect(world.as(self, (ctx) => correctPerson(ctx, { ...officer, given: 'Giám Đốc' }))).rejects.toMatchObject({
      code: 'kernel.forbidden',
    })
    await expect(world.as(self, (ctx) => registerPerson(ctx, officer))).rejects.toMatchObject({ code: 'kernel.forbidden' })
  })
})

describe('export', () => {
  async function aTrap(ctx: Ctx) {
    const unit = await aUnit(ctx, { name: 'Phòng Nội vụ' })
    await aPerson(ctx, { familyAndMiddle: "=cmd|'/C calc'!A0", given: 'Hoa', unitId: unit.unitId, category: 'civil-servant' })
    await aPerson(ctx, { familyAndMiddle: 'Lê Văn', given: 'Hoan', unitId: unit.unitId, category: 'civil-servant' })
    await aPerson(ctx, { given: 'Hoàng', category: 'contract' })
    return unit
  }
  const ask = { lang: 'vi' as const, search: 'hoa', category: 'civil-servant', asOf: '2022-06-30' }
  const filterLine = 'Tính đến 30/06/2022 · Tìm: “hoa” · Đơn vị công tác: Phòng Nội vụ · Nhóm: Công chức'

  test('as CSV carries the filter, who made it, and no formula', async ({ world }) => {
    const unit = await world.asSystem(aTrap)
    const file = await world.as(everyReader(), (ctx) => exportPeople(ctx, { ...ask, format: 'csv', unitId: unit.unitId }))
    const rows: string[][] = parse(await file.text(), { bom: true })
    expect(rows.slice(0, 3).map((r) => r[0])).toEqual([
      'Cán bộ, công chức, viên chức',
      filterLine,
      'Người kết xuất: Người thử, lúc 20/12/2022 10:00',
    ])
    expect(rows.slice(5).map((r) => r[0])).toEqual(["'=cmd|'/C calc'!A0 Hoa", 'Lê Văn Hoan'])
    expect([file.name, file.type]).toEqual(['can-bo-cong-chuc-vien-chuc-2022-12-20.csv', 'text/csv; charset=utf-8'])
  })

  test('as Excel carries the same, every name a text', async ({ world }) => {
    const unit = await world.asSystem(aTrap)
    const file = await world.as(everyReader(), (ctx) => exportPeople(ctx, { ...ask, format: 'xlsx', unitId: unit.unitId }))
    const parts = Object.entries(unzipSync(new Uint8Array(await file.arrayBuffer()))).map(
      ([path, bytes]) => [path, strFromU8(bytes)] as const,
    )
    const texts = parts.map(([, xml]) => xml).join('\n')
    expect(texts).toContain(filterLine)
    expect(texts).toMatch(/=cmd\|(&apos;|&#39;|')\/C calc(&apos;|&#39;|')!A0 Hoa/)
    expect(texts).toContain('Lê Văn Hoan')
    expect(texts).not.toContain('Hoàng')
    const sheets = parts.filter(([path]) => path.startsWith('xl/worksheets/'))
    expect(sheets).toHaveLength(1)
    for (const [, sheet] of sheets) expect(sheet).not.toMatch(/<f[ >/]/)
  })

  test('holds only what the actor may see', async ({ world }) => {
    const unit = await world.asSystem(aTrap)
    const officer = anActor({ ...readUnits, [can.readPerson.id]: { units: [unit.unitId] } })
    const lines = async (actor = officer) =>
      (
        parse(await (await world.as(actor, (ctx) => exportPeople(ctx, { format: 'csv', lang: 'en' }))).text(), {
          bom: true,
        }) as string[][]
      ).slice(5)
    expect(await lines()).toHaveLength(2)
    expect(await lines(everyReader())).toHaveLength(3)
    expect(await lines(anActorWith())).toHaveLength(0)
  })
})

describe('a birth known to the month', () => {
  const facts = { familyAndMiddle: 'Vũ Thị', given: 'Ba', sex: 'female' as const, category: 'civil-servant' as const }
  const known = [
    { birthDate: null, birthMonth: null, birthYear: 1985 },
    { birthDate: null, birthMonth: 3, birthYear: 1985 },
    { birthDate: '1985-03-08', birthMonth: null, birthYear: null },
  ]

  test('is entered, told to who asks, corrected, and whole in the file taken out; the list and the history keep to the year', async ({
    world,
  }) => {
    const { unitId } = await world.asSystem((ctx) => aUnit(ctx))
    const post = { unitId, title: 'Văn thư', from: '2010-01-01' }
    const ids: string[] = []
    for (const birth of known)
      ids.push((await world.asSystem((ctx) => registerPerson(ctx, { ...facts, ...birth, ...post, reason: 'Người khác' }))).id)
    for (const [at, id] of ids.entries()) {
      expect(await world.asSystem((ctx) => readBirth(ctx, id), { sensitive: 'people.person' })).toEqual({ id, ...known[at] })
      const person = await world.asSystem((ctx) => getPerson(ctx, id))
      expect([person.birthYear, person.birthDayKnown]).toEqual([1985, at > 0])
    }
    const { rows } = await world.asSystem((ctx) => listPeople(ctx, { limit: 10, sort: 'birth' }))
    expect(rows.map((r) => r.birth)).toEqual(['1985', '1985', '1985'])
    const csv = await (await world.asSystem((ctx) => exportPeople(ctx, { format: 'csv', lang: 'vi', sort: 'birth' }))).text()
    expect(csv.match(/[\d/]*1985[-\d]*/g)).toEqual(['1985', '03/1985', '1985-03-08'])
    await world.asSystem((ctx) => correctPerson(ctx, { ...facts, id: ids[1]!, birthDate: null, birthMonth: 4, birthYear: 1985 }))
    expect(await world.sql('SELECT birth_month FROM people.person WHERE id = $1', [ids[1]])).toEqual([{ birth_month: 4 }])
    expect(JSON.stringify(await world.asSystem((ctx) => personHistory(ctx, ids[1]!)))).not.toContain('birth_month')
  })

  test('without its year, or beside a day, is refused and nothing written', async ({ world }) => {
    const { unitId } = await world.asSystem((ctx) => aUnit(ctx))
    for (const birth of [
      { birthDate: null, birthMonth: 3, birthYear: null },
      { birthDate: '1985-03-08', birthMonth: 3, birthYear: null },
    ])
      await expect(
        world.asSystem((ctx) => registerPerson(ctx, { ...facts, ...birth, unitId, title: 'Văn thư', from: '2010-01-01' })),
      ).rejects.toMatchObject({ code: 'people.birthDisagrees' })
    expect(await world.sql('SELECT FROM people.person')).toEqual([])
  })
})
