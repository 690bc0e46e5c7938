import { describe, expect } from 'vitest'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { evaluation } from '#domains/evaluation/index.ts'
import { aRating } from '#domains/evaluation/rating.factory.ts'
import { organization } from '#domains/organization/index.ts'
import { people } from '#domains/people/index.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { anEntry } from './file.factory.ts'
import { addEntry } from './file.service.ts'
import { personnel } from './index.ts'
import { can } from './personnel.permissions.ts'
import { lifeLine } from './timeline.service.ts'

const test = worldTest([organization, people, personnel, evaluation])

async function aLife(world: TestWorld): Promise<string> {
  return world.asSystem(async (ctx) => {
    const { id } = await aPerson(ctx, { birthDate: '1985-03-08' })
    const add = (section: string, values: Record<string, string>, more: { kind?: string; from?: string; until?: string }) =>
      addEntry(ctx, anEntry(id, section, values, more))
    await add('training', { school: 'Trường Đại học Luật Hà Nội', form: 'CQ' }, { from: '2003-09', until: '2007-06' })
    await add('qualification', { code: 'DH', field: 'Luật' }, { kind: 'professional', from: '2007-06' })
    await add('reward', { code: 'GK' }, { from: '2019' })
    await add('reward', { code: 'BKUBND' }, {})
    await add('membership', { body: 'Chi bộ 1' }, { kind: 'party', from: '2012-05-19' })
    await add('membership', { body: 'Công đoàn Sở' }, { kind: 'trade-union', from: '2015-02' })
    await add('discipline', { code: 'KT', reason: 'Chậm báo cáo' }, { from: '2020-03' })
    await aRating(ctx, { personId: id })
    return id
  })
}

const question = { limit: 50 }
const read = { writes: false as const }

describe('the time line of a person', () => {
  test('puts together what all domains know, newest first, undated last, in words', async ({ world }) => {
    const id = await aLife(world)
    const page = await world.asSystem((ctx) => lifeLine(ctx, { id, ...question }, { sensitive: true }), read)
    expect(page.next).toBeNull()
    expect(page.events.map((e) => e.kind)).toEqual([
      'rating',
      'discipline',
      'reward',
      'membership',
      'post',
      'membership',
      'qualification',
      'training',
      'reward',
    ])
    expect(page.events[1]).toMatchObject({ on: '2020-03', title: 'Khiển trách', detail: 'Chậm báo cáo · 12/QĐ-SNV' })
    expect(page.events[7]).toMatchObject({
      on: '2003-09',
      until: '2007-06',
      title: 'Trường Đại học Luật Hà Nội',
      detail: 'Chính quy · 12/QĐ-SNV',
    })
    expect(page.events.at(-1)).toMatchObject({ on: null, title: 'Bằng khen của Chủ tịch UBND tỉnh' })
  })

  test('shows each viewer what that viewer may see: neither Party nor discipline without the logged look', async ({ world }) => {
    const id = await aLife(world)
    const all = { all: true }
    const kindsFor = async (permissions: string[], sensitive: boolean) => {
      const actor = anActor({
        'organization.readUnit': all,
        'people.readPerson': all,
        ...Object.fromEntries(permissions.map((p) => [p, all])),
      })
      return (await world.as(actor, (ctx) => lifeLine(ctx, { id, ...question }, { sensitive }), read)).events
        .map((e) => e.kind)
        .sort()
    }
    expect(await kindsFor([can.readFile.id], true)).toEqual(['post', 'qualification', 'reward', 'reward', 'training'])
    expect(await kindsFor([can.readPersonal.id, can.readSensitive.id], false)).toEqual(['membership', 'post'])
    expect(await kindsFor([can.readSensitive.id], true)).toEqual(['discipline', 'membership', 'post'])
    expect(await kindsFor(['evaluation.readRating'], true)).toEqual(['post', 'rating'])
  })

  test('its pages hold every event once, whatever their size and filter', async ({ world }) => {
    const id = await aLife(world)
    const whole = await world.asSystem((ctx) => lifeLine(ctx, { id, ...question }, { sensitive: true }), read)
    for (const limit of [1, 2, 3, 4, 7, 8, 9]) {
      for (const kinds of [undefined, ['reward', 'rating', 'post']]) {
        const seen: string[] = []
        let after: { on: string | null; id: string } | null = null
        do {
          const input = {
            id,
            limit,
            ...(kinds ? { kinds } : {}),
            ...(after ? { afterId: after.id, ...(after.on ? { afterOn: after.on } : {}) } : {}),
          }
          const page: Awaited<ReturnType<typeof lifeLine>> = await world.asSystem(
            (ctx) => lifeLine(ctx, input, { sensitive: true }),
            read,
          )
          seen.push(...page.events.map((e) => e.id))
          after = page.next
        } while (after)
        expect([limit, seen]).toEqual([limit, whole.events.filter((e) => kinds?.includes(e.kind) ?? true).map((e) => e.id)])
      }
    }
  })
})
