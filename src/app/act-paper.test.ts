import { strFromU8, unzipSync } from 'fflate'
import { readXlsx } from 'hucre/xlsx'
import { expect } from 'vitest'
import { assignRole, createUser } from '#domains/administration/index.ts'
import { can as canAdminister } from '#domains/administration/administration.permissions.ts'
import { printAct } from '#domains/organization/act-paper.service.ts'
import { applyAct, draftAct, getAct, undoAct } from '#domains/organization/act.service.ts'
import { can } from '#domains/organization/organization.permissions.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { can as canPeople } from '#domains/people/people.permissions.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { aDecision } from '#domains/staffing/quota.factory.ts'
import { asRefusal } from '#kernel/operations.ts'
import { anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { domains } from './domains.ts'

const test = worldTest(domains)
const title = 'Nghị quyết số 24/NQ-HĐND ngày 09/12/2022'
const reorganiser = () => anActorWith(can.reorganise, can.changeUnit, can.readUnit)
const personnel = () => anActorWith(can.reorganise, can.changeUnit, can.readUnit, canPeople.readPerson, canAdminister.readUsers)

/** Two divisions become one, a third is divided between it and another, a fourth is renamed; people, quotas and an account hang on the first. */
async function anActOfAll(world: TestWorld): Promise<string> {
  await world.sql(
    `INSERT INTO access.role (code, title_vi, title_en) VALUES ('officer', 'Chuyên viên', 'Officer') ON CONFLICT DO NOTHING`,
  )
  return world.asSystem(async (ctx) => {
    const unit = async (name: string, code: string, parentId: string | null = null, level = 'division') =>
      (await aUnit(ctx, { name, code, parentId, level })).unitId
    const province = await unit('Tỉnh Hưng Yên', '33', null, 'province')
    const department = await unit('Sở Nội vụ', 'SNV', province, 'department')
    const [a, b, c, d] = [
      await unit('Phòng Tổ chức bộ máy', 'TCBM', department),
      await unit('Phòng Công chức, viên chức', 'CCVC', department),
      await unit('Phòng Xây dựng chính quyền', 'XDCQ', department),
      await unit('Phòng Cải cách hành chính', 'CCHC', department),
    ]
    await aPerson(ctx, { unitId: a, familyAndMiddle: 'Đỗ Thị Minh', given: 'Nguyệt', title: 'Chuyên viên' })
    await aPerson(ctx, { unitId: b, familyAndMiddle: 'Trần Văn', given: 'An', title: 'Trưởng phòng' })
    await aDecision(ctx, { lines: [[a, 7]] })
    const { id: user } = await createUser(ctx, {
      username: 'thunghiem',
      name: 'Đỗ Thị Minh Nguyệt',
      personId: null,
      password: 'bốn con voi xanh',
    })
    await assignRole(ctx, { id: user, role: 'officer', unitId: a, from: '2020-01-01', until: null })
    const made = ctx.newId()
    const facts = { name: 'Phòng Tổ chức, Công chức', shortName: 'TCCC', code: 'TCCC', kind: 'division', level: 'division' }
    const whole = (id: string) => ({ id, whole: true, share: 1 })
    return draftAct(ctx, { title, effectiveOn: '2022-12-15', note: 'Bàn giao xong trước ngày 15/12/2022.' }, [
      { no: 1, kind: 'establish', id: made, facts, links: [{ tree: 'government', parentId: department }], clause: 'Điều 1' },
      { no: 2, kind: 'merge', from: [whole(a), whole(b)], into: made, clause: 'Điều 1 khoản 1' },
      {
        no: 3,
        kind: 'split',
        id: c,
        into: [
          { id: made, whole: false, share: 0.4 },
          { id: d, whole: false, share: 0.6 },
        ],
        clause: 'Điều 1 khoản 2',
      },
      { no: 4, kind: 'alter', id: d, facts: { name: 'Phòng Cải cách hành chính và Xây dựng chính quyền' }, clause: 'Điều 2' },
    ])
  })
}

const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer())

/** What a Word file says, in order: paragraphs, and tables as rows of cells. */
function outlineOf(docx: Uint8Array): string {
  const xml = strFromU8(unzipSync(docx)['word/document.xml'] ?? new Uint8Array())
  const text = (part: string) => [...part.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, t]) => t).join('')
  const lines: string[] = []
  for (const [block] of xml.matchAll(/<w:tbl>.*?<\/w:tbl>|<w:p>.*?<\/w:p>|<w:pgSz [^>]*>/gs)) {
    if (block.startsWith('<w:pgSz')) lines.push(block)
    else if (!block.startsWith('<w:tbl>')) lines.push(text(block))
    else
      for (const [row] of block.matchAll(/<w:tr>.*?<\/w:tr>/gs))
        lines.push(
          `| ${[...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)]
            .map(([cell]) =>
              [...cell.matchAll(/<w:p>.*?<\/w:p>/gs)]
                .map(([p]) => text(p))
                .filter(Boolean)
                .join(' / '),
            )
            .join(' | ')} |${row.includes('<w:tblHeader/>') ? ' (head)' : ''}`,
        )
  }
  return `${lines.filter(Boolean).join('\n')}\n`
}

