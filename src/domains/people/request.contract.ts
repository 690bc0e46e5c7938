import { z } from 'zod'
import { Done, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { StoredFile } from '#engines/files/file.contract.ts'
import { correctableFields } from './correctable.rules.ts'
import { can } from './people.permissions.ts'
import { Person } from './person.contract.ts'

export const requestStates = ['open', 'approved', 'refused', 'withdrawn'] as const

/** Corrections asked for, the one due first before the others. */
export const requestList: ListShape = {
  id: 'requests',
  title: 'people.requests',
  columns: [
    { key: 'personName', title: 'people.fullName', type: 'text', sortable: true, shown: true, width: 220 },
    { key: 'unitName', title: 'people.unit', type: 'text', shown: true, width: 260 },
    { key: 'field', title: 'people.requestField', type: 'text', words: 'people.requestFields', shown: true, width: 160 },
    { key: 'askedOn', title: 'people.askedOn', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'due', title: 'people.requestDue', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'state', title: 'people.requestState', type: 'text', words: 'people.requestStates', shown: true, width: 140 },
    { key: 'decidedByName', title: 'people.decidedByPerson', type: 'text', shown: false, width: 180 },
  ],
  filters: [
    {
      key: 'state',
      title: 'people.requestState',
      choices: requestStates.map((value) => ({ value, title: `people.requestStates.${value}` })),
    },
    {
      key: 'field',
      title: 'people.requestField',
      choices: correctableFields.map((value) => ({ value, title: `people.requestFields.${value}` })),
    },
    { key: 'unitId', title: 'people.unit', picker: 'organization.pickUnit' },
  ],
  defaultSort: 'due',
  searchable: true,
}

export const RequestRow = z.object({
  id: Id,
  personId: Id,
  personName: z.string(),
  unitName: z.string().nullable(),
  field: z.string(),
  askedOn: z.string(),
  due: z.string(),
  state: z.enum(requestStates),
  decidedByName: z.string().nullable(),
})
export type RequestRow = z.infer<typeof RequestRow>

/** A request, whole: the value then, the value now, the value asked for. */
export const Request = RequestRow.extend({
  oldValue: z.string().nullable(),
  newValue: z.string(),
  /** What the record says now; null also where the reader may not see it. */
  nowValue: z.string().nullable(),
  /** The record says something else by now than the person saw. */
  overtaken: z.boolean(),
  note: z.string().nullable(),
  why: z.string().nullable(),
  file: StoredFile.nullable(),
})
export type Request = z.infer<typeof Request>

const OwnField = z.object({ field: z.string(), value: z.string().nullable() })
const why = z.string().trim().min(1).max(500)

export const requestContract = {
  myFile: operation(can.requestCorrection, { sensitive: 'people.person' })
    .route({
      method: 'GET',
      path: '/people/me',
      summary: 'The own record, with what may be asked to be corrected and what was asked',
      tags: ['people'],
    })
    .input(z.object({}))
    .output(z.object({ id: Id, person: Person, fields: z.array(OwnField), requests: z.array(Request) })),
  askCorrection: operation(can.requestCorrection)
    .route({
      method: 'POST',
      path: '/people/me/corrections',
      summary: 'Ask for a correction of the own record',
      tags: ['people'],
    })
    .input(
      z.object({
        field: z.enum(correctableFields as [string, ...string[]]),
        newValue: z.string().trim().min(1).max(200),
        note: z.string().trim().max(500).nullable().default(null),
        file: z.object({ id: Id }).loose().nullable().default(null),
      }),
    )
    .output(z.object({ id: Id })),
  withdrawCorrection: operation(can.requestCorrection)
    .route({
      method: 'POST',
      path: '/people/me/corrections/{id}/withdraw',
      summary: 'Withdraw a request of one’s own',
      tags: ['people'],
    })
    .input(z.object({ id: Id }))
    .output(Done),
  listRequests: operation(can.decideCorrection)
    .route({ method: 'GET', path: '/people/corrections', summary: 'Corrections asked for', tags: ['people'] })
    .input(listInput(requestList))
    .output(page(RequestRow)),
  exportRequests: operation(can.decideCorrection)
    .route({
      method: 'GET',
      path: '/people/corrections/export',
      summary: 'These requests as Excel, CSV or a Word table',
      tags: ['people'],
    })
    .input(exportInput(requestList))
    .output(z.file()),
  getRequest: operation(can.decideCorrection, { sensitive: 'people.request' })
    .route({ method: 'GET', path: '/people/corrections/{id}', summary: 'A request, old and new side by side', tags: ['people'] })
    .input(z.object({ id: Id }))
    .output(Request),
  approveCorrection: operation(can.decideCorrection)
    .route({
      method: 'POST',
      path: '/people/corrections/{id}/approve',
      summary: 'Approve a request: the record is corrected',
      tags: ['people'],
    })
    .input(z.object({ id: Id, reason: why }))
    .output(Done),
  refuseCorrection: operation(can.decideCorrection)
    .route({
      method: 'POST',
      path: '/people/corrections/{id}/refuse',
      summary: 'Refuse a request, with the reason',
      tags: ['people'],
    })
    .input(z.object({ id: Id, reason: why }))
    .output(Done),
}
