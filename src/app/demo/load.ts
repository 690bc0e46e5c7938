import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { assignRole, createUser } from '#domains/administration/index.ts'
import { recordRatings } from '#domains/evaluation/index.ts'
import { recordBodies } from '#domains/bodies/index.ts'
import { recordSigned } from '#domains/careers/index.ts'
import { establishUnits } from '#domains/organization/index.ts'
import { addEntries } from '#domains/personnel/index.ts'
import { fileDoubles, registerPeople } from '#domains/people/index.ts'
import { addPositions, recordAssignments, recordCatalogue, recordSchemes } from '#domains/positions/index.ts'
import {
  draftEdition,
  installReport,
  installTemplate,
  numberEdition,
  shippedTemplate,
  typeFigures,
} from '#domains/reports/index.ts'
import { retirementDays } from '#domains/salary/index.ts'
import { recordDecision } from '#domains/staffing/index.ts'
import { recordDossiers } from '#domains/territory/index.ts'
import { assetPath } from '#kernel/assets.ts'
import { readCodeList } from '#kernel/codelists.ts'
import type { Ctx } from '#kernel/context.ts'
import { dossiersOf } from './boundaries.ts'
import { bodiesOf } from './bodies.ts'
import { positionsOf } from './positions.ts'
import { type DemoDecision, decisionsOf, postsBefore } from './decisions.ts'
import { quotasOf } from './quotas.ts'
import { loadRequests } from './requests.ts'
import { richFiles } from './files.ts'
import { doublesOf } from './doubles.ts'
import { generateProvince } from './province.ts'
import type { DemoPost, DemoProvince } from './shapes.ts'

/** Demonstration accounts share one password, told at every start. */
export const demoPassword = 'tinh-trinh-dien-2022'

/** Six kinds of user. `post` finds the person in the generated province whose account it is. */
export const demoAccounts: {
  username: string
  role: string
  title: string
  unit: string | null
  post: ((p: DemoPost) => boolean) | null
}[] = [
  {
    username: 'giamdoc',
    role: 'director',
    title: 'director',
    unit: 'SNV',
    post: (p) => p.unitCode === 'SNV-BGD' && p.title.startsWith('Giám đốc'),
  },
  {
    username: 'tonghop',
    role: 'report-writer',
    title: 'reportWriter',
    unit: 'SNV',
    post: (p) => p.unitCode === 'SNV-VP' && p.title.startsWith('Chuyên viên'),
  },
  {
    username: 'tochuc',
    role: 'personnel-officer',
    title: 'personnelOfficer',
    unit: 'SYT',
    post: (p) => p.unitCode.startsWith('SYT-') && p.title.startsWith('Chuyên viên'),
  },
  {
    username: 'truongphong',
    role: 'unit-head',
    title: 'unitHead',
    unit: null,
    post: (p) => p.unitCode.startsWith('SNV-') && p.title.startsWith('Trưởng phòng'),
  },
  {
    username: 'chuyenvien',
    role: 'officer',
    title: 'officer',
    unit: null,
    post: (p) => p.unitCode.startsWith('SNV-') && p.title.startsWith('Chuyên viên'),
  },
  { username: 'quantri', role: 'administrator', title: 'administrator', unit: null, post: null },
]

