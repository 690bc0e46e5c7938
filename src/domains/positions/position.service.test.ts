import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { anAct } from '#domains/organization/act.factory.ts'
import { applyAct, organization, undoAct } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { aPerson, aPersonWhoMoved } from '#domains/people/person.factory.ts'
import { personnel } from '#domains/personnel/index.ts'
import { staffing } from '#domains/staffing/index.ts'
import { aDecision } from '#domains/staffing/quota.factory.ts'
import { checkRecords } from '#kernel/checks.ts'
import type { Ctx } from '#kernel/context.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { positions } from './index.ts'
import { aCatalogue, aPosition, aScheme } from './position.factory.ts'
import * as catalogue from './position.service.ts'
import { can } from './positions.permissions.ts'
import * as schemes from './scheme.service.ts'
import * as board from './standing.service.ts'

const test = worldTest([organization, people, personnel, staffing, positions])

const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: unknown) => (error as { code: string }).code,
  )
const mainPost = async (world: TestWorld, personId: string, on: string) =>
  (
    await world.sql<{ id: string }>(
      `SELECT id FROM people.post WHERE person_id = $1 AND is_main AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2)`,
      [personId, on],
    )
  )[0]?.id ?? ''
const department = (ctx: Ctx) => aUnit(ctx, { level: 'department', kind: 'department' })
const standing = async (ctx: Ctx, unitId: string, positionId: string, asOf: string) =>
  (await board.positionsOfUnit(ctx, { unitId, asOf })).rows.find((r) => r.positionId === positionId)

describe('the catalogue', () => {
  test('introduces positions by decision, from its day; a code belongs to one position at a time', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const { id: catalogueId } = await aCatalogue(ctx, { validFrom: '2022-08-01', staff: 'commune-civil-servant' })
      const { id } = await aPosition(ctx, { catalogueId, code: 'CCX-01', name: 'Văn phòng - thống kê' })
      const names = async (asOf: string) =>
        (await catalogue.listPositions(ctx, { limit: 50, asOf, search: 'van phong thong ke' })).rows.map((r) => r.code)
      expect(await names('2022-07-31')).toEqual([])
      expect(await names('2022-08-01')).toEqual(['CCX-01'])
      expect(await catalogue.getPosition(ctx, id)).toMatchObject({
        staff: 'commune-civil-servant',
        rankCode: '01.003',
        competences: [{ name: 'Soạn thảo văn bản', level: '3' }],
        products: [{ name: 'Báo cáo', unit: 'báo cáo', coefficient: '1.5' }],
      })
      expect(await codeOf(aPosition(ctx, { catalogueId, code: 'CCX-01' }))).toBe('positions.codeTaken')
      await catalogue.endPosition(ctx, { id, from: '2023-01-01' })
      expect(await names('2023-01-01')).toEqual([])
      await aPosition(ctx, { code: 'CCX-01', validFrom: '2023-01-01' })
      expect((await catalogue.listCatalogues(ctx, { limit: 50, staff: 'commune-civil-servant' })).rows).toMatchObject([
        { positions: 1 },
      ])
    })
  })

  test('asks for ranks of the list, or such as ranks and titles are written', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const { catalogueId } = await aPosition(ctx)
      const add = (rankCode: string) =>
        codeOf(
          catalogue.addPosition(ctx, {
            ...{ catalogueId, code: rankCode, name: 'Giáo viên', group: 'specialised', rankCode, description: null },
            ...{ competences: [], products: [] },
          }),
        )
      expect(await add('01.003')).toBe('done')
      expect(await add('V.07.02.25')).toBe('done')
      expect(await add('chuyên viên')).toBe('positions.rankUnknown')
    })
  })

  test('a decision recorded by mistake is taken back with its positions, unless a scheme stands on one', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const unit = await department(ctx)
      const { id, catalogueId } = await aPosition(ctx)
      const scheme = await aScheme(ctx, unit.unitId, [[id, 2]])
      expect(await codeOf(catalogue.withdrawCatalogue(ctx, catalogueId))).toBe('positions.catalogueUsed')
      expect(await codeOf(catalogue.endPosition(ctx, { id, from: '2022-06-01' }))).toBe('positions.positionUsed')
      await schemes.withdrawApproval(ctx, scheme.id)
      await schemes.dropScheme(ctx, scheme.id)
      await catalogue.withdrawCatalogue(ctx, catalogueId)
      expect(await codeOf(catalogue.getPosition(ctx, id))).toBe('kernel.notFound')
    })
  })
})

