import type { Chance } from './chance.ts'
import { isoDate, latest } from './days.ts'
import type { Seat } from './seats.ts'
import type { DemoPerson } from './shapes.ts'
import { PLACE } from './staffing.ts'
import type { Body } from './units.ts'

export interface Birth {
  year: number
  date: string
  /** Of some people the file knows the year alone. */
  exact: boolean
}

export function bornIn(chance: Chance, year: number, month = chance.between(1, 12)): Birth {
  return { year, date: isoDate(year, month, chance.between(1, 28)), exact: chance.next() > 0.03 }
}

/** Born so that nobody who stays is past retirement in 2022. */
export function birthOfStaff(chance: Chance, sex: DemoPerson['sex'], leader: boolean): Birth {
  const first = sex === 'male' ? 1963 : 1968
  return bornIn(
    chance,
    leader ? chance.between(first, 1984) : first + Math.floor(((1998 - first) * (chance.next() + chance.next())) / 2),
  )
}

/** First post: in the twenties, not before the unit or the province, at the latest in July 2020. */
export function hireDate(chance: Chance, birth: Birth, body: Body): string {
  const date = isoDate(birth.year + chance.between(22, 27), chance.between(1, 11))
  return latest(date > '2020-07-01' ? isoDate(2020, chance.between(1, 7)) : date, body.firstDay)
}

/** Posts change in these months: schools between terms, others at any of three. */
const moveMonths = (body: Body) => (body.group === 'schools' ? [2, 9] : [3, 6, 10])

/** A title for the same work elsewhere: the same one if they have it there. */
function titleAt(body: Body, title: string): string {
  return body.staffing.staff.some(([other]) => other === title) ? title : body.staffing.staff[0]![0]
}

/** A day of moving, at least a year after the first post and with both bodies there; null when there is no room for one. */
function movingDay(chance: Chance, seat: Seat, peer: Body, hired: string): string | null {
  const firstYear = Number(latest(hired, seat.body.firstDay, peer.firstDay).slice(0, 4)) + 2
  const recent = chance.next() < 0.45
  const year = chance.between(recent ? Math.max(2020, firstYear) : firstYear, 2022)
  return firstYear > 2022 ? null : isoDate(year, chance.pick(moveMonths(seat.body)))
}

export type Step = Pick<Seat, 'body' | 'title'> & { from: string }

/** A leader rose from the staff, here or next door; who leads a department or a district was a deputy head before. */
export function careerOfLeader(chance: Chance, seat: Seat, peer: Body, hired: string): Step[] {
  const before = seat.body.staffing.leadersOnly || chance.next() < 0.5 ? peer : seat.body
  const firstYear = Math.min(2021, Math.max(2012, Number(hired.slice(0, 4)) + 5))
  // Not before the present name of a territory: the chair of a ward led a ward.
  const named = PLACE[seat.body.kind] ? seat.body.validFrom : null
  const since = latest(isoDate(chance.between(firstYear, 2021), chance.pick(moveMonths(seat.body))), named)
  const steps: Step[] = [
    { body: before, title: before.staffing.staff[0]![0], from: hired },
    { ...seat, from: since },
  ]
  const between = isoDate(firstYear - 2, chance.pick(moveMonths(peer)))
  if (seat.body.staffing.leadersOnly && between > hired)
    steps.splice(1, 0, { body: peer, title: peer.leaders.at(-1)![0], from: between })
  return steps
}

/** One in five of the staff has moved. The seat is where the person works at the end of 2021. */
export function careerOfStaff(chance: Chance, seat: Seat, peer: Body, hired: string): Step[] {
  const day = peer !== seat.body && chance.next() < 0.22 ? movingDay(chance, seat, peer, hired) : null
  if (day === null) return [{ ...seat, from: hired }]
  const elsewhere = { body: peer, title: titleAt(peer, seat.title) }
  const [first, second] = day < '2022-01-01' ? [elsewhere, seat] : [seat, elsewhere]
  return [
    { ...first, from: hired },
    { ...second, from: day },
  ]
}
