import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { aSelf, showScreen } from '#ui/testing.tsx'
import type { FigureDetail } from '../figure.contract.ts'
import { useFigureOrder, useFigurePanel } from './figure-context.ts'
import { FigureProvider } from './figure-provider.tsx'
import { aFigure, aFigureDetail, aFinding, aRecord, aTypedFigure, fakeServer, words, writerMay } from './screens.factory.ts'

const page = ['F34d-03', 'F32b-01']

/** A page with two figures. */
function Figures() {
  const { open } = useFigurePanel()
  useFigureOrder(page)
  return page.map((id) => (
    <button key={id} type="button" onClick={() => open(id)}>
      {`mở ${id}`}
    </button>
  ))
}

function show(figures: FigureDetail[], settings: { path?: string; may?: string[]; stated?: boolean } = {}) {
  const server = fakeServer({
    ...Object.fromEntries(figures.map((figure) => [`GET /figures/${figure.id}`, () => figure])),
    ...Object.fromEntries(
      figures.map((figure) => [
        `GET /figures/${figure.id}/records`,
        ({ query }: { query: URLSearchParams }) =>
          query.get('group') === 'level:HT'
            ? { rows: [aRecord(3)], next: null, total: { value: 12, atLeast: false } }
            : query.get('after')
              ? { rows: [aRecord(2)], next: null, total: { value: -1, atLeast: false } }
              : { rows: [aRecord(1)], next: 'more', total: { value: Number(figure.value), atLeast: false } },
      ]),
    ),
    'GET /figures': () => ({ rows: [aFigure()], total: { value: 1, atLeast: false } }),
  })
  const shown = showScreen(
    <FigureProvider>
      <Figures />
    </FigureProvider>,
    { words, path: settings.path, self: aSelf({ permissions: settings.may ?? writerMay }) },
  )
  return { server, shown }
}

test('a link opens the panel; the value and the records behind it agree', async () => {
  const user = userEvent.setup()
  const { shown } = show([aFigureDetail()], { path: '/?figure=F34d-03' })
  await shown
  const panel = await screen.findByRole('dialog', { name: /Số người được đánh giá/ })
  expect(await within(panel).findByText('26.012')).toBeDefined()
  expect(within(panel).getByText('Tính từ hồ sơ')).toBeDefined()
  expect(within(panel).getByText(/Kỳ trước \(2021\): 25\.863/)).toBeDefined()
  expect(within(panel).getByText(/\+149 \(\+0,6%\)/)).toBeDefined()

  await user.click(within(panel).getByRole('tab', { name: 'Hồ sơ' }))
  expect(await within(panel).findByText('26.012 dòng')).toBeDefined()
  expect(within(panel).getByText('Khớp với số liệu 26.012 người')).toBeDefined()
  expect(within(panel).getByRole('link', { name: 'Nguyễn Văn 1' }).getAttribute('href')).toBe('/con-nguoi/p1')
  await user.click(within(panel).getByRole('button', { name: /Xem thêm/ }))
  expect(await within(panel).findByText('Nguyễn Văn 2')).toBeDefined()
})

test('records that are not as many as the value are told', async () => {
  const user = userEvent.setup()
  const { shown } = show([aFigureDetail({ value: '5' })], { path: '/?figure=F34d-03' })
  await shown
  const tab = await screen.findByRole('tab', { name: 'Hồ sơ' })
  fakeServer({ 'GET /figures/F34d-03/records': () => ({ rows: [aRecord(1)], next: null, total: { value: 4, atLeast: false } }) })
  await user.click(tab)
  expect(await screen.findByText(/Không khớp với số liệu 5 người/)).toBeDefined()
})

