import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { aSelf, showScreen } from '#ui/testing.tsx'
import {
  aDocumentModel,
  aFigure,
  aReport,
  aTemplate,
  aTemplateBody,
  type Asked,
  fakeServer,
  refused,
  words,
  writerMay,
} from './screens.factory.ts'
import { TemplatePage } from './template-page.tsx'

beforeEach(() => localStorage.clear())

const figures = [
  aFigure(),
  aFigure({ id: 'F33a-40', title: { vi: 'Biên chế công chức', en: 'Quota' }, value: '1655', unit: 'post' }),
]

async function edit(settings: { may?: string[]; answers?: Parameters<typeof fakeServer>[0] } = {}) {
  const template = aTemplate()
  const server = fakeServer({
    'GET /reports/annual-2022': () => aReport(),
    'GET /templates/annual-party-report': () => template,
    'GET /figures': () => ({ rows: figures, total: { value: 2, atLeast: false } }),
    'POST /reports/annual-2022/preview': () => ({ document: aDocumentModel(), html: '', problems: [] }),
    ...settings.answers,
  })
  await showScreen(<TemplatePage id="annual-2022" />, { words, self: aSelf({ permissions: settings.may ?? writerMay }) })
  const user = userEvent.setup()
  await screen.findByRole('button', { name: /người\.$/ })
  return { server, user }
}
const textbox = () => screen.getByRole('textbox', { name: 'Nội dung câu' })
const openFirst = (user: ReturnType<typeof userEvent.setup>) => user.click(screen.getByRole('button', { name: /người\.$/ }))
const sentText = (asked: Asked | undefined, index = 0) => {
  const { body } = asked?.body as { body: ReturnType<typeof aTemplateBody> }
  const block = body.blocks[1]
  const sentence = block?.kind === 'paragraph' ? block.sentences[index] : undefined
  return sentence?.kind === 'list' ? sentence.figure : sentence?.text
}

test('bound figures show as chips with their value; a brace asks for a figure and binds it', async () => {
  const { server, user } = await edit({
    answers: { 'POST /templates/annual-party-report': () => ({ template: aTemplate({ revision: 4 }), problems: [] }) },
  })
  await openFirst(user)
  expect(within(textbox()).getByRole('button', { name: /Số người được đánh giá: 26\.012 người \(F34d-03\)/ }).textContent).toBe(
    '26.012',
  )

  await user.click(screen.getByRole('button', { name: /Chèn số liệu/ }))
  await user.type(screen.getByRole('combobox', { name: 'Chọn số liệu' }), 'bien che')
  const [option, ...others] = within(screen.getByRole('listbox')).getAllByRole('option')
  expect(others).toHaveLength(0)
  expect(option?.textContent).toContain('1.655')
  await user.keyboard('{Enter}')
  expect(within(textbox()).getByRole('button', { name: /Biên chế công chức/ })).toBeDefined()

  await user.click(screen.getByRole('button', { name: /^Lưu/ }))
  await waitFor(() =>
    expect(
      sentText(server.asked.findLast(({ method, path }) => method === 'POST' && path === '/templates/annual-party-report')),
    ).toBe('Có {F34d-03} người.{F33a-40}'),
  )
  expect(
    server.asked.findLast(({ method, path }) => method === 'POST' && path === '/templates/annual-party-report')?.body,
  ).toMatchObject({ revision: 3 })
})

test('typing the brace itself opens the list', async () => {
  const { user } = await edit()
  await openFirst(user)
  textbox().dispatchEvent(new InputEvent('beforeinput', { data: '{', inputType: 'insertText', bubbles: true, cancelable: true }))
  expect(await screen.findByRole('combobox', { name: 'Chọn số liệu' })).toBeDefined()
  expect(textbox().textContent).not.toContain('{')
})

test('the page beside is composed again from what is typed, before anything is saved', async () => {
  const { server, user } = await edit()
  await openFirst(user)
  await user.type(textbox(), ' Thêm.')
  await waitFor(() =>
    expect(sentText(server.asked.findLast(({ path }) => path.endsWith('/preview')))).toBe('Có {F34d-03} người. Thêm.'),
  )
  expect(screen.getByText('Có thay đổi chưa lưu')).toBeDefined()
})

test('a refused save says so and keeps what was written, also in this browser', async () => {
  const { user } = await edit({
    answers: { 'POST /templates/annual-party-report': () => refused(422, 'reports.templateInvalid', 'Mẫu có chỗ chưa đúng.') },
  })
  await openFirst(user)
  await user.type(textbox(), ' Giữ lại.')
  await user.click(screen.getByRole('button', { name: /^Lưu/ }))
  const alert = await screen.findByRole('alert')
  expect(within(alert).getByText('Chưa lưu được mẫu')).toBeDefined()
  expect(within(alert).getByText(/Những gì bạn viết vẫn còn nguyên/)).toBeDefined()
  expect(textbox().textContent).toContain('Giữ lại.')
  await waitFor(() => expect(localStorage.getItem('noivu.template.binh.annual-party-report')).toContain('Giữ lại.'))
})

