import { createHash } from 'node:crypto'
import type { addEntries } from '#domains/personnel/index.ts'
import type { DemoPerson, DemoPost, DemoProvince } from './shapes.ts'

type FileEntry = Omit<Parameters<typeof addEntries>[1][number], 'id'> & { key: string }
type Values = Record<string, string | number | null>

const men = ['Khải', 'Bảo', 'Thành', 'Dũng', 'Sơn', 'Hải', 'Tuấn', 'Minh', 'Quân', 'Long']
const women = ['Sâm', 'Hạnh', 'Nga', 'Loan', 'Thủy', 'Mai', 'Liên', 'Hương', 'Xuân', 'Ngọc']
const families = ['Đỗ', 'Trần', 'Phạm', 'Vũ', 'Hoàng', 'Bùi', 'Lương', 'Đào']
const communes = [
  'xã Tân Lập, huyện Yên Mỹ',
  'xã Minh Châu, huyện Yên Mỹ',
  'xã Toàn Thắng, huyện Kim Động',
  'xã Hồng Nam, thành phố Hưng Yên',
  'xã Quang Vinh, huyện Ân Thi',
  'xã Đoàn Đào, huyện Phù Cừ',
]
const streets = ['đường Nguyễn Văn Linh', 'đường Điện Biên', 'phố Phạm Ngũ Lão', 'đường Triệu Quang Phục', 'phố Bãi Sậy']
const studies = [
  ['Trường Đại học Luật Hà Nội', 'Luật'],
  ['Học viện Hành chính Quốc gia', 'Quản lý nhà nước'],
  ['Trường Đại học Kinh tế Quốc dân', 'Kinh tế'],
  ['Trường Đại học Nội vụ Hà Nội', 'Quản trị nhân lực'],
  ['Trường Đại học Khoa học Xã hội và Nhân văn', 'Lưu trữ học'],
] as const
const works = [
  'Tham mưu tổ chức bộ máy, biên chế',
  'Quản lý cán bộ, công chức, viên chức',
  'Công tác văn thư, lưu trữ',
  'Cải cách hành chính',
  'Thi đua, khen thưởng',
  'Xây dựng chính quyền',
]
const coefficients = ['2.34', '2.67', '3.00', '3.33', '3.66', '3.99', '4.32', '4.65', '4.98']

/** Draws that depend on the person and on what is drawn alone: one more field changes no other. */
function drawsFor(key: string) {
  const draw = (what: string, of: number) => createHash('sha256').update(`${key}/${what}`).digest().readUInt32BE(0) % of
  const pick = <T>(what: string, from: readonly T[]): T => from[draw(what, from.length)]!
  return { draw, pick }
}

/** Files with something in every section for some of the invented people; the same in every demonstration. */
export function richFiles(province: DemoProvince, keys: readonly string[]): FileEntry[] {
  const people = new Map(province.people.map((p) => [p.key, p]))
  const posts = new Map<string, DemoPost[]>()
  for (const post of province.posts) posts.set(post.personKey, [...(posts.get(post.personKey) ?? []), post])
  return keys.flatMap((key) => {
    const person = people.get(key)
    return person ? fileOf(person, posts.get(key) ?? []) : []
  })
}

