import type { Ctx } from './context.ts'
import type { Permission } from './permissions.ts'

/** One dated event in the life of a record. */
export interface TimelineEvent {
  id: string
  /** Code among the kinds of its source. */
  kind: string
  /** As far as known: `1985`, `1985-03`, `1985-03-08`; null where no date is recorded. */
  on: string | null
  /** Absent: a moment; null: to date; else the last day, as far as known. */
  until?: string | null
  title: string
  detail: string | null
  /** Where it is looked at in full. */
  link: string | null
}

/** Where a page of a time line begins: after this event. */
export interface TimelinePlace {
  on: string | null
  id: string
}

export interface TimelineQuestion {
  /** Only these kinds. */
  kinds: readonly string[]
  after: TimelinePlace | null
  limit: number
}

/**
 * What a domain knows of the life of records of another: a door like the one for search. Its events go through row-level security; what is
 * `sensitive` is told only where the looking is written into the log.
 *
 * @example timelines: [{ of: 'club.member', permission: can.readMatch, kinds: { match: 'club.match' }, find: (ctx, id, question) => matchesOf(ctx, id, question) }]
 */
export interface TimelineSource {
  /** The table of the records, as the log names it. */
  of: string
  permission: Permission
  /** Kinds of events and the word keys of their names. */
  kinds: Readonly<Record<string, string>>
  sensitive?: boolean
  /** Newest first, at most `limit`, beginning after `after`; `pageOf` does that for what is few. */
  find(ctx: Ctx, id: string, question: TimelineQuestion): Promise<TimelineEvent[]>
}

/** Newest first; what has no date stands last. */
function compare(a: TimelinePlace, b: TimelinePlace): number {
  const [x, y] = [a.on ?? '', b.on ?? '']
  return x < y ? 1 : x > y ? -1 : a.id < b.id ? 1 : a.id > b.id ? -1 : 0
}

/** The part of some events that a question asks for. */
export function pageOf(events: readonly TimelineEvent[], { kinds, after, limit }: TimelineQuestion): TimelineEvent[] {
  return events
    .filter((e) => kinds.includes(e.kind) && (after === null || compare(e, after) > 0))
    .sort(compare)
    .slice(0, limit)
}

export interface TimelinePage {
  events: TimelineEvent[]
  /** Where the next page begins; null at the end. */
  next: TimelinePlace | null
  /** Kinds this reader may see, with the word keys of their names. */
  kinds: { kind: string; title: string }[]
}

/** One page of the life of a record, put together from all domains, as far as the actor may see it. */
export async function timelineOf(
  ctx: Ctx,
  of: string,
  id: string,
  question: { kinds?: readonly string[]; after: TimelinePlace | null; limit: number },
  { sensitive }: { sensitive: boolean },
): Promise<TimelinePage> {
  const sources = ctx.kernel.timelines.filter((s) => s.of === of && ctx.may(s.permission) && (sensitive || !s.sensitive))
  const found = await Promise.all(
    sources.map(async (source) => {
      const kinds = Object.keys(source.kinds).filter((kind) => question.kinds?.includes(kind) ?? true)
      return kinds.length === 0 ? [] : source.find(ctx, id, { kinds, after: question.after, limit: question.limit + 1 })
    }),
  )
  const all = found.flat().sort(compare)
  const events = all.slice(0, question.limit)
  const last = events.at(-1)
  const kinds = new Map(sources.flatMap((s) => Object.entries(s.kinds)))
  return {
    events,
    next: all.length > question.limit && last ? { on: last.on, id: last.id } : null,
    kinds: [...kinds].map(([kind, title]) => ({ kind, title })),
  }
}
