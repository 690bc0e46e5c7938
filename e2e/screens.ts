import { utils, write } from '@e965/xlsx'
import type { APIResponse, Page } from 'playwright-core'
import type { Account } from './demonstration.ts'

/** A screen as somebody sees it: what was pressed before, and what shows that it is complete. */
export interface Shown {
  /** As the screen is defined, so that none is forgotten. */
  route: string
  account: Account | undefined
  /** `{name}` stands for a record: see `prepare`. */
  address: string
  shows: string
  /** What is opened upon it, in words. */
  opened?: string
  press?: (page: Page) => Promise<void>
}

const button = (name: string | RegExp) => (page: Page) => page.locator('main').getByRole('button', { name }).first().click()
const rowButton = (name: string) => (page: Page) => page.locator('main td').getByRole('button', { name }).first().click()
const panel = '.side-panel, [role="dialog"]'

/** Every screen of the platform, the forms and dialogs opened from it, each with somebody who opens it. */
export const shown: Shown[] = [
  { route: 'sign-in', account: undefined, address: '/', shows: '.sign-in-demo button' },
  { route: '/', account: 'giamdoc', address: '/', shows: '.today a' },
  { route: '/con-nguoi', account: 'giamdoc', address: '/con-nguoi?search=nguyen+thi+thuy', shows: 'tr[data-row]' },
  { route: '/con-nguoi/$id', account: 'giamdoc', address: '/con-nguoi/{person}', shows: '.timeline' },
  { route: '/cua-toi', account: 'chuyenvien', address: '/cua-toi', shows: '.facts' },
  {
    route: '/con-nguoi/$id',
    account: 'tochuc',
    address: '/con-nguoi/{ownPerson}?tab=luong',
    shows: '.clock summary',
  },
  {
    route: '/con-nguoi/$id',
    account: 'tochuc',
    address: '/con-nguoi/{ownPerson}?tab=luong',
    shows: '.clock summary',
    opened: 'recording a time that does not count',
    press: button('Ghi thời gian'),
  },
  { route: '/luong', account: 'truongphong', address: '/luong', shows: '.step-table tbody tr' },
  { route: '/luong/tinh', account: 'chuyenvien', address: '/luong/tinh', shows: '.why li' },
  {
    route: '/luong/du-bao',
    account: 'giamdoc',
    address: '/luong/du-bao?body={department}&year=2022&asOf=2022-01-01',
    shows: 'tr[data-row]',
  },
  { route: '/con-nguoi/de-nghi', account: 'tochuc', address: '/con-nguoi/de-nghi', shows: 'main h1' },
  { route: '/con-nguoi/de-nghi/$id', account: 'tochuc', address: '/con-nguoi/de-nghi/{request}', shows: '.compare, .facts' },
  { route: '/con-nguoi/trung', account: 'tochuc', address: '/con-nguoi/trung?state=open', shows: 'tr[data-row]' },
  { route: '/con-nguoi/trung/$id', account: 'tochuc', address: '/con-nguoi/trung/{duplicate}', shows: '.compare tbody tr' },
  {
    route: '/con-nguoi/trung/$id',
    account: 'tochuc',
    address: '/con-nguoi/trung/{duplicate}',
    shows: '.compare tbody tr',
    opened: 'merging them',
    press: button('Gộp hồ sơ'),
  },
  { route: '/to-chuc', account: 'giamdoc', address: '/to-chuc', shows: '[role="tree"] [role="group"] .node' },
  { route: '/to-chuc/danh-sach', account: 'giamdoc', address: '/to-chuc/danh-sach', shows: 'tr[data-row]' },
  { route: '/to-chuc/don-vi/$id', account: 'giamdoc', address: '/to-chuc/don-vi/{unit}?asOf=2018-01-01', shows: '.band' },
  { route: '/to-chuc/sap-xep', account: 'quantri', address: '/to-chuc/sap-xep', shows: 'tr[data-row]' },
  { route: '/to-chuc/sap-xep/doc-van-ban', account: 'quantri', address: '/to-chuc/sap-xep/doc-van-ban', shows: 'main textarea' },
  {
    route: '/to-chuc/sap-xep/danh-muc',
    account: 'quantri',
    address: '/to-chuc/sap-xep/danh-muc',
    shows: '.plain-table tbody tr',
  },
  {
    route: '/to-chuc/sap-xep/danh-muc/$id',
    account: 'quantri',
    address: '/to-chuc/sap-xep/danh-muc/{unitList}',
    shows: '.plain-table tbody tr',
  },
  { route: '/to-chuc/sap-xep/$id', account: 'quantri', address: '/to-chuc/sap-xep/{act}', shows: '.plain-table tbody tr' },
  {
    route: '/to-chuc/sap-xep/$id',
    account: 'quantri',
    address: '/to-chuc/sap-xep/{act}',
    shows: '.plain-table tbody tr',
    opened: 'applying it',
    press: button('Áp dụng'),
  },
  { route: '/to-chuc/ban-do', account: 'giamdoc', address: '/to-chuc/ban-do?asOf=2022-06-01', shows: '.empty' },
  { route: '/to-chuc/bo-may', account: 'giamdoc', address: '/to-chuc/bo-may', shows: 'tr[data-row]' },
  { route: '/bien-che', account: 'giamdoc', address: '/bien-che?asOf=2022-12-20', shows: 'tr[data-row]' },
  { route: '/bien-che/quyet-dinh', account: 'giamdoc', address: '/bien-che/quyet-dinh', shows: 'tr[data-row]' },
  {
    route: '/bien-che/quyet-dinh/$id',
    account: 'giamdoc',
    address: '/bien-che/quyet-dinh/{quotaDecision}',
    shows: '.plain-table tbody tr',
  },
  { route: '/vi-tri-viec-lam', account: 'giamdoc', address: '/vi-tri-viec-lam?asOf=2022-12-20', shows: 'tr[data-row]' },
  {
    route: '/vi-tri-viec-lam',
    account: 'giamdoc',
    address: '/vi-tri-viec-lam?tab=co-quan&asOf=2022-12-20',
    shows: 'tr[data-row]',
    opened: 'a body',
    press: async (page) => {
      await page.locator('tr[data-row]').first().click()
      await page.locator('.panel h2').first().waitFor()
    },
  },
  { route: '/vi-tri-viec-lam/de-an', account: 'tochuc', address: '/vi-tri-viec-lam/de-an', shows: 'tr[data-row]' },
  {
    route: '/vi-tri-viec-lam/de-an',
    account: 'tochuc',
    address: '/vi-tri-viec-lam/de-an',
    shows: 'tr[data-row]',
    opened: 'a draft',
    press: async (page) => {
      await button('Lập đề án')(page)
      await page.getByRole('button', { name: 'Thêm vị trí' }).click()
      await page.locator('.typed-row').first().waitFor()
    },
  },
  {
    route: '/vi-tri-viec-lam/de-an/$id',
    account: 'giamdoc',
    address: '/vi-tri-viec-lam/de-an/{scheme}',
    shows: '.plain-table tbody tr',
  },
  { route: '/vi-tri-viec-lam/danh-muc', account: 'chuyenvien', address: '/vi-tri-viec-lam/danh-muc', shows: 'tr[data-row]' },
  {
    route: '/vi-tri-viec-lam/danh-muc/$id',
    account: 'chuyenvien',
    address: '/vi-tri-viec-lam/danh-muc/{position}',
    shows: '.plain-table tbody tr',
  },
  { route: '/quyet-dinh', account: 'giamdoc', address: '/quyet-dinh', shows: 'tr[data-row]' },
  { route: '/quyet-dinh/moi', account: 'tochuc', address: '/quyet-dinh/moi', shows: 'fieldset' },
  { route: '/quyet-dinh/$id', account: 'giamdoc', address: '/quyet-dinh/{personnelDecision}', shows: '.plain-table tbody tr' },
  {
    route: '/quyet-dinh/$id',
    account: 'giamdoc',
    address: '/quyet-dinh/{personnelDecision}',
    shows: '.plain-table tbody tr',
    opened: 'withdrawing it',
    press: button('Thu hồi'),
  },
  { route: '/quyet-dinh/$id/sua', account: 'tochuc', address: '/quyet-dinh/{draftDecision}/sua', shows: 'fieldset' },
  { route: '/dia-gioi', account: 'giamdoc', address: '/dia-gioi', shows: 'tr[data-row]' },
  { route: '/dia-gioi/$id', account: 'giamdoc', address: '/dia-gioi/{dossier}', shows: '.facts' },
  { route: '/danh-gia', account: 'giamdoc', address: '/danh-gia', shows: 'tr[data-row]' },
  { route: '/chi-so', account: 'giamdoc', address: '/chi-so', shows: 'tr[data-row]' },
  { route: '/quan-tri/kiem-tra', account: 'quantri', address: '/quan-tri/kiem-tra', shows: '.check-rules' },
  { route: '/chi-so/kiem-tra', account: 'giamdoc', address: '/chi-so/kiem-tra', shows: '.finding' },
  { route: '/bao-cao', account: 'giamdoc', address: '/bao-cao', shows: '.report-card' },
  {
    route: '/bao-cao/$id',
    account: 'giamdoc',
    address: '/bao-cao/annual-2022?figure=F34d-03&light=all',
    shows: '.breakdown',
  },
  {
    route: '/bao-cao/$id/mau',
    account: 'tonghop',
    address: '/bao-cao/annual-2022/mau?at=block/a-i-members/0',
    shows: '.document',
  },
  { route: '/lich/thoi-han', account: 'tonghop', address: '/lich/thoi-han', shows: 'tr[data-row]' },
  { route: '/lich/thoi-han/$id', account: 'tonghop', address: '/lich/thoi-han/{deadline}', shows: '.runs' },
  { route: '/lich/tinh-han', account: 'tonghop', address: '/lich/tinh-han', shows: 'main input' },
  { route: '/lich', account: 'quantri', address: '/lich', shows: '.year' },
  { route: '/lich', account: 'quantri', address: '/lich', shows: '.year', opened: 'a day entered', press: button('Nhập ngày') },
  { route: '/nhap-du-lieu', account: 'tochuc', address: '/nhap-du-lieu', shows: 'tr[data-row]' },
  { route: '/nhap-du-lieu/moi', account: 'tochuc', address: '/nhap-du-lieu/moi', shows: '.import-kinds' },
  { route: '/nhap-du-lieu/$id', account: 'tochuc', address: '/nhap-du-lieu/{drafted}', shows: '.import-preview tbody tr' },
  {
    route: '/nhap-du-lieu/$id',
    account: 'tochuc',
    address: '/nhap-du-lieu/{drafted}',
    shows: '.import-preview tbody tr',
    opened: 'the columns',
    press: button('Tiếp tục'),
  },
  { route: '/nhap-du-lieu/$id', account: 'tochuc', address: '/nhap-du-lieu/{checked}', shows: '.import-issue' },
  {
    route: '/nhap-du-lieu/$id',
    account: 'tochuc',
    address: '/nhap-du-lieu/{checked}',
    shows: '.import-issue',
    opened: 'a cell corrected',
    press: rowButton('Sửa'),
  },
  {
    route: '/nhap-du-lieu/$id',
    account: 'tochuc',
    address: '/nhap-du-lieu/{checked}',
    shows: '.import-issue',
    opened: 'rows left out',
    press: button('Bỏ mọi dòng có lỗi'),
  },
  { route: '/nhap-du-lieu/$id', account: 'tochuc', address: '/nhap-du-lieu/{committed}', shows: '.import-hash' },
  {
    route: '/nhap-du-lieu/$id',
    account: 'tochuc',
    address: '/nhap-du-lieu/{committed}',
    shows: '.import-hash',
    opened: 'taking it back',
    press: button('Hoàn tác cả lần nhập'),
  },
  { route: '/cong-viec-nen', account: 'tochuc', address: '/cong-viec-nen', shows: 'tr[data-row]' },
  { route: '/cong-viec-nen/$id', account: 'tochuc', address: '/cong-viec-nen/{job}', shows: '.facts' },
  { route: '/quan-tri/cong-viec-nen', account: 'quantri', address: '/quan-tri/cong-viec-nen', shows: 'tr[data-row]' },
  { route: '/quan-tri/lich-chay', account: 'quantri', address: '/quan-tri/lich-chay', shows: 'main table tbody tr' },
  { route: '/thong-bao', account: 'tochuc', address: '/thong-bao', shows: 'tr[data-row]' },
  { route: '/thong-bao/cach-nhan', account: 'tochuc', address: '/thong-bao/cach-nhan', shows: '.choice-table li' },
  { route: '/kho-tep', account: 'quantri', address: '/kho-tep', shows: 'tr[data-row]' },
  { route: '/kho-tep/$id', account: 'quantri', address: '/kho-tep/{file}', shows: '.facts' },
  { route: '/ho-so', account: 'truongphong', address: '/ho-so', shows: 'main .sheet' },
  {
    route: '/ho-so',
    account: 'truongphong',
    address: '/ho-so',
    shows: 'main .sheet',
    opened: 'the second factor',
    press: button('Thiết lập ứng dụng xác thực'),
  },
  {
    route: '/ho-so',
    account: 'truongphong',
    address: '/ho-so',
    shows: 'main .sheet',
    opened: 'a delegation',
    press: button('Ủy quyền'),
  },
  {
    route: '/ho-so',
    account: 'truongphong',
    address: '/ho-so',
    shows: 'main .sheet',
    opened: 'emergency access',
    press: button(/khẩn cấp/),
  },
  { route: '/quan-tri/tinh-trang', account: 'quantri', address: '/quan-tri/tinh-trang', shows: 'main .facts' },
  { route: '/quan-tri/nguoi-dung', account: 'quantri', address: '/quan-tri/nguoi-dung', shows: 'tr[data-row]' },
  { route: '/quan-tri/nguoi-dung/$id', account: 'quantri', address: '/quan-tri/nguoi-dung/{user}', shows: '.plain-table' },
  { route: '/quan-tri/vai-tro', account: 'quantri', address: '/quan-tri/vai-tro', shows: '.plain-table' },
  { route: '/quan-tri/nhat-ky', account: 'quantri', address: '/quan-tri/nhat-ky', shows: 'tr[data-row]' },
  {
    route: '/quan-tri/nhat-ky',
    account: 'quantri',
    address: '/quan-tri/nhat-ky?sort=seq&kind=write',
    shows: 'tr[data-row]',
    opened: 'an entry',
    press: async (page) => {
      await page.locator('tr[data-row]').first().click()
      await page.locator('.audit-touched').first().waitFor()
    },
  },
  { route: '/quan-tri/danh-muc', account: 'quantri', address: '/quan-tri/danh-muc', shows: 'main a[href*="/danh-muc/"]' },
  {
    route: '/quan-tri/danh-muc/$list',
    account: 'quantri',
    address: '/quan-tri/danh-muc/{list}',
    shows: 'main table tbody tr',
  },
  {
    route: '/quan-tri/danh-muc/$list',
    account: 'quantri',
    address: '/quan-tri/danh-muc/{list}',
    shows: 'main table tbody tr',
    opened: 'a new entry',
    press: button('Thêm mục'),
  },
  { route: '/quan-tri/sao-luu', account: 'quantri', address: '/quan-tri/sao-luu', shows: 'main .facts' },
  { route: '/quan-tri/uy-quyen', account: 'quantri', address: '/quan-tri/uy-quyen', shows: 'tr[data-row]' },
  { route: '/quan-tri/khan-cap', account: 'quantri', address: '/quan-tri/khan-cap', shows: 'tr[data-row]' },
  { route: '/quan-tri/dich-vu', account: 'quantri', address: '/quan-tri/dich-vu', shows: 'tr[data-row]' },
  { route: '/quan-tri/dich-vu/$id', account: 'quantri', address: '/quan-tri/dich-vu/{service}', shows: 'main .sheet' },
  {
    route: '/quan-tri/dich-vu/$id',
    account: 'quantri',
    address: '/quan-tri/dich-vu/{service}',
    shows: 'main .sheet',
    opened: 'a key',
    press: button('Cấp khóa'),
  },
  {
    route: '/',
    account: 'giamdoc',
    address: '/',
    shows: '.today a',
    opened: 'the palette',
    press: async (page) => {
      await page.keyboard.press('Control+k')
      await page.locator(panel).first().waitFor()
      await page.keyboard.type('so y te')
      await page.getByRole('option').first().waitFor()
    },
  },
]

