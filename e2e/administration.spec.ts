import { expect } from 'vitest'
import { eventually, journey, sees, settled, visit } from './support.ts'

journey('makes a user, gives a role at a body, and the new user sees what it allows', async ({ desk }) => {
  const page = await desk('quantri')
  const username = `hanh.pt${Date.now() % 100_000}`
  await visit(page, '/quan-tri/nguoi-dung')
  await page.getByRole('button', { name: 'Lập tài khoản' }).click()
  const panel = page.getByRole('dialog')
  await panel.getByLabel('Họ và tên').fill('Phạm Thị Hạnh')
  await panel.getByLabel('Tên đăng nhập').fill('Có Dấu')
  await panel.getByRole('button', { name: 'Lập tài khoản' }).click()
  await panel
    .getByRole('alert')
    .getByText(/^Tên đăng nhập/)
    .waitFor()
  await panel.getByLabel('Tên đăng nhập').fill(username)
  await panel.getByRole('button', { name: 'Lập tài khoản' }).click()
  await panel.getByText('Mật khẩu chỉ hiện một lần.').waitFor()
  const password = await panel.locator('code').innerText()
  expect(password.length).toBeGreaterThanOrEqual(12)
  await panel.getByRole('button', { name: 'Đã chép, đóng lại' }).click()
  await page.getByRole('heading', { level: 1, name: 'Phạm Thị Hạnh' }).waitFor()
  await settled(page)
  expect(await page.getByText(password).count()).toBe(0)
  await sees(page, 'Chưa được giao vai trò nào')

  await page.getByRole('button', { name: 'Giao vai trò' }).click()
  await panel.getByRole('combobox', { name: /^Vai trò/ }).click()
  await page
    .getByRole('option', { name: 'Cán bộ tổ chức' })
    .or(page.locator('.ant-select-item-option', { hasText: 'Cán bộ tổ chức' }))
    .last()
    .click()
  const unit = panel.getByRole('combobox', { name: /^Đơn vị/ })
  await unit.click()
  await unit.pressSequentially('so giao duc')
  await page.locator('.ant-select-item-option', { hasText: 'Sở Giáo dục và Đào tạo' }).first().click()
  await panel.getByRole('button', { name: 'Giao vai trò' }).click()
  const assignment = page.getByRole('row', { name: /Cán bộ tổ chức/ })
  await assignment.waitFor()
  expect(await assignment.innerText()).toMatch(/Sở Giáo dục và Đào tạo[\s\S]*Đang hiệu lực/)

  // The new user, at another desk, with the password handed over.
  const colleague = await desk()
  await colleague.goto('/')
  await colleague.getByLabel('Tên đăng nhập').fill(username)
  await colleague.getByLabel('Mật khẩu', { exact: true }).fill(password)
  await colleague.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  // Nothing else can be done before the password handed over has become a password of one's own.
  await colleague.getByRole('heading', { name: 'Đặt mật khẩu mới' }).waitFor()
  await colleague.getByLabel('Mật khẩu hiện tại', { exact: true }).fill(password)
  await colleague.getByLabel('Mật khẩu mới', { exact: true }).fill('bốn con voi xanh đi chợ')
  await colleague.getByRole('button', { name: 'Đổi mật khẩu' }).click()
  await colleague.getByRole('link', { name: 'Hôm nay' }).first().waitFor()
  await settled(colleague)
  await sees(colleague, /Cán bộ tổ chức, Sở Giáo dục và Đào tạo/)
  await colleague.getByRole('link', { name: 'Con người' }).click()
  await colleague.locator('tr[data-row]').first().waitFor()
  await colleague.getByRole('button', { name: 'Lập hồ sơ' }).waitFor()
  expect(await colleague.getByRole('link', { name: 'Báo cáo' }).count()).toBe(0)

  await visit(page, '/quan-tri/nhat-ky')
  const log = page.locator('tr[data-row]')
  await log.first().waitFor()
  const latest = (await log.allInnerTexts()).slice(0, 20).join('\n')
  expect(latest).toContain('Giao vai trò')
  expect(latest).toContain('Lập tài khoản')
  await page.getByRole('button', { name: 'Kiểm tra nhật ký' }).click()
  await eventually(() => page.getByText(/^Nhật ký (nguyên vẹn|có dấu hiệu)/).allInnerTexts()).toEqual([
    expect.stringMatching(/^Nhật ký nguyên vẹn: đã kiểm tra [\d.]+ dòng\.$/),
  ])
})
