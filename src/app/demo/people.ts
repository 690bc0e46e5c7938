import { type Birth, birthOfStaff, bornIn, careerOfLeader, careerOfStaff, hireDate, type Step } from './careers.ts'
import type { Chance } from './chance.ts'
import { addDays, retirementAge } from './days.ts'
import { namer } from './names.ts'
import type { Seat } from './seats.ts'
import type { DemoPerson, DemoPost } from './shapes.ts'
import type { Body } from './units.ts'

/** Somebody the province knows, as the generator follows them. */
export interface Member {
  person: DemoPerson
  posts: DemoPost[]
  /** Bodies of the posts, in the same order. */
  bodies: Body[]
  rank: number
  /** How well this person works, the same in every period. */
  quality: number
}

/** The book of everyone the province knows from 2020 to 2022; each kind of entry makes the person up. */
export function openBook(chance: Chance, names: string, total: number) {
  const members: Member[] = []
  const name = namer(names)
  const keyLength = Math.max(5, String(total).length)

  const sexFor = (seat: Seat): DemoPerson['sex'] => (chance.next() < seat.women ? 'female' : 'male')

  const add = (seat: Seat, sex: DemoPerson['sex'], birth: Birth, steps: Step[], until: string | null = null) => {
    const key = `P${String(members.length + 1).padStart(keyLength, '0')}`
    const { category, rank } = seat
    members.push({
      person: { key, ...name(chance, sex), sex, birthDate: birth.exact ? birth.date : null, birthYear: birth.year, category },
      posts: steps.map((step, at) => {
        const { body, title, from } = step
        return { personKey: key, unitCode: body.code, title, from, until: steps[at + 1]?.from ?? until, isMain: true }
      }),
      bodies: steps.map((step) => step.body),
      rank,
      quality: chance.bell(),
    })
  }

  /** A new recruit: one post, young. */
  const addRecruit = (seat: Seat, from: string) => {
    const year = Number(from.slice(0, 4)) - chance.between(22, 29)
    add(seat, sexFor(seat), bornIn(chance, year), [{ ...seat, from }])
  }

  /** Somebody who leaves: retired in the month before, or gone for another reason. */
  const addLeaver = (seat: Seat, until: string) => {
    const sex = sexFor(seat)
    const [year, month] = addDays(until, -1).split('-').map(Number) as [number, number]
    const retires = month >= (sex === 'male' ? 4 : 5) && chance.next() < 0.7
    const bornMonth = year * 12 + (month - 1) - retirementAge(sex, year)
    const birth = retires
      ? { ...bornIn(chance, Math.floor(bornMonth / 12), (bornMonth % 12) + 1), exact: true }
      : bornIn(chance, chance.between(1969, 1991))
    add(seat, sex, birth, [{ ...seat, from: hireDate(chance, birth, seat.body) }], until)
  }

  /** Somebody who stays. */
  const addStaying = (seat: Seat) => {
    const sex = sexFor(seat)
    const youth = seat.title.startsWith('Bí thư Đoàn Thanh niên')
    const birth = youth ? bornIn(chance, chance.between(1986, 1993)) : birthOfStaff(chance, sex, seat.rank > 0)
    const peer = seat.body.peers.length > 0 ? chance.pick(seat.body.peers) : seat.body
    const hired = hireDate(chance, birth, peer.firstDay > seat.body.firstDay ? peer : seat.body)
    add(seat, sex, birth, (seat.rank > 0 ? careerOfLeader : careerOfStaff)(chance, seat, peer, hired))
  }

  /** Support staff. */
  const addContract = (seat: Seat) => {
    const birth = bornIn(chance, chance.between(1970, 1994))
    add(seat, sexFor(seat), birth, [{ ...seat, from: hireDate(chance, birth, seat.body) }])
  }

  return { members, addRecruit, addLeaver, addStaying, addContract }
}
