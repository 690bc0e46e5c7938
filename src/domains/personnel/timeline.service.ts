import { codeEntriesOf } from '#kernel/codelist/codelist.service.ts'
import type { Ctx } from '#kernel/context.ts'
import { pageOf, type TimelineEvent, type TimelineSource, timelineOf } from '#kernel/timeline.ts'
import { getPerson } from '#domains/people/index.ts'
import type { Entry } from './file.contract.ts'
import * as store from './file.store.ts'
import { codeLists } from './personnel.lists.ts'
import { can } from './personnel.permissions.ts'
import { type FieldClass, listOf, sectionOf, sections } from './section.rules.ts'
import type { LifeLine, TimelineInput } from './timeline.contract.ts'

/** Sections whose rows are events of a life; names, places and papers are no events, and family is another person's. */
const told = new Set([
  'qualification',
  'training',
  'membership',
  'work',
  'salary',
  'contract',
  'reward',
  'discipline',
  'health',
  'fact',
])
const factsTold = new Set(['recruitment', 'honour'])

/** Fields that say what an event was, in this order; the others are its detail. */
const leading = ['code', 'text', 'title', 'school', 'rank_code', 'status', 'body', 'rank']

function sourceOf(level: FieldClass, permission: TimelineSource['permission'], sensitive: boolean): TimelineSource {
  const own = sections.filter(
    (s) => told.has(s.name) && (s.kinds ? Object.values(s.kinds).some((k) => k.class === level) : s.class === level),
  )
  return {
    of: 'people.person',
    permission,
    ...(sensitive ? { sensitive } : {}),
    kinds: Object.fromEntries(own.map((s) => [s.name, `personnel.sections.${s.name}`])),
    find: async (ctx, id, question) => {
      const entries = await store.findEntries(ctx.db, id, level, question.kinds)
      const standing = entries.filter((e) => e.struckAt === null && (e.section !== 'fact' || factsTold.has(e.kind ?? '')))
      // Only the page is put into words.
      const page = pageOf(
        standing.map((e) => ({ ...bare(e) })),
        question,
      )
      const byId = new Map(standing.map((e) => [e.id, e]))
      const words = await labelsFor(ctx, standing)
      return page.map((event) => ({ ...event, ...inWords(ctx, byId.get(event.id)!, words) }))
    },
  }
}

function bare(e: Entry): TimelineEvent {
  const until = sectionOf(e.section).dates === 'period' ? { until: e.until } : {}
  return { id: e.id, kind: e.section, on: e.from, ...until, title: '', detail: null, link: null }
}

type Labels = (list: string, code: string) => string

async function labelsFor(ctx: Ctx, entries: Entry[]): Promise<Labels> {
  const wanted = new Set(
    entries.flatMap((e) => sectionOf(e.section).fields.flatMap((f) => listOf(sectionOf(e.section), f, e.kind) ?? [])),
  )
  const labels = new Map<string, string>()
  const lists = await codeEntriesOf(
    ctx,
    codeLists.filter((l) => [...wanted].some((name) => l.id === `personnel.${name}`)),
  )
  for (const [id, entries] of lists) for (const e of entries) labels.set(`${id}|${e.code}`, e.label[ctx.lang])
  return (list, code) => labels.get(`personnel.${list}|${code}`) ?? code
}

function inWords(ctx: Ctx, entry: Entry, words: Labels): Pick<TimelineEvent, 'title' | 'detail'> {
  const section = sectionOf(entry.section)
  const said = (key: string) => {
    const field = section.fields.find((f) => f.key === key)
    const value = entry.values[key] ?? null
    if (!field || value === null || field.type === 'file') return ''
    const list = listOf(section, field, entry.kind)
    return field.type === 'code' && list ? words(list, String(value)) : String(value)
  }
  const first = leading.find((key) => said(key) !== '') ?? ''
  const kind = section.kinds && entry.kind ? ctx.kernel.translate(ctx.lang, `personnel.kinds.${section.name}.${entry.kind}`) : ''
  const rest = section.fields
    .map((f) => f.key)
    .filter((key) => key !== first)
    .map(said)
  return {
    title: [kind, said(first)].filter(Boolean).join(': '),
    detail: [...rest, entry.decisionNumber ?? ''].filter(Boolean).join(' · ') || null,
  }
}

/** What the file of a person tells of a life, class by class. */
export const fileTimelines: TimelineSource[] = [
  sourceOf('open', can.readFile, false),
  sourceOf('personal', can.readPersonal, false),
  sourceOf('sensitive', can.readSensitive, true),
]

/** One page of somebody's time line. @throws Refusal `kernel.notFound` for a person out of reach. */
export async function lifeLine(ctx: Ctx, input: TimelineInput, options: { sensitive: boolean }): Promise<LifeLine> {
  await getPerson(ctx, input.id)
  const after = input.afterId ? { on: input.afterOn ?? null, id: input.afterId } : null
  const { kinds, limit } = input
  const page = await timelineOf(ctx, 'people.person', input.id, { ...(kinds ? { kinds } : {}), after, limit }, options)
  return { id: input.id, ...page }
}
