import { z } from 'zod'
import { Done, Id, operation } from '#kernel/contract.ts'
import { can } from './organization.permissions.ts'
import { Tree, unitLevels, UnitVersion } from './unit.contract.ts'

/** What stood above a unit in one tree, from..until. */
const Place = z.object({
  tree: Tree,
  parentId: Id,
  parentName: z.string(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
})

/** Who corrected, when, by which document, why. */
const By = z.object({ id: Id, at: z.string(), by: z.string(), ground: z.string(), reason: z.string() })

/** `day`: an act began or ended it, so its days are the act's. */
const kept = { id: Id, begunByAct: z.boolean(), endedByAct: z.boolean(), correction: By.nullable() }
/** A row that was wrong, as it was known until it was corrected. */
const former = { id: Id, knownFrom: z.string().nullable(), knownUntil: z.string(), correction: By }

/** Both clocks of a unit: what held when, and what had been recorded wrongly. */
export const UnitRecords = z.object({
  versions: z.array(UnitVersion.extend(kept)),
  places: z.array(Place.extend(kept)),
  correctedVersions: z.array(UnitVersion.extend(former)),
  correctedPlaces: z.array(Place.extend(former)),
})
export type UnitRecords = z.infer<typeof UnitRecords>

const day = z.iso.date().nullable().optional()

export const correctionContract = {
  unitRecords: operation(can.readUnit)
    .route({
      method: 'GET',
      path: '/organization/units/{id}/records',
      summary: 'Versions and places of a unit, as known now or on a day, and what was corrected',
      tags: ['organization'],
    })
    .input(z.object({ id: Id, knownOn: z.iso.date().optional() }))
    .output(UnitRecords),
  correctUnit: operation(can.changeUnit)
    .route({
      method: 'POST',
      path: '/organization/units/{id}/correct',
      summary: 'Correct what was wrong in the records of a unit, which is not a change of the unit; what it corrects is kept',
      tags: ['organization'],
    })
    .input(
      z.object({
        id: Id,
        /** The version or place that is wrong. */
        of: Id,
        code: z.string().trim().min(1).max(100).optional(),
        name: z.string().trim().min(1).max(300).optional(),
        shortName: z.string().trim().min(1).max(100).optional(),
        kind: z.string().trim().min(1).max(100).optional(),
        level: z.enum(unitLevels).optional(),
        parentId: Id.optional(),
        validFrom: day,
        validUntil: day,
        ground: z.string().trim().min(1).max(500),
        reason: z.string().trim().min(1).max(500),
      }),
    )
    .output(Done),
}
