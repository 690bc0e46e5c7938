import { describe, expect } from 'vitest'
import { openFile, receiveFile, storeFile } from '#engines/files/index.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { getPerson, people } from '#domains/people/index.ts'
import { aPerson, manyPeople } from '#domains/people/person.factory.ts'
import { personnel } from '#domains/personnel/index.ts'
import { files } from '#domains/files/index.ts'
import { checkRecords } from '#kernel/checks.ts'
import type { Actor, Ctx } from '#kernel/context.ts'
import type { Permission } from '#kernel/permissions.ts'
import { timelineOf } from '#kernel/timeline.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { aDecisionInput, aDraft, aSignedDecision, aTransfer } from './decision.factory.ts'
import {
  changeDraft,
  checkDecision,
  decisionHistory,
  decisionsOfPerson,
  discardDraft,
  draftDecision,
  getDecision,
  listDecisions,
  previewDecision,
  previewDraft,
  recordSigned,
  returnDecision,
  signDecision,
  withdrawDecision,
} from './decision.service.ts'
import { careers } from './index.ts'

const test = worldTest([organization, people, personnel, files, careers])
const code = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  )
const can = careers.permissions

const everything: Permission[] = [careers, people, personnel, organization, files].flatMap((d) =>
  Object.values<Permission>(d.permissions),
)
/** Somebody of the Department with every right. */
const official = (id: string): Actor => ({ ...anActorWith(...everything), id, name: id })

async function aDepartment(ctx: Ctx) {
  const issuerId = (await aUnit(ctx)).unitId
  const [from, to] = [(await aUnit(ctx, { parentId: issuerId })).unitId, (await aUnit(ctx, { parentId: issuerId })).unitId]
  return { issuerId, from, to, personId: (await aPerson(ctx, { unitId: from })).id }
}
type Department = Awaited<ReturnType<typeof aDepartment>>
const transferOf = ({ issuerId, personId, to }: Department, more: Partial<Parameters<typeof aDecisionInput>[0]> = {}) => ({
  issuerId,
  lines: [{ personId, details: { unitId: to, title: 'Phó Trưởng phòng' } }],
  ...more,
})
const salaries = (world: TestWorld) =>
  world.sql(
    `SELECT coefficient::text, valid_from, struck_at IS NOT NULL AS struck, made_by IS NOT NULL AS decided FROM personnel.salary ORDER BY valid_from, recorded_at`,
  )
const faultless = async (ctx: Ctx) =>
  (await checkRecords(ctx)).checked.find((c) => c.check === 'careers.checks')?.findings.map((f) => f.rule)

