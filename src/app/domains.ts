import { administration } from '#domains/administration/index.ts'
import { backups } from '#domains/backups/index.ts'
import { bodies } from '#domains/bodies/index.ts'
import { careers } from '#domains/careers/index.ts'
import { calendar } from '#domains/calendar/index.ts'
import { evaluation } from '#domains/evaluation/index.ts'
import { jobs } from '#domains/jobs/index.ts'
import { map } from '#domains/map/index.ts'
import { notices } from '#domains/notices/index.ts'
import { files } from '#domains/files/index.ts'
import { imports } from '#domains/imports/index.ts'
import { organization } from '#domains/organization/index.ts'
import { people } from '#domains/people/index.ts'
import { personnel } from '#domains/personnel/index.ts'
import { positions } from '#domains/positions/index.ts'
import { reports } from '#domains/reports/index.ts'
import { salary } from '#domains/salary/index.ts'
import { search } from '#domains/search/index.ts'
import { staffing } from '#domains/staffing/index.ts'
import { system } from '#domains/system/index.ts'
import { territory } from '#domains/territory/index.ts'
import type { Domain } from '#kernel/domain.ts'

/** Everything the platform does, one line per domain. */
export const domains: Domain[] = [
  administration,
  organization,
  map,
  people,
  personnel,
  careers,
  bodies,
  territory,
  staffing,
  positions,
  evaluation,
  salary,
  reports,
  jobs,
  notices,
  files,
  calendar,
  search,
  imports,
  backups,
  system,
]
