import { sql } from 'kysely'
import type { Ctx } from '#kernel/context.ts'
import {
  type Candidate,
  defineImport,
  type ImportRow,
  isWithin,
  type RowIssue,
  type RowPlan,
  type RowValues,
  type Trace,
  unitsWithin,
} from '#kernel/imports/import-kind.ts'
import { formatDateShort } from '#kernel/dates.ts'
import { sameText } from '#kernel/text.ts'
import { pickUnit, unitIndex, type UnitIndex } from '#domains/organization/index.ts'
import { startJob } from '#kernel/jobs/job.ts'
import { findNewDuplicates } from './duplicates/duplicate.job.ts'
import { findLikely, type Newcomer } from './duplicates/duplicate.search.ts'
import { noteApart } from './duplicates/duplicate.service.ts'
import { can } from './people.permissions.ts'
import { peopleWords } from './people.words.ts'
import { personCategories } from './person.contract.ts'
import { birthFrom, birthOf, decideMove, oldEnough } from './person.rules.ts'
import { decideMatch, fullNameOf, type KnownPerson, lookUp, nameKey, splitName, tidyName } from './person-import.rules.ts'
import { getPerson, registerPeople } from './person.service.ts'
import * as store from './person.store.ts'

const { vi, en } = peopleWords
const words = (
  key: 'fullName' | 'familyAndMiddle' | 'given' | 'sex' | 'birth' | 'category' | 'unit' | 'post' | 'from' | 'citizenId',
) => ({
  vi: vi[key],
  en: en[key],
})

const categorySynonyms: Record<string, string[]> = {
  'civil-servant': ['CC', 'Công chức cấp huyện', 'Công chức cấp tỉnh', 'Biên chế công chức'],
  'commune-civil-servant': ['Công chức xã', 'CC xã', 'CBCC cấp xã'],
  'public-employee': ['VC', 'Biên chế viên chức'],
  contract: ['HĐ', 'HĐLĐ', 'Hợp đồng', 'Lao động hợp đồng', 'Hợp đồng 68', 'Hợp đồng 111'],
  cadre: ['CB', 'Cán bộ chuyên trách', 'Cán bộ cấp xã'],
}