describe('a signed decision', () => {
  test('of transfer ends the post held and begins the other; withdrawn, all is as before', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const department = await aDepartment(ctx)
      const { from, to, personId } = department
      const before = (await getPerson(ctx, personId)).posts
      const { id } = await aSignedDecision(ctx, transferOf(department))
      const { posts } = await getPerson(ctx, personId)
      expect(posts).toMatchObject([
        { unitId: to, title: 'Phó Trưởng phòng', validFrom: '2022-06-01', validUntil: null, decisionOn: '2022-05-20' },
        { unitId: from, validUntil: '2022-06-01', endReason: 'moved', endDecisionOn: '2022-05-20' },
      ])
      expect(posts[0]?.decisionNumber).toBe((await getDecision(ctx, id)).number)
      expect(await getDecision(ctx, id)).toMatchObject({ state: 'signed', standing: 'in-force', lines: 1, recordedSigned: true })
      expect(await faultless(ctx)).toEqual([])
      await withdrawDecision(ctx, { id, reason: 'Ban hành nhầm' })
      expect((await getPerson(ctx, personId)).posts).toEqual(before)
      expect(await getDecision(ctx, id)).toMatchObject({ state: 'withdrawn', withdrawnReason: 'Ban hành nhầm' })
      expect(await faultless(ctx)).toEqual([])
    })
  })

  test('may take effect later than today, or long ago: what is in force follows from the day', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const department = await aDepartment(ctx)
      const { id } = await aSignedDecision(ctx, {
        issuerId: department.issuerId,
        kind: 'salary-regular',
        lines: [
          {
            personId: department.personId,
            effectiveOn: '2023-03-01',
            details: { rankCode: '01.003', step: 3, coefficient: '3.00' },
          },
        ],
      })
      expect((await getDecision(ctx, id)).standing).toBe('coming')
      const on = async (asOf: string) => (await listDecisions(ctx, { limit: 10, asOf })).rows.map((r) => r.standing)
      expect(await on('2023-02-28')).toEqual(['coming'])
      expect(await on('2023-03-01')).toEqual(['in-force'])
      await aSignedDecision(
        ctx,
        transferOf(department, {
          lines: [
            { personId: department.personId, effectiveOn: '2016-02-01', details: { unitId: department.to, title: 'Cán sự' } },
          ],
        }),
      )
      expect((await getPerson(ctx, department.personId)).posts.map((p) => p.validFrom)).toEqual(['2016-02-01', '2015-01-01'])
    })
    // Signed, but not yet so: form 2C of today leaves it out (see its own rules).
    expect(await salaries(world)).toEqual([{ coefficient: '3.00', valid_from: '2023-03-01', struck: false, decided: true }])
  })

  test('is not withdrawn while something later stands on it, which is named', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const department = await aDepartment(ctx)
      const { personId, from, issuerId } = department
      const first = await aSignedDecision(ctx, transferOf(department))
      const second = await aSignedDecision(ctx, {
        issuerId,
        lines: [{ personId, effectiveOn: '2022-09-01', details: { unitId: from, title: 'Trưởng phòng' } }],
      })
      const refused = await withdrawDecision(ctx, { id: first.id, reason: 'Nhầm' }).catch(
        (error: unknown) => error as { code: string; params: { what: string } },
      )
      expect(refused).toMatchObject({
        code: 'careers.builtUpon',
        params: { line: 1, what: expect.stringContaining('01/09/2022') as string },
      })
      await withdrawDecision(ctx, { id: second.id, reason: 'Nhầm' })
      await withdrawDecision(ctx, { id: first.id, reason: 'Nhầm' })
      expect((await getPerson(ctx, personId)).posts).toHaveLength(1)
      const raise = (effectiveOn: string, coefficient: string) =>
        aSignedDecision(ctx, {
          issuerId,
          kind: 'salary-regular',
          lines: [{ personId, effectiveOn, details: { rankCode: '01.003', coefficient } }],
        })
      const low = await raise('2019-06-01', '2.67')
      const high = await raise('2022-06-01', '3.00')
      expect(await code(withdrawDecision(ctx, { id: low.id, reason: 'Nhầm' }))).toBe('careers.builtUpon')
      await withdrawDecision(ctx, { id: high.id, reason: 'Nhầm' })
      await withdrawDecision(ctx, { id: low.id, reason: 'Nhầm' })
      expect(await faultless(ctx)).toEqual([])
    })
    expect((await salaries(world)).map((s) => s.struck)).toEqual([true, true])
  })

  test('of leaving ends all posts; taken back, each has the end it had', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const { personId, issuerId, to } = await aDepartment(ctx)
      await aSignedDecision(ctx, {
        issuerId,
        kind: 'secondment',
        lines: [{ personId, details: { unitId: to, title: 'Tổ phó', until: '2024-05-31' } }],
      })
      const before = (await getPerson(ctx, personId)).posts
      const { id } = await aSignedDecision(ctx, {
        issuerId,
        kind: 'streamlining',
        lines: [{ personId, effectiveOn: '2022-10-01', details: { form: 'leave-at-once', decree: '108/2014/NĐ-CP' } }],
      })
      expect((await getPerson(ctx, personId)).posts.map((p) => [p.validUntil, p.endReason])).toEqual([
        ['2022-10-01', 'left'],
        ['2022-10-01', 'left'],
      ])
      await withdrawDecision(ctx, { id, reason: 'Ban hành nhầm' })
      expect((await getPerson(ctx, personId)).posts).toEqual(before)
    })
  })

  test('half of it is never carried out: a line that cannot be leaves all as it was', async ({ world }) => {
    const { personId, posts } = await world.asSystem(async (ctx) => {
      const department = await aDepartment(ctx)
      const late = (await aPerson(ctx, { unitId: department.from, from: '2022-08-01' })).id
      const error = await recordSigned(ctx, [
        {
          ...aDecisionInput({
            issuerId: department.issuerId,
            lines: [
              transferOf(department).lines[0] ?? {},
              { personId: late, details: { unitId: department.to, title: 'Chuyên viên' } },
            ],
          }),
          id: ctx.newId(),
        },
      ]).catch((caught: unknown) => caught as { code: string; params: { line: number; why: string } })
      expect(error).toMatchObject({
        code: 'careers.lineRefused',
        params: { line: 2, why: expect.stringContaining('01/08/2022') as string },
      })
      return { personId: department.personId, posts: (await getPerson(ctx, department.personId)).posts }
    })
    expect(posts).toHaveLength(1)
    expect(await world.sql(`SELECT count(*)::int AS n FROM people.post WHERE person_id = $1`, [personId])).toEqual([{ n: 1 }])
  })

  test('two thousand lines are one decision, carried out by a few statements', { timeout: 60_000 }, async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const { issuerId, from } = await aDepartment(ctx)
      const ids = await manyPeople(
        ctx,
        Array.from({ length: 2000 }, () => ({ unitId: from })),
      )
      const began = Date.now()
      const { effects } = await recordSigned(ctx, [
        {
          ...aDecisionInput({
            issuerId,
            kind: 'salary-regular',
            lines: ids.map((personId) => ({
              personId,
              details: { rankCode: '01.003', step: 3, coefficient: '3.00', round: '2022-I' },
            })),
          }),
          id: ctx.newId(),
        },
      ])
      expect(effects).toBe(2000)
      expect(Date.now() - began).toBeLessThan(20_000)
    })
    expect(
      await world.sql(
        `SELECT count(*)::int AS n FROM personnel.salary s JOIN careers.effect e ON e.row_id = s.id AND e.action_id = s.made_by`,
      ),
    ).toEqual([{ n: 2000 }])
  })
})

