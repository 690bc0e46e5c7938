import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commonWords, HashQueue, hashPassword, makePassword, verifyPassword } from './password.hash.ts'
import { decidePassword } from './password.rules.ts'

const decide = (password: string, names = ['an.nguyen', 'Nguyễn Văn An']) =>
  decidePassword(password, { names, common: commonWords() })

describe('a password', () => {
  test.for([
    ['một hai ba', 'tooShort'],
    ['tàu hỏa đi Lào', null],
    ['mot hai ba bon', 'common'],
    ['bốn con voi xanh', null],
    ['tinh-trinh-dien-2022', null],
    ['ngựa đúng pin ghim', null],
    ['👍🏽🐘🌾🚲🪷🏞️📜🧭🪁🎋🥁🍚 áo', null],
    ['password1234', 'common'],
    ['P@ssw0rd2026!', 'common'],
    ['matkhau123456', 'common'],
    ['MatKhau@2026', 'common'],
    ['mật khẩu của 123', null],
    ['matkhaumatkhau', 'common'],
    ['vietnam@30041975', 'common'],
    ['VietNam-HaNoi-2026', 'common'],
    ['anhyeuem2026!!', 'common'],
    ['iloveyou1234', 'common'],
    ['sonoivu@2026', 'common'],
    ['noivu-noivu-noivu', 'common'],
    ['noivu2026noivu1', 'common'],
    ['090512345678', 'sequence'],
    ['19051990-0912', 'common'],
    ['aaaaaaaaaaaa', 'repeated'],
    ['abcabcabcabc', 'repeated'],
    ['abcdefghijkl', 'sequence'],
    ['123456789012', 'sequence'],
    ['987654321098', 'sequence'],
    ['qwertyuiopas', 'sequence'],
    ['1qaz2wsx3edc', 'sequence'],
    ['an.nguyen2026', 'ownName'],
    ['NguyenVanAn1990', 'ownName'],
    ['Nguyễn Văn An!', 'ownName'],
    ['vanan-van-an-1', 'ownName'],
    ['x'.repeat(127) + 'y', 'repeated'],
  ] as const)('“%s” is %s', ([password, fault]) => expect(decide(password)).toBe(fault))

  test('of 128 signs is taken, of 129 not; signs are counted, not bytes', () => {
    const long = 'Ệ lúa chín vàng đồng quê '.repeat(6).slice(0, 127)
    expect(decide(`${long}ỗ`)).toBeNull()
    expect(decide(`${long}ỗx`)).toBe('tooLong')
  })

  test('is judged alike in either Unicode form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 140 }), (text) => {
        expect(decide(text.normalize('NFD'))).toBe(decide(text.normalize('NFC')))
      }),
    )
  })

  test('made by the platform is always good enough, and never twice the same', () => {
    const made = Array.from({ length: 200 }, makePassword)
    expect(new Set(made).size).toBe(200)
    expect(made.map((password) => decide(password)).filter(Boolean)).toEqual([])
  })

  test('is stored as argon2id with 19 MiB, and known again in either Unicode form', async () => {
    const stored = await hashPassword('tàu hỏa đi Lào')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verifyPassword(stored, 'tàu hỏa đi Lào'.normalize('NFD'))).toBe(true)
    expect(await verifyPassword(stored, 'tàu hỏa đi lào')).toBe(false)
  })
})

describe('the line before hashing', () => {
  test('lets in so many at once, the others in their order, and turns away what is too long', async () => {
    const queue = new HashQueue(2, 3)
    let running = 0
    let most = 0
    const order: number[] = []
    const work = (n: number) =>
      queue.run(async () => {
        most = Math.max(most, ++running)
        await new Promise((go) => setTimeout(go, 5))
        running--
        order.push(n)
      })
    const all = [0, 1, 2, 3, 4].map(work)
    await expect(work(5)).rejects.toMatchObject({ code: 'kernel.unavailable', status: 503 })
    await Promise.all(all)
    expect({ most, order }).toEqual({ most: 2, order: [0, 1, 2, 3, 4] })
    await work(6)
    expect(order.at(-1)).toBe(6)
  })

  test('goes on after work that failed', async () => {
    const queue = new HashQueue(1, 9)
    const failing = queue.run(() => Promise.reject(new Error('no')))
    const next = queue.run(() => Promise.resolve('yes'))
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('yes')
    expect(await queue.run(() => Promise.resolve('again'))).toBe('again')
  })
})
