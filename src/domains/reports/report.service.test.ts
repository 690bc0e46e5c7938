import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { files } from '#domains/files/index.ts'
import { evaluation, recordRatings } from '#domains/evaluation/index.ts'
import { establishUnits, organization } from '#domains/organization/index.ts'
import { people, registerPeople } from '#domains/people/index.ts'
import { openFile, receiveFile, storeFile } from '#engines/files/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { changesSince } from './changes.service.ts'
import { figureRecords, getFigure, listFigures, readFigures, typeFigure } from './figure.service.ts'
import { reports } from './index.ts'
import {
  approveEdition,
  checkEdition,
  draftEdition,
  numberEdition,
  printDocument,
  readDocument,
  returnEdition,
  sealEdition,
} from './report.service.ts'
import { aReport, aTemplate, aTypedFigure } from './reports.factory.ts'
import { can } from './reports.permissions.ts'
import { approveTemplate, getTemplate, saveTemplate } from './template.service.ts'

const test = worldTest([organization, people, evaluation, reports, files])
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Three people rated for 2021, one of them excellent. */
async function rateThree(ctx: Ctx): Promise<void> {
  const unit = {
    unitId: id(900),
    code: 'X',
    name: 'Phòng X',
    shortName: 'X',
    kind: 'division',
    level: 'division',
    parentId: null,
    tree: 'government',
    validFrom: null,
    validUntil: null,
    act: null,
  }
  await establishUnits(ctx, [unit])
  const person = (n: number, given: string) => ({
    id: id(n),
    familyAndMiddle: 'Trần',
    given,
    sex: 'female' as const,
    birthDate: null,
    birthYear: 1980,
    category: 'civil-servant',
  })
  await registerPeople(
    ctx,
    [person(1, 'An'), person(2, 'Bình'), person(3, 'Chi')],
    [1, 2, 3].map((n) => ({
      personId: id(n),
      unitId: id(900),
      title: 'Chuyên viên',
      isMain: true,
      validFrom: '2010-01-01',
      validUntil: null,
    })),
  )
  await rate(ctx, [
    [1, 'XS'],
    [2, 'TOT'],
    [3, 'TOT'],
  ])
}

async function rate(ctx: Ctx, levels: [number, string][], from = '2021-01-01', until = '2022-01-01'): Promise<void> {
  await recordRatings(
    ctx,
    levels.map(([n, level]) => ({
      id: id(n + 100 + Number(from.slice(2, 4)) * 1000),
      personId: id(n),
      unitId: id(900),
      periodKind: 'year',
      periodFrom: from,
      periodUntil: until,
      level,
      decidedOn: null,
      decisionNumber: null,
      decidedByUnitId: null,
      recordedVia: 'platform' as const,
    })),
  )
}

async function sealed(world: TestWorld): Promise<{ reportId: string; editionId: string }> {
  const made = await world.asSystem(async (ctx) => {
    await rateThree(ctx)
    return aReport(ctx)
  })
  for (const step of [checkEdition, approveEdition, sealEdition]) await world.asSystem((ctx) => step(ctx, made.editionId))
  return made
}

const words = (document: { blocks: { runs: { kind: string; text?: string }[] }[] }) =>
  document.blocks.map((b) => b.runs.map((r) => r.text ?? '').join('')).join('\n')

