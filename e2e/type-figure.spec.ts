import { expect } from 'vitest'
import { eventually, journey, visit } from './support.ts'

const title = 'Số học viên các lớp tập huấn công tác thanh niên'

journey(
  'types in a figure: without evidence it is refused and kept, with evidence it is saved and its history says who',
  async ({ desk }) => {
    const page = await desk('tonghop')
    await visit(page, '/chi-so')
    const who = (await page.getByRole('button', { name: /^Tài khoản:/ }).innerText()).trim()
    await page.getByRole('searchbox').fill('hoc vien lop tap huan thanh nien')
    await page
      .getByRole('row', { name: title })
      .getByRole('button', { name: /xem các hồ sơ/ })
      .click()
    const panel = page.getByRole('dialog', { name: title })
    await panel.getByRole('button', { name: 'Sửa số liệu' }).click()

    const value = panel.getByLabel(/^Giá trị/)
    const document = panel.getByLabel(/^Văn bản minh chứng/)
    await value.fill('1.234')
    await panel.getByText('Sẽ ghi: 1.234 người').waitFor()
    await document.fill('')
    await panel.getByRole('button', { name: 'Lưu', exact: true }).click()
    await panel
      .getByRole('alert')
      .getByText(/^Chưa nhập:? Văn bản minh chứng/)
      .waitFor()
    expect(await value.inputValue()).toBe('1.234')

    // Left and opened again: what was typed is still there.
    await eventually(() => panel.getByText('Đã lưu nháp trên máy này').count()).toBe(1)
    await page.reload()
    await panel.getByRole('button', { name: 'Sửa số liệu' }).click()
    await panel.getByText(/^Đã khôi phục bản nháp/).waitFor()
    expect(await value.inputValue()).toBe('1.234')
    expect(await document.inputValue()).toBe('')

    await document.fill('Báo cáo số 88/BC-TTBD ngày 15/12/2022')
    await panel.getByLabel(/^Vị trí trong văn bản/).fill('trang 3')
    await panel.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByText(`Đã ghi 1.234 người cho “${title}”`).waitFor()
    await panel.getByText('Báo cáo số 88/BC-TTBD ngày 15/12/2022').waitFor()

    await panel.getByRole('tab', { name: 'Lịch sử' }).click()
    const latest = panel.getByRole('tabpanel').getByRole('listitem').first()
    await eventually(() => latest.innerText()).toContain(who)
    expect(await latest.innerText()).toContain('1.234')
    expect(await latest.innerText()).toContain('Báo cáo số 88/BC-TTBD')

    // Everybody reads the new number at once; only who may type is offered to.
    const director = await desk('giamdoc')
    await visit(director, '/chi-so?figure=F35b-14')
    await director.getByRole('dialog', { name: title }).getByText('1.234').first().waitFor()
    expect(await director.getByRole('button', { name: 'Sửa số liệu' }).count()).toBe(0)
  },
)
