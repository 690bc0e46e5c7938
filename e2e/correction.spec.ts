import { expect } from 'vitest'
import { eventually, journey, sees, visit } from './support.ts'

journey('an officer asks for a correction of the own record, sees that it waits, and withdraws it', async ({ desk }) => {
  const page = await desk('chuyenvien')
  await visit(page, '/cua-toi')
  const main = page.locator('main')
  const ask = main.getByRole('button', { name: 'Đề nghị sửa', exact: true })
  await eventually(() => ask.count()).toBeGreaterThan(2)
  const before = await ask.count()
  await ask.first().click()
  const panel = page.locator('.side-panel')
  await panel.getByLabel('Đề nghị sửa thành').fill('12')
  await panel.getByRole('button', { name: 'Đề nghị sửa', exact: true }).click()
  // What cannot be is told, and what was typed stays.
  await eventually(() => panel.locator('[role="alert"], .ant-form-item-explain-error').count()).toBeGreaterThan(0)
  expect(await panel.getByLabel('Đề nghị sửa thành').inputValue()).toBe('12')
  await panel.getByLabel('Đề nghị sửa thành').fill('Nguyễn Thị Đề Nghị')
  await panel.getByRole('button', { name: 'Đề nghị sửa', exact: true }).click()
  await panel.waitFor({ state: 'detached' })
  await eventually(() => ask.count()).toBe(before - 1)
  await sees(main, 'Nguyễn Thị Đề Nghị')
  await main.getByRole('button', { name: 'Rút đề nghị' }).click()
  await eventually(() => ask.count()).toBe(before)
  await sees(main, 'Đã rút')
})