test('the list of a draft has head, ground, every table and place for signatures, and leaves nothing behind', async ({
  world,
}) => {
  const id = await anActOfAll(world)
  const before = await world.sql(
    'SELECT (SELECT count(*) FROM organization.unit_version) AS v, (SELECT count(*) FROM people.post) AS p',
  )
  const file = await world.as(personnel(), (ctx) => printAct(ctx, { id, format: 'docx' }))
  const golden = new URL('act-paper.golden.txt', import.meta.url)
  await expect(outlineOf(await bytesOf(file))).toMatchFileSnapshot(golden.pathname)
  expect(
    await world.sql('SELECT (SELECT count(*) FROM organization.unit_version) AS v, (SELECT count(*) FROM people.post) AS p'),
  ).toEqual(before)
  expect((await world.asSystem((ctx) => getAct(ctx, id))).state).toBe('draft')
})

test('of an applied act it says the same, as done; who may not see people reads how many there are', async ({ world }) => {
  const id = await anActOfAll(world)
  const draft = outlineOf(await bytesOf(await world.as(personnel(), (ctx) => printAct(ctx, { id, format: 'docx' }))))
  await world.asSystem((ctx) => applyAct(ctx, id))
  const done = outlineOf(await bytesOf(await world.as(personnel(), (ctx) => printAct(ctx, { id, format: 'docx' }))))
  const tables = (outline: string) => outline.split('\n').filter((l) => l.startsWith('| ') && !l.includes('CỘNG HÒA'))
  expect(tables(done)).toEqual(tables(draft))
  expect(done).not.toContain('Dự thảo')
  const counted = outlineOf(await bytesOf(await world.as(reorganiser(), (ctx) => printAct(ctx, { id, format: 'docx' }))))
  expect(counted).not.toContain('Trần Văn An')
  expect(counted).toContain('Còn 2 vị trí công tác chuyển theo đơn vị không nêu tên')
})

test('the workbook has the same lists, a sheet each; quotas given and received are equal', async ({ world }) => {
  const id = await anActOfAll(world)
  const file = await world.as(personnel(), (ctx) => printAct(ctx, { id, format: 'xlsx' }))
  const { sheets } = await readXlsx(await bytesOf(file))
  expect(sheets.map((s) => [s.name, s.rows.length - 5])).toEqual([
    ['Đơn vị nhập, chia', 4],
    ['Đơn vị lập mới, đổi', 2],
    ['Vị trí công tác', 2],
    ['Nhân sự', 2],
    ['Biên chế', 2],
    ['Tài khoản', 1],
    ['Tên trùng', 0],
  ])
  const quotas = sheets[4]?.rows.slice(5) ?? []
  const sum = (column: number) => quotas.reduce((n, row) => n + Number(row[column] ?? 0), 0)
  expect([sum(2), sum(3)]).toEqual([7, 7])
})

test('is for who may reorganise; of a draft with faults and of an act taken back there is none', async ({ world }) => {
  const id = await anActOfAll(world)
  const codeOf = (run: Promise<unknown>) =>
    run.then(
      () => null,
      (error: unknown) => asRefusal(error)?.code,
    )
  expect(await codeOf(world.as(anActorWith(can.readUnit), (ctx) => printAct(ctx, { id, format: 'docx' })))).toBe(
    'kernel.forbidden',
  )
  const faulty = await world.asSystem(async (ctx) => {
    const unit = (await aUnit(ctx, { validFrom: '2023-01-01' })).unitId
    return draftAct(ctx, { title: 'Sai', effectiveOn: '2022-12-15' }, [{ no: 1, kind: 'dissolve', id: unit, heir: null }])
  })
  expect(await codeOf(world.as(reorganiser(), (ctx) => printAct(ctx, { id: faulty, format: 'xlsx' })))).toBe(
    'organization.actNotPrintable',
  )
  await world.asSystem((ctx) => applyAct(ctx, id))
  await world.asSystem((ctx) => undoAct(ctx, id))
  expect(await codeOf(world.as(reorganiser(), (ctx) => printAct(ctx, { id, format: 'docx' })))).toBe('organization.actNotDraft')
})
