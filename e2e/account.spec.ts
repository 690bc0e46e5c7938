import { expect } from 'vitest'
import { journey, sees, settled, visit } from './support.ts'

journey(
  'protects an account: a passkey of this device signs in without a password, and a password that others would guess is refused',
  async ({ desk, expects }) => {
    expects(/status of 422 .*\/api\/administration\/self\/password$/)
    const page = await desk('chuyenvien')
    // A device of its own: it checks its bearer and keeps the key.
    const devices = await page.context().newCDPSession(page)
    await devices.send('WebAuthn.enable')
    await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await visit(page, '/ho-so')
    await sees(page, 'Phiên này')
    await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click()
    await page.getByLabel('Tên thiết bị').fill('Máy ở cơ quan')
    await page.getByRole('dialog').getByRole('button', { name: 'Thêm khóa truy cập' }).click()
    await sees(page, 'Máy ở cơ quan')

    await page.getByRole('button', { name: 'Đổi mật khẩu' }).first().click()
    await page.getByLabel('Mật khẩu hiện tại').fill('tinh-trinh-dien-2022')
    await page.getByLabel('Mật khẩu mới').fill('matkhau123456')
    await page.getByRole('dialog').getByRole('button', { name: 'Đổi mật khẩu' }).click()
    await sees(page, 'người khác dễ đoán')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: /^Tài khoản:/ }).click()
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await page.getByRole('button', { name: 'Đăng nhập bằng khóa truy cập' }).click()
    await settled(page)
    await page.getByRole('button', { name: /^Tài khoản:/ }).waitFor()
    await visit(page, '/ho-so')
    await sees(page, 'khóa truy cập · hoạt động')
    await page.getByRole('button', { name: 'Gỡ', exact: true }).click()
    await sees(page, 'Chưa có khóa truy cập nào')
    expect(await page.getByText('Máy ở cơ quan').count()).toBe(0)
  },
)
