import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { listedCodes, provinceOf, readListedUnits } from './resolution-codes.rules.ts'
import { plainName, readClauses } from './resolution.rules.ts'

const list = `| Stt | Mã số | Tên đơn vị hành chính             | Tỉnh (thành phố) |
| --- | ----- | --------------------------------- | ---------------- |
|     |       | TỈNH HƯNG YÊN                     | Tỉnh Hưng Yên    |
| 1   | 00226 | Phường Văn Miếu -<br>Quốc Tử Giám | Thành phố Hà Nội |
| 2   | 11980 | Xã Tân Hưng                       | Tỉnh Hưng Yên    |
| 3   | 29104 | Xã Tân Hưng                       | Tỉnh Cà Mau      |`

test('rows of a list are read; headings and broken lines of converted texts are put up with', () => {
  expect(readListedUnits(list)).toEqual([
    { code: '00226', name: 'Phường Văn Miếu - Quốc Tử Giám', province: 'Thành phố Hà Nội' },
    { code: '11980', name: 'Xã Tân Hưng', province: 'Tỉnh Hưng Yên' },
    { code: '29104', name: 'Xã Tân Hưng', province: 'Tỉnh Cà Mau' },
  ])
})

test('a code is found in the province of the resolution; a name of two provinces has none without it', () => {
  const heading = 'VỀ VIỆC SẮP XẾP CÁC ĐƠN VỊ HÀNH CHÍNH CẤP XÃ CỦA TỈNH HƯNG YÊN NĂM 2025'
  expect(listedCodes(`${heading}\n\n${list}`)('Xã Tân Hưng')).toBe('11980')
  expect(listedCodes(list)('Xã Tân Hưng')).toBeNull()
  expect(listedCodes(list)('Phường Văn Miếu - Quốc Tử Giám')).toBe('00226')
  expect(listedCodes(`${heading}\n\n${list}`)('Xã Khác')).toBeNull()
})

const shared = new URL('../../../../shared/data/', import.meta.url)
const annex = new URL('units/post2025/official_1027_CTK-CSCL_communes.md', shared)
const there = existsSync(annex)
if (!there) console.info('resolution-codes.rules.test: ../shared/data/units/post2025 is not here; nothing is measured')

describe.runIf(there)('letter 1027/CTK-CSCL of 25 June 2025', () => {
  const text = () => readFileSync(annex, 'utf8')
  const csv = (path: string) =>
    parse<Record<string, string>>(readFileSync(new URL(path, shared), 'utf8'), { columns: true, bom: true })

  test('holds every commune of today with its code, and no clause: alone it is no input of the reader', () => {
    const listed = readListedUnits(text())
    const recorded = new Map(csv('units/post2025/communes_3321.csv').map((r) => [r.code, plainName(r.full_name ?? '')]))
    expect(listed).toHaveLength(3321)
    const alike = listed.filter((u) => recorded.get(u.code) === plainName(u.name)).length
    console.info(`letter 1027: ${listed.length} units, ${alike} with the code and name of the list of communes`)
    expect(alike).toBeGreaterThanOrEqual(3300)
    expect(readClauses(text())).toEqual({ clauses: [], unread: [] })
  })

  test('below a resolution gives its new units their codes', () => {
    // Each new unit once: the mapping has a row for each old one.
    const mapping = new Map(csv('units/mapping/old_to_new_30_provinces.csv').map((r) => [r.new_code, r]))
    const known = [...mapping.values()].map((r) => ({
      code: r.new_code ?? '',
      name: r.new_name ?? '',
      province: plainName(r.new_province_name ?? ''),
    }))
    let [right, given, due] = [0, 0, 0]
    const wrong: string[] = []
    for (const file of readdirSync(new URL('legal/', shared)).filter((f) => f.includes('UBTVQH15'))) {
      const resolution = readFileSync(new URL(`legal/${file}`, shared), 'utf8')
      const province = plainName(provinceOf(resolution) ?? '?')
      const codes = new Map(known.filter((r) => r.province.endsWith(province)).map((r) => [r.code, plainName(r.name)]))
      if (codes.size === 0) continue
      const codeOf = listedCodes(`${resolution}\n\n${text()}`)
      const made = new Set(readClauses(resolution).clauses.map((c) => c.into))
      for (const name of made) {
        const code = codeOf(name)
        due++
        if (code === null) wrong.push(`${province} ${name}: none`)
        else {
          given++
          if (codes.get(code) === plainName(name)) right++
          else wrong.push(`${province} ${name}: ${code}, which is ${codes.get(code) ?? 'not known'}`)
        }
      }
    }
    console.info(`codes of new units: precision ${(right / given).toFixed(4)}, recall ${(right / due).toFixed(4)} of ${due}`)
    if (process.env.NOIVU_SHOW) console.info(wrong.join('\n'))
    expect(due).toBeGreaterThan(1500)
    expect(right / given).toBeGreaterThanOrEqual(0.98)
    expect(right / due).toBeGreaterThanOrEqual(0.98)
  })
})
