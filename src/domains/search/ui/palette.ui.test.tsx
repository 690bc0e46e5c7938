import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { aSelf, showScreen } from '#ui/testing.tsx'
import { definePermissions } from '#kernel/permissions.ts'
import { ScreensContext } from '#ui/screens-context.ts'
import type { HitGroup } from '../search.contract.ts'
import { searchWords } from '../search.words.ts'
import { SearchEntry } from './palette.tsx'

const can = definePermissions('club', { read: { vi: 'Xem', en: 'See' }, manage: { vi: 'Quản lý', en: 'Manage' } })
const component = () => Promise.resolve({ Nothing: () => null })
const screens = [
  { path: '/hoi-vien', title: 'club.members', permission: can.read, component, nav: { group: 'people' as const, order: 1 } },
  { path: '/quy', title: 'club.purse', permission: can.manage, component, nav: { group: 'administration' as const, order: 1 } },
]
const club = { members: 'Hội viên', purse: 'Hội phí' }
const words = { vi: { club, search: searchWords.vi }, en: { club, search: searchWords.en } }

const hit = (title: string, link: string) => ({ id: link, title, subtitle: null, link, rank: 4 })
let asked: string[] = []
let answer: HitGroup[] = []
beforeEach(() => {
  localStorage.clear()
  asked = []
  answer = [
    {
      kind: 'club.member',
      title: 'club.members',
      more: true,
      hits: [hit('Lan Anh', '/hoi-vien/1'), hit('Lan Hoa', '/hoi-vien/2?tab=facts')],
    },
  ]
  Element.prototype.scrollIntoView = () => {}
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(new URL(request.url).searchParams.get('text') ?? '')
    return Promise.resolve(new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } }))
  })
})

const show = () =>
  showScreen(
    <ScreensContext value={screens}>
      <SearchEntry />
    </ScreensContext>,
    { words, self: aSelf({ permissions: ['club.read', 'search.search'] }) },
  )

test('Ctrl-K opens it, arrows and Enter choose, the address follows, and what was opened is offered next time', async () => {
  const user = userEvent.setup()
  const shown = await show()
  await user.keyboard('{Control>}k{/Control}')
  const dialog = screen.getByRole('dialog')
  await user.keyboard('lan')
  await waitFor(() =>
    expect(
      within(dialog)
        .getAllByRole('option')
        .map((o) => o.textContent),
    ).toEqual(['Lan Anh', 'Lan Hoa']),
  )
  expect(asked.at(-1)).toBe('lan')
  expect(within(dialog).getByText('còn nữa, hãy gõ thêm')).toBeTruthy()
  expect(within(dialog).getByRole('option', { selected: true }).textContent).toBe('Lan Anh')
  await user.keyboard('{ArrowDown}')
  expect(within(dialog).getByRole('option', { selected: true }).textContent).toBe('Lan Hoa')
  await user.keyboard('{ArrowDown}')
  expect(within(dialog).getByRole('option', { selected: true }).textContent).toBe('Lan Anh')
  await user.keyboard('{ArrowUp}{Enter}')
  await waitFor(() => expect(shown.address()).toBe('/hoi-vien/2?tab=facts'))
  expect(screen.queryByRole('dialog')).toBeNull()
  await user.keyboard('{Meta>}k{/Meta}')
  expect(screen.getAllByRole('option').map((o) => o.textContent)).toEqual(['Lan Hoa'])
})

test('finds pages the account may open without asking the server for them, and no others', async () => {
  answer = []
  const user = userEvent.setup()
  await show()
  await user.click(screen.getByRole('button', { name: 'Tìm trên toàn hệ thống' }))
  await user.keyboard('hoi')
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1))
  expect(screen.getByRole('option').textContent).toContain('Hội viên')
  await user.keyboard(' vien x')
  await waitFor(() => expect(screen.getByText('Không tìm thấy “hoi vien x” trong phạm vi bạn được xem')).toBeTruthy())
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('dialog')).toBeNull()
})
