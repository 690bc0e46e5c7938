import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { ExportFormat, ListShape } from '#kernel/lists.ts'
import { DataList } from './data-list.tsx'
import type { ExportQuestion, ListPage, ListQuestion } from './list-question.ts'
import { showScreen } from './testing.tsx'

/** A tennis club: the kit knows no business. */
const memberList: ListShape = {
  id: 'members',
  title: 'club.members',
  columns: [
    { key: 'name', title: 'club.name', type: 'text', sortable: true, shown: true },
    { key: 'hand', title: 'club.hand', type: 'text', words: 'club.hands', shown: true },
    { key: 'points', title: 'club.points', type: 'number', sortable: true, shown: true },
    { key: 'joined', title: 'club.joined', type: 'date', shown: false },
  ],
  filters: [
    { key: 'hand', title: 'club.hand', choices: ['left', 'right'].map((value) => ({ value, title: `club.hands.${value}` })) },
    { key: 'teamId', title: 'club.team', picker: 'club.pickTeam' },
  ],
  defaultSort: 'name',
  searchable: true,
}
const vietnamese = {
  members: 'Hội viên',
  name: 'Họ tên',
  hand: 'Tay thuận',
  hands: { left: 'Trái', right: 'Phải' },
  points: 'Điểm',
  joined: 'Ngày vào',
  team: 'Đội',
}
const words = { vi: { club: vietnamese }, en: { club: { ...vietnamese, members: 'Members' } } }

interface Member {
  id: string
  name: string
  hand: string
  points: number
  joined: string
}
const members: Member[] = ['An', 'Bình', 'Chi'].map((name, index) => ({
  id: `m${index}`,
  name,
  hand: index === 0 ? 'left' : 'right',
  points: 1000 + index,
  joined: '2022-07-01',
}))

async function show(settings: { path?: string; total?: ListPage<Member>['total']; rows?: Member[]; next?: string | null } = {}) {
  const fetchPage = vi.fn((question: ListQuestion) =>
    Promise.resolve({
      rows: question.after ? [] : (settings.rows ?? members),
      next: question.after ? null : (settings.next ?? null),
      total: settings.total ?? { value: 3, atLeast: false },
    }),
  )
  const exportFile = vi.fn((_question: ExportQuestion, _format: ExportFormat) => Promise.resolve(new File(['x'], 'members.xlsx')))
  const onOpen = vi.fn()
  const shown = await showScreen(
    <DataList<Member>
      shape={memberList}
      fetchPage={fetchPage}
      queryKey={['members']}
      exportFile={exportFile}
      peek={(row) => <p>{`Xem ${row.name}`}</p>}
      onOpen={onOpen}
      rowLabel={(row) => row.name}
    />,
    {
      words,
      path: settings.path,
      pickers: {
        'club.pickTeam': {
          search: () => Promise.resolve([{ id: 't1', label: 'Đội một' }]),
          find: (id) => Promise.resolve({ id, label: 'Đội một' }),
        },
      },
    },
  )
  return { ...shown, fetchPage, exportFile, onOpen, user: userEvent.setup({ delay: null }) }
}

const rowOf = (name: string) => screen.getByRole('row', { name })

test('shows rows with codes in words, numbers grouped, and an honest total', async () => {
  await show({ total: { value: 10_000, atLeast: true } })
  const row = await screen.findByRole('row', { name: 'An' })
  expect(within(row).getByText('Trái')).toBeTruthy()
  expect(within(row).getByText('1.000')).toBeTruthy()
  expect(screen.getByText('hơn 10.000 kết quả')).toBeTruthy()
  expect(screen.queryByText('Ngày vào')).toBeNull()
})

test('asks as one types, once after the pause, and keeps the text in the address', async () => {
  const { user, fetchPage, address } = await show()
  await screen.findByRole('row', { name: 'An' })
  await user.type(screen.getByRole('searchbox', { name: 'Tìm trong hội viên' }), 'nguyen thi')
  await waitFor(() => expect(fetchPage).toHaveBeenLastCalledWith(expect.objectContaining({ search: 'nguyen thi', limit: 50 })))
  expect(fetchPage).toHaveBeenCalledTimes(2)
  expect(address()).toBe('/?search=nguyen+thi')
})

