import { expect } from 'vitest'
import { eventually, journey, sees, settled } from './support.ts'

journey(
  'signs in: a wrong name or password says the same, the language keeps the place, signing out ends it',
  async ({ desk, expects }) => {
    expects(/status of 401 .*\/api\/auth\/sign-in\/username$/)
    const page = await desk()
    await page.goto('/con-nguoi?search=nguyen+thi+thuy')
    const name = page.getByLabel('Tên đăng nhập')
    const password = page.getByLabel('Mật khẩu', { exact: true })
    const refusal = page.getByRole('alert')

    const refused = async (username: string) => {
      await name.fill(username)
      await password.fill('khong-phai-mat-khau')
      const answer = page.waitForResponse(/sign-in\/username$/)
      await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
      await answer
      const words = await refusal.innerText()
      expect(await name.inputValue()).toBe(username)
      return words
    }
    const wrongPassword = await refused('giamdoc')
    expect(wrongPassword).toContain('Tên đăng nhập hoặc mật khẩu chưa đúng')
    expect(await refused('nguoi.khong.co')).toBe(wrongPassword)

    // A demonstration account is one press away, and the address asked for opens.
    await page.getByRole('button', { name: /Lãnh đạo Sở/ }).click()
    await settled(page)
    expect(await page.getByRole('searchbox').inputValue()).toBe('nguyen thi thuy')
    const row = page.getByRole('row', { name: /^Nguyễn Thị Thúy/ }).first()
    await row.waitFor()

    await page.getByRole('button', { name: 'Ngôn ngữ: English' }).click()
    await page.getByRole('heading', { level: 1, name: 'Cadres, civil servants and public employees' }).waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('nguyen thi thuy')
    await row.waitFor()
    await page.getByRole('button', { name: 'Language: Tiếng Việt' }).click()
    await page.getByRole('heading', { level: 1, name: 'Cán bộ, công chức, viên chức' }).waitFor()
    expect(new URL(page.url()).search).toBe('?search=nguyen+thi+thuy')

    await page.getByRole('button', { name: /^Tài khoản:/ }).click()
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).waitFor()
    // Going back shows nothing of what was there.
    await page.goto('/con-nguoi')
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).waitFor()
    await eventually(() => page.getByRole('row').count()).toBe(0)
    await sees(page, 'Tài khoản trình diễn')
  },
)
