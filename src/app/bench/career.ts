import { recordRatings } from '#domains/evaluation/index.ts'
import { registerPeople } from '#domains/people/index.ts'
import { addEntries } from '#domains/personnel/index.ts'
import { anEntry, someValues } from '#domains/personnel/file.factory.ts'
import { sectionOf } from '#domains/personnel/section.rules.ts'
import type { DatabaseSettings } from '#kernel/database.ts'
import { openMigrated } from '../platform.ts'
import { stepsOn } from './reorganisation.ts'

const first = 1982
const last = 2022

/**
 * Puts somebody with forty years of service into a province: a post every four years, a salary step every three, and each year a course, an
 * award, an assessment and a rating. Gives the id of the person and how many rows that are.
 */
export async function aLongCareer(settings: DatabaseSettings): Promise<{ id: string; rows: number }> {
  const database = await openMigrated(settings)
  try {
    const { step } = stepsOn(database)
    return await step(async (ctx) => {
      const units = await ctx.db.selectFrom('people.post').select('unit_id').distinct().limit(11).execute()
      const id = ctx.newId()
      const person = { id, familyAndMiddle: 'Nguyễn Thị', given: 'Lâu Năm', sex: 'female' as const, birthDate: '1960-05-20' }
      const posts = Array.from({ length: 10 }, (_, n) => ({
        personId: id,
        unitId: units[n % units.length]?.unit_id ?? '',
        title: n < 5 ? 'Chuyên viên' : 'Trưởng phòng',
        isMain: true,
        validFrom: `${first + 4 * n}-01-01`,
        validUntil: n === 9 ? null : `${first + 4 * (n + 1)}-01-01`,
      }))
      await registerPeople(ctx, [{ ...person, birthYear: null, category: 'civil-servant' }], posts)
      const years = Array.from({ length: last - first }, (_, n) => first + n)
      const yearly = ['training', 'reward', 'assessment'].flatMap((name) => {
        const section = sectionOf(name)
        const kind = Object.keys(section.kinds ?? {})[0]
        return years.map((year) =>
          anEntry(id, name, someValues(section, kind ?? null), { from: `${year}-06-01`, ...(kind ? { kind } : {}) }),
        )
      })
      const steps = years
        .filter((_, n) => n % 3 === 0)
        .map((year) => anEntry(id, 'salary', someValues(sectionOf('salary'), null), { from: `${year}-03-01` }))
      await addEntries(ctx, [...yearly, ...steps])
      const ratings = years.map((year) => ({
        id: ctx.newId(),
        personId: id,
        unitId: posts[Math.min(9, Math.floor((year - first) / 4))]?.unitId ?? '',
        periodKind: 'year' as const,
        periodFrom: `${year}-01-01`,
        periodUntil: `${year + 1}-01-01`,
        level: 'TOT',
        decidedOn: `${year}-12-20`,
        decisionNumber: '15/QĐ-SNV',
        decidedByUnitId: null,
        recordedVia: 'platform' as const,
      }))
      // Levels hold since the rules of 2015: earlier years were rated otherwise.
      const rated = ratings.filter((r) => r.periodFrom >= '2016')
      await recordRatings(ctx, rated)
      return { id, rows: posts.length + yearly.length + steps.length + rated.length }
    })
  } finally {
    await database.close()
  }
}
