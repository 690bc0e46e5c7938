import { type Dated, holdsOn } from '#kernel/dates.ts'

/** A version: what a thing is called and what it is, from..until. */
export interface Version<F> extends Dated {
  facts: F
}

/** What stands above a thing in one tree, from..until. */
export interface Link extends Dated {
  tree: string
  parentId: string
}

/** A thing that keeps its identity while its name, kind and place change. */
export interface Thing<F> {
  id: string
  versions: Version<F>[]
  links: Link[]
}

/** A thing that takes part in a merger or division: wholly, or with a share of it (0 to 1; null where it is not known). */
export interface Part {
  id: string
  whole: boolean
  share: number | null
}

/** One change of an act. Things that the act establishes have their id given by the one who writes the act. */
export type Change<F> = { no: number } & (
  | { kind: 'establish'; id: string; facts: F; links: { tree: string; parentId: string }[] }
  /** Another name, code, kind or level; the thing stays what it was. */
  | { kind: 'alter'; id: string; facts: Partial<F> }
  | { kind: 'move'; id: string; tree: string; parentId: string | null }
  /** Whole parts end and live on in `into`; others give a share of themselves. */
  | { kind: 'merge'; from: Part[]; into: string }
  /** Ends and lives on in several. */
  | { kind: 'split'; id: string; into: Part[] }
  /** Gives a part away and goes on. */
  | { kind: 'transfer'; id: string; to: string; share: number | null }
  /**
   * Ends; what it did goes to `heir`, where none is named to what stands above it. `unknown`: it went into something, and nothing says into
   * what; until that is known, what stands above takes over.
   */
  | { kind: 'dissolve'; id: string; heir: string | null; unknown?: boolean }
  /** Everything of a level ends, below one thing or everywhere. */
  | { kind: 'abolish-level'; level: string; below: string | null }
)

/** How one thing lives on in another. */
export interface Succession {
  from: string
  /** Null: not known. */
  to: string | null
  /** All of `from` went to `to`. */
  whole: boolean
  share: number | null
  /** `from` only gave a part away and goes on itself. */
  goesOn: boolean
}

/** How a thing came to its end. */
export type Ending = 'merge' | 'split' | 'dissolve' | 'abolish-level' | 'with-parent'

/** What an act does, ready to be written: everything on the day of the act. */
export interface Plan<F> {
  established: { id: string; facts: F }[]
  altered: { id: string; facts: F; until: string | null }[]
  /** `heir` takes over people, open work and what stood below; null where nothing stands above. */
  ended: { id: string; heir: string | null; why: Ending }[]
  /** `byRule`: no change of the act says so; it follows from what stood above having ended. */
  moved: { id: string; tree: string; parentId: string | null; until: string | null; byRule: boolean }[]
  successions: Succession[]
}

export type FaultCode =
  | 'unknown'
  | 'not-in-existence'
  | 'begins-same-day'
  | 'later-recorded'
  | 'ends-twice'
  | 'into-itself'
  | 'into-ended'
  | 'share-over'
  | 'code-taken'
  | 'parent-not-there'
  | 'cycle'
  | 'orphan'
  | 'established-twice'

/** Why an act cannot be done: which change, which thing, and which other one is in the way. */
export interface Fault {
  no: number | null
  code: FaultCode
  id: string
  other?: string
}

/** What the engine must know of the facts of a thing. */
export interface Kinds<F> {
  codeOf(facts: F): string
  levelOf(facts: F): string
  /** Has no life of its own: ends when what stands above it ends in this way, rather than moving to the heir. */
  endsWithParent(facts: F, why: Ending): boolean
}

/**
 * Plans an act of reorganisation: everything that begins, ends and moves on its day, or every reason why it cannot be. Nothing is planned
 * half: with one fault there is no plan. A thing may be touched only where nothing later is recorded of it, so that an act never rewrites
 * what came after; to do that, the later act is undone first.
 */
