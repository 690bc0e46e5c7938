import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect } from 'vitest'
import { receiveFile, storeFile } from '#engines/files/index.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { files } from '#domains/files/index.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { aPersonWhoMoved } from '#domains/people/person.factory.ts'
import { anEntry } from './file.factory.ts'
import { addEntry } from './file.service.ts'
import { differingFields, officeOrNull, setByOffice } from './form-2c.factory.ts'
import { exportForm2c } from './form-2c.service.ts'
import { personnel } from './index.ts'
import { can } from './personnel.permissions.ts'

const test = worldTest([organization, people, personnel, files])

/** An invented official of long service, with something under every item of the form. */
async function anOfficial(world: TestWorld) {
  return world.asSystem(async (ctx) => {
    const department = await aUnit(ctx, { name: 'Sở Y tế', validFrom: '1997-01-01' })
    const office = await aUnit(ctx, { name: 'Phòng Tổ chức cán bộ', parentId: department.unitId, validFrom: '1997-01-01' })
    const facts = {
      familyAndMiddle: 'Đỗ Thị Minh',
      given: 'Nguyệt',
      birthDate: '1980-02-09',
      title: 'Chuyên viên',
      from: '2004-08-01',
    }
    const { id } = await aPersonWhoMoved(
      ctx,
      { ...facts, unitId: office.unitId },
      { unitId: office.unitId, on: '2018-03-15', title: 'Phó Trưởng phòng' },
    )
    const add = (
      section: string,
      values: Record<string, string | number | null>,
      more: { kind?: string; from?: string; until?: string } = {},
    ) => addEntry(ctx, anEntry(id, section, values, more))
    await add('name', { text: 'Đỗ Thị Nguyệt' }, { kind: 'birth' })
    await add('name', { text: 'Minh Nguyệt' }, { kind: 'other' })
    await add('place', { text: 'Xã Tân Lập, huyện Yên Mỹ, tỉnh Hưng Yên' }, { kind: 'birth-place' })
    await add('place', { text: 'Xã Tân Lập, huyện Yên Mỹ, tỉnh Hưng Yên' }, { kind: 'native-place' })
    await add('place', { text: 'Số 12, phố Lê Lợi, phường Hiến Nam, thành phố Hưng Yên' }, { kind: 'registered' })
    await add('place', { text: 'Số 12, phố Lê Lợi, phường Hiến Nam, thành phố Hưng Yên' }, { kind: 'present' })
    await add('fact', { code: '01' }, { kind: 'ethnic-group' })
    await add('fact', { code: '0' }, { kind: 'religion' })
    await add('fact', { text: 'Sinh viên' }, { kind: 'occupation-before' })
    await add('fact', { text: 'Sở Y tế' }, { kind: 'recruitment', from: '2004-08-01' })
    await add('fact', { text: 'Công tác cán bộ, tiền lương' }, { kind: 'main-work', from: '2018-03-15' })
    await add('fact', { code: '12/12' }, { kind: 'general-education' })
    await add('fact', { text: 'Quản lý nhân sự' }, { kind: 'strength' })
    await add('fact', { code: 'LS' }, { kind: 'policy-family' })
    await add('qualification', { code: 'DH', field: 'Luật' }, { kind: 'professional', from: '2002' })
    await add('qualification', { code: 'ThS', field: 'Quản lý công' }, { kind: 'professional', from: '2012-06' })
    await add('qualification', { code: 'CC' }, { kind: 'political', from: '2019' })
    await add('qualification', { code: 'CVC' }, { kind: 'state-management', from: '2017' })
    await add('qualification', { code: 'B3', field: 'Tiếng Anh' }, { kind: 'language', from: '2016' })
    await add('qualification', { code: 'CB' }, { kind: 'informatics', from: '2016' })
    await add('membership', { body: 'Chi bộ Phòng Tổ chức', official_on: '2010-05-19' }, { kind: 'party', from: '2009-05-19' })
    await add('membership', { rank: 'Ủy viên Ban chấp hành' }, { kind: 'trade-union', from: '2004-09' })
    await add('reward', { code: 'BKUBND' }, { from: '2020' })
    await add('health', { status: 'Tốt', height: 158, weight: '52.5', blood: 'O' }, { from: '2021-11' })
    await add('paper', { number: '033180004321' }, { kind: 'citizen-card', from: '2021-04-20' })
    await add('paper', { number: '3312345678' }, { kind: 'social-insurance' })
    await add(
      'training',
      { school: 'Trường Đại học Luật Hà Nội', field: 'Luật hành chính', form: 'CQ', certificate: 'Cử nhân' },
      { from: '1998-09', until: '2002-06' },
    )
    await add(
      'training',
      { school: 'Học viện Hành chính Quốc gia', field: 'Quản lý công', form: 'VLVH', certificate: 'Thạc sĩ' },
      { from: '2010-10', until: '2012-06' },
    )
    await add(
      'work',
      { title: 'Nhân viên pháp chế', body: 'Công ty cổ phần Nhựa Phố Hiến' },
      { from: '2002-09', until: '2004-07' },
    )
    await add('statement', { text: 'Không' }, { kind: 'past' })
    await add('statement', { text: 'Không' }, { kind: 'foreign-bodies' })
    await add(
      'relative',
      { relation: 'BO', name: 'Đỗ Văn Khải', birth_year: 1952, detail: 'Yên Mỹ, Hưng Yên; bộ đội nghỉ hưu' },
      { kind: 'own' },
    )
    await add(
      'relative',
      { relation: 'CHONG', name: 'Lương Quốc Bảo', birth_year: 1978, detail: 'Kim Động, Hưng Yên; giáo viên' },
      { kind: 'own' },
    )
    await add(
      'relative',
      { relation: 'ME', name: 'Trần Thị Sâm', birth_year: 1955, detail: 'Kim Động, Hưng Yên; làm ruộng' },
      { kind: 'spouse' },
    )
    for (const [from, step, coefficient] of [
      ['2004-08', 1, '2.34'],
      ['2008-08', 2, '2.67'],
      ['2018-08', 5, '3.66'],
    ] as const)
      await add('salary', { rank_code: '01.003', step, coefficient, position_allowance: step === 5 ? '0.30' : null }, { from })
    await add(
      'assessment',
      { text: 'Hoàn thành tốt nhiệm vụ, chấp hành tốt chủ trương của Đảng, pháp luật của Nhà nước.' },
      { from: '2021' },
    )
    return id
  })
}

