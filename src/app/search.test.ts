import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { administration } from '#domains/administration/index.ts'
import { calendar } from '#domains/calendar/index.ts'
import { organization } from '#domains/organization/index.ts'
import { unitContract } from '#domains/organization/unit.contract.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { personContract } from '#domains/people/person.contract.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { reports } from '#domains/reports/index.ts'
import type { OperationMeta } from '#kernel/contract.ts'
import { accentForms, fold } from '#kernel/text.ts'
import { answers, parseQuery } from '#kernel/search/search.rules.ts'
import { searchAll } from '#kernel/search/search.service.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { baseLetters, letters, placings } from '#kernel/vietnamese.factory.ts'
import { search } from '#domains/search/index.ts'

const domains = [administration, organization, people, reports, calendar, search]
const test = worldTest(domains)

const readPerson = (personContract.listPeople['~orpc'].meta as OperationMeta).permission
const readUnit = (unitContract.listUnits['~orpc'].meta as OperationMeta).permission

const find = (world: TestWorld, text: string, kind = 'people.person') =>
  world.asSystem(async (ctx) => (await searchAll(ctx, text)).find((g) => g.kind === kind)?.hits ?? [], { writes: false })
const titles = async (world: TestWorld, text: string, kind?: string) => (await find(world, text, kind)).map((h) => h.title)

/** Puts people of these names into the database as they are, past the tidying of operations, as an old import may have left them. */
async function people_(world: TestWorld, names: readonly string[]): Promise<void> {
  const unit = await world.asSystem((ctx) => aUnit(ctx))
  await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
  await world.sql(
    `WITH p AS (INSERT INTO people.person (id, family_and_middle, given, sex, birth_year, category, created_at)
      SELECT gen_random_uuid(), '', n, 'female', 1980, 'civil-servant', now() FROM unnest($1::text[]) n RETURNING id)
     INSERT INTO people.post (id, person_id, unit_id, title, is_main, valid_from) SELECT gen_random_uuid(), p.id, $2::uuid, 'Chuyên viên', true, '2020-01-01' FROM p`,
    [names, unit.unitId],
  )
}

