import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually, journey, sees, settled, visit } from './support.ts'

/** Records somebody through the form; of somebody who looks like a record, with the reason why. */
async function record(
  page: Page,
  person: { middle: string; given: string; born: string; from: string; title: string; reason?: string },
) {
  await visit(page, '/con-nguoi')
  await page.getByRole('button', { name: /Lập hồ sơ$/ }).click()
  const panel = page.locator('.side-panel, [role="dialog"]')
  await panel.getByLabel('Họ và tên đệm').fill(person.middle)
  await panel.getByLabel('Tên', { exact: true }).fill(person.given)
  await panel.getByText('Nữ', { exact: true }).click()
  await panel.getByLabel('Ngày sinh').fill(person.born)
  await panel.getByLabel('Nhóm').click()
  await page.getByTitle('Công chức', { exact: true }).click()
  await panel.getByLabel('Đơn vị').fill('Sở Y tế')
  await page.locator('.ant-select-item-option').filter({ hasText: 'Sở Y tế' }).first().click()
  await panel.getByLabel('Chức vụ').fill(person.title)
  await panel.getByLabel('Từ ngày').fill(person.from)
  const save = panel.getByRole('button', { name: 'Lập hồ sơ', exact: true })
  await save.click()
  if (person.reason) {
    await sees(panel, 'Có thể người này đã có hồ sơ')
    await panel.getByLabel('Lý do vẫn lập hồ sơ mới').fill(person.reason)
    await save.click()
  }
  await page.getByRole('heading', { level: 1, name: `${person.middle} ${person.given}` }).waitFor()
  await settled(page)
}

journey(
  'two records of one person are entered, found, compared side by side, merged with both histories, and taken apart again',
  async ({ desk, expects }) => {
    expects(/status of 409 .*\/people\/persons/)
    const page = await desk('tochuc')
    await record(page, { middle: 'Vũ Thị Minh', given: 'Thử', born: '14/07/1987', from: '1/3/2012', title: 'Chuyên viên' })
    const kept = page.url()
    await record(page, {
      middle: 'Vũ Thị Mimh',
      given: 'Thử',
      born: '14/07/1987',
      from: '1/6/2018',
      title: 'Phó Trưởng phòng',
      reason: 'Chưa rõ, lập để đối chiếu sau',
    })
    const gone = page.url()
    expect(gone).not.toBe(kept)

    await visit(page, '/con-nguoi/trung')
    await page.getByRole('searchbox').fill('vu thi thu')
    await page.getByText('Vũ Thị Mimh Thử').first().waitFor()
    await eventually(() => page.locator('tr[data-row]').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.locator('tr.current').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Xét lại' }).click()
    for (const each of ['Vũ Thị Minh Thử', 'Vũ Thị Mimh Thử', 'Chuyên viên, Sở Y tế', 'Phó Trưởng phòng, Sở Y tế'])
      await sees(page.locator('main'), each)
    await page.getByRole('button', { name: 'Gộp hồ sơ' }).click()
    const panel = page.locator('.side-panel, [role="dialog"]')
    await panel.getByText(': Vũ Thị Minh Thử').first().click()
    // Two main posts at one time cannot both stand.
    await panel.getByText(/^Ghi “Phó Trưởng phòng.* là kiêm nhiệm$/).click()
    await panel.getByLabel('Lý do').fill('Đối chiếu căn cước: một người')
    await panel.getByRole('button', { name: 'Gộp hồ sơ', exact: true }).click()

    // One record, with the posts of both; the address of the other leads here.
    const main = page.locator('main')
    await eventually(() => page.url()).toBe(kept)
    await settled(page)
    for (const post of ['Chuyên viên', 'Phó Trưởng phòng']) await sees(main, post)
    await sees(main, /Đã gộp “Vũ Thị Mimh Thử”/)
    await visit(page, new URL(gone).pathname)
    await sees(main, 'Hồ sơ bạn mở đã gộp vào hồ sơ này.')

    await visit(page, new URL(kept).pathname)
    await main.getByRole('button', { name: 'Hủy gộp' }).click()
    await panel.getByLabel('Lý do').fill('Hai người trùng tên')
    await panel.getByRole('button', { name: 'Hủy gộp', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    await sees(main, /Đã hủy gộp ngày/)
    await eventually(() => main.getByText('Phó Trưởng phòng').count()).toBe(0)
    await visit(page, new URL(gone).pathname)
    await page.getByRole('heading', { level: 1, name: 'Vũ Thị Mimh Thử' }).waitFor()
  },
)
