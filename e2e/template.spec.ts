import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { journey, visit } from './support.ts'

const template = '/bao-cao/annual-2022/mau'
const sentence = 'Mỗi tháng, đồng chí Bí thư Đảng ủy'

/** Saves, and tells which version the draft is. */
async function save(page: Page): Promise<string> {
  const answer = page.waitForResponse((each) => each.request().method() === 'POST' && /\/templates\/[a-z-]+$/.test(each.url()))
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await answer
  const draft = page.getByText(/^Bản nháp, phiên bản \d+$/)
  await draft.waitFor()
  return /\d+$/.exec(await draft.innerText())?.[0] ?? ''
}

journey(
  'edits a sentence of the template, binds a figure, sees the page at once, has it approved by another',
  async ({ desk, expects }) => {
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
    await save(writer)
    expect(await writer.getByRole('button', { name: 'Duyệt mẫu' }).count()).toBe(0)

    const director = await desk('giamdoc')
    await visit(director, '/')
    await director.getByRole('link', { name: /^Duyệt mẫu “.*” do .* sửa$/ }).click()
    await onPage(director).filter({ hasText: written }).waitFor()
    await director.getByRole('button', { name: 'Duyệt mẫu' }).click()
    const refusal = director.getByRole('alert').filter({ hasText: 'Chưa duyệt được mẫu' })
    await refusal.getByText(/XX-99/).first().waitFor()
    expect(await director.getByRole('button', { name: 'Lưu', exact: true }).count()).toBe(0)

    // From the problem to its sentence, taken out, saved again, approved.
    await writer.getByRole('status').getByRole('button', { name: unknown }).click()
    await words.press('End')
    for (let letters = ' Số lạ: {XX-99}.'.length; letters > 0 && /Số lạ/.test(await words.innerText()); letters--)
      await words.press('Backspace')
    await writer.getByRole('button', { name: unknown }).waitFor({ state: 'detached' })
    await onPage(writer).filter({ hasText: written }).waitFor()
    const version = await save(writer)

    await director.reload()
    await director.getByRole('button', { name: 'Duyệt mẫu' }).click()
    await director.getByText('Đã duyệt mẫu. Các bản dự thảo sẽ theo mẫu này.').waitFor()
    await director.getByText(`Đã duyệt, phiên bản ${version}`).waitFor()
    await visit(writer, template)
    await writer.getByText(`Đã duyệt, phiên bản ${version}`).waitFor()
    await onPage(writer).filter({ hasText: written }).waitFor()
  },
)
