import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { definePermissions } from '#kernel/permissions.ts'
import type { Screen } from './screens.ts'
import { AppShell, useAsOf } from './shell.tsx'
import { aSelf, showScreen } from './testing.tsx'

const can = definePermissions('club', { read: { vi: 'Xem', en: 'See' }, manage: { vi: 'Quản lý', en: 'Manage' } })
const component = () => Promise.resolve({ Nothing: () => null })
const screens: Screen[] = [
  { path: '/doi', title: 'club.teams', permission: can.read, component, nav: { group: 'organization', order: 2 } },
  { path: '/hoi-vien', title: 'club.members', permission: can.read, component, nav: { group: 'organization', order: 1 } },
  { path: '/hoi-vien/$id', title: 'club.member', permission: can.read, component },
  { path: '/quan-tri', title: 'club.admin', permission: can.manage, component, nav: { group: 'administration', order: 1 } },
]
const side = { teams: 'Đội', members: 'Hội viên', member: 'Một hội viên', admin: 'Quản trị câu lạc bộ' }
const words = { vi: { club: side }, en: { club: side } }

function Day() {
  const { asOf, past } = useAsOf()
  return <p>{`ngày ${asOf ?? 'hôm nay'}, ${past ? 'đã qua' : 'hiện tại'}`}</p>
}
const show = (path: string, permissions = ['club.read']) =>
  showScreen(
    <AppShell screens={screens} account={{ signOut: () => {}, actFor: () => {}, endEmergency: () => {} }}>
      <Day />
    </AppShell>,
    { words, path, self: aSelf({ permissions }) },
  )

test('shows what the account may open, nothing greyed out; a record belongs to its list', async () => {
  await show('/hoi-vien/m1')
  const main = screen.getByRole('navigation', { name: 'Điều hướng chính' })
  expect(
    within(main)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ).toEqual(['Tổ chức'])
  const within_ = screen.getByRole('navigation', { name: 'Trong mục Tổ chức' })
  expect(
    within(within_)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ).toEqual(['Hội viên', 'Đội'])
  expect(within(within_).getByRole('link', { name: 'Hội viên' }).className).toContain('nav-on')
  expect(screen.getByText('Đến nội dung chính').getAttribute('href')).toBe('#main')
})

test('the date on the desk: set by typing, said in a band, one key returns to today', async () => {
  const user = userEvent.setup({ delay: null })
  const { address } = await show('/hoi-vien')
  expect(screen.getByText('ngày hôm nay, hiện tại')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Tính đến: hôm nay' }))
  const box = await screen.findByRole('textbox', { name: 'Xem dữ liệu tính đến ngày' })
  await user.clear(box)
  await user.type(box, '1/1/22{Enter}')
  expect(await screen.findByText('ngày 2022-01-01, đã qua')).toBeTruthy()
  expect(address()).toBe('/hoi-vien?asOf=2022-01-01')
  expect(screen.getByText('Đang xem dữ liệu tính đến 01/01/2022. Chỉ xem, không sửa được.')).toBeTruthy()
  ;(document.activeElement as HTMLElement).blur()
  await user.keyboard('t')
  await waitFor(() => expect(screen.getByText('ngày hôm nay, hiện tại')).toBeTruthy())
  expect(address()).toBe('/hoi-vien')
})

test('the other language is one press away', async () => {
  const user = userEvent.setup({ delay: null })
  await show('/hoi-vien')
  await user.click(screen.getByRole('button', { name: 'Ngôn ngữ: English' }))
  expect(await screen.findByRole('button', { name: 'As of: today' })).toBeTruthy()
  expect(document.documentElement.lang).toBe('en')
  localStorage.clear()
})