describe('the table of all Vietnamese letters, in the database, through the real search', () => {
  test('kernel.accent gives what accentForms gives', async ({ world }) => {
    const texts = [
      ...letters.map(([l]) => l),
      ...placings.flatMap(([a, b]) => [a, b, a.normalize('NFD')]),
      'Ng\u200buyễn\ufeff Văn\u00ad A',
      'Bà Rịa – Vũng Tàu (2023) Đ/c',
      ...fc.sample(
        fc.array(fc.constantFrom(...letters.map(([l]) => l), ...'bcdghĐđ -,.09XY'), { maxLength: 16 }).map((s) => s.join('')),
        { numRuns: 400, seed: 3 },
      ),
    ]
    const rows = await world.sql<{ a: string }>(
      'SELECT kernel.accent(t) AS a FROM unnest($1::text[]) WITH ORDINALITY AS x(t, n) ORDER BY n',
      [texts],
    )
    expect(rows.map((r) => r.a)).toEqual(texts.map(accentForms))
  })

  test(
    'each letter in every form: found without marks by all, with marks by its own forms alone',
    { timeout: 120_000 },
    async ({ world }) => {
      await people_(
        world,
        letters.map(([letter]) => `Xq${letter}q`),
      )
      const seen = async (text: string) => {
        // Every form of a letter shows the same kind; more than eight are cut, so the source itself is asked.
        const hits = await world.asSystem((ctx) => people.search[0].find(ctx, parseQuery(text), 1000), { writes: false })
        return hits.map((h) => h.title)
      }
      for (const plain of ['a', 'e', 'i', 'o', 'u', 'y', 'd']) {
        const expected = letters.filter(([, folded]) => folded === plain).map(([l]) => `Xq${l}q`)
        expect((await seen(`xq${plain}q`)).sort()).toEqual(expected.sort())
      }
      for (const [letter, plain] of baseLetters) {
        if (letter === plain) continue
        const expected = [letter, letter.toUpperCase()].flatMap((l) => [`Xq${l}q`, `Xq${l.normalize('NFD')}q`])
        for (const form of [letter, letter.normalize('NFD'), letter.toUpperCase()]) {
          expect([form, (await seen(`xq${form}q`)).sort()]).toEqual([form, expected.sort()])
          expect([form, (await seen(`"xq${form}q"`)).sort()]).toEqual([form, expected.sort()])
        }
      }
    },
  )

  test('both placings of a tone, in lists and pickers as in search', { timeout: 120_000 }, async ({ world }) => {
    const { listPeople, pickPerson } = await import('#domains/people/person.service.ts')
    for (const [old, modern, folded] of placings.slice(0, 11)) {
      await people_(world, [`Zv ${old}`, `Zv ${modern.normalize('NFD')}`])
      const both = [`Zv ${old}`, `Zv ${modern.normalize('NFD')}`].sort()
      for (const form of [old, modern, old.normalize('NFD'), folded, old.toUpperCase()]) {
        expect([form, (await titles(world, `zv ${form}`)).filter((t) => both.includes(t)).sort()]).toEqual([form, both])
        const list = await world.asSystem((ctx) => listPeople(ctx, { search: `zv ${form}`, limit: 200 }))
        expect([
          form,
          list.rows
            .map((r) => r.fullName)
            .filter((t) => both.includes(t))
            .sort(),
        ]).toEqual([form, both])
        const picked = await world.asSystem((ctx) => pickPerson(ctx, { search: `zv ${form}` }))
        expect([form, picked.map((c) => c.label).filter((t) => both.includes(t)).length > 0]).toEqual([form, true])
      }
    }
  })

  test('the database answers any question as the rules answer it', { timeout: 120_000 }, async ({ world }) => {
    const sign = fc.constantFrom(...letters.map(([l]) => l), ...'bhntgđĐ -"(.)%_')
    const text = (most: number) => fc.array(sign, { minLength: 1, maxLength: most }).map((s) => s.join(''))
    const names = [...new Set(fc.sample(text(8), { numRuns: 300, seed: 11 }).filter((n) => n.trim() !== '' && fold(n) !== ''))]
    await people_(world, names)
    for (const question of fc.sample(text(3), { numRuns: 250, seed: 12 })) {
      const query = parseQuery(question)
      if (query.terms.length === 0) continue
      const found = await world.asSystem((ctx) => people.search[0].find(ctx, query, 1000), { writes: false })
      // The stored full name has its ends trimmed of spaces, as the database does.
      expect([question, found.map((h) => h.title).sort()]).toEqual([
        question,
        names
          .map((n) => n.replace(/^ +| +$/g, ''))
          .filter((n) => answers(query, n))
          .sort(),
      ])
    }
  })
})

