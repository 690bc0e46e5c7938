import { expect } from 'vitest'
import { organization } from '#domains/organization/index.ts'
import { mergeFaults, mergePersons, people, undoMerge } from '#domains/people/index.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { personnel } from '#domains/personnel/index.ts'
import { worldTest } from '#kernel/testing.ts'
import { salary } from './index.ts'
import { aTime } from './salary.factory.ts'

const test = worldTest([organization, people, personnel, salary])

test('two records of one person whose times overlap: which holds is chosen, and comes back with the record', async ({
  world,
}) => {
  const [keptId, goneId] = await world.asSystem(async (ctx) => {
    const [one, other] = [await aPerson(ctx, { from: '2010-01-01' }), await aPerson(ctx, { from: '2010-01-01' })]
    await aTime(ctx, one.id, 'NKL', '2021-05-01', '2021-05-31')
    await aTime(ctx, other.id, 'NKL', '2021-05-15', '2021-06-30')
    // Said by both: no choice is needed.
    await aTime(ctx, one.id, 'NKL', '2020-03-01', '2020-03-31')
    await aTime(ctx, other.id, 'NKL', '2020-03-01', '2020-03-31')
    return [one.id, other.id]
  })
  const all = () =>
    world.sql('SELECT person_id, valid_from::text, valid_until::text FROM salary.uncounted_time ORDER BY valid_from, person_id')
  const before = await all()
  const { faults } = await world.asSystem((ctx) => mergeFaults(ctx, { keptId, goneId }))
  const [times] = faults.filter((f) => f.text.startsWith('Thời gian'))
  expect(times?.text).toContain('01/05/2021 đến 31/05/2021')
  expect(times?.text).toContain('15/05/2021 đến 30/06/2021')
  const posts = Object.fromEntries(faults.filter((f) => f !== times).map((f) => [f.key, 'leave-gone']))
  const merge = (choices: Record<string, string>) =>
    world.asSystem((ctx) =>
      mergePersons(ctx, { keptId, goneId, fromOther: [], choices, decisionNumber: null, decidedOn: null, reason: 'Một người' }),
    )
  await expect(merge(posts)).rejects.toMatchObject({ code: 'people.mergeFaults' })
  expect(await all()).toEqual(before)
  const { id } = await merge({ ...posts, [times?.key ?? '']: 'leave-kept' })
  expect(await all()).toEqual([
    { person_id: keptId, valid_from: '2020-03-01', valid_until: '2020-04-01' },
    { person_id: keptId, valid_from: '2021-05-15', valid_until: '2021-07-01' },
  ])
  await world.asSystem((ctx) => undoMerge(ctx, { id, reason: 'Hai người' }))
  expect(await all()).toEqual(before)
})
