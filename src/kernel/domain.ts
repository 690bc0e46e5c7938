import type { DataCheck } from './checks.ts'
import type { CodeList } from './codelist/codelist.rules.ts'
import type { EventHandlers } from './context.ts'
import type { Job } from './jobs/job.ts'
import type { NoticeKind } from './notices/notice.ts'
import type { ImportKind } from './imports/import-kind.ts'
import type { Routes } from './operations.ts'
import type { Permission } from './permissions.ts'
import type { SearchSource } from './search/search.service.ts'
import type { TimelineSource } from './timeline.ts'
import type { Words } from './words.ts'

/** What a domain brings to the platform: the whole of its door that the platform itself must know. */
export interface Domain {
  name: string
  permissions: Record<string, Permission>
  routes: Routes[]
  words: Words
  /** Figures this domain computes (definitions of the indicators engine). */
  indicators?: readonly { id: string }[]
  /** What this domain takes files for (definitions of the files engine). */
  filePurposes?: readonly { id: string }[]
  /** Work of this domain that goes on after the answer. */
  jobs?: readonly Job[]
  /** What this domain tells people of. */
  notices?: readonly NoticeKind[]
  /** Code lists this domain reads: shown with validity and source, the editable ones edited. */
  lists?: readonly CodeList[]
  /** What of this domain can be found from anywhere. */
  search?: readonly SearchSource[]
  /** What of the life of other domains' records this domain knows: their time lines are put together from all of them. */
  timelines?: readonly TimelineSource[]
  /** Kinds of records this domain takes from files. */
  imports?: readonly ImportKind[]
  /** Rules the records of this domain must keep, looked for by `noivu check` and on the screen of checks. */
  checks?: readonly DataCheck[]
  /** Events of other domains this one listens to. */
  on?: Record<string, (ctx: never, payload: never) => Promise<void>>
}

/** Declares a domain. Adding one is a folder and one line in `src/app/domains.ts`. */
export function defineDomain<const T extends Domain>(domain: T): T {
  return domain
}

/** All operations of all domains as one router, keyed `domain.operation`. */
export function gatherRoutes(domains: Domain[]): {
  contract: Record<string, Routes['contract']>
  router: Record<string, Routes['router']>
} {
  const contract: Record<string, Routes['contract']> = {}
  const router: Record<string, Routes['router']> = {}
  for (const domain of domains) {
    contract[domain.name] = Object.assign({}, ...domain.routes.map((r) => r.contract)) as Routes['contract']
    router[domain.name] = Object.assign({}, ...domain.routes.map((r) => r.router)) as Routes['router']
  }
  return { contract, router }
}

/** Every operation of all domains: its name, what it asks for, and what it does. */
export function gatherOperations(domains: Domain[]): { id: string; permission: string; summary: string }[] {
  return Object.entries(gatherRoutes(domains).contract).flatMap(([domain, contract]) =>
    Object.entries(contract).map(([name, procedure]) => {
      const { meta, route } = procedure['~orpc']
      return { id: `${domain}.${name}`, permission: meta.permission.id, summary: route.summary ?? '' }
    }),
  )
}

/** Event handlers of all domains. */
export function gatherEvents(domains: Domain[]): EventHandlers {
  const handlers: EventHandlers = {}
  for (const domain of domains) {
    for (const [event, handler] of Object.entries(domain.on ?? {}))
      (handlers[event] ??= []).push(handler as EventHandlers[string][number])
  }
  return handlers
}
