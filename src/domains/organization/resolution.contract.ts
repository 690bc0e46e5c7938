import { z } from 'zod'
import { Id, operation } from '#kernel/contract.ts'
import { UnitName } from './act.contract.ts'
import { can } from './organization.permissions.ts'

/** A unit a clause takes, with the recorded units it may mean, the likeliest first. */
export const ProposedUnit = z.object({
  name: z.string(),
  within: z.string().nullable(),
  part: z.enum(['whole', 'part', 'rest']),
  units: z.array(UnitName.extend({ parentName: z.string().nullable() })),
  /** The first of them is meant beyond doubt. */
  sure: z.boolean(),
})
export type ProposedUnit = z.infer<typeof ProposedUnit>

/** What a clause is read as, to be confirmed. */
export const Proposal = z.object({
  no: z.number().int(),
  kind: z.enum(['merge', 'rename', 'keep']),
  text: z.string(),
  into: z.string(),
  /** A code as the statistics office gives them: that of an old unit taken whole. To be replaced by the official one. */
  code: z.string(),
  from: z.array(ProposedUnit),
})
export type Proposal = z.infer<typeof Proposal>

/** A clause as confirmed. */
const Confirmed = z.object({
  no: z.number().int().min(0).max(9999),
  into: z.string().trim().min(1).max(300),
  code: z.string().trim().min(1).max(40),
  from: z
    .array(z.object({ id: Id, whole: z.boolean() }))
    .min(1)
    .max(100),
})

export const resolutionContract = {
  readResolution: operation(can.reorganise, { reads: true })
    .route({
      method: 'POST',
      path: '/organization/resolutions/read',
      summary: 'Read the text of a resolution and propose its changes, clause by clause',
      tags: ['organization'],
    })
    .input(z.object({ text: z.string().min(1).max(400_000), effectiveOn: z.iso.date() }))
    .output(z.object({ proposals: z.array(Proposal), unread: z.array(z.object({ no: z.number().int(), text: z.string() })) })),
  draftResolution: operation(can.reorganise)
    .route({
      method: 'POST',
      path: '/organization/resolutions',
      summary: 'Draft an act from the clauses confirmed',
      tags: ['organization'],
    })
    .input(
      z.object({
        title: z.string().trim().min(1).max(500),
        effectiveOn: z.iso.date(),
        aboveId: Id,
        abolish: z
          .array(z.enum(['district']))
          .max(1)
          .default([]),
        clauses: z.array(Confirmed).min(1).max(1000),
      }),
    )
    .output(z.object({ id: Id })),
}