describe('across domains', () => {
  test('an exact name leads, then those that begin so, then the rest', async ({ world }) => {
    await people_(world, ['Trần Thị Hoa Lan', 'Hoa Lan', 'Hoa Lan Anh', 'Lê Hoa Lan'])
    expect(await titles(world, 'hoa lan')).toEqual(['Hoa Lan', 'Hoa Lan Anh', 'Lê Hoa Lan', 'Trần Thị Hoa Lan'])
  })

  test('a slip of the finger finds what is alike, only where nothing answers', async ({ world }) => {
    await people_(world, ['Nguyễn Thị Phương Thảo', 'Phạm Văn Đồng'])
    expect(await titles(world, 'nguyen thi phuong thoa')).toEqual(['Nguyễn Thị Phương Thảo'])
    expect(await titles(world, '"nguyen thi phuong thoa"')).toEqual([])
    expect(await titles(world, 'pham van dong')).toEqual(['Phạm Văn Đồng'])
  })

  test('units by name, code and former name, which says what it is called now', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx, { name: 'Phòng Thử nghiệm Cũ' }))
    const { renameUnit } = await import('#domains/organization/unit.service.ts')
    await world.asSystem((ctx) =>
      renameUnit(ctx, { id: unit.unitId, name: 'Phòng Thử nghiệm Mới', from: '2022-06-01', act: 'Quyết định 1/QĐ' }),
    )
    const [former] = await find(world, 'thu nghiem cu', 'organization.unit')
    expect(former).toMatchObject({
      title: 'Phòng Thử nghiệm Cũ',
      subtitle: 'tên cũ, đến 31/05/2022; nay là Phòng Thử nghiệm Mới',
      link: `/to-chuc/don-vi/${unit.unitId}`,
    })
    const [now] = await find(world, 'phong thu nghiem', 'organization.unit')
    expect(now?.title).toBe('Phòng Thử nghiệm Mới')
    expect((await find(world, 'phong thu nghiem', 'organization.unit')).filter((h) => h.id === unit.unitId)).toHaveLength(1)
  })

  test('figures by id and title, holidays by name, users by name', async ({ world }) => {
    expect((await find(world, 'F34d-03', 'reports.figure'))[0]).toMatchObject({ id: 'F34d-03', link: '/chi-so?figure=F34d-03' })
    expect((await find(world, 'gio to hung vuong', 'calendar.day'))[0]?.title).toBe('Giỗ Tổ Hùng Vương')
    const { createUser } = await import('#domains/administration/index.ts')
    await world.asSystem((ctx) => createUser(ctx, { name: 'Đặng Thử Nghiệm', username: 'thunghiem', personId: null }))
    expect(await titles(world, 'dang thu nghiem', 'administration.user')).toEqual(['Đặng Thử Nghiệm'])
    expect(await titles(world, 'thunghiem', 'administration.user')).toEqual(['Đặng Thử Nghiệm'])
  })

  test('eight of a kind, and that there are more; the kind with the best answer first; nothing typed finds nothing', async ({
    world,
  }) => {
    await people_(
      world,
      Array.from({ length: 12 }, (_, i) => `Quốc khánh ${i}`),
    )
    const groups = await world.asSystem((ctx) => searchAll(ctx, 'quoc khanh'))
    expect(groups.map((g) => g.kind).slice(0, 2)).toEqual(['calendar.day', 'people.person'])
    const group = groups.find((g) => g.kind === 'people.person')
    expect([group?.hits.length, group?.more]).toEqual([8, true])
    expect(await world.asSystem((ctx) => searchAll(ctx, '  ""'))).toEqual([])
  })

  test('only within reach, and only kinds the account may see', async ({ world }) => {
    const [a, b] = await world.asSystem(async (ctx) => [await aUnit(ctx), await aUnit(ctx)] as const)
    await world.asSystem(async (ctx) => {
      await aPerson(ctx, { unitId: a.unitId, familyAndMiddle: 'Vũ', given: 'Trong' })
      await aPerson(ctx, { unitId: b.unitId, familyAndMiddle: 'Vũ', given: 'Trong Ngoài' })
    })
    const head = anActor({ [readPerson.id]: { units: [a.unitId] } })
    expect((await world.as(head, (ctx) => searchAll(ctx, 'vu trong'))).map((g) => [g.kind, g.hits.map((h) => h.title)])).toEqual([
      ['people.person', ['Vũ Trong']],
    ])
    // A slip of the finger does not look past the reach either.
    expect(await world.as(head, (ctx) => searchAll(ctx, 'vu trong ngoaii'))).toEqual([
      { kind: 'people.person', title: 'people.people', hits: [expect.objectContaining({ title: 'Vũ Trong' })], more: false },
    ])
    expect(await world.as(anActorWith(readUnit), (ctx) => searchAll(ctx, 'vu trong'))).toEqual([])
    expect(await world.as(anActor({}), (ctx) => searchAll(ctx, 'vu trong'))).toEqual([])
  })
})