/** A workbook of one sheet, as bytes. */
export function workbook(sheet: string, rows: (string | number)[][]): Buffer {
  return write(
    { SheetNames: [sheet], Sheets: { [sheet]: utils.aoa_to_sheet(rows) } },
    { type: 'buffer', bookType: 'xlsx' },
  ) as Buffer
}

const heading = ['TT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Đối tượng', 'Đơn vị', 'Chức vụ', 'Từ ngày']

/** A list of people of the Department of Health, with a title above as lists have. */
export function peopleList(people: [name: string, birth: string, sex: string][]): Buffer {
  return workbook('Danh sách', [
    ['DANH SÁCH VIÊN CHỨC MỚI TUYỂN DỤNG'],
    [],
    heading,
    ...people.map(([name, birth, sex], i) => [i + 1, name, birth, sex, 'Viên chức', 'SYT', 'Nhân viên', '01/03/2022']),
  ])
}

/** Asks as a page of the application would. @throws Error with the answer when it is a refusal. */
export async function ask(page: Page, method: 'GET' | 'POST', path: string, data?: object): Promise<Record<string, unknown>> {
  const { origin } = new URL((await page.request.get('/api/health')).url())
  const headers = { origin }
  const url = `/api${path}`
  const answer: APIResponse =
    method === 'GET' ? await page.request.get(url, { headers }) : await page.request.post(url, { headers, data: data ?? {} })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}

