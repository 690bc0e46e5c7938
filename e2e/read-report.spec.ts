import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually, journey, settled, visit } from './support.ts'

const rated = 'Số cán bộ, công chức, viên chức được đánh giá, xếp loại chất lượng năm trước'

/** How far the page is scrolled, whichever element of it scrolls. */
const scrolled = (page: Page) =>
  page.evaluate(() => Math.round(window.scrollY + (document.querySelector('#main')?.scrollTop ?? 0)))

/** A number as the screen writes it: `26.012 dòng` is 26012. */
const numberIn = (text: string) => Number(/[\d.]+/.exec(text)?.[0].replaceAll('.', ''))

const numbersIn = async (cells: Locator) => (await cells.allInnerTexts()).map((text) => numberIn(text.split('\n')[0] ?? ''))

journey('reads the report of 2022 and asks why it says 26.012', async ({ desk }) => {
  const page = await desk('giamdoc')
  await visit(page, '/bao-cao')
  await page.getByRole('link', { name: 'Báo cáo năm 2022' }).click()
  const document = page.getByRole('article')
  await document.waitFor()

  // Figures light up by where they come from.
  const computed = page.getByRole('button', { name: /^Tính từ hồ sơ/ })
  await computed.click()
  expect(await computed.getAttribute('aria-pressed')).toBe('true')
  expect(await document.getAttribute('data-light')).toBe('computed')
  const lit = await document
    .locator('[data-source="computed"]')
    .evaluateAll((all) => new Set(all.map((each) => each.dataset.figure)).size)
  expect(numberIn(await computed.innerText())).toBe(lit)
  await eventually(() => page.url()).toContain('light=computed')

  // The figure is a door: what it counts, from what, and whether it agrees.
  const figure = document.getByRole('button', { name: '26.012' }).first()
  await figure.click()
  const panel = page.getByRole('dialog', { name: rated })
  await panel.getByText('Các phép kiểm tra đều khớp.').waitFor()
  expect(
    await panel
      .getByText(/^26\.012/)
      .first()
      .innerText(),
  ).toMatch(/^26\.012\s*người$/)
  const levels = panel.getByRole('region', { name: 'Theo mức xếp loại' })
  const shares = await numbersIn(levels.locator('.breakdown-value'))
  expect(shares.length).toBeGreaterThan(3)
  expect(shares.reduce((all, share) => all + share, 0)).toBe(26_012)

  // The records behind it, as many as it says, a page at a time.
  await panel.getByRole('tab', { name: 'Hồ sơ' }).click()
  await panel.getByText('Khớp với số liệu 26.012 người').waitFor()
  await panel.getByText('26.012 dòng').waitFor()
  const rows = panel.locator('tbody tr')
  await eventually(() => rows.count()).toBe(50)
  await panel.getByRole('button', { name: 'Xem thêm 50 dòng' }).click()
  await eventually(() => rows.count()).toBe(100)

  // A bar leads to the records of its group.
  await panel.getByRole('tab', { name: 'Tổng quan' }).click()
  const bar = levels.getByRole('button').nth(1)
  const inGroup = numberIn(await bar.locator('.breakdown-value').innerText())
  await bar.click()
  await eventually(async () => numberIn(await panel.getByRole('status').first().innerText())).toBe(inGroup)
  const level = await panel.locator('tbody tr').first().innerText()
  expect(level).toContain((await panel.locator('.chip-on .chip').innerText()).replace('Theo mức xếp loại: ', ''))

  // To a person and back: the same place of the page, the same figure open.
  const before = await scrolled(page)
  expect(before).toBeGreaterThan(500)
  const person = rows.first().getByRole('link')
  const name = await person.innerText()
  await person.click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await settled(page)
  await page.goBack()
  await panel.waitFor()
  await document.waitFor()
  expect(await document.getAttribute('data-light')).toBe('computed')
  await eventually(async () => Math.abs((await scrolled(page)) - before)).toBeLessThan(60)

  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(page.url()).not.toContain('figure=')

  // The address of a figure opens it for whoever receives it.
  const colleague = await desk('tonghop')
  await visit(colleague, '/bao-cao/annual-2022?figure=F34d-03')
  await colleague.getByRole('dialog', { name: rated }).getByText('Theo mức xếp loại').waitFor()
  await colleague.keyboard.press('Escape')
  await colleague.getByRole('dialog').waitFor({ state: 'detached' })
})
