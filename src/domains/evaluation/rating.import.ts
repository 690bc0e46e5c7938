import { addDays } from '#kernel/dates.ts'
import {
  type Candidate,
  defineImport,
  type ImportRow,
  isWithin,
  type PlanHelp,
  type RowIssue,
  type RowPlan,
  type Trace,
  unitsWithin,
  type Within,
} from '#kernel/imports/import-kind.ts'
import type { Ctx } from '#kernel/context.ts'
import { fold } from '#kernel/text.ts'
import { pickUnit, unitIndex, type UnitIndex } from '#domains/organization/index.ts'
import { birthOf, birthsAgree, findKnown, fullNameOf, type KnownPerson, lookUp, nameKey } from '#domains/people/index.ts'
import { can } from './evaluation.permissions.ts'
import { evaluationWords } from './evaluation.words.ts'
import { ratingLevels } from './level.store.ts'
import { levelCodes } from './rating.contract.ts'
import { decideLevel } from './rating.rules.ts'
import { periodInTitles, type RatedPeriod, readPeriod } from './rating-import.rules.ts'
import { correctRatings, getRating, recordRatings } from './rating.service.ts'
import * as store from './rating.store.ts'

const { vi, en } = evaluationWords
type Word = 'person' | 'citizenId' | 'birth' | 'unit' | 'level' | 'period' | 'decision' | 'decidedOn'
const words = (key: Word) => ({ vi: vi[key], en: en[key] })

const levelSynonyms: Record<string, string[]> = {
  XS: ['Hoàn thành xuất sắc', 'HTXSNV', 'HTXS', 'Xuất sắc'],
  TOT: ['Hoàn thành tốt', 'HTTNV', 'HTT', 'Tốt'],
  HT: ['Hoàn thành', 'HTNV', 'HT'],
  KHT: ['Không hoàn thành', 'KHTNV', 'KHT', 'Chưa hoàn thành nhiệm vụ'],
  KXL: ['Không xếp loại', 'Không đánh giá', 'Chưa đánh giá', 'Chưa xếp loại'],
}

