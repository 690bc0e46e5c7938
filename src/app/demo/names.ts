import { parse } from 'csv-parse/sync'
import { type Chance, drawer } from './chance.ts'
import type { DemoPerson } from './shapes.ts'

/** Never given to an invented person: who signed the report, and names that belong to history or to office. */
const KNOWN_NAMES = new Set(
  (
    'Cù Trọng Khang, Hồ Chí Minh, Võ Nguyên Giáp, Phạm Văn Đồng, Lê Duẩn, Nguyễn Văn Linh, Nguyễn Văn Cừ, Trần Phú, Võ Văn Kiệt, ' +
    'Nguyễn Phú Trọng, Phạm Minh Chính, Nguyễn Xuân Phúc, Tô Lâm, Tô Hiệu, Phan Đình Phùng, Phùng Chí Kiên, Phạm Ngũ Lão, ' +
    'Hoàng Hoa Thám, Hoàng Ngân, Nguyễn Đức Cảnh, Nguyễn Thị Định, Nguyễn Thị Minh Khai, Võ Thị Sáu, Bùi Thị Cúc, ' +
    'Trần Quốc Văn, Trần Quốc Toản, Nguyễn Hữu Nghĩa, Nguyễn Hùng Nam, Nguyễn Duy Hưng, Quách Thị Hương'
  ).split(', '),
)

/** Draws full names that are not of somebody known. */
export function namer(
  csv: string,
): (chance: Chance, sex: DemoPerson['sex']) => Pick<DemoPerson, 'familyAndMiddle' | 'given' | 'fullName'> {
  const rows = parse<{ part: string; sex: string; name: string; weight: string }>(csv, { columns: true, skip_empty_lines: true })
  const draw = (part: string, sex: string) =>
    drawer(
      rows.filter((row) => row.part === part && (row.sex === sex || row.sex === 'any')),
      (row) => Number(row.weight),
    )
  const parts = {
    male: [draw('family', 'male'), draw('middle', 'male'), draw('given', 'male')] as const,
    female: [draw('family', 'female'), draw('middle', 'female'), draw('given', 'female')] as const,
  }
  return (chance, sex) => {
    const [family, middle, given] = parts[sex]
    for (;;) {
      const familyAndMiddle = `${family(chance).name} ${middle(chance).name}`
      const last = given(chance).name
      const fullName = `${familyAndMiddle} ${last}`
      // `Thị Thu Thu` and the like are nobody's name.
      if (!familyAndMiddle.endsWith(` ${last}`) && !KNOWN_NAMES.has(fullName)) return { familyAndMiddle, given: last, fullName }
    }
  }
}
