import { addDays, formatDate } from '#kernel/dates.ts'
import type { Entry } from './file.contract.ts'
import { type FieldClass, kindColumn, listOf, type ListName, sectionOf } from './section.rules.ts'

/**
 * Form 2C-BNV/2008 (Decision 02/2008/QĐ-BNV of 6 October 2008) as a model: what stands where, before it is set as Word. The wording of the
 * items is that of the form. What the reader may not see stays blank with a mark, and the foot says what the mark means.
 */

/** A label of the form and what is filled in; null: nothing recorded; `withheld`: not for this reader. */
export interface Item {
  label: string
  value: string | null
  /** What the form says in brackets after the line. */
  hint?: string
  withheld?: boolean
  /** Follows the item before it without a comma, as the month follows the day. */
  close?: boolean
}

export type FormBlock =
  | { kind: 'line'; items: Item[] }
  | { kind: 'heading'; text: string; hint?: string }
  | { kind: 'table'; heads: string[]; shares: number[]; rows: string[][]; withheld: boolean }
  /** Rows of the form that run to the right: salary. */
  | { kind: 'across'; heads: string[]; columns: string[][]; withheld: boolean }

export interface Form2c {
  manager: string
  employer: string
  number: string
  name: string
  /** Items 1 to 5, which stand beside the photograph. */
  beside: FormBlock[]
  blocks: FormBlock[]
  /** Place and day of the signature. */
  signedAt: string
  /** Whether anything is left blank because of the reader. */
  withheld: boolean
}

export interface FormFacts {
  person: {
    fullName: string
    sex: string
    birthYear: number | null
    posts: { title: string; unitName: string; isMain: boolean; validFrom: string; validUntil: string | null }[]
  }
  /** The day as far as this reader may see it. */
  birth: { date: string | null; withheld: boolean }
  entries: readonly Entry[]
  /** Classes this reader may see of this person. */
  classes: readonly FieldClass[]
  /** The remarks of the body are kept from the person. */
  remarksHidden: boolean
  words: (list: ListName, code: string) => string
  employer: string
  manager: string
  citizenNumber: string | null
  today: string
}

/** The order of the form: father, mother, spouse, children, brothers and sisters; of each, the elder first. */
function nearness(relative: Entry): number {
  const order = ['BO', 'ME', 'VO', 'CHONG', 'CON', 'ANH', 'CHI', 'EM'].indexOf(String(relative.values.relation))
  return (order < 0 ? 9 : order) * 10_000 + Number(relative.values.birth_year ?? 9999)
}

/** A day of the form: `08/3/1985`, `3/1985`, `1985`. */
function day(said: string | null): string | null {
  if (said === null || said.length === 4) return said
  return said.length === 10 ? formatDate(said) : `${Number(said.slice(5))}/${said.slice(0, 4)}`
}

/** A month of a table: `3/1985`. */
const month = (said: string | null) =>
  said === null ? null : said.length === 4 ? said : `${Number(said.slice(5, 7))}/${said.slice(0, 4)}`

const period = (from: string | null, until: string | null) => `${month(from) ?? '…'} - ${month(until) ?? 'nay'}`

const postText = (p: FormFacts['person']['posts'][number]) =>
  `${[p.title, p.unitName].filter(Boolean).join(', ')}${p.isMain ? '' : ' (kiêm nhiệm)'}`

