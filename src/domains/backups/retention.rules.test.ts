import { describe, expect, test } from 'vitest'
import { decideRetention } from './retention.rules.ts'

/** One backup each day, newest first. */
function daily(last: string, count: number, verified: (back: number) => boolean = () => true) {
  return Array.from({ length: count }, (_, back) => {
    const at = new Date(`${last}T00:00:00Z`)
    at.setUTCDate(at.getUTCDate() - back)
    const day = at.toISOString().slice(0, 10)
    return { id: day, day, verified: verified(back) }
  })
}
const kept = (backups: ReturnType<typeof daily>, keep = { daily: 7, weekly: 4, monthly: 12 }) => {
  const removed = decideRetention(backups, keep)
  return backups.map((b) => b.id).filter((id) => !removed.includes(id))
}

describe('of one backup each day', () => {
  test('seven days, the newest of four weeks and of twelve months stay', () => {
    // 20 December 2022 is a Tuesday; the newest of a past week is its Sunday.
    expect(kept(daily('2022-12-20', 400))).toEqual([
      ...['2022-12-20', '2022-12-19', '2022-12-18', '2022-12-17', '2022-12-16', '2022-12-15', '2022-12-14'],
      ...['2022-12-11', '2022-12-04'],
      ...['2022-11-30', '2022-10-31', '2022-09-30', '2022-08-31', '2022-07-31', '2022-06-30', '2022-05-31', '2022-04-30'],
      ...['2022-03-31', '2022-02-28', '2022-01-31'],
    ])
  })

  test('the newest that was proven stays, however old, and nothing else beyond the rules', () => {
    const backups = daily('2022-12-20', 40, (back) => back >= 33)
    expect(kept(backups, { daily: 2, weekly: 0, monthly: 0 })).toEqual(['2022-12-20', '2022-12-19', '2022-11-17'])
  })
})

test('days without a backup do not count against those that have one', () => {
  const backups = ['2022-12-20', '2022-11-02', '2022-06-01'].map((day) => ({ id: day, day, verified: false }))
  expect(decideRetention(backups, { daily: 3, weekly: 0, monthly: 0 })).toEqual([])
})

test('of several on one day the newest stays', () => {
  const backups = ['evening', 'noon', 'morning'].map((id) => ({ id, day: '2022-12-20', verified: id === 'noon' }))
  expect(decideRetention(backups, { daily: 7, weekly: 4, monthly: 12 })).toEqual(['morning'])
})