describe('figures', () => {
  test('computed from records where a domain computes them, typed in otherwise; both say so and open', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      await rateThree(ctx)
      await aReport(ctx)
      const { readings } = await readFigures(ctx, '2022')
      expect(readings.get('F34d-03')).toMatchObject({ value: '3', source: 'computed' })
      expect(readings.get('F33a-40')).toMatchObject({ value: '1655', source: 'typed' })
      expect(readings.get('F33a-41')).toMatchObject({ value: null })
      for (const figure of ['F34d-03', 'F34d-04', 'F34d-05', 'F34d-06']) {
        const { total, rows } = await figureRecords(ctx, { id: figure, period: '2022', limit: 50 })
        expect([total.value, rows.length]).toEqual([Number(readings.get(figure)?.value), Number(readings.get(figure)?.value)])
      }
      const detail = await getFigure(ctx, { id: 'F34d-03', period: '2022' })
      expect(detail.terms.map((t) => [t.figure.id, t.figure.value])).toEqual([
        ['F34d-04', '1'],
        ['F34d-05', '2'],
        ['F34d-06', '0'],
        ['F34d-07', '0'],
        ['F34d-08', '0'],
      ])
      for (const b of detail.breakdowns)
        expect([b.id, b.complete, b.groups.reduce((s, g) => s + Number(g.value), 0)]).toEqual([b.id, true, 3])
      const typed = await figureRecords(ctx, { id: 'F33a-40', period: '2022', limit: 50 })
      expect(typed.rows[0]?.cells).toMatchObject({ evidence_document: 'Báo cáo thử', value: '1655' })
    })
  })

  test('all 409 are there, whether a value is or not', async ({ world }) => {
    const { rows } = await world.asSystem((ctx) => listFigures(ctx, { period: '2022' }))
    expect(rows).toHaveLength(409)
    expect(new Set(rows.map((r) => r.status))).toEqual(new Set(['missing']))
  })

  test('a figure that records give cannot be typed in; a correction of a typed one keeps the old one', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      await rateThree(ctx)
      await expect(typeFigure(ctx, aTypedFigure({ id: 'F34d-03' }))).rejects.toMatchObject({ code: 'reports.computedFigure' })
      await typeFigure(ctx, aTypedFigure())
      await typeFigure(ctx, aTypedFigure({ value: '1656', note: 'đính chính' }))
    })
    expect(
      await world.sql('SELECT value, replaced_by IS NULL AS current FROM indicators.typed_figure ORDER BY typed_at, value'),
    ).toEqual([
      { value: '1655', current: false },
      { value: '1656', current: true },
    ])
  })

  test('a typed figure carries the document it rests on, at its page: who reads figures opens it, others do not', async ({
    world,
  }) => {
    const writer = anActor({
      [can.readFigure.id]: { all: true },
      [can.typeFigure.id]: { all: true },
      'files.uploadFile': { all: true },
    })
    const content = Readable.from([Buffer.from('Bao cao: 1655 nguoi')])
    const received = await receiveFile(world.kernel, { content, name: 'Báo cáo.txt', purpose: 'reports.evidence', lang: 'vi' })
    const file = await world.as(writer, (ctx) => storeFile(ctx, received))
    await world.as(writer, (ctx) => typeFigure(ctx, aTypedFigure({ evidenceFileId: file.id, evidencePage: 4 })))
    const { id: figureId } = aTypedFigure()
    const evidence = async () =>
      (await world.as(anActorWith(can.readFigure), (ctx) => getFigure(ctx, { id: figureId, period: '2022' }), { writes: false }))
        .evidence
    expect(await evidence()).toMatchObject({ page: 4, file: { id: file.id, name: 'Báo cáo.txt', kind: 'text' } })
    const opens = (actor: ReturnType<typeof anActor>) => world.as(actor, (ctx) => openFile(ctx, file.id), { writes: false })
    expect((await opens(anActorWith(can.readFigure))).id).toBe(file.id)
    await expect(opens(anActorWith(can.readReport))).rejects.toMatchObject({ code: 'kernel.notFound' })
    // Corrected with the same document: it goes along.
    await world.as(writer, (ctx) => typeFigure(ctx, aTypedFigure({ value: '1656', evidenceFileId: file.id })))
    expect(await evidence()).toMatchObject({ page: null, file: { id: file.id } })
    // Somebody else's upload cannot be made evidence.
    const theirs = await world.as(anActorWith({ ...can.readFigure, id: 'files.uploadFile' }), (ctx) => storeFile(ctx, received))
    await expect(world.as(writer, (ctx) => typeFigure(ctx, aTypedFigure({ evidenceFileId: theirs.id })))).rejects.toMatchObject({
      code: 'kernel.notFound',
    })
  })

  test('without the right to type: refused, and the database refuses too', async ({ world }) => {
    const reader = anActorWith(can.readFigure)
    await expect(world.as(reader, (ctx) => typeFigure(ctx, aTypedFigure()))).rejects.toMatchObject({ code: '42501' })
    await expect(
      world.as(reader, (ctx) => typeFigure(ctx, aTypedFigure()), { permission: can.typeFigure }),
    ).rejects.toMatchObject({ code: 'kernel.forbidden' })
    expect(await world.sql('SELECT * FROM indicators.typed_figure')).toEqual([])
  })
})