test('what another one saved meanwhile is told; taking it can be undone', async () => {
  const theirs = aTemplateBody()
  theirs.blocks[1] = { kind: 'paragraph', id: 'p1', sentences: [{ kind: 'sentence', text: 'Câu của người khác.' }] }
  let saved = aTemplate()
  const { user } = await edit({ answers: { 'GET /templates/annual-party-report': () => saved } })
  await openFirst(user)
  await user.type(textbox(), ' Của tôi.')
  saved = aTemplate({ revision: 4, changedBy: 'Lê Văn Cường', body: theirs as unknown as Record<string, unknown> })
  await user.click(screen.getByRole('button', { name: /^Lưu/ }))
  expect(await screen.findByText('Mẫu đã được người khác lưu trong lúc bạn sửa')).toBeDefined()
  expect(screen.getByText(/^Lê Văn Cường lưu lúc/)).toBeDefined()

  await user.click(screen.getByRole('button', { name: 'Lấy bản đã lưu' }))
  expect(await screen.findByText('Câu của người khác.')).toBeDefined()
  await user.click(screen.getByRole('button', { name: /Hoàn tác/ }))
  await waitFor(() => expect(document.body.textContent).toContain('Của tôi.'))
})

test('what was left unsaved in this browser comes back and can be thrown away', async () => {
  const body = aTemplateBody()
  body.blocks[1] = { kind: 'paragraph', id: 'p1', sentences: [{ kind: 'sentence', text: 'Viết dở {F34d-03} người.' }] }
  localStorage.setItem(
    'noivu.template.binh.annual-party-report',
    JSON.stringify({ revision: 3, version: 2, at: '2026-11-23T03:00:00Z', body }),
  )
  const { user } = await edit()
  expect(screen.getByText(/Đã khôi phục bản viết dở/)).toBeDefined()
  expect(screen.getByText(/Viết dở/)).toBeDefined()
  await user.click(screen.getByRole('button', { name: 'Bỏ bản nháp' }))
  expect(await screen.findByText('Nhìn chung tốt.')).toBeDefined()
  expect(localStorage.getItem('noivu.template.binh.annual-party-report')).toBeNull()
})

test('approval is refused while a figure is unknown, and each one leads to its sentence', async () => {
  const problem = { place: 'p1#1', code: 'unknown-figure', name: 'XX-99' }
  const { user } = await edit({
    may: [...writerMay, 'reports.approveTemplate'],
    answers: {
      'POST /reports/annual-2022/preview': () => ({ document: aDocumentModel(), html: '', problems: [problem] }),
      'POST /templates/annual-party-report/approve': () =>
        refused(409, 'reports.unknownFigures', 'XX-99 (p1#1)', { figures: 'XX-99', places: 'p1#1' }),
    },
  })
  await user.click(await screen.findByRole('button', { name: 'Duyệt mẫu' }))
  const alert = await screen.findByRole('alert')
  await user.click(within(alert).getByRole('button', { name: 'Không có số liệu XX-99 trong danh mục' }))
  expect(await screen.findByRole('textbox', { name: 'Nội dung câu' })).toBeDefined()
})

test('sentences are added, moved and removed, and all of it can be undone', async () => {
  const { user } = await edit()
  await openFirst(user)
  await user.click(screen.getByRole('button', { name: 'Chuyển câu xuống' }))
  const order = () => document.querySelector('.outline-paragraph')?.textContent ?? ''
  expect(order().indexOf('Nhìn chung')).toBeLessThan(order().indexOf('người.'))
  await user.click(screen.getByRole('button', { name: 'Xóa câu' }))
  expect(order()).not.toContain('26.012')
  await user.click(screen.getByRole('button', { name: /Hoàn tác/ }))
  await user.click(screen.getByRole('button', { name: /Hoàn tác/ }))
  expect(order().indexOf('người.')).toBeLessThan(order().indexOf('Nhìn chung'))
  expect(screen.queryByText('Có thay đổi chưa lưu')).toBeNull()
})

test('who may only read sees the sentences and cannot edit them', async () => {
  const { user } = await edit({ may: ['reports.readReport', 'reports.readFigure'] })
  await openFirst(user)
  expect(screen.queryByRole('textbox', { name: 'Nội dung câu' })).toBeNull()
  expect(screen.queryByRole('button', { name: /^Lưu/ })).toBeNull()
})
