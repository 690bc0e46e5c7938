import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { kernelWords } from '#kernel/kernel.words.ts'
import { showScreen } from '#ui/testing.tsx'
import { uiWords } from '#ui/ui.words.ts'
import { calendarWords } from '../calendar.words.ts'
import { EnterDays } from './enter-days.tsx'

const words = {
  vi: { calendar: calendarWords.vi, ui: uiWords.vi, kernel: kernelWords.vi },
  en: { calendar: calendarWords.en, ui: uiWords.en, kernel: kernelWords.en },
}
const moves = {
  moved: [
    { id: '00000000-0000-4000-8000-000000000001', label: 'Báo cáo năm 2022', link: '/', from: '2022-12-20', to: '2022-12-21' },
  ],
  unmoved: 2,
}
let asked: string[] = []
beforeEach(() => {
  localStorage.clear()
  asked = []
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(`${new URL(request.url).pathname} ${await request.text()}`)
    return new Response(JSON.stringify(moves), { headers: { 'content-type': 'application/json' } })
  })
})

test('the first press rehearses and says which deadlines move; a change rehearses again; only then it is applied', async () => {
  const user = userEvent.setup()
  let done = 0
  await showScreen(<EnterDays onDone={() => (done += 1)} />, { words })
  await user.type(screen.getByLabelText('Từ ngày'), '20/12/2022')
  await user.type(screen.getAllByLabelText(/^Nội dung/)[0] as HTMLElement, 'Nghi')
  await user.type(screen.getByLabelText(/Văn bản thông báo/), 'TB 1')
  await user.click(screen.getByRole('button', { name: 'Xem trước' }))
  await waitFor(() => expect(screen.getByText('1 thời hạn đang mở sẽ đổi ngày, 2 giữ nguyên')).toBeTruthy())
  expect(screen.getByText(/từ 20\/12\/2022 sang 21\/12\/2022/)).toBeTruthy()
  expect(asked.map((a) => a.split(' ')[0])).toEqual(['/api/calendar/days/rehearsal'])
  await user.type(screen.getByLabelText(/Văn bản thông báo/), '5')
  await user.click(screen.getByRole('button', { name: 'Xem trước' }))
  await waitFor(() => expect(screen.getByRole('button', { name: 'Áp dụng' })).toBeTruthy())
  expect(done).toBe(0)
  await user.click(screen.getByRole('button', { name: 'Áp dụng' }))
  await waitFor(() => expect(done).toBe(1))
  expect(asked.map((a) => a.split(' ')[0])).toEqual([
    '/api/calendar/days/rehearsal',
    '/api/calendar/days/rehearsal',
    '/api/calendar/days',
  ])
  expect(asked[2]).toContain('TB 15')
})
