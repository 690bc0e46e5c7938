import { z } from 'zod'
import { operation } from '#kernel/contract.ts'
import { can } from './system.permissions.ts'

const Both = z.object({ vi: z.string(), en: z.string() })

/** A place in the data where a rule does not hold. */
export const RecordFinding = z.object({
  rule: z.string(),
  record: z.string(),
  /** Where it can be looked at and put right. */
  link: z.string().nullable(),
  /** First day on which the rule does not hold. */
  on: z.string().nullable(),
  message: Both,
})
export type RecordFinding = z.infer<typeof RecordFinding>

/** A domain's rules, how often each is broken, and the first findings of each. */
export const CheckedRecords = z.object({
  check: z.string(),
  title: Both,
  rules: z.array(z.object({ rule: z.string(), words: Both, count: z.number().int() })),
  findings: z.array(RecordFinding),
})
export type CheckedRecords = z.infer<typeof CheckedRecords>

export const checkContract = {
  checkRecords: operation(can.checkRecords)
    .route({
      method: 'GET',
      path: '/system/checks',
      summary: 'Everything in the records that breaks a rule, in every domain the reader sees whole',
      tags: ['system'],
    })
    .output(
      z.object({
        checked: z.array(CheckedRecords),
        /** Checks left out, as the reader does not see their records everywhere. */
        left: z.array(Both),
      }),
    ),
}