export function composeForm2c(facts: FormFacts): Form2c {
  const { entries, person, today } = facts
  const standing = entries.filter((e) => e.struckAt === null)
  const may = (level: FieldClass) => facts.classes.includes(level)
  const rows = (section: string, kind?: string) =>
    standing
      .filter((e) => e.section === section && (kind === undefined || e.kind === kind))
      .sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''))
  const current = (section: string, kind?: string) =>
    rows(section, kind)
      // A decision may take effect later than today.
      .filter((e) => e.from === null || e.from <= today.slice(0, e.from.length))
      .filter((e) => e.until === null || e.until >= today.slice(0, e.until.length))
      .at(-1)
  const shown = (entry: Entry | undefined, key: string): string | null => {
    const value = entry?.values[key] ?? null
    if (!entry || value === null) return null
    const section = sectionOf(entry.section)
    const field = section.fields.find((f) => f.key === key)
    const list = field && listOf(section, field, entry.kind)
    const text = list && kindColumn(section) !== key ? facts.words(list, String(value)) : String(value)
    return field?.type === 'decimal' ? text.replace('.', ',') : text
  }
  const fact = (kind: string) => shown(current('fact', kind), 'code') ?? shown(current('fact', kind), 'text')
  const place = (kind: string) => shown(current('place', kind), 'text')
  const item = (label: string, value: string | null, level: FieldClass = 'open', hint?: string): Item =>
    may(level) ? { label, value, ...(hint ? { hint } : {}) } : { label, value: null, withheld: true, ...(hint ? { hint } : {}) }
  const line = (...items: Item[]): FormBlock => ({ kind: 'line', items })
  const heading = (text: string, hint?: string): FormBlock => ({ kind: 'heading', text, ...(hint ? { hint } : {}) })

  const salary = current('salary')
  const party = current('membership', 'party')
  const army = rows('membership', 'army').at(-1)
  const unions = ['youth-union', 'trade-union', 'women-union', 'veterans'].flatMap((kind) => rows('membership', kind))
  const unionNames: Record<string, string> = {
    'youth-union': 'Đoàn TNCS Hồ Chí Minh',
    'trade-union': 'Công đoàn',
    'women-union': 'Hội LHPN',
    veterans: 'Hội Cựu chiến binh',
  }
  const health = rows('health').at(-1)
  const recruitment = rows('fact', 'recruitment')[0]
  const highest = (kind: string) => {
    const found = rows('qualification', kind).at(-1)
    return [shown(found, 'code'), shown(found, 'field')].filter(Boolean).join(', ') || null
  }
  const reward = rows('reward').at(-1)
  const discipline = rows('discipline').at(-1)
  const card = current('paper', 'citizen-card')
  const held = person.posts.filter((p) => p.validFrom <= today && (p.validUntil === null || p.validUntil > today))
  const posts = held.sort((a, b) => Number(b.isMain) - Number(a.isMain)).map(postText)
  const [year, monthOfBirth, dayOfBirth] = facts.birth.date?.split('-') ?? []

  const beside: FormBlock[] = [
    line(
      item(
        '1) Họ và tên khai sinh (viết chữ in hoa):',
        (shown(rows('name', 'birth').at(-1), 'text') ?? person.fullName).toUpperCase(),
      ),
    ),
    line(
      item(
        '2) Tên gọi khác:',
        rows('name')
          .filter((e) => e.kind !== 'birth')
          .map((e) => String(e.values.text))
          .join('; ') || null,
        'personal',
      ),
    ),
    line(
      { label: '3) Sinh ngày:', value: dayOfBirth ?? null, ...(facts.birth.withheld ? { withheld: true } : {}) },
      {
        label: 'tháng',
        close: true,
        value: monthOfBirth ? String(Number(monthOfBirth)).padStart(Number(monthOfBirth) <= 2 ? 2 : 1, '0') : null,
        ...(facts.birth.withheld ? { withheld: true } : {}),
      },
      { ...item('năm', year ?? (person.birthYear === null ? null : String(person.birthYear))), close: true },
      item('Giới tính (nam, nữ):', person.sex === 'female' ? 'Nữ' : 'Nam'),
    ),
    line(item('4) Nơi sinh:', place('birth-place'), 'personal')),
    line(item('5) Quê quán:', place('native-place'), 'personal')),
  ]
  const blocks: FormBlock[] = [
    line(item('6) Dân tộc:', fact('ethnic-group'), 'sensitive'), item('7) Tôn giáo:', fact('religion'), 'sensitive')),
    line(
      item(
        '8) Nơi đăng ký hộ khẩu thường trú:',
        place('registered'),
        'personal',
        'Số nhà, đường phố, thành phố; xóm, thôn, xã, huyện, tỉnh',
      ),
    ),
    line(item('9) Nơi ở hiện nay:', place('present'), 'personal', 'Số nhà, đường phố, thành phố; xóm, thôn, xã, huyện, tỉnh')),
    line(item('10) Nghề nghiệp khi được tuyển dụng:', fact('occupation-before'), 'personal')),
    line(item('11) Ngày tuyển dụng:', day(recruitment?.from ?? null)), item('Cơ quan tuyển dụng:', shown(recruitment, 'text'))),
    line(
      item(
        '12) Chức vụ (chức danh) hiện tại:',
        posts.join('; ') || null,
        'open',
        'Về chính quyền hoặc Đảng, đoàn thể, kể cả chức vụ kiêm nhiệm',
      ),
    ),
    line(item('13) Công việc chính được giao:', fact('main-work'))),
    line(
      item('14) Ngạch công chức (viên chức):', salary ? facts.words('ranks', String(salary.values.rank_code)) : null, 'personal'),
      item('Mã ngạch:', shown(salary, 'rank_code'), 'personal'),
    ),
    line(
      item('Bậc lương:', shown(salary, 'step'), 'personal'),
      item('Hệ số:', shown(salary, 'coefficient'), 'personal'),
      item('Ngày hưởng:', day(salary?.from ?? null), 'personal'),
      item('Phụ cấp chức vụ:', shown(salary, 'position_allowance'), 'personal'),
      item('Phụ cấp khác:', shown(salary, 'other_allowance'), 'personal'),
    ),
    line(item('15.1- Trình độ giáo dục phổ thông (đã tốt nghiệp lớp mấy/thuộc hệ nào):', fact('general-education'))),
    line(
      item(
        '15.2- Trình độ chuyên môn cao nhất:',
        highest('professional'),
        'open',
        'TSKH, TS, Ths, cử nhân, kỹ sư, cao đẳng, trung cấp, sơ cấp; chuyên ngành',
      ),
    ),
    line(
      item('15.3- Lý luận chính trị:', highest('political'), 'open', 'Cao cấp, trung cấp, sơ cấp và tương đương'),
      item(
        '15.4- Quản lý nhà nước:',
        highest('state-management'),
        'open',
        'Chuyên viên cao cấp, chuyên viên chính, chuyên viên, cán sự, ...',
      ),
    ),
    line(
      item(
        '15.5- Ngoại ngữ:',
        rows('qualification', 'language')
          .map((e) => [shown(e, 'field'), shown(e, 'code')].filter(Boolean).join(', '))
          .join('; ') || null,
        'open',
        'Tên ngoại ngữ, trình độ A, B, C, D, ...',
      ),
      item('15.6- Tin học:', highest('informatics'), 'open', 'Trình độ A, B, C, ...'),
    ),
    line(
      item('16) Ngày vào Đảng Cộng sản Việt Nam:', day(party?.from ?? null), 'sensitive'),
      item('Ngày chính thức:', day(shown(party, 'official_on')), 'sensitive'),
    ),
    line(
      item(
        '17) Ngày tham gia tổ chức chính trị - xã hội:',
        unions
          .map((e) => [day(e.from), unionNames[e.kind ?? ''], shown(e, 'rank'), shown(e, 'body')].filter(Boolean).join(', '))
          .join('; ') || null,
        'personal',
        'Ngày tham gia tổ chức: Đoàn, Hội, ... và làm việc gì trong tổ chức đó',
      ),
    ),
    line(
      item('18) Ngày nhập ngũ:', day(army?.from ?? null), 'personal'),
      item('Ngày xuất ngũ:', day(army?.until ?? null), 'personal'),
      item('Quân hàm cao nhất:', army?.values.rank ? facts.words('army-ranks', String(army.values.rank)) : null, 'personal'),
    ),
    line(
      item(
        '19) Danh hiệu được phong tặng cao nhất:',
        fact('honour'),
        'open',
        'Anh hùng lao động, anh hùng lực lượng vũ trang; nhà giáo, thầy thuốc, nghệ sĩ nhân dân và ưu tú, ...',
      ),
    ),
    line(item('20) Sở trường công tác:', fact('strength'))),
    line(
      item(
        '21) Khen thưởng:',
        reward ? [shown(reward, 'code'), reward.from && `năm ${reward.from.slice(0, 4)}`].filter(Boolean).join(', ') : null,
        'open',
        'Hình thức cao nhất, năm nào',
      ),
      item(
        '22) Kỷ luật:',
        discipline
          ? [shown(discipline, 'code'), discipline.from && `năm ${discipline.from.slice(0, 4)}`].filter(Boolean).join(', ')
          : null,
        'sensitive',
        'Về đảng, chính quyền, đoàn thể, hình thức cao nhất, năm nào',
      ),
    ),
    line(
      item('23) Tình trạng sức khỏe:', shown(health, 'status'), 'sensitive'),
      item('Chiều cao:', health?.values.height ? `${String(health.values.height)} cm` : null, 'sensitive'),
      item('Cân nặng:', health?.values.weight ? `${shown(health, 'weight')} kg` : null, 'sensitive'),
      item('Nhóm máu:', health?.values.blood ? String(health.values.blood) : null, 'sensitive'),
    ),
    line(
      item('24) Là thương binh hạng:', fact('war-invalid'), 'sensitive'),
      item(
        'Là con gia đình chính sách:',
        fact('policy-family'),
        'personal',
        'Con thương binh, con liệt sĩ, người nhiễm chất độc da cam Dioxin',
      ),
    ),
    line(
      item('25) Số chứng minh nhân dân (căn cước công dân):', shown(card, 'number') ?? facts.citizenNumber, 'personal'),
      item('Ngày cấp:', day(card?.from ?? null), 'personal'),
      item('26) Số sổ BHXH:', shown(current('paper', 'social-insurance'), 'number'), 'personal'),
    ),
    heading('27) Đào tạo, bồi dưỡng về chuyên môn, nghiệp vụ, lý luận chính trị, ngoại ngữ, tin học'),
    {
      kind: 'table',
      heads: [
        'Tên trường',
        'Chuyên ngành đào tạo, bồi dưỡng',
        'Từ tháng, năm - đến tháng, năm',
        'Hình thức đào tạo',
        'Văn bằng, chứng chỉ, trình độ gì',
      ],
      shares: [26, 25, 18, 13, 18],
      rows: rows('training').map((e) => [
        shown(e, 'school') ?? '',
        shown(e, 'field') ?? '',
        period(e.from, e.until),
        shown(e, 'form') ?? '',
        shown(e, 'certificate') ?? '',
      ]),
      withheld: !may('open'),
    },
    heading(
      '',
      'Ghi chú: Hình thức đào tạo: Chính quy, tại chức, chuyên tu, bồi dưỡng, ... / Văn bằng: TSKH, TS, Ths, cử nhân, kỹ sư, ...',
    ),
    heading('28) Tóm tắt quá trình công tác'),
    {
      kind: 'table',
      heads: [
        'Từ tháng, năm đến tháng, năm',
        'Chức danh, chức vụ, đơn vị công tác (đảng, chính quyền, đoàn thể, tổ chức xã hội), kể cả thời gian được đào tạo, bồi dưỡng về chuyên môn, nghiệp vụ, ...',
      ],
      shares: [25, 75],
      rows: [
        ...rows('work').map((e) => ({
          from: e.from ?? '',
          cells: [period(e.from, e.until), `${String(e.values.title)}, ${String(e.values.body)}`],
        })),
        ...person.posts.map((p) => ({
          from: p.validFrom,
          cells: [period(p.validFrom, p.validUntil && addDays(p.validUntil, -1)), postText(p)],
        })),
      ]
        .sort((a, b) => a.from.localeCompare(b.from))
        .map((r) => r.cells),
      withheld: false,
    },
    heading('29) Đặc điểm lịch sử bản thân:'),
    ...(
      [
        [
          'past',
          '- Khai rõ: bị bắt, bị tù (từ ngày tháng năm nào đến ngày tháng năm nào, ở đâu), đã khai báo cho ai, những vấn đề gì? Bản thân có làm việc trong chế độ cũ (cơ quan, đơn vị nào, địa điểm, chức danh, chức vụ, thời gian làm việc, ...):',
        ],
        [
          'foreign-bodies',
          '- Tham gia hoặc có quan hệ với các tổ chức chính trị, kinh tế, xã hội nào ở nước ngoài (làm gì, tổ chức nào, đặt trụ sở ở đâu, ...?):',
        ],
        ['relatives-abroad', '- Có thân nhân (cha, mẹ, vợ, chồng, con, anh chị em ruột) ở nước ngoài (làm gì, địa chỉ, ...)?'],
      ] as const
    ).map(([kind, label]) =>
      line(
        item(
          label,
          rows('statement', kind)
            .map((e) => String(e.values.text))
            .join('; ') || null,
          'restricted',
        ),
      ),
    ),
    heading('30) Quan hệ gia đình'),
    ...(
      [
        ['own', 'a) Về bản thân: Cha, mẹ, vợ (hoặc chồng), các con, anh chị em ruột'],
        ['spouse', 'b) Về bên vợ (hoặc chồng): Cha, mẹ, anh chị em ruột'],
      ] as const
    ).flatMap(([side, label]): FormBlock[] => [
      heading(label),
      {
        kind: 'table',
        heads: [
          'Mối quan hệ',
          'Họ và tên',
          'Năm sinh',
          'Quê quán, nghề nghiệp, chức danh, chức vụ, đơn vị công tác, học tập, nơi ở (trong, ngoài nước); thành viên các tổ chức chính trị - xã hội ...?',
        ],
        shares: [14, 26, 11, 49],
        rows: may('restricted')
          ? [...rows('relative', side)]
              .sort((a, b) => nearness(a) - nearness(b))
              .map((e) => [
                shown(e, 'relation') ?? '',
                shown(e, 'name') ?? '',
                shown(e, 'birth_year') ?? '',
                shown(e, 'detail') ?? '',
              ])
          : [],
        withheld: !may('restricted'),
      },
    ]),
    heading('31) Diễn biến quá trình lương của cán bộ, công chức'),
    {
      kind: 'across',
      heads: ['Tháng/năm', 'Mã ngạch/bậc', 'Hệ số lương'],
      columns: may('personal')
        ? rows('salary').map((e) => [
            month(e.from) ?? '',
            [shown(e, 'rank_code'), shown(e, 'step')].filter(Boolean).join('/'),
            shown(e, 'coefficient') ?? '',
          ])
        : [],
      withheld: !may('personal'),
    },
    heading('32) Nhận xét, đánh giá của cơ quan, đơn vị quản lý và sử dụng cán bộ, công chức'),
    line({
      label: '',
      value:
        facts.remarksHidden || !may('personal')
          ? null
          : (rows('assessment')
              .map((e) => String(e.values.text))
              .at(-1) ?? null),
      ...(facts.remarksHidden || !may('personal') ? { withheld: true } : {}),
    }),
  ]
  return {
    manager: facts.manager,
    employer: facts.employer,
    number: may('personal') ? (shown(card, 'number') ?? facts.citizenNumber ?? '') : '',
    name: person.fullName,
    beside,
    blocks,
    signedAt: `Ngày ${today.slice(8)} tháng ${Number(today.slice(5, 7)) <= 2 ? today.slice(5, 7) : String(Number(today.slice(5, 7)))} năm ${today.slice(0, 4)}`,
    withheld: [...beside, ...blocks].some((b) =>
      b.kind === 'line' ? b.items.some((i) => i.withheld) : b.kind !== 'heading' && b.withheld,
    ),
  }
}