describe('the way of a decision', () => {
  test('drafted, changed, checked, given back, checked and signed by another; each step is kept', async ({ world }) => {
    const department = await world.asSystem(aDepartment)
    const { id } = await world.as(official('soan'), (ctx) => aDraft(ctx, transferOf(department, { number: '7/QĐ-SNV' })))
    await world.as(official('soan'), async (ctx) => {
      expect(await previewDecision(ctx, id)).toMatchObject({
        count: 2,
        faults: [],
        effects: [{ did: 'ended' }, { did: 'begun', from: '2022-06-01' }],
      })
      await changeDraft(ctx, {
        ...aDecisionInput(transferOf(department, { number: '8/QĐ-SNV', subject: 'Về việc điều động' })),
        id,
      })
      expect(await getDecision(ctx, id)).toMatchObject({
        number: '8/QĐ-SNV',
        state: 'draft',
        may: { change: true, check: true, sign: false },
      })
      expect(await code(signDecision(ctx, id))).toBe('careers.wrongState')
    })
    await world.as(official('tham-dinh'), async (ctx) => {
      await checkDecision(ctx, id)
      await returnDecision(ctx, id)
      await checkDecision(ctx, id)
      expect((await getDecision(ctx, id)).may).toMatchObject({ change: false, sign: false })
      expect(await code(signDecision(ctx, id))).toBe('careers.twoPersons')
      expect(await code(changeDraft(ctx, { ...aDecisionInput(transferOf(department)), id }))).toBe('careers.wrongState')
    })
    await world.as(official('ky'), async (ctx) => {
      expect(await signDecision(ctx, id)).toEqual({ effects: 2 })
      expect(await getDecision(ctx, id)).toMatchObject({ checkedName: 'tham-dinh', signedName: 'ky', draftedName: 'soan' })
      expect((await decisionHistory(ctx, id)).length).toBeGreaterThan(4)
      expect((await decisionsOfPerson(ctx, department.personId)).map((a) => a.number)).toEqual(['8/QĐ-SNV'])
      const line = await timelineOf(
        ctx,
        'people.person',
        department.personId,
        { kinds: ['decision'], after: null, limit: 10 },
        { sensitive: false },
      )
      expect(line.events).toMatchObject([{ kind: 'decision', on: '2022-06-01', link: `/quyet-dinh/${id}` }])
    })
    await expect(world.sql(`UPDATE careers.decision SET signed_by = checked_by WHERE id = $1`, [id])).rejects.toThrow(
      'decision_two_persons',
    )
  })

  test('a draft may be discarded, and a line that cannot be carried out is not checked', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const department = await aDepartment(ctx)
      const early = transferOf(department, { lines: [{ ...transferOf(department).lines[0], effectiveOn: '2014-01-01' }] })
      const { id } = await aDraft(ctx, early)
      expect((await previewDraft(ctx, aDecisionInput(early))).faults).toMatchObject([
        { line: 1, text: expect.stringContaining('01/01/2015') as string },
      ])
      expect(await code(checkDecision(ctx, id))).toBe('careers.lineRefused')
      await discardDraft(ctx, id)
      expect(await code(getDecision(ctx, id))).toBe('kernel.notFound')
    })
  })

  test('what is wrong is named: number used twice, body not there, person twice, detail missing, day of issue to come', async ({
    world,
  }) => {
    await world.asSystem(async (ctx) => {
      const department = await aDepartment(ctx)
      await aDraft(ctx, transferOf(department, { number: '12/QĐ-SNV' }))
      const [line = {}] = transferOf(department).lines
      expect(await code(aDraft(ctx, transferOf(department, { number: '12 / qđ-snv' })))).toBe('careers.numberUsed')
      expect(await code(aDraft(ctx, transferOf(department, { number: '12/QĐ-SNV', issuedOn: '2021-05-20' })))).toBe('done')
      expect(await code(aDraft(ctx, transferOf(department, { issuerId: department.personId })))).toBe('careers.issuerNotThere')
      expect(await code(aDraft(ctx, transferOf(department, { lines: [line, line] })))).toBe('careers.personTwice')
      expect(await code(aDraft(ctx, transferOf(department, { lines: [{ ...line, details: { title: 'Chuyên viên' } }] })))).toBe(
        'careers.detailWrong',
      )
      expect(await code(aSignedDecision(ctx, transferOf(department, { issuedOn: '2023-01-05' })))).toBe('careers.signedInFuture')
    })
    await expect(
      world.sql(
        `INSERT INTO careers.decision (id, kind, number, issued_on, issuer_id, subject, level, state, drafted_by, drafted_name, drafted_at)
         SELECT gen_random_uuid(), kind, lower(number), issued_on, issuer_id, subject, level, state, drafted_by, drafted_name, drafted_at FROM careers.decision WHERE issued_year = 2022`,
      ),
    ).rejects.toThrow('decision_number_once')
  })

  test('the number of a withdrawn decision is free again', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const department = await aDepartment(ctx)
      const { id } = await aSignedDecision(ctx, transferOf(department, { number: '33/QĐ-SNV' }))
      await withdrawDecision(ctx, { id, reason: 'Ghi nhầm' })
      expect(await code(aDraft(ctx, transferOf(department, { number: '33/QĐ-SNV' })))).toBe('done')
    })
  })

  test('the paper must be what its name says, and opens for who may see the decision', async ({ world }) => {
    const department = await world.asSystem(aDepartment)
    const sent = (name: string, content: string) =>
      receiveFile(world.kernel, {
        content: (async function* () {
          yield Buffer.from(content)
        })(),
        name,
        purpose: 'careers.decision',
        lang: 'vi',
      })
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const paper = await receiveFile(world.kernel, {
      content: (async function* () {
        yield Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF')
      })(),
      name: 'QD 9.pdf',
      purpose: 'careers.decision',
      lang: 'vi',
    })
    const posing = await receiveFile(world.kernel, {
      content: (async function* () {
        yield png
      })(),
      name: 'QD 9.pdf',
      purpose: 'careers.decision',
      lang: 'vi',
    })
    expect(await code(sent('QD.pdf', 'MZ\u0000 a program'))).toMatch(/^files\./)
    await world.asSystem(async (ctx) => {
      const wrong = await storeFile(ctx, posing)
      const right = await storeFile(ctx, paper)
      expect(await code(draftDecision(ctx, { ...aDecisionInput(transferOf(department)), fileId: wrong.id }))).toBe(
        'careers.fileNotAsNamed',
      )
      const { id } = await draftDecision(ctx, { ...aDecisionInput(transferOf(department)), fileId: right.id })
      expect((await getDecision(ctx, id)).files.map((f) => f.name)).toEqual(['QD 9.pdf'])
      expect((await openFile(ctx, right.id)).name).toBe('QD 9.pdf')
    })
  })
})