/** Rating results of people, as the yearly and monthly summaries give them. */
export const ratingImport = defineImport({
  name: 'ratings',
  words: { vi: vi.ratings, en: en.ratings },
  about: { vi: vi.importAbout, en: en.importAbout },
  permission: can.recordRating,
  relations: ['evaluation.rating'],
  see: getRating,
  fields: [
    {
      name: 'citizenId',
      words: words('citizenId'),
      type: 'citizen',
      synonyms: ['Số CCCD', 'CCCD', 'Số định danh'],
      example: '033085001234',
    },
    {
      name: 'person',
      words: words('person'),
      type: 'name',
      required: true,
      max: 150,
      synonyms: ['Họ tên', 'Họ và tên công chức'],
      example: 'Nguyễn Thị Hoa',
    },
    { name: 'birth', words: words('birth'), type: 'birth', synonyms: ['Năm sinh', 'Ngày tháng năm sinh'], example: '08/03/1985' },
    {
      name: 'unit',
      words: words('unit'),
      type: 'text',
      grouped: true,
      synonyms: ['Đơn vị công tác', 'Đơn vị Vị trí công tác', 'Phòng ban', 'Nơi công tác'],
      choose: async (ctx, text) =>
        (await pickUnit(ctx, { search: text })).map((c) => ({ ...c, id: c.hint?.split(' · ')[0] ?? c.label })),
      example: 'Sở Nội vụ',
    },
    {
      name: 'level',
      words: words('level'),
      type: 'choice',
      required: true,
      synonyms: [
        'Kết quả xếp loại',
        'Xếp loại',
        'Mức xếp loại của Lãnh đạo',
        'Kết quả đánh giá xếp loại',
        'Mức độ hoàn thành nhiệm vụ',
        'Xếp loại chất lượng',
      ],
      choices: levelCodes.map((value) => ({
        value,
        words: { vi: vi.levels[value], en: en.levels[value] },
        synonyms: levelSynonyms[value] ?? [],
      })),
      example: 'Hoàn thành tốt nhiệm vụ',
    },
    {
      name: 'period',
      words: words('period'),
      type: 'text',
      required: true,
      max: 120,
      synonyms: ['Năm', 'Năm đánh giá', 'Kỳ'],
      example: '2022',
    },
    {
      name: 'decision',
      words: words('decision'),
      type: 'text',
      max: 100,
      synonyms: ['Quyết định', 'Số QĐ'],
      example: '15/QĐ-SNV',
    },
    { name: 'decidedOn', words: words('decidedOn'), type: 'date', synonyms: ['Ngày QĐ'], example: '10/01/2023' },
  ],
  fromTitles: (titles, fileName) => {
    const period = periodInTitles([...titles, fileName.replace(/\.\w+$/, '')])
    return period ? { period } : {}
  },
  keyOf: ({ citizenId, person, birth, unit, period }) => {
    const read = readPeriod(period ?? '')
    return `${citizenId ?? `${nameKey(person ?? '')}|${birth ?? ''}|${fold(unit ?? '')}`}|${read?.kind} ${read?.from}`
  },
  async plan(ctx, rows, help) {
    const found = await findRated(ctx, rows, help)
    const existing = await store.findForPeople(ctx.db, [...new Set(found.flatMap((f) => ('person' in f ? [f.person.id] : [])))])
    const levels = ratingLevels()
    return rows.map(({ values }, i): RowPlan => {
      const it = found[i]
      if (!it || 'plan' in it) return it?.plan ?? refused('person', 'importPersonUnknown', { name: values.person ?? '' })
      const level = values.level ?? ''
      const decision = decideLevel(levels, level, it.period.from, it.period.until)
      if (!decision.ok)
        return refused('level', decision.why === 'unknown-level' ? 'unknownLevel' : 'levelNotInForce', {
          level,
          from: it.period.from,
        })
      const before = existing.find(
        (r) =>
          r.personId === it.person.id &&
          r.periodKind === it.period.kind &&
          r.periodFrom < it.period.until &&
          r.periodUntil > it.period.from,
      )
      if (!before) return { verdict: 'made' }
      if (before.level === level) return { verdict: 'same', recordId: before.id }
      return { verdict: 'changed', recordId: before.id, changes: { level: [before.level, level] } }
    })
  },
  async commit(ctx, rows, help) {
    const found = await findRated(ctx, rows, help)
    const traces: Trace[] = []
    const made: store.NewRating[] = []
    const corrected: { id: string; level: string }[] = []
    for (const [i, row] of rows.entries()) {
      const it = found[i]
      if (!it || 'plan' in it) continue
      const level = row.values.level ?? ''
      if (row.plan.verdict === 'changed') {
        corrected.push({ id: row.plan.recordId, level })
        traces.push({
          no: row.no,
          relation: 'evaluation.rating',
          recordId: row.plan.recordId,
          act: 'changed',
          before: { level: row.plan.changes.level?.[0] },
        })
        continue
      }
      const id = ctx.newId()
      made.push({
        id,
        personId: it.person.id,
        unitId: it.unitId,
        periodKind: it.period.kind,
        periodFrom: it.period.from,
        periodUntil: it.period.until,
        level,
        decidedOn: row.values.decidedOn ?? null,
        decisionNumber: row.values.decision ?? null,
        decidedByUnitId: null,
        recordedVia: 'import',
      })
      traces.push({ no: row.no, relation: 'evaluation.rating', recordId: id, act: 'made' })
    }
    await recordRatings(ctx, made)
    await correctRatings(ctx, corrected)
    return traces
  },
  async undo(ctx, traces) {
    await store.deleteRatings(
      ctx.db,
      traces.filter((t) => t.act === 'made').map((t) => t.recordId),
    )
    const changed = traces.flatMap((t) => (t.act === 'changed' ? [{ id: t.recordId, level: String(t.before?.level) }] : []))
    await store.updateLevels(ctx.db, changed)
    return []
  },
})

