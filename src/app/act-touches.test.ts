import { expect } from 'vitest'
import { someBodies } from '#domains/bodies/body.factory.ts'
import { aRating } from '#domains/evaluation/rating.factory.ts'
import { anAct } from '#domains/organization/act.factory.ts'
import { getAct, rehearseAct, undoAct } from '#domains/organization/act.service.ts'
import { applyAct } from '#domains/organization/index.ts'
import { can } from '#domains/organization/organization.permissions.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { draftEdition, installReport, installTemplate, shippedTemplate } from '#domains/reports/index.ts'
import { aDecision } from '#domains/staffing/quota.factory.ts'
import { aSignedDossier } from '#domains/territory/dossier.factory.ts'
import { anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { domains } from './domains.ts'

const test = worldTest(domains)

/** Somebody who may reorganise and read units, and nothing else: counts are told, records are not. */
const reorganiser = () => anActorWith(can.reorganise, can.readUnit)

/** An act of 1 December 2022 whose ending unit has something of everything; the other unit has the same, which the act leaves alone. */
async function aBusyUnit(world: TestWorld) {
  return world.asSystem(async (ctx) => {
    const act = await anAct(ctx)
    for (const unitId of [act.from, act.into]) {
      const { id: personId } = await aPerson(ctx, { unitId })
      await aRating(ctx, { personId })
      await aRating(ctx, { personId, periodFrom: '2022-01-01', periodUntil: '2023-01-01', decidedOn: '2022-12-19' })
      await someBodies(ctx, unitId)
      await aSignedDossier(ctx, { unitId })
      await aDecision(ctx, { lines: [[unitId, 3]] })
    }
    const template = shippedTemplate()
    await installTemplate(ctx, template)
    const title = { vi: 'Báo cáo', en: 'Report' }
    for (const year of [2021, 2022]) {
      const period = { period: `${year}`, periodFrom: `${year}-01-01`, periodUntil: `${year + 1}-01-01`, formerPeriod: null }
      await installReport(ctx, { id: `annual-${year}`, templateCode: template.id, title, ...period, parameters: {} })
      await draftEdition(ctx, `annual-${year}`)
    }
    return act
  })
}

test('a rehearsal tells what other domains hold on the unit that ends, and where it opens; nothing of the unit that goes on', async ({
  world,
}) => {
  const act = await aBusyUnit(world)
  const { effects, faults } = await world.as(reorganiser(), (ctx) => rehearseAct(ctx, act.id))
  expect(faults).toEqual([])
  const told = (effects?.touched ?? []).map(({ what, count, unit, link, permission }) => [
    what,
    count,
    unit?.id ?? null,
    link,
    permission,
  ])
  const unit = `/to-chuc/don-vi/${act.from}`
  expect(told.toSorted()).toEqual([
    ['bodies.touchedByAct.autonomy', 1, act.from, unit, 'bodies.readBody'],
    ['bodies.touchedByAct.circulars', 1, act.from, unit, 'bodies.readBody'],
    ['bodies.touchedByAct.functions', 1, act.from, unit, 'bodies.readBody'],
    ['evaluation.touchedByAct', 1, act.from, `/danh-gia?unitId=${act.from}`, 'evaluation.readRating'],
    ['reports.touchedByAct', 1, null, '/bao-cao/annual-2022', 'reports.readReport'],
    ['staffing.touchedByAct.CC', 3, act.from, unit, 'staffing.readQuota'],
    ['territory.touchedByAct', 1, act.from, `/dia-gioi?unitId=${act.from}`, 'territory.readDossier'],
  ])
  for (const each of effects?.touched ?? []) expect(world.kernel.translate('vi', each.what)).not.toBe(each.what)
})

test('an applied act keeps what it was told; who may not reorganise is told nothing by the domains', async ({ world }) => {
  const act = await aBusyUnit(world)
  await world.asSystem((ctx) => applyAct(ctx, act.id))
  const { effects } = await world.as(anActorWith(can.readUnit), (ctx) => getAct(ctx, act.id))
  expect(effects?.touched).toHaveLength(7)
  const told = await world.as(anActorWith(can.readUnit), async (ctx) => {
    const payload = {
      actId: act.id,
      on: '2022-12-01',
      heirs: [{ id: act.from, heir: null }],
      posts: [],
      doubled: [],
      touched: [],
      faults: [],
    }
    const { tellTouched } = await import('#domains/evaluation/rating-reorganising.ts')
    await tellTouched(ctx, payload)
    return payload.touched
  })
  expect(told).toEqual([])
  await world.asSystem((ctx) => undoAct(ctx, act.id))
})
