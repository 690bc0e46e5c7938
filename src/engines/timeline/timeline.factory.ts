import type { Kinds, Link, Thing } from './reorganisation.rules.ts'

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
