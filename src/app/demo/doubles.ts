import type { DemoPerson, DemoPost, DemoProvince } from './shapes.ts'

/** A second record of somebody, as another hand made it. */
export interface DemoDouble extends Omit<DemoPerson, 'key' | 'fullName'> {
  key: string
  unitCode: string
  from: string
}

const withoutMarks = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')

const initials = (text: string) =>
  text
    .split(' ')
    .map((word) => `${word.slice(0, 1)}.`)
    .join(' ')

/** Slips as offices make them, in turn. */
const slips: ((p: DemoPerson) => Partial<DemoPerson>)[] = [
  (p) => ({ familyAndMiddle: withoutMarks(p.familyAndMiddle), given: withoutMarks(p.given) }),
  (p) => ({ familyAndMiddle: p.familyAndMiddle.split(' ').slice(0, 1).join(' ') }),
  (p) => ({ birthDate: null, birthYear: Number(p.birthDate?.slice(0, 4)) }),
  (p) => ({ familyAndMiddle: initials(p.familyAndMiddle) }),
  (p) => ({ given: withoutMarks(p.given) }),
]

/**
 * Two dozen people of the health service who are recorded twice, the second time by the side post alone: no rating and no main post hangs
 * on such a record, so no figure of the report changes.
 */
export function doublesOf({ people, posts }: DemoProvince): DemoDouble[] {
  const health = new Map<string, DemoPost>()
  for (const post of posts) if (post.until === null && post.unitCode.startsWith('SYT-')) health.set(post.personKey, post)
  const some = people.filter((p) => health.has(p.key) && p.birthDate !== null)
  const step = Math.max(1, Math.floor(some.length / 24))
  return some
    .filter((_, at) => at % step === 0)
    .slice(0, 24)
    .map((p, at) => {
      const { fullName: _, ...facts } = p
      return {
        ...facts,
        ...slips[at % slips.length]?.(p),
        key: `${p.key}/double`,
        unitCode: health.get(p.key)?.unitCode ?? '',
        from: '2021-01-01',
      }
    })
}
