import { z } from 'zod'
import { Done, HistoryEvent, operation } from '#kernel/contract.ts'
import { can } from './administration.permissions.ts'

export const CodeColumn = z.object({
  key: z.string(),
  /** Word key. */
  title: z.string(),
  choices: z.array(z.string()).nullable(),
  /** Words of the choices stand under this key + choice. */
  words: z.string().nullable(),
  number: z.enum(['whole', 'decimal']).nullable(),
  optional: z.boolean(),
})
export type CodeColumn = z.infer<typeof CodeColumn>

export const CodeListRow = z.object({
  id: z.string(),
  /** Word keys. */
  title: z.string(),
  about: z.string(),
  editable: z.boolean(),
  entries: z.number().int(),
})
export type CodeListRow = z.infer<typeof CodeListRow>

export const CodeEntryRow = z.object({
  code: z.string(),
  label: z.object({ vi: z.string(), en: z.string() }),
  validFrom: z.string().nullable(),
  /** The first day it no longer holds. */
  validUntil: z.string().nullable(),
  source: z.string(),
  sourceTitle: z.string(),
  more: z.record(z.string(), z.string()),
  /** Came with the program and was never edited. */
  shipped: z.boolean(),
})
export type CodeEntryRow = z.infer<typeof CodeEntryRow>

export const CodeListDetail = CodeListRow.extend({ columns: z.array(CodeColumn), rows: z.array(CodeEntryRow) })
export type CodeListDetail = z.infer<typeof CodeListDetail>

const Key = z.object({
  list: z.string().max(100),
  code: z.string().min(1).max(60),
  validFrom: z.iso.date().nullable().default(null),
})

const EntryFacts = z.object({
  labelVi: z.string().trim().min(1).max(300),
  labelEn: z.string().trim().max(300).nullable().default(null),
  newFrom: z.iso.date().nullable().default(null),
  newUntil: z.iso.date().nullable().default(null),
  source: z.string().trim().min(1).max(300),
  more: z.record(z.string().max(60), z.string().max(300)).default({}),
})

const tags = ['administration']

export const codeListContract = {
  listCodeLists: operation(can.readCodeList)
    .route({ method: 'GET', path: '/administration/lists', summary: 'Code lists of the platform', tags })
    .output(z.array(CodeListRow)),
  getCodeList: operation(can.readCodeList)
    .route({
      method: 'GET',
      path: '/administration/lists/{list}',
      summary: 'One code list: every entry with validity and source',
      tags,
    })
    .input(z.object({ list: z.string().max(100) }))
    .output(CodeListDetail),
  codeEntryHistory: operation(can.readCodeList)
    .route({ method: 'GET', path: '/administration/lists/{list}/history', summary: 'Who changed what of an entry', tags })
    .input(Key)
    .output(z.array(HistoryEvent)),
  addCodeEntry: operation(can.changeCodeList)
    .route({ method: 'POST', path: '/administration/lists/{list}/entries', summary: 'A new entry, from a date', tags })
    .input(
      EntryFacts.extend({
        list: z.string().max(100),
        code: z
          .string()
          .trim()
          .regex(/^[A-Z0-9][A-Z0-9.-]{0,59}$/),
      }),
    )
    .output(Done),
  endCodeEntry: operation(can.changeCodeList)
    .route({ method: 'POST', path: '/administration/lists/{list}/end', summary: 'An entry no longer holds from a date', tags })
    .input(Key.extend({ on: z.iso.date() }))
    .output(Done),
  renewCodeEntry: operation(can.changeCodeList)
    .route({
      method: 'POST',
      path: '/administration/lists/{list}/renew',
      summary: 'Other values of an entry from a date; before it the former stay',
      tags,
    })
    .input(Key.extend(EntryFacts.shape).extend({ newFrom: z.iso.date() }))
    .output(Done),
  correctCodeEntry: operation(can.changeCodeList)
    .route({
      method: 'POST',
      path: '/administration/lists/{list}/correct',
      summary: 'Correct what was written wrongly of an entry',
      tags,
    })
    .input(Key.extend(EntryFacts.shape).extend({ reason: z.string().trim().min(1).max(300) }))
    .output(Done),
}
