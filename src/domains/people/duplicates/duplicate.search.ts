import { z } from 'zod'
import { assetPath } from '#kernel/assets.ts'
import { readCodeList } from '#kernel/codelists.ts'
import type { Ctx } from '#kernel/context.ts'
import { type Compared, factsOfPair, type Grade, type PairScore, scorePair, type Weights } from './duplicate.rules.ts'
import * as store from './duplicate.store.ts'

const Row = z.object({ part: z.string().min(1), outcome: z.string().min(1), points: z.coerce.number().int() })

let weights: Weights | undefined

/** Points and thresholds, from the code list; read once. */
export function duplicateWeights(): Weights {
  weights ??= Object.fromEntries(
    readCodeList(assetPath('domains/people/data/duplicate-weights.csv'), Row).map((r) => [`${r.part}.${r.outcome}`, r.points]),
  )
  return weights
}

/** A person somebody is about to record, before there is a record. */
export interface Newcomer extends Omit<store.Sought, 'id'> {
  sex: string
  unitId: string | null
  title: string | null
}

export interface LikelyPerson extends PairScore {
  person: Compared
  grade: Grade
}

/** For each newcomer, the people within reach who are likely the same, most likely first. */
export async function findLikely(
  ctx: Ctx,
  newcomers: readonly Newcomer[],
  before: string | null = null,
): Promise<LikelyPerson[][]> {
  const hits = await store.findCandidates(
    ctx.db,
    newcomers.map((n) => ({ ...n, id: null })),
    before,
  )
  if (hits.length === 0) return newcomers.map(() => [])
  const known = await store.findCompared(ctx.db, [...new Set(hits.map((h) => h.id))])
  const likely: LikelyPerson[][] = newcomers.map(() => [])
  for (const { no, id } of hits) {
    const [newcomer, person] = [newcomers[no], known.get(id)]
    if (!newcomer || !person) continue
    const { grade, ...score } = scorePair(comparedOf(newcomer, person.bearers), person, duplicateWeights())
    if (grade) likely[no]?.push({ ...score, grade, person })
  }
  for (const each of likely) each.sort((a, b) => b.score - a.score || a.person.id.localeCompare(b.person.id))
  return likely
}

function comparedOf(n: Newcomer, bearers: number): Compared {
  return {
    id: '',
    fullName: [n.familyAndMiddle, n.given].filter(Boolean).join(' '),
    birthDate: n.birthDate,
    birthMonth: n.birthMonth ?? null,
    birthYear: n.birthYear,
    sex: n.sex,
    numbers: n.citizenId ? [n.citizenId] : [],
    units: n.unitId ? [n.unitId] : [],
    titles: n.title ? [n.title] : [],
    bearers,
  }
}

/** Pairs of these recorded people with anybody within reach; each pair once. */
export async function findPairs(ctx: Ctx, people: readonly (store.Sought & { id: string })[]): Promise<store.FoundPair[]> {
  const hits = await store.findCandidates(ctx.db, people, null)
  const pairs = new Map<string, [string, string]>()
  for (const { no, id } of hits) {
    const own = people[no]?.id
    if (own) pairs.set(own < id ? `${own}${id}` : `${id}${own}`, own < id ? [own, id] : [id, own])
  }
  return scorePairs(ctx, [...pairs.values()])
}

/** Scores pairs of recorded people; those that are likely one. */
export async function scorePairs(ctx: Ctx, pairs: readonly (readonly [string, string])[]): Promise<store.FoundPair[]> {
  const known = await store.findCompared(ctx.db, [...new Set(pairs.flat())])
  return pairs.flatMap(([one, other]) => {
    const [a, b] = [known.get(one), known.get(other)]
    if (!a || !b) return []
    const { grade, score, reasons } = scorePair(a, b, duplicateWeights())
    const [low, high] = one < other ? [one, other] : [other, one]
    return grade ? [{ id: ctx.newId(), low, high, score, grade, reasons, facts: factsOfPair(a, b) }] : []
  })
}