describe('schemes', () => {
  test('give posts from the day they are approved for; an adjusted one replaces what was in force', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const unit = await department(ctx)
      const [a, b] = [(await aPosition(ctx)).id, (await aPosition(ctx)).id]
      expect(await codeOf(aScheme(ctx, unit.unitId, [[a, 1]], { kind: 'adjusted' }))).toBe('positions.nothingToAdjust')
      await aScheme(ctx, unit.unitId, [
        [a, 4],
        [b, 1],
      ])
      const adjusted = await aScheme(ctx, unit.unitId, [[a, 6]], { kind: 'adjusted', validFrom: '2022-07-01' })
      expect(await standing(ctx, unit.unitId, a, '2021-12-31')).toBeUndefined()
      expect(await standing(ctx, unit.unitId, a, '2022-06-30')).toMatchObject({ established: 4, vacant: 4, standing: 'vacant' })
      expect(await standing(ctx, unit.unitId, a, '2022-07-01')).toMatchObject({ established: 6 })
      expect(await standing(ctx, unit.unitId, b, '2022-07-01')).toBeUndefined()
      expect((await schemes.getScheme(ctx, adjusted.id)).before?.lines).toHaveLength(2)
      expect(await codeOf(aScheme(ctx, unit.unitId, [[a, 1]], { validFrom: '2022-03-01' }))).toBe('positions.schemeLater')
      // Taken back, the one before holds on.
      await schemes.withdrawApproval(ctx, adjusted.id)
      expect(await standing(ctx, unit.unitId, b, '2022-12-31')).toMatchObject({ established: 1 })
    })
  })

  test('what is wrong with a line is named; a draft is changed, an approved one is not', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const unit = await department(ctx)
      const division = await aUnit(ctx, { parentId: unit.unitId })
      const a = (await aPosition(ctx)).id
      const late = (await aPosition(ctx, { validFrom: '2022-08-01' })).id
      const draft = (unitId: string, ids: string[]) =>
        schemes.draftScheme(ctx, {
          unitId,
          kind: 'new',
          note: null,
          lines: ids.map((positionId) => ({ positionId, posts: 1, rankCode: null })),
        })
      expect(await codeOf(draft(unit.unitId, [a, a]))).toBe('positions.lineTwice')
      expect(await codeOf(draft(unit.unitId, [unit.unitId]))).toBe('positions.lineUnknown')
      expect(await codeOf(draft(division.unitId, [a]))).toBe('positions.noBody')
      const { id } = await draft(unit.unitId, [a, late])
      const approval = { id, number: '1/QĐ-UBND', decidedOn: '2022-01-05', approver: 'UBND tỉnh', validFrom: '2022-01-05' }
      expect(await codeOf(schemes.approveScheme(ctx, approval))).toBe('positions.lineNotInForce')
      await schemes.changeScheme(ctx, { id, kind: 'new', note: null, lines: [{ positionId: a, posts: 3, rankCode: null }] })
      await schemes.approveScheme(ctx, approval)
      expect(await codeOf(schemes.dropScheme(ctx, id))).toBe('positions.schemeApproved')
    })
  })

  test('any order of approvals leaves at most one in force on each day, without gap from the first on', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const a = (await aPosition(ctx)).id
      const day = fc.integer({ min: 0, max: 11 }).map((m) => `2022-${String(m + 1).padStart(2, '0')}-01`)
      for (const days of fc.sample(fc.array(day, { minLength: 3, maxLength: 4 }), { numRuns: 6, seed: 11 })) {
        const unit = await department(ctx)
        const taken: string[] = []
        for (const validFrom of days) {
          const code = await codeOf(aScheme(ctx, unit.unitId, [[a, 1]], { validFrom }))
          expect(code).toBe(taken.some((d) => d >= validFrom) ? 'positions.schemeLater' : 'done')
          if (code === 'done') taken.push(validFrom)
        }
        const { schemes: kept } = await board.positionsOfUnit(ctx, { unitId: unit.unitId, asOf: '2022-12-31' })
        const approved = kept
          .filter((s) => s.state === 'approved')
          .sort((x, y) => ((x.validFrom ?? '') < (y.validFrom ?? '') ? -1 : 1))
        expect(approved.map((s) => s.validUntil)).toEqual([...approved.slice(1).map((s) => s.validFrom), null])
      }
    })
  })
})

