/**
 * The demonstration province: Hưng Yên as it was organised in 2022, staffed with invented people.
 *
 * The units are real bodies (data/units.csv); every person, post, date and decision is made up. What is not made up are the totals
 * of the department's report of 2022: 26,012 people rated for 2021 and 15,395 for the school year 2021-2022, level by level, and
 * the 351 people recruited in 2022. They come out exactly, by construction: cohorts are sized first, levels are dealt last.
 *
 * Pure: the two lists come in as text, the same seed gives the same province, no clock and no chance from outside.
 */
import { chanceFrom } from './chance.ts'
import { staffProvince } from './cohorts.ts'
import { periodsAt } from './periods.ts'
import { rate } from './ratings.ts'
import type { DemoProvince } from './shapes.ts'
import { readUnits, staffedBodies } from './units.ts'

/**
 * Makes the demonstration province from the texts of `data/units.csv` and `data/names.csv`.
 *
 * `scale` multiplies people and ratings (not units): 10 for the benchmark, 0.05 for a quick test; below 0.02 units run empty.
 * Left out on purpose: the leaders of the province, whom nobody in the province rates, and any Party membership.
 */
export function generateProvince(
  files: { units: string; names: string },
  options: { seed?: number; scale?: number } = {},
): DemoProvince {
  const { seed = 2022, scale = 1 } = options
  if (!(scale > 0)) throw new Error('scale must be more than 0')
  const chance = chanceFrom(seed)
  const units = readUnits(files.units)
  const bodies = staffedBodies(units)
  const periods = periodsAt(scale)
  const members = staffProvince(bodies, files.names, periods, scale, chance)
  const ratings = rate(members, bodies, periods, chance)
  return { units, people: members.map((member) => member.person), posts: members.flatMap((member) => member.posts), ratings }
}
