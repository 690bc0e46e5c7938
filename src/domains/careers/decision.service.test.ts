import { describe, expect } from 'vitest'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { getPerson, people } from '#domains/people/index.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { personnel } from '#domains/personnel/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { anActorWith, worldTest } from '#kernel/testing.ts'
import { careers } from './index.ts'
import { aDecisionInput, aDraft, aTransfer } from './decision.factory.ts'
import { checkDecision, getDecision, previewDecision, recordSigned, signDecision, withdrawDecision } from './decision.service.ts'

const test = worldTest([organization, people, personnel, careers])
const code = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  )

const everything = [
  ...Object.values(careers.permissions),
  ...Object.values(people.permissions),
  ...Object.values(personnel.permissions),
  ...Object.values(organization.permissions),
]
/** Two clerks of the whole province: one checks, the other signs. */
const clerk = (id: string) => ({ ...anActorWith(...everything), id, name: id })

async function aDepartment(ctx: Ctx) {
  const issuerId = (await aUnit(ctx)).unitId
  const [from, to] = [(await aUnit(ctx, { parentId: issuerId })).unitId, (await aUnit(ctx, { parentId: issuerId })).unitId]
  return { issuerId, from, to, personId: (await aPerson(ctx, { unitId: from })).id }
}

describe('a signed transfer', () => {
  test('ends the post held and begins the other, each naming the decision; withdrawn, all is as before', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const { issuerId, from, to, personId } = await aDepartment(ctx)
      const before = (await getPerson(ctx, personId)).posts
      const id = ctx.newId()
      await recordSigned(ctx, [
        { ...aDecisionInput({ issuerId, lines: [{ personId, details: { unitId: to, title: 'Phó Trưởng phòng' } }] }), id },
      ])
      const { posts } = await getPerson(ctx, personId)
      expect(posts).toMatchObject([
        { unitId: to, title: 'Phó Trưởng phòng', validFrom: '2022-06-01', validUntil: null, decisionOn: '2022-05-20' },
        { unitId: from, validUntil: '2022-06-01', endReason: 'moved', endDecisionOn: '2022-05-20' },
      ])
      expect(await getDecision(ctx, id)).toMatchObject({ state: 'signed', standing: 'in-force', lines: 1 })
      await withdrawDecision(ctx, { id, reason: 'Ban hành nhầm' })
      expect((await getPerson(ctx, personId)).posts).toEqual(before)
    })
  })
})
