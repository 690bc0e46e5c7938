import { apportion, type Chance } from './chance.ts'
import { isoDate } from './days.ts'
import { type Member, openBook } from './people.ts'
import { type Period, sumOf } from './periods.ts'
import { headcounts, type Seat, seatsOf } from './seats.ts'
import type { Role } from './staffing.ts'
import type { Body, Group } from './units.ts'

/** Numbers of people at scale 1. The rest of the staff follows from the totals above. */
const SIZES = {
  communes: 3310,
  administration: 1632,
  /** Support staff under Decree 68/2000: not cadres, civil servants or public employees, so not rated. */
  contracts: 141,
  /** Joined August to November 2020, January to July 2021, August to November 2021. */
  joined2020Late: 260,
  joined2021Early: 529,
  joined2021Late: 148,
  /** Left in 2022: schools before the rating in June, schools from September, everybody else. */
  schoolsLeft2022: 210,
  schoolsLeft2022Late: 60,
  othersLeft2022: 130,
}

/** Recruitment of 2022 as the report has it: 28 civil servants, 35 commune civil servants, 288 public employees. */
const SCHOOL_HIRES: Record<string, number> = { '332': 13, '331': 44, '330': 56, '327': 37, '328': 41, '323': 31 }
const HIRES = { departments: 23, districts: 5, communes: 35, health: 62, services: 4, schoolsEarly: 8, schoolsSpring: 52 }

/** Sizes the cohorts so that each period counts exactly whom it must, then fills them. */
export function staffProvince(bodies: Body[], names: string, periods: Period[], scale: number, chance: Chance): Member[] {
  const sized = (count: number) => Math.round(count * scale)
  const [rated2020, rated2021, ratedSchools] = periods.map((period) => sumOf(period.counts)) as [number, number, number]
  const joined = {
    late2020: sized(SIZES.joined2020Late),
    early2021: sized(SIZES.joined2021Early),
    late2021: sized(SIZES.joined2021Late),
  }
  const left2021 = Math.max(0, rated2020 - rated2021 + joined.early2021 + joined.late2020)
  const hires = Object.fromEntries(Object.entries(HIRES).map(([name, count]) => [name, sized(count)])) as typeof HIRES
  const schoolHires = Object.entries(SCHOOL_HIRES).map(([code, count]) => [code, sized(count)] as const)

  // The staff of the last day of 2021.
  const schools = ratedSchools + sized(SIZES.schoolsLeft2022) - hires.schoolsEarly
  const totals: Record<Group, number> = {
    schools,
    communes: sized(SIZES.communes),
    administration: sized(SIZES.administration),
    services: 0,
  }
  totals.services = rated2021 + joined.late2021 - totals.schools - totals.communes - totals.administration
  const groups: Group[] = ['administration', 'communes', 'services', 'schools']
  const sizes = groups.map((group) => totals[group])
  const late2020 = apportion(joined.late2020, sizes)
  const early2021 = apportion(joined.early2021, sizes)
  const late2021 = apportion(joined.late2021, sizes)
  const gone2021 = apportion(left2021, sizes)
  const withoutSchools = groups.map((group) => (group === 'schools' ? 0 : totals[group]))
  const others2022 = apportion(sized(SIZES.othersLeft2022), withoutSchools)

  const book = openBook(chance, names, Math.round(27_400 * scale))
  const staffSeats = new Map<Group, Seat[]>()
  groups.forEach((group, at) => {
    const own = bodies.filter((body) => body.group === group)
    const counts = headcounts(own, totals[group], scale, chance)
    const seats = own.flatMap((body, place) => seatsOf(body, counts[place]!, scale))
    const belowLeaders = seats.filter((seat) => seat.rank === 0)
    const ordinary = belowLeaders.length > seats.length / 4 ? belowLeaders : seats
    staffSeats.set(group, ordinary)

    // Who joined late or leaves soon comes from the staff; everybody else has been there all the time.
    const special = new Map<Seat, () => void>()
    const waiting = chance.shuffle([...ordinary])
    const take = (count: number, fill: (seat: Seat) => void) => {
      for (const seat of waiting.splice(0, count)) special.set(seat, () => fill(seat))
    }
    take(late2020[at]!, (seat) => book.addRecruit(seat, isoDate(2020, chance.between(8, 11))))
    take(early2021[at]!, (seat) => book.addRecruit(seat, isoDate(2021, chance.between(1, 7))))
    take(late2021[at]!, (seat) => book.addRecruit(seat, isoDate(2021, chance.between(8, 11))))
    if (group === 'schools') {
      take(sized(SIZES.schoolsLeft2022), (seat) => book.addLeaver(seat, isoDate(2022, chance.pick([2, 3, 4, 6, 6, 6]))))
      take(sized(SIZES.schoolsLeft2022Late), (seat) => book.addLeaver(seat, isoDate(2022, chance.between(9, 12))))
    } else take(others2022[at]!, (seat) => book.addLeaver(seat, isoDate(2022, chance.between(2, 12))))

    for (const seat of seats) (special.get(seat) ?? (() => book.addStaying(seat)))()
    for (let left = 0; left < gone2021[at]!; left++) book.addLeaver(chance.pick(ordinary), isoDate(2021, chance.between(2, 12)))
  })

  // Recruited in 2022.
  const recruit = (count: number, group: Group, fits: (body: Body) => boolean, day: () => string) => {
    const seats = staffSeats.get(group)!
    const fitting = seats.filter((seat) => fits(seat.body))
    for (let done = 0; done < count; done++) book.addRecruit(chance.pick(fitting.length > 0 ? fitting : seats), day())
  }
  const anyMonth = () => isoDate(2022, chance.between(2, 11))
  recruit(hires.departments, 'administration', (body) => body.level === 'division' && !body.underDistrict, anyMonth)
  recruit(hires.districts, 'administration', (body) => body.underDistrict, anyMonth)
  recruit(hires.communes, 'communes', () => true, anyMonth)
  recruit(hires.health, 'services', (body) => body.parentCode === 'SYT', anyMonth)
  recruit(hires.services, 'services', (body) => body.parentCode !== 'SYT', anyMonth)
  // In schools: before March still rated for the school year, in spring too late for it, or with the new one.
  const places = schoolHires.reduce((all, [, count]) => all + count, 0)
  const termOf = (at: number) =>
    at < hires.schoolsEarly ? [2] : at < hires.schoolsEarly + hires.schoolsSpring ? [4, 5] : [9, 9, 10, 11]
  const days = chance.shuffle(Array.from({ length: places }, (_, at) => isoDate(2022, chance.pick(termOf(at)))))
  for (const [code, count] of schoolHires) {
    const here = (body: Body) => body.parentCode === code
    recruit(count, 'schools', here, () => days.pop()!)
  }

  // Support staff: drivers, guards, cleaners.
  const offices = bodies.filter((body) => body.kind === 'office')
  for (let at = 0; at < sized(SIZES.contracts); at++) {
    const [title, , women] = chance.pick<Role>([
      ['Lái xe', 1, 0],
      ['Bảo vệ', 1, 0],
      ['Nhân viên tạp vụ', 1, 1],
    ])
    const body = offices[at % offices.length]!
    book.addContract({ body, title, women, rank: 0, category: 'contract' })
  }
  return book.members
}
