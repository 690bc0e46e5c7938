import type { HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import type { NoticeKind } from '#kernel/notices/notice.ts'
import type { Permission } from '#kernel/permissions.ts'
import { findProblems, type TemplateProblem } from '#engines/indicators/index.ts'
import { ReportTemplate } from '#engines/indicators/template.contract.ts'
import { figureCatalogue } from './catalogue.store.ts'
import type { Template } from './report.contract.ts'
import { can } from './reports.permissions.ts'
import { findReports } from './report.store.ts'
import { refuse } from './reports.refusals.ts'
import { tellHolders, told } from './reports.told.ts'
import * as store from './template.store.ts'

/** Parameters every report gives its template. */
export const templateParameters = ['year', 'province', 'unit', 'committee', 'bloc']

/** Reads a body sent by a screen. @throws Refusal `reports.templateInvalid` naming the wrong places. */
export function readTemplate(body: unknown): ReportTemplate {
  const result = ReportTemplate.safeParse(body)
  if (result.success) return result.data
  throw refuse.templateInvalid({
    issues: result.error.issues.slice(0, 50).map((i) => ({ path: i.path.map(String).join('.'), message: i.message })),
  })
}

/** What is wrong with a template, unknown figures above all. */
export function problemsOf(template: ReportTemplate): TemplateProblem[] {
  const { byId } = figureCatalogue()
  return findProblems(template, (id) => byId.has(id), templateParameters)
}

/** @throws Refusal `kernel.notFound`. */
export async function getTemplate(ctx: Ctx, input: { code: string; status?: 'draft' | 'approved' }): Promise<Template> {
  const template = input.status
    ? await store.findTemplate(ctx.db, input.code, input.status)
    : ((await store.findTemplate(ctx.db, input.code, 'draft')) ?? (await store.findTemplate(ctx.db, input.code, 'approved')))
  if (!template) throw kernelRefuse.notFound({ what: 'template' })
  return template
}

/** History of all versions of a template; of the text only the places that changed are told. */
export async function templateHistory(ctx: Ctx, code: string): Promise<HistoryEvent[]> {
  await getTemplate(ctx, { code })
  const events: HistoryEvent[] = []
  for (const id of await store.findVersionIds(ctx.db, code)) events.push(...(await historyOf(ctx, ['reports.template'], id)))
  return events.sort((a, b) => b.seq - a.seq).map(withChangedPlaces)
}

function withChangedPlaces(event: HistoryEvent): HistoryEvent {
  const { body: before = null, ...was } = event.before ?? {}
  const { body: after = null, ...is } = event.after ?? {}
  const places = before && after ? changedPlaces(before as ReportTemplate, after as ReportTemplate) : []
  return {
    ...event,
    before: event.before && was,
    after: event.after && { ...is, ...(places.length > 0 ? { places: places.join(', ') } : {}) },
  }
}

function changedPlaces(before: ReportTemplate, after: ReportTemplate): string[] {
  const parts = (t: ReportTemplate) =>
    new Map<string, string>([
      ...t.blocks.map((b) => [b.id, JSON.stringify(b)] as const),
      ...Object.entries(t.footnotes).map(([k, v]) => [k, JSON.stringify(v)] as const),
    ])
  const [was, is] = [parts(before), parts(after)]
  return [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key))
}

/**
 * Saves a draft; where none is open, one is opened from what was sent. Problems are told, not refused: work may be saved half done.
 *
 * @throws Refusal `kernel.changedMeanwhile` when somebody saved since the revision the sender had.
 */
export async function saveTemplate(
  ctx: Ctx,
  input: { code: string; revision: number; body: unknown },
): Promise<{ template: Template; problems: TemplateProblem[] }> {
  const body = readTemplate(input.body)
  const draft = await store.findTemplate(ctx.db, input.code, 'draft')
  if (draft) {
    if (!(await store.updateDraft(ctx.db, draft.id, input.revision, body, ctx.actor.name, ctx.now())))
      throw kernelRefuse.changedMeanwhile()
  } else {
    const approved = await getTemplate(ctx, { code: input.code, status: 'approved' })
    if (approved.revision !== input.revision) throw kernelRefuse.changedMeanwhile()
    const version = (await store.lastVersion(ctx.db, input.code)) + 1
    await store.insertTemplate(ctx.db, {
      id: ctx.newId(),
      code: input.code,
      version,
      status: 'draft',
      body,
      by: ctx.actor.name,
      at: ctx.now(),
    })
    await tellTemplate(ctx, approved, told.templateWaits, can.approveTemplate)
  }
  return { template: await getTemplate(ctx, { code: input.code, status: 'draft' }), problems: problemsOf(body) }
}

/**
 * Approves the draft; the version before it is replaced.
 *
 * @throws Refusal `reports.unknownFigures` naming each figure the catalogue does not know and where it stands.
 */
export async function approveTemplate(ctx: Ctx, input: { code: string; revision: number }): Promise<Template> {
  const draft = await store.findTemplate(ctx.db, input.code, 'draft')
  if (!draft) throw refuse.noDraft()
  if (draft.revision !== input.revision) throw kernelRefuse.changedMeanwhile()
  const body = readTemplate(draft.body)
  const problems = problemsOf(body)
  const unknown = problems.filter((p) => p.code === 'unknown-figure')
  if (unknown.length > 0) {
    throw refuse.unknownFigures({
      figures: [...new Set(unknown.map((p) => p.name))].join(', '),
      places: [...new Set(unknown.map((p) => p.place))].join(', '),
    })
  }
  const wrong = problems.filter((p) => p.code !== 'unused-footnote')
  if (wrong.length > 0)
    throw refuse.templateInvalid({ issues: wrong.map((p) => ({ path: p.place, message: `${p.code}: ${p.name}` })) })
  const approved = await store.findTemplate(ctx.db, input.code, 'approved')
  const replaced = !approved || (await store.updateStatus(ctx.db, approved.id, 'replaced'))
  if (!replaced || !(await store.updateStatus(ctx.db, draft.id, 'approved')))
    throw kernelRefuse.forbidden({ permission: can.approveTemplate.id })
  await tellTemplate(ctx, draft, told.templateApproved, can.editTemplate)
  return getTemplate(ctx, { code: input.code, status: 'approved' })
}

/** Tells of a template, with the way to it: through the newest report that follows it. */
async function tellTemplate(ctx: Ctx, template: Template, kind: NoticeKind, permission: Permission): Promise<void> {
  const report = (await findReports(ctx.db)).find((each) => each.templateCode === template.code)
  const link = report ? `/bao-cao/${report.id}/mau` : '/bao-cao'
  await tellHolders(ctx, kind, [permission], { template: template.title }, link)
}

/** Puts a shipped template in place, approved. Does nothing when the code is known already. */
export async function installTemplate(ctx: Ctx, body: ReportTemplate): Promise<void> {
  if ((await store.lastVersion(ctx.db, body.id)) > 0) return
  const unknown = problemsOf(body).filter((p) => p.code === 'unknown-figure')
  if (unknown.length > 0)
    throw refuse.unknownFigures({
      figures: unknown.map((p) => p.name).join(', '),
      places: unknown.map((p) => p.place).join(', '),
    })
  await store.insertTemplate(ctx.db, {
    id: ctx.newId(),
    code: body.id,
    version: 1,
    status: 'approved',
    body,
    by: ctx.actor.name,
    at: ctx.now(),
  })
}
