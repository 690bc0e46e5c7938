import type { ImportField } from '#kernel/imports/import-kind.ts'
import { personnelWords } from './personnel.words.ts'
import type { ListName } from './section.rules.ts'

/** How a cell becomes a value of a row: as it stands, a code of a list, a code and what follows it, a language with its level, a step. */
type Reading = { as: 'text' } | { as: 'code' | 'code-then-field'; list: ListName } | { as: 'language' } | { as: 'step' }

/** A column of a sheet that says something of the file: of which row, in which field. Columns of one `row` make one row. */
export interface SheetColumn {
  field: ImportField
  row: string
  section: string
  kind: string | null
  /** The value, or a date of the row. */
  to: string
  reading: Reading
}

type Key = keyof typeof personnelWords.vi.columns
const words = (key: Key) => ({ vi: personnelWords.vi.columns[key], en: personnelWords.en.columns[key] })
const text = (
  name: Key,
  section: string,
  kind: string | null,
  synonyms: string[],
  to = 'text',
  row: string = name,
): SheetColumn => ({
  field: { name, words: words(name), type: 'text', max: 500, synonyms },
  row,
  section,
  kind,
  to,
  reading: { as: 'text' },
})
const coded = (name: Key, section: string, kind: string, list: ListName, synonyms: string[]): SheetColumn => ({
  ...text(name, section, kind, synonyms, 'code'),
  reading: { as: section === 'qualification' ? 'code-then-field' : 'code', list },
})
const day = (name: Key, section: string, kind: string | null, synonyms: string[], to: string, row: string): SheetColumn => ({
  ...text(name, section, kind, synonyms, to, row),
  // A day as far as known, as a birth is.
  field: { name, words: words(name), type: 'birth', synonyms },
})

/** Columns of form 2C a list of people may have, with the headings found on sheets. */
export const sheetColumns: readonly SheetColumn[] = [
  text('birthPlace', 'place', 'birth-place', ['Nơi sinh']),
  text('nativePlace', 'place', 'native-place', ['Quê quán', 'Nguyên quán', 'QQ']),
  text('registered', 'place', 'registered', ['Nơi đăng ký hộ khẩu thường trú', 'Hộ khẩu thường trú', 'Nơi ĐKHKTT', 'HKTT']),
  text('present', 'place', 'present', ['Nơi ở hiện nay', 'Chỗ ở hiện nay', 'Nơi ở', 'Chỗ ở']),
  coded('ethnicGroup', 'fact', 'ethnic-group', 'ethnic-groups', ['Dân tộc', 'DT']),
  coded('religion', 'fact', 'religion', 'religions', ['Tôn giáo', 'TG']),
  coded('generalEducation', 'fact', 'general-education', 'general-education', [
    'Trình độ giáo dục phổ thông',
    'Trình độ GDPT',
    'GDPT',
    'Trình độ văn hóa',
    'TĐVH',
  ]),
  coded('degree', 'qualification', 'professional', 'degrees', [
    'Trình độ chuyên môn cao nhất',
    'Trình độ chuyên môn',
    'Trình độ đào tạo',
    'TĐCM',
    'TĐ CM',
    'Bằng cấp',
  ]),
  text('major', 'qualification', 'professional', ['Chuyên ngành', 'Chuyên ngành đào tạo', 'Ngành đào tạo'], 'field', 'degree'),
  coded('political', 'qualification', 'political', 'political-levels', [
    'Lý luận chính trị',
    'Trình độ lý luận chính trị',
    'LLCT',
    'TĐ LLCT',
  ]),
  coded('stateManagement', 'qualification', 'state-management', 'state-levels', ['Quản lý nhà nước', 'QLNN', 'Trình độ QLNN']),
  {
    ...text('language', 'qualification', 'language', ['Ngoại ngữ', 'Trình độ ngoại ngữ', 'NN'], 'code'),
    reading: { as: 'language' },
  },
  coded('informatics', 'qualification', 'informatics', 'informatics-levels', ['Tin học', 'Trình độ tin học', 'Trình độ CNTT']),
  day(
    'partyOn',
    'membership',
    'party',
    ['Ngày vào Đảng', 'Ngày vào Đảng Cộng sản Việt Nam', 'Ngày vào ĐCSVN', 'Ngày kết nạp Đảng', 'Ngày vào Đảng dự bị'],
    'from',
    'party',
  ),
  day(
    'partyOfficial',
    'membership',
    'party',
    ['Ngày chính thức', 'Ngày vào Đảng chính thức', 'Ngày công nhận chính thức'],
    'official_on',
    'party',
  ),
  text('rankCode', 'salary', null, ['Mã ngạch', 'Mã số ngạch', 'Mã ngạch CDNN', 'Mã số CDNN', 'Mã CDNN'], 'rank_code', 'salary'),
  { ...text('step', 'salary', null, ['Bậc lương', 'Bậc'], 'step', 'salary'), reading: { as: 'step' } },
  {
    ...text('coefficient', 'salary', null, [], 'coefficient', 'salary'),
    field: {
      name: 'coefficient',
      words: words('coefficient'),
      type: 'decimal',
      synonyms: ['Hệ số', 'Hệ số lương', 'HSL', 'HS lương'],
    },
  },
  day(
    'salaryFrom',
    'salary',
    null,
    ['Ngày hưởng', 'Thời điểm hưởng', 'Hưởng từ ngày', 'Ngày hưởng bậc lương', 'Mốc nâng lương'],
    'from',
    'salary',
  ),
  {
    ...text('positionAllowance', 'salary', null, [], 'position_allowance', 'salary'),
    field: {
      name: 'positionAllowance',
      words: words('positionAllowance'),
      type: 'decimal',
      synonyms: ['Phụ cấp chức vụ', 'PCCV', 'HSPC chức vụ', 'PC chức vụ'],
    },
  },
  text('insurance', 'paper', 'social-insurance', ['Số sổ BHXH', 'Số BHXH', 'Mã số BHXH', 'Sổ bảo hiểm xã hội'], 'number'),
  day('recruitedOn', 'fact', 'recruitment', ['Ngày tuyển dụng', 'Thời điểm tuyển dụng', 'Ngày vào ngành'], 'from', 'recruitment'),
  text('recruitedBy', 'fact', 'recruitment', ['Cơ quan tuyển dụng', 'Đơn vị tuyển dụng'], 'text', 'recruitment'),
]
