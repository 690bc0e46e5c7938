import { fold } from '#kernel/text.ts'

/** A unit as a resolution names it: `xã Minh Tân (huyện Phù Cừ)`. */
export interface NamedUnit {
  /** Kind and name, as `Xã Minh Tân`. */
  name: string
  /** The unit it is said to lie in, where the text says so to tell it from others of its name. */
  within: string | null
  /** `rest`: what is left after other clauses took their parts. */
  part: 'whole' | 'part' | 'rest'
}

/** What one clause of a resolution does. */
export interface Clause {
  /** Number of the clause within its article. */
  no: number
  text: string
  /** `keep`: named as not rearranged, for completeness. */
  kind: 'merge' | 'rename' | 'keep'
  from: NamedUnit[]
  into: string
}

const kinds = 'xã|phường|thị trấn|đặc khu'
const capital = 'A-ZĐÂĂÊÔƠƯÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ'

/**
 * Reads the clauses by which a resolution joins, divides and renames units of the commune level, in the form that the resolutions of the
 * National Assembly's Standing Committee of 2025 have. Markup and broken lines of converted texts are put up with.
 *
 * What it does not understand it leaves out: proposals are confirmed one by one, and the act's own checks have the last word.
 */
export function readResolution(text: string): Clause[] {
  return readClauses(text).clauses
}

/** The same, with the numbered clauses that speak of rearranging and were not understood. */
export function readClauses(text: string): { clauses: Clause[]; unread: { no: number; text: string }[] } {
  const clauses: Clause[] = []
  const unread: { no: number; text: string }[] = []
  for (const paragraph of paragraphsOf(text)) {
    const found = /^(\d+)\.\s*(.+)$/.exec(paragraph)
    if (!found) continue
    const [, no, body = ''] = found
    const kept = readKept(body)
    clauses.push(...kept.map((unit) => ({ no: Number(no), text: body, kind: 'keep' as const, from: [unit], into: unit.name })))
    const read = readMerger(body) ?? readRenaming(body)
    if (read) clauses.push({ no: Number(no), text: body, ...read })
    else if (/^(?:Sắp xếp|Đổi tên|Thành lập|Nhập|Chia|Tách|Giải thể) /u.test(body)) unread.push({ no: Number(no), text: body })
  }
  return { clauses, unread }
}

function paragraphsOf(text: string): string[] {
  return text
    .normalize('NFC')
    .replace(/[*\\]|<[^>]*>/g, '')
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .replace(/\s+/g, ' ')
        // Converted texts lose spaces: `xãLùng Thàng`, `Mai Hóathành xã mới`, `Thạch Bình,Cẩm Thành`.
        .replace(new RegExp(`(xã|phường|thị trấn|và|là|của|huyện)([${capital}])`, 'gu'), '$1 $2')
        .replace(/(\p{L})(thành (?:xã|phường|đặc khu|thị trấn)(?: mới)? có tên)/gu, '$1 $2')
        .replace(/(thành|và|của)(xã |phường |thị trấn |các )/gu, '$1 $2')
        .replace(/(\p{Ll})(xã|phường|thị trấn) (?=\p{Lu})/gu, '$1 $2 ')
        .replace(/,(?=\p{L})/gu, ', ')
        .replace(/(\p{Ll})(và) (?=[\p{Lu}xpt])/gu, (all, letter: string, and: string) =>
          /\s/.test(letter) ? all : `${letter} ${and} `,
        )
        .trim(),
    )
}

function readMerger(body: string): Omit<Clause, 'no' | 'text'> | null {
  const found = new RegExp(
    `^Sắp xếp\\s*(.+?)\\s+(?:thành\\s+)?(${kinds})(?: mới)? có tên gọi là (?:(?:${kinds}) )?(.+?)\\s*[.;]?$`,
    'u',
  ).exec(body)
  if (!found) return null
  const [, list = '', kind = '', name = ''] = found
  const from = readList(list)
  return from.length === 0 ? null : { kind: 'merge', from, into: named(kind, name) }
}

