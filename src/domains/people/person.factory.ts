import type { Ctx } from '#kernel/context.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { movePerson } from './post.service.ts'
import { can } from './people.permissions.ts'
import { type PersonFacts, registerPeople } from './person.service.ts'

/** A person as registered: facts and the first post. */
export type RegisteredPerson = PersonFacts & { id: string; unitId: string; title: string; from: string }

const defaults = {
  familyAndMiddle: 'Nguyễn Thị',
  given: 'Hoa',
  sex: 'female',
  birthDate: '1985-03-08',
  birthYear: null,
  category: 'civil-servant',
  title: 'Chuyên viên',
  from: '2015-01-01',
} as const

/** A civil servant in post since 2015, in a unit of her own unless one is named. */
export async function aPerson(ctx: Ctx, overrides: Partial<Omit<RegisteredPerson, 'id'>> = {}): Promise<RegisteredPerson> {
  const unitId = overrides.unitId ?? (await aUnit(ctx)).unitId
  const facts = { ...defaults, ...overrides, unitId }
  // Namesakes are wanted here: nobody is asked whether they are one.
  await ctx.require(can.changePerson, unitId)
  const id = ctx.newId()
  await registerPeople(
    ctx,
    [{ ...facts, id }],
    [{ personId: id, unitId, title: facts.title, isMain: true, validFrom: facts.from, validUntil: null }],
  )
  return { ...facts, id }
}

/** A person who moved to another unit on a day. */
export async function aPersonWhoMoved(
  ctx: Ctx,
  overrides: Partial<Omit<RegisteredPerson, 'id'>>,
  to: { unitId: string; on: string; title?: string },
): Promise<RegisteredPerson> {
  const person = await aPerson(ctx, overrides)
  await movePerson(ctx, { id: person.id, unitId: to.unitId, title: to.title ?? person.title, from: to.on })
  return person
}

/** Many people at once, without posts unless a unit is named. */
export async function manyPeople(ctx: Ctx, people: Partial<RegisteredPerson>[]): Promise<string[]> {
  const whole = people.map((p) => ({ ...defaults, ...p, id: p.id ?? ctx.newId() }))
  const posts = whole.flatMap(({ id, unitId, title, from }) =>
    unitId ? [{ personId: id, unitId, title, isMain: true, validFrom: from, validUntil: null }] : [],
  )
  await registerPeople(ctx, whole, posts)
  return whole.map((p) => p.id)
}
