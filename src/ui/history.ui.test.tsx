import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { HistoryEvent } from '#kernel/contract.ts'
import { changesOf, History } from './history.tsx'
import { showScreen } from './testing.tsx'

const event = (more: Partial<HistoryEvent>): HistoryEvent => ({
  seq: 7,
  at: '2022-07-01T07:05:00Z',
  actorName: 'Trần Thị Bình',
  operation: 'club.moveMember',
  reason: null,
  relation: 'club.member',
  before: null,
  after: null,
  ...more,
})
const labels = (field: string) => ({ team: 'Đội', joined_on: 'Ngày vào', active: 'Đang chơi' })[field] ?? ''
const side = { operations: { moveMember: 'Chuyển đội' } }
const words = { vi: { club: side }, en: { club: side } }

test('says who, when at the Department, what, why, and each field before and after', async () => {
  await showScreen(
    <History
      labels={labels}
      events={[
        event({
          reason: 'Theo đơn',
          before: { team: 'Một', joined_on: '2020-01-15', active: true, search_name: 'a' },
          after: { team: 'Hai', joined_on: '2020-02-15', active: true, search_name: 'b' },
        }),
      ]}
    />,
    { words },
  )
  expect(screen.getByText('01/07/2022 14:05')).toBeTruthy()
  expect(screen.getByText('Chuyển đội')).toBeTruthy()
  expect(screen.getByText('· Trần Thị Bình')).toBeTruthy()
  expect(screen.getByText('Lý do: Theo đơn')).toBeTruthy()
  const team = screen.getByText('Đội').parentElement as HTMLElement
  expect(within(team).getByText('Một').tagName).toBe('DEL')
  expect(within(team).getByText('Hai').tagName).toBe('INS')
  expect(screen.getByText('15/01/2020')).toBeTruthy()
  expect(screen.getByText('15/02/2020')).toBeTruthy()
  expect(screen.queryByText('Đang chơi')).toBeNull()
})

test('rows written by one act stand together; codes are said in words', async () => {
  await showScreen(
    <History
      labels={labels}
      values={(field, value) => (field === 'team' && value === 'A' ? 'Đội A' : undefined)}
      events={[event({ before: { team: 'A' }, after: { team: null } }), event({ after: { team: 'A', active: false } })]}
    />,
    { words },
  )
  expect(screen.getAllByRole('listitem')).toHaveLength(1)
  expect(screen.getAllByText('Đội A')).toHaveLength(2)
  expect(screen.getByText('để trống')).toBeTruthy()
  expect(screen.getByText('Lập mới')).toBeTruthy()
  expect(screen.getByText('không')).toBeTruthy()
})

test('no events: says what will be here', async () => {
  await showScreen(<History events={[]} labels={labels} />, { words })
  expect(screen.getByText('Chưa có thay đổi nào được ghi')).toBeTruthy()
})

test('technical fields and equal values are no changes', () => {
  expect(changesOf({ before: { id: '1', team: 'A' }, after: { id: '2', team: 'A' } }, labels)).toEqual([])
  expect(changesOf({ before: null, after: { team: 'A' } }, labels)).toEqual([{ field: 'team', before: null, after: 'A' }])
})