type Rated = { person: KnownPerson; unitId: string; period: RatedPeriod } | { plan: RowPlan }

/** Who is rated, in which unit, for which period. The unit is that of the main post on the last day of the period. */
async function findRated(ctx: Ctx, rows: readonly ImportRow[], help: PlanHelp): Promise<Rated[]> {
  const units = await help.once('units', () => unitIndex(ctx, ctx.today()))
  const within = await help.once('within', () => unitsWithin(ctx, can.recordRating))
  const decided = rows.flatMap((r) => (r.decision && r.decision !== 'new' ? [r.decision] : []))
  const known = await findKnown(ctx.db, lookUp(rows.map((r) => ({ name: r.values.person, birth: r.values.birth }))), decided)
  const byKey = new Map<string, KnownPerson[]>()
  for (const p of known) byKey.set(p.key, [...(byKey.get(p.key) ?? []), p])
  const byId = new Map(known.map((p) => [p.id, p]))
  return rows.map((row) => ratedIn(row, byKey, byId, units, within))
}

function ratedIn(
  { values, decision }: ImportRow,
  byKey: Map<string, KnownPerson[]>,
  byId: Map<string, KnownPerson>,
  units: UnitIndex,
  within: Within,
): Rated {
  const period = readPeriod(values.period ?? '')
  if (!period) return { plan: refused('period', 'importPeriodUnknown', { period: values.period ?? '' }) }
  const lastDay = addDays(period.until, -1)
  const postThen = (p: KnownPerson) =>
    p.posts.find((t) => t.validFrom <= lastDay && (t.validUntil === null || t.validUntil > lastDay))
  const chosen = decision ? byId.get(decision) : undefined
  const fitting = chosen ? [chosen] : fittingPeople(values, byKey.get(nameKey(values.person ?? '')) ?? [], units, postThen)
  const [person] = fitting
  if (!person) return { plan: refused('person', 'importPersonUnknown', { name: values.person ?? '' }) }
  if (fitting.length > 1)
    return { plan: { verdict: 'review', candidates: fitting.slice(0, 10).map((p) => candidateOf(p, units)) } }
  const post = postThen(person)
  if (!post) return { plan: refused('person', 'noPostThen', { on: lastDay }) }
  if (!isWithin(within, post.unitId)) return { plan: refused('unit', 'importOutside', {}) }
  return { person, unitId: post.unitId, period }
}

/** Of people of a name, those whom number, birth and unit do not rule out; a unit that is unknown here rules out nobody. */
function fittingPeople(
  values: ImportRow['values'],
  alike: KnownPerson[],
  units: UnitIndex,
  postThen: (p: KnownPerson) => { unitId: string } | undefined,
): KnownPerson[] {
  const owner = values.citizenId ? alike.find((p) => p.citizenId === values.citizenId) : undefined
  if (owner) return [owner]
  const born = alike.filter((p) => {
    const birth = birthOf(p)
    return !values.birth || birth === null || birthsAgree(birth, values.birth)
  })
  const unit = values.unit ? units.find(values.unit) : { why: 'unknown' as const }
  const there = 'id' in unit ? born.filter((p) => postThen(p)?.unitId === unit.id) : []
  return there.length > 0 ? there : born
}

function candidateOf(person: KnownPerson, units: UnitIndex): Candidate {
  const post = person.posts.at(-1)
  const unit = post ? units.nameOf(post.unitId) : null
  return {
    id: person.id,
    label: fullNameOf(person),
    hint: [birthOf(person), post?.title, unit].filter(Boolean).join(' · '),
    values: { person: fullNameOf(person), birth: birthOf(person), unit, citizenId: person.citizenId },
  }
}

function refused(field: string, code: string, params: RowIssue['params']): RowPlan {
  return { verdict: 'refused', issues: [{ field, code: `evaluation.${code}`, params }] }
}