/** Cadres, civil servants and public employees with the post they hold. */
export const personImport = defineImport({
  name: 'people',
  words: { vi: vi.people, en: en.people },
  about: { vi: vi.importAbout, en: en.importAbout },
  permission: can.changePerson,
  relations: ['people.person', 'people.post'],
  see: getPerson,
  fields: [
    {
      name: 'citizenId',
      words: words('citizenId'),
      type: 'citizen',
      synonyms: [
        'Số CCCD',
        'CCCD',
        'CMND',
        'CCCD CMND',
        'Số CMND',
        'Căn cước công dân',
        'Số căn cước',
        'Số CCCD CMND',
        'Mã định danh',
      ],
      example: '033085001234',
    },
    {
      name: 'fullName',
      words: words('fullName'),
      type: 'name',
      required: true,
      max: 150,
      synonyms: ['Họ tên', 'Họ và tên khai sinh'],
      example: 'Nguyễn Thị Hoa',
    },
    { name: 'familyAndMiddle', words: words('familyAndMiddle'), type: 'name', max: 100, synonyms: ['Họ đệm', 'Họ và đệm', 'Họ'] },
    { name: 'given', words: words('given'), type: 'name', max: 50 },
    {
      name: 'sex',
      words: words('sex'),
      type: 'choice',
      required: true,
      choices: [
        { value: 'male', words: { vi: vi.sexes.male, en: en.sexes.male }, synonyms: ['M', 'Trai', 'Giới tính Nam'] },
        { value: 'female', words: { vi: vi.sexes.female, en: en.sexes.female }, synonyms: ['F', 'Gái', 'Giới tính Nữ'] },
      ],
      example: 'Nữ',
    },
    {
      name: 'birth',
      words: words('birth'),
      type: 'birth',
      synonyms: ['Năm sinh', 'Ngày tháng năm sinh', 'Sinh ngày', 'Ngày, tháng, năm sinh'],
      example: '08/03/1985',
    },
    {
      name: 'birthMale',
      words: { vi: vi.birthMale, en: en.birthMale },
      type: 'birth',
      synonyms: ['Ngày tháng năm sinh Nam', 'Năm sinh Nam', 'Ngày sinh Nam'],
    },
    {
      name: 'birthFemale',
      words: { vi: vi.birthFemale, en: en.birthFemale },
      type: 'birth',
      synonyms: ['Ngày tháng năm sinh Nữ', 'Năm sinh Nữ', 'Ngày sinh Nữ'],
    },
    {
      name: 'category',
      words: words('category'),
      type: 'choice',
      required: true,
      synonyms: ['Đối tượng', 'Loại cán bộ', 'Phân loại', 'Loại'],
      choices: personCategories.map((value) => ({
        value,
        words: { vi: vi.categories[value], en: en.categories[value] },
        synonyms: categorySynonyms[value] ?? [],
      })),
      example: 'Công chức',
    },
    {
      name: 'unit',
      words: words('unit'),
      type: 'text',
      required: true,
      grouped: true,
      synonyms: ['Đơn vị', 'Phòng ban', 'Cơ quan', 'Nơi công tác', 'Cơ quan đơn vị', 'Đơn vị Vị trí công tác', 'Tên đơn vị'],
      choose: async (ctx, text) =>
        (await pickUnit(ctx, { search: text })).map((c) => ({ ...c, id: c.hint?.split(' · ')[0] ?? c.label })),
      example: 'Sở Nội vụ',
    },
    {
      name: 'title',
      words: words('post'),
      type: 'text',
      required: true,
      max: 200,
      synonyms: ['Chức vụ', 'Chức danh', 'Vị trí việc làm'],
      example: 'Chuyên viên',
    },
    {
      name: 'from',
      words: { vi: vi.postFrom, en: en.postFrom },
      type: 'date',
      required: true,
      synonyms: ['Từ ngày', 'Ngày bổ nhiệm', 'Ngày giữ chức vụ', 'Thời điểm giữ chức vụ', 'Ngày vào cơ quan'],
      example: '01/01/2020',
    },
  ],
  fromTitles(titles) {
    const unit = titles
      .map((t) => /^(?:tên\s+)?(?:đơn vị|cơ quan)\s*:\s*(.{3,150})$/iu.exec(t)?.[1])
      .find((t) => t && /\p{L}/u.test(t))
    return unit ? { unit } : {}
  },
  complete(values) {
    const { birthMale = null, birthFemale = null } = values
    return {
      ...values,
      fullName: values.fullName ?? ([values.familyAndMiddle, values.given].filter(Boolean).join(' ') || null),
      birth: values.birth ?? birthMale ?? birthFemale,
      sex: values.sex ?? (birthMale ? 'male' : birthFemale ? 'female' : null),
    }
  },
  keyOf({ citizenId, fullName, birth, unit }) {
    return citizenId ?? `${nameKey(fullName ?? '')}|${birth ?? ''}|${unit ?? ''}`
  },
  async plan(ctx, rows, help) {
    const units = await help.once('units', () => unitIndex(ctx, ctx.today()))
    const within = await help.once('within', () => unitsWithin(ctx, can.changePerson))
    const numbers = rows.flatMap((r) => (r.values.citizenId ? [r.values.citizenId] : []))
    const owners = numbers.length > 0 ? await store.findOwners(ctx.db, numbers) : new Map<string, string>()
    const decided = rows.flatMap((r) => (r.decision && r.decision !== 'new' ? [r.decision] : []))
    const sought = lookUp(rows.map((r) => ({ name: r.values.fullName, birth: r.values.birth })))
    const known = await store.findKnown(ctx.db, sought, [...owners.values(), ...decided])
    const byKey = groupBy(known)
    const byId = new Map(known.map((p) => [p.id, p]))
    const plans = rows.map((row): RowPlan => {
      const unit = units.find(row.values.unit ?? '')
      if ('why' in unit)
        return refused('unit', unit.why === 'several' ? 'people.importUnitSeveral' : 'people.importUnitUnknown', {
          unit: row.values.unit ?? '',
        })
      const { birth = null, from = null, fullName = null } = row.values
      if (from && !oldEnough(birthFrom(birth), from))
        return refused('birth', 'people.importBornAfter', { name: fullName ?? '', from: formatDateShort(from, ctx.lang) })
      if (!isWithin(within, unit.id)) return refused('unit', 'people.importOutside', { unit: row.values.unit ?? '' })
      const owner = owners.get(row.values.citizenId ?? '')
      const owning = owner ? byId.get(owner) : undefined
      if (owner && !owning) return refused('citizenId', 'people.importElsewhere', { number: row.values.citizenId ?? '' })
      const candidates = [...(byKey.get(nameKey(row.values.fullName ?? '')) ?? []), ...(owning ? [owning] : [])]
      const person = row.decision ? byId.get(row.decision) : undefined
      if (person) return planKnown(row, person, unit.id, units)
      if (row.decision === 'new')
        return owning ? refused('citizenId', 'people.importNumberTaken', { name: fullNameOf(owning) }) : { verdict: 'made' }
      const match = decideMatch(soughtIn(row, unit.id), candidates)
      if (match.kind === 'none') return { verdict: 'made' }
      if (match.kind === 'unsure') return { verdict: 'review', candidates: match.persons.map((p) => candidateOf(p, units)) }
      return planKnown(row, match.person, unit.id, units)
    })
    // While rows are written, those above them are records already: what is likely was decided before.
    const writing = await help.once('writing', async () => {
      const { rows: told } = await sql<{
        entry: string
      }>`SELECT coalesce(current_setting('noivu.entry', true), '') AS entry`.execute(ctx.db)
      return told[0]?.entry !== ''
    })
    return writing ? plans : withLikely(ctx, rows, plans, units)
  },
  async commit(ctx, rows, help) {
    const units = await help.once('units', () => unitIndex(ctx, ctx.today()))
    const made = rows.filter((r) => r.plan.verdict === 'made').map((row) => ({ row, id: ctx.newId() }))
    const unitOf = (row: ImportRow) => {
      const unit = units.find(row.values.unit ?? '')
      return 'id' in unit ? unit.id : ''
    }
    await registerPeople(
      ctx,
      made.map(({ row, id }) => ({ id, ...factsOf(row.values) })),
      made.map(({ row, id }) => ({ personId: id, ...postOf(row.values, unitOf(row)) })),
    )
    const known = new Map(
      (
        await store.findKnown(
          ctx.db,
          [],
          rows.flatMap((r) => (r.plan.verdict === 'changed' ? [r.plan.recordId] : [])),
        )
      ).map((p) => [p.id, p]),
    )
    const changed = rows.flatMap((row) => {
      const person = row.plan.verdict === 'changed' ? known.get(row.plan.recordId) : undefined
      return person && row.plan.verdict === 'changed' ? [{ row, person, changes: row.plan.changes, unitId: unitOf(row) }] : []
    })
    const numbers = [
      ...made.map(({ row, id }) => ({ personId: id, citizenId: row.values.citizenId })),
      ...changed.flatMap(({ row, person, changes }) =>
        'citizenId' in changes ? [{ personId: person.id, citizenId: row.values.citizenId }] : [],
      ),
    ]
    await store.insertIdentities(
      ctx.db,
      numbers.flatMap(({ personId, citizenId }) => (citizenId ? [{ personId, citizenId }] : [])),
    )
    const apart = made.filter(({ row }) => row.decision === 'new')
    if (apart.length > 0) await noteOthers(ctx, apart, units)
    // Doubles of whom this import made, in other bodies too, are looked for once it is written.
    if (made.length > 0) await startJob(ctx, findNewDuplicates, { since: ctx.now() }, { key: ctx.now() })
    return [
      ...made.map(({ row, id }): Trace => ({ no: row.no, relation: 'people.person', recordId: id, act: 'made' })),
      ...(await commitChanges(ctx, changed)),
    ]
  },
  async undo(ctx, traces) {
    const made = traces.filter((t) => t.act === 'made').map((t) => t.recordId)
    const used: { recordId: string; why: string }[] = (await store.findWithAccount(ctx.db, made)).map((recordId) => ({
      recordId,
      why: ctx.kernel.translate(ctx.lang, 'people.importHasAccount'),
    }))
    await ctx.announce('people.person.withdrawing', { ids: made, used })
    if (used.length > 0) return used
    if (made.length > 0 && (await store.deletePeople(ctx.db, made)) < made.length) return [{ recordId: made[0] ?? '', why: '' }]
    const changed = traces.flatMap((t) => (t.act === 'changed' ? [{ id: t.recordId, ...(t.before as unknown as Before) }] : []))
    await store.updatePeople(
      ctx.db,
      changed.map(({ id, facts }) => ({ id, ...facts })),
    )
    await store.reopenMainPosts(
      ctx.db,
      changed.flatMap(({ id, moved }) => (moved ? [{ personId: id, ...moved }] : [])),
    )
    await store.deleteIdentities(
      ctx.db,
      changed.flatMap(({ id, numbered }) => (numbered ? [id] : [])),
    )
    return []
  },
})

