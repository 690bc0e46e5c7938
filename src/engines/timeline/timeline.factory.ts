import { type Dated, holdsOn } from '#kernel/dates.ts'
import type { DatedSuccession } from './lineage.rules.ts'
import type { Kinds, Link, Plan, Thing } from './reorganisation.rules.ts'

/** What an invented club of the tests knows of its sections. */
export interface Section {
  code: string
  name: string
  level: string
}

/** An invented club: its sections have codes and levels, and a committee ends with its section. */
export const clubKinds: Kinds<Section> = {
  codeOf: (f) => f.code,
  levelOf: (f) => f.level,
  endsWithParent: (f, why) => f.level === 'committee' && why !== 'merge',
}

/** A section of the club since 2000; it stands below `parent` in the tree `club`. */
export function aSection(
  id: string,
  given: Partial<Section> & { parent?: string | null; from?: string | null; until?: string | null; links?: Link[] } = {},
): Thing<Section> {
  const { parent = null, from = '2000-01-01', until = null, links, ...facts } = given
  return {
    id,
    versions: [{ validFrom: from, validUntil: until, facts: { code: id, name: id, level: 'section', ...facts } }],
    links: links ?? (parent === null ? [] : [{ tree: 'club', parentId: parent, validFrom: from, validUntil: until }]),
  }
}

/** The club as a plan leaves it. */
export function afterPlan(
  things: readonly Thing<Section>[],
  plan: Plan<Section>,
  on: string,
): { things: Thing<Section>[]; successions: DatedSuccession[] } {
  const ended = new Set(plan.ended.map((e) => e.id))
  const until = <D extends Dated>(d: D): D => (holdsOn(d, on) ? { ...d, validUntil: on } : d)
  const after = things.map(({ id, versions, links }): Thing<Section> => {
    const altered = plan.altered.find((a) => a.id === id)
    const moves = plan.moved.filter((m) => m.id === id)
    return {
      id,
      versions: [
        ...versions.map((v) => (altered || ended.has(id) ? until(v) : v)),
        ...(altered ? [{ validFrom: on, validUntil: altered.until, facts: altered.facts }] : []),
      ],
      links: [
        ...links.map((l) => (ended.has(id) || moves.some((m) => m.tree === l.tree) ? until(l) : l)),
        ...moves.flatMap(({ tree, parentId, until: end }) =>
          parentId === null ? [] : [{ tree, parentId, validFrom: on, validUntil: end }],
        ),
      ],
    }
  })
  const made = plan.established.map(({ id, facts }): Thing<Section> => {
    const moves = plan.moved.filter((m) => m.id === id)
    return {
      id,
      versions: [{ validFrom: on, validUntil: null, facts }],
      links: moves.flatMap(({ tree, parentId }) =>
        parentId === null ? [] : [{ tree, parentId, validFrom: on, validUntil: null }],
      ),
    }
  })
  return { things: [...after, ...made], successions: plan.successions.map((s) => ({ ...s, on })) }
}
