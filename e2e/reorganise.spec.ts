import { expect } from 'vitest'
import { ask, bringIn, still, workbook } from './screens.ts'
import { journey, sees, visit } from './support.ts'

const title = 'Nghị quyết số 1666/NQ-UBTVQH15'
const table = workbook('Phụ lục', [
  ['Mã cũ', 'Tên cũ', 'Phần', 'Mã mới', 'Tên mới', 'Mã tỉnh mới', 'Văn bản', 'Ngày hiệu lực'],
  ['11953', 'Phường Hiến Nam', 'toàn bộ', '11953', 'Phường Phố Hiến', '33', title, '01/07/2025'],
  ['11956', 'Phường An Tảo', 'toàn bộ', '11953', 'Phường Phố Hiến', '33', title, '01/07/2025'],
])

journey(
  'joins two wards by an act: the table brought in, rehearsed, applied, seen then and now, and undone',
  async ({ desk }) => {
    const page = await desk('quantri')
    const id = await bringIn(page, 'reorganisation', 'Phụ lục.xlsx', table)
    await ask(page, 'POST', `/imports/${id}/check`)
    expect(await still(page, id)).toMatchObject({ state: 'checked' })
    await ask(page, 'POST', `/imports/${id}/commit`)
    await still(page, id)

    await visit(page, '/to-chuc/sap-xep')
    await page.getByRole('row', { name: new RegExp(title) }).dblclick()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.getByRole('button', { name: 'Diễn tập' }).click()
    await page.getByRole('heading', { name: 'Nếu áp dụng' }).waitFor()
    await sees(page, /Đơn vị kết thúc\s*2/)
    // Two chairmen of what is now one ward: somebody has to decide.
    await page.getByRole('heading', { name: 'Chức danh có nhiều người giữ' }).waitFor()

    await page.getByRole('button', { name: 'Áp dụng' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Áp dụng' }).click()
    await page.getByRole('heading', { name: 'Kết quả áp dụng' }).waitFor()
    await page.getByRole('link', { name: 'Phường Hiến Nam' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Phường Hiến Nam' }).waitFor()
    await page.getByRole('heading', { name: 'Nguồn gốc và kế thừa' }).waitFor()
    await page.getByRole('link', { name: 'Phường Phố Hiến' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Phường Phố Hiến' }).waitFor()
    await sees(page, 'Hình thành từ')

    await page.getByRole('link', { name: title }).first().click()
    await page.getByRole('button', { name: 'Hoàn tác' }).click()
    await page.getByRole('dialog').getByLabel('Lý do hoàn tác').fill('Chỉ là diễn tập')
    await page.getByRole('dialog').getByRole('button', { name: 'Hoàn tác' }).click()
    await page.getByText('Đã hoàn tác').first().waitFor()
    const units = await ask(page, 'GET', '/organization/units?search=pho%20hien')
    expect(units.rows).toEqual([])
  },
)
