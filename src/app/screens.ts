import { administrationScreens } from '#domains/administration/ui/index.tsx'
import { backupsScreens } from '#domains/backups/ui/index.tsx'
import { bodiesScreens } from '#domains/bodies/ui/index.tsx'
import { careersScreens } from '#domains/careers/ui/index.tsx'
import { calendarScreens } from '#domains/calendar/ui/index.tsx'
import { evaluationScreens } from '#domains/evaluation/ui/index.tsx'
import { jobsScreens } from '#domains/jobs/ui/index.tsx'
import { mapScreens } from '#domains/map/ui/index.tsx'
import { noticesScreens } from '#domains/notices/ui/index.tsx'
import { filesScreens } from '#domains/files/ui/index.tsx'
import { importsScreens } from '#domains/imports/ui/index.tsx'
import { organizationScreens } from '#domains/organization/ui/index.tsx'
import { peopleScreens } from '#domains/people/ui/index.tsx'
import { personnelScreens } from '#domains/personnel/ui/index.tsx'
import { positionsScreens } from '#domains/positions/ui/index.tsx'
import { reportsScreens } from '#domains/reports/ui/index.tsx'
import { salaryScreens } from '#domains/salary/ui/index.tsx'
import { searchScreens } from '#domains/search/ui/index.tsx'
import { staffingScreens } from '#domains/staffing/ui/index.tsx'
import { systemScreens } from '#domains/system/ui/index.tsx'
import { territoryScreens } from '#domains/territory/ui/index.tsx'
import type { Block, DomainScreens, PickerSource, Screen } from '#ui/screens.ts'
import { appScreens } from './ui/index.tsx'

/** What every domain shows, one line per domain. */
const domains: DomainScreens[] = [
  appScreens,
  organizationScreens,
  mapScreens,
  peopleScreens,
  personnelScreens,
  careersScreens,
  bodiesScreens,
  territoryScreens,
  staffingScreens,
  positionsScreens,
  evaluationScreens,
  salaryScreens,
  reportsScreens,
  calendarScreens,
  importsScreens,
  administrationScreens,
  jobsScreens,
  noticesScreens,
  filesScreens,
  backupsScreens,
  systemScreens,
  searchScreens,
]

export const screens: Screen[] = domains.flatMap((domain) => domain.screens)
export const blocks: Block[] = domains.flatMap((domain) => domain.blocks ?? [])
export const pickers: Record<string, PickerSource> = Object.assign({}, ...domains.map((domain) => domain.pickers ?? {}))