describe('rights', () => {
  const within = (unitId: string, ...permissions: Permission[]) => {
    const own = [...permissions, people.permissions.readPerson, personnel.permissions.readPersonal, can.readDecision]
    return anActor({
      ...Object.fromEntries(own.map((p) => [p.id, { below: [unitId] }])),
      [organization.permissions.readUnit.id]: { all: true },
    })
  }

  test('each step asks for its own permission', async ({ world }) => {
    const department = await world.asSystem(aDepartment)
    const but = (missing: Permission, id: string): Actor => ({ ...anActorWith(...everything.filter((p) => p !== missing)), id })
    expect(await code(world.as(but(can.draftDecision, 'a'), (ctx) => aDraft(ctx, transferOf(department))))).toBe(
      'careers.levelNotYours',
    )
    const { id } = await world.asSystem((ctx) => aDraft(ctx, transferOf(department)))
    expect(await code(world.as(but(can.draftDecision, 'a'), (ctx) => discardDraft(ctx, id)))).toBe('careers.levelNotYours')
    expect(await code(world.as(but(can.checkDecision, 'b'), (ctx) => checkDecision(ctx, id)))).toBe('careers.levelNotYours')
    await world.as(but(can.signDecision, 'c'), (ctx) => checkDecision(ctx, id))
    expect(await code(world.as(but(can.signDecision, 'd'), (ctx) => signDecision(ctx, id)))).toBe('careers.levelNotYours')
    expect(await code(world.as(but(can.readDecision, 'e'), (ctx) => getDecision(ctx, id)))).toBe('kernel.notFound')
    await world.as(but(people.permissions.changePerson, 'f'), (ctx) => signDecision(ctx, id))
    expect(await code(world.as(but(can.signDecision, 'd'), (ctx) => withdrawDecision(ctx, { id, reason: 'Nhầm' })))).toBe(
      'careers.levelNotYours',
    )
  })

  test('a body drafts, checks and signs at its own level, and only drafts what is delegated', async ({ world }) => {
    const department = await world.asSystem(aDepartment)
    const clerk = (id: string): Actor => ({
      ...within(department.issuerId, can.draftDecision, can.checkDecision, can.signDecision),
      id,
    })
    const own = await world.as(clerk('a'), (ctx) => aDraft(ctx, transferOf(department)))
    await world.as(clerk('b'), (ctx) => checkDecision(ctx, own.id))
    expect(await world.as(clerk('c'), (ctx) => signDecision(ctx, own.id))).toEqual({ effects: 2 })
    await world.as(clerk('c'), (ctx) => withdrawDecision(ctx, { id: own.id, reason: 'Nhầm' }))
    for (const level of ['BTV', 'BCSD'] as const)
      expect(await code(world.as(clerk('a'), (ctx) => aDraft(ctx, transferOf(department, { level }))))).toBe(
        'careers.levelNotYours',
      )
    const delegated = await world.as(clerk('a'), (ctx) => aDraft(ctx, transferOf(department, { level: 'UQ' })))
    expect(await code(world.as(clerk('b'), (ctx) => checkDecision(ctx, delegated.id)))).toBe('careers.levelNotYours')
  })

  test('nobody decides on people or into units beyond the reach', async ({ world }) => {
    const [department, elsewhere] = await world.asSystem(async (ctx) => [await aDepartment(ctx), await aDepartment(ctx)])
    const clerk = (id: string): Actor => ({
      ...within(department.issuerId, can.draftDecision, can.checkDecision, can.signDecision),
      id,
    })
    const foreign = { ...transferOf(department), lines: transferOf(elsewhere).lines }
    expect(await code(world.as(clerk('a'), (ctx) => aDraft(ctx, foreign)))).toBe('careers.personOutOfReach')
    // Seen everywhere, but not to be decided on.
    const looker: Actor = { ...clerk('a'), reach: { ...clerk('a').reach, [people.permissions.readPerson.id]: { all: true } } }
    expect(await code(world.as(looker, (ctx) => aDraft(ctx, foreign)))).toBe('careers.personOutOfReach')
    const out = transferOf(department, {
      lines: [{ personId: department.personId, details: { unitId: elsewhere.to, title: 'Chuyên viên' } }],
    })
    const { id } = await world.as(clerk('a'), (ctx) => aDraft(ctx, out))
    await world.as(clerk('b'), (ctx) => checkDecision(ctx, id))
    expect(await code(world.as(clerk('c'), (ctx) => signDecision(ctx, id)))).toBe('careers.outOfReach')
  })

  test('a draft is the issuer’s own; signed, the units it touches and the person see it; discipline only who may see what is sensitive', async ({
    world,
  }) => {
    const { department, draft, signed, discipline } = await world.asSystem(async (ctx) => {
      const made = await aTransfer(ctx)
      const lines = [
        { personId: made.personId, effectiveOn: '2022-09-01', details: { form: 'KT', cause: 'Chậm việc', until: '2023-08-31' } },
      ]
      return {
        department: made,
        draft: await aDraft(ctx, {
          issuerId: made.issuerId,
          kind: 'maternity',
          lines: [{ personId: made.personId, details: { until: '2022-12-01' } }],
        }),
        signed: made.id,
        discipline: (await aSignedDecision(ctx, { issuerId: made.issuerId, kind: 'discipline', lines })).id,
      }
    })
    const sees = async (actor: Actor) =>
      (await world.as(actor, (ctx) => listDecisions(ctx, { limit: 10 }))).rows.map((r) => r.id).sort()
    const head = (unitId: string) => within(unitId)
    expect(await sees(within(department.issuerId))).toEqual([draft.id, signed].sort())
    expect(await sees(head(department.from))).toEqual([signed])
    expect(await sees(head(department.to))).toEqual([signed])
    const self = { personId: department.personId }
    expect(await sees(anActor({ [can.readDecision.id]: { own: true } }, self))).toEqual([signed])
    const sensitive = personnel.permissions.readSensitive.id
    expect(await sees(anActor({ [can.readDecision.id]: { own: true }, [sensitive]: { own: true } }, self))).toEqual(
      [signed, discipline].sort(),
    )
    expect(await sees(anActorWith(can.readDecision))).toEqual([draft.id, signed].sort())
    expect(await sees(anActorWith(can.readDecision, personnel.permissions.readSensitive))).toEqual(
      [draft.id, signed, discipline].sort(),
    )
    const blind: Actor = { ...anActorWith(...everything.filter((p) => p.id !== sensitive)), id: 'x' }
    expect(
      await code(
        world.as(blind, (ctx) =>
          aDraft(ctx, {
            issuerId: department.issuerId,
            kind: 'discipline',
            lines: [{ personId: department.personId, details: { form: 'KT', cause: 'x' } }],
          }),
        ),
      ),
    ).toBe('kernel.forbidden')
  })
})