export function planReorganisation<F>(
  things: readonly Thing<F>[],
  changes: readonly Change<F>[],
  on: string,
  kinds: Kinds<F>,
): { plan: Plan<F>; faults: [] } | { plan: null; faults: Fault[] } {
  return new Planner(things, on, kinds).run(changes)
}

class Planner<F> {
  private readonly byId: Map<string, Thing<F>>
  private readonly faults: Fault[] = []
  private readonly established = new Map<string, { no: number; facts: F; links: { tree: string; parentId: string }[] }>()
  private readonly altered = new Map<string, { facts: F; until: string | null }>()
  private readonly ended = new Map<string, { no: number; heir: string | null; why: Ending }>()
  private readonly moves = new Map<
    string,
    { no: number | null; id: string; tree: string; parentId: string | null; byRule: boolean }
  >()
  private readonly successions: Omit<Succession, 'goesOn'>[] = []
  /** Meant to end, and refused: what follows from that is not told as well. */
  private readonly notEnded = new Set<string>()
  private readonly given = new Map<string, { no: number; sum: number }>()

  constructor(
    things: readonly Thing<F>[],
    private readonly on: string,
    private readonly kinds: Kinds<F>,
  ) {
    this.byId = new Map(things.map((t) => [t.id, t]))
  }

  run(changes: readonly Change<F>[]): ReturnType<typeof planReorganisation<F>> {
    for (const c of changes) if (c.kind === 'establish') this.establish(c)
    for (const c of changes) this.take(c)
    for (const c of changes) if (c.kind === 'abolish-level') this.abolish(c)
    for (const [id, { no, sum }] of this.given) if (sum > 1 + 1e-9) this.fault(no, 'share-over', id)
    this.endWithParents()
    for (const id of new Set([...this.altered.keys(), ...[...this.moves.values()].map((m) => m.id)]))
      if (this.ended.has(id)) this.fault(this.ended.get(id)?.no ?? null, 'ends-twice', id)
    this.moveOrphans()
    this.checkPlaces()
    this.checkCodes()
    if (this.faults.length > 0) return { plan: null, faults: this.faults }
    return {
      plan: {
        established: [...this.established].map(([id, { facts }]) => ({ id, facts })),
        altered: [...this.altered].map(([id, a]) => ({ id, ...a })),
        ended: [...this.ended].map(([id, { why }]) => ({ id, heir: this.livingHeir(id), why })),
        moved: [...this.moves.values()].map(({ id, tree, parentId, byRule }) => ({
          id,
          tree,
          parentId,
          until: this.linkOf(id, tree)?.validUntil ?? null,
          byRule,
        })),
        successions: this.successions.map((s) => ({ ...s, goesOn: !this.ended.has(s.from) })),
      },
      faults: [],
    }
  }

  private fault(no: number | null, code: FaultCode, id: string, other?: string): void {
    this.faults.push({ no, code, id, ...(other === undefined ? {} : { other }) })
  }

  private establish(c: Change<F> & { kind: 'establish' }): void {
    if (this.byId.has(c.id) || this.established.has(c.id)) return this.fault(c.no, 'established-twice', c.id)
    this.established.set(c.id, { no: c.no, facts: c.facts, links: c.links })
    for (const { tree, parentId } of c.links)
      this.moves.set(`${tree} ${c.id}`, { no: c.no, id: c.id, tree, parentId, byRule: false })
  }

