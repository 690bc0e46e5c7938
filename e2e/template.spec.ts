import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { journey, visit } from './support.ts'

const template = '/bao-cao/annual-2022/mau'
const sentence = 'Mỗi tháng, đồng chí Bí thư Đảng ủy'

const saved = (page: Page) => page.getByText('Đã lưu bản nháp của mẫu.').waitFor()

journey('edits a sentence of the template, binds a figure, sees the page at once, has it approved by another', async ({ desk, expects }) => {
  expects(/status of 4\d\d .*\/api\/reports\/templates\/[a-z-]+\/approve$/)
  const writer = await desk('tonghop')
  await visit(writer, template)
  const onPage = (page: Page) => page.getByRole('article').getByText(sentence)
  await onPage(writer).waitFor()

  // Words are typed; `{` asks for a figure, found without marks and bound by Enter. The page beside follows.
  await writer.getByRole('button', { name: sentence }).click()
  const words = writer.getByRole('textbox', { name: 'Nội dung câu' })
  await words.waitFor()
  await words.press('End')
  await writer.keyboard.type(' Hiện toàn Đảng bộ có {')
  const choice = writer.getByRole('combobox', { name: 'Chọn số liệu' })
  await choice.fill('chi bo truc thuoc dang bo so')
  await writer.getByRole('option', { name: /Số chi bộ trực thuộc Đảng bộ Sở/ }).waitFor()
  await choice.press('Enter')
  await writer.keyboard.type(' chi bộ.')
  const written = /Hiện toàn Đảng bộ có 09 chi bộ\./
  await onPage(writer).filter({ hasText: written }).waitFor()
  await writer.getByText('Có thay đổi chưa lưu').waitFor()

  // A figure that does not exist: said at once, saved as a draft, refused at approval by its name.
  await writer.keyboard.insertText(' Số lạ: {XX-99}.')
  const unknown = 'Không có số liệu XX-99 trong danh mục'
  await writer.getByRole('status').getByRole('button', { name: unknown }).waitFor()
  await writer.getByRole('button', { name: 'Lưu', exact: true }).click()
  await saved(writer)
  expect(await writer.getByRole('button', { name: 'Duyệt mẫu' }).count()).toBe(0)

  const director = await desk('giamdoc')
  await visit(director, '/')
  await director.getByRole('link', { name: /^Duyệt mẫu “.*” do .* sửa$/ }).click()
  await onPage(director).filter({ hasText: written }).waitFor()
  await director.getByRole('button', { name: 'Duyệt mẫu' }).click()
  const refusal = director.getByRole('alert').filter({ hasText: 'Chưa duyệt được mẫu' })
  await refusal.getByText(/XX-99/).first().waitFor()
  expect(await director.getByRole('button', { name: 'Lưu', exact: true }).count()).toBe(0)

  // From the problem to its sentence, undone, saved again, approved.
  await writer.getByRole('status').getByRole('button', { name: unknown }).click()
  const undo = writer.getByRole('button', { name: 'Hoàn tác' })
  while ((await words.innerText()).includes('XX-99')) await undo.click()
  await writer.getByRole('button', { name: unknown }).waitFor({ state: 'detached' })
  await onPage(writer).filter({ hasText: written }).waitFor()
  await writer.getByRole('button', { name: 'Lưu', exact: true }).click()
  await saved(writer)

  await director.reload()
  await director.getByRole('button', { name: 'Duyệt mẫu' }).click()
  await director.getByText('Đã duyệt mẫu. Các bản dự thảo sẽ theo mẫu này.').waitFor()
  await director.getByText(/^Đã duyệt, phiên bản \d+$/).waitFor()
  await visit(writer, template)
  await writer.getByText(/^Đã duyệt, phiên bản \d+$/).waitFor()
  await onPage(writer).filter({ hasText: written }).waitFor()
})
