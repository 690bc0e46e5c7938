import { Refusal } from '#kernel/errors.ts'
import type { Ctx } from '#kernel/context.ts'
import {
  defineImport,
  isWithin,
  type RowIssue,
  type RowPlan,
  type RowValues,
  type Trace,
  unitsWithin,
} from '#kernel/imports/import-kind.ts'
import { fold } from '#kernel/text.ts'
import { pickUnit, unitIndex } from '#domains/organization/index.ts'
import { decideApproval, type SchemeKind, schemeKinds } from './position.rules.ts'
import { rankKnown } from './position.service.ts'
import { can } from './positions.permissions.ts'
import { positionsWords } from './positions.words.ts'
import { approveScheme, draftScheme, dropScheme, getScheme, withdrawApproval } from './scheme.service.ts'
import * as store from './scheme.store.ts'

const { vi, en } = positionsWords
type Word = 'unit' | 'position' | 'posts' | 'rank' | 'kind' | 'number' | 'decidedOn' | 'approver' | 'from'
const words = (key: Word) => ({ vi: vi[key], en: en[key] })

/** What the rows of one body agree on. */
type Head = Record<'kind' | 'number' | 'decidedOn' | 'approver' | 'from', string | null>
const headOf = ({ kind, number, decidedOn, approver, from }: RowValues): Head => ({
  kind: kind ?? null,
  number: number ?? null,
  decidedOn: decidedOn ?? null,
  approver: approver ?? null,
  from: from ?? null,
})
const approvalOf = ({ number, decidedOn, approver, from }: Head) => [number, decidedOn, approver, from]