/** Rows of nobody known, of which somebody recorded is likely the same, written otherwise: a person decides. */
async function withLikely(ctx: Ctx, rows: readonly ImportRow[], plans: RowPlan[], units: UnitIndex): Promise<RowPlan[]> {
  const fresh = rows.flatMap((row, at) => (plans[at]?.verdict === 'made' && row.decision !== 'new' ? [{ row, at }] : []))
  if (fresh.length === 0) return plans
  const likely = await findLikely(
    ctx,
    fresh.map(({ row }) => newcomerOf(row, units)),
  )
  const ids = [...new Set(likely.flat().map((l) => l.person.id))]
  if (ids.length === 0) return plans
  const known = new Map((await store.findKnown(ctx.db, [], ids)).map((p) => [p.id, p]))
  const planned = [...plans]
  for (const [n, { at }] of fresh.entries()) {
    const candidates = (likely[n] ?? []).slice(0, 10).flatMap(({ person }) => {
      const it = known.get(person.id)
      return it ? [candidateOf(it, units)] : []
    })
    if (candidates.length > 0) planned[at] = { verdict: 'review', candidates }
  }
  return planned
}

/** Somebody decided that these are other people than those they look like: kept, so that no search asks again. */
async function noteOthers(ctx: Ctx, made: { row: ImportRow; id: string }[], units: UnitIndex): Promise<void> {
  const likely = await findLikely(
    ctx,
    made.map(({ row }) => newcomerOf(row, units)),
  )
  const own = new Set(made.map(({ id }) => id))
  const apart = new Map(
    made.map(({ id }, n) => [id, (likely[n] ?? []).map((l) => l.person.id).filter((other) => !own.has(other))]),
  )
  await noteApart(ctx, apart, 'import', ctx.kernel.translate(ctx.lang, 'people.importSaidNew'))
}

