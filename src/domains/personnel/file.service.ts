import { codeEntriesOf } from '#kernel/codelist/codelist.service.ts'
import { entryHolds } from '#kernel/codelist/codelist.rules.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { normalise } from '#kernel/text.ts'
import { attachFile, openFile } from '#engines/files/index.ts'
import { findNumberOwner, getPerson, type Person, setCitizenNumber } from '#domains/people/index.ts'
import { documentOwner } from './document.ts'
import type { Entry, EntryInput, FilePart } from './file.contract.ts'
import * as store from './file.store.ts'
import { codeLists } from './personnel.lists.ts'
import { refuse } from './personnel.refusals.ts'
import { faultsOf, type FieldClass, type ListName, listNames, type RowFault, sectionOf } from './section.rules.ts'

/** The rows of one class. @throws Refusal `kernel.notFound` for a person out of reach. */
export async function readPart(ctx: Ctx, id: string, wanted: FieldClass): Promise<FilePart> {
  await getPerson(ctx, id)
  return { id, entries: await store.findEntries(ctx.db, id, wanted) }
}

/** Salary course, disciplines and rewards of many persons, each row within the actor's reach. */
export function careerFacts(ctx: Ctx, personIds: readonly string[]): Promise<Map<string, store.CareerFacts>> {
  return store.findCareerFacts(ctx.db, personIds)
}

/** The lists a file chooses from, with the days each code holds. */
export async function fileCodes(ctx: Ctx) {
  const found = await codeEntriesOf(ctx, codeLists)
  return Object.fromEntries(
    listNames.map((name) => [
      name,
      (found.get(`personnel.${name}`) ?? []).map((e) => ({ code: e.code, ...e.label, from: e.validFrom, until: e.validUntil })),
    ]),
  )
}

/**
 * A new row of a file.
 *
 * @throws Refusal `personnel.*` naming the field and the rule; `kernel.notFound` where person, or the class of the row, is out of reach.
 */
export async function addEntry(ctx: Ctx, input: EntryInput & { id: string }): Promise<{ id: string }> {
  const person = await getPerson(ctx, input.id)
  return write(ctx, person, input, null, null)
}

/** Many rows of many files: the rules of one at a time, all or none. Gives their ids. @throws as `addEntry`. */
export async function addEntries(ctx: Ctx, inputs: (EntryInput & { id: string })[]): Promise<string[]> {
  const persons = new Map<string, Person>()
  for (const { id } of inputs) if (!persons.has(id)) persons.set(id, await getPerson(ctx, id))
  return writeAll(
    ctx,
    inputs.flatMap((input) => {
      const person = persons.get(input.id)
      return person ? [{ person, input, replaces: null, endReason: null }] : []
    }),
  )
}

/** A right row in the place of a wrong one, which stays, struck out. @throws as `addEntry`; Refusal `personnel.alreadyStruck`. */
export async function correctEntry(ctx: Ctx, input: EntryInput & { id: string; reason: string }): Promise<{ id: string }> {
  const wrong = await findStanding(ctx, input.section, input.id)
  const person = await getPerson(ctx, wrong.personId)
  await strike(ctx, input.section, input.id, input.reason)
  // Why it ended stays with the row, while it is the same end.
  return write(ctx, person, input, wrong.id, input.until === wrong.until ? wrong.endReason : null)
}

/** Recorded by mistake, with nothing in its place. @throws Refusal `kernel.notFound`, `personnel.alreadyStruck`. */
export async function strikeEntry(ctx: Ctx, input: { id: string; section: string; reason: string }): Promise<{ done: true }> {
  await findStanding(ctx, input.section, input.id)
  await strike(ctx, input.section, input.id, input.reason)
  return { done: true }
}

/** The last day a row held, and why. @throws Refusal `personnel.ended`, `personnel.endsBeforeStart`, `kernel.notFound`. */
export async function endEntry(
  ctx: Ctx,
  input: { id: string; section: string; until: string; reason: string },
): Promise<{ done: true }> {
  const entry = await findStanding(ctx, input.section, input.id)
  if (entry.until !== null) throw refuse.ended()
  if (entry.from !== null && input.until < entry.from.slice(0, input.until.length)) throw refuse.endsBeforeStart()
  const row = { ...input, reason: normalise(input.reason) }
  if ((await store.endEntry(ctx.db, sectionOf(input.section), row)) === 0) throw kernelRefuse.notFound({ what: 'entry' })
  return { done: true }
}

async function findStanding(ctx: Ctx, section: string, id: string): Promise<Entry & { personId: string }> {
  const entry = await store.findEntry(ctx.db, sectionOf(section), id)
  if (!entry) throw kernelRefuse.notFound({ what: 'entry' })
  if (entry.struckAt !== null) throw refuse.alreadyStruck()
  return entry
}

