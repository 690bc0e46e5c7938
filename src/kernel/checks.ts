import type { Ctx } from './context.ts'
import { formatDateShort, isPlainDate } from './dates.ts'
import type { Permission } from './permissions.ts'
import type { Language } from './words.ts'

/** A place in the data where a rule does not hold. */
export interface Found {
  /** One of the check's rules. */
  rule: string
  /** The record by its name, as people know it. */
  record: string
  /** Where it can be looked at and put right; null where no screen shows it. */
  link: string | null
  /** First day on which the rule does not hold; null where it never did, or where days do not matter. */
  on: string | null
  /** What else the sentence names. Dates are written as the reader writes them. */
  params?: Record<string, string | number>
}

/**
 * Rules that the records of a domain must keep, looked for past every way of writing them: by `noivu check` and on the screen of checks.
 *
 * Words, in the domain's own: `<name>.title`, and for each rule `<name>.rules.<rule>` (what must hold) and `<name>.found.<rule>` (the
 * sentence of a finding; `{{record}}`, `{{on}}` and the params of the finding are there to be named).
 *
 * @example defineCheck({ name: 'club.checks.members', rules: ['age'], permission: can.readMember, find: async (ctx) => tooYoung(ctx.db) })
 */
export interface DataCheck {
  /** `<domain>.checks.<name>`: where its words are. */
  name: string
  rules: readonly string[]
  /** Who may ask: only who holds it everywhere, since what lies outside one's reach would look as if it were missing. */
  permission: Permission
  find(ctx: Ctx): Promise<Found[]>
}

/** Declares a check of a domain's records. */
export function defineCheck(check: DataCheck): DataCheck {
  return check
}

type Both = Record<Language, string>

export interface RecordFinding {
  rule: string
  record: string
  link: string | null
  on: string | null
  message: Both
}

export interface CheckedRecords {
  check: string
  title: Both
  rules: { rule: string; words: Both; count: number }[]
  /** The first of each rule; the counts above are of all. */
  findings: RecordFinding[]
}

/** Told one by one of each rule; more of one kind say nothing new. */
const most = 200

/** Looks for everything that breaks a rule, in every check the actor may ask; `left` are checks the actor may not. */
export async function checkRecords(ctx: Ctx): Promise<{ checked: CheckedRecords[]; left: Both[] }> {
  const checked: CheckedRecords[] = []
  const left: Both[] = []
  for (const check of ctx.kernel.checks) {
    const title = both((lang) => ctx.kernel.translate(lang, `${check.name}.title`))
    if (ctx.actor.reach[check.permission.id]?.all) checked.push({ ...(await run(ctx, check)), title })
    else left.push(title)
  }
  return { checked, left }
}

async function run(ctx: Ctx, { name, rules, find }: DataCheck): Promise<Omit<CheckedRecords, 'title'>> {
  const found = await find(ctx)
  const of = (rule: string) => found.filter((f) => f.rule === rule)
  return {
    check: name,
    rules: rules.map((rule) => ({
      rule,
      words: both((lang) => ctx.kernel.translate(lang, `${name}.rules.${rule}`)),
      count: of(rule).length,
    })),
    findings: rules.flatMap((rule) =>
      of(rule)
        .slice(0, most)
        .map(({ record, link, on, params }) => ({
          rule,
          record,
          link,
          on,
          message: sentenceOf(ctx, name, { rule, record, on, params }),
        })),
    ),
  }
}

/** A finding in words. */
export function sentenceOf(ctx: Ctx, name: string, { rule, record, on, params }: Omit<Found, 'link'>): Both {
  return both((lang) => {
    const written = Object.fromEntries(
      Object.entries({ ...params, record }).map(([key, value]) => [key, dateOr(String(value), lang)]),
    )
    const since = on === null ? ctx.kernel.translate(lang, 'kernel.sinceEver') : formatDateShort(on, lang)
    return ctx.kernel.translate(lang, `${name}.found.${rule}`, { ...written, on: since })
  })
}

const both = (say: (lang: Language) => string): Both => ({ vi: say('vi'), en: say('en') })
const dateOr = (text: string, lang: Language) => (isPlainDate(text) ? formatDateShort(text, lang) : text)
