import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWithin, makeKey } from './actor.ts'
import {
  makeRecoveryCodes,
  makeTotpSecret,
  matchTotp,
  recoveryHash,
  seal,
  totpAddress,
  totpCode,
  totpStep,
  unseal,
} from './totp.ts'

/** The secret of RFC 6238 appendix B, "12345678901234567890" in base 32. */
const rfc = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('codes of an authenticator application', () => {
  test.for([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const)('RFC 6238 appendix B: at %i seconds the code ends with %s', ([seconds, code]) => {
    expect(totpCode(rfc, totpStep(new Date(seconds * 1000)))).toBe(code)
  })

  test('match half a minute to either side, and no farther', () => {
    const at = new Date(1234567890_000)
    const step = totpStep(at)
    expect([-2, -1, 0, 1, 2].map((off) => matchTotp(rfc, totpCode(rfc, step + off), at))).toEqual([
      null,
      step - 1,
      step,
      step + 1,
      null,
    ])
    expect(matchTotp(rfc, '000000', at)).toBeNull()
    expect(matchTotp(rfc, '', at)).toBeNull()
  })

  test('secrets have 160 bits and differ', () => {
    const made = Array.from({ length: 100 }, makeTotpSecret)
    expect(made.every((secret) => /^[A-Z2-7]{32}$/.test(secret))).toBe(true)
    expect(new Set(made).size).toBe(100)
    expect(totpAddress(rfc, 'an')).toBe(
      `otpauth://totp/N%E1%BB%99i%20V%E1%BB%A5:an?secret=${rfc}&issuer=N%E1%BB%99i%20V%E1%BB%A5&digits=6&period=30`,
    )
  })
})

describe('what is kept', () => {
  const secret = 'a secret of the installation'
  test('is enciphered: readable with the secret, and with no other, and not after being altered', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(unseal(secret, seal(secret, text))).toBe(text)
      }),
    )
    const sealed = seal(secret, rfc)
    expect(sealed).not.toBe(seal(secret, rfc))
    expect(() => unseal('another secret of another one', sealed)).toThrow()
    const bytes = Buffer.from(sealed, 'base64')
    bytes.writeUInt8(bytes.readUInt8(14) ^ 1, 14)
    expect(() => unseal(secret, bytes.toString('base64'))).toThrow()
    expect(() => seal('', 'x')).toThrow('no secret')
  })

  test('of recovery codes is a hash, the same however the code is typed, another for another account', () => {
    const codes = makeRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    const [code = ''] = codes
    expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/)
    expect(recoveryHash('an', code)).toBe(recoveryHash('an', ` ${code.toUpperCase().replace('-', ' ')}`))
    expect(recoveryHash('an', code)).not.toBe(recoveryHash('binh', code))
  })
})

describe('keys of other systems', () => {
  test('say what they are, and differ', () => {
    const { key, prefix } = makeKey()
    expect(key).toMatch(/^nvk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$/)
    expect(key.slice(4, 12)).toBe(prefix)
    expect(makeKey().key).not.toBe(key)
  })

  test.for([
    ['10.1.2.3', null, true],
    ['10.1.2.3', ['10.1.0.0/16'], true],
    ['10.2.2.3', ['10.1.0.0/16'], false],
    ['::ffff:10.1.2.3', ['10.1.2.3'], true],
    ['10.1.2.4', ['10.1.2.3'], false],
    ['2001:db8::5', ['10.1.2.3', '2001:db8::/32'], true],
    ['2001:db9::5', ['2001:db8::/32'], false],
    ['not an address', ['10.1.2.3'], false],
  ] as const)('from %s within %j: %s', ([address, list, within]) =>
    expect(isWithin(address, list ? [...list] : null)).toBe(within),
  )
})
