import { closeDeadlinesOf, openDeadline } from '#kernel/calendar/deadline.service.ts'
import { entryOn } from '#kernel/codelist/codelist.rules.ts'
import { codeEntries } from '#kernel/codelist/codelist.service.ts'
import type { Ctx } from '#kernel/context.ts'
import { isPlainDate } from '#kernel/dates.ts'
import { type Book, defineBook } from '#kernel/numbering/numbering.rules.ts'
import { claimNumber, nextNumber } from '#kernel/numbering/numbering.service.ts'
import type { ReportTemplate } from '#engines/indicators/template.contract.ts'
import { committeeTerms, reportingCalendar } from './report.lists.ts'
import type { EditionRow, ReportRow } from './report.store.ts'
import { can } from './reports.permissions.ts'

const relation = 'reports.edition'

/**
 * Opens the deadline of a report's first edition, as the reporting calendar of its year says; a later edition corrects a report that was
 * sent, and is due on no day. Nothing is opened for a period or a year the calendar says nothing of.
 */
export async function openEditionDeadline(ctx: Ctx, report: ReportRow, edition: { id: string; number: number }): Promise<void> {
  if (edition.number !== 1 || !/^\d{4}$/.test(report.period)) return
  const entry = entryOn(await codeEntries(ctx, reportingCalendar), 'NAM', `${report.period}-12-31`)
  const start = `${report.period}-${entry?.more.cutoff ?? ''}`
  const amount = Number(entry?.more.days)
  if (!entry || !isPlainDate(start) || !Number.isInteger(amount) || amount < 1) return
  await openDeadline(ctx, {
    owner: { relation, id: edition.id, purpose: 'send' },
    label: report.title.vi,
    link: `/bao-cao/${report.id}`,
    read: [can.readReport],
    write: [can.draftEdition, can.sealEdition],
    rule: entry.more.rule ?? 'DAN-SU',
    start,
    term: { amount, unit: 'calendar' },
    owners: [ctx.actor.id],
    superior: can.approveEdition,
  })
}

/** The report was sealed: done on the date it bears. */
export function meetEditionDeadline(ctx: Ctx, editionId: string, on: string): Promise<void> {
  return closeDeadlinesOf(ctx, relation, editionId, { on, as: 'met' })
}

/** The register a report is numbered in: a Party document's through a term of the committee, a state one's through a year. */
export async function bookOf(ctx: Ctx, template: ReportTemplate): Promise<Book> {
  const { symbol } = template.header
  const party = template.layout.startsWith('party')
  const terms = (await codeEntries(ctx, committeeTerms)).flatMap((t) =>
    t.validFrom ? [{ from: t.validFrom, name: t.code }] : [],
  )
  return defineBook({
    code: `reports.${symbol}`,
    words: { vi: `Sổ ${symbol}`, en: `Register ${symbol}` },
    format: party ? `{n}-${symbol}` : `{n}/${symbol}`,
    restart: party ? terms : 'year',
    permissions: [can.sealEdition.id],
    source: party ? 'HD-36-2018' : 'ND-30-2020#15',
  })
}

/**
 * The number of an edition at its sealing: the next of the register where none was written, else the one written, entered into the register.
 *
 * @throws Refusal `kernel.numberTaken`, `kernel.numberSeriesUnknown`.
 */
export async function numberAtSealing(ctx: Ctx, edition: EditionRow, date: string, template: ReportTemplate): Promise<string> {
  const book = await bookOf(ctx, template)
  const wanted = { date, relation, recordId: edition.id }
  if (!edition.documentNumber) return (await nextNumber(ctx, book, wanted)).text
  await claimNumber(ctx, book, wanted, edition.documentNumber)
  return edition.documentNumber
}