function newcomerOf({ values }: ImportRow, units: UnitIndex): Newcomer {
  const unit = units.find(values.unit ?? '')
  return {
    ...splitName(values.fullName ?? ''),
    ...birthFrom(values.birth),
    sex: values.sex ?? '',
    citizenId: values.citizenId ?? null,
    unitId: 'id' in unit ? unit.id : null,
    title: values.title ?? null,
  }
}

/** What a person was before an import changed it. */
interface Before {
  facts: Omit<store.PersonRow, 'id'>
  moved: { on: string; until: string | null } | null
  numbered: boolean
}

interface Changed {
  row: ImportRow
  person: KnownPerson
  changes: Record<string, [string | null, string | null]>
  unitId: string
}

async function commitChanges(ctx: Ctx, changed: Changed[]): Promise<Trace[]> {
  await store.updatePeople(
    ctx.db,
    changed.map(({ row, person }) => ({ id: person.id, ...factsOver(person, row.values) })),
  )
  const moves = changed.filter(({ changes }) => 'title' in changes || 'unit' in changes)
  await store.closeMainPosts(
    ctx.db,
    moves.map(({ person, row }) => ({ personId: person.id, on: row.values.from ?? '' })),
  )
  await store.insertPosts(
    ctx.db,
    moves.map(({ person, row, unitId }) => ({ id: ctx.newId(), personId: person.id, ...postOf(row.values, unitId) })),
  )
  return changed.map(({ row, person, changes }): Trace => {
    const current = currentPost(person, row.values.from ?? '')
    const { familyAndMiddle, given, sex, birthDate, birthMonth, birthYear, category } = person
    const before: Before = {
      facts: { familyAndMiddle, given, sex, birthDate, birthMonth, birthYear, category },
      moved: 'title' in changes || 'unit' in changes ? { on: row.values.from ?? '', until: current?.validUntil ?? null } : null,
      numbered: 'citizenId' in changes,
    }
    return { no: row.no, relation: 'people.person', recordId: person.id, act: 'changed', before: { ...before } }
  })
}