describe('editions', () => {
  test('go draft, checked, approved, sealed; each step only from the one before', async ({ world }) => {
    const { editionId } = await world.asSystem((ctx) => aReport(ctx))
    await expect(world.asSystem((ctx) => approveEdition(ctx, editionId))).rejects.toMatchObject({ code: 'reports.wrongStep' })
    await expect(world.asSystem((ctx) => sealEdition(ctx, editionId))).rejects.toMatchObject({ code: 'reports.wrongStep' })
    expect((await world.asSystem((ctx) => checkEdition(ctx, editionId))).status).toBe('checked')
    expect((await world.asSystem((ctx) => returnEdition(ctx, editionId))).status).toBe('draft')
    await world.asSystem((ctx) => checkEdition(ctx, editionId))
    await world.asSystem((ctx) => approveEdition(ctx, editionId))
    const edition = await world.asSystem((ctx) => sealEdition(ctx, editionId))
    expect(edition.steps.map((s) => s.status)).toEqual(['draft', 'checked', 'approved', 'sealed'])
  })

  test('a sealed edition cannot be changed, by any way, only superseded', async ({ world }) => {
    const { reportId, editionId } = await sealed(world)
    for (const act of [checkEdition, approveEdition, sealEdition, returnEdition]) {
      await expect(world.asSystem((ctx) => act(ctx, editionId))).rejects.toMatchObject({ code: 'reports.sealed' })
    }
    await expect(
      world.asSystem((ctx) => numberEdition(ctx, { editionId, documentNumber: '2', documentDate: '2023-01-01' })),
    ).rejects.toMatchObject({ code: 'reports.sealed' })
    for (const attack of [
      `UPDATE reports.edition SET document_number = 'x'`,
      `DELETE FROM reports.edition`,
      `UPDATE indicators.snapshot SET value = 1`,
      `DELETE FROM indicators.snapshot`,
    ]) {
      await world.sql('SAVEPOINT attack')
      await expect(world.sql(attack)).rejects.toThrow('sealed')
      await world.sql('ROLLBACK TO SAVEPOINT attack')
    }
    const next = await world.asSystem((ctx) => draftEdition(ctx, reportId))
    expect(next).toMatchObject({ number: 2, supersedes: editionId, status: 'draft' })
    await expect(world.asSystem((ctx) => draftEdition(ctx, reportId))).rejects.toMatchObject({ code: 'reports.editionOpen' })
  })

  test('sealing needs number and date', async ({ world }) => {
    const { editionId } = await world.asSystem((ctx) => aReport(ctx, false))
    await world.asSystem((ctx) => checkEdition(ctx, editionId))
    await world.asSystem((ctx) => approveEdition(ctx, editionId))
    await expect(world.asSystem((ctx) => sealEdition(ctx, editionId))).rejects.toMatchObject({ code: 'reports.notDated' })
    await world.asSystem((ctx) => numberEdition(ctx, { editionId, documentNumber: '02-BC/CQ', documentDate: '2022-12-21' }))
    expect((await world.asSystem((ctx) => sealEdition(ctx, editionId))).status).toBe('sealed')
  })

  test('opened later it says the same, and lists what changed since, record by record', async ({ world }) => {
    const { reportId, editionId } = await sealed(world)
    const before = await world.asSystem((ctx) => readDocument(ctx, { id: reportId, editionId }))
    expect(await world.asSystem((ctx) => changesSince(ctx, editionId))).toEqual([])
    await world.asSystem(async (ctx) => {
      await sql`UPDATE evaluation.rating SET level = 'XS' WHERE person_id = ${id(2)}::uuid`.execute(ctx.db)
      await registerPeople(
        ctx,
        [
          {
            id: id(4),
            familyAndMiddle: 'Lê',
            given: 'Dung',
            sex: 'female',
            birthDate: null,
            birthYear: 1990,
            category: 'civil-servant',
          },
        ],
        [{ personId: id(4), unitId: id(900), title: 'Chuyên viên', isMain: true, validFrom: '2015-01-01', validUntil: null }],
      )
      await rate(ctx, [[4, 'HT']])
      await typeFigure(ctx, aTypedFigure({ value: '1660' }))
    })
    const after = await world.asSystem((ctx) => readDocument(ctx, { id: reportId, editionId }))
    expect(after.document).toEqual(before.document)
    expect(words(after.document)).toBe('Có 1.655 biên chế, 03 người được xếp loại.')
    const changes = await world.asSystem((ctx) => changesSince(ctx, editionId))
    const brief = changes.map((c) => [c.figureId, c.then, c.now, c.added, c.removed, c.altered])
    expect(brief).toEqual(
      expect.arrayContaining([
        ['F34d-03', '3', '4', 1, 0, 1],
        ['F34d-04', '1', '2', 1, 0, 0],
        ['F34d-05', '2', '1', 0, 1, 0],
        ['F34d-07', '0', '1', 1, 0, 0],
        ['F33a-40', '1655', '1660', 0, 0, 1],
      ]),
    )
    expect(changes).toHaveLength(5)
    expect(changes.find((c) => c.figureId === 'F34d-07')?.records[0]).toMatchObject({
      change: 'added',
      label: 'Lê Dung',
      open: `/con-nguoi/${id(4)}`,
    })
    expect(changes.find((c) => c.figureId === 'F34d-05')?.records[0]).toMatchObject({ change: 'removed', label: 'Trần Bình' })
    const now = await world.asSystem((ctx) => draftEdition(ctx, reportId).then(() => readDocument(ctx, { id: reportId })))
    expect(words(now.document)).toBe('Có 1.660 biên chế, 04 người được xếp loại.')
  })

  test('the same edition prints to the same bytes, Word and PDF', async ({ world }) => {
    const { reportId, editionId } = await sealed(world)
    for (const format of ['docx', 'pdf', 'html'] as const) {
      const print = async () =>
        Buffer.from(await (await world.asSystem((ctx) => printDocument(ctx, { id: reportId, editionId, format }))).arrayBuffer())
      expect((await print()).equals(await print())).toBe(true)
    }
  })

  test('the former period stands beside each figure', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      await rateThree(ctx)
      await aReport(ctx)
      await rate(
        ctx,
        [
          [1, 'TOT'],
          [2, 'TOT'],
        ],
        '2020-01-01',
        '2021-01-01',
      )
      await typeFigure(ctx, aTypedFigure({ period: '2021', value: '1700' }))
      const { figures } = await readDocument(ctx, { id: 'small-2022' })
      const former = (figureId: string) => figures.find((f) => f.id === figureId)?.former
      expect([former('F34d-03'), former('F33a-40'), former('F33a-41')]).toEqual(['2', '1700', null])
    })
  })
})

