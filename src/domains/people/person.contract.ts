import { z } from 'zod'
import { Choice, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './people.permissions.ts'
import { contractKinds, endReasons } from './post.rules.ts'

export const personCategories = ['cadre', 'civil-servant', 'commune-civil-servant', 'public-employee', 'contract'] as const

/** People with their main post as of a date. */
export const personList: ListShape = {
  id: 'people',
  title: 'people.people',
  columns: [
    { key: 'fullName', title: 'people.fullName', type: 'text', sortable: true, shown: true, width: 220 },
    { key: 'birth', title: 'people.birthYear', type: 'date', sortable: true, shown: true, width: 110 },
    { key: 'sex', title: 'people.sex', type: 'text', words: 'people.sexes', shown: true, width: 80 },
    { key: 'title', title: 'people.post', type: 'text', sortable: true, shown: true, width: 220 },
    { key: 'unitName', title: 'people.unit', type: 'text', sortable: true, shown: true, width: 280 },
    {
      key: 'category',
      title: 'people.category',
      type: 'text',
      words: 'people.categories',
      sortable: true,
      shown: true,
      width: 150,
    },
    { key: 'postFrom', title: 'people.postFrom', type: 'date', sortable: true, shown: false, width: 120 },
  ],
  filters: [
    { key: 'unitId', title: 'people.unit', picker: 'organization.pickUnit' },
    {
      key: 'category',
      title: 'people.category',
      choices: personCategories.map((value) => ({ value, title: `people.categories.${value}` })),
    },
    { key: 'sex', title: 'people.sex', choices: ['male', 'female'].map((value) => ({ value, title: `people.sexes.${value}` })) },
  ],
  defaultSort: 'fullName',
  searchable: true,
}

export const PersonRow = z.object({
  id: Id,
  fullName: z.string(),
  /** The year; the whole date is asked for apart, which is logged. */
  birth: z.string().nullable(),
  sex: z.string(),
  category: z.string(),
  title: z.string().nullable(),
  unitId: Id.nullable(),
  unitName: z.string().nullable(),
  postFrom: z.string().nullable(),
})
export type PersonRow = z.infer<typeof PersonRow>

export const Post = z.object({
  id: Id,
  unitId: Id,
  unitName: z.string(),
  title: z.string(),
  isMain: z.boolean(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
  /** What it is held as; null: as the person is recorded. */
  category: z.enum(personCategories).nullable(),
  contract: z.enum(contractKinds).nullable(),
  decisionNumber: z.string().nullable(),
  decisionOn: z.string().nullable(),
  decidedBy: z.string().nullable(),
  endReason: z.enum(endReasons).nullable(),
  endDecisionNumber: z.string().nullable(),
  endDecisionOn: z.string().nullable(),
})
export type Post = z.infer<typeof Post>

export const Person = z.object({
  id: Id,
  familyAndMiddle: z.string(),
  given: z.string(),
  fullName: z.string(),
  sex: z.enum(['male', 'female']),
  birthYear: z.number().int().nullable(),
  /** Whether the month, or day and month, are recorded: `readBirth` tells them. */
  birthDayKnown: z.boolean(),
  category: z.string(),
  posts: z.array(Post),
})
export type Person = z.infer<typeof Person>

export const Birth = z.object({
  id: Id,
  birthDate: z.string().nullable(),
  birthMonth: z.number().int().nullable(),
  birthYear: z.number().int().nullable(),
})
export type Birth = z.infer<typeof Birth>

export const PersonFacts = z.object({
  familyAndMiddle: z.string().trim().max(100),
  given: z.string().trim().min(1).max(50),
  sex: z.enum(['male', 'female']),
  birthDate: z.iso.date().nullable().default(null),
  /** Where the day is unknown, with the year. */
  birthMonth: z.number().int().min(1).max(12).nullable().default(null),
  birthYear: z.number().int().min(1900).max(2100).nullable().default(null),
  category: z.enum(personCategories),
})

/** The decision behind a post, and what it is held as. */
const postDecision = {
  category: z.enum(personCategories).nullable().default(null),
  contract: z.enum(contractKinds).nullable().default(null),
  decisionNumber: z.string().trim().max(100).nullable().default(null),
  decisionOn: z.iso.date().nullable().default(null),
  decidedBy: z.string().trim().max(300).nullable().default(null),
}

export const personContract = {
  listPeople: operation(can.readPerson)
    .route({ method: 'GET', path: '/people/persons', summary: 'People with their main post as of a date', tags: ['people'] })
    .input(listInput(personList))
    .output(page(PersonRow)),
  exportPeople: operation(can.readPerson, { sensitive: 'people.person' })
    .route({ method: 'GET', path: '/people/persons/export', summary: 'People as Excel, CSV or a Word table', tags: ['people'] })
    .input(exportInput(personList))
    .output(z.file()),
  pickPerson: operation(can.readPerson)
    .route({ method: 'GET', path: '/people/persons/pick', summary: 'Find people by typing', tags: ['people'] })
    .input(z.object({ search: z.string().max(200).default('') }))
    .output(z.array(Choice)),
  getPerson: operation(can.readPerson)
    .route({ method: 'GET', path: '/people/persons/{id}', summary: 'One person, with all posts', tags: ['people'] })
    .input(z.object({ id: Id }))
    .output(Person),
  readBirth: operation(can.readPerson, { sensitive: 'people.person' })
    .route({
      method: 'GET',
      path: '/people/persons/{id}/birth',
      summary: 'The date of birth as recorded; each look is written into the log',
      tags: ['people'],
    })
    .input(z.object({ id: Id }))
    .output(Birth),
  personHistory: operation(can.readPerson)
    .route({ method: 'GET', path: '/people/persons/{id}/history', summary: 'Who changed what of a person', tags: ['people'] })
    .input(z.object({ id: Id }))
    .output(z.array(HistoryEvent)),
  registerPerson: operation(can.changePerson)
    .route({ method: 'POST', path: '/people/persons', summary: 'Register a person with a first post', tags: ['people'] })
    .input(
      PersonFacts.extend({
        unitId: Id,
        title: z.string().trim().min(1).max(200),
        from: z.iso.date(),
        /** Why it is somebody else, where a record is likely of the same person. */
        reason: z.string().trim().min(1).max(500).optional(),
      }),
    )
    .output(z.object({ id: Id })),
  correctPerson: operation(can.changePerson)
    .route({
      method: 'POST',
      path: '/people/persons/{id}/correct',
      summary: 'Correct what was recorded wrongly of a person',
      tags: ['people'],
    })
    .input(PersonFacts.extend({ id: Id }))
    .output(Person),
  movePerson: operation(can.changePerson)
    .route({
      method: 'POST',
      path: '/people/persons/{id}/move',
      summary: 'Give a person another main post from a date',
      tags: ['people'],
    })
    .input(
      z.object({
        id: Id,
        unitId: Id,
        title: z.string().trim().min(1).max(200),
        from: z.iso.date(),
        ...postDecision,
        /** Why no main post was held until then, where the last one does not say. */
        gapReason: z.enum(endReasons).nullable().default(null),
      }),
    )
    .output(Person),
  addPost: operation(can.changePerson)
    .route({
      method: 'POST',
      path: '/people/persons/{id}/posts',
      summary: 'Give a person a concurrent post beside the main one',
      tags: ['people'],
    })
    .input(
      z.object({
        id: Id,
        unitId: Id,
        title: z.string().trim().min(1).max(200),
        from: z.iso.date(),
        lastDay: z.iso.date().nullable().default(null),
        ...postDecision,
      }),
    )
    .output(Person),
  endPost: operation(can.changePerson)
    .route({
      method: 'POST',
      path: '/people/posts/{id}/end',
      summary: 'The last day of a post, and why it ends',
      tags: ['people'],
    })
    .input(
      z.object({
        id: Id,
        personId: Id,
        lastDay: z.iso.date(),
        reason: z.enum(endReasons),
        decisionNumber: z.string().trim().max(100).nullable().default(null),
        decisionOn: z.iso.date().nullable().default(null),
      }),
    )
    .output(Person),
  correctPost: operation(can.changePerson)
    .route({
      method: 'POST',
      path: '/people/posts/{id}/correct',
      summary: 'Correct what was recorded wrongly of a post',
      tags: ['people'],
    })
    .input(
      z.object({
        id: Id,
        personId: Id,
        unitId: Id,
        title: z.string().trim().min(1).max(200),
        from: z.iso.date(),
        ...postDecision,
        reason: z.string().trim().min(3).max(500),
      }),
    )
    .output(Person),
}
