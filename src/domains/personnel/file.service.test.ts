import { describe, expect } from 'vitest'
import type { Ctx } from '#kernel/context.ts'
import { asRefusal } from '#kernel/operations.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { anEntry, aWholeFile } from './file.factory.ts'
import { addEntry, correctEntry, endEntry, readPart, strikeEntry } from './file.service.ts'
import { personnel } from './index.ts'
import { can } from './personnel.permissions.ts'
import { classOf, fieldClasses, sections } from './section.rules.ts'

const test = worldTest([organization, people, personnel])

const reads = { open: can.readFile, personal: can.readPersonal, sensitive: can.readSensitive, restricted: can.readRestricted }
const readPerson = { 'organization.readUnit': { all: true }, 'people.readPerson': { all: true } }

/** What is refused, by its code; null where nothing is. */
async function refusalOf(run: Promise<unknown>): Promise<{ code: string; params: Record<string, unknown> } | null> {
  try {
    await run
    return null
  } catch (error) {
    const refusal = asRefusal(error)
    if (!refusal) throw error
    return { code: refusal.code, params: refusal.params }
  }
}

const add = (world: TestWorld, ...[entry]: [Parameters<typeof addEntry>[1]]) => world.asSystem((ctx) => addEntry(ctx, entry))
const aWoman = (world: TestWorld) => world.asSystem((ctx) => aPerson(ctx, { birthDate: '1985-03-08' }))

describe('classes', () => {
  test('what the database keeps a row as is what the sections say, for every kind there is', async ({ world }) => {
    const person = await aWoman(world)
    await world.asSystem((ctx) => aWholeFile(ctx, person.id))
    let rows = 0
    for (const level of fieldClasses) {
      const { entries } = await world.asSystem((ctx) => readPart(ctx, person.id, level), { writes: false })
      for (const e of entries) {
        expect([e.section, e.kind, e.class]).toEqual([
          e.section,
          e.kind,
          classOf(
            sections.find((s) => s.name === e.section)!,
            e.kind,
          ),
        ])
        expect(e.class).toBe(level)
      }
      rows += entries.length
    }
    expect(rows).toBe(sections.reduce((sum, s) => sum + (s.kinds ? Object.keys(s.kinds).length : 1), 0))
  })

  test('who may read one class sees that class and no other, whichever is asked for', async ({ world }) => {
    const person = await aWoman(world)
    await world.asSystem((ctx) => aWholeFile(ctx, person.id))
    for (const allowed of fieldClasses) {
      const actor = anActor({ ...readPerson, [reads[allowed].id]: { all: true } })
      for (const asked of fieldClasses) {
        const { entries } = await world.as(actor, (ctx) => readPart(ctx, person.id, asked), { writes: false })
        expect([allowed, asked, entries.length > 0]).toEqual([allowed, asked, allowed === asked])
      }
    }
  })

  test('a unit’s reader sees who holds a post there today, and nobody who left', async ({ world }) => {
    const here = await world.asSystem((ctx) => aUnit(ctx))
    const person = await world.asSystem((ctx) => aPerson(ctx, { unitId: here.unitId }))
    await world.asSystem((ctx) => aWholeFile(ctx, person.id))
    const reader = anActor({ ...readPerson, [can.readRestricted.id]: { units: [here.unitId] } })
    const seen = async () =>
      (await world.as(reader, (ctx) => readPart(ctx, person.id, 'restricted'), { writes: false })).entries.length
    expect(await seen()).toBe(5)
    await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    await world.sql(`UPDATE people.post SET valid_until = '2022-12-01' WHERE person_id = $1`, [person.id])
    expect(await seen()).toBe(0)
  })

  test('somebody sees the own file but for what the rule keeps from them: the remarks of the body', async ({ world }) => {
    const person = await aWoman(world)
    await world.asSystem((ctx) => aWholeFile(ctx, person.id))
    const self = anActor(
      { 'people.readPerson': { own: true }, ...Object.fromEntries(Object.values(reads).map((p) => [p.id, { own: true }])) },
      { personId: person.id },
    )
    const sections = new Set<string>()
    for (const level of fieldClasses)
      for (const e of (await world.as(self, (ctx) => readPart(ctx, person.id, level), { writes: false })).entries)
        sections.add(e.section)
    expect(sections.has('relative')).toBe(true)
    expect(sections.has('health')).toBe(true)
    expect(sections.has('assessment')).toBe(false)
  })

  test('each look at sensitive and restricted rows is in the log, with whose they are', async ({ world }) => {
    const person = await aWoman(world)
    const look = { writes: false, operation: 'personnel.readSensitive', sensitive: 'people.person' }
    await world.asSystem((ctx) => readPart(ctx, person.id, 'sensitive'), look)
    expect(
      await world.sql(
        `SELECT e.operation, e.kind, c.relation, c.record_id FROM audit.entry e JOIN audit.change c ON c.entry_id = e.id WHERE e.kind = 'read'`,
      ),
    ).toEqual([{ operation: 'personnel.readSensitive', kind: 'read', relation: 'people.person', record_id: person.id }])
  })

  test('nobody writes a class they may not read, nor outside their reach', async ({ world }) => {
    const here = await world.asSystem((ctx) => aUnit(ctx))
    const [mine, other] = [await world.asSystem((ctx) => aPerson(ctx, { unitId: here.unitId })), await aWoman(world)]
    const writer = anActor({ ...readPerson, [can.changeFile.id]: { units: [here.unitId] }, [can.readFile.id]: { all: true } })
    const write = (personId: string, section: string, values: Record<string, string>) =>
      refusalOf(world.as(writer, (ctx) => addEntry(ctx, anEntry(personId, section, values))))
    expect(await write(mine.id, 'training', { school: 'Trường Đại học Luật' })).toBeNull()
    expect(await write(other.id, 'training', { school: 'Trường Đại học Luật' })).toMatchObject({ code: 'kernel.notFound' })
    expect(await write(mine.id, 'discipline', { code: 'KT' })).toMatchObject({ code: 'kernel.notFound' })
    expect(await world.sql('SELECT person_id FROM personnel.training')).toEqual([{ person_id: mine.id }])
    expect(await world.sql('SELECT FROM personnel.discipline')).toEqual([])
  })
})

