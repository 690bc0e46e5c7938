import { z } from 'zod'
import { Done, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from '../people.permissions.ts'
import { PersonFacts, Post } from '../person.contract.ts'

export const duplicateStates = ['open', 'same', 'not-same'] as const
const grades = ['surely', 'possibly'] as const
const foundBy = ['search', 'entry', 'import', 'act'] as const
const choices = (key: string, values: readonly string[]) => values.map((value) => ({ value, title: `people.${key}.${value}` }))

/** Pairs of records that may be of one person, the likeliest first. */
export const duplicateList: ListShape = {
  id: 'duplicates',
  title: 'people.duplicates',
  columns: [
    { key: 'oneName', title: 'people.oneRecord', type: 'text', sortable: true, shown: true, width: 200 },
    { key: 'oneHint', title: 'people.oneHint', type: 'text', shown: true, width: 220 },
    { key: 'otherName', title: 'people.otherRecord', type: 'text', shown: true, width: 200 },
    { key: 'otherHint', title: 'people.otherHint', type: 'text', shown: true, width: 220 },
    { key: 'score', title: 'people.score', type: 'number', sortable: true, shown: true, width: 90 },
    { key: 'grade', title: 'people.grade', type: 'text', words: 'people.grades', shown: true, width: 120 },
    { key: 'state', title: 'people.pairState', type: 'text', words: 'people.pairStates', shown: true, width: 150 },
    { key: 'foundBy', title: 'people.foundBy', type: 'text', words: 'people.foundBys', shown: false, width: 140 },
    { key: 'foundOn', title: 'people.foundOn', type: 'date', sortable: true, shown: false, width: 120 },
  ],
  filters: [
    { key: 'state', title: 'people.pairState', choices: choices('pairStates', duplicateStates) },
    { key: 'grade', title: 'people.grade', choices: choices('grades', grades) },
    { key: 'unitId', title: 'people.unit', picker: 'organization.pickUnit' },
    { key: 'foundBy', title: 'people.foundBy', choices: choices('foundBys', foundBy) },
  ],
  defaultSort: '-score',
  searchable: true,
}

const Reason = z.object({ part: z.string(), outcome: z.string(), points: z.number().int() })

export const DuplicateRow = z.object({
  id: Id,
  oneId: Id,
  oneName: z.string(),
  oneHint: z.string(),
  otherId: Id,
  otherName: z.string(),
  otherHint: z.string(),
  score: z.number().int(),
  grade: z.enum(grades),
  state: z.enum(duplicateStates),
  foundBy: z.enum(foundBy),
  foundOn: z.string(),
  reasons: z.array(Reason),
  decidedByName: z.string().nullable(),
  decidedAt: z.string().nullable(),
  why: z.string().nullable(),
})
export type DuplicateRow = z.infer<typeof DuplicateRow>

const LikelyPerson = z.object({
  id: Id,
  fullName: z.string(),
  birthYear: z.number().int().nullable(),
  unitName: z.string().nullable(),
  title: z.string().nullable(),
  score: z.number().int(),
  grade: z.enum(grades),
  reasons: z.array(Reason),
})
export type LikelyPerson = z.infer<typeof LikelyPerson>

/** One record of a pair, whole: who reviews must see what differs, and each look is written into the log. */
const Side = z.object({
  id: Id,
  fullName: z.string(),
  familyAndMiddle: z.string(),
  given: z.string(),
  sex: z.string(),
  birthDate: z.string().nullable(),
  birthMonth: z.number().int().nullable(),
  birthYear: z.number().int().nullable(),
  category: z.string(),
  citizenId: z.string().nullable(),
  hasAccount: z.boolean(),
  posts: z.array(Post),
})
export type Side = z.infer<typeof Side>

/** What of two records a merge lets choose. */
export const mergeFields = ['name', 'sex', 'birth', 'category', 'citizenId'] as const

const Fault = z.object({
  key: z.string(),
  text: z.string(),
  options: z.array(z.object({ value: z.string(), text: z.string() })),
})

const why = z.string().trim().min(1).max(500)

export const Merge = z.object({
  id: Id,
  keptId: Id,
  keptName: z.string(),
  goneId: Id,
  goneName: z.string(),
  decisionNumber: z.string().nullable(),
  decidedOn: z.string().nullable(),
  why: z.string(),
  mergedByName: z.string(),
  mergedOn: z.string(),
  undoneByName: z.string().nullable(),
  undoneOn: z.string().nullable(),
  undoneWhy: z.string().nullable(),
})
export type Merge = z.infer<typeof Merge>

export const duplicateContract = {
  listDuplicates: operation(can.reviewDuplicates)
    .route({ method: 'GET', path: '/people/duplicates', summary: 'Pairs of records that may be of one person', tags: ['people'] })
    .input(listInput(duplicateList))
    .output(page(DuplicateRow)),
  exportDuplicates: operation(can.reviewDuplicates)
    .route({
      method: 'GET',
      path: '/people/duplicates/export',
      summary: 'These pairs as Excel, CSV or a Word table',
      tags: ['people'],
    })
    .input(exportInput(duplicateList))
    .output(z.file()),
  findDuplicates: operation(can.reviewDuplicates)
    .route({
      method: 'POST',
      path: '/people/duplicates/find',
      summary: 'Look for doubles among all people within reach, in the background',
      tags: ['people'],
    })
    .input(z.object({}))
    .output(z.object({ jobId: Id })),
  comparePair: operation(can.reviewDuplicates, { sensitive: 'people.person' })
    .route({
      method: 'GET',
      path: '/people/duplicates/{id}',
      summary: 'Both records of a pair, whole; each look is written into the log',
      tags: ['people'],
    })
    .input(z.object({ id: Id }))
    .output(z.object({ pair: DuplicateRow, one: Side, other: Side })),
  denyDuplicates: operation(can.reviewDuplicates)
    .route({
      method: 'POST',
      path: '/people/duplicates/deny',
      summary: 'Say of pairs that they are two people',
      tags: ['people'],
    })
    .input(z.object({ ids: z.array(Id).min(1).max(200), reason: why }))
    .output(z.object({ decided: z.number().int() })),
  reopenDuplicate: operation(can.reviewDuplicates)
    .route({
      method: 'POST',
      path: '/people/duplicates/{id}/reopen',
      summary: 'Take back that a pair is two people',
      tags: ['people'],
    })
    .input(z.object({ id: Id }))
    .output(Done),
  likelyPersons: operation(can.changePerson, { reads: true })
    .route({
      method: 'POST',
      path: '/people/persons/likely',
      summary: 'Who is likely the person about to be registered',
      tags: ['people'],
    })
    .input(PersonFacts.extend({ unitId: Id.nullable().default(null), title: z.string().max(200).nullable().default(null) }))
    .output(z.object({ persons: z.array(LikelyPerson), elsewhere: z.number().int() })),
  mergeFaults: operation(can.mergePersons, { reads: true })
    .route({
      method: 'POST',
      path: '/people/merges/faults',
      summary: 'What stands in the way of a merge, with what can be done',
      tags: ['people'],
    })
    .input(z.object({ keptId: Id, goneId: Id }))
    .output(z.object({ faults: z.array(Fault), twoAccounts: z.boolean() })),
  mergePersons: operation(can.mergePersons)
    .route({ method: 'POST', path: '/people/merges', summary: 'Merge two records of one person', tags: ['people'] })
    .input(
      z.object({
        keptId: Id,
        goneId: Id,
        /** Fields in which the other record holds. */
        fromOther: z.array(z.enum(mergeFields)).max(20).default([]),
        choices: z.record(z.string().max(200), z.string().max(200)).default({}),
        decisionNumber: z.string().trim().max(100).nullable().default(null),
        decidedOn: z.iso.date().nullable().default(null),
        reason: why,
      }),
    )
    .output(z.object({ id: Id })),
  undoMerge: operation(can.mergePersons)
    .route({ method: 'POST', path: '/people/merges/{id}/undo', summary: 'Take a merge back exactly', tags: ['people'] })
    .input(z.object({ id: Id, reason: why }))
    .output(Done),
  mergesOf: operation(can.readPerson)
    .route({ method: 'GET', path: '/people/persons/{id}/merges', summary: 'Records merged into this one', tags: ['people'] })
    .input(z.object({ id: Id }))
    .output(z.array(Merge)),
}
