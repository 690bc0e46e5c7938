import { codeEntriesOf } from '#kernel/codelist/codelist.service.ts'
import type { Ctx } from '#kernel/context.ts'
import { filesOf } from '#engines/files/index.ts'
import { birthOf, findCitizenNumber, getPerson, readBirth } from '#domains/people/index.ts'
import { documentOwner, photoSize } from './document.ts'
import * as store from './file.store.ts'
import { type FormPhoto, form2cToDocx } from './form-2c.docx.ts'
import { composeForm2c, type Form2c } from './form-2c.rules.ts'
import { codeLists } from './personnel.lists.ts'
import type { ListName } from './section.rules.ts'

const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** What form 2C says of a person to this reader; what the reader may not see is blank and marked. */
export async function form2cOf(ctx: Ctx, id: string): Promise<{ form: Form2c; photo: FormPhoto | null }> {
  const person = await getPerson(ctx, id)
  const birth = birthOf(await readBirth(ctx, id))
  const { classes, remarks } = await store.findClasses(ctx.db, id)
  const entries = (await Promise.all(classes.map((level) => store.findEntries(ctx.db, id, level)))).flat()
  const labels = new Map<string, string>()
  for (const [list, codes] of await codeEntriesOf(ctx, codeLists))
    for (const e of codes) labels.set(`${list.replace('personnel.', '')}|${e.code}`, e.label.vi)
  const main = person.posts.find(
    (p) => p.isMain && p.validFrom <= ctx.today() && (p.validUntil === null || p.validUntil > ctx.today()),
  )
  const bodies = main ? await store.findBodies(ctx.db, main.unitId, ctx.today()) : { unit: '', parent: null }
  const form = composeForm2c({
    person,
    birth: { date: birth, withheld: false },
    entries,
    classes,
    remarksHidden: !remarks,
    words: (list: ListName, code: string) => labels.get(`${list}|${code}`) ?? code,
    employer: bodies.unit,
    manager: bodies.parent ?? bodies.unit,
    citizenNumber: classes.includes('personal') ? await findCitizenNumber(ctx, id) : null,
    today: ctx.today(),
  })
  return { form, photo: await photoOf(ctx, entries) }
}

/** Form 2C as a Word file. The look is written into the log whatever of it was filled in. */
export async function exportForm2c(ctx: Ctx, id: string): Promise<File> {
  const { form, photo } = await form2cOf(ctx, id)
  ctx.sawRecord(id)
  const bytes = await form2cToDocx(form, { photo, date: ctx.today() })
  return new File([new Uint8Array(bytes)], `2C ${form.name}.docx`, { type: wordType })
}

/** The newest photograph of the file, if the reader may open it. */
async function photoOf(ctx: Ctx, entries: Awaited<ReturnType<typeof store.findEntries>>): Promise<FormPhoto | null> {
  const [newest] = entries.filter(
    (e) => e.section === 'document' && e.values.kind === 'ANH' && e.struckAt === null && e.values.file_id,
  )
  if (!newest) return null
  const file = (await filesOf(ctx, documentOwner, [newest.id])).get(newest.id)?.[0]
  if (!file || !['image/jpeg', 'image/png'].includes(file.mediaType)) return null
  const parts: Buffer[] = []
  for await (const part of await ctx.kernel.blobs.get(file.sha256)) parts.push(Buffer.from(part as Uint8Array))
  const bytes = Buffer.concat(parts)
  const size = photoSize(bytes)
  return size && { bytes, type: file.mediaType === 'image/png' ? 'png' : 'jpg', ...size }
}
