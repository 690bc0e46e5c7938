import type { Ctx } from '#kernel/context.ts'
import { payAtOf } from './forecast.rules.ts'
import { readLaw } from './law.service.ts'
import type { Pay } from './pay.rules.ts'
import { noticesOf, type Notices, type Retirement, retirementOf as retirement } from './retirement.rules.ts'
import * as steps from './step.rules.ts'
import * as terms from './term.rules.ts'

/** The door for domains that decide on people: the rules with the law as it stands in this installation. */

/**
 * The next regular step of a file as known on a day: date, step, coefficient, and every line that made it (Circular 08/2013/TT-BNV, amended by
 * 03/2021). `date` null says why in `why`: no salary recorded, a rank the tables do not know, the last step, or a time without end that does
 * not count. Coefficients are text with two decimals, months whole.
 */
export async function nextStep(ctx: Ctx, file: steps.SalaryFile, at: string): Promise<steps.NextStep> {
  return steps.nextStepOf(await readLaw(ctx), file, at)
}

/** Over-frame seniority on a day, in percent of the last coefficient, and when it next rises (Decree 204/2004/NĐ-CP article 6; Circular 04/2005/TT-BNV). */
export async function overFrame(ctx: Ctx, file: steps.SalaryFile, at: string): Promise<steps.OverFrame> {
  return steps.overFrameOf(await readLaw(ctx), file, at)
}

/**
 * Whether a step may be given early for merit in a year, from which day and how many months early (Circular 08/2013/TT-BNV article 3). The share
 * of the body, 10 %, is for the caller to keep: `earlyPlaces`.
 */
export async function earlyCandidate(ctx: Ctx, file: steps.SalaryFile, year: number): Promise<steps.EarlyRaise> {
  return steps.earlyCandidateOf(await readLaw(ctx), file, year)
}

/** How many of a payroll list of so many people may have a step early in a year. */
export async function earlyPlaces(ctx: Ctx, people: number, year: number): Promise<number> {
  return steps.earlyQuota(await readLaw(ctx), people, year)
}

/** A step on notice of retirement: where at most 12 months are missing on the day of the notice (Circular 08/2013/TT-BNV). */
export async function retirementRaise(ctx: Ctx, file: steps.SalaryFile, noticeOn: string): Promise<steps.EarlyRaise> {
  return steps.retirementRaiseOf(await readLaw(ctx), file, noticeOn)
}

/**
 * Step, coefficient and clock after a promotion to another rank on a day (Circular 02/2007/TT-BNV); null where the file has no salary then or
 * the tables do not know the rank.
 */
export async function placeInRank(ctx: Ctx, file: Pick<steps.SalaryFile, 'rows'>, rank: string, on: string) {
  return steps.placeInRank(await readLaw(ctx), file, rank, on)
}

/**
 * Retirement by age: last day of service, first day of the pension, age in months (Labour Code 2019 article 169; Decree 135/2020/NĐ-CP). The rule
 * in force in the month of retirement decides.
 *
 * @param birth `1966`, `1966-01` or `1966-01-15`; of a year alone, 1 January is taken. Null: nothing known, `date` is null.
 * @param variant code of `retirement-variants`, such as `SOM-5` or `KEO-VC`; in force on the normal day.
 */
export async function retirementOf(
  ctx: Ctx,
  birth: string | null,
  sex: 'male' | 'female',
  variant: string | null = null,
): Promise<Retirement & Notices> {
  const law = await readLaw(ctx)
  const found = retirement(law, birth, sex, variant)
  const notices = found.date === null ? { noticeBy: null, decisionBy: null, lines: [] } : noticesOf(law, found.date)
  return { ...found, ...notices, lines: [...found.lines, ...notices.lines] }
}

/**
 * The last day of service by age of many people, with the law read once (Labour Code 2019 article 169; Decree 135/2020/NĐ-CP): births as
 * `retirementOf` takes them, null where nothing is known.
 */
export async function retirementDays(ctx: Ctx): Promise<(birth: string | null, sex: 'male' | 'female') => string | null> {
  const law = await readLaw(ctx)
  return (birth, sex) => retirement(law, birth, sex).date
}

/** The last day of a term of appointment from a day, the notice before it, and whether it is prolonged to retirement (Decree 138/2020/NĐ-CP; 170/2025/NĐ-CP). */
export async function termEnd(ctx: Ctx, from: string, retiresOn: string | null = null): Promise<terms.AppointmentTerm> {
  return terms.termEndOf(await readLaw(ctx), from, retiresOn)
}

/** The last day of probation of a kind (Decree 138/2020/NĐ-CP article 20; Decree 115/2020/NĐ-CP article 21). */
export async function probationEnd(
  ctx: Ctx,
  kind: Parameters<typeof terms.probationEndOf>[1],
  from: string,
): Promise<terms.Term> {
  return terms.probationEndOf(await readLaw(ctx), kind, from)
}

/** The last day a disciplinary measure stands in the way; `lastDay` null for a form that has none (Law 52/2019/QH14 article 1). */
export async function disciplineEnd(ctx: Ctx, form: string, on: string): Promise<terms.Term> {
  return terms.disciplineEndOf(await readLaw(ctx), form, on)
}

/**
 * Pay of a month in whole đồng on a day, line by line; each line rounded half up, the total their sum. `total` null where no salary or no base
 * salary is known (Decree 204/2004/NĐ-CP; Decree 34/2012/NĐ-CP).
 */
export async function payAt(ctx: Ctx, file: steps.SalaryFile, at: string): Promise<Pay> {
  return payAtOf(await readLaw(ctx), file, at)
}
