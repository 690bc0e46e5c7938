import type { ColumnType } from '#kernel/lists.ts'

/** A table of the list of what an act moves. `share` is how much of the width a column takes, in hundredths. */
export interface PaperTable {
  /** Word key of its heading; the sheet of a workbook bears the same. */
  key: string
  columns: { key: string; type: ColumnType; share: number }[]
  rows: (string | number)[][]
  /** What is to be said below it, as words. */
  notes: string[]
}

/** The list of what an act moves, before it is set: words are chosen, nothing is laid out. */
export interface ActPaper {
  superior: string
  issuer: string
  /** Day it is printed on. */
  date: string
  /** Not yet applied: what it would do. */
  draft: boolean
  title: string
  effectiveOn: string
  note: string | null
  /** Counts as sentences. */
  counts: string[]
  tables: PaperTable[]
}

/** What happened to a unit by an act, as it was written down. */
export interface MovedUnits {
  successions: { from: string; to: string | null; whole: boolean; share: number | null; goesOn: boolean }[]
  versions: { unit: string; name: string; formerName: string | null; code: string; formerCode: string | null }[]
  places: { unit: string; to: string; from: string | null }[]
}

export interface MovedPerson {
  name: string
  title: string
  from: string
  to: string
}

export interface MovedQuota {
  /** In words. */
  kind: string
  unit: string
  amount: number
}

/** How things are said. */
export interface PaperWords {
  t(key: string, params?: Record<string, string | number>): string
  /** As it was called before the act. */
  unit(id: string): string
  /** As it is called since. */
  heir(id: string): string
  percent(share: number): string
}

type ClauseOf = (from: string, into: string | null) => string

/** Old units and what they live on in: clause, and whether all of it or which part. */
export function successionTable(moved: MovedUnits, clauseOf: ClauseOf, { t, unit, heir, percent }: PaperWords): PaperTable {
  const rows = moved.successions.map(({ from, to, whole, share, goesOn }) => [
    unit(from),
    to === null ? t('notKnown') : heir(to),
    `${whole ? t('whole') : share === null ? t('partUnknown') : percent(share)}${goesOn && !whole ? ` (${t('goesOn')})` : ''}`,
    clauseOf(from, to),
  ])
  return {
    key: 'successions',
    columns: texts(['old', 34], ['new', 34], ['part', 18], ['clause', 14]),
    rows: sorted(rows),
    notes: [],
  }
}

/** Units established, renamed, or placed below another. */
export function changeTable(moved: MovedUnits, clauseOf: ClauseOf, { t, unit, heir }: PaperWords): PaperTable {
  const rows = [
    ...moved.versions.map((v) => [
      unit(v.unit),
      v.formerName === null
        ? t('established')
        : [
            v.formerName === v.name ? [] : [t('renamed', { to: v.name })],
            v.formerCode === v.code ? [] : [t('recoded', { to: v.code })],
          ]
            .flat()
            .join('; ') || t('kindChanged'),
      clauseOf(v.unit, null),
    ]),
    ...moved.places
      .filter((p) => p.from !== null)
      .map((p) => [unit(p.unit), t('placed', { from: unit(p.from ?? ''), to: heir(p.to) }), clauseOf(p.unit, p.to)]),
  ]
  return { key: 'changes', columns: texts(['unit', 36], ['change', 48], ['clause', 16]), rows: sorted(rows), notes: [] }
}

export function postTable(posts: { from: string; to: string; count: number }[]): PaperTable {
  const rows = posts.map(({ from, to, count }) => [from, to, count])
  return {
    key: 'posts',
    columns: [...texts(['old', 42], ['new', 42]), { key: 'posts', type: 'number', share: 16 }],
    rows,
    notes: [],
  }
}

/** People by name, as far as the reader may see them; the rest are counted. */
export function peopleTable(people: readonly MovedPerson[], all: number, { t, unit, heir }: PaperWords): PaperTable {
  const rows = people.map((p) => [p.name, p.title, unit(p.from), heir(p.to)])
  const hidden = all - people.length
  return {
    key: 'people',
    columns: texts(['name', 24], ['title', 20], ['old', 28], ['new', 28]),
    rows,
    notes: hidden > 0 ? [t('hidden', { count: hidden })] : [],
  }
}

/** What each unit gives and receives, kind by kind; both columns sum to the same. */
export function quotaTable(quotas: readonly MovedQuota[], { unit, heir }: PaperWords): PaperTable {
  const rows = quotas.map(({ kind, unit: id, amount }) => [
    amount < 0 ? unit(id) : heir(id),
    kind,
    amount < 0 ? -amount : '',
    amount > 0 ? amount : '',
  ])
  return {
    key: 'quotas',
    columns: [
      ...texts(['unit', 40], ['kind', 32]),
      { key: 'given', type: 'number', share: 14 },
      { key: 'received', type: 'number', share: 14 },
    ],
    rows: sorted(rows),
    notes: [],
  }
}

export function table(key: string, columns: PaperTable['columns'], rows: (string | number)[][]): PaperTable {
  return { key, columns, rows, notes: [] }
}

export function texts(...columns: [key: string, share: number][]): PaperTable['columns'] {
  return columns.map(([key, share]) => ({ key, type: 'text', share }))
}

const sorted = (rows: (string | number)[][]) =>
  rows.toSorted((a, b) => String(a[0]).localeCompare(String(b[0]), 'vi') || String(a[1]).localeCompare(String(b[1]), 'vi'))