function groupBy<T extends { key: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(row.key, [...(groups.get(row.key) ?? []), row])
  return groups
}

function refused(field: string, code: string, params: RowIssue['params']): RowPlan {
  return { verdict: 'refused', issues: [{ field, code, params }] }
}

function soughtIn({ values }: ImportRow, unitId: string) {
  return { name: values.fullName ?? '', birth: values.birth ?? null, citizenId: values.citizenId ?? null, unitId }
}

function factsOf(values: RowValues) {
  const sex = values.sex === 'male' ? ('male' as const) : ('female' as const)
  return { ...splitName(values.fullName ?? ''), sex, ...birthFrom(values.birth), category: values.category ?? '' }
}

/** What is recorded with what the row says over it; a row that says nothing takes nothing away, a year no month, a month no day. */
function factsOver(person: KnownPerson, values: RowValues): Omit<store.PersonRow, 'id'> {
  const birth = betterBirth(birthOf(person), values.birth ?? null)
  const name = values.fullName ? splitName(values.fullName) : person
  return {
    familyAndMiddle: name.familyAndMiddle,
    given: name.given,
    sex: values.sex ?? person.sex,
    ...(birth === birthOf(person)
      ? { birthDate: person.birthDate, birthMonth: person.birthMonth ?? null, birthYear: person.birthYear }
      : birthFrom(birth)),
    category: values.category ?? person.category,
  }
}

function betterBirth(recorded: string | null, said: string | null): string | null {
  return said === null || recorded?.startsWith(said) ? recorded : said
}

function postOf(values: RowValues, unitId: string) {
  return { unitId, title: values.title ?? '', isMain: true, validFrom: values.from ?? '', validUntil: null }
}

/** The main post held on a day, else the newest. */
function currentPost(person: KnownPerson, on: string) {
  return person.posts.find((p) => p.validFrom <= on && (p.validUntil === null || p.validUntil > on)) ?? person.posts.at(-1)
}

/** What a row changes of a person who is recorded: facts are corrected; another post needs a day after the present one began. */
function planKnown(row: ImportRow, person: KnownPerson, unitId: string, units: UnitIndex): RowPlan {
  const { values } = row
  const after = factsOver(person, values)
  const changes: Record<string, [string | null, string | null]> = {}
  if (!sameText(fullNameOf(person), fullNameOf(after))) changes.fullName = [fullNameOf(person), tidyName(values.fullName ?? '')]
  if (person.sex !== after.sex) changes.sex = [person.sex, after.sex]
  if (birthOf(person) !== birthOf(after)) changes.birth = [birthOf(person), birthOf(after)]
  if (person.category !== after.category) changes.category = [person.category, after.category]
  if (values.citizenId && person.citizenId === null) changes.citizenId = [null, values.citizenId]
  const newest = person.posts.at(-1)
  const elsewhere = newest?.unitId !== unitId
  if (elsewhere || !sameText(newest?.title.toLowerCase() ?? '', (values.title ?? '').toLowerCase())) {
    const held = newest ? `${newest.title}, ${units.nameOf(newest.unitId)}` : ''
    const move = decideMove(person.posts, values.from ?? '')
    if (!move.ok) {
      const code = move.why === 'no-post' ? 'people.noPost' : 'people.importPostDiffers'
      return refused('from', code, { held, from: newest?.validFrom ?? '' })
    }
    changes.title = [newest?.title ?? null, values.title ?? null]
    if (elsewhere) changes.unit = [newest ? units.nameOf(newest.unitId) : null, units.nameOf(unitId)]
  }
  return Object.keys(changes).length > 0
    ? { verdict: 'changed', recordId: person.id, changes }
    : { verdict: 'same', recordId: person.id }
}

function candidateOf(person: KnownPerson, units: UnitIndex): Candidate {
  const post = person.posts.at(-1)
  const unit = post ? units.nameOf(post.unitId) : null
  return {
    id: person.id,
    label: fullNameOf(person),
    hint: [birthOf(person), post?.title, unit].filter(Boolean).join(' · '),
    values: {
      fullName: fullNameOf(person),
      sex: person.sex,
      birth: birthOf(person),
      category: person.category,
      title: post?.title ?? null,
      unit,
      from: post?.validFrom ?? null,
      citizenId: person.citizenId,
    },
  }
}
