import { apportion, type Chance } from './chance.ts'
import type { DemoCategory } from './shapes.ts'
import { DISTRICT_DIVISION, OWN_SIZE, PLACE } from './staffing.ts'
import type { Body } from './units.ts'

/** A place of work that somebody fills: 2 = head, 1 = other leader, 0 = staff. */
export interface Seat {
  body: Body
  title: string
  women: number
  rank: 0 | 1 | 2
  category: DemoCategory
}

function categoryOf(body: Body, rank: number): DemoCategory {
  if (body.level === 'service-unit') return 'public-employee'
  if (body.level === 'district') return 'cadre'
  if (body.level === 'commune') return rank > 0 ? 'cadre' : 'commune-civil-servant'
  return 'civil-servant'
}

export function seatsOf(body: Body, count: number, scale: number): Seat[] {
  const place = PLACE[body.kind] ?? ''
  // A province made smaller keeps a head in every body, and fewer other leaders.
  const leaders = body.leaders.slice(0, Math.max(1, Math.round(body.leaders.length * Math.min(1, scale))))
  const { chief, staff } = body.staffing
  const chiefs = chief ? Array.from({ length: Math.floor(count / chief.per) }, () => chief.role) : []
  const above = [...leaders, ...chiefs].slice(0, count)
  const shares = apportion(
    count - above.length,
    staff.map((role) => role[1]),
  )
  const below = staff.flatMap((role, at) => Array.from({ length: shares[at]! }, () => role))
  return [...above, ...below].map(([title, , women], at): Seat => {
    const rank = at === 0 ? 2 : at < above.length ? 1 : 0
    return { body, title: title.replace('{place}', place), women, rank, category: categoryOf(body, rank) }
  })
}

/** How many people work in each body on the last day of 2021. */
export function headcounts(bodies: Body[], total: number, scale: number, chance: Chance): number[] {
  const counts = bodies.map((body) => (body.staffing.leadersOnly ? Math.round(body.staffing.size * Math.min(1, scale)) : 0))
  const open = bodies.map((_, at) => at).filter((at) => !bodies[at]!.staffing.leadersOnly)
  const weights = open.map((at) => {
    const body = bodies[at]!
    const usual = body.level === 'division' && body.underDistrict ? DISTRICT_DIVISION : body.staffing.size
    return (OWN_SIZE[body.code] ?? usual) * (body.group === 'communes' ? 0.93 + 0.14 * chance.next() : 0.75 + 0.5 * chance.next())
  })
  const shares = apportion(total - counts.reduce((all, count) => all + count, 0), weights)
  open.forEach((at, place) => (counts[at] = shares[place]!))
  return counts
}
