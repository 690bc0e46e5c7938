import { expect } from 'vitest'
import { eventually, journey, visit } from './support.ts'

journey('sees which figures disagree, both numbers side by side, and goes to each', async ({ desk }) => {
  const page = await desk('giamdoc')
  await visit(page, '/bao-cao/annual-2022?light=differs')
  // 22 members with a master's degree and 49 with another make 71 of 66.
  await page.getByRole('article').locator('[data-figure="FI-05"]').first().click()
  const panel = page.getByRole('dialog')
  await panel.getByText('Chưa khớp').waitFor()
  const finding = panel.getByRole('region', { name: 'Kiểm tra' }).getByRole('article').first()
  await finding.getByText('Mâu thuẫn').waitFor()
  expect(await finding.locator('dl').innerText()).toMatch(/Đang ghi\s+71\s+Theo số liệu khác\s+≤ 66/)

  await visit(page, '/chi-so/kiem-tra')
  const grave = page.getByRole('button', { name: /^Mâu thuẫn/ })
  await grave.waitFor()
  expect(await grave.innerText()).toMatch(/\b9$/)
  await grave.click()
  const findings = page.getByRole('main').getByRole('article')
  await eventually(() => findings.count()).toBe(9)
  for (const each of await findings.all()) {
    await each.getByText('Mâu thuẫn').waitFor()
    expect((await each.locator('dd').allInnerTexts()).filter((number) => number.trim() !== '')).toHaveLength(2)
    const door = each.getByRole('button').first()
    await door.click()
    await page
      .getByRole('dialog', { name: await door.innerText(), exact: true })
      .getByText('Chưa khớp')
      .waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  }
  await findings.filter({ hasText: '4.957' }).getByRole('link', { name: 'Xem câu trong báo cáo' }).click()
  await page.getByRole('article').locator('[data-figure="F34c-01"]').first().waitFor()
  await eventually(() => page.evaluate(() => document.activeElement?.textContent ?? '')).toContain('4.957')
})
