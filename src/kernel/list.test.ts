import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test as plainTest } from 'vitest'
import type { Ctx } from './context.ts'
import { defineDomain } from './domain.ts'
import { listAll, listPage, type ListSource } from './list.ts'
import { listInput, type ListInput, type ListShape } from './lists.ts'
import { asRefusal } from './operations.ts'
import { definePermissions } from './permissions.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from './testing.ts'
import { fold } from './text.ts'

const can = definePermissions('club', { see: { vi: 'Xem', en: 'See' } })
const club = defineDomain({ name: 'club', permissions: can, routes: [], words: { vi: {}, en: {} } })
const test = worldTest([club])

const shape: ListShape = {
  id: 'members',
  title: 'club.members',
  columns: [
    { key: 'name', title: 'club.name', type: 'text', sortable: true, shown: true },
    { key: 'points', title: 'club.points', type: 'number', sortable: true, shown: true },
    { key: 'fee', title: 'club.fee', type: 'number', sortable: true, shown: true },
    { key: 'joined', title: 'club.joined', type: 'date', sortable: true, shown: true },
    { key: 'note', title: 'club.note', type: 'text' },
  ],
  filters: [
    { key: 'team', title: 'club.team' },
    { key: 'points', title: 'club.points' },
    { key: 'season', title: 'club.season' },
  ],
  defaultSort: 'name',
  searchable: true,
}

const members = (_db: unknown, asOf: string) =>
  sql`SELECT m.id, m.name, m.search_name, m.points, m.fee, m.joined, m.note, m.team, t.title AS "teamTitle", extract(year FROM m.joined)::text AS year
    FROM club.member m LEFT JOIN club.team t ON t.code = m.team WHERE m.joined IS NULL OR m.joined <= ${asOf}::date`
const source: ListSource = { shape, rows: members, searchColumn: 'search_name', filterColumns: { season: 'year' } }
const withSpine: ListSource = {
  ...source,
  spine: {
    columns: ['name', 'search_name', 'points', 'team'],
    rows: (_db, asOf) =>
      sql`SELECT m.id, m.name, m.search_name, m.points, m.team FROM club.member m WHERE m.joined IS NULL OR m.joined <= ${asOf}::date`,
  },
}
const withCandidates: ListSource = { ...withSpine, candidates: 'club.candidates' }

interface Member {
  id: string
  name: string
  points: number | null
  fee: string | null
  joined: string | null
  team: string | null
}

/** A club's table, guarded as every table is, with a way to find candidates past the guard. */
async function foundClub(world: TestWorld): Promise<void> {
  await world.sql(`
    CREATE SCHEMA club; GRANT USAGE ON SCHEMA club TO noivu_app;
    CREATE TABLE club.team (code text PRIMARY KEY, title text NOT NULL);
    CREATE TABLE club.member (id uuid PRIMARY KEY, name text NOT NULL, search_name text NOT NULL, points integer, fee numeric, joined date, note text, team text);
    INSERT INTO club.team VALUES ('a', 'Mã'), ('b', 'Tượng');
    ALTER TABLE club.member ENABLE ROW LEVEL SECURITY;
    CREATE POLICY member_see ON club.member TO noivu_app USING ((SELECT access.reaches_all('club.see')) OR team = 'a');
    GRANT SELECT ON club.member, club.team TO noivu_app;
    CREATE FUNCTION club.candidates(words text[], at_most integer) RETURNS SETOF uuid LANGUAGE sql SECURITY DEFINER AS
      $$ SELECT m.id FROM club.member m WHERE (SELECT bool_and(m.search_name LIKE '%' || w || '%') FROM unnest(words) w) LIMIT at_most $$;`)
}

const admit = (world: TestWorld, all: Member[]) =>
  world.sql(
    `INSERT INTO club.member (id, name, search_name, points, fee, joined, team)
     SELECT id, name, search_name, points, fee, joined, team FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, name text, search_name text, points int, fee numeric, joined date, team text)`,
    [JSON.stringify(all.map((m) => ({ ...m, search_name: fold(m.name) })))],
  )