/** What a Word file says and how it is laid out: paragraphs with their alignment, tables as rows of cells. */
function outlineOf(docx: Uint8Array): string {
  const xml = strFromU8(unzipSync(docx)['word/document.xml']!)
  const text = (part: string) =>
    [...part.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:tab\/>|<w:br\/>|<w:drawing>/g)]
      .map(([whole, t]) =>
        t !== undefined ? t : whole.startsWith('<w:tab') ? '\t' : whole.startsWith('<w:draw') ? '[ảnh]' : '\n',
      )
      .join('')
  const unescaped = (said: string) =>
    said
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&apos;/g, "'")
      .replace(/&amp;/g, '&')
  const lines: string[] = []
  for (const [block] of xml.matchAll(/<w:tbl>.*?<\/w:tbl>|<w:p>.*?<\/w:p>|<w:sectPr.*?<\/w:sectPr>/gs)) {
    if (block.startsWith('<w:tbl>')) {
      lines.push(`[bảng ${[...block.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(([, w]) => w).join(' ')}]`)
      for (const [row] of block.matchAll(/<w:tr>.*?<\/w:tr>/gs))
        lines.push(
          `| ${[...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)]
            .map(([cell]) =>
              [...cell.matchAll(/<w:p>.*?<\/w:p>/gs)]
                .map(([p]) => text(p))
                .filter(Boolean)
                .join(' / '),
            )
            .join(' | ')} |${row.includes('<w:tblHeader/>') ? ' (đầu bảng)' : ''}`,
        )
    } else if (block.startsWith('<w:sectPr')) {
      lines.push(`[trang ${/<w:pgSz [^>]*>/.exec(block)?.[0]} ${/<w:pgMar [^>]*>/.exec(block)?.[0]}]`)
    } else {
      const aligned = /<w:jc w:val="(\w+)"/.exec(block)?.[1] ?? 'left'
      const bold = /<w:b\/>/.test(block) ? ' đậm' : ''
      lines.push(`${aligned}${bold}: ${text(block).replace(/\t/g, ' →')}`)
    }
  }
  return `${unescaped(lines.join('\n'))}\n`
}