describe('people in positions', () => {
  test('fill posts from day to day; whoever moves is no longer counted, whoever is in none is told apart', async ({ world }) => {
    const made = await world.asSystem(async (ctx) => {
      const [unit, other] = [await department(ctx), await department(ctx)]
      const division = await aUnit(ctx, { parentId: unit.unitId })
      const [a, b] = [(await aPosition(ctx)).id, (await aPosition(ctx)).id]
      await aScheme(ctx, unit.unitId, [
        [a, 1],
        [b, 1],
      ])
      const stays = await aPerson(ctx, { unitId: division.unitId })
      const moves = await aPersonWhoMoved(ctx, { unitId: unit.unitId }, { unitId: other.unitId, on: '2022-09-01' })
      return { unit, other, a, b, stays, moves }
    })
    const { unit, a, b, stays, moves } = made
    const posts = [await mainPost(world, stays.id, '2022-02-01'), await mainPost(world, moves.id, '2022-02-01')] as const
    await world.asSystem(async (ctx) => {
      await board.assignPosition(ctx, { postId: posts[0], positionId: a, from: '2022-02-01' })
      await board.assignPosition(ctx, { postId: posts[1], positionId: a, from: '2022-02-01' })
      expect(await standing(ctx, unit.unitId, a, '2022-01-31')).toMatchObject({ filled: 0, vacant: 1 })
      expect(await standing(ctx, unit.unitId, a, '2022-02-01')).toMatchObject({ filled: 2, over: 1, standing: 'over' })
      expect(await standing(ctx, unit.unitId, a, '2022-09-01')).toMatchObject({ filled: 1, standing: 'filled' })
      expect((await board.positionsOfUnit(ctx, { unitId: unit.unitId, asOf: '2022-01-31' })).unassigned).toBe(2)
      // Another position from July: the first one ends.
      const { id } = await board.assignPosition(ctx, { postId: posts[0], positionId: b, from: '2022-07-01' })
      expect(await standing(ctx, unit.unitId, b, '2022-07-01')).toMatchObject({ filled: 1, standing: 'filled' })
      const { holders } = await board.listHolders(ctx, { unitId: unit.unitId, positionId: b, asOf: '2022-07-01' })
      expect(holders).toMatchObject([{ personId: stays.id, assignmentId: id, title: 'Chuyên viên' }])
      await board.endAssignment(ctx, { id, lastDay: '2022-10-31' })
      expect((await board.listHolders(ctx, { unitId: unit.unitId, asOf: '2022-11-01' })).holders).toMatchObject([
        { personId: stays.id, assignmentId: null },
      ])
      await board.withdrawAssignment(ctx, id)
      expect(await standing(ctx, unit.unitId, a, '2022-07-01')).toMatchObject({ filled: 2 })
      const wrong = (postId: string, positionId: string, from: string) =>
        codeOf(board.assignPosition(ctx, { postId, positionId, from }))
      expect(await wrong(posts[1], b, '2022-09-01')).toBe('positions.postNotHeld')
      expect(await wrong(posts[0], b, '2020-01-01')).toBe('positions.positionNotInForce')
      expect(await wrong(posts[0], a, '2022-03-01')).toBe('positions.assignedAlready')
      expect(await wrong(posts[0], b, '2021-06-01')).toBe('positions.assignedLater')
    })
  })

  test('established, filled, vacant and over agree, whatever is given and filled', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const unit = await department(ctx)
      const ids = [(await aPosition(ctx)).id, (await aPosition(ctx)).id, (await aPosition(ctx)).id] as const
      await aScheme(ctx, unit.unitId, [
        [ids[0], 2],
        [ids[1], 3],
      ])
      const crew = await Promise.all([0, 1, 2, 3].map(() => aPerson(ctx, { unitId: unit.unitId })))
      for (const [at, person] of crew.entries())
        await board.assignPosition(ctx, {
          postId: await mainPost(world, person.id, '2022-01-01'),
          positionId: ids[at === 3 ? 2 : 0],
          from: '2022-01-01',
        })
      const { rows } = await board.listStandings(ctx, { limit: 50, unitId: unit.unitId, asOf: '2022-06-01' })
      for (const row of rows) {
        expect(row.established - row.filled).toBe(row.vacant - row.over)
        expect(row.vacant * row.over).toBe(0)
      }
      // The third position is in no scheme: one person, no post.
      expect(rows.map((r) => [r.established, r.filled]).sort()).toEqual([
        [0, 1],
        [2, 3],
        [3, 0],
      ])
      expect((await board.listStandings(ctx, { limit: 50, standing: 'over', asOf: '2022-06-01' })).rows).toHaveLength(2)
      // A body without a scheme is told as such, not as over.
      const bare = await department(ctx)
      const someone = await aPerson(ctx, { unitId: bare.unitId })
      const postId = await mainPost(world, someone.id, '2022-01-01')
      await board.assignPosition(ctx, { postId, positionId: ids[0], from: '2022-01-01' })
      expect(await standing(ctx, bare.unitId, ids[0], '2022-06-01')).toMatchObject({ filled: 1, over: 0, standing: 'no-scheme' })
      const without = await board.listBodies(ctx, { limit: 50, alarm: 'no-scheme', asOf: '2022-06-01' })
      expect(without.rows.map((r) => r.id)).toContain(bare.unitId)
      const totals = await board.standingTotals(ctx, { asOf: '2022-06-01' })
      expect(totals.groups).toEqual([{ group: 'specialised', established: 5, filled: 5, vacant: 3, over: 2 }])
    })
  })

  test('posts over the quota are an alarm, also where the quota stands above the body', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const unit = await department(ctx)
      const school = await aUnit(ctx, { parentId: unit.unitId, level: 'service-unit', kind: 'primary-school' })
      const clerk = (await aPosition(ctx)).id
      const teacher = (await aPosition(ctx, { staff: 'public-employee' })).id
      await aDecision(ctx, { lines: [[unit.unitId, 3]] })
      await aDecision(ctx, { lines: [{ unitId: unit.unitId, kind: 'VC-NSNN', amount: 4, staff: null }] })
      await aScheme(ctx, unit.unitId, [[clerk, 3]])
      await aScheme(ctx, school.unitId, [[teacher, 5]])
      const found = await board.listBodies(ctx, { limit: 50, alarm: 'over-quota', asOf: '2022-06-01' })
      expect(found.rows).toMatchObject([{ id: unit.unitId, postsUnderQuota: 8, quota: 7 }])
      const { overQuota } = await board.positionsOfUnit(ctx, { unitId: unit.unitId, asOf: '2022-06-01' })
      expect(overQuota).toEqual([{ family: 'VC', posts: 5, quota: 4 }])
    })
  })
})

