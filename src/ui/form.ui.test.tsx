import { ORPCError } from '@orpc/client'
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Input } from 'antd'
import { beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { DateField } from './date-field.tsx'
import { Field, RecordForm } from './form.tsx'
import { showScreen } from './testing.tsx'

const Joining = z.object({
  id: z.string(),
  name: z.string().trim().min(1).max(10),
  joinedOn: z.iso.date(),
  note: z.string().nullable().default(null),
})
type Sent = (input: z.input<typeof Joining>, options: { context: { requestId: string } }) => Promise<unknown>

function form(onSubmit: Sent) {
  return (
    <RecordForm id="club.join" schema={Joining} fixed={{ id: 'm1' }} submit="Ghi tên" onSubmit={onSubmit}>
      <Field name="name" label="Họ tên" required>
        <Input />
      </Field>
      <Field name="joinedOn" label="Ngày vào" required>
        <DateField />
      </Field>
      <Field name="note" label="Ghi chú">
        <Input />
      </Field>
    </RecordForm>
  )
}
const words = {
  vi: { club: { full: 'Câu lạc bộ đã đủ {{places}} người.' } },
  en: { club: { full: 'The club is full: {{places}}.' } },
}
const box = (label: RegExp) => screen.getByLabelText<HTMLInputElement>(label)
const fill = (label: RegExp, value: string) => fireEvent.change(box(label), { target: { value } })
const pause = () => new Promise((done) => setTimeout(done, 350))

beforeEach(() => localStorage.clear())

test('sends what was typed: dates as people write them, blanks as nothing', async () => {
  const user = userEvent.setup({ delay: null })
  const send = vi.fn<Sent>(() => Promise.resolve())
  await showScreen(form(send))
  fill(/Họ tên/, 'Chi')
  fill(/Ngày vào/, '1/7/22')
  fireEvent.blur(box(/Ngày vào/))
  expect(box(/Ngày vào/).value).toBe('01/07/2022')
  await user.click(screen.getByRole('button', { name: 'Ghi tên' }))
  await waitFor(() => expect(send).toHaveBeenCalledOnce())
  expect(send.mock.calls[0]?.[0]).toMatchObject({ id: 'm1', name: 'Chi', joinedOn: '2022-07-01' })
})

test('errors stand beside the field and summed on top; nothing is sent', async () => {
  const user = userEvent.setup({ delay: null })
  const send = vi.fn<Sent>(() => Promise.resolve())
  await showScreen(form(send))
  fill(/Ngày vào/, '31/2/22')
  await user.click(screen.getByRole('button', { name: 'Ghi tên' }))
  const summary = await screen.findByRole('alert')
  expect(summary.textContent).toContain('Còn 2 chỗ cần sửa')
  expect(summary.textContent).toContain('Chưa nhập: Họ tên')
  await waitFor(() => expect(screen.getAllByText('Ngày vào: ngày không đúng, ví dụ 1/7/2022')).toHaveLength(2))
  expect(box(/Ngày vào/).value).toBe('31/2/22')
  expect(send).not.toHaveBeenCalled()
})

test('a draft is kept as one types, restored, and can be discarded', async () => {
  const user = userEvent.setup({ delay: null })
  const send = vi.fn<Sent>(() => Promise.resolve())
  await showScreen(form(send))
  fill(/Họ tên/, 'Chi')
  await pause()
  expect(localStorage.getItem('noivu.draft.binh.club.join')).toContain('Chi')
  cleanup()

  await showScreen(form(send))
  expect(box(/Họ tên/).value).toBe('Chi')
  expect(screen.getByText(/Đã khôi phục bản nháp/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Bỏ bản nháp' }))
  expect(box(/Họ tên/).value).toBe('')
  expect(localStorage.getItem('noivu.draft.binh.club.join')).toBeNull()
})

test('closing at once loses nothing', async () => {
  await showScreen(form(() => Promise.resolve()))
  fill(/Ghi chú/, 'đang gõ')
  cleanup()
  expect(localStorage.getItem('noivu.draft.binh.club.join')).toContain('đang gõ')
})

test('a refusal keeps every word and says why; trying the same again carries the same request id', async () => {
  const user = userEvent.setup({ delay: null })
  const refusal = new ORPCError('club.full', { status: 409, message: 'x', data: { places: 30 } })
  const send = vi.fn<Sent>(() => Promise.reject(refusal))
  await showScreen(form(send), { words })
  fill(/Họ tên/, 'Chi')
  fill(/Ngày vào/, '1/7/2022')
  await user.click(screen.getByRole('button', { name: 'Ghi tên' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Câu lạc bộ đã đủ 30 người. Những gì đã nhập vẫn còn.')
  expect(box(/Họ tên/).value).toBe('Chi')
  await user.click(screen.getByRole('button', { name: 'Ghi tên' }))
  await waitFor(() => expect(send).toHaveBeenCalledTimes(2))
  const ids = send.mock.calls.map(([, options]) => options.context.requestId)
  expect(ids[0]).toBe(ids[1])
  fill(/Ghi chú/, 'khác')
  await user.click(screen.getByRole('button', { name: 'Ghi tên' }))
  await waitFor(() => expect(send).toHaveBeenCalledTimes(3))
  expect(send.mock.calls[2]?.[1].context.requestId).not.toBe(ids[0])
})

test('a success forgets the draft', async () => {
  const user = userEvent.setup({ delay: null })
  await showScreen(form(() => Promise.resolve()))
  fill(/Họ tên/, 'Chi')
  fill(/Ngày vào/, '1.7.2022')
  await pause()
  await user.click(screen.getByRole('button', { name: 'Ghi tên' }))
  await waitFor(() => expect(localStorage.getItem('noivu.draft.binh.club.join')).toBeNull())
})
