import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually, journey, settled } from './support.ts'

/** What has the focus: its role or element, and the words it goes by. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null
    if (!at || at === document.body) return ''
    const label = (at as HTMLInputElement).labels?.[0]?.textContent
    return `${at.getAttribute('role') ?? at.tagName.toLowerCase()} ${at.getAttribute('aria-label') ?? label ?? at.textContent ?? ''}`.trim()
  })

/** Whether whoever looks can tell where the focus is: a ring or a frame that the unfocused element has not. */
const ringed = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement
    const look = (each: Element) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(each)
      return [outlineStyle === 'none' ? '' : outlineWidth, boxShadow, borderColor, backgroundColor].join()
    }
    const around = [at, at.parentElement, at.closest('tr, li')].filter((each) => each !== null)
    const withFocus = around.map(look).join(' ')
    at.blur()
    const without = around.map(look).join(' ')
    at.focus()
    return withFocus !== without
  })

/** Presses Tab until the focus is on what the words name; the mouse is never touched. */
async function tabTo(page: Page, words: RegExp, most = 60): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < most; presses++) {
    const at = await focused(page)
    if (words.test(at)) {
      expect(await ringed(page), `the focus on ${at} can be seen`).toBe(true)
      return
    }
    passed.push(at)
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${String(words)}; it passed:\n${passed.join('\n')}`)
}

async function signInByKeyboard(page: Page, account: string): Promise<void> {
  await page.goto('/')
  await page.locator('input[type=password]').waitFor()
  await tabTo(page, /^input Tên đăng nhập/)
  await page.keyboard.type(account)
  await tabTo(page, /^input Mật khẩu/)
  await page.keyboard.type('tinh-trinh-dien-2022')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Hôm nay' }).first().waitFor()
  await settled(page)
}

journey(
  'finds a person without a mouse: signs in, goes to the list, searches, opens the record, comes back',
  async ({ desk }) => {
    const page = await desk()
    await signInByKeyboard(page, 'giamdoc')
    await tabTo(page, /^a Con người/)
    await page.keyboard.press('Enter')
    await page.locator('tr[data-row]').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('nguyen thi thuy')
    await eventually(() => page.url()).toContain('search=nguyen')
    await eventually(() => page.locator('tr[data-row]').first().innerText()).toMatch(/Nguyễn Thị Th/)
    await settled(page)
    await page.keyboard.press('Enter')
    await eventually(() => focused(page)).toMatch(/^row /)
    const name = await page.locator('tr[data-row]:focus td, tr[data-row]:has(:focus) td').nth(1).innerText()
    await page.keyboard.press('Enter')
    await page.locator('.timeline').waitFor()
    await eventually(() => page.locator('main h1').first().innerText()).toContain(name.split('\n')[0])
    await page.goBack()
    await eventually(() => page.url()).toContain('search=nguyen')
  },
)

journey('asks a figure for its records without a mouse, opens one, and finds the figure again as it was', async ({ desk }) => {
  const page = await desk()
  await signInByKeyboard(page, 'giamdoc')
  await tabTo(page, /^a Chỉ số/)
  await page.keyboard.press('Enter')
  await page.locator('tr[data-row]').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('can bo cong chuc vien chuc duoc danh gia xep loai chat luong')
  await eventually(() => page.locator('tr[data-row]').count()).toBeLessThan(10)
  await page.keyboard.press('Enter')
  await eventually(() => focused(page)).toMatch(/^row /)
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog')
  await panel.getByRole('tab', { name: 'Hồ sơ' }).waitFor()
  await tabTo(page, /^tab .*Tổng quan/)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await panel.locator('tbody tr').first().waitFor()
  const first = (await panel.locator('tbody tr a').first().innerText()).trim()
  await tabTo(page, new RegExp(`^a ${first}`))
  await page.keyboard.press('Enter')
  await page.locator('.timeline').waitFor()
  await page.goBack()
  await panel.locator('tbody tr').first().waitFor()
  expect(await panel.getByRole('tab', { name: 'Hồ sơ' }).getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('Escape')
  await eventually(() => panel.count()).toBe(0)
})

journey('types in a figure without a mouse: the faulty entry is told, kept and put right', async ({ desk }) => {
  const page = await desk()
  await signInByKeyboard(page, 'tonghop')
  await page.goto('/chi-so?figure=F35b-14')
  const panel = page.getByRole('dialog')
  await panel.getByRole('button', { name: 'Sửa số liệu' }).waitFor()
  await tabTo(page, /^button Sửa số liệu/)
  await page.keyboard.press('Enter')
  await tabTo(page, /^input Giá trị/)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('nhiều')
  await tabTo(page, /^button Lưu$/)
  await page.keyboard.press('Enter')
  await panel.getByRole('alert').first().waitFor()
  await eventually(() => focused(page)).toMatch(/Giá trị|Văn bản/)
  await tabTo(page, /^input Giá trị/)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('1.235')
  await tabTo(page, /Văn bản minh chứng/)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Báo cáo số 89/BC-TTBD ngày 16/12/2022')
  await tabTo(page, /Vị trí trong văn bản/)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('trang 4')
  await tabTo(page, /^button Lưu$/)
  await page.keyboard.press('Enter')
  await page.getByText(/^Đã ghi 1\.235/).waitFor()
})
