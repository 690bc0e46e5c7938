import { z } from 'zod'
import { Done, Id, operation } from '#kernel/contract.ts'
import { can } from './personnel.permissions.ts'
import { fieldClasses, isDay, listNames, sections } from './section.rules.ts'

const Section = z.enum(sections.map((s) => s.name) as [string, ...string[]])
/** A day as far as it is known: `1985`, `1985-03`, `1985-03-08`. */
const Day = z.string().max(10).refine(isDay)
const Value = z.union([z.string().trim().max(4000), z.number().min(-1e9).max(1e9)]).nullable()

/** One row of a file: what was true from..until, and the document behind it. */
export const Entry = z.object({
  id: Id,
  section: Section,
  kind: z.string().nullable(),
  class: z.enum(fieldClasses),
  values: z.record(z.string(), Value),
  from: z.string().nullable(),
  /** The last day, month or year it held. */
  until: z.string().nullable(),
  /** Why it no longer holds, where its end was recorded apart. */
  endReason: z.string().nullable(),
  decisionNumber: z.string().nullable(),
  decisionOn: z.string().nullable(),
  decisionBy: z.string().nullable(),
  note: z.string().nullable(),
  recordedAt: z.string(),
  /** The row this one was put in the place of. */
  replaces: Id.nullable(),
  /** Recorded by mistake: kept, no longer counted. */
  struckAt: z.string().nullable(),
  struckReason: z.string().nullable(),
})
export type Entry = z.infer<typeof Entry>

/** The rows of one class of one file. */
export const FilePart = z.object({ id: Id, entries: z.array(Entry) })
export type FilePart = z.infer<typeof FilePart>

const EntryInput = z.object({
  section: Section,
  kind: z.string().max(40).nullable().default(null),
  values: z.record(z.string().max(40), Value),
  from: Day.nullable().default(null),
  until: Day.nullable().default(null),
  decisionNumber: z.string().trim().max(100).nullable().default(null),
  decisionOn: Day.nullable().default(null),
  decisionBy: z.string().trim().max(300).nullable().default(null),
  note: z.string().trim().max(1000).nullable().default(null),
})
export type EntryInput = z.infer<typeof EntryInput>

const CodeChoice = z.object({
  code: z.string(),
  vi: z.string(),
  en: z.string(),
  from: z.string().nullable(),
  until: z.string().nullable(),
})

const part = z.object({ id: Id })
const reason = z.string().trim().min(3).max(500)

export const fileContract = {
  readOpen: operation(can.readFile)
    .route({
      method: 'GET',
      path: '/personnel/files/{id}/open',
      summary: 'The open rows of a personnel file',
      tags: ['personnel'],
    })
    .input(part)
    .output(FilePart),
  readPersonal: operation(can.readPersonal)
    .route({
      method: 'GET',
      path: '/personnel/files/{id}/personal',
      summary: 'The personal rows of a personnel file',
      tags: ['personnel'],
    })
    .input(part)
    .output(FilePart),
  readSensitive: operation(can.readSensitive, { sensitive: 'people.person' })
    .route({
      method: 'GET',
      path: '/personnel/files/{id}/sensitive',
      summary: 'The sensitive rows of a personnel file; each look is written into the log',
      tags: ['personnel'],
    })
    .input(part)
    .output(FilePart),
  readRestricted: operation(can.readRestricted, { sensitive: 'people.person' })
    .route({
      method: 'GET',
      path: '/personnel/files/{id}/restricted',
      summary: 'Family and own history of a personnel file; each look is written into the log',
      tags: ['personnel'],
    })
    .input(part)
    .output(FilePart),
  exportForm2c: operation(can.readFile, { sensitive: 'people.person' })
    .route({
      method: 'GET',
      path: '/personnel/files/{id}/form-2c',
      summary: 'Form 2C-BNV/2008 as a Word file; what the reader may not see is blank. Each one is written into the log',
      tags: ['personnel'],
    })
    .input(part)
    .output(z.file()),
  fileCodes: operation(can.readFile)
    .route({ method: 'GET', path: '/personnel/codes', summary: 'The lists a personnel file chooses from', tags: ['personnel'] })
    .input(z.object({}))
    .output(z.partialRecord(z.enum(listNames), z.array(CodeChoice))),
  addEntry: operation(can.changeFile)
    .route({
      method: 'POST',
      path: '/personnel/files/{id}/entries',
      summary: 'Record a row of a personnel file',
      tags: ['personnel'],
    })
    .input(EntryInput.extend({ id: Id }))
    .output(z.object({ id: Id })),
  correctEntry: operation(can.changeFile)
    .route({
      method: 'POST',
      path: '/personnel/entries/{id}/correct',
      summary: 'Put a right row in the place of a wrong one, which is kept struck out',
      tags: ['personnel'],
    })
    .input(EntryInput.extend({ id: Id, reason }))
    .output(z.object({ id: Id })),
  endEntry: operation(can.changeFile)
    .route({
      method: 'POST',
      path: '/personnel/entries/{id}/end',
      summary: 'The last day a row held, and why',
      tags: ['personnel'],
    })
    .input(z.object({ id: Id, section: Section, until: Day, reason }))
    .output(Done),
  strikeEntry: operation(can.changeFile)
    .route({
      method: 'POST',
      path: '/personnel/entries/{id}/strike',
      summary: 'Strike out a row recorded by mistake; it is kept with the reason',
      tags: ['personnel'],
    })
    .input(z.object({ id: Id, section: Section, reason }))
    .output(Done),
}