let made = 0
const member = (name: string, more: Partial<Member> = {}): Member => ({
  id: `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
  name,
  points: null,
  fee: null,
  joined: null,
  team: 'a',
  ...more,
})

const everyone = () => anActorWith(can.see)
const ask = (world: TestWorld, input: Partial<ListInput>, from = source, actor = everyone()) =>
  world.as(actor, (ctx) => listPage<Member>(ctx, from, { limit: 50, ...input }), { writes: false })
const names = async (world: TestWorld, input: Partial<ListInput>, from?: ListSource) =>
  (await ask(world, input, from)).rows.map((m) => m.name)

/** All pages, one after the other, as a reader turns them. */
async function turnAll(ctx: Ctx, from: ListSource, input: Omit<ListInput, 'after'>): Promise<string[]> {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = await listPage<Member>(ctx, from, { ...input, after } as ListInput)
    ids.push(...page.rows.map((m) => m.id))
    after = page.next ?? undefined
  } while (after && ids.length < 1000)
  return ids
}

async function inRound(world: TestWorld, run: () => Promise<void>): Promise<void> {
  await world.sql('SAVEPOINT round')
  try {
    await run()
  } finally {
    await world.sql('ROLLBACK TO SAVEPOINT round')
  }
}

/** The order a list promises: by value, the empty last whichever way, ties by id. */
const inOrder = (all: Member[], sort: string) => {
  const descending = sort.startsWith('-')
  const key = sort.replace('-', '') as 'name' | 'points' | 'fee' | 'joined'
  const valueOf = (m: Member) => (key === 'points' || key === 'fee' ? m[key] !== null && Number(m[key]) : m[key])
  return [...all].sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)]
    const empty = Number(a[key] === null) - Number(b[key] === null)
    if (empty !== 0) return empty
    if (a[key] !== null && x !== y && x !== null && y !== null) return x < y === descending ? 1 : -1
    return a.id < b.id ? -1 : 1
  })
}

const sorts = ['name', 'points', 'fee', 'joined'].flatMap((key) => [key, `-${key}`])
const someMembers = fc
  .array(
    fc.record({
      number: fc.integer({ min: 1, max: 999 }),
      name: fc.constantFrom('an', 'binh', 'chi', 'dung'),
      points: fc.option(fc.integer({ min: -2, max: 2 })),
      fee: fc.option(fc.constantFrom('0', '0.10', '0.1', '10', '9.99', '123456789012345678.01')),
      joined: fc.option(fc.constantFrom('2019-12-31', '2020-02-29', '2022-12-20')),
      team: fc.option(fc.constantFrom('a', 'b')),
    }),
    { maxLength: 20, size: 'max' },
  )
  .map((drawn) =>
    [...new Map(drawn.map((d) => [d.number, d])).values()].map(({ number, ...d }): Member => ({
      ...d,
      id: `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`,
    })),
  )

describe('pages', () => {
  test(
    'put together are the whole list in its order: by value, the empty last both ways, ties by id',
    { timeout: 120_000 },
    async ({ world }) => {
      await foundClub(world)
      await fc.assert(
        fc.asyncProperty(someMembers, fc.integer({ min: 1, max: 6 }), fc.constantFrom(source, withSpine), (all, limit, from) =>
          inRound(world, async () => {
            await admit(world, all)
            await world.as(everyone(), async (ctx) => {
              for (const sort of sorts)
                expect([sort, await turnAll(ctx, from, { sort, limit })]).toEqual([sort, inOrder(all, sort).map((m) => m.id)])
            })
          }),
        ),
        { numRuns: 12 },
      )
    },
  )

  test('are the same however the rows are found: whole, on the spine, by candidates', { timeout: 120_000 }, async ({ world }) => {
    await foundClub(world)
    const questions = fc.record({
      sort: fc.constantFrom(...sorts),
      search: fc.constantFrom('', 'an', 'n h', 'xyz'),
      team: fc.constantFrom(undefined, 'a', ['a', 'b'], []),
      limit: fc.integer({ min: 1, max: 5 }),
    })
    await fc.assert(
      fc.asyncProperty(someMembers, questions, (all, question) =>
        inRound(world, async () => {
          await admit(world, all)
          await world.as(everyone(), async (ctx) => {
            const whole = await turnAll(ctx, source, question)
            expect(await turnAll(ctx, withSpine, question)).toEqual(whole)
            expect(await turnAll(ctx, withCandidates, question)).toEqual(whole)
            expect((await listPage(ctx, withCandidates, question)).total).toEqual({ value: whole.length, atLeast: false })
          })
        }),
      ),
      { numRuns: 15 },
    )
  })

  test('of rows found on the spine are read in full', async ({ world }) => {
    await foundClub(world)
    await admit(world, [member('an', { points: 1, team: 'b', fee: '1.50' })])
    expect((await ask(world, { sort: 'points' }, withSpine)).rows).toEqual((await ask(world, { sort: 'points' }, source)).rows)
    expect((await ask(world, {}, withSpine)).rows[0]).toMatchObject({ name: 'an', fee: '1.50', teamTitle: 'Tượng' })
  })

  test('end exactly with the last row: no empty page follows', async ({ world }) => {
    await foundClub(world)
    await admit(
      world,
      ['an', 'binh', 'chi', 'dung'].map((n) => member(n)),
    )
    const first = await ask(world, { limit: 2 })
    expect(first).toMatchObject({ rows: [{ name: 'an' }, { name: 'binh' }], total: { value: 4, atLeast: false } })
    const second = await ask(world, { limit: 2, after: first.next ?? '' })
    expect(second).toMatchObject({ rows: [{ name: 'chi' }, { name: 'dung' }], next: null })
  })

  test('as of a day hold the rows of that day', async ({ world }) => {
    await foundClub(world)
    await admit(world, [member('an', { joined: '2022-06-01' }), member('binh', { joined: '2022-12-21' }), member('chi')])
    expect(await names(world, {})).toEqual(['an', 'chi'])
    expect(await names(world, { asOf: '2022-05-31' })).toEqual(['chi'])
    expect(await names(world, { asOf: '2022-12-21' })).toEqual(['an', 'binh', 'chi'])
  })

  test('of a search begin with the row that is exactly what was typed, then go on in order, each row once', async ({ world }) => {
    await foundClub(world)
    const all = ['an', 'an an', 'an binh', 'binh an', 'chi an', 'Án'].map((n) => member(n))
    await admit(world, all)
    const first: ListSource['first'] = (search) => [
      { column: 'name', value: search },
      { column: 'search_name', value: fold(search) },
    ]
    for (const from of [source, withSpine, withCandidates].map((each) => ({ ...each, first }))) {
      expect(await names(world, { search: 'Án' }, from)).toEqual(['Án', 'an', 'an an', 'an binh', 'binh an', 'chi an'])
      expect((await names(world, { search: 'an' }, from))[0]).toBe('an')
      expect(await names(world, { search: 'an', sort: '-name' }, from)).not.toEqual(await names(world, { search: 'an' }, from))
      for (const limit of [1, 2, 3, 5])
        await world.as(everyone(), async (ctx) => {
          const turned = await turnAll(ctx, from, { search: 'Án', limit })
          expect(turned.map((id) => all.find((m) => m.id === id)?.name)).toEqual([
            'Án',
            'an',
            'an an',
            'an binh',
            'binh an',
            'chi an',
          ])
        })
    }
  })

  test('of a long list tell "more than", and the exact number when asked', async ({ world }) => {
    await foundClub(world)
    await world.sql(
      `INSERT INTO club.member (id, name, search_name) SELECT gen_random_uuid(), 'an', 'an' FROM generate_series(1, 10050) n`,
    )
    expect((await ask(world, { limit: 1 })).total).toEqual({ value: 10_000, atLeast: true })
    expect((await ask(world, { limit: 1, count: 'exact' })).total).toEqual({ value: 10_050, atLeast: false })
  })

  test('never hold what the actor may not see, found by candidates or not; the total does not tell of it', async ({ world }) => {
    await foundClub(world)
    await admit(world, [member('an mot', { team: 'a' }), member('an hai', { team: 'b' })])
    for (const from of [source, withSpine, withCandidates]) {
      const { rows, total } = await ask(world, { search: 'an' }, from, anActor({}))
      expect([rows.map((m) => m.name), total]).toEqual([['an mot'], { value: 1, atLeast: false }])
    }
  })

  test('walked for export come once each, in order, past the size of a portion', async ({ world }) => {
    await foundClub(world)
    await world.sql(
      `INSERT INTO club.member (id, name, search_name, points) SELECT gen_random_uuid(), 'an', 'an', n % 7 FROM generate_series(1, 4001) n`,
    )
    const rows = await world.as(everyone(), async (ctx) => {
      const all: Member[] = []
      for await (const row of listAll<Member>(ctx, source, { sort: '-points' })) all.push(row)
      return all
    })
    expect(new Set(rows.map((m) => m.id)).size).toBe(4001)
    expect(rows.map((m) => m.points)).toEqual([...rows.map((m) => m.points ?? 0)].sort((a, b) => b - a))
  })
})

describe('a place to go on from', () => {
  const place = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const id = '00000000-0000-4000-8000-000000000000'

  test.for([
    ['that is no text of ours', 'abc'],
    ['that is no base64', '%%%'],
    ['of a list in another order', place('-name', 'an', id)],
    ['without an id', place('name', 'an')],
    ['with a number for an id', place('name', 'an', 7)],
    ['that is no list', Buffer.from('{"a":1}').toString('base64url')],
    ['that is null', Buffer.from('null').toString('base64url')],
    ['with an id that is none', place('name', 'an', "x' OR true --")],
    ['with a word for a number', place('points', 'many', id), 'points'],
    ['with a number past all numbers', place('points', 1e300, id), 'points'],
    ['with a day no calendar has', place('joined', '2022-02-30', id), 'joined'],
    ['with a sign that text cannot hold', place('name', 'a\u0000b', id)],
    ['with an object for a value', place('points', { a: 1 }, id), 'points'],
  ] as const)('%s is refused as wrong input', async ([, after, sort], { world }) => {
    await foundClub(world)
    await admit(world, [member('an'), member('binh', { points: 1 })])
    const error: unknown = await ask(world, { after, ...(sort ? { sort } : {}) }).catch((e: unknown) => e)
    expect(asRefusal(error)).toMatchObject({ code: 'kernel.invalidInput', status: 422 })
  })

  test('that was made by another reader shows nothing more than one’s own', async ({ world }) => {
    await foundClub(world)
    await admit(world, [member('an', { team: 'b' }), member('binh', { team: 'b' }), member('chi', { team: 'a' })])
    const { next } = await ask(world, { limit: 1 })
    const rest = await ask(world, { limit: 5, after: next ?? '' }, source, anActor({}))
    expect(rest.rows.map((m) => m.name)).toEqual(['chi'])
  })
})

describe('filters and search', () => {
  async function aClub(world: TestWorld) {
    await foundClub(world)
    await admit(world, [
      member('an', { team: 'a', points: 1, joined: '2020-05-01' }),
      member('Bình', { team: 'b', points: 10, joined: '2021-05-01' }),
      member('chi', { team: null, points: null, joined: '2021-06-01' }),
      member('50% off_er\\', { team: 'b', points: 1 }),
    ])
  }

  test('one value, several values, none at all', async ({ world }) => {
    await aClub(world)
    expect(await names(world, { team: 'a' })).toEqual(['an'])
    expect(await names(world, { team: ['a', 'b'], sort: 'points' })).toEqual(['an', '50% off_er\\', 'Bình'])
    for (const nothing of [undefined, '', []]) expect(await names(world, { team: nothing })).toHaveLength(4)
    expect(await names(world, { team: 'c' })).toEqual([])
    expect(await names(world, { team: ['a', "b' OR true --"] })).toEqual(['an'])
  })

  test('a number is compared as it is written, not as part of another', async ({ world }) => {
    await aClub(world)
    expect(await names(world, { points: '1', sort: 'name' })).toEqual(['50% off_er\\', 'an'])
    expect(await names(world, { points: '10' })).toEqual(['Bình'])
  })

  test('a filter may stand for another column; several filters all hold', async ({ world }) => {
    await aClub(world)
    expect(await names(world, { season: '2021', sort: 'joined' })).toEqual(['Bình', 'chi'])
    expect(await names(world, { season: ['2020', '2021'], team: 'b' })).toEqual(['Bình'])
  })

  test('a filter or a search no text can hold is refused as wrong input or finds nothing', async ({ world }) => {
    await aClub(world)
    const error: unknown = await ask(world, { team: 'a\u0000' }).catch((e: unknown) => e)
    expect(asRefusal(error)).toMatchObject({ code: 'kernel.invalidInput' })
    expect(await names(world, { search: 'a\u0000n' })).toEqual(['an'])
    expect(await names(world, { search: 'x\ud800y' })).toEqual([])
  })

  test('search takes all words, folded, and the signs of LIKE as they are', async ({ world }) => {
    await aClub(world)
    for (const from of [source, withCandidates]) {
      expect(await names(world, { search: 'BINH' }, from)).toEqual(['Bình'])
      expect(await names(world, { search: '%' }, from)).toEqual(['50% off_er\\'])
      expect(await names(world, { search: 'f_e' }, from)).toEqual(['50% off_er\\'])
      expect(await names(world, { search: 'r\\' }, from)).toEqual(['50% off_er\\'])
      expect(await names(world, { search: 'off 50' }, from)).toEqual(['50% off_er\\'])
      expect(await names(world, { search: '  ' }, from)).toHaveLength(4)
    }
  })

  test('more candidates than are worth it are left aside: nobody is missed', async ({ world }) => {
    await foundClub(world)
    await world.sql(
      `INSERT INTO club.member (id, name, search_name) SELECT gen_random_uuid(), 'an ' || n, 'an ' || n FROM generate_series(1, 1500) n`,
    )
    expect((await ask(world, { search: 'an' }, withCandidates)).total).toEqual({ value: 1500, atLeast: false })
    expect((await ask(world, { search: 'an 149' }, withCandidates)).total).toEqual({ value: 12, atLeast: false })
  })
})

describe('what may be asked', () => {
  const parse = (input: unknown) => listInput(shape).safeParse(input)

  plainTest('a page holds fifty rows unless told otherwise, two hundred at most', () => {
    expect(parse({}).data).toEqual({ limit: 50 })
    expect([1, '200', 0, 201, 1.5, 'x'].map((limit) => parse({ limit }).success)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ])
  })

  plainTest('the order names a column that can be sorted by, or nothing is asked', () => {
    expect(['name', '-name', 'note', '-', 'id', 'name; DROP TABLE', '--name'].map((sort) => parse({ sort }).success)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  plainTest('days exist, and filters are one text or several', () => {
    expect(['2022-02-28', '2022-02-30', '28/02/2022'].map((asOf) => parse({ asOf }).success)).toEqual([true, false, false])
    expect(['a', ['a', 'b'], { a: 1 }, Array.from({ length: 51 }, () => 'a')].map((team) => parse({ team }).success)).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(parse({ unheardOf: 'a' }).data).toEqual({ limit: 50 })
  })
})
