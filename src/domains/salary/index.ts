import { defineDomain } from '#kernel/domain.ts'
import { salaryLists } from './salary.lists.ts'
import { can } from './salary.permissions.ts'
import { salaryRoutes } from './salary.routes.ts'
import { salaryWords } from './salary.words.ts'
import { followMerge } from './time-merging.ts'

export const salary = defineDomain({
  name: 'salary',
  permissions: can,
  routes: [salaryRoutes],
  words: salaryWords,
  lists: Object.values(salaryLists),
  on: { 'people.person.merging': followMerge },
})

export {
  disciplineEnd,
  earlyCandidate,
  earlyPlaces,
  nextStep,
  overFrame,
  payAt,
  placeInRank,
  probationEnd,
  retirementDays,
  retirementOf,
  retirementRaise,
  termEnd,
} from './clock.service.ts'
export { addTime, salaryFiles } from './salary.service.ts'
export type { SalaryFile, SalaryRow } from './step.rules.ts'
