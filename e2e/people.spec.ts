import { expect } from 'vitest'
import { download, eventually, journey, settled, visit } from './support.ts'

/** Vietnamese letters as they are typed by who does not type marks. */
const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase()

journey(
  'finds "nguyen thi thuy" among 27.000 people by keyboard, peeks, opens, comes back to the same place, exports',
  async ({ desk }) => {
    const page = await desk('giamdoc')
    await visit(page, '/con-nguoi')
    await page
      .getByRole('status')
      .filter({ hasText: /^2\d\.\d{3} kết quả$/ })
      .waitFor()

    await page.keyboard.press('/')
    await page.keyboard.type('nguyen thi thuy')
    const total = page.locator('.list-total')
    await eventually(() => total.innerText()).toMatch(/^\d{2,3} kết quả$/)
    await eventually(() => page.url()).toContain('search=nguyen+thi+thuy')
    const rows = page.locator('tr[data-row]')
    await eventually(() => rows.count()).toBe(50)
    for (const label of await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''))) {
      for (const word of ['nguyen', 'thi', 'thuy']) expect(fold(label)).toContain(word)
    }

    // From the search box into the list, down and up without the mouse.
    const current = page.locator('tr.current')
    await page.keyboard.press('Enter')
    await current.waitFor()
    const first = await current.getAttribute('data-row')
    for (let step = 0; step < 24; step++) await page.keyboard.press('j')
    for (let step = 0; step < 4; step++) await page.keyboard.press('k')
    await eventually(async () => (await rows.evaluateAll((all) => all.findIndex((row) => row.className === 'current'))) + 1).toBe(
      21,
    )
    expect(await current.getAttribute('data-row')).not.toBe(first)
    const chosen = (await current.getAttribute('aria-label')) ?? ''
    const chosenId = await current.getAttribute('data-row')

    // A glance beside the list, which moves along with the keys.
    await page.keyboard.press(' ')
    const peek = page.getByRole('dialog')
    await peek.getByRole('heading', { name: chosen }).waitFor()
    await peek.getByText('Quá trình công tác').waitFor()
    await page.keyboard.press('k')
    await eventually(() => current.getAttribute('data-row')).not.toBe(chosenId)
    await page.keyboard.press('j')
    await peek.getByRole('heading', { name: chosen }).waitFor()
    await page.keyboard.press('Escape')
    await peek.waitFor({ state: 'detached' })

    const top = () => page.locator('.list-scroll').evaluate((box) => Math.round(box.scrollTop + window.scrollY))
    const before = await top()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: chosen }).waitFor()
    expect(page.url()).toContain(chosenId)
    await settled(page)
    await page.goBack()
    await current.waitFor()
    expect(await current.getAttribute('data-row')).toBe(chosenId)
    expect(await page.getByRole('searchbox').inputValue()).toBe('nguyen thi thuy')
    await eventually(async () => Math.abs((await top()) - before)).toBeLessThan(60)

    // A filter in words, on top of what is searched.
    await page.getByRole('button', { name: 'Lọc theo Giới tính' }).click()
    await page.getByRole('checkbox', { name: 'Nữ', exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Giới tính:\s*Nữ/ }).waitFor()

    await page.getByRole('button', { name: 'Xuất', exact: true }).click()
    const file = await download(page, () => page.getByRole('menuitem', { name: 'Excel (.xlsx)' }).click())
    expect(file.head.slice(0, 2)).toBe('PK')
    expect(file.size).toBeGreaterThan(5_000)
    expect(file.name).toMatch(/^[a-z][a-z0-9-]+-\d{4}-\d{2}-\d{2}\.xlsx$/)
  },
)