function readRenaming(body: string): Omit<Clause, 'no' | 'text'> | null {
  const found = new RegExp(`^Đổi tên (${kinds}) (.+?) thành (${kinds}) (.+?)\\s*[.;]?$`, 'u').exec(body)
  if (!found) return null
  const [, kind = '', list = '', newKind = '', name = ''] = found
  const from = readList(`${kind} ${list}`)
  return from.length === 0 ? null : { kind: 'rename', from, into: named(newKind, name) }
}

/** `... và 06 xã không thực hiện sắp xếp là các xã Ea H'Leo, Ea Trang.` */
function readKept(body: string): NamedUnit[] {
  const found = new RegExp(`không thực hiện sắp xếp(?: gồm)?(?: là)?:? ((?:các )?(?:${kinds}) .+?)\\.?$`, 'u').exec(body)
  return found ? readList(found[1] ?? '') : []
}

/** Kind and name; a numbered ward is `Phường 6`, not `Phường Phường 6`. */
function named(kind: string, name: string): string {
  const bare = name.trim().replace(new RegExp(`^${kind} `, 'iu'), '')
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${bare}`
}

/** What stands between names: how much of the units goes, and of what kind they are. */
const markers = {
  whole: /^(?:toàn bộ )?(?:diện tích tự nhiên|quy mô dân)(?:,? (?:và )?(?:toàn bộ )?quy mô dân(?: số)?)?(?: số)? của /u,
  part: /^(?:một )?phần (?:diện tích tự nhiên|quy mô dân số)(?:, (?:và )?(?:toàn bộ |một phần )?quy mô dân số)? của /u,
  rest: /^(?:toàn bộ )?phần (?:diện tích tự nhiên,? ?)?(?:quy mô dân số )?còn lại (?:diện tích tự nhiên(?:, quy mô dân số)? )?của /u,
}

function readList(list: string): NamedUnit[] {
  let rest = list
    // `sau khi sắp xếp theo quy định tại khoản 1, khoản 2 và khoản 3 Điều này`: commas in it separate no units.
    .replace(/ ?(?:sau khi sắp xếp )?(?:theo )?quy định tại (?:các )?khoản [\d,và khoản]*\d+(?: Điều này)?/gu, '')
    .trim()
  const units: NamedUnit[] = []
  let part: NamedUnit['part'] = 'whole'
  let kind = ''
  for (let steps = 0; rest !== '' && steps < 1000; steps++) {
    rest = rest.replace(/^(?:,|;|\s|và )+/u, '')
    const marker = (['rest', 'part', 'whole'] as const).find((name) => markers[name].test(rest))
    if (marker) {
      part = marker
      rest = rest.replace(markers[marker], '')
      continue
    }
    const said = new RegExp(`^(?:các )?(${kinds}) `, 'iu').exec(rest)
    if (said) {
      kind = (said[1] ?? '').toLowerCase()
      rest = rest.slice(said[0].length)
    }
    // A name goes up to a comma, a bracket, an `and`, or the next marker.
    const name = /^([\p{L}\d’'´`. -]+?)(?=\s*(?:,|;|\(|$)| và | một phần | phần | (?:xã|phường|thị trấn|huyện|các) )/u.exec(rest)
    if (!name || kind === '') {
      rest = rest.replace(/^\S*\s*/u, '')
      continue
    }
    rest = rest.slice(name[0].length).trimStart()
    const within = /^\(([^)]*)\)/u.exec(rest)
    if (within) rest = rest.slice(within[0].length)
    units.push({ name: named(kind, name[1] ?? ''), within: within?.[1]?.trim() ?? null, part })
  }
  // `Phường 1, Phường 2 (Quận 10)`, `xã A và xã B (huyện C)`: only the one before the bracket is meant for sure; the rest stay open.
  return units
}

/** A unit's name by its letters and figures alone: lists and resolutions differ in marks, spaces, apostrophes, and in i and y. */
export function plainName(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, '')
    .replace(/y/g, 'i')
}
