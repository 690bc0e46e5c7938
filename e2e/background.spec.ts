import { expect } from 'vitest'
import { ask, bringIn } from './screens.ts'
import { eventually, journey, sees, settled, visit } from './support.ts'

/** A list long enough that somebody has second thoughts while it is checked. */
const longList = (rows: number) =>
  Buffer.from(
    [
      'Họ và tên;Ngày sinh;Giới tính;Đối tượng;Đơn vị;Chức vụ;Từ ngày',
      ...Array.from({ length: rows }, (_, i) => `Ngô Thị Dài ${i};1990;Nữ;Viên chức;SYT;Nhân viên;01/03/2022`),
    ].join('\n'),
  )

journey('follows a long job on the board and stops it: nothing is written, and the import says so', async ({ desk }) => {
  const page = await desk('tochuc')
  const id = await bringIn(page, 'people', 'Danh sách dài.csv', longList(60_000))
  await ask(page, 'POST', `/imports/${id}/check`)
  await visit(page, '/cong-viec-nen')
  const row = page.locator('tr[data-row]', { hasText: 'Nhập dữ liệu từ tệp' }).first()
  await row.getByText('Đang chạy').waitFor()
  await visit(page, `/cong-viec-nen/${await row.getAttribute('data-row')}`)
  await page.getByRole('button', { name: 'Dừng', exact: true }).click()
  await sees(page, 'Đã dừng')
  await visit(page, `/nhap-du-lieu/${id}`)
  await sees(page, 'Đã dừng. Chưa có gì được ghi.')
  const { counts, state } = await ask(page, 'GET', `/imports/${id}`)
  expect(state).toBe('stopped')
  expect(Object.values(counts as Record<string, number>).reduce((sum, n) => sum + n, 0)).toBeLessThan(60_000)
})

journey('reads notices, and chooses how to be told; the choice is kept', async ({ desk }) => {
  const administrator = await desk('quantri')
  const page = await desk('chuyenvien')
  // A role given is told to whom it was given.
  const first = async (path: string, at = 0) =>
    ((await ask(administrator, 'GET', path)) as { rows: { id: string; unitId?: string }[] }).rows.at(at)
  const user = (await first('/administration/users?search=chuyenvien'))?.id ?? ''
  const unitId = (await first('/organization/units?limit=200', Date.now() % 200))?.id
  const from = new Date().toISOString().slice(0, 10)
  await ask(administrator, 'POST', `/administration/users/${user}/roles`, { role: 'officer', unitId, from, until: null })
  await visit(page, '/')
  const bell = page.getByRole('link', { name: /^Thông báo: \d+ chưa đọc$/ })
  await bell.click()
  await settled(page)
  const notice = page.locator('tr[data-row]', { hasText: 'đã giao cho bạn vai trò' }).first()
  await notice.getByText('Chưa đọc').waitFor()
  await page.getByRole('button', { name: 'Đánh dấu đã đọc hết' }).click()
  await notice.getByText('Đã đọc').waitFor()
  await page.getByRole('link', { name: 'Thông báo: không có gì mới' }).waitFor()

  await page.getByRole('button', { name: 'Cách nhận thông báo' }).click()
  await settled(page)
  await page.getByLabel('Địa chỉ thư điện tử').fill('chuyen.vien@example.vn')
  const choice = page.getByRole('combobox', { name: 'Được giao vai trò' })
  await choice.click()
  await page.locator('.ant-select-dropdown:visible').getByText('Thư tổng hợp', { exact: true }).click()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await sees(page, 'Đã lưu cách nhận thông báo')
  await visit(page, '/thong-bao/cach-nhan')
  await eventually(() => page.getByLabel('Địa chỉ thư điện tử').inputValue()).toBe('chuyen.vien@example.vn')
  await page.locator('.choice-table li', { hasText: 'Được giao vai trò' }).getByText('Thư tổng hợp').waitFor()
})
