import { expect } from 'vitest'
import { totpCode, totpStep } from '#kernel/auth/totp.ts'
import { eventually, journey, sees, settled, visit } from './support.ts'

const dayIn = (days: number) => {
  const at = new Date(Date.now() + days * 86_400_000)
  return [at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCFullYear()].join('/')
}

journey('lets a colleague act for oneself: every page of the colleague says so, until it is ended', async ({ desk }) => {
  const head = await desk('giamdoc')
  const colleague = await desk('truongphong')
  await visit(colleague, '/')
  const name = ((await colleague.getByRole('button', { name: /^Tài khoản:/ }).getAttribute('aria-label')) ?? '').replace(
    'Tài khoản: ',
    '',
  )
  await visit(head, '/ho-so')
  const headName = ((await head.getByRole('button', { name: /^Tài khoản:/ }).getAttribute('aria-label')) ?? '').replace(
    'Tài khoản: ',
    '',
  )
  await head.getByRole('button', { name: 'Ủy quyền cho người khác' }).click()
  const panel = head.getByRole('dialog')
  const whom = panel.getByRole('combobox', { name: /^Người làm thay/ })
  await whom.click()
  await whom.pressSequentially(name)
  await head.locator('.ant-select-item-option', { hasText: name }).first().click()
  await panel.getByLabel('Đến hết ngày').fill(dayIn(7))
  await panel.getByLabel('Lý do').fill('Đi công tác')
  await panel.getByRole('button', { name: 'Ủy quyền cho người khác' }).click()
  await sees(head, 'Đã ủy quyền')

  await visit(colleague, '/')
  const menu = colleague.getByRole('button', { name: /^Tài khoản:/ })
  await menu.click()
  await colleague
    .getByRole('button', { name: `Làm thay cho ${headName}` })
    .first()
    .click()
  const band = colleague.getByText(`Đang làm thay cho ${headName}. Mọi việc ghi tên cả hai người.`)
  await band.waitFor()
  for (const address of ['/con-nguoi', '/bao-cao', '/to-chuc']) {
    await visit(colleague, address)
    expect(await band.isVisible()).toBe(true)
  }
  // Ended by who gave it: from the next question on the colleague is alone again.
  await visit(head, '/ho-so')
  for (const end = head.getByRole('button', { name: 'Chấm dứt ngay' }); (await end.count()) > 0;) {
    const left = await end.count()
    await end.first().click()
    await eventually(() => end.count()).toBeLessThan(left)
  }
  await colleague.goto('/')
  await settled(colleague)
  await eventually(() => band.count()).toBe(0)
})

journey(
  'takes emergency access: it is shown on every page, told to who watches, given up, and waits to be reviewed by another',
  async ({ desk }) => {
    const page = await desk('tochuc')
    const reason = `Cần tra hồ sơ khi người phụ trách vắng mặt, lần ${Date.now() % 100_000}`
    await visit(page, '/ho-so')
    await page.getByRole('button', { name: 'Truy cập khẩn cấp' }).click()
    const panel = page.getByRole('dialog')
    await panel.getByLabel('Lý do').fill('Gấp')
    await panel.getByRole('button', { name: 'Truy cập khẩn cấp' }).click()
    await panel.getByRole('alert').first().waitFor()
    await panel.getByLabel('Lý do').fill(reason)
    await panel.getByRole('button', { name: 'Truy cập khẩn cấp' }).click()
    const band = page.getByText(/^Đang truy cập khẩn cấp đến/)
    await band.waitFor()
    await visit(page, '/con-nguoi')
    expect(await band.isVisible()).toBe(true)

    const watcher = await desk('quantri')
    await visit(watcher, '/thong-bao')
    await watcher.locator('tr[data-row]', { hasText: 'đang truy cập khẩn cấp trên toàn tỉnh' }).first().waitFor()
    await page.getByRole('button', { name: 'Kết thúc truy cập khẩn cấp' }).click()
    await eventually(() => band.count()).toBe(0)
    await visit(watcher, '/quan-tri/khan-cap')
    const row = watcher.locator('tr[data-row]', { hasText: reason })
    await row.getByText('Chờ xem xét').waitFor()
  },
)

journey('sets up a second factor: the next sign-in asks for it, a wrong code does not open', async ({ desk, expects }) => {
  expects(/status of (401|403|422) /)
  const page = await desk('chuyenvien')
  await visit(page, '/ho-so')
  await page.getByRole('button', { name: 'Thiết lập ứng dụng xác thực' }).click()
  const panel = page.getByRole('dialog')
  const secret = (await panel.locator('code.secret').innerText()).replaceAll(/\s/g, '')
  const code = () => totpCode(secret, totpStep(new Date()))
  await panel.getByLabel('Mã sáu chữ số').fill(code())
  await panel.getByRole('button', { name: 'Xác nhận' }).click()
  await panel.locator('.codes li').first().waitFor()
  const recovery = await panel.locator('.codes li').allInnerTexts()
  expect(new Set(recovery).size).toBe(10)
  await panel.getByRole('button', { name: 'Đã chép, đóng lại' }).click()
  await sees(page, 'Còn 10 mã dự phòng')

  await page.getByRole('button', { name: /^Tài khoản:/ }).click()
  await page.getByRole('button', { name: 'Đăng xuất' }).click()
  await page.getByLabel('Tên đăng nhập').fill('chuyenvien')
  await page.getByLabel('Mật khẩu', { exact: true }).fill('tinh-trinh-dien-2022')
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  const field = page.getByLabel('Mã sáu chữ số')
  await field.fill('000000')
  await page.getByRole('button', { name: 'Xác nhận' }).click()
  await page.getByRole('alert').first().waitFor()
  expect(await page.getByRole('button', { name: /^Tài khoản:/ }).count()).toBe(0)
  // A code works once, and that of this half minute was used: a recovery code opens instead.
  await page.getByRole('button', { name: 'Dùng mã dự phòng' }).click()
  await page.getByLabel('Mã dự phòng').fill(recovery[0] ?? '')
  await page.getByRole('button', { name: 'Xác nhận' }).click()
  await page.getByRole('button', { name: /^Tài khoản:/ }).waitFor()
  await visit(page, '/ho-so')
  await sees(page, 'Còn 9 mã dự phòng')
  await page.getByRole('button', { name: 'Gỡ ứng dụng xác thực' }).click()
  await page.getByRole('dialog').getByLabel('Mật khẩu hiện tại').fill('tinh-trinh-dien-2022')
  await page.getByRole('dialog').getByRole('button', { name: 'Gỡ ứng dụng xác thực' }).click()
  await sees(page, 'Đã gỡ ứng dụng xác thực')
})