describe('an act of reorganisation', () => {
  test('ends the scheme and the assignments with the body, shows the scheme to the heir, and gives both back', async ({
    world,
  }) => {
    const act = await world.asSystem((ctx) => anAct(ctx))
    const { a, person } = await world.asSystem(async (ctx) => {
      await world.sql(`UPDATE organization.unit_version SET level = 'department' WHERE unit_id = ANY ($1::uuid[])`, [
        [act.from, act.into],
      ])
      const a = (await aPosition(ctx)).id
      await aScheme(ctx, act.from, [[a, 2]])
      return { a, person: await aPerson(ctx, { unitId: act.from }) }
    })
    const postId = await mainPost(world, person.id, '2022-02-01')
    await world.asSystem((ctx) => board.assignPosition(ctx, { postId, positionId: a, from: '2022-02-01' }))
    const { effects } = await world.asSystem((ctx) => applyAct(ctx, act.id))
    expect(effects?.touched).toMatchObject([
      { what: 'positions.touched.schemes', count: 1 },
      { what: 'positions.touched.assignments', count: 1 },
    ])
    const after = await world.asSystem((ctx) => board.positionsOfUnit(ctx, { unitId: act.into, asOf: '2022-12-31' }))
    expect(after).toMatchObject({ rows: [], unassigned: 1, schemes: [{ of: { id: act.from }, posts: 2 }] })
    await world.asSystem((ctx) => undoAct(ctx, act.id))
    await world.asSystem(async (ctx) =>
      expect(await standing(ctx, act.from, a, '2022-12-31')).toMatchObject({ established: 2, filled: 1 }),
    )
  })

  test('stops where a scheme takes effect later; is not undone once somebody is assigned at the heir', async ({ world }) => {
    const act = await world.asSystem((ctx) => anAct(ctx))
    const { a, later, person } = await world.asSystem(async (ctx) => {
      await world.sql(`UPDATE organization.unit_version SET level = 'department' WHERE unit_id = ANY ($1::uuid[])`, [
        [act.from, act.into],
      ])
      const a = (await aPosition(ctx)).id
      const later = await aScheme(ctx, act.from, [[a, 2]], { validFrom: '2022-12-05' })
      return { a, later, person: await aPerson(ctx, { unitId: act.from }) }
    })
    const { faults } = await world.asSystem((ctx) => applyAct(ctx, act.id))
    expect(faults).toMatchObject([{ code: 'schemes-later', unit: { id: act.from } }])
    await world.asSystem((ctx) => schemes.withdrawApproval(ctx, later.id))
    await world.asSystem((ctx) => applyAct(ctx, act.id))
    const postId = await mainPost(world, person.id, '2022-12-31')
    const assigned = await world.asSystem((ctx) => board.assignPosition(ctx, { postId, positionId: a, from: '2022-12-20' }))
    expect(await codeOf(world.asSystem((ctx) => undoAct(ctx, act.id)))).toBe('organization.actBuiltUpon')
    await world.asSystem((ctx) => board.withdrawAssignment(ctx, assigned.id))
    await world.asSystem((ctx) => undoAct(ctx, act.id))
  })
})

