import { plainName } from './resolution.rules.ts'

/** A unit as a list of the statistics office has it, such as annex I of letter 1027/CTK-CSCL. */
export interface ListedUnit {
  code: string
  name: string
  province: string
}

/**
 * Reads the rows `| 1 | 00070 | Phường Hoàn Kiếm | Thành phố Hà Nội |` of a converted list of units. The list says what units are there and
 * under which codes, not what they were made of: alone it is no resolution and gives no clause. Put below the text of a resolution, it gives
 * the new units their codes.
 */
export function readListedUnits(text: string): ListedUnit[] {
  return text
    .normalize('NFC')
    .split('\n')
    .flatMap((line) => {
      const cells = line.split('|').map((cell) =>
        cell
          .replace(/<[^>]*>/g, ' ')
          .replace(/[*\\]/g, '')
          .replace(/\s+/g, ' ')
          .trim(),
      )
      const [, no = '', code = '', name = '', province = ''] = cells
      return cells.length === 6 && /^\d+$/.test(no) && /^\d{5}$/.test(code) && name !== '' ? [{ code, name, province }] : []
    })
}

/** The province a resolution is about, as its heading says. */
export function provinceOf(text: string): string | null {
  const heading = text.normalize('NFC').replace(/[*\\]/g, '').replace(/\s+/g, ' ')
  return /CẤP XÃ CỦA (?:TỈNH |THÀNH PHỐ )?(.+?) NĂM/u.exec(heading)?.[1] ?? null
}

/**
 * Finds the code of a new unit in the list that stands in the same text, in the province of the resolution: by its name as written, else by its
 * letters alone where only one has these.
 */
export function listedCodes(text: string): (name: string) => string | null {
  const province = provinceOf(text)
  const here = province === null ? '' : plainName(province)
  const provinces = new Map<string, boolean>()
  const codes = new Map<string, string | null>()
  const put = (key: string, code: string) => codes.set(key, codes.has(key) ? null : code)
  for (const unit of readListedUnits(text)) {
    if (!provinces.has(unit.province)) provinces.set(unit.province, plainName(unit.province).endsWith(here))
    if (!provinces.get(unit.province)) continue
    put(asWritten(unit.name), unit.code)
    put(plainName(unit.name), unit.code)
  }
  return (name) => codes.get(asWritten(name)) ?? codes.get(plainName(name)) ?? null
}

const asWritten = (name: string) => `=${name.normalize('NFC').toLocaleLowerCase('vi')}`
