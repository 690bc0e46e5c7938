import { screen } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { kernelWords } from '#kernel/kernel.words.ts'
import { aSelf, showScreen } from '#ui/testing.tsx'
import { uiWords } from '#ui/ui.words.ts'
import { can } from '../imports.permissions.ts'
import { importsWords } from '../imports.words.ts'
import { RecordOrigin } from './record-origin.tsx'

const words = {
  vi: { imports: importsWords.vi, ui: uiWords.vi, kernel: kernelWords.vi },
  en: { imports: importsWords.en, ui: uiWords.en, kernel: kernelWords.en },
}
const id = '00000000-0000-4000-8000-000000000001'
const origin = {
  importId: '00000000-0000-4000-8000-000000000002',
  kind: 'people',
  fileName: 'Danh sách.xlsx',
  sheet: 'Xã',
  no: 4,
  act: 'made',
  actorName: 'Trần Thị Bình',
  committedAt: '2026-11-24T01:00:00Z',
  undoneAt: null,
  cells: { fullName: 'B4' },
  titles: { fullName: 'Họ và tên' },
  open: true,
}
let answer: object[] = []
let asked = 0
beforeEach(() => {
  asked = 0
  vi.stubGlobal('fetch', async () => {
    asked += 1
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } })
  })
})
const self = aSelf({ permissions: [can.readImport.id] })

test('a record says of which file, sheet, row and cells it is, and leads to the import', async () => {
  answer = [origin]
  await showScreen(<RecordOrigin kind="people" id={id} />, { words, self })
  const link = await screen.findByRole('link', { name: 'Danh sách.xlsx' })
  expect(link.getAttribute('href')).toBe(`/nhap-du-lieu/${origin.importId}`)
  expect(document.body.textContent).toContain('Tạo từ tệp Danh sách.xlsx, trang tính “Xã”, dòng 4')
  expect(document.body.textContent).toContain('Họ và tên: ô B4')
  expect(document.body.textContent).toContain('Trần Thị Bình ghi lúc 24/11/2026 08:00')
})

test('an import out of reach is named without a way to it; one that was taken back says so', async () => {
  answer = [{ ...origin, open: false, sheet: null, act: 'changed', undoneAt: '2026-11-25T01:00:00Z' }]
  await showScreen(<RecordOrigin kind="people" id={id} />, { words, self })
  await screen.findByText('Lần nhập đã hoàn tác')
  expect(screen.queryByRole('link')).toBeNull()
  expect(document.body.textContent).toContain('Thay đổi theo tệp Danh sách.xlsx, dòng 4')
})

test('nothing is shown of a record typed by hand, and nothing asked for who may not know', async () => {
  answer = []
  const shown = await showScreen(<RecordOrigin kind="people" id={id} />, { words, self })
  await vi.waitFor(() => expect(asked).toBe(1))
  expect(shown.container.textContent).toBe('')
  shown.unmount()
  await showScreen(<RecordOrigin kind="people" id={id} />, { words, self: aSelf() })
  expect(asked).toBe(1)
})