  private take(c: Change<F>): void {
    switch (c.kind) {
      case 'establish':
      case 'abolish-level':
        return
      case 'alter': {
        const version = this.touch(c.no, c.id)
        if (version) {
          const before = this.altered.get(c.id)?.facts ?? version.facts
          this.altered.set(c.id, { facts: { ...before, ...c.facts }, until: version.validUntil })
        }
        return
      }
      case 'move':
        if (this.touch(c.no, c.id))
          this.moves.set(`${c.tree} ${c.id}`, { no: c.no, id: c.id, tree: c.tree, parentId: c.parentId, byRule: false })
        return
      case 'merge':
        for (const part of c.from) this.give(c.no, part.id, c.into, part)
        for (const part of c.from) if (part.whole) this.end(c.no, part.id, c.into, 'merge')
        return
      case 'split':
        for (const part of c.into) this.give(c.no, c.id, part.id, part)
        this.end(c.no, c.id, c.into.length === 1 ? (c.into[0]?.id ?? null) : null, 'split')
        return
      case 'transfer':
        return this.give(c.no, c.id, c.to, { id: c.to, whole: false, share: c.share })
      case 'dissolve':
        if (c.unknown) this.successions.push({ from: c.id, to: null, whole: true, share: 1 })
        else if (c.heir !== null) this.give(c.no, c.id, c.heir, { id: c.heir, whole: true, share: 1 })
        return this.end(c.no, c.id, c.unknown ? null : c.heir, 'dissolve')
    }
  }

  /** The version an act may change: of a thing that exists on the day, began before it, and has nothing recorded after it. */
  private touch(no: number, id: string): Version<F> | null {
    const thing = this.byId.get(id)
    if (!thing) {
      this.fault(no, 'unknown', id)
      return null
    }
    const version = thing.versions.find((v) => holdsOn(v, this.on))
    if (!version) this.fault(no, 'not-in-existence', id)
    else if (version.validFrom === this.on) this.fault(no, 'begins-same-day', id)
    else if (version.validUntil !== null || thing.versions.some((v) => v.validFrom !== null && v.validFrom > this.on))
      this.fault(no, 'later-recorded', id)
    else return version
    return null
  }

  private give(no: number, from: string, to: string, part: Part): void {
    if (from === to) return this.fault(no, 'into-itself', from)
    if (!this.byId.has(from)) return this.fault(no, 'unknown', from)
    if (!this.lives(to) && !this.established.has(to))
      return this.fault(no, this.byId.has(to) ? 'not-in-existence' : 'unknown', to)
    const share = part.whole ? 1 : part.share
    const sum = (this.given.get(from)?.sum ?? 0) + (share ?? 0)
    this.given.set(from, { no, sum })
    this.successions.push({ from, to, whole: part.whole, share })
  }

  private end(no: number, id: string, heir: string | null, why: Ending): void {
    if (this.ended.has(id)) return this.fault(no, 'ends-twice', id)
    if (this.touch(no, id)) this.ended.set(id, { no, heir, why })
    else this.notEnded.add(id)
  }

  private abolish(c: Change<F> & { kind: 'abolish-level' }): void {
    if (c.below !== null && !this.byId.has(c.below)) return this.fault(c.no, 'unknown', c.below)
    for (const [id, thing] of this.byId) {
      const version = thing.versions.find((v) => holdsOn(v, this.on))
      if (!version || this.ended.has(id) || this.kinds.levelOf(version.facts) !== c.level) continue
      if (c.below === null || this.liesBelow(id, c.below)) this.end(c.no, id, null, 'abolish-level')
    }
  }

  private liesBelow(id: string, above: string): boolean {
    const seen = new Set<string>()
    const up = [id]
    for (let next = up.pop(); next !== undefined; next = up.pop()) {
      if (seen.has(next)) continue
      seen.add(next)
      for (const link of this.byId.get(next)?.links ?? []) {
        if (!holdsOn(link, this.on)) continue
        if (link.parentId === above) return true
        up.push(link.parentId)
      }
    }
    return false
  }