/** Lines of schemes: the rows of a body become its draft, or its approved scheme where number and day are given. */
export const schemeImport = defineImport({
  name: 'position-schemes',
  words: { vi: vi.importSchemes, en: en.importSchemes },
  about: { vi: vi.importSchemesAbout, en: en.importSchemesAbout },
  permission: can.changeScheme,
  relations: ['positions.scheme', 'positions.scheme_line'],
  see: getScheme,
  fields: [
    {
      name: 'unit',
      words: words('unit'),
      type: 'text',
      required: true,
      grouped: true,
      synonyms: ['Đơn vị', 'Cơ quan', 'Tên đơn vị', 'Tên cơ quan'],
      choose: async (ctx, text) =>
        (await pickUnit(ctx, { search: text })).map((c) => ({ ...c, id: c.hint?.split(' · ')[0] ?? c.label })),
      example: 'Sở Nội vụ',
    },
    {
      name: 'position',
      words: words('position'),
      type: 'text',
      required: true,
      max: 200,
      synonyms: ['Mã vị trí', 'Vị trí', 'Tên vị trí', 'Mã VTVL', 'Tên vị trí việc làm'],
      example: 'CC-19',
    },
    {
      name: 'posts',
      words: words('posts'),
      type: 'integer',
      required: true,
      synonyms: ['Số lượng', 'Số người', 'Biên chế', 'Số lượng người làm việc', 'Chỉ tiêu'],
      example: '4',
    },
    { name: 'rank', words: words('rank'), type: 'text', max: 40, synonyms: ['Ngạch', 'Mã ngạch'], example: '01.003' },
    {
      name: 'kind',
      words: words('kind'),
      type: 'choice',
      choices: schemeKinds.map((value) => ({ value, words: { vi: vi.kinds[value], en: en.kinds[value] } })),
      synonyms: ['Loại đề án'],
    },
    { name: 'number', words: words('number'), type: 'text', max: 100, synonyms: ['Số quyết định', 'Quyết định phê duyệt'] },
    { name: 'decidedOn', words: words('decidedOn'), type: 'date', synonyms: ['Ngày quyết định', 'Ngày phê duyệt'] },
    { name: 'approver', words: words('approver'), type: 'text', max: 200 },
    { name: 'from', words: words('from'), type: 'date', synonyms: ['Ngày hiệu lực', 'Hiệu lực từ'] },
  ],
  keyOf: ({ unit, position }) => `${fold(unit ?? '')}|${fold(position ?? '')}`,
  async plan(ctx, rows, help) {
    const units = await help.once('units', () => unitIndex(ctx, ctx.today()))
    const within = await help.once('within', () => unitsWithin(ctx, can.changeScheme))
    const approves = await help.once('approves', () => unitsWithin(ctx, can.approveScheme))
    const heads = await help.once('heads', () => Promise.resolve(new Map<string, Head>()))
    // Schemes this very pass has written: their rows go on.
    const made = await help.once('made', () => Promise.resolve(new Map<string, string>()))
    const plans: RowPlan[] = []
    for (const { values } of rows) plans.push(await planRow(values))
    return plans

    async function planRow(values: RowValues): Promise<RowPlan> {
      const unit = values.unit ?? ''
      const found = units.find(unit)
      if ('why' in found)
        return refused('unit', found.why === 'several' ? 'positions.importUnitSeveral' : 'positions.importUnitUnknown', { unit })
      if (!isWithin(within, found.id)) return refused('unit', 'positions.importOutside', { unit })
      const head = headOf(values)
      const first = heads.get(found.id)
      if (!first) heads.set(found.id, head)
      else if (JSON.stringify(first) !== JSON.stringify(head)) return refused('number', 'positions.importSchemeUneven', { unit })
      const approval = approvalOf(head)
      const approved = approval.some((each) => each !== null)
      if (approved && approval.includes(null)) return refused('number', 'positions.importHalfApproved', {})
      if (approved && !isWithin(approves, found.id)) return refused('number', 'positions.importMayNotApprove', {})
      const on = head.from ?? ctx.today()
      const position = await positionNamed(ctx, values.position ?? '', on)
      if (position === 'several')
        return refused('position', 'positions.importPositionSeveral', { position: values.position ?? '' })
      if (position === null)
        return refused('position', 'positions.importPositionUnknown', { position: values.position ?? '', on })
      if (values.rank && !(await rankKnown(ctx, values.rank, on)))
        return refused('rank', 'positions.importRankUnknown', { code: values.rank })
      if (!(Number(values.posts) >= 1)) return refused('posts', 'positions.importPosts', {})
      if (made.has(found.id) || first) return { verdict: 'made' }
      const body = await store.findBody(ctx.db, found.id, on)
      if (!body?.body) return refused('unit', 'positions.importNoBody', { unit })
      if (!approved && (await store.findDraft(ctx.db, found.id))) return refused('unit', 'positions.importSchemeDraft', { unit })
      const decision = approved ? decideApproval(await store.findApproved(ctx.db, found.id), on) : null
      return decision && !decision.ok
        ? refused('from', 'positions.importSchemeLater', { unit, since: decision.since })
        : { verdict: 'made' }
    }
  },
  async commit(ctx, rows, help) {
    const units = await help.once('units', () => unitIndex(ctx, ctx.today()))
    const made = await help.once('made', () => Promise.resolve(new Map<string, string>()))
    const traces: Trace[] = []
    const byUnit = new Map<string, (typeof rows)[number][]>()
    for (const row of rows) {
      const unit = units.find(row.values.unit ?? '')
      const id = 'id' in unit ? unit.id : ''
      byUnit.set(id, [...(byUnit.get(id) ?? []), row])
    }
    for (const [unitId, own] of byUnit) {
      const head = headOf(own[0]?.values ?? {})
      const lines = []
      for (const { values } of own) {
        const position = await positionNamed(ctx, values.position ?? '', head.from ?? ctx.today())
        if (position === null || position === 'several') continue
        lines.push({ positionId: position.id, posts: Number(values.posts), rankCode: values.rank ?? null })
      }
      const known = made.get(unitId)
      if (known) {
        await store.insertLines(
          ctx.db,
          lines.map((line) => ({ ...line, id: ctx.newId(), schemeId: known, unitId })),
        )
      } else {
        const adjusts = (await store.findApproved(ctx.db, unitId)).length > 0
        const kind: SchemeKind = head.kind === 'new' || head.kind === 'adjusted' ? head.kind : adjusts ? 'adjusted' : 'new'
        made.set(unitId, (await draftScheme(ctx, { unitId, kind, note: null, lines })).id)
      }
      const recordId = made.get(unitId) ?? ''
      const before = head.number === null || known ? {} : { before: { approval: head } }
      traces.push(
        ...own.map(({ no }, at): Trace => ({
          no,
          relation: 'positions.scheme',
          recordId,
          act: 'made',
          ...(at === 0 ? before : {}),
        })),
      )
    }
    return traces
  },
  // Approved once all their lines are there.
  async finish(ctx, traces) {
    for (const { recordId, before } of traces) {
      const head = (before as { approval?: Head } | undefined)?.approval
      if (head?.number && head.decidedOn && head.approver && head.from)
        await approveScheme(ctx, {
          id: recordId,
          number: head.number,
          decidedOn: head.decidedOn,
          approver: head.approver,
          validFrom: head.from,
        })
    }
  },
  async undo(ctx, traces) {
    for (const id of new Set(traces.map((t) => t.recordId))) {
      try {
        if ((await getScheme(ctx, id)).state !== 'draft') await withdrawApproval(ctx, id)
        await dropScheme(ctx, id)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return [{ recordId: id, why: ctx.kernel.translate(ctx.lang, 'positions.importApprovedSince') }]
      }
    }
    return []
  },
})

function refused(field: string, code: string, params: RowIssue['params']): RowPlan {
  return { verdict: 'refused', issues: [{ field, code, params }] }
}

async function positionNamed(ctx: Ctx, text: string, on: string): Promise<{ id: string } | 'several' | null> {
  const found = await store.findPositionNamed(ctx.db, text, fold(text), on)
  return found.length > 1 ? 'several' : (found[0] ?? null)
}
