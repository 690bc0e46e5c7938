import { expect } from 'vitest'
import { peopleList } from './screens.ts'
import { eventually, journey, sees, settled, visit } from './support.ts'

/** A given name nobody has yet, in letters. */
const given = () => `Thử${Array.from({ length: 6 }, () => 'abcdeghiklmn'.charAt(Math.floor(Math.random() * 12))).join('')}`

journey(
  'brings in a file: sheet, columns, a fault mended in the page, everything written, each record traced to its cells, all taken back',
  async ({ desk }) => {
    const page = await desk('tochuc')
    const [wrong, right] = [given(), given()]
    await visit(page, '/nhap-du-lieu/moi')
    await page.locator('input[type="file"]').setInputFiles({
      name: `Tuyển dụng ${wrong}.xlsx`,
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: peopleList([
        [`Ngô Thị ${wrong}`, '31/02/1996', 'Nữ'],
        [`Đỗ Văn ${right}`, '12/05/1990', 'Nam'],
      ]),
    })
    await page.getByRole('heading', { level: 1, name: `Tuyển dụng ${wrong}.xlsx` }).waitFor()
    // The table was found below its title; the columns were understood.
    await page.locator('tr[data-kind="header"]', { hasText: 'Họ và tên' }).waitFor()
    await page.getByRole('button', { name: 'Tiếp tục' }).click()
    await sees(page, 'Cột B: Họ và tên')
    await page.getByRole('button', { name: 'Kiểm tra thử' }).click()

    // The dry run: one row is right, one is not, and nothing can be written before it is.
    await sees(page, 'Ô C4: “31/02/1996” không phải ngày có thật')
    const write = page.locator('main').getByRole('button', { name: 'Ghi vào hệ thống' })
    expect(await write.isDisabled()).toBe(true)
    await page.locator('td').getByRole('button', { name: 'Sửa', exact: true }).click()
    await page.getByLabel('Giá trị đúng').fill('29/02/1996')
    await page.getByRole('dialog').getByRole('button', { name: 'Sửa dòng này' }).click()
    await eventually(() => write.isEnabled()).toBe(true)
    await write.click()
    await sees(page, 'Ghi 2 bản ghi?')
    await page.locator('.ant-popconfirm').getByRole('button', { name: 'Ghi vào hệ thống' }).click()
    await sees(page, 'Đã ghi xong')
    await sees(page, 'Tạo mới 2, thay đổi 0, không đổi 0, bỏ 0.')
    const imported = page.url()

    // The person knows the file, the sheet and the cell.
    await visit(page, `/con-nguoi?search=${wrong}`)
    const row = page.locator('tr[data-row]').first()
    await row.waitFor()
    await visit(page, `/con-nguoi/${await row.getAttribute('data-row')}?tab=lich-su`)
    await sees(page, 'trang tính “Danh sách”, dòng 4')
    await sees(page, /Ngày sinh: ô C4/)
    await page.getByRole('link', { name: `Tuyển dụng ${wrong}.xlsx` }).click()
    await eventually(() => page.url()).toBe(imported)
    await settled(page)

    await page.getByRole('button', { name: 'Hoàn tác cả lần nhập' }).click()
    await page.getByLabel('Lý do hoàn tác').fill('Nhập nhầm danh sách')
    await page.getByRole('dialog').getByRole('button', { name: 'Hoàn tác cả lần nhập' }).click()
    await sees(page, 'Đã hoàn tác lần nhập')
    for (const name of [wrong, right]) {
      await visit(page, `/con-nguoi?search=${name}`)
      await sees(page, 'Không tìm thấy kết quả phù hợp')
    }
  },
)
