import { expect } from 'vitest'
import { ask } from './screens.ts'
import { eventually, journey, sees, visit } from './support.ts'

journey(
  'announces a holiday: the deadlines that move are told before it is entered, move with it, and move back when it is withdrawn',
  async ({ desk }) => {
    const page = await desk('quantri')
    const colleague = await desk('tonghop')
    // The report's deadline, unless another journey sealed the report and met it.
    const { rows } = (await ask(colleague, 'GET', '/calendar/deadlines')) as { rows: { due: string; standing: string }[] }
    const open = rows.some((row) => row.due === '2022-12-20' && row.standing === 'late')
    await visit(page, '/lich?year=2022')
    await page.getByRole('button', { name: 'Nhập ngày theo thông báo' }).click()
    const panel = page.getByRole('dialog')
    await panel.getByLabel('Từ ngày').fill('20/12/2022')
    await panel.getByLabel('Nội dung').fill('Nghỉ phòng chống bão')
    await panel.getByLabel('Văn bản thông báo').fill('Thông báo số 7/TB-SNV')
    await panel.getByRole('button', { name: 'Xem trước' }).click()
    if (open) {
      await panel.getByText('1 thời hạn đang mở sẽ đổi ngày').waitFor()
      await panel.getByText('từ 20/12/2022 sang 21/12/2022').waitFor()
    } else await panel.getByText('Không thời hạn nào đổi ngày').waitFor()
    // Nothing is entered yet.
    expect(JSON.stringify(await ask(page, 'GET', '/calendar/years/2022'))).not.toContain('phòng chống bão')
    await panel.getByRole('button', { name: 'Áp dụng' }).click()
    const day = page.getByRole('row', { name: /20\/12\/2022.*Nghỉ phòng chống bão.*Thông báo số 7\/TB-SNV/ })
    await day.waitFor()

    const due = async () =>
      ((await ask(colleague, 'GET', '/calendar/deadlines')) as { rows: { due: string }[] }).rows.map((row) => row.due)
    if (open) {
      await visit(colleague, '/lich/thoi-han')
      await colleague.locator('tr[data-row]', { hasText: '21/12/2022' }).waitFor()
      expect(await due()).not.toContain('2022-12-20')
    }
    await day.getByRole('button', { name: 'Thu hồi' }).click()
    await page.getByRole('dialog').getByLabel('Lý do').fill('Bão đổi hướng')
    await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click()
    await sees(page, /^Đã thu hồi/)
    await eventually(() => day.count()).toBe(0)
    expect(await due()).toContain('2022-12-20')
  },
)