async function strike(ctx: Ctx, section: string, id: string, reason: string): Promise<void> {
  const changed = await store.strikeEntry(ctx.db, sectionOf(section), { id, reason: normalise(reason), at: ctx.now() })
  if (changed === 0) throw kernelRefuse.notFound({ what: 'entry' })
}

interface Row {
  person: Person
  input: EntryInput
  replaces: string | null
  endReason: string | null
}

async function write(
  ctx: Ctx,
  person: Person,
  input: EntryInput,
  replaces: string | null,
  endReason: string | null,
): Promise<{ id: string }> {
  const [id = ''] = await writeAll(ctx, [{ person, input, replaces, endReason }])
  return { id }
}

/** Checks each row and writes all of them, a statement for each section: all or none. Gives their ids. */
async function writeAll(ctx: Ctx, rows: Row[]): Promise<string[]> {
  const lists = await codeEntriesOf(ctx, codeLists)
  const checked = rows.map(({ person, input, replaces, endReason }) => {
    const section = sectionOf(input.section)
    const values = Object.fromEntries(
      Object.entries(input.values).map(([key, value]) => [key, typeof value === 'string' ? normalise(value) || null : value]),
    )
    const day = wholeDay(input.from)
    const stands = (list: ListName, code: string) =>
      (lists.get(`personnel.${list}`) ?? []).some((e) => e.code === code && (day === null || entryHolds(e, day)))
    const row = { ...input, values }
    const [fault] = faultsOf(section, row, person, ctx.today(), stands)
    if (fault) throw refusalOf(ctx, fault, person, row)
    return { section, person, row: { ...row, id: ctx.newId(), personId: person.id, replaces, endReason } }
  })
  for (const { section, person, row } of checked)
    if (section.name === 'paper') await claimNumber(ctx, person, row.kind, String(row.values.number))
  for (const section of new Set(checked.map((c) => c.section)))
    await store.insertEntries(
      ctx.db,
      section,
      checked.filter((c) => c.section === section).map((c) => c.row),
      ctx.now(),
    )
  for (const { section, person, row } of checked)
    if (section.name === 'document' && row.values.file_id)
      await attach(ctx, person, row.id, String(row.values.file_id), row.values.kind === 'ANH')
  return checked.map((c) => c.row.id)
}

/** Ties a file to its row; a photograph must be a picture by its content, whatever its name says. */
async function attach(ctx: Ctx, person: Person, entryId: string, fileId: string, photo: boolean): Promise<void> {
  const file = await openFile(ctx, fileId)
  if (photo && !['image/jpeg', 'image/png'].includes(file.mediaType)) throw refuse.notAPicture({ name: file.name })
  const main = person.posts.find((p) => p.isMain && (p.validUntil === null || p.validUntil > ctx.today()))
  await attachFile(ctx, documentOwner, { fileId, ownerId: entryId, unitId: main?.unitId ?? null, personId: person.id })
}

/** The day a rule is picked by: the first of what is known. Of what is not dated, any code that ever held will do. */
function wholeDay(day: string | null): string | null {
  return day === null ? null : `${day}-01-01`.slice(0, 10)
}

function refusalOf(ctx: Ctx, fault: RowFault, person: Person, row: EntryInput) {
  const words = (key: string) => ctx.kernel.translate(ctx.lang, `personnel.${key}`)
  const field = words(`fields.${fault.field}`)
  switch (fault.code) {
    case 'endsBeforeStart':
      return refuse.endsBeforeStart()
    case 'wrongNumber':
      return refuse.wrongNumber({ number: String(row.values.number), why: words(`numberFaults.${fault.why}`) })
    case 'beforeBirth':
      return refuse.beforeBirth({ name: person.fullName, field, year: person.birthYear ?? 0 })
    default:
      return refuse[fault.code]({ field })
  }
}

/** A number belongs to one person, whoever may see whom. The citizen number of a person is what imports know them by. */
async function claimNumber(ctx: Ctx, person: Person, kind: string | null, number: string): Promise<void> {
  const owner = (await findNumberOwner(ctx, number)) ?? (await store.findPaperOwner(ctx.db, kind ?? '', number))
  if (owner !== null && owner !== person.id) {
    const name = await getPerson(ctx, owner).then(
      (p) => p.fullName,
      () => null,
    )
    throw name === null ? refuse.numberElsewhere({ number }) : refuse.numberTaken({ number, name })
  }
  if (kind === 'citizen-card') await setCitizenNumber(ctx, person.id, number)
}
