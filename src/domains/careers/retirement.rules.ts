import { addDays, addMonths } from '#kernel/dates.ts'

/** Months of age at which one retires in a year, in normal conditions (Decree 135/2020, Appendix I). */
function ageInMonths(sex: 'male' | 'female', year: number): number {
  const grown = year - 2021
  if (grown < 0) return (sex === 'male' ? 60 : 55) * 12
  return sex === 'male' ? Math.min(62 * 12, 60 * 12 + 3 + 3 * grown) : Math.min(60 * 12, 55 * 12 + 4 + 4 * grown)
}

/**
 * The last day of service in normal conditions: the last of the month in which the age of that year is reached. Of whom the year alone is
 * known, from 1 January; null where nothing is known.
 */
export function retirementDay(person: { sex: string; birthDate: string | null; birthYear: number | null }): string | null {
  const born = person.birthDate ?? (person.birthYear === null ? null : `${person.birthYear}-01-01`)
  if (born === null) return null
  const sex = person.sex === 'female' ? 'female' : 'male'
  const month = Number(born.slice(0, 4)) * 12 + Number(born.slice(5, 7)) - 1
  for (let year = Number(born.slice(0, 4)) + 54; ; year++) {
    const reached = month + ageInMonths(sex, year)
    if (Math.floor(reached / 12) > year) continue
    const first = `${Math.floor(reached / 12)}-${String((reached % 12) + 1).padStart(2, '0')}-01`
    return addDays(addMonths(first, 1), -1)
  }
}
