import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf, decideLock, freeTries } from './lock.rules.ts'

describe('a lock', () => {
  test.for([
    [0, 0],
    [4, 0],
    [5, 1],
    [6, 2],
    [7, 4],
    [9, 16],
    [10, 30],
    [99, 30],
    [100, 1440],
    [5000, 1440],
  ] as const)('after %i failures lasts %i minutes', ([failures, minutes]) => {
    expect(decideLock(failures)).toBe(minutes)
  })

  test('is never shorter after one failure more, and never for good', () => {
    fc.assert(
      fc.property(fc.nat(1000), (n) => {
        expect(decideLock(n + 1)).toBeGreaterThanOrEqual(decideLock(n))
        expect(decideLock(n)).toBeLessThanOrEqual(1440)
        expect(decideLock(n) === 0).toBe(n <= freeTries)
      }),
    )
  })

  test.for([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ] as const)('counts %s as %s', ([ip, counted]) => expect(addressOf(ip)).toBe(counted))
})
