import { z } from 'zod'
import { Done, Id, operation } from '#kernel/contract.ts'
import { can } from './organization.permissions.ts'

/** A list of units of one day, as it was given out. */
export const UnitList = z.object({
  id: Id,
  listedOn: z.string(),
  title: z.string(),
  units: z.number().int(),
  createdAt: z.string(),
  createdBy: z.string(),
})
export type UnitList = z.infer<typeof UnitList>

const Named = z.object({ code: z.string(), name: z.string(), parentName: z.string().nullable() })

/** A unit of which the list says something else than what is recorded, and what may have become of it. */
export const ListProposal = z.object({
  old: Named,
  change: z.enum(['altered', 'gone']),
  differs: z.array(z.enum(['code', 'name', 'kind', 'parent'])),
  /** The likeliest first. */
  candidates: z.array(
    Named.extend({
      confidence: z.enum(['certain', 'likely', 'guess']),
      evidence: z.array(z.enum(['code', 'name', 'name-part', 'nearest'])),
    }),
  ),
})
export type ListProposal = z.infer<typeof ListProposal>

export const ListComparison = z.object({
  list: UnitList,
  /** The day of the list before it, if there is one: the act lies between the two. */
  formerListedOn: z.string().nullable(),
  same: z.number().int(),
  proposals: z.array(ListProposal),
  /** Units of the list that bear no code and no name of an old one. */
  made: z.array(Named),
  /** Every unit of the list, to choose from. */
  units: z.array(z.object({ code: z.string(), name: z.string() })),
})
export type ListComparison = z.infer<typeof ListComparison>

const about = { tags: ['organization'] }

export const unitListContract = {
  unitLists: operation(can.reorganise)
    .route({ method: 'GET', path: '/organization/unit-lists', summary: 'Lists of units as given out, newest first', ...about })
    .output(z.array(UnitList)),
  compareUnitList: operation(can.reorganise)
    .route({
      method: 'GET',
      path: '/organization/unit-lists/{id}',
      summary: 'What differs between a list and what is recorded for its day, and what may have become of each unit',
      ...about,
    })
    .input(z.object({ id: Id }))
    .output(ListComparison),
  draftFromUnitList: operation(can.reorganise)
    .route({
      method: 'POST',
      path: '/organization/unit-lists/{id}/draft',
      summary: 'Draft the act that leads to a list, from what was decided of each unit',
      ...about,
    })
    .input(
      z.object({
        id: Id,
        title: z.string().trim().min(1).max(500),
        /** The day the act took effect: not that of the list, which is later. */
        effectiveOn: z.iso.date(),
        decisions: z
          .array(
            z.object({
              oldCode: z.string().min(1).max(40),
              /** Null: it is gone, and into which it went is not known. */
              newCode: z.string().min(1).max(40).nullable(),
            }),
          )
          .max(20_000),
      }),
    )
    .output(z.object({ id: Id })),
  deleteUnitList: operation(can.reorganise)
    .route({ method: 'POST', path: '/organization/unit-lists/{id}/delete', summary: 'Throw a list away', ...about })
    .input(z.object({ id: Id }))
    .output(Done),
}
