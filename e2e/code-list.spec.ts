import { eventually, journey, sees, visit } from './support.ts'

journey('adds an entry to a code list, with validity and source: it holds on its days and on no other', async ({ desk }) => {
  const page = await desk('quantri')
  const code = `BAO-${Date.now() % 1_000_000}`
  await visit(page, '/quan-tri/danh-muc')
  await page.getByRole('link', { name: 'Lý do tạm dừng thời hạn' }).click()
  await page.getByRole('heading', { level: 1, name: 'Lý do tạm dừng thời hạn' }).waitFor()
  await page.getByRole('button', { name: 'Thêm mục' }).click()
  const panel = page.getByRole('dialog')
  await panel.getByLabel('Mã', { exact: true }).fill(code)
  await panel.getByLabel('Tên', { exact: true }).fill('Chờ hết bão')
  await panel.getByLabel('Từ ngày').fill('01/07/2022')
  await panel.getByLabel(/Đến hết ngày|Ngày cuối còn hiệu lực/).fill('31/12/2022')
  // Without its source an entry is not taken.
  await panel.getByRole('button', { name: 'Thêm mục' }).click()
  await panel.getByRole('alert').getByText('Chưa nhập: Căn cứ').waitFor()
  await panel.getByLabel('Căn cứ').fill('Quyết định 12/QĐ-SNV')
  await panel.getByRole('button', { name: 'Thêm mục' }).click()
  await sees(page, `Đã thêm mục ${code}`)
  const row = page.getByRole('row', { name: new RegExp(`${code}.*Chờ hết bão.*01/07/2022.*31/12/2022.*Quyết định 12/QĐ-SNV`) })
  await row.waitFor()
  const day = page.getByLabel('Hiệu lực ngày')
  for (const [on, holds] of [
    ['30/06/2022', 0],
    ['01/07/2022', 1],
    ['31/12/2022', 1],
    ['01/01/2023', 0],
  ] as const) {
    await day.fill(on)
    await day.press('Enter')
    await eventually(() => row.count()).toBe(holds)
  }
  // Who wrote it, and why it may be asked for, stays with it.
  await page.getByRole('button', { name: 'Mọi thời kỳ' }).click()
  await row.getByRole('button', { name: 'Lịch sử' }).click()
  await page.getByRole('dialog').getByText('Quản trị hệ thống').first().waitFor()
})