  private endWithParents(): void {
    const movesAway = new Set([...this.moves.values()].map((m) => m.id))
    const below = new Map<string, string[]>()
    for (const { id, links } of this.byId.values())
      for (const link of links) if (holdsOn(link, this.on)) below.set(link.parentId, [...(below.get(link.parentId) ?? []), id])
    const queue = [...this.ended.keys()]
    for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
      const { no = 0, why = 'dissolve' } = this.ended.get(parent) ?? {}
      for (const id of below.get(parent) ?? []) {
        const version = this.byId.get(id)?.versions.find((v) => holdsOn(v, this.on))
        if (!version || this.ended.has(id) || movesAway.has(id) || !this.kinds.endsWithParent(version.facts, why)) continue
        this.end(no, id, parent, 'with-parent')
        if (this.ended.has(id)) queue.push(id)
      }
    }
  }

  /** What stood below something that ends goes to its heir, in each tree; where the act says otherwise, the act has its way. */
  private moveOrphans(): void {
    for (const { id, links } of this.byId.values()) {
      if (this.ended.has(id)) continue
      for (const link of links) {
        if (!holdsOn(link, this.on) || !this.ended.has(link.parentId) || this.moves.has(`${link.tree} ${id}`)) continue
        const parentId = this.livingHeir(link.parentId, link.tree)
        if (parentId === null) this.fault(this.ended.get(link.parentId)?.no ?? null, 'orphan', id, link.parentId)
        else this.moves.set(`${link.tree} ${id}`, { no: null, id, tree: link.tree, parentId, byRule: true })
      }
    }
  }

  /** Who takes over from something that ends: its heir, or that one's heir, or what stands above. */
  private livingHeir(id: string, tree?: string): string | null {
    const seen = new Set<string>()
    let at: string | null = id
    while (at !== null && this.ended.has(at)) {
      if (seen.has(at)) return null
      seen.add(at)
      const links: Link[] = (this.byId.get(at)?.links ?? []).filter((l) => holdsOn(l, this.on))
      at = this.ended.get(at)?.heir ?? links.find((l) => l.tree === tree)?.parentId ?? links[0]?.parentId ?? null
    }
    return at
  }

  private lives(id: string): boolean {
    return this.byId.get(id)?.versions.some((v) => holdsOn(v, this.on)) ?? false
  }

  private linkOf(id: string, tree: string): Link | undefined {
    return this.byId.get(id)?.links.find((l) => l.tree === tree && holdsOn(l, this.on))
  }

  private checkPlaces(): void {
    for (const { from, to } of this.successions)
      if (to !== null && this.ended.has(to)) this.fault(this.ended.get(to)?.no ?? null, 'into-ended', from, to)
    for (const { no, id, parentId } of this.moves.values()) {
      if (parentId === null) continue
      const there = this.established.has(parentId) || (this.lives(parentId) && !this.ended.has(parentId))
      if (!there)
        this.fault(
          no,
          this.byId.has(parentId) ? 'parent-not-there' : 'unknown',
          this.byId.has(parentId) ? id : parentId,
          parentId,
        )
    }
    const parentIn = (tree: string, id: string) => {
      const move = this.moves.get(`${tree} ${id}`)
      return move ? move.parentId : (this.linkOf(id, tree)?.parentId ?? null)
    }
    for (const { no, id, tree } of this.moves.values()) {
      const seen = new Set([id])
      for (let up = parentIn(tree, id); up !== null; up = parentIn(tree, up)) {
        if (up === id) this.fault(no, 'cycle', id)
        if (seen.has(up)) break
        seen.add(up)
      }
    }
  }

  private checkCodes(): void {
    const holders = new Map<string, string>()
    const take = (id: string, facts: F, no: number | null) => {
      const code = this.kinds.codeOf(facts)
      const other = holders.get(code)
      if (other !== undefined) this.fault(no, 'code-taken', id, other)
      else holders.set(code, id)
    }
    for (const { id, versions } of this.byId.values()) {
      const version = versions.find((v) => holdsOn(v, this.on))
      if (version && !this.ended.has(id) && !this.notEnded.has(id)) take(id, this.altered.get(id)?.facts ?? version.facts, null)
    }
    for (const [id, { facts, no }] of this.established) take(id, facts, no)
  }
}