test('a bar opens the records of its group, and the group can be left', async () => {
  const user = userEvent.setup()
  const { server, shown } = show([aFigureDetail()], { path: '/?figure=F34d-03' })
  await shown
  await user.click(await screen.findByRole('button', { name: 'Hoàn thành: 12' }))
  expect(await screen.findByText('Nguyễn Văn 3')).toBeDefined()
  expect(screen.getByText('Theo mức: Hoàn thành')).toBeDefined()
  expect(server.asked.at(-1)?.query.get('group')).toBe('level:HT')
  await user.click(screen.getByRole('button', { name: 'Bỏ lọc theo nhóm' }))
  expect(await screen.findByText('Nguyễn Văn 1')).toBeDefined()
})

test('groups that do not add up to the figure say so', async () => {
  const [breakdown] = aFigureDetail().breakdowns
  const { shown } = show(
    [
      aFigureDetail({
        breakdowns: [{ ...breakdown!, groups: [{ key: 'HT', label: 'Hoàn thành', value: '12' }], complete: false }],
      }),
    ],
    {
      path: '/?figure=F34d-03',
    },
  )
  await shown
  expect(await screen.findByText('Các nhóm cộng lại được 12, khác với số liệu là 26.012.')).toBeDefined()
})

test('a part opens in turn, and one comes back', async () => {
  const user = userEvent.setup()
  const part = aFigureDetail({ id: 'F34d-05', title: { vi: 'Số người xếp loại tốt', en: 'Rated good' }, value: '21920' })
  const { shown } = show([aFigureDetail({ terms: [{ role: 'part', figure: part }] }), part])
  const { address } = await shown
  await user.click(screen.getByRole('button', { name: 'mở F34d-03' }))
  await user.click(await screen.findByRole('button', { name: /Số người xếp loại tốt/ }))
  expect(await screen.findByRole('dialog', { name: /Số người xếp loại tốt/ })).toBeDefined()
  expect(address()).toContain('figure=F34d-05')
  await user.click(screen.getByRole('button', { name: 'Trở lại số liệu trước' }))
  await waitFor(() => expect(address()).toContain('figure=F34d-03'))
})

test('up and down lead through the figures of the page; Escape closes and the focus returns', async () => {
  const user = userEvent.setup()
  const { shown } = show([aFigureDetail(), aTypedFigure()])
  const { address } = await shown
  const door = screen.getByRole('button', { name: 'mở F34d-03' })
  await user.click(door)
  expect(await screen.findByText('1/2')).toBeDefined()
  await user.keyboard('{ArrowDown}')
  expect(await screen.findByRole('dialog', { name: /Số mét tài liệu/ })).toBeDefined()
  await user.keyboard('{ArrowUp}')
  await waitFor(() => expect(address()).toContain('F34d-03'))
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(address()).toBe('/')
  expect(document.activeElement).toBe(door)
})

test('a typed-in figure shows its evidence; only those who may can change it', async () => {
  const { shown } = show([aTypedFigure({ findings: [aFinding()] })], { path: '/?figure=F32b-01', may: ['reports.readFigure'] })
  await shown
  expect(await screen.findByText('Báo cáo 120/BC-SNV')).toBeDefined()
  expect(screen.getByText('“914,5 mét”')).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Sửa số liệu' })).toBeNull()
  // Both numbers of a disagreement, in words.
  expect(screen.getByText('Mâu thuẫn')).toBeDefined()
  expect(screen.getByText('4.957')).toBeDefined()
  expect(screen.getByText('4.966')).toBeDefined()
})

test('a figure that cannot be read says what happened and can be asked for again', async () => {
  const user = userEvent.setup()
  fakeServer({})
  await showScreen(
    <FigureProvider>
      <Figures />
    </FigureProvider>,
    { words, path: '/?figure=F34d-03' },
  )
  expect(await screen.findByRole('alert')).toBeDefined()
  fakeServer({ 'GET /figures/F34d-03': () => aFigureDetail() })
  await user.click(screen.getByRole('button', { name: 'Thử lại' }))
  expect(await screen.findByText('26.012')).toBeDefined()
})
