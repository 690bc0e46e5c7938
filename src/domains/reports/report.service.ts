import type { HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { fileNamePart } from '#kernel/text.ts'
import { historyOf } from '#kernel/history.ts'
import type { NoticeKind } from '#kernel/notices/notice.ts'
import type { Permission } from '#kernel/permissions.ts'
import {
  composeDocument,
  type ComposedFigure,
  documentToDocx,
  documentToHtml,
  documentToPdf,
  insertSnapshot,
  openRecords,
  readSnapshots,
  type TemplateProblem,
} from '#engines/indicators/index.ts'
import type { DocumentModel } from '#engines/indicators/document.contract.ts'
import type { ReportTemplate } from '#engines/indicators/template.contract.ts'
import { figureCatalogue } from './catalogue.store.ts'
import { meetEditionDeadline, numberAtSealing, openEditionDeadline } from './edition-duties.service.ts'
import { mayStep } from './edition.rules.ts'
import type { FigureRow } from './figure.contract.ts'
import { statusOf } from './figure.rules.ts'
import { readFigures, readFormer, recordSet, rowOf } from './figure.service.ts'
import type { Edition, Report } from './report.contract.ts'
import * as store from './report.store.ts'
import { can } from './reports.permissions.ts'
import { refuse } from './reports.refusals.ts'
import { tellHolders, told } from './reports.told.ts'
import { problemsOf, readTemplate } from './template.service.ts'
import { findTemplate, findTemplateById } from './template.store.ts'

export async function listReports(ctx: Ctx): Promise<Report[]> {
  const reports = []
  for (const report of await store.findReports(ctx.db)) reports.push(await withEditions(ctx, report))
  return reports
}

/** @throws Refusal `kernel.notFound`. */
export async function getReport(ctx: Ctx, id: string): Promise<Report> {
  return withEditions(ctx, await reportRow(ctx, id))
}

async function withEditions(ctx: Ctx, report: store.ReportRow): Promise<Report> {
  const editions = await store.findEditions(ctx.db, report.id)
  return {
    id: report.id,
    title: report.title,
    period: report.period,
    formerPeriod: report.formerPeriod,
    editions: editions.map(toEdition),
  }
}

async function reportRow(ctx: Ctx, id: string): Promise<store.ReportRow> {
  const report = await store.findReport(ctx.db, id)
  if (!report) throw kernelRefuse.notFound({ what: 'report' })
  return report
}

/** @throws Refusal `kernel.notFound`. */
export async function editionRow(ctx: Ctx, id: string, lock = false): Promise<store.EditionRow> {
  const edition = await store.findEdition(ctx.db, id, lock)
  if (!edition) throw kernelRefuse.notFound({ what: 'edition' })
  return edition
}

function toEdition(e: store.EditionRow): Edition {
  const steps = [
    { status: 'draft' as const, by: e.draftedByName, at: e.draftedAt },
    { status: 'checked' as const, by: e.checkedByName, at: e.checkedAt },
    { status: 'approved' as const, by: e.approvedByName, at: e.approvedAt },
    { status: 'sealed' as const, by: e.sealedByName, at: e.sealedAt },
  ]
  const { id, reportId, number, status, templateVersion, documentNumber, documentDate, supersedes } = e
  return {
    id,
    reportId,
    number,
    status,
    templateVersion,
    documentNumber,
    documentDate,
    supersedes,
    steps: steps.filter((s): s is Edition['steps'][number] => s.by !== null && s.at !== null),
  }
}

/** A document with the figures standing in it. */
export interface ReadDocument {
  edition: Edition | null
  document: DocumentModel
  figures: FigureRow[]
}

/**
 * The document of a report: a sealed edition exactly as sealed, an open one composed now from the figures as they stand.
 *
 * @throws Refusal `kernel.notFound`; `reports.noApprovedTemplate` where there is nothing to compose from.
 */
export async function readDocument(ctx: Ctx, input: { id: string; editionId?: string }): Promise<ReadDocument> {
  const report = await reportRow(ctx, input.id)
  const editions = await store.findEditions(ctx.db, report.id)
  const edition = input.editionId
    ? editions.find((e) => e.id === input.editionId)
    : (editions.find((e) => e.status !== 'sealed') ?? editions[0])
  if (input.editionId && !edition) throw kernelRefuse.notFound({ what: 'edition' })
  if (edition?.status === 'sealed') return readSealed(ctx, report, edition)
  const template = await templateFor(ctx, report, edition)
  return { ...(await compose(ctx, report, template, edition)), edition: edition ? toEdition(edition) : null }
}

/** An open edition follows the approved template until it is approved itself; then it keeps the one it was approved with. */
async function templateFor(ctx: Ctx, report: store.ReportRow, edition: store.EditionRow | undefined): Promise<ReportTemplate> {
  const template =
    edition?.status === 'approved'
      ? await findTemplateById(ctx.db, edition.templateId)
      : await findTemplate(ctx.db, report.templateCode, 'approved')
  if (!template) throw refuse.noApprovedTemplate()
  return readTemplate(template.body)
}

async function readSealed(ctx: Ctx, report: store.ReportRow, edition: store.EditionRow): Promise<ReadDocument> {
  const document = await store.readSealedDocument(ctx.db, edition.id)
  if (!document) throw kernelRefuse.notFound({ what: 'document' })
  const sealed = new Map((await readSnapshots(ctx.db, edition.id)).map((s) => [s.figureId, s]))
  const former = await readFormer(ctx, report.period)
  const figures = figureCatalogue().figures.flatMap((f) => {
    const s = sealed.get(f.id)
    return s
      ? [
          {
            ...rowOf(f, { id: f.id, value: s.value, qualifier: s.qualifier, source: s.source }, [], former.get(f.id)),
            status: s.status,
          },
        ]
      : []
  })
  return { edition: toEdition(edition), document, figures }
}

async function compose(
  ctx: Ctx,
  report: store.ReportRow,
  template: ReportTemplate,
  edition: store.EditionRow | undefined,
): Promise<{ document: DocumentModel; figures: FigureRow[] }> {
  const { readings, findings } = await readFigures(ctx, report.period)
  const former = await readFormer(ctx, report.period)
  const catalogue = figureCatalogue()
  const composed = new Map<string, ComposedFigure>(
    catalogue.figures.map((f) => {
      const r = readings.get(f.id)
      const value = r?.value ?? null
      return [
        f.id,
        {
          id: f.id,
          kind: f.kind,
          value,
          qualifier: r?.qualifier ?? 'exact',
          source: r?.source ?? 'typed',
          status: statusOf(value, f.id, findings),
        },
      ]
    }),
  )
  const document = composeDocument({
    template,
    figures: composed,
    lists: await listsFor(ctx, template, report.period, readings),
    parameters: report.parameters,
    documentNumber: edition?.documentNumber ?? null,
    documentDate: edition?.documentDate ?? null,
    language: 'vi',
    ...(edition?.status === 'sealed' ? {} : { watermark: 'DỰ THẢO' }),
  })
  return { document, figures: catalogue.figures.map((f) => rowOf(f, readings.get(f.id), findings, former.get(f.id))) }
}

/** Records behind the figures that `list` sentences name: the elements the evidence names, or the domain's records. */
async function listsFor(
  ctx: Ctx,
  template: ReportTemplate,
  period: string,
  readings: Awaited<ReturnType<typeof readFigures>>['readings'],
) {
  const sentences = [
    ...template.blocks.flatMap((b) => (b.kind === 'paragraph' ? b.sentences : [])),
    ...Object.values(template.footnotes).flat(),
  ]
  const lists = new Map<string, Record<string, string>[]>()
  for (const s of sentences) {
    if (s.kind !== 'list' || lists.has(s.figure)) continue
    const reading = readings.get(s.figure)
    if (reading?.source === 'typed') {
      lists.set(
        s.figure,
        (reading.items ?? []).map((i) => ({ label: i.label, amount: i.amount === undefined ? '' : String(i.amount) })),
      )
    } else if (reading) {
      const { set } = await recordSet(ctx, s.figure, period)
      const { rows } = await openRecords(ctx.db, set, { limit: s.limit + 1 })
      lists.set(
        s.figure,
        rows.map((r) => ({
          ...Object.fromEntries(Object.entries(r).map(([k, v]) => [k, v === null ? '' : String(v)])),
          label: r.record_label ?? '',
        })),
      )
    }
  }
  return lists
}

/** The page as an unsaved template would print it, with what is wrong in it. */
export async function previewTemplate(
  ctx: Ctx,
  input: { id: string; body: unknown },
): Promise<{ document: DocumentModel; html: string; problems: TemplateProblem[] }> {
  const report = await reportRow(ctx, input.id)
  const template = readTemplate(input.body)
  const { document } = await compose(ctx, report, template, undefined)
  return { document, html: documentToHtml(document), problems: problemsOf(template) }
}

/** The document as a file. The same edition gives the same bytes. */
export async function printDocument(
  ctx: Ctx,
  input: { id: string; editionId?: string; format: 'docx' | 'pdf' | 'html' },
): Promise<File> {
  const [{ document }, { title }] = [await readDocument(ctx, input), await reportRow(ctx, input.id)]
  const types = {
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    pdf: 'application/pdf',
    html: 'text/html; charset=utf-8',
  }
  const content =
    input.format === 'docx'
      ? await documentToDocx(document)
      : input.format === 'pdf'
        ? await documentToPdf(document)
        : Buffer.from(documentToHtml(document, { standalone: true }))
  return new File([new Uint8Array(content)], `${fileNamePart(title[ctx.lang])}.${input.format}`, { type: types[input.format] })
}

/** @throws Refusal `reports.editionOpen` while another edition is still open. */
export async function draftEdition(ctx: Ctx, reportId: string): Promise<Edition> {
  const report = await reportRow(ctx, reportId)
  const editions = await store.findEditions(ctx.db, reportId)
  const open = editions.find((e) => e.status !== 'sealed')
  if (open) throw refuse.editionOpen({ number: open.number })
  const template = await findTemplate(ctx.db, report.templateCode, 'approved')
  if (!template) throw refuse.noApprovedTemplate()
  const last = editions[0]
  const id = ctx.newId()
  await store.insertEdition(ctx.db, {
    id,
    reportId,
    number: (last?.number ?? 0) + 1,
    templateId: template.id,
    supersedes: last?.id ?? null,
    by: ctx.actor.name,
    at: ctx.now(),
  })
  await openEditionDeadline(ctx, report, { id, number: (last?.number ?? 0) + 1 })
  return toEdition(await editionRow(ctx, id))
}

/** Tells of a step of an edition: its report, its number, who did it. */
async function tellStep(ctx: Ctx, edition: store.EditionRow, kind: NoticeKind, permissions: Permission[]): Promise<void> {
  const { title } = await reportRow(ctx, edition.reportId)
  await tellHolders(ctx, kind, permissions, { report: title, number: edition.number }, `/bao-cao/${edition.reportId}`)
}

/** An edition locked for a step. @throws Refusal `reports.sealed`, `reports.wrongStep`. */
async function editionFor(ctx: Ctx, id: string, act: Parameters<typeof mayStep>[1]): Promise<store.EditionRow> {
  const edition = await editionRow(ctx, id, true)
  if (edition.status === 'sealed') throw refuse.sealed({ number: edition.number })
  if (!mayStep(edition.status, act)) throw refuse.wrongStep({ status: edition.status })
  return edition
}

export async function numberEdition(
  ctx: Ctx,
  input: { editionId: string; documentNumber: string | null; documentDate: string },
): Promise<Edition> {
  await editionFor(ctx, input.editionId, 'number')
  await store.updateNumber(ctx.db, input.editionId, input.documentNumber, input.documentDate)
  return toEdition(await editionRow(ctx, input.editionId))
}

export async function checkEdition(ctx: Ctx, id: string): Promise<Edition> {
  const edition = await editionFor(ctx, id, 'check')
  await store.updateStep(ctx.db, id, 'checked', ctx.actor.name, ctx.now())
  await tellStep(ctx, edition, told.editionChecked, [can.approveEdition])
  return toEdition(await editionRow(ctx, id))
}

export async function approveEdition(ctx: Ctx, id: string): Promise<Edition> {
  const edition = await editionFor(ctx, id, 'approve')
  const report = await reportRow(ctx, edition.reportId)
  const template = await findTemplate(ctx.db, report.templateCode, 'approved')
  if (!template) throw refuse.noApprovedTemplate()
  await store.updateTemplateOf(ctx.db, id, template.id)
  await store.updateStep(ctx.db, id, 'approved', ctx.actor.name, ctx.now())
  await tellStep(ctx, edition, told.editionApproved, [can.draftEdition, can.sealEdition])
  return toEdition(await editionRow(ctx, id))
}

export async function returnEdition(ctx: Ctx, id: string): Promise<Edition> {
  const edition = await editionFor(ctx, id, 'return')
  await store.returnToDraft(ctx.db, id)
  await tellStep(ctx, edition, told.editionReturned, [can.draftEdition])
  return toEdition(await editionRow(ctx, id))
}

/**
 * Seals an approved edition: the composed document, every value, and identity and fingerprint of every record are kept for good.
 *
 * The number comes from the register now, so that no number is spent on what is never sent.
 *
 * @throws Refusal `reports.notDated` before a date is given; `kernel.numberTaken` when the number written is not the next of the register.
 */
export async function sealEdition(ctx: Ctx, id: string): Promise<Edition> {
  const edition = await editionFor(ctx, id, 'seal')
  if (!edition.documentDate) throw refuse.notDated()
  const report = await reportRow(ctx, edition.reportId)
  const template = await templateFor(ctx, report, edition)
  const documentNumber = await numberAtSealing(ctx, edition, edition.documentDate, template)
  if (documentNumber !== edition.documentNumber) await store.updateNumber(ctx.db, id, documentNumber, edition.documentDate)
  const { document, figures } = await compose(ctx, report, template, { ...edition, documentNumber, status: 'sealed' })
  for (const f of figures) {
    const { set } = await recordSet(ctx, f.id, report.period)
    await insertSnapshot(
      ctx.db,
      {
        id: ctx.newId(),
        editionId: id,
        figureId: f.id,
        value: f.value,
        qualifier: f.qualifier,
        source: f.source,
        status: f.status,
      },
      set,
    )
  }
  await store.sealEdition(ctx.db, id, document, ctx.actor.name, ctx.now())
  await tellStep(ctx, edition, told.editionSealed, [can.readReport])
  await meetEditionDeadline(ctx, id, edition.documentDate)
  return toEdition(await editionRow(ctx, id))
}

export async function editionHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  await editionRow(ctx, id)
  const events = await historyOf(ctx, ['reports.edition'], id)
  // The sealed document itself is read on its own page, not in its history.
  const brief = (o: Record<string, unknown> | null) => o && { ...o, document: o.document ? '…' : null }
  return events.map((e) => ({ ...e, before: brief(e.before), after: brief(e.after) }))
}

/** Puts a report in place; does nothing when it is there. */
export async function installReport(
  ctx: Ctx,
  report: store.ReportRow & { periodFrom: string; periodUntil: string },
): Promise<void> {
  if (!(await store.findReport(ctx.db, report.id))) await store.insertReport(ctx.db, report)
}
