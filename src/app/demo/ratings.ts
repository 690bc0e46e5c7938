import type { Chance } from './chance.ts'
import { addDays, workingDays } from './days.ts'
import type { Member } from './people.ts'
import { type Counts, type Period, sumOf } from './periods.ts'
import type { DemoLevel, DemoRating } from './shapes.ts'
import type { Body } from './units.ts'

/** How a body signs its decisions where that is not its code. */
const SIGNS: Record<string, string> = {
  SGDDT: 'SGDĐT',
  SLDTBXH: 'SLĐTBXH',
  SKHDT: 'SKHĐT',
  SNNPTNT: 'SNN',
  TTT: 'TTr',
  VPUBND: 'VP',
}

interface Candidate {
  member: Member
  body: Body
  score: number
  level: DemoLevel | null
}

/** Who is on the staff on the last day of a period, and where. */
function candidatesOf(members: Member[], period: Period): Candidate[] {
  const last = addDays(period.periodUntil, -1)
  const found: Candidate[] = []
  for (const member of members) {
    if (member.person.category === 'contract') continue
    const at = member.posts.findIndex((post) => post.from <= last && (post.until === null || post.until > last))
    const body = member.bodies[at]
    if (!body || (period.population === 'school-year' && body.group !== 'schools')) continue
    found.push({ member, body, score: 0, level: member.posts[0]!.from > period.latestStart ? 'KXL' : null })
  }
  return found
}

/** Deals the levels by rank of a score: the lowest do not complete, the highest excel; the totals are exact, the spread is the units'. */
function dealLevels(candidates: Candidate[], counts: Counts, leanings: Map<string, number>, chance: Chance): void {
  for (const candidate of candidates) {
    const { member, body } = candidate
    candidate.score = (leanings.get(body.code) ?? 0) + 0.8 * member.quality + 0.5 * chance.bell() + 0.35 * member.rank
  }
  const rising = candidates.filter((candidate) => candidate.level === null).sort((a, b) => a.score - b.score)
  if (rising.length !== sumOf(counts)) throw new Error(`${rising.length} people to rate, ${sumOf(counts)} levels to give`)
  const give = (level: DemoLevel, count: number, fits: (candidate: Candidate) => boolean = () => true) => {
    let left = count
    for (const candidate of rising) {
      if (left === 0) return
      if (candidate.level !== null || !fits(candidate)) continue
      candidate.level = level
      left--
    }
    if (left > 0) throw new Error(`not enough people for level ${level}`)
  }
  give('KHT', counts.KHT)
  // "Limited in ability" was a level of cadres and civil servants alone.
  give('HTHC', counts.HTHC, (candidate) => candidate.member.person.category !== 'public-employee')
  give('HT', counts.HT)
  give('TOT', counts.TOT)
  give('XS', counts.XS)
}

/** One decision for each unit: bodies sign on working days, their numbers rise with the dates. */
function decisionsFor(
  bodies: Body[],
  period: Period,
  chance: Chance,
): Map<string, Pick<DemoRating, 'decidedOn' | 'decisionNumber' | 'decidedBy'>> {
  const days = workingDays(period.decided)
  const signed = bodies
    .map((body) => ({ body, decidedOn: chance.pick(days) }))
    .sort((a, b) => (a.decidedOn < b.decidedOn ? -1 : a.decidedOn > b.decidedOn ? 1 : 0))
  const yearSoFar = period.population === 'year' ? 1 : 0.45
  const numbers = new Map<string, number>()
  return new Map(
    signed.map(({ body, decidedOn }) => {
      const people = /^\d+$/.test(body.decidedBy)
      const number =
        (numbers.get(body.decidedBy) ??
          Math.round((people ? chance.between(2400, 3600) : chance.between(350, 1100)) * yearSoFar)) + chance.between(1, 4)
      numbers.set(body.decidedBy, number)
      return [
        body.code,
        {
          decidedOn,
          decisionNumber: `${number}/QĐ-${people ? 'UBND' : (SIGNS[body.decidedBy] ?? body.decidedBy)}`,
          decidedBy: body.decidedBy,
        },
      ]
    }),
  )
}

/** A rating for everyone on the staff at the end of each period. */
export function rate(members: Member[], bodies: Body[], periods: Period[], chance: Chance): DemoRating[] {
  // Each unit has its own leaning, and keeps most of it from one period to the next; in a large one it evens out.
  const lasting = new Map(bodies.map(({ code, staffing }) => [code, (staffing.size > 60 ? 0.15 : 0.4) * chance.bell()]))
  return periods.flatMap((period) => {
    const leanings = new Map(bodies.map((body) => [body.code, lasting.get(body.code)! + 0.15 * chance.bell()]))
    const decisions = decisionsFor(bodies, period, chance)
    const candidates = candidatesOf(members, period)
    dealLevels(candidates, period.counts, leanings, chance)
    const { population, periodLabel, periodFrom, periodUntil } = period
    return candidates.map(({ member, body, level }): DemoRating => {
      if (level === null) throw new Error(`${member.person.key} was left without a level`)
      return {
        personKey: member.person.key,
        unitCode: body.code,
        population,
        periodLabel,
        periodFrom,
        periodUntil,
        level,
        ...decisions.get(body.code)!,
      }
    })
  })
}