describe('rows', () => {
  const open = (ctx: Ctx, id: string) => readPart(ctx, id, 'open')

  test('a correction keeps the wrong row, struck out, and names it', async ({ world }) => {
    const person = await aWoman(world)
    const wrong = await add(
      world,
      anEntry(person.id, 'qualification', { code: 'CD', field: 'Luật' }, { kind: 'professional', from: '2006' }),
    )
    const right = {
      ...anEntry(person.id, 'qualification', { code: 'DH', field: 'Luật' }, { kind: 'professional', from: '2007-06' }),
      id: wrong.id,
    }
    const { id } = await world.asSystem((ctx) => correctEntry(ctx, { ...right, reason: 'Nhập nhầm bằng' }))
    const { entries } = await world.asSystem((ctx) => open(ctx, person.id), { writes: false })
    expect(entries).toEqual([
      expect.objectContaining({ id, values: { code: 'DH', field: 'Luật' }, from: '2007-06', replaces: wrong.id, struckAt: null }),
      expect.objectContaining({
        id: wrong.id,
        values: { code: 'CD', field: 'Luật' },
        from: '2006',
        struckReason: 'Nhập nhầm bằng',
      }),
    ])
    expect(
      await refusalOf(world.asSystem((ctx) => strikeEntry(ctx, { id: wrong.id, section: 'qualification', reason: 'nhầm' }))),
    ).toMatchObject({
      code: 'personnel.alreadyStruck',
    })
  })

  test('an end is written once, with its reason, and not before the beginning; a correction keeps it', async ({ world }) => {
    const person = await aWoman(world)
    const { id } = await add(world, anEntry(person.id, 'fact', { text: 'Tổng hợp' }, { kind: 'main-work', from: '2018-05' }))
    const end = (until: string) =>
      refusalOf(world.asSystem((ctx) => endEntry(ctx, { id, section: 'fact', until, reason: 'Chuyển việc khác' })))
    expect(await end('2017')).toMatchObject({ code: 'personnel.endsBeforeStart' })
    expect(await end('2018-04-30')).toMatchObject({ code: 'personnel.endsBeforeStart' })
    const outsider = anActor({
      'people.readPerson': { all: true },
      [can.readFile.id]: { all: true },
      [can.changeFile.id]: { units: [] },
    })
    expect(
      await refusalOf(world.as(outsider, (ctx) => endEntry(ctx, { id, section: 'fact', until: '2020', reason: 'Chuyển việc' }))),
    ).toMatchObject({ code: 'kernel.notFound' })
    expect(await end('2020-03-01')).toBeNull()
    expect(await end('2021')).toMatchObject({ code: 'personnel.ended' })
    const read = async () =>
      (await world.asSystem((ctx) => readPart(ctx, person.id, 'open'))).entries.filter((e) => e.struckAt === null)
    expect(await read()).toMatchObject([{ id, until: '2020-03-01', endReason: 'Chuyển việc khác' }])
    const right = {
      ...anEntry(id, 'fact', { text: 'Văn thư' }, { kind: 'main-work', from: '2018-05', until: '2020-03-01' }),
      reason: 'Ghi nhầm',
    }
    await world.asSystem((ctx) => correctEntry(ctx, right))
    expect(await read()).toMatchObject([{ values: { text: 'Văn thư' }, endReason: 'Chuyển việc khác' }])
  })

  test('a row may end in the year it began, where no more of the end is known', async ({ world }) => {
    const person = await aWoman(world)
    const { id } = await add(world, anEntry(person.id, 'work', { title: 'Kế toán', body: 'Công ty A' }, { from: '2018-05-04' }))
    await world.asSystem((ctx) => endEntry(ctx, { id, section: 'work', until: '2018', reason: 'Thôi việc' }))
    await add(world, anEntry(person.id, 'work', { title: 'Kế toán', body: 'Công ty B' }, { from: '2018-06', until: '2018' }))
  })

  test('bad input names the record, the field and the rule, and writes nothing', async ({ world }) => {
    const person = await aWoman(world)
    const tries: [Parameters<typeof addEntry>[1], string][] = [
      [anEntry(person.id, 'training', {}), 'missing'],
      [anEntry(person.id, 'fact', { text: 'x' }, { kind: 'zodiac' }), 'unknownKind'],
      [anEntry(person.id, 'fact', {}, { kind: 'main-work' }), 'missing'],
      [anEntry(person.id, 'fact', { code: '55' }, { kind: 'ethnic-group' }), 'unknownCode'],
      [anEntry(person.id, 'qualification', { code: 'B', field: 'Tiếng Anh' }, { kind: 'language', from: '2022' }), 'unknownCode'],
      [anEntry(person.id, 'training', { school: 'x' }, { from: '1980' }), 'beforeBirth'],
      [anEntry(person.id, 'training', { school: 'x' }, { from: '2022-12-21' }), 'later'],
      [anEntry(person.id, 'training', { school: 'x' }, { from: '2010-02-30' }), 'notADay'],
      [anEntry(person.id, 'training', { school: 'x' }, { from: '2010-05', until: '2009' }), 'endsBeforeStart'],
      [anEntry(person.id, 'salary', { rank_code: '01.003', coefficient: 'ba' }), 'notANumber'],
      [anEntry(person.id, 'paper', { number: '033085004321' }, { kind: 'citizen-card' }), 'wrongNumber'],
    ]
    for (const [entry, code] of tries)
      expect([code, (await refusalOf(add(world, entry)))?.code]).toEqual([code, `personnel.${code}`])
    expect(await refusalOf(add(world, anEntry(person.id, 'training', { school: 'x' }, { from: '1980' })))).toMatchObject({
      params: { name: 'Nguyễn Thị Hoa', field: 'Từ ngày', year: 1985 },
    })
    for (const section of sections) expect(await world.sql(`SELECT FROM personnel.${section.name}`)).toEqual([])
  })

  test('a language level of before the six levels is taken for its time', async ({ world }) => {
    const person = await aWoman(world)
    await add(world, anEntry(person.id, 'qualification', { code: 'B', field: 'Tiếng Anh' }, { kind: 'language', from: '2010' }))
  })
})

