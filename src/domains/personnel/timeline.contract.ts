import { z } from 'zod'
import { Id, operation } from '#kernel/contract.ts'
import { can } from './personnel.permissions.ts'

const Event = z.object({
  id: Id,
  kind: z.string(),
  on: z.string().nullable(),
  until: z.string().nullable().optional(),
  title: z.string(),
  detail: z.string().nullable(),
  link: z.string().nullable(),
})
const Place = z.object({ on: z.string().nullable(), id: Id })
const input = z.object({
  id: Id,
  kinds: z.array(z.string().max(40)).max(50).optional(),
  /** The last event of the page before. */
  afterOn: z.string().max(10).optional(),
  afterId: Id.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export type TimelineInput = z.infer<typeof input>

export const LifeLine = z.object({
  id: Id,
  events: z.array(Event),
  next: Place.nullable(),
  kinds: z.array(z.object({ kind: z.string(), title: z.string() })),
})
export type LifeLine = z.infer<typeof LifeLine>

export const timelineContract = {
  readTimeline: operation(can.readFile)
    .route({
      method: 'GET',
      path: '/personnel/files/{id}/timeline',
      summary: 'One time line of a person across all domains, newest first, without what is sensitive',
      tags: ['personnel'],
    })
    .input(input)
    .output(LifeLine),
  readWholeTimeline: operation(can.readSensitive, { sensitive: 'people.person' })
    .route({
      method: 'GET',
      path: '/personnel/files/{id}/timeline/whole',
      summary: 'The time line of a person with what is sensitive; each look is written into the log',
      tags: ['personnel'],
    })
    .input(input)
    .output(LifeLine),
}
