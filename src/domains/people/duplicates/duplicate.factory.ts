import { typingKey } from './duplicate.rules.ts'
import type { RegisteredPerson } from '../person.factory.ts'

/** Invented people, some of whom are recorded twice: misspelt as people misspell. */
export type Invented = Pick<
  RegisteredPerson,
  'id' | 'familyAndMiddle' | 'given' | 'sex' | 'birthDate' | 'birthYear' | 'unitId' | 'title'
> & {
  citizenId: string | null
}

export const misspellings = [
  'marks lost',
  'Telex typed without its method',
  'VNI typed without its method',
  'a mark forgotten',
  'a letter wrong, missing or doubled',
  'a middle name left out',
  'middle names swapped',
  'abbreviated',
  'day and month swapped',
  'one digit of the birth wrong',
  'only the year of birth',
  'tone on the other vowel',
] as const
type Misspelling = (typeof misspellings)[number]

/** mulberry32: the same on every machine. */
function drawsFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const vowelMarks: Record<string, [telex: string, vni: string]> = {
  '\u0302': ['', '6'],
  '\u0306': ['w', '8'],
  '\u031b': ['w', '7'],
}
const toneMarks: Record<string, [telex: string, vni: string]> = {
  '\u0301': ['s', '1'],
  '\u0300': ['f', '2'],
  '\u0309': ['r', '3'],
  '\u0303': ['x', '4'],
  '\u0323': ['j', '5'],
}

/** A word as the keys leave it when the input method is off. */
function asTyped(word: string, by: 0 | 1): string {
  let tone = ''
  let out = ''
  for (const letter of word.normalize('NFD')) {
    if (letter in toneMarks) tone = toneMarks[letter]?.[by] ?? ''
    else if (letter in vowelMarks)
      out += letter === '\u0302' && by === 0 ? (out.at(-1) ?? '').toLowerCase() : (vowelMarks[letter]?.[by] ?? '')
    else if (letter === 'đ' || letter === 'Đ') out += (letter === 'đ' ? 'd' : 'D') + (by === 0 ? 'd' : '9')
    else out += letter
  }
  return out + tone
}

const withoutMarks = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')

/** People of a province and, among them, doubles of some. */
export function populationOf(
  names: readonly { part: string; sex: string; name: string; weight: string }[],
  { people, doubles, seed, newId }: { people: number; doubles: number; seed: number; newId: () => string },
): { persons: Invented[]; doubles: { id: string; of: string; by: Misspelling }[] } {
  const next = drawsFrom(seed)
  const below = (n: number) => Math.floor(next() * n)
  const of = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const draw = (part: string, sex: string) => {
    const list = names.filter((n) => n.part === part && (n.sex === sex || n.sex === 'any'))
    let at = next() * list.reduce((sum, n) => sum + Number(n.weight), 0)
    return (list.find((n) => (at -= Number(n.weight)) < 0) ?? list[0])?.name ?? ''
  }
  const units = Array.from({ length: Math.ceil(people / 40) }, () => newId())
  const titles = ['Chuyên viên', 'Giáo viên', 'Điều dưỡng', 'Kế toán', 'Văn thư']
  const digits = (n: number) => Array.from({ length: n }, () => below(10)).join('')
  const two = (n: number) => String(n).padStart(2, '0')
  const persons: Invented[] = Array.from({ length: people }, () => {
    const sex = next() < 0.5 ? ('male' as const) : ('female' as const)
    const year = 1962 + below(38)
    const exact = next() < 0.88
    const number =
      next() < 0.5 ? `033${year < 2000 ? (sex === 'male' ? 0 : 1) : sex === 'male' ? 2 : 3}${two(year % 100)}${digits(6)}` : null
    return {
      id: newId(),
      familyAndMiddle: `${draw('family', sex)} ${draw('middle', sex)}`,
      given: draw('given', sex),
      sex,
      birthDate: exact ? `${year}-${two(1 + below(12))}-${two(1 + below(28))}` : null,
      birthYear: exact ? null : year,
      unitId: of(units),
      title: of(titles),
      citizenId: next() < 0.2 && !number ? `14${digits(7)}` : number,
    }
  })
  // Twins and cousins: of one day and family, in one unit, and not one person.
  const twins = persons
    .slice(0, Math.floor(people / 200))
    .map((p) => ({ ...p, id: newId(), given: draw('given', p.sex), citizenId: null }))
  const made: { id: string; of: string; by: Misspelling }[] = []
  const copies = persons.slice(-doubles * 2).flatMap((p): Invented[] => {
    if (made.length >= doubles) return []
    const by = of(misspellings)
    const copy = misspelt({ ...p, id: newId() }, by, { below, next })
    if (!copy) return []
    // The other record is often made elsewhere, often without the number, now and then with a slip in it.
    if (next() < 0.5 && by !== 'only the year of birth') copy.unitId = of(units)
    copy.citizenId =
      p.citizenId?.length === 12 && next() < 0.2 ? p.citizenId.slice(0, 11) + String((Number(p.citizenId[11]) + 1) % 10) : null
    made.push({ id: copy.id, of: p.id, by })
    return [copy]
  })
  const seen = new Set<string>()
  const all = [...persons, ...twins.filter((t, i) => t.given !== persons[i]?.given), ...copies]
  for (const p of all) {
    if (p.citizenId && seen.has(p.citizenId)) p.citizenId = null
    if (p.citizenId) seen.add(p.citizenId)
  }
  return { persons: all, doubles: made }
}