test('reads search, order, filters and the day from the address', async () => {
  const { fetchPage } = await show({ path: '/?search=an&sort=-points&hand=left&hand=right&teamId=t1&asOf=2022-01-01&other=1' })
  await screen.findByRole('row', { name: 'An' })
  expect(fetchPage).toHaveBeenCalledWith({
    search: 'an',
    sort: '-points',
    hand: ['left', 'right'],
    teamId: 't1',
    asOf: '2022-01-01',
    limit: 50,
  })
  expect(screen.getByText('Trái, Phải')).toBeTruthy()
  expect(await screen.findByText('Đội một')).toBeTruthy()
})

test('a header sorts, then sorts the other way', async () => {
  const { user, fetchPage } = await show()
  await screen.findByRole('row', { name: 'An' })
  await user.click(screen.getByRole('button', { name: 'Điểm' }))
  await waitFor(() => expect(fetchPage).toHaveBeenLastCalledWith(expect.objectContaining({ sort: 'points' })))
  await user.click(screen.getByRole('button', { name: 'Điểm' }))
  await waitFor(() => expect(fetchPage).toHaveBeenLastCalledWith(expect.objectContaining({ sort: '-points' })))
  expect(screen.getByRole('columnheader', { name: 'Điểm' }).getAttribute('aria-sort')).toBe('descending')
})

test('keys: / searches, j and k move, x selects, space peeks, Enter opens, Escape closes, ? lists them', async () => {
  const { user, onOpen } = await show()
  await screen.findByRole('row', { name: 'An' })
  await user.keyboard('/')
  expect(document.activeElement).toBe(screen.getByRole('searchbox'))
  await user.keyboard('{ArrowDown}')
  expect(document.activeElement).toBe(rowOf('An'))
  await user.keyboard('jj')
  expect(document.activeElement).toBe(rowOf('Chi'))
  await user.keyboard('k')
  expect(document.activeElement).toBe(rowOf('Bình'))
  await user.keyboard('x')
  expect(rowOf('Bình').getAttribute('aria-selected')).toBe('true')
  expect(screen.getByText('Đã chọn 1')).toBeTruthy()
  await user.keyboard(' ')
  expect(screen.getByText('Xem Bình')).toBeTruthy()
  await user.keyboard('{ArrowDown}')
  expect(screen.getByText('Xem Chi')).toBeTruthy()
  await user.keyboard('{Escape}')
  expect(screen.queryByText('Xem Chi')).toBeNull()
  await user.keyboard('{Enter}')
  expect(onOpen).toHaveBeenCalledWith(members[2])
  await user.keyboard('?')
  expect(screen.getByRole('dialog', { name: 'Phím tắt' })).toBeTruthy()
})

test('keys sleep while one types', async () => {
  const { user, onOpen } = await show()
  await screen.findByRole('row', { name: 'An' })
  await user.type(screen.getByRole('searchbox'), 'jxk')
  expect((screen.getByRole('searchbox') as HTMLInputElement).value).toBe('jxk')
  expect(onOpen).not.toHaveBeenCalled()
})

test('exports what is asked: filters, order, columns in view, language', async () => {
  URL.createObjectURL = vi.fn(() => 'blob:x')
  URL.revokeObjectURL = vi.fn()
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const { user, exportFile } = await show({ path: '/?search=an&hand=left&sort=-points' })
  await screen.findByRole('row', { name: 'An' })
  await user.click(screen.getByRole('button', { name: 'Xuất' }))
  await user.click(await screen.findByText('Excel (.xlsx)'))
  expect(exportFile).toHaveBeenCalledWith(
    { search: 'an', hand: 'left', sort: '-points', columns: 'name,hand,points', lang: 'vi', format: 'xlsx' },
    'xlsx',
  )
  await waitFor(() => expect(click).toHaveBeenCalledOnce())
})

test('more rows are asked from the place the page gave', async () => {
  const { user, fetchPage } = await show({ next: 'here', total: { value: 120, atLeast: false } })
  await screen.findByRole('row', { name: 'An' })
  await user.click(screen.getByRole('button', { name: 'Xem thêm 50 dòng' }))
  await waitFor(() => expect(fetchPage).toHaveBeenLastCalledWith({ limit: 50, after: 'here' }))
})

test('nothing found says so and offers to clear the conditions', async () => {
  const { user, fetchPage, address } = await show({
    rows: [],
    total: { value: 0, atLeast: false },
    path: '/?search=zz&hand=left',
  })
  const empty = await screen.findByText('Không tìm thấy kết quả phù hợp')
  await user.click(within(empty.parentElement as HTMLElement).getByRole('button', { name: 'Bỏ hết điều kiện' }))
  await waitFor(() => expect(fetchPage).toHaveBeenLastCalledWith({ limit: 50 }))
  expect(address()).toBe('/')
})
