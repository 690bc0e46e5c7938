import { normalise } from '#kernel/text.ts'
import { splitName } from './person-import.rules.ts'
import { birthFrom, birthOf } from './person.rules.ts'

/** What a record says of a person, as far as the person may ask for its correction. */
export interface CorrectableFacts {
  familyAndMiddle: string
  given: string
  sex: string
  birthDate: string | null
  birthMonth?: number | null
  birthYear: number | null
  category: string
  citizenId: string | null
}

/** A field whose correction may be asked for: how it is read, which texts it takes, what it writes. */
export interface Correctable {
  field: string
  /** Word key. */
  label: string
  class: 'open' | 'personal' | 'sensitive'
  read(facts: CorrectableFacts): string | null
  /** Whether a text can stand there. */
  takes(text: string): boolean
  write(text: string): Partial<CorrectableFacts>
}

const isDay = (text: string) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** Fields of today; another domain's fields are added to the list. */
export const correctables: readonly Correctable[] = [
  {
    field: 'fullName',
    label: 'people.fullName',
    class: 'open',
    read: ({ familyAndMiddle, given }) => [familyAndMiddle, given].filter(Boolean).join(' '),
    takes: (text) => normalise(text).length >= 2 && normalise(text).length <= 150 && !/\d/.test(text),
    write: (text) => splitName(text),
  },
  {
    field: 'sex',
    label: 'people.sex',
    class: 'open',
    read: ({ sex }) => sex,
    takes: (text) => text === 'male' || text === 'female',
    write: (text) => ({ sex: text }),
  },
  {
    field: 'birth',
    label: 'people.birth',
    class: 'personal',
    read: (facts) => birthOf(facts),
    takes: (text) => /^(19|20)\d\d(-(0[1-9]|1[0-2]))?$/.test(text) || (isDay(text) && text >= '1900-01-01'),
    write: (text) => birthFrom(text),
  },
  {
    field: 'citizenId',
    label: 'people.citizenId',
    class: 'sensitive',
    read: ({ citizenId }) => citizenId,
    takes: (text) => /^(\d{9}|\d{12})$/.test(text),
    write: (text) => ({ citizenId: text }),
  },
]

export const correctableFields = correctables.map((c) => c.field)

/** The field of this name; none is an error of the caller. */
export function correctable(field: string): Correctable | undefined {
  return correctables.find((c) => c.field === field)
}