/** Identity of a demonstration record: the same in every demonstration, so that addresses and documents can be compared. */
export function demoId(kind: string, key: string): string {
  const hex = createHash('sha256').update(`${kind}/${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const portion = 4000

/** Runs in portions so that no single statement grows without bound. */
async function inPortions<T>(rows: T[], write: (part: T[]) => Promise<void>, progress: (done: number) => void): Promise<void> {
  for (let i = 0; i < rows.length; i += portion) {
    await write(rows.slice(i, i + portion))
    progress(Math.min(1, (i + portion) / rows.length))
  }
}

/**
 * Makes the demonstration province of 2022 within one operation: all of it or nothing. It goes through the doors of the domains, so every
 * rule that holds for people at a keyboard holds here.
 */
export async function loadDemonstration(ctx: Ctx, progress: (step: string, done: number) => void, scale = 1): Promise<void> {
  const read = (name: string) => readFileSync(assetPath(`app/demo/data/${name}`), 'utf8')
  const province = generateProvince({ units: read('units.csv'), names: read('names.csv') }, { scale })
  progress('units', 0)
  await loadUnits(ctx, province)
  const posts = new Map<string, DemoPost[]>()
  const decisions = decisionsOf(province, await retirementDays(ctx))
  for (const post of postsBefore(province, decisions)) posts.set(post.personKey, [...(posts.get(post.personKey) ?? []), post])
  await inPortions(
    province.people,
    (part) =>
      registerPeople(
        ctx,
        part.map((p) => ({ ...p, id: demoId('person', p.key) })),
        part.flatMap((p) =>
          (posts.get(p.key) ?? []).map((t, at, all) => ({
            personId: demoId('person', p.key),
            unitId: demoId('unit', t.unitCode),
            title: t.title,
            isMain: t.isMain,
            validFrom: t.from,
            validUntil: t.until,
            endReason: t.until === null ? null : all[at + 1] ? 'moved' : p.birthYear <= 1967 ? 'retired' : 'left',
          })),
        ),
      ),
    (done) => progress('people', done),
  )
  await loadDoubles(ctx, province)
  progress('decisions', 0)
  await loadDecisions(ctx, decisions)
  await inPortions(
    [...yearlyRatings(province), ...monthlyRatings(province)],
    (part) => recordRatings(ctx, part),
    (done) => progress('ratings', done),
  )
  progress('bodies', 0)
  await loadQuotas(ctx, province)
  await loadBodies(ctx, province)
  await loadPositions(ctx, province, read('positions.csv'))
  await loadDossiers(ctx, province)
  progress('figures', 0)
  await loadFigures(ctx)
  await loadReport(ctx)
  const holders = await loadAccounts(ctx, province)
  await loadFiles(ctx, province, holders)
  await loadRequests(ctx, province, holders, (key) => demoId('person', key))
  progress('done', 1)
}

async function loadUnits(ctx: Ctx, { units }: DemoProvince): Promise<void> {
  await establishUnits(
    ctx,
    units.map((u) => ({ ...u, unitId: demoId('unit', u.code), parentId: u.parentCode ? demoId('unit', u.parentCode) : null })),
  )
}

async function loadQuotas(ctx: Ctx, province: DemoProvince): Promise<void> {
  for (const { key, lines, ...decision } of quotasOf(province)) {
    await recordDecision(ctx, {
      ...decision,
      id: demoId('quota', key),
      lines: lines.map(({ unit, ...line }) => ({ ...line, unitId: unit === null ? null : demoId('unit', unit) })),
    })
  }
}

/** Decisions go the way of those recorded after they were signed; what they say of people comes out of them. */
async function loadDecisions(ctx: Ctx, decisions: readonly DemoDecision[]): Promise<void> {
  await recordSigned(
    ctx,
    decisions.map(({ key, issuer, lines, ...decision }) => ({
      ...decision,
      id: demoId('personnel-decision', key),
      issuerId: demoId('unit', issuer),
      fileId: null,
      lines: lines.map(({ personKey, to, details, ...line }) => ({
        ...line,
        personId: demoId('person', personKey),
        details: to ? { ...details, unitId: demoId('unit', to) } : details,
      })),
    })),
  )
}

async function loadBodies(ctx: Ctx, province: DemoProvince): Promise<void> {
  const { decisions, circulars, autonomy } = bodiesOf(province)
  await recordBodies(ctx, {
    decisions: decisions.map(({ unit, ...decision }) => ({
      ...decision,
      id: demoId('decision', `${decision.kind}/${unit}/${decision.decidedOn}`),
      unitId: demoId('unit', unit),
      issuer: /^\d+$/.test(unit) ? 'UBND cấp huyện' : 'UBND tỉnh',
      note: null,
    })),
    circulars: circulars.map(({ unit, issuer }) => ({
      id: demoId('circular', unit),
      unitId: demoId('unit', unit),
      issuer,
      number: null,
      issuedOn: null,
      title: 'Hướng dẫn chức năng, nhiệm vụ, quyền hạn theo Nghị định 107/2020/NĐ-CP',
    })),
    autonomy: autonomy.map(({ unit, level }) => ({
      id: demoId('autonomy', unit),
      unitId: demoId('unit', unit),
      level,
      rate: null,
      validFrom: '2022-01-01',
      validUntil: '2026-01-01',
      number: null,
      decidedOn: null,
    })),
  })
}

async function loadPositions(ctx: Ctx, province: DemoProvince, csv: string): Promise<void> {
  const { catalogues, schemes, assignments } = positionsOf(province, csv)
  for (const { key, positions, ...document } of catalogues) {
    const { id } = await recordCatalogue(ctx, { ...document, id: demoId('catalogue', key) })
    await addPositions(
      ctx,
      id,
      positions.map(({ title: _, ...position }) => ({ ...position, id: demoId('position', position.code) })),
    )
  }
  await recordSchemes(
    ctx,
    schemes.map(({ key, unit, lines, ...scheme }) => ({
      ...scheme,
      id: demoId('scheme', key),
      unitId: demoId('unit', unit),
      lines: lines.map(({ code, posts }) => ({ positionId: demoId('position', code), posts, rankCode: null })),
    })),
  )
  await inPortions(
    assignments,
    (part) =>
      recordAssignments(
        ctx,
        part.map(({ personKey, unitCode, code, from }) => ({
          id: demoId('assignment', `${personKey}/${from}/${unitCode}`),
          personId: demoId('person', personKey),
          unitId: demoId('unit', unitCode),
          positionId: demoId('position', code),
          from,
        })),
      ),
    () => undefined,
  )
}

async function loadDossiers(ctx: Ctx, { units }: DemoProvince): Promise<void> {
  const dossiers = dossiersOf(units)
  await recordDossiers(
    ctx,
    dossiers.map(({ key, unit, level, neighbour, facing }) => ({
      id: demoId('dossier', key),
      unitId: demoId('unit', unit),
      level,
      neighbour,
      facing,
      note: null,
    })),
    dossiers.flatMap(({ key, signed }) =>
      signed.map(({ step, document }) => ({
        id: demoId('signature', `${key}/${step}`),
        dossierId: demoId('dossier', key),
        step,
        signedOn: null,
        document,
      })),
    ),
  )
}

/** Records made twice, and the pairs a search would find of them. */
async function loadDoubles(ctx: Ctx, province: DemoProvince): Promise<void> {
  const doubles = doublesOf(province)
  const idOf = (key: string) => demoId('person', key)
  await registerPeople(
    ctx,
    doubles.map((d) => ({ ...d, id: idOf(d.key) })),
    doubles.map((d) => ({
      personId: idOf(d.key),
      unitId: demoId('unit', d.unitCode),
      title: 'Cộng tác viên công đoàn',
      isMain: false,
      validFrom: d.from,
      validUntil: null,
    })),
  )
  await fileDoubles(
    ctx,
    doubles.map((d) => ({ ...d, id: idOf(d.key) })),
  )
}

function yearlyRatings({ ratings }: DemoProvince): Parameters<typeof recordRatings>[1] {
  return ratings.map((r) => ({
    id: demoId('rating', `${r.personKey}/${r.population}/${r.periodLabel}`),
    personId: demoId('person', r.personKey),
    unitId: demoId('unit', r.unitCode),
    periodKind: r.population,
    periodFrom: r.periodFrom,
    periodUntil: r.periodUntil,
    level: r.level,
    decidedOn: r.decidedOn,
    decisionNumber: r.decisionNumber,
    decidedByUnitId: demoId('unit', r.decidedBy),
    recordedVia: 'import' as const,
  }))
}

/** The Department's own people, rated every month of 2022 in the software (eleven months by the day of the report). */
function monthlyRatings({ posts }: DemoProvince): Parameters<typeof recordRatings>[1] {
  const months = Array.from({ length: 11 }, (_, i) => `2022-${String(i + 1).padStart(2, '0')}-01`)
  return posts
    .filter((p) => p.unitCode.startsWith('SNV-'))
    .flatMap((p) =>
      months.flatMap((from, i) => {
        const until = months[i + 1] ?? '2022-12-01'
        if (p.from >= until || (p.until !== null && p.until < until)) return []
        const draw = Number.parseInt(createHash('sha256').update(`${p.personKey}/${from}`).digest('hex').slice(0, 4), 16) % 100
        return [
          {
            id: demoId('rating', `${p.personKey}/month/${from}`),
            personId: demoId('person', p.personKey),
            unitId: demoId('unit', p.unitCode),
            periodKind: 'month',
            periodFrom: from,
            periodUntil: until,
            level: draw < 16 ? 'XS' : draw < 94 ? 'TOT' : 'HT',
            decidedOn: null,
            decisionNumber: null,
            decidedByUnitId: demoId('unit', 'SNV'),
            recordedVia: 'platform' as const,
          },
        ]
      }),
    )
}

const FigureRow = z.object({
  id: z.string(),
  period: z.string(),
  value: z.string(),
  qualifier: z.enum(['exact', 'over', 'about', 'under']),
  printed: z.string(),
  evidence_document: z.string().min(1),
  evidence_place: z.string(),
  note: z.string(),
})
const ItemRow = z.object({ figure_id: z.string(), position: z.coerce.number(), label: z.string().min(1), amount: z.string() })

/**
 * Figures the records give, whose printed number is typed in beside: there the report contradicts its own list, and both are shown. All
 * other printed numbers of `figures-2022.csv` that records give come out of them and are not typed.
 */
export const printedBeside: ReadonlySet<string> = new Set(['F33a-06', 'F33a-32', 'F35c-01'])

async function loadFigures(ctx: Ctx): Promise<void> {
  const items = new Map<string, { label: string; amount: string | null }[]>()
  for (const i of readCodeList(assetPath('app/demo/data/figure-items-2022.csv'), ItemRow)) {
    items.set(i.figure_id, [...(items.get(i.figure_id) ?? []), { label: i.label, amount: i.amount || null }])
  }
  const computed = new Set(ctx.kernel.indicators.map(({ id }) => id))
  await typeFigures(
    ctx,
    readCodeList(assetPath('app/demo/data/figures-2022.csv'), FigureRow)
      .filter((f) => !computed.has(f.id) || printedBeside.has(f.id))
      .map((f) => ({
        id: f.id,
        period: f.period,
        value: f.value,
        qualifier: f.qualifier,
        printed: f.printed || null,
        evidenceDocument: f.evidence_document,
        evidencePlace: f.evidence_place,
        note: f.note || null,
        ...(f.period === '2022' && items.has(f.id) ? { items: items.get(f.id) ?? [] } : {}),
      })),
  )
}

async function loadReport(ctx: Ctx): Promise<void> {
  const template = shippedTemplate()
  await installTemplate(ctx, template)
  await installReport(ctx, {
    id: 'annual-2022',
    templateCode: template.id,
    title: { vi: 'Báo cáo năm 2022', en: 'Yearly report 2022' },
    period: '2022',
    periodFrom: '2022-01-01',
    periodUntil: '2023-01-01',
    formerPeriod: '2021',
    parameters: reportParameters(2022),
  })
  const edition = await draftEdition(ctx, 'annual-2022')
  await numberEdition(ctx, { editionId: edition.id, documentNumber: '315-BC/ĐU', documentDate: '2022-12-20' })
}

/** What a yearly report of the Department fills into its template. */
export function reportParameters(year: number): Record<string, string | number> {
  return {
    year,
    province: 'Hưng Yên',
    unit: 'Sở Nội vụ',
    committee: 'Đảng ủy Sở Nội vụ',
    bloc: 'Đảng ủy Khối Cơ quan - Doanh nghiệp tỉnh',
  }
}

/** Rich files for those who have accounts and for some of the Department's own. */
async function loadFiles(ctx: Ctx, province: DemoProvince, holders: readonly string[]): Promise<void> {
  const own = province.posts.filter((p) => p.until === null && p.unitCode.startsWith('SNV-')).map((p) => p.personKey)
  const keys = [...new Set([...holders, ...own])].slice(0, 36)
  await addEntries(
    ctx,
    richFiles(province, keys).map(({ key, ...entry }) => ({ ...entry, id: demoId('person', key) })),
  )
}

/** Makes the accounts; gives the keys of the persons they belong to. */
async function loadAccounts(ctx: Ctx, province: DemoProvince): Promise<string[]> {
  const people = new Map(province.people.map((p) => [p.key, p]))
  const taken = new Set<string>()
  const current = province.posts.filter((p) => p.until === null)
  for (const account of demoAccounts) {
    const post = account.post ? current.find((p) => !taken.has(p.personKey) && account.post?.(p)) : undefined
    if (account.post && !post) throw new Error(`the demonstration province has no post for ${account.username}`)
    const person = post ? people.get(post.personKey) : undefined
    if (person) taken.add(person.key)
    const id = demoId('account', account.username)
    await createUser(ctx, {
      id,
      username: account.username,
      name: person?.fullName ?? 'Quản trị hệ thống',
      personId: person ? demoId('person', person.key) : null,
      password: demoPassword,
    })
    const unit = account.unit ?? post?.unitCode ?? null
    await assignRole(ctx, { id, role: account.role, unitId: unit ? demoId('unit', unit) : null, from: '2022-01-01', until: null })
  }
  return [...taken]
}
