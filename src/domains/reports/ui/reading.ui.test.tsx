import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { aSelf, showScreen } from '#ui/testing.tsx'
import { ReportPage } from './report-page.tsx'
import {
  aDocumentModel,
  aFigure,
  aFigureDetail,
  aFinding,
  anEdition,
  aReport,
  aTypedFigure,
  fakeServer,
  words,
  writerMay,
} from './screens.factory.ts'

async function read(settings: { may?: string[]; report?: ReturnType<typeof aReport>; path?: string } = {}) {
  const report = settings.report ?? aReport()
  const figures = [
    aFigure(),
    aTypedFigure(),
    aFigure({ id: 'F34c-01', value: '4957', source: 'typed', status: 'differs', former: null }),
  ]
  const server = fakeServer({
    'GET /reports/annual-2022': () => report,
    'GET /reports/annual-2022/document': () => ({
      edition: report.editions[0] ?? null,
      document: aDocumentModel(),
      html: '',
      figures,
    }),
    'GET /figures/F34d-03': () => aFigureDetail({ value: '26013' }),
    'GET /figures': () => ({ rows: figures, total: { value: 3, atLeast: false } }),
    'GET /checks': () => ({ findings: [aFinding()], checked: 9 }),
    'POST /editions/00000000-0000-4000-8000-0000000000e1/check': () => anEdition({ status: 'checked' }),
    'POST /editions/00000000-0000-4000-8000-0000000000e1/seal': () => anEdition({ status: 'sealed' }),
  })
  const shown = await showScreen(<ReportPage id="annual-2022" />, {
    words,
    path: settings.path,
    self: aSelf({ permissions: settings.may ?? writerMay }),
  })
  const page = await screen.findByRole('article')
  return { server, page, user: userEvent.setup(), address: shown.address }
}

test('the page is laid out as it prints: head, sections, footnotes, signature', async () => {
  const { page } = await read()
  for (const line of [
    'ĐẢNG ỦY KHỐI',
    'ĐẢNG CỘNG SẢN VIỆT NAM',
    'Số 315-BC/ĐU',
    'Hưng Yên, ngày 20 tháng 12 năm 2022',
    'BÁO CÁO',
    '- Lưu: VT.',
    'BÍ THƯ',
  ]) {
    expect(within(page).getByText(line)).toBeDefined()
  }
  expect(within(page).getByRole('heading', { name: 'I- Đánh giá' })).toBeDefined()
})

test('figures are quiet at first; each light says how many there are and lights only those', async () => {
  const { page, user, address } = await read()
  expect(page.dataset.light).toBe('none')
  const lights = within(screen.getByRole('group', { name: 'Làm nổi số liệu' }))
  const names = lights.getAllByRole('button').map((button) => button.textContent)
  expect(names).toEqual(['Tất cả 3', 'Nhập tay 2', 'Tính từ hồ sơ 1', 'Cần xem lại 1'])

  await user.click(lights.getByRole('button', { name: /Nhập tay/ }))
  await waitFor(() => expect(page.dataset.light).toBe('typed'))
  expect(address()).toContain('light=typed')
  await user.click(lights.getByRole('button', { name: /Nhập tay/ }))
  await waitFor(() => expect(page.dataset.light).toBe('none'))
})

test('Enter on a figure opens it; a sealed edition goes on saying what it said', async () => {
  const { page, user } = await read({ report: aReport({ editions: [anEdition({ status: 'sealed' })] }) })
  within(page).getByRole('button', { name: '26.012' }).focus()
  await user.keyboard('{Enter}')
  expect(await screen.findByText('Bản niêm phong ghi 26.012 người; hiện nay là 26.013 người.')).toBeDefined()
})

test('a figure says what it was a period ago while the pointer is on it', async () => {
  const { user, page } = await read()
  await user.hover(within(page).getByRole('button', { name: '26.012' }))
  const tip = await within(page.parentElement!).findByRole('tooltip')
  expect(within(tip).getByText(/Kỳ trước: 25\.863/)).toBeDefined()
})

test('a footnote leads to its words, and these lead back to where they are referred to first', async () => {
  const { page, user } = await read()
  const [first, second] = within(page).getAllByRole('link', { name: '1' })
  await user.click(second!)
  expect(document.activeElement?.textContent).toContain('Chi tiết tại phụ lục.')
  expect(within(page).getByRole('link', { name: '↑ 1' }).dataset.goto).toBe(first!.id)
})

test('the next permitted step is offered; done, it can be undone', async () => {
  const { server, user } = await read()
  expect(screen.queryByRole('button', { name: 'Duyệt báo cáo' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Xác nhận đã kiểm tra' }))
  expect(await screen.findByRole('button', { name: 'Hoàn tác' })).toBeDefined()
  expect(server.asked.some(({ path }) => path.endsWith('/check'))).toBe(true)
})

test('sealing asks first and shows exactly what will be kept', async () => {
  const { server, user } = await read({
    may: ['reports.readReport', 'reports.readFigure', 'reports.sealEdition'],
    report: aReport({ editions: [anEdition({ status: 'approved' })] }),
  })
  await user.click(screen.getByRole('button', { name: 'Niêm phong' }))
  const dialog = await screen.findByRole('dialog', { name: 'Niêm phong bản báo cáo' })
  expect(await within(dialog).findByText('315-BC/ĐU')).toBeDefined()
  expect(within(dialog).getByText('20/12/2022')).toBeDefined()
  expect(within(dialog).getByText('Mâu thuẫn: 1')).toBeDefined()
  const counts = within(dialog)
    .getAllByRole('definition')
    .map((definition) => definition.textContent)
  expect(counts.slice(3, 6)).toEqual(['1', '2', '0'])
  expect(server.asked.some(({ path }) => path.endsWith('/seal'))).toBe(false)
  await user.click(within(dialog).getByRole('button', { name: 'Niêm phong' }))
  await waitFor(() => expect(server.asked.some(({ path }) => path.endsWith('/seal'))).toBe(true))
})

test('who may only read is offered no step and no template', async () => {
  await read({ may: ['reports.readReport', 'reports.readFigure'] })
  for (const name of ['Xác nhận đã kiểm tra', 'Sửa số và ngày', 'Sửa mẫu', 'Niêm phong'])
    expect(screen.queryByRole('button', { name })).toBeNull()
  expect(screen.getByRole('button', { name: /Tải về/ })).toBeDefined()
})

test('on a past day everything is read only', async () => {
  await read({ path: '/?asOf=2022-01-01' })
  expect(screen.queryByRole('button', { name: 'Xác nhận đã kiểm tra' })).toBeNull()
})
