import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { plainName, readResolution } from './resolution.rules.ts'

const only = (text: string) => readResolution(`1. ${text}`)[0]

describe('a clause', () => {
  test('joins units of one kind, and of several', () => {
    const clause = only(
      'Sắp xếp toàn bộ diện tích tự nhiên, quy mô dân số của thị trấn Vương và các xã Hưng Đạo, Nhật Tân, An Viên thành xã mới có tên gọi là **xã\nHoàng Hoa Thám**.',
    )
    expect(clause).toMatchObject({ no: 1, kind: 'merge', into: 'Xã Hoàng Hoa Thám' })
    expect(clause?.from).toEqual([
      { name: 'Thị trấn Vương', within: null, part: 'whole' },
      { name: 'Xã Hưng Đạo', within: null, part: 'whole' },
      { name: 'Xã Nhật Tân', within: null, part: 'whole' },
      { name: 'Xã An Viên', within: null, part: 'whole' },
    ])
  })

  test('tells where a unit lies, what goes in part, and what is left by other clauses', () => {
    const clause = only(
      'Sắp xếp toàn bộ diện tích tự nhiên, quy mô dân số của Phường 6 (Quận 8), một phần diện tích tự nhiên, quy mô dân số của Phường 7 (Quận 8), xã An Phú Tây và phần còn lại của Phường 5 (Quận 8) sau khi sắp xếp theo quy định tại khoản 22, khoản 23 Điều này thành phường mới có tên gọi là phường Bình Đông.',
    )
    expect(clause?.from).toEqual([
      { name: 'Phường 6', within: 'Quận 8', part: 'whole' },
      { name: 'Phường 7', within: 'Quận 8', part: 'part' },
      { name: 'Xã An Phú Tây', within: null, part: 'part' },
      { name: 'Phường 5', within: 'Quận 8', part: 'rest' },
    ])
    expect(clause?.into).toBe('Phường Bình Đông')
  })

  test('renames', () => {
    expect(only('Đổi tên xã Bảo Khê thành xã Tân Khê.')).toMatchObject({
      kind: 'rename',
      into: 'Xã Tân Khê',
      from: [{ name: 'Xã Bảo Khê' }],
    })
  })

  test('with spaces lost in a converted text is read all the same', () => {
    expect(
      only(
        'Sắp xếp toàn bộ diện tích tự nhiên, quy mô dân số của các xãLùng Thàng, Nậm Cha vàNậm Tăm thành xã mới có tên gọi là xã Nậm Tăm.',
      )?.from.map((u) => u.name),
    ).toEqual(['Xã Lùng Thàng', 'Xã Nậm Cha', 'Xã Nậm Tăm'])
    expect(
      only(
        'Sắp xếp toàn bộ diện tích tự nhiên, quy mô dân số của các xã Phong Hóa, Ngư Hóa và Mai Hóathành xã mới có tên gọi là xã Tuyên Bình.',
      )?.from.map((u) => u.name),
    ).toEqual(['Xã Phong Hóa', 'Xã Ngư Hóa', 'Xã Mai Hóa'])
  })

  test('that says something else is left alone', () => {
    expect(
      readResolution(
        '1. Nghị quyết này có hiệu lực thi hành từ ngày được thông qua.\n\n2. Sau khi sắp xếp, tỉnh Hưng Yên có 104 đơn vị hành chính cấp xã, gồm 93 xã và 11 phường.',
      ),
    ).toEqual([])
  })
})

const shared = new URL('../../../../shared/data/', import.meta.url)
const there = existsSync(new URL('legal/', shared))
if (!there) console.info('resolution.rules.test: ../shared/data/legal is not here; precision and recall are not measured')

describe.runIf(there)('the resolutions of June 2025, against the mapping of old to new units', () => {
  const mapping = () =>
    parse<Record<string, string>>(readFileSync(new URL('units/mapping/old_to_new_30_provinces.csv', shared), 'utf8'), {
      columns: true,
      bom: true,
    })
  const plain = plainName

  /** Pairs of new and old unit with whether the whole went, as text and as mapping have them, for one province. */
  function pairs(file: string) {
    const text = readFileSync(new URL(`legal/${file}`, shared), 'utf8').normalize('NFC')
    const province = /CẤP XÃ CỦA (?:TỈNH |THÀNH PHỐ )?(.+?) NĂM/u.exec(text.replace(/[*\\]/g, '').replace(/\s+/g, ' '))?.[1] ?? ''
    const rows = mapping().filter((r) => plain(r.new_province_name ?? '').endsWith(plain(province)))
    const due = new Set(
      rows.map((r) => `${plain(r.new_name ?? '')} < ${plain(r.old_name ?? '')} ${r.share === 'full' ? 'whole' : 'part'}`),
    )
    const read = new Set(
      readResolution(text).flatMap((c) =>
        c.from.map((u) => `${plain(c.into)} < ${plain(u.name)} ${u.part === 'whole' ? 'whole' : 'part'}`),
      ),
    )
    return { province, due, read }
  }

  test('Hưng Yên is read as the mapping has it', () => {
    const { due, read } = pairs('1666_NQ-UBTVQH15.md')
    expect(due.size).toBeGreaterThan(300)
    // Where the two differ: the resolution writes Kim Trung for Kim Chung, and the mapping takes the two communes called Việt Hưng for one.
    expect([...due].filter((p) => !read.has(p)).sort()).toEqual([
      'xadaidong < xaviethung part',
      'xahungha < xakimchung whole',
      'xavanxuan < xaviethung part',
    ])
    expect([...read].filter((p) => !due.has(p)).sort()).toEqual(['xahungha < xakimtrung whole', 'xavanxuan < xaviethung whole'])
  })

  test('over all of them at least 98 of 100 pairs read are right, and at least 98 of 100 are read', () => {
    let [right, read, due] = [0, 0, 0]
    const wrong: string[] = []
    for (const file of readdirSync(new URL('legal/', shared)).filter((f) => f.includes('UBTVQH15'))) {
      const p = pairs(file)
      if (p.due.size === 0) continue
      right += [...p.read].filter((x) => p.due.has(x)).length
      read += p.read.size
      due += p.due.size
      wrong.push(...[...p.read].filter((x) => !p.due.has(x)).map((x) => `${p.province} +${x}`))
      wrong.push(...[...p.due].filter((x) => !p.read.has(x)).map((x) => `${p.province} -${x}`))
    }
    console.info(`resolutions: precision ${(right / read).toFixed(4)}, recall ${(right / due).toFixed(4)} of ${due} pairs`)
    if (process.env.NOIVU_SHOW) console.info(wrong.slice(0, 400).join('\n'))
    expect(due).toBeGreaterThan(5000)
    expect(right / read).toBeGreaterThanOrEqual(0.98)
    expect(right / due).toBeGreaterThanOrEqual(0.98)
  })
})