describe('the check', () => {
  test('finds what the database itself does not refuse', async ({ world }) => {
    const { unit, a, person, scheme } = await world.asSystem(async (ctx) => {
      const unit = await department(ctx)
      const a = (await aPosition(ctx)).id
      return { unit, a, scheme: await aScheme(ctx, unit.unitId, [[a, 2]]), person: await aPerson(ctx, { unitId: unit.unitId }) }
    })
    const postId = await mainPost(world, person.id, '2022-02-01')
    await world.asSystem((ctx) => board.assignPosition(ctx, { postId, positionId: a, from: '2022-02-01' }))
    const found = async () => {
      const { checked } = await world.as(
        anActor({ [can.readScheme.id]: { all: true }, [can.readPosition.id]: { all: true }, ...seesAll }),
        (ctx) => checkRecords(ctx),
      )
      const check = checked.find((c) => c.check === 'positions.checks.positions')
      return check?.findings.map((f) => [f.rule, f.link])
    }
    expect(await found()).toEqual([])
    await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    await world.sql(`UPDATE positions.position SET valid_until = '2022-06-01' WHERE id = $1`, [a])
    await world.sql(`UPDATE people.post SET valid_from = '2022-03-01' WHERE id = $1`, [postId])
    await world.sql(`UPDATE organization.unit_version SET valid_from = '2022-02-01' WHERE unit_id = $1`, [unit.unitId])
    expect(await found()).toEqual([
      ['in-force', `/vi-tri-viec-lam/de-an/${scheme.id}`],
      ['within-post', `/con-nguoi/${person.id}`],
      ['scheme-within-unit', `/vi-tri-viec-lam/de-an/${scheme.id}`],
    ])
  })
})

