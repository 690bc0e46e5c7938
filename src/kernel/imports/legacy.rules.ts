/**
 * Vietnamese text of the years before Unicode: TCVN3 (fonts `.VnTime`), VNI (fonts `VNI-Times`). Such text reaches us as letters of western
 * Europe (`NguyÔn V¨n Hïng`, `Nguyeãn Vaên Huøng`), in CSV files and inside workbooks alike, because only the font made it Vietnamese.
 */
export type LegacyEncoding = 'tcvn3' | 'vni'

/** TCVN 5712:1993 (VN3): one byte for each small letter; capitals with a tone do not exist, fonts ending in H show small letters as capitals. */
const tcvn3Letters: [first: number, letters: string][] = [
  [0xa1, 'ĂÂÊÔƠƯĐăâêôơưđ'],
  [0xb5, 'àảãáạ'],
  [0xbb, 'ằẳẵắ'],
  [0xc6, 'ặầẩẫấậè'],
  [0xce, 'ẻẽéẹềểễếệìỉ'],
  [0xdc, 'ĩíịò'],
  [0xe1, 'ỏõóọồổỗốộờởỡớợù'],
  [0xf1, 'ủũúụừửữứựỳỷỹýỵ'],
]
const tcvn3 = new Map(
  tcvn3Letters.flatMap(([first, letters]) => [...letters].map((letter, i) => [String.fromCharCode(first + i), letter] as const)),
)

/** VNI for Windows: a letter and after it a sign that carries its mark, its tone or both. */
const vniSigns: Record<string, [base: string, letters: string]> = {
  aA: ['ùøûõïêéèúüëâáàåãä', 'áàảãạăắằẳẵặâấầẩẫậ'],
  eE: ['ùøûõïâáàåãä', 'éèẻẽẹêếềểễệ'],
  oO: ['ùøûõïâáàåãä', 'óòỏõọôốồổỗộ'],
  uU: ['ùøûõï', 'úùủũụ'],
  yY: ['ùøûõ', 'ýỳỷỹ'],
  ôÔ: ['ùøûõï', 'ớờởỡợ'],
  öÖ: ['ùøûõï', 'ứừửữự'],
}
const vniAlone: [string, string] = ['ôöæóòîñ', 'ơưỉĩịỵđ']
const vni = new Map<string, string>()
for (const [bases, [signs, letters]] of Object.entries(vniSigns)) {
  const [small = '', capital = ''] = bases
  ;[...signs].forEach((sign, i) => {
    const letter = [...letters][i] ?? ''
    vni.set(small + sign, letter)
    // Small and capital signs are mixed freely after a capital.
    vni.set(capital + sign.toUpperCase(), letter.toUpperCase())
    vni.set(capital + sign, letter.toUpperCase())
  })
}
;[...vniAlone[0]].forEach((sign, i) => {
  const letter = [...vniAlone[1]][i] ?? ''
  vni.set(sign, letter)
  vni.set(sign.toUpperCase(), letter.toUpperCase())
})
const vniPattern = new RegExp([...vni.keys()].sort((a, b) => b.length - a.length).join('|'), 'g')

/** A text of TCVN3 as Unicode. Signs it does not know stay as they are. */
export function fromTcvn3(text: string): string {
  return text.replace(/[\u00a1-\u00fe]/g, (sign) => tcvn3.get(sign) ?? sign)
}

/** A text of VNI as Unicode. Signs it does not know stay as they are. */
export function fromVni(text: string): string {
  return text.normalize('NFC').replace(vniPattern, (sign) => vni.get(sign) ?? sign)
}

/** A text of a legacy encoding as Unicode. */
export function fromLegacy(text: string, encoding: LegacyEncoding | null): string {
  if (encoding === null) return text
  return encoding === 'tcvn3' ? fromTcvn3(text) : fromVni(text)
}

const syllable = new RegExp(
  '^(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?' +
    '(?:iê|yê|uô|ươ|uyê|oă|uâ|ia|ya|ua|ưa|oa|oe|uê|uơ|uy|[aăâeêioôơuưy])' +
    '(?:ch|ng|nh|[cmnpt]|i|y|o|u)?$',
)
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g
const wordPattern = /[\p{L}\p{M}\u00a8\u00a9\u00aa-\u00b9\u00bb-\u00be]+/gu

/** Whether a word is written as Vietnamese syllables are: at most one tone, a first consonant, vowels, a last consonant. */
export function isSyllable(word: string): boolean {
  const parted = word.toLowerCase().normalize('NFD')
  if ((parted.match(tones) ?? []).length > 1) return false
  return syllable.test(parted.replace(tones, '').normalize('NFC'))
}

/** How many of the words with marks read as Vietnamese. */
function readable(words: string[]): number {
  return words.filter(isSyllable).length / Math.max(words.length, 1)
}

/**
 * The legacy encoding some texts are written in, or null for Unicode and for texts that show nothing. Decided on the words that hold signs
 * beyond ASCII: they must read as Vietnamese when converted, and not before.
 */
export function detectLegacy(texts: Iterable<string>): LegacyEncoding | null {
  const words: string[] = []
  for (const text of texts) {
    // Letters Unicode has beyond those of western Europe can only be Unicode.
    if (/[\u0102-\u01b0\u1ea0-\u1ef9]/.test(text)) return null
    words.push(...(text.match(wordPattern) ?? []).filter((word) => /\P{ASCII}/u.test(word)))
    if (words.length > 2000) break
  }
  if (words.length === 0) return null
  const now = readable(words)
  const scored = (['tcvn3', 'vni'] as const).map((encoding) => ({
    encoding,
    share: readable(words.map((word) => fromLegacy(word, encoding))),
  }))
  const best = scored.sort((a, b) => b.share - a.share)[0]
  return best && best.share >= 0.75 && best.share > now + 0.25 ? best.encoding : null
}