/** The same person as somebody else might write it; nothing where this mistake cannot be made. */
function misspelt(
  p: Invented,
  by: Misspelling,
  { below, next }: { below: (n: number) => number; next: () => number },
): Invented | null {
  const words = `${p.familyAndMiddle} ${p.given}`.split(' ')
  const renamed = (changed: string[]): Invented | null =>
    changed.join(' ') === words.join(' ')
      ? null
      : { ...p, familyAndMiddle: changed.slice(0, -1).join(' '), given: changed.at(-1) ?? '' }
  const at = below(words.length)
  const one = (change: (word: string) => string) => renamed(words.map((w, i) => (i === at ? change(w) : w)))
  switch (by) {
    case 'marks lost':
      return renamed(words.map(withoutMarks))
    case 'Telex typed without its method':
      return next() < 0.5 ? renamed(words.map((w) => asTyped(w, 0))) : one((w) => asTyped(w, 0))
    case 'VNI typed without its method':
      return next() < 0.5 ? renamed(words.map((w) => asTyped(w, 1))) : one((w) => asTyped(w, 1))
    case 'a mark forgotten':
      return one(withoutMarks)
    case 'a letter wrong, missing or doubled': {
      const word = words[at] ?? ''
      if (word.length < 3) return null
      const place = 1 + below(word.length - 1)
      const wrong = ['', 'n', 'h', 'g', word[place - 1] ?? ''][below(5)] ?? ''
      return one((w) => w.slice(0, place) + wrong + w.slice(place + (next() < 0.7 ? 1 : 0)))
    }
    case 'a middle name left out':
      return words.length > 2 ? renamed(words.filter((_, i) => i !== 1 + below(words.length - 2))) : null
    case 'middle names swapped':
      return words.length > 3 ? renamed([words[0] ?? '', words[2] ?? '', words[1] ?? '', ...words.slice(3)]) : null
    case 'abbreviated':
      return words.length > 2
        ? renamed([`${(words[0] ?? '').slice(0, 2)}.`, ...words.slice(1, -1).map((w) => `${w.slice(0, 1)}.`), words.at(-1) ?? ''])
        : null
    case 'day and month swapped': {
      const [y, m = '', d = ''] = p.birthDate?.split('-') ?? []
      return p.birthDate && Number(d) <= 12 && d !== m ? { ...p, birthDate: `${y}-${d}-${m}` } : null
    }
    case 'one digit of the birth wrong': {
      const [y = '', m, d = ''] = p.birthDate?.split('-') ?? []
      if (!p.birthDate) return null
      const year = String(Number(y) + (next() < 0.5 ? 1 : -1))
      return next() < 0.5
        ? { ...p, birthDate: `${year}-${m}-${d}` }
        : { ...p, birthDate: `${y}-${m}-${d.slice(0, 1)}${d.endsWith('9') || d === '28' ? '1' : String(Number(d[1]) + 1)}` }
    }
    case 'only the year of birth':
      return p.birthDate ? { ...p, birthDate: null, birthYear: Number(p.birthDate.slice(0, 4)) } : null
    case 'tone on the other vowel': {
      const moved = words.map((w) => w.replace(/òa/g, 'oà').replace(/ủy/g, 'uỷ').replace(/úy/g, 'uý').replace(/ùy/g, 'uỳ'))
      return renamed(moved)
    }
  }
}

/** Pairs of one name that are two people. */
export function namesakesApart(persons: readonly Invented[], truth: ReadonlyMap<string, unknown>): number {
  const groups = new Map<string, number>()
  for (const p of persons) {
    const key = typingKey(`${p.familyAndMiddle} ${p.given}`)
    groups.set(key, (groups.get(key) ?? 0) + 1)
  }
  return [...groups.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0) - truth.size
}
