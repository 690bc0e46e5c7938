import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { download, journey, sees, visit } from './support.ts'

const report = '/bao-cao/annual-2022'

/** What the server answers to somebody who asks it without the screen. */
async function post(page: Page, address: string, data: unknown): Promise<number> {
  const { origin } = new URL(page.url())
  return (await page.request.post(address, { data, headers: { origin } })).status()
}

journey('takes the report from draft to sealed, each step by its role, and sees what changed since', async ({ desk }) => {
  const writer = await desk('tonghop')
  await visit(writer, report)
  const steps = writer.getByRole('region', { name: 'Các bước của bản báo cáo' })
  const editionId = (
    (await (await writer.request.get('/api/reports/reports/annual-2022')).json()) as { editions: { id: string }[] }
  ).editions[0]?.id
  await steps.getByRole('button', { name: 'Xác nhận đã kiểm tra' }).click()
  await steps.locator('[aria-current="step"]').getByText('Đã kiểm tra').waitFor()

  // The writer does not approve: neither by the screen nor by asking the server.
  await steps.getByRole('button', { name: 'Trả lại' }).waitFor()
  expect(await steps.getByRole('button', { name: /Duyệt|Niêm phong/ }).count()).toBe(0)
  expect(await post(writer, `/api/reports/editions/${editionId}/approve`, {})).toBe(403)

  const director = await desk('giamdoc')
  await visit(director, '/')
  await director.getByRole('link', { name: /^Duyệt Báo cáo năm 2022/ }).click()
  const acts = director.getByRole('region', { name: 'Các bước của bản báo cáo' })
  await acts.getByRole('button', { name: 'Duyệt báo cáo' }).click()
  await acts.locator('[aria-current="step"]').getByText('Đã duyệt').waitFor()

  // Sealing says what it will keep before it does.
  await acts.getByRole('button', { name: 'Niêm phong' }).click()
  const modal = director.getByRole('dialog', { name: 'Niêm phong bản báo cáo' })
  await modal.getByText('315-BC/ĐU').waitFor()
  await modal.getByText(/^Mâu thuẫn: \d+$/).waitFor()
  await modal.getByText('Việc này không hoàn tác được.').waitFor()
  await modal.getByRole('button', { name: 'Niêm phong' }).click()
  await modal.waitFor({ state: 'detached' })
  await acts.locator('[aria-current="step"]').getByText('Đã niêm phong').waitFor()
  expect(await director.locator('.document-watermark').count()).toBe(0)

  const take = async (format: string) => {
    await director.getByRole('button', { name: 'Tải về' }).click()
    return download(director, () => director.getByRole('menuitem', { name: format }).click())
  }
  const word = await take('Word (.docx)')
  expect(word.head.slice(0, 2)).toBe('PK')
  expect(word.name).toMatch(/2022.*\.docx$/)
  const pdf = await take('PDF (.pdf)')
  expect(pdf.head).toBe('%PDF-')
  expect(pdf.name).toMatch(/2022.*\.pdf$/)
  for (const { size } of [word, pdf]) {
    expect(size).toBeGreaterThan(20_000)
    expect(size).toBeLessThan(5_000_000)
  }

  // Sealed is sealed, for everybody.
  await visit(writer, report)
  await steps.locator('[aria-current="step"]').getByText('Đã niêm phong').waitFor()
  expect(await steps.getByRole('button').allInnerTexts()).toEqual(['Lịch sử'])
  await writer.getByRole('button', { name: 'Lập bản mới thay thế' }).waitFor()
  expect(await post(writer, `/api/reports/editions/${editionId}/return`, { reason: 'Sửa lại' })).toBe(409)
  expect(
    await post(writer, `/api/reports/editions/${editionId}/number`, { documentNumber: '1-BC', documentDate: '2022-12-21' }),
  ).toBe(409)

  const changed = director.getByRole('dialog', { name: /^Thay đổi từ khi niêm phong/ })
  await director.getByRole('button', { name: 'Thay đổi từ khi niêm phong' }).click()
  await changed.getByText('Chưa có gì thay đổi').waitFor()
  await director.keyboard.press('Escape')

  // A record behind a figure is corrected; the sealed page stays and says what has become of its figures.
  const personnel = await desk('tochuc')
  await visit(personnel, '/danh-gia?level=XS&periodKind=year')
  await personnel.locator('tr[data-row]').first().click()
  const peek = personnel.getByRole('dialog')
  const name = (await peek.getByRole('heading', { level: 2 }).innerText()).split(' · ')[0] ?? ''
  await peek.getByRole('button', { name: 'Đính chính' }).click()
  const form = personnel.getByRole('dialog', { name: 'Đính chính kết quả xếp loại' })
  await form.getByRole('combobox', { name: 'Mức đúng' }).click()
  await personnel.locator('.ant-select-item-option', { hasText: /^Hoàn thành tốt nhiệm vụ$/ }).click()
  await form.getByLabel(/^Lý do đính chính/).fill('Quyết định số 12/QĐ-SYT ghi mức hoàn thành tốt')
  await form.getByRole('button', { name: 'Đính chính' }).click()
  await sees(personnel, 'Đã đính chính kết quả xếp loại')

  await visit(director, report)
  await director.getByRole('button', { name: 'Thay đổi từ khi niêm phong' }).click()
  const ofFigure = (id: string) => changed.getByRole('listitem').filter({ hasText: id })
  const difference = async (id: string) => {
    const [then, now] = (await ofFigure(id).locator('del, ins').allInnerTexts()).map((text) => Number(text.replaceAll('.', '')))
    return (now ?? 0) - (then ?? 0)
  }
  await ofFigure('F34d-04').getByText('bớt 1 hồ sơ').waitFor()
  expect(await difference('F34d-04')).toBe(-1)
  expect(await difference('F34d-05')).toBe(1)
  await ofFigure('F34d-05').getByRole('button', { name: 'Xem hồ sơ' }).click()
  await ofFigure('F34d-05').getByRole('link', { name }).waitFor()
  const sealedValue = await ofFigure('F34d-05').locator('del').innerText()
  await director.keyboard.press('Escape')
  expect(await director.getByRole('article').locator('[data-figure="F34d-05"]').first().innerText()).toBe(sealedValue)
})
