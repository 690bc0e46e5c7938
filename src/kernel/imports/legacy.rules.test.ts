import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectLegacy, fromTcvn3, fromVni, isSyllable } from './legacy.rules.ts'

/** Every small letter of Vietnamese with a mark, with its TCVN3 byte (hexadecimal) and its VNI signs: tables of their own, not of the code. */
const letters = `
à B5 aø|ả B6 aû|ã B7 aõ|á B8 aù|ạ B9 aï|ă A8 aê|ằ BB aè|ẳ BC aú|ẵ BD aü|ắ BE aé|ặ C6 aë|â A9 aâ|ầ C7 aà|ẩ C8 aå|ẫ C9 aã|ấ CA aá|ậ CB aä
è CC eø|ẻ CE eû|ẽ CF eõ|é D0 eù|ẹ D1 eï|ê AA eâ|ề D2 eà|ể D3 eå|ễ D4 eã|ế D5 eá|ệ D6 eä
ì D7 ì|ỉ D8 æ|ĩ DC ó|í DD í|ị DE ò
ò DF oø|ỏ E1 oû|õ E2 oõ|ó E3 où|ọ E4 oï|ô AB oâ|ồ E5 oà|ổ E6 oå|ỗ E7 oã|ố E8 oá|ộ E9 oä|ơ AC ô|ờ EA ôø|ở EB ôû|ỡ EC ôõ|ớ ED ôù|ợ EE ôï
ù EF uø|ủ F1 uû|ũ F2 uõ|ú F3 uù|ụ F4 uï|ư AD ö|ừ F5 öø|ử F6 öû|ữ F7 öõ|ứ F8 öù|ự F9 öï
ỳ FA yø|ỷ FB yû|ỹ FC yõ|ý FD yù|ỵ FE î|đ AE ñ`
  .trim()
  .split(/[|\n]/)
  .map((row) => row.split(' ') as [letter: string, byte: string, vni: string])

const toTcvn3 = (text: string) =>
  [...text.normalize('NFC')]
    .map((c) => letters.find(([l]) => l === c)?.[1])
    .map((byte, i) => (byte ? Buffer.from(byte, 'hex').toString('latin1') : [...text.normalize('NFC')][i]))
    .join('')
const toVni = (text: string) => [...text.normalize('NFC')].map((c) => letters.find(([l]) => l === c)?.[2] ?? c).join('')

describe('legacy Vietnamese', () => {
  test('all 67 letters with marks are in the table', () => expect(letters).toHaveLength(67))

  test.each(letters)('%s is TCVN3 %s and VNI %s', (letter, byte, vni) => {
    expect(fromTcvn3(Buffer.from(byte, 'hex').toString('latin1'))).toBe(letter)
    expect(fromVni(vni)).toBe(letter)
    // Small and capital signs are mixed after capitals; what stands alone has its capital.
    const [base = '', sign = ''] = vni
    expect(fromVni(base.toUpperCase() + sign.toUpperCase())).toBe(letter.toUpperCase())
  })

  test('capitals of TCVN3 without tone', () => expect(fromTcvn3('\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7')).toBe('ĂÂÊÔƠƯĐ'))

  const words = fc.array(
    fc.constantFrom(
      'nguyễn',
      'thị',
      'thủy',
      'trần',
      'văn',
      'hùng',
      'phường',
      'hiến',
      'nam',
      'quốc',
      'khánh',
      'đặng',
      'ngọc',
      'xuyến',
      'giỏi',
    ),
    {
      minLength: 3,
      maxLength: 12,
    },
  )
  test('text written in either comes back whole, and is recognised', () => {
    fc.assert(
      fc.property(words, (list) => {
        const text = list.join(' ')
        expect(fromTcvn3(toTcvn3(text))).toBe(text)
        expect(fromVni(toVni(text))).toBe(text)
        expect(detectLegacy([toTcvn3(`${text} nguyễn thị thủy`)])).toBe('tcvn3')
        expect(detectLegacy([toVni(`${text} nguyễn thị thủy`)])).toBe('vni')
        expect(detectLegacy([text])).toBeNull()
        expect(detectLegacy([text.normalize('NFD')])).toBeNull()
      }),
    )
  })

  test('what shows no marks, or other languages, is left alone', () => {
    for (const text of ['', 'Ho Chi Minh', 'Hà Nội', 'Café Müller, Straße', 'résumé français déjà vu', '12/03/2020'])
      expect(detectLegacy([text])).toBeNull()
  })

  test('syllables', () => {
    for (const word of ['Nguyễn', 'Khuyến', 'ngoẻo', 'gì', 'quốc', 'Đoàn', 'y', 'ương', 'thuở', 'huệ', 'giếng'])
      expect(isSyllable(word), word).toBe(true)
    for (const word of ['NguyÔn', 'Straße', 'xyz', 'Hïng', 'tchao']) expect(isSyllable(word), word).toBe(false)
  })
})