const seesAll = { 'organization.readUnit': { all: true }, 'people.readPerson': { all: true } }

describe('who may', () => {
  test('reads the schemes within reach alone; drafts there and nowhere else; approves only who may', async ({ world }) => {
    const { own, other, a, person } = await world.asSystem(async (ctx) => {
      const units = [(await department(ctx)).unitId, (await department(ctx)).unitId] as const
      const a = (await aPosition(ctx)).id
      for (const unitId of units) await aScheme(ctx, unitId, [[a, 2]])
      return { own: units[0], other: units[1], a, person: await aPerson(ctx, { unitId: units[0] }) }
    })
    const postId = await mainPost(world, person.id, '2022-02-01')
    const lines = [{ positionId: a, posts: 1, rankCode: null }]
    const reads = { ...seesAll, [can.readPosition.id]: { all: true }, [can.readScheme.id]: { units: [own] } }
    await world.as(anActor(reads), async (ctx) => {
      expect((await schemes.listSchemes(ctx, { limit: 50 })).rows.map((r) => r.unitId)).toEqual([own])
      expect((await board.listStandings(ctx, { limit: 50, asOf: '2022-06-01' })).rows.map((r) => r.unitId)).toEqual([own])
      expect((await board.listBodies(ctx, { limit: 50, asOf: '2022-06-01' })).rows.map((r) => r.id)).toEqual([own])
      const forbidden = [
        () => board.listHolders(ctx, { unitId: other, asOf: '2022-06-01' }),
        () => schemes.draftScheme(ctx, { unitId: own, kind: 'new', note: null, lines }),
        () => board.assignPosition(ctx, { postId, positionId: a, from: '2022-06-01' }),
        () => aCatalogue(ctx),
        () => catalogue.endPosition(ctx, { id: a, from: '2023-01-01' }),
      ]
      for (const run of forbidden) expect(await codeOf(run())).toBe('kernel.forbidden')
    })
    const drafts = anActor({ ...reads, [can.changeScheme.id]: { units: [own] }, [can.assignPosition.id]: { units: [own] } })
    await world.as(drafts, async (ctx) => {
      expect(await codeOf(schemes.draftScheme(ctx, { unitId: other, kind: 'new', note: null, lines }))).toBe('kernel.forbidden')
      const { id } = await schemes.draftScheme(ctx, { unitId: own, kind: 'adjusted', note: null, lines })
      const approval = { id, number: '9/QĐ-UBND', decidedOn: '2022-06-01', approver: 'UBND tỉnh', validFrom: '2022-06-01' }
      expect(await codeOf(schemes.approveScheme(ctx, approval))).toBe('kernel.forbidden')
      await schemes.dropScheme(ctx, id)
      await board.assignPosition(ctx, { postId, positionId: a, from: '2022-06-01' })
    })
    // Not even past the service: the database keeps what is approved from who may only draft.
    await world.as(drafts, async (ctx) => {
      const approved = (await schemes.listSchemes(ctx, { limit: 50, state: 'in-force' })).rows[0]?.id ?? ''
      await import('./scheme.store.ts').then((store) => store.updateEnd(ctx.db, approved, '2022-07-01'))
      expect(await schemes.getScheme(ctx, approved)).toMatchObject({ validUntil: null })
    })
  })
})