function fileOf(person: DemoPerson, posts: DemoPost[]): FileEntry[] {
  const { draw, pick } = drawsFor(person.key)
  const born = person.birthYear ?? Number(person.birthDate?.slice(0, 4) ?? 1980)
  const hired = posts[0]?.from ?? `${born + 24}-08-01`
  const hiredYear = Number(hired.slice(0, 4))
  const entries: FileEntry[] = []
  const add = (section: string, values: Values, more: Partial<FileEntry> = {}) =>
    entries.push({
      key: person.key,
      section,
      kind: null,
      values,
      from: null,
      until: null,
      decisionNumber: null,
      decisionOn: null,
      decisionBy: null,
      note: null,
      ...more,
    })
  const decided = (what: string, day: string) => ({
    decisionNumber: `${draw(what, 900) + 20}/QĐ-SNV`,
    decisionOn: day,
    decisionBy: 'Sở Nội vụ',
  })
  const until2022 = (year: number) => Math.min(year, 2021)
  const home = `${pick('home', communes)}, tỉnh Hưng Yên`
  const address = `Số ${draw('number', 180) + 1}, ${pick('street', streets)}, thành phố Hưng Yên, tỉnh Hưng Yên`
  const capital = home.charAt(0).toUpperCase() + home.slice(1)

  add('name', { text: person.fullName }, { kind: 'birth' })
  for (const kind of ['birth-place', 'native-place']) add('place', { text: capital }, { kind })
  for (const kind of ['registered', 'present']) add('place', { text: address }, { kind, from: String(until2022(hiredYear + 3)) })
  add('fact', { code: draw('ethnic', 20) === 0 ? '02' : '01' }, { kind: 'ethnic-group' })
  add('fact', { code: '0' }, { kind: 'religion' })
  add('fact', { text: hiredYear - born > 25 ? 'Nhân viên hợp đồng' : 'Sinh viên' }, { kind: 'occupation-before' })
  add('fact', { text: 'Sở Nội vụ' }, { kind: 'recruitment', from: hired, ...decided('recruitment', hired) })
  add('fact', { text: pick('work', works) }, { kind: 'main-work', from: posts.at(-1)?.from ?? hired })
  add('fact', { code: '12/12' }, { kind: 'general-education', from: String(born + 18) })
  add('fact', { text: pick('strength', works) }, { kind: 'strength' })
  if (draw('policy', 6) === 0) add('fact', { code: 'TB' }, { kind: 'policy-family' })

  const [school, field] = pick('study', studies)
  add('training', { school, field, form: 'CQ', certificate: 'Cử nhân' }, { from: `${born + 18}-09`, until: `${born + 22}-06` })
  add('qualification', { code: 'DH', field }, { kind: 'professional', from: `${born + 22}-06` })
  if (draw('master', 3) === 0 && hiredYear + 8 <= 2020) {
    add(
      'training',
      { school: 'Học viện Hành chính Quốc gia', field: 'Quản lý công', form: 'VLVH', certificate: 'Thạc sĩ' },
      { from: `${hiredYear + 6}-10`, until: `${hiredYear + 8}-06` },
    )
    add('qualification', { code: 'ThS', field: 'Quản lý công' }, { kind: 'professional', from: `${hiredYear + 8}-06` })
  }
  const theory = draw('theory', 10) < 3 ? 'CC' : 'TC'
  add(
    'training',
    {
      school: 'Trường Chính trị Nguyễn Văn Linh',
      field: 'Lý luận chính trị',
      form: 'TC',
      certificate: theory === 'CC' ? 'Cao cấp' : 'Trung cấp',
    },
    { from: `${until2022(hiredYear + 4)}-03`, until: `${until2022(hiredYear + 5)}-12` },
  )
  add('qualification', { code: theory }, { kind: 'political', from: `${until2022(hiredYear + 5)}-12` })
  add(
    'qualification',
    { code: draw('state', 3) === 0 ? 'CVC' : 'CV' },
    { kind: 'state-management', from: `${until2022(hiredYear + 2)}-05` },
  )
  add('qualification', { code: 'B3', field: 'Tiếng Anh' }, { kind: 'language', from: String(2016 + draw('english', 5)) })
  add('qualification', { code: 'CB' }, { kind: 'informatics', from: String(2016 + draw('computer', 5)) })

  if (draw('party', 10) < 8) {
    const joined = until2022(hiredYear + 3) - 1
    const day = `0${draw('party-day', 9) + 1}`
    add(
      'membership',
      { body: 'Chi bộ Văn phòng Sở', official_on: `${joined + 1}-05-${day}` },
      { kind: 'party', from: `${joined}-05-${day}` },
    )
  }
  add('membership', { body: 'Công đoàn Sở Nội vụ' }, { kind: 'trade-union', from: hired.slice(0, 7) })
  add(
    'membership',
    { body: 'Chi đoàn trường' },
    { kind: 'youth-union', from: `${born + 15}-03-26`, until: String(until2022(born + 30)) },
  )
  if (person.sex === 'male' && draw('army', 5) === 0)
    add('membership', { rank: 'HSQ' }, { kind: 'army', from: `${born + 18}-02`, until: `${born + 18}-08` })
  if (hiredYear - born > 25)
    add(
      'work',
      { title: 'Nhân viên hành chính', body: 'Công ty cổ phần Nhựa Phố Hiến' },
      { from: `${born + 22}-09`, until: `${hiredYear - 1}-12` },
    )

  for (let year = hiredYear + 1, step = 1; year <= 2022 && step <= coefficients.length; year += 3, step++) {
    const day = `${year}-0${draw('month', 8) + 1}-01`
    add(
      'salary',
      { rank_code: '01.003', step, coefficient: coefficients[step - 1] ?? null },
      { from: day, ...decided(`salary${year}`, day) },
    )
  }
  if (person.category === 'contract' || person.category === 'public-employee')
    add('contract', { code: 'KXD', employer: 'Sở Nội vụ' }, { from: hired, ...decided('contract', hired) })
  for (let year = Math.max(hiredYear + 1, 2016); year <= 2021; year++)
    if (draw(`reward${year}`, 3) > 0) {
      const code = ['LDTT', 'LDTT', 'CSTDCS', 'GK', 'BKUBND'][draw(`form${year}`, 5)] ?? 'LDTT'
      add('reward', { code }, { from: String(year), ...decided(`reward-number${year}`, `${year}-12-20`) })
    }
  if (draw('discipline', 18) === 0)
    add(
      'discipline',
      { code: 'KT', reason: 'Chậm thực hiện nhiệm vụ được giao' },
      { from: '2019-06-10', until: '2020-06-09', ...decided('discipline-number', '2019-06-10') },
    )

  const mark = (person.sex === 'female' ? 1 : 0) + (born >= 2000 ? 2 : 0)
  add(
    'paper',
    { number: `033${mark}${String(born % 100).padStart(2, '0')}${String(draw('citizen', 1_000_000)).padStart(6, '0')}` },
    { kind: 'citizen-card', from: '2021-04-20', decisionBy: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội' },
  )
  if (born < 1998)
    add(
      'paper',
      { number: `145${String(draw('former', 1_000_000)).padStart(6, '0')}` },
      { kind: 'former-card', from: String(born + 16), until: '2021', decisionBy: 'Công an tỉnh Hưng Yên' },
    )
  add(
    'paper',
    { number: `33${String(draw('insurance', 100_000_000)).padStart(8, '0')}` },
    { kind: 'social-insurance', from: hired.slice(0, 7) },
  )
  const tall = person.sex === 'male' ? 162 : 153
  add(
    'health',
    {
      status: 'Tốt',
      height: tall + draw('tall', 14),
      weight: `${tall - 105 + draw('weight', 16)}.0`,
      blood: pick('blood', ['O', 'A', 'B', 'AB']),
    },
    { from: '2021-11' },
  )

  const family = person.fullName.split(' ')[0] ?? 'Nguyễn'
  const kin = (relation: string, name: string, year: number, detail: string, kind = 'own') =>
    add('relative', { relation, name, birth_year: year, detail: `${capital}; ${detail}` }, { kind })
  const spouse = pick('spouse', families)
  kin('BO', `${family} Văn ${pick('father', men)}`, born - 27, 'cán bộ hưu trí')
  kin('ME', `${pick('mother-family', families)} Thị ${pick('mother', women)}`, born - 24, 'làm ruộng')
  if (person.sex === 'female') kin('CHONG', `${spouse} Văn ${pick('husband', men)}`, born - 2, 'giáo viên Trường THCS')
  else kin('VO', `${spouse} Thị ${pick('wife', women)}`, born + 2, 'giáo viên Trường Tiểu học')
  const childFamily = person.sex === 'female' ? spouse : family
  if (born + 28 <= 2020)
    kin('CON', `${childFamily} Minh ${pick('child', ['Anh', 'Đức', 'Châu', 'Khang'])}`, born + 28, 'học sinh')
  kin('BO', `${spouse} Văn ${pick('father-in-law', men)}`, born - 29, 'làm ruộng', 'spouse')
  kin('ME', `${pick('in-law-family', families)} Thị ${pick('mother-in-law', women)}`, born - 26, 'làm ruộng', 'spouse')
  for (const kind of ['past', 'foreign-bodies', 'relatives-abroad']) add('statement', { text: 'Không' }, { kind, from: '2021' })
  add(
    'assessment',
    { text: 'Hoàn thành tốt nhiệm vụ được giao; chấp hành tốt chủ trương của Đảng, pháp luật của Nhà nước.' },
    { from: '2021-12', ...decided('assessment', '2021-12-15'), decisionNumber: null },
  )
  add('document', { kind: 'QD', title: 'Quyết định tuyển dụng' }, { from: hired, ...decided('recruitment', hired) })
  add('document', { kind: 'BANG', title: `Bằng tốt nghiệp đại học, ngành ${field}` }, { from: `${born + 22}-06` })
  return entries
}