describe('templates', () => {
  const unknown = aTemplate({
    blocks: [{ kind: 'paragraph', id: 'lead', sentences: [{ kind: 'sentence', text: 'Có {F99-01} và {F33a-40}.' }] }],
    footnotes: {},
  })

  test('one that names an unknown figure may be saved but not approved, and says which and where', async ({ world }) => {
    await world.asSystem((ctx) => aReport(ctx))
    const saved = await world.asSystem((ctx) => saveTemplate(ctx, { code: 'small-report', revision: 1, body: unknown }))
    expect(saved.problems).toEqual([{ place: 'lead#1', code: 'unknown-figure', name: 'F99-01' }])
    await expect(
      world.asSystem((ctx) => approveTemplate(ctx, { code: 'small-report', revision: saved.template.revision })),
    ).rejects.toMatchObject({
      code: 'reports.unknownFigures',
      params: { figures: 'F99-01', places: 'lead#1' },
    })
    expect(await world.asSystem((ctx) => getTemplate(ctx, { code: 'small-report', status: 'approved' }))).toMatchObject({
      version: 1,
    })
  })

  test('approved, it replaces the one before and open editions follow it', async ({ world }) => {
    await world.asSystem((ctx) => aReport(ctx))
    const body = aTemplate({
      blocks: [{ kind: 'paragraph', id: 'p', sentences: [{ kind: 'sentence', text: 'Biên chế: {F33a-40}.' }] }],
      footnotes: {},
    })
    const { template } = await world.asSystem((ctx) => saveTemplate(ctx, { code: 'small-report', revision: 1, body }))
    expect(template).toMatchObject({ version: 2, status: 'draft', revision: 1 })
    await world.asSystem((ctx) => approveTemplate(ctx, { code: 'small-report', revision: 1 }))
    expect(words((await world.asSystem((ctx) => readDocument(ctx, { id: 'small-2022' }))).document)).toBe('Biên chế: 1.655.')
  })

  test('who may approve but not edit approves; who may neither changes nothing', async ({ world }) => {
    await world.asSystem((ctx) => aReport(ctx))
    await world.asSystem((ctx) => saveTemplate(ctx, { code: 'small-report', revision: 1, body: aTemplate({ summary: 'Mới' }) }))
    const approve = (ctx: Ctx) => approveTemplate(ctx, { code: 'small-report', revision: 1 })
    await expect(world.as(anActorWith(can.readReport), approve)).rejects.toMatchObject({ code: 'kernel.forbidden' })
    expect(await world.as(anActorWith(can.readReport, can.approveTemplate), approve)).toMatchObject({
      version: 2,
      status: 'approved',
      body: { summary: 'Mới' },
    })
  })

  test('two people saving at once: the second is told, nothing is lost', async ({ world }) => {
    await world.asSystem((ctx) => aReport(ctx))
    const first = await world.asSystem((ctx) =>
      saveTemplate(ctx, { code: 'small-report', revision: 1, body: aTemplate({ summary: 'Một' }) }),
    )
    await world.asSystem((ctx) =>
      saveTemplate(ctx, { code: 'small-report', revision: first.template.revision, body: aTemplate({ summary: 'Hai' }) }),
    )
    await expect(
      world.asSystem((ctx) =>
        saveTemplate(ctx, { code: 'small-report', revision: first.template.revision, body: aTemplate({ summary: 'Ba' }) }),
      ),
    ).rejects.toMatchObject({
      code: 'kernel.changedMeanwhile',
    })
    expect((await world.asSystem((ctx) => getTemplate(ctx, { code: 'small-report' }))).body).toMatchObject({ summary: 'Hai' })
  })

  test('a body that is no template is refused with the wrong places', async ({ world }) => {
    await world.asSystem((ctx) => aReport(ctx))
    await expect(
      world.asSystem((ctx) => saveTemplate(ctx, { code: 'small-report', revision: 1, body: { blocks: 'x' } })),
    ).rejects.toMatchObject({ code: 'reports.templateInvalid' })
  })
})