const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer())
const everything = { 'organization.readUnit': { all: true }, 'people.readPerson': { all: true } }

describe('form 2C', () => {
  test('says and lays out every item as the form does', async ({ world }) => {
    const id = await anOfficial(world)
    const file = await world.asSystem((ctx) => exportForm2c(ctx, id), { writes: false })
    expect(file.name).toBe('2C Đỗ Thị Minh Nguyệt.docx')
    const outline = outlineOf(await bytesOf(file))
    await expect(outline).toMatchFileSnapshot('form-2c.golden.txt')
    for (let item = 1; item <= 32; item++)
      expect([item, outline.includes(`${item})`) || outline.includes(`${item}.1-`)]).toEqual([item, true])
  })

  test('of a birth known to the month the day stays blank', async ({ world }) => {
    const id = await anOfficial(world)
    await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    await world.sql('UPDATE people.person SET birth_date = NULL, birth_month = 2, birth_year = 1980 WHERE id = $1', [id])
    const outline = outlineOf(await bytesOf(await world.asSystem((ctx) => exportForm2c(ctx, id), { writes: false })))
    expect(outline).toContain('3) Sinh ngày: ………… tháng 02 năm 1980, Giới tính')
  })

  test('the same file on the same day is the same to the byte', async ({ world }) => {
    const id = await anOfficial(world)
    const [one, two] = [
      await world.asSystem((ctx) => exportForm2c(ctx, id)),
      await world.asSystem((ctx) => exportForm2c(ctx, id)),
    ]
    expect(Buffer.from(await bytesOf(one)).equals(Buffer.from(await bytesOf(two)))).toBe(true)
  })

  test('what the reader may not see is blank with a mark, and nothing of it is anywhere in the file', async ({ world }) => {
    const id = await anOfficial(world)
    const reader = anActor({ ...everything, [can.readFile.id]: { all: true } })
    const file = await world.as(reader, (ctx) => exportForm2c(ctx, id), {
      writes: false,
      sensitive: 'people.person',
      operation: 'personnel.exportForm2c',
    })
    const parts = Object.values(unzipSync(await bytesOf(file)))
      .map((part) => strFromU8(part))
      .join('\n')
    for (const secret of [
      'Kinh',
      '033180004321',
      '3312345678',
      'Khải',
      'Lê Lợi',
      '19/5/2009',
      '3,66',
      'Hoàn thành tốt',
      'Nhựa Phố Hiến',
      'Minh Nguyệt,',
      '158',
      'Ủy viên',
    ])
      expect([secret, parts.includes(secret)]).toEqual([secret, false])
    expect(parts).toContain('Trường Đại học Luật Hà Nội')
    expect(parts).toContain('Để trống theo quyền xem của người in')
    const log = await world.sql(
      `SELECT c.record_id FROM audit.entry e JOIN audit.change c ON c.entry_id = e.id WHERE e.operation = 'personnel.exportForm2c'`,
    )
    expect(log).toEqual([{ record_id: id }])
  })

  test('the own form lacks the remarks of the body alone', async ({ world }) => {
    const id = await anOfficial(world)
    const own = { own: true }
    const self = anActor(
      {
        'organization.readUnit': { all: true },
        'people.readPerson': own,
        [can.readFile.id]: own,
        [can.readPersonal.id]: own,
        [can.readSensitive.id]: own,
        [can.readRestricted.id]: own,
      },
      { personId: id },
    )
    const outline = outlineOf(await bytesOf(await world.as(self, (ctx) => exportForm2c(ctx, id), { writes: false })))
    for (const said of ['Kinh', '033180004321', 'Đỗ Văn Khải', '19/5/2009']) expect(outline).toContain(said)
    expect(outline).not.toContain('Hoàn thành tốt')
  })

  test('holds the photograph in its frame; what only calls itself a picture is refused', async ({ world }) => {
    const id = await anOfficial(world)
    // One red pixel.
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
      'base64',
    )
    const bring = async (content: Buffer, name: string, purpose: string) => {
      const received = await receiveFile(world.kernel, { content: Readable.from([content]), name, purpose, lang: 'vi' })
      return world.asSystem(async (ctx) => {
        const file = await storeFile(ctx, received)
        return addEntry(ctx, anEntry(id, 'document', { kind: 'ANH', title: 'Ảnh chân dung', file_id: file.id }))
      })
    }
    await bring(png, 'anh.png', 'personnel.photo')
    const parts = unzipSync(await bytesOf(await world.asSystem((ctx) => exportForm2c(ctx, id), { writes: false })))
    const pictures = Object.entries(parts).filter(([name]) => name.startsWith('word/media/'))
    expect(pictures.map(([, bytes]) => Buffer.from(bytes).equals(png))).toEqual([true])
    await expect(bring(Buffer.from('không phải ảnh'), 'anh.jpg', 'personnel.photo')).rejects.toMatchObject({
      code: 'files.kindNotTaken',
    })
    await expect(bring(Buffer.from('không phải ảnh'), 'anh.jpg', 'personnel.document')).rejects.toMatchObject({
      code: 'personnel.notAPicture',
    })
    expect(await world.sql(`SELECT FROM personnel.document`)).toHaveLength(1)
    const reader = anActor({ ...everything, [can.readFile.id]: { all: true } })
    const blank = unzipSync(await bytesOf(await world.as(reader, (ctx) => exportForm2c(ctx, id), { writes: false })))
    expect(Object.keys(blank).filter((name) => name.startsWith('word/media/'))).toEqual([])
  })

  const office = officeOrNull()
  test.skipIf(!office)(
    `is set by LibreOffice on A4 as in the golden pictures, its items in order${office ? '' : ' (no LibreOffice here)'}`,
    async ({ world }) => {
      const id = await anOfficial(world)
      const pages = await setByOffice(office ?? '', await bytesOf(await world.asSystem((ctx) => exportForm2c(ctx, id))))
      expect(pages.map((p) => [p.width, p.height])).toEqual(pages.map(() => [595, 842]))
      const text = pages.map((page) => page.text).join('\n')
      const at = ['1) Họ và tên', '9) Nơi ở', '14) Ngạch', '27) Đào tạo', '30) Quan hệ', '32) Nhận xét', 'Người khai'].map(
        (item) => text.indexOf(item),
      )
      expect(at).toEqual([...at].sort((a, b) => a - b))
      expect(at.every((each) => each >= 0)).toBe(true)
      const golden = pages.map((_, n) => new URL(`form-2c.golden-${n + 1}.png`, import.meta.url))
      // To make them anew, after the form changed for a reason: delete them, run this, and look at them.
      if (!existsSync(golden[0]!) && !process.env.CI) for (const [n, page] of pages.entries()) writeFileSync(golden[n]!, page.png)
      for (const [n, page] of pages.entries())
        expect({ page: n + 1, differs: await differingFields(page.png, readFileSync(golden[n]!)) }).toEqual({
          page: n + 1,
          differs: [],
        })
      expect(existsSync(new URL(`form-2c.golden-${pages.length + 1}.png`, import.meta.url))).toBe(false)
    },
  )
})
