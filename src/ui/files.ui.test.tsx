import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FilePreview } from './file-preview.tsx'
import type { ShownFile } from './files.ts'
import { markedMarkup } from './nonce.ts'
import { showScreen } from './testing.tsx'
import { UploadField } from './upload-field.tsx'

const aFile = (more: Partial<ShownFile> = {}): ShownFile => ({
  id: 'f1',
  name: 'Biên bản.pdf',
  size: 1_500_000,
  kind: 'pdf',
  mediaType: 'application/pdf',
  mismatch: null,
  ...more,
})

/** Requests that wait for the test to answer them. */
class FakeRequest {
  static all: FakeRequest[] = []
  status = 0
  responseText = ''
  responseType = ''
  address = ''
  headers: Record<string, string> = {}
  upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {}
  onload?: () => void
  onerror?: () => void
  onabort?: () => void
  open = (_method: string, address: string) => void (this.address = address)
  setRequestHeader = (name: string, value: string) => void (this.headers[name] = value)
  send = () => void FakeRequest.all.push(this)
  abort = () => this.onabort?.()
  answer(status: number, body: unknown) {
    this.status = status
    this.responseText = JSON.stringify(body)
    this.onload?.()
  }
}
const sent = () => FakeRequest.all.at(-1)!

beforeEach(() => {
  FakeRequest.all = []
  vi.stubGlobal('XMLHttpRequest', FakeRequest)
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:a', revokeObjectURL: () => {} }))
})
afterEach(() => vi.unstubAllGlobals())

const busy = vi.fn()
function Uploading() {
  const [value, setValue] = useState<ShownFile | null>(null)
  return <UploadField purpose="club.minutes" value={value} onChange={setValue} onBusy={busy} />
}
const minutes = new File(['abc'], 'Biên bản.pdf', { type: 'application/pdf' })
const choose = async () => userEvent.upload(screen.getByLabelText('Chọn tệp', { selector: 'input' }), minutes)

test('a chosen file goes on its way at once, tells how far it is, and is the value when it has arrived', async () => {
  await showScreen(<Uploading />)
  await choose()
  expect(sent().address).toBe('/api/files?purpose=club.minutes')
  sent().upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 })
  await waitFor(() => expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25'))
  sent().answer(201, aFile({ mismatch: 'doc' }))
  expect(await screen.findByText('1,4 MB')).toBeDefined()
  expect(screen.getByText('Đuôi “.doc” không khớp với nội dung tệp')).toBeDefined()
  expect(busy.mock.calls).toEqual([[true], [false]])
})

test('a dropped file is taken too; the one that is there can be removed by its name', async () => {
  const { container } = await showScreen(<Uploading />)
  fireEvent.drop(container.querySelector('.upload')!, { dataTransfer: { files: [minutes] } })
  sent().answer(201, aFile())
  await userEvent.click(await screen.findByRole('button', { name: 'Gỡ tệp Biên bản.pdf' }))
  expect(screen.getByText(/Kéo thả tệp vào đây/)).toBeDefined()
})

test('a refusal is told in its words; trying again is the same request, so that no second file is made', async () => {
  await showScreen(<Uploading />)
  await choose()
  const first = sent()
  first.answer(413, { code: 'club.tooLarge', message: 'Tệp lớn hơn mức cho phép (20 MB).', data: {} })
  expect((await screen.findByRole('alert')).textContent).toBe('Tệp lớn hơn mức cho phép (20 MB).')
  await userEvent.click(screen.getByRole('button', { name: /Thử lại/ }))
  expect(sent()).not.toBe(first)
  expect(sent().headers['x-request-id']).toBe(first.headers['x-request-id'])
})

test('what is on its way can be stopped, by keyboard', async () => {
  await showScreen(<Uploading />)
  await choose()
  screen.getByRole('button', { name: 'Dừng' }).focus()
  await userEvent.keyboard('{Enter}')
  expect(await screen.findByText(/Kéo thả tệp vào đây/)).toBeDefined()
})

const page = (answer: { status?: number; type: string; pages?: number; body: string }) =>
  new Response(answer.body, {
    status: answer.status ?? 200,
    headers: { 'content-type': answer.type, 'x-pages': String(answer.pages ?? 1) },
  })

test('pages are pictures, turned by buttons and arrow keys, beginning where one is sent', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', (address: string) => {
    asked.push(/page=(\d+)/.exec(address)?.[1] ?? '')
    return Promise.resolve(page({ type: 'image/webp', pages: 3, body: 'x' }))
  })
  await showScreen(<FilePreview file={aFile()} page={2} />)
  expect(await screen.findByRole('img', { name: 'Trang 2 của Biên bản.pdf' })).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Trang sau' }))
  expect(await screen.findByRole('img', { name: 'Trang 3 của Biên bản.pdf' })).toBeDefined()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Trang sau' }).disabled).toBe(true)
  screen.getByRole('group', { name: 'Nội dung xem trước' }).focus()
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}')
  expect(await screen.findByRole('img', { name: 'Trang 1 của Biên bản.pdf' })).toBeDefined()
  expect(asked.slice(0, 2)).toEqual(['2', '3'])
})

test('markup is framed so that it runs nothing; what has no preview says so and can still be downloaded', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(page({ type: 'text/html', body: '<p>Căn cứ</p>' })))
  const { unmount } = await showScreen(<FilePreview file={aFile()} />)
  const frame = await screen.findByTitle<HTMLIFrameElement>('Xem trước Biên bản.pdf')
  expect([frame.getAttribute('sandbox'), frame.getAttribute('srcdoc')]).toEqual(['', '<p>Căn cứ</p>'])
  unmount()
  vi.stubGlobal('fetch', () =>
    Promise.resolve(
      page({ status: 415, type: 'application/json', body: '{"code":"club.none","message":"Chưa xem trước được."}' }),
    ),
  )
  await showScreen(<FilePreview file={aFile({ id: 'f2' })} />)
  expect(await screen.findByText('Chưa xem trước được.')).toBeDefined()
  expect(screen.getByRole('link', { name: /Tải về/ }).getAttribute('href')).toBe('/api/files/f2')
})

test('the style of framed markup carries the nonce of the page, where there is one', () => {
  const markup = '<style>p { margin: 0 }</style><p>a</p>'
  const around = document.implementation.createHTMLDocument()
  expect(markedMarkup(markup, around)).toBe(markup)
  const meta = around.createElement('meta')
  meta.setAttribute('property', 'csp-nonce')
  meta.nonce = 'n0nce'
  around.head.append(meta)
  expect(markedMarkup(markup, around)).toBe('<style nonce="n0nce">p { margin: 0 }</style><p>a</p>')
})
