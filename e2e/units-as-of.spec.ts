import { expect } from 'vitest'
import { eventually, journey, sees, settled, visit } from './support.ts'

journey('looks at the units as of 1/1/2018, reads only, and returns to today with one key', async ({ desk }) => {
  const page = await desk('quantri')
  await visit(page, '/to-chuc')
  const node = (name: string) => page.getByRole('tree').getByText(name, { exact: true })
  await node('Thị xã Mỹ Hào').waitFor()
  expect(await node('Huyện Mỹ Hào').count()).toBe(0)

  await page.getByRole('button', { name: 'Tính đến: hôm nay' }).click()
  await page.getByRole('textbox', { name: 'Xem dữ liệu tính đến ngày' }).fill('1/1/18')
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('Đang xem dữ liệu tính đến 01/01/2018. Chỉ xem, không sửa được.').waitFor()
  await node('Huyện Mỹ Hào').waitFor()
  expect(await node('Thị xã Mỹ Hào').count()).toBe(0)
  expect(page.url()).toContain('asOf=2018-01-01')

  // The unit says what it became; nothing can be changed on a past day, neither here nor by who asks the server anyway.
  await node('Huyện Mỹ Hào').dblclick()
  await page.getByRole('heading', { level: 1, name: 'Huyện Mỹ Hào' }).waitFor()
  await settled(page)
  await sees(page, /nay là Thị xã Mỹ Hào \(từ \d/)
  expect(page.url()).toContain('asOf=2018-01-01')
  const rename = page.getByRole('button', { name: 'Đổi tên đơn vị' })
  expect(await rename.count()).toBe(0)

  await page.keyboard.press('t')
  await page.getByRole('heading', { level: 1, name: 'Thị xã Mỹ Hào' }).waitFor()
  await eventually(() => page.url()).not.toContain('asOf')
  await sees(page, /trước là Huyện Mỹ Hào \(đến \d/)
  await rename.waitFor()
  await page.goto('/to-chuc')
  await node('Thị xã Mỹ Hào').waitFor()
})