describe('numbers', () => {
  test('the citizen number becomes what imports know the person by; the old one is kept with its dates', async ({ world }) => {
    const person = await aWoman(world)
    await add(
      world,
      anEntry(person.id, 'paper', { number: '145678901' }, { kind: 'former-card', from: '2003-05-10', until: '2021' }),
    )
    await add(world, anEntry(person.id, 'paper', { number: '033185004321' }, { kind: 'citizen-card', from: '2021-04-20' }))
    expect(await world.sql('SELECT person_id, citizen_id FROM people.identity')).toEqual([
      { person_id: person.id, citizen_id: '033185004321' },
    ])
  })

  test('a number somebody else has is refused, naming the record within reach and nobody beyond it', async ({ world }) => {
    const [first, second] = [await aWoman(world), await aWoman(world)]
    await add(world, anEntry(first.id, 'paper', { number: '033185004321' }, { kind: 'citizen-card' }))
    await add(world, anEntry(first.id, 'paper', { number: '145678901' }, { kind: 'former-card' }))
    for (const [number, kind] of [
      ['033185004321', 'citizen-card'],
      ['145678901', 'former-card'],
    ] as const) {
      const again = anEntry(second.id, 'paper', { number }, { kind })
      expect(await refusalOf(add(world, again))).toEqual({
        code: 'personnel.numberTaken',
        params: { number, name: 'Nguyễn Thị Hoa' },
      })
      const writer = anActor({
        'people.readPerson': { units: [second.unitId] },
        'people.changePerson': { units: [second.unitId] },
        [can.readPersonal.id]: { units: [second.unitId] },
        [can.changeFile.id]: { units: [second.unitId] },
      })
      expect(await refusalOf(world.as(writer, (ctx) => addEntry(ctx, again)))).toEqual({
        code: 'personnel.numberElsewhere',
        params: { number },
      })
    }
    expect(await world.sql('SELECT FROM personnel.paper')).toHaveLength(2)
  })
})
