import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { aSelf, showScreen } from '#ui/testing.tsx'
import { FigureForm, readTyped } from './figure-form.tsx'
import { aFigure, aTypedFigure, fakeServer, refused, words, writerMay } from './screens.factory.ts'

const saved = vi.fn()
beforeEach(() => {
  localStorage.clear()
  saved.mockReset()
})

async function show(answer: () => unknown) {
  const server = fakeServer({ 'POST /figures/F32b-01/value': answer })
  await showScreen(<FigureForm figure={aTypedFigure()} onDone={saved} />, { words, self: aSelf({ permissions: writerMay }) })
  return { server, user: userEvent.setup() }
}
const value = () => screen.getByRole<HTMLInputElement>('textbox', { name: /Giá trị/ })

test.each([
  ['26.012', '26012'],
  ['914,5', '914.5'],
  ['45.366', '45366'],
  ['88.35', '88.35'],
  ['1.234.567', '1234567'],
  ['−9', '-9'],
  ['26,012,5', null],
  ['mười', null],
  ['12%', null],
])('“%s” typed the Vietnamese way is %s', (text, exact) => {
  expect(readTyped(text, 'vi')).toBe(exact)
})

test('the form begins with what is recorded, written the Vietnamese way, and the former value', async () => {
  await show(() => aFigure())
  expect(value().value).toBe('914,5')
  expect(screen.getByText('Kỳ trước: 900')).toBeDefined()
})

test('what the typed text is taken for is said before it is saved: the dot parts thousands', async () => {
  const { user } = await show(() => aFigure())
  await user.clear(value())
  await user.type(value(), '45.366')
  expect(await screen.findByText('Sẽ ghi: 45.366 mét giá')).toBeDefined()
  await user.clear(value())
  await user.type(value(), '45,366')
  expect(await screen.findByText('Sẽ ghi: 45,366 mét giá')).toBeDefined()
})

test('a value is sent exact, with its evidence', async () => {
  const { server, user } = await show(() => aFigure({ id: 'F32b-01', value: '920.25' }))
  await user.clear(value())
  await user.type(value(), '920,25')
  await user.type(screen.getByRole('textbox', { name: /Ghi chú/ }), 'đã đo lại')
  await user.click(screen.getByRole('button', { name: 'Lưu' }))
  await waitFor(() => expect(saved).toHaveBeenCalledOnce())
  expect(server.asked.at(-1)?.body).toMatchObject({
    value: '920.25',
    qualifier: 'exact',
    evidenceDocument: 'Báo cáo 120/BC-SNV',
    evidencePlace: 'trang 4',
    note: 'đã đo lại',
  })
})

test('what is no number is told beside the field and never sent', async () => {
  const { server, user } = await show(() => aFigure())
  await user.clear(value())
  await user.type(value(), 'mười hai')
  await user.click(screen.getByRole('button', { name: 'Lưu' }))
  expect(await screen.findByRole('alert')).toBeDefined()
  expect(server.asked).toHaveLength(0)
  expect(value().value).toBe('mười hai')
})

test('a refusal says why and keeps what was typed', async () => {
  const { user } = await show(() => refused(409, 'reports.computedFigure', '', { id: 'F32b-01' }))
  await user.clear(value())
  await user.type(value(), '1.234')
  await user.click(screen.getByRole('button', { name: 'Lưu' }))
  expect(await screen.findByText(/Số liệu F32b-01 được tính từ hồ sơ nên không nhập tay\./)).toBeDefined()
  expect(value().value).toBe('1.234')
  expect(saved).not.toHaveBeenCalled()
})