/** Brings a file in and waits until it is read: the import's identity. */
export async function bringIn(page: Page, kind: string, name: string, buffer: Buffer): Promise<string> {
  const { origin } = new URL((await page.request.get('/api/health')).url())
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const answer = await page.request.post('/api/imports', {
    headers: { origin },
    multipart: { kind, file: { name, mimeType, buffer } },
  })
  if (!answer.ok()) throw new Error(`the file was refused: ${answer.status()} ${await answer.text()}`)
  const { id } = (await answer.json()) as { id: string }
  await still(page, id)
  return id
}

/** Waits until nothing of an import runs. */
export async function still(page: Page, id: string): Promise<Record<string, unknown>> {
  for (;;) {
    const it = await ask(page, 'GET', `/imports/${id}`)
    if (it.state !== 'running') return it
    await page.waitForTimeout(200)
  }
}

/** Some communes of the town as a list of 2025 has them. */
const unitsOfList = Buffer.from(
  ['Mã,Tên,Mã QH', '11977,Xã Phương Nam,323', '11953,Phường Hiến Nam,323', '11962,Phường Minh Khai,323'].join('\n'),
)

/** The records the addresses name. `desk` opens a page for an account, the same page each time. */
export async function prepare(desk: (account: Account) => Promise<Page>): Promise<Record<string, string>> {
  const places: Record<string, string> = {}
  const first = async (page: Page, path: string) => {
    const { rows } = (await ask(page, 'GET', path)) as { rows: { id: string }[] }
    return rows[0]?.id ?? 'none'
  }
  const director = await desk('giamdoc')
  places.person = await first(director, '/people/persons?search=nguyen%20thi%20thuy')
  places.unit = await first(director, '/organization/units?search=thi%20xa%20my%20hao&asOf=2018-01-01')
  places.department = await first(director, '/organization/units?search=so%20noi%20vu&asOf=2022-01-01')
  places.quotaDecision = await first(director, '/staffing/quota-decisions')
  places.scheme = await first(director, '/positions/schemes?kind=adjusted')
  places.position = await first(director, '/positions/positions?search=van%20phong%20thong%20ke')
  places.personnelDecision = await first(director, '/careers/decisions?kind=transfer')
  places.dossier = await first(director, '/territory/dossiers?state=legal')
  places.deadline = await first(await desk('tonghop'), '/calendar/deadlines')
  places.duplicate = await first(await desk('tochuc'), '/people/duplicates?state=open')

  const officer = await desk('tochuc')
  places.ownPerson = await first(officer, '/people/persons?limit=1')
  const here = (await ask(officer, 'GET', '/organization/units?search=so%20y%20te&level=department')) as {
    rows: { id: string }[]
  }
  const patient = await first(officer, '/people/persons?category=public-employee')
  const drafted = await ask(officer, 'POST', '/careers/decisions', {
    kind: 'maternity',
    number: '901/QĐ-SYT',
    issuedOn: '2022-12-01',
    issuerId: here.rows[0]?.id,
    subject: 'Về việc nghỉ thai sản',
    level: 'SN',
    lines: [{ personId: patient, effectiveOn: '2022-12-15', details: { until: '2023-06-14' } }],
  })
  places.draftDecision = String(drafted.id)
  const asked = await ask(officer, 'POST', '/people/me/corrections', { field: 'birth', newValue: '1990-05-12' })
  places.request = String(asked.id)
  const check = async (name: string, people: Parameters<typeof peopleList>[0]) => {
    const id = await bringIn(officer, 'people', name, peopleList(people))
    await ask(officer, 'POST', `/imports/${id}/check`)
    await still(officer, id)
    return id
  }
  places.drafted = await bringIn(officer, 'people', 'Viên chức mới.xlsx', peopleList([['Ngô Thị Sáu', '08/03/1995', 'Nữ']]))
  places.checked = await check('Danh sách có lỗi.xlsx', [
    ['Ngô Thị Bảy', '31/02/1996', 'Nữ'],
    ['Đỗ Văn Tám', '12/05/1990', 'không rõ'],
    ['Vũ Thị Chín', '02/09/1991', 'Nữ'],
  ])
  places.committed = await check('Đã ghi.xlsx', [['Ngô Thị Mười', '10/10/1994', 'Nữ']])
  await ask(officer, 'POST', `/imports/${places.committed}/commit`)
  await still(officer, places.committed)
  places.job = await first(officer, '/jobs')

  const administrator = await desk('quantri')
  const { origin } = new URL((await administrator.request.get('/api/health')).url())
  const sent = await administrator.request.post('/api/files?purpose=files.general', {
    headers: { origin },
    multipart: { file: { name: 'Quyết định 12.txt', mimeType: 'text/plain', buffer: Buffer.from('Quyết định số 12/QĐ-SNV') } },
  })
  places.file = ((await sent.json()) as { id: string }).id
  places.user = await first(administrator, '/administration/users?search=tochuc')
  places.service = (
    (await ask(administrator, 'POST', '/administration/services', {
      name: 'Trục liên thông văn bản',
      username: `lien-thong-${Date.now() % 1_000_000}`,
    })) as { id: string }
  ).id
  const act = { title: 'Luật số 72/2025/QH15', effectiveOn: '2025-07-01', abolish: ['district'] }
  places.act = ((await ask(administrator, 'POST', '/organization/acts', act)) as { id: string }).id
  const list = await bringIn(administrator, 'unit-lists', 'Danh mục 2025-03-01.csv', unitsOfList)
  await ask(administrator, 'POST', `/imports/${list}/check`)
  await still(administrator, list)
  await ask(administrator, 'POST', `/imports/${list}/commit`)
  await still(administrator, list)
  const unitLists = (await ask(administrator, 'GET', '/organization/unit-lists')) as unknown as { id: string }[]
  places.unitList = unitLists[0]?.id ?? 'none'
  const lists = (await ask(administrator, 'GET', '/administration/lists')) as unknown as { id: string; editable: boolean }[]
  places.list = lists.find((list) => list.editable)?.id ?? 'none'

  // Somebody stands in for the director, and somebody took more rights than their own.
  const colleagues = (await ask(director, 'GET', '/administration/colleagues?search=truongphong')) as unknown as { id: string }[]
  const today = new Date().toISOString().slice(0, 10)
  await ask(director, 'POST', '/administration/delegations', {
    to: colleagues[0]?.id,
    from: today,
    until: today.replace(/^\d+/, (year) => String(Number(year) + 1)),
    reason: 'Đi công tác',
  })
  await ask(await desk('truongphong'), 'POST', '/administration/emergency', {
    reason: 'Thử quyền khẩn cấp khi người phụ trách vắng mặt',
    minutes: 5,
  })
  await ask(await desk('truongphong'), 'POST', '/administration/emergency/end')
  return places
}
