import { fold } from '#kernel/text.ts'
import type { ListName } from './section.rules.ts'

/** A choice of a code list, as far as a cell of a sheet can name it. */
export interface ListedCode {
  code: string
  vi: string
  en: string
}

/** What people write for a code besides its name. */
const alsoWritten: Partial<Record<ListName, Record<string, string[]>>> = {
  degrees: {
    TS: ['TS', 'Tiến sỹ'],
    ThS: ['Thạc sỹ', 'Cao học'],
    CKII: ['CK2', 'Chuyên khoa 2', 'Bác sĩ chuyên khoa II', 'BSCKII'],
    CKI: ['CK1', 'Chuyên khoa 1', 'Bác sĩ chuyên khoa I', 'BSCKI'],
    DH: ['ĐH', 'Cử nhân', 'CN', 'Kỹ sư', 'KS', 'Bác sĩ', 'Dược sĩ đại học'],
    CD: ['CĐ'],
    TC: ['THCN', 'Trung học chuyên nghiệp'],
  },
  'political-levels': {
    CN: ['Cử nhân', 'Cử nhân LLCT'],
    CC: ['Cao cấp', 'Cao cấp LLCT'],
    TC: ['Trung cấp', 'Trung cấp LLCT'],
    SC: ['Sơ cấp', 'Sơ cấp LLCT'],
  },
  'state-levels': {
    CVCC: ['Chuyên viên cao cấp'],
    CVC: ['Chuyên viên chính'],
    CV: ['Chuyên viên'],
    CS: ['Cán sự'],
  },
  'language-levels': {
    B1: ['Bậc 1', 'A1'],
    B2: ['Bậc 2', 'A2'],
    // A certificate "B1", "B2" is a level of the European frame, not a rung of the Vietnamese one.
    B3: ['Bậc 3', 'B1'],
    B4: ['Bậc 4', 'B2'],
    B5: ['Bậc 5', 'C1'],
    B6: ['Bậc 6', 'C2'],
    DH: ['Đại học', 'Cử nhân'],
  },
  'informatics-levels': {
    CB: ['Cơ bản', 'CNTT cơ bản', 'UDCNTT cơ bản', 'Tin học cơ bản'],
    NC: ['Nâng cao', 'CNTT nâng cao', 'UDCNTT nâng cao'],
    DH: ['Đại học', 'Cử nhân', 'Kỹ sư'],
  },
  religions: { '0': ['Không có'], '2': ['Thiên chúa', 'Thiên chúa giáo', 'Ki tô giáo'], '1': ['Phật'] },
}

/** Compared without marks, case and punctuation. */
const loose = (text: string) =>
  fold(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/** Names of a code: those written besides come before its code, where both mean something. */
function namesOf(list: ListName, codes: readonly ListedCode[]): Map<string, string> {
  const names = new Map<string, string>()
  const put = (name: string, code: string) => {
    if (!names.has(loose(name))) names.set(loose(name), code)
  }
  for (const { code } of codes) for (const name of alsoWritten[list]?.[code] ?? []) put(name, code)
  for (const { code, vi, en } of codes) for (const name of [vi, en, vi.replace(/\s*\(.*\)$/, '')]) put(name, code)
  for (const { code } of codes) put(code, code)
  return names
}

/** The code a cell names; null where none. */
export function codeIn(list: ListName, codes: readonly ListedCode[], text: string): string | null {
  return namesOf(list, codes).get(loose(text)) ?? null
}

/** The code a cell begins with and what follows it: `Thạc sĩ Luật`, `ĐH Kế toán`. */
export function codeThenField(
  list: ListName,
  codes: readonly ListedCode[],
  text: string,
): { code: string; field: string | null } | null {
  const names = namesOf(list, codes)
  const words = text.split(/\s+/)
  for (let many = words.length; many > 0; many--) {
    const code = names.get(loose(words.slice(0, many).join(' ')))
    if (code !== undefined)
      return {
        code,
        field:
          words
            .slice(many)
            .join(' ')
            .replace(/^[-–:,;(\s]+|\)$/g, '') || null,
      }
  }
  return null
}

/** A language and its level, however ordered: `Tiếng Anh B1`, `Anh B`, `B1 tiếng Anh`. No language said is English, as on the forms. */
export function languageIn(codes: readonly ListedCode[], text: string): { code: string; field: string } | null {
  const words = text
    .replace(/[(),;:]/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
  const named = (said: string[]) => {
    const bare = said.filter((word) => !['tieng', 'trinh', 'do', 'chung', 'chi'].includes(fold(word))).join(' ')
    return `Tiếng ${bare === '' ? 'Anh' : bare.charAt(0).toUpperCase() + bare.slice(1)}`
  }
  for (let many = Math.min(3, words.length); many > 0; many--) {
    const last = codeIn('language-levels', codes, words.slice(-many).join(' '))
    if (last) return { code: last, field: named(words.slice(0, -many)) }
    const first = codeIn('language-levels', codes, words.slice(0, many).join(' '))
    if (first) return { code: first, field: named(words.slice(many)) }
  }
  return null
}

/** A step of pay: `3`, `3/9`, `Bậc 3`. */
export function stepIn(text: string): number | null {
  const step = /^(?:bac\s*)?(\d{1,2})(?:\s*\/\s*\d{1,2})?$/.exec(fold(text).trim())?.[1]
  return step === undefined || Number(step) < 1 || Number(step) > 12 ? null : Number(step)
}
