import { auditContract } from '#domains/administration/audit.contract.ts'
import { codeListContract } from '#domains/administration/code-list.contract.ts'
import { delegationContract } from '#domains/administration/delegation.contract.ts'
import { emergencyContract } from '#domains/administration/emergency.contract.ts'
import { securityContract } from '#domains/administration/security.contract.ts'
import { serviceAccountContract } from '#domains/administration/service-account.contract.ts'
import { userContract } from '#domains/administration/user.contract.ts'
import { backupContract } from '#domains/backups/backup.contract.ts'
import { bodyContract } from '#domains/bodies/body.contract.ts'
import { decisionContract } from '#domains/careers/decision.contract.ts'
import { calendarContract } from '#domains/calendar/calendar.contract.ts'
import { ratingContract } from '#domains/evaluation/rating.contract.ts'
import { jobContract } from '#domains/jobs/job.contract.ts'
import { noticeContract } from '#domains/notices/notice.contract.ts'
import { fileContract } from '#domains/files/file.contract.ts'
import { importContract } from '#domains/imports/import.contract.ts'
import { actContract } from '#domains/organization/act.contract.ts'
import { correctionContract } from '#domains/organization/correction.contract.ts'
import { documentContract } from '#domains/organization/document.contract.ts'
import { lineageGraphContract } from '#domains/organization/lineage-graph.contract.ts'
import { resolutionContract } from '#domains/organization/resolution.contract.ts'
import { unitListContract } from '#domains/organization/unit-list.contract.ts'
import { unitContract } from '#domains/organization/unit.contract.ts'
import { mapContract } from '#domains/map/map.contract.ts'
import { fileContract as personnelFileContract } from '#domains/personnel/file.contract.ts'
import { timelineContract } from '#domains/personnel/timeline.contract.ts'
import { duplicateContract } from '#domains/people/duplicates/duplicate.contract.ts'
import { personContract } from '#domains/people/person.contract.ts'
import { requestContract } from '#domains/people/request.contract.ts'
import { positionContract } from '#domains/positions/position.contract.ts'
import { schemeContract } from '#domains/positions/scheme.contract.ts'
import { standingContract } from '#domains/positions/standing.contract.ts'
import { figureContract } from '#domains/reports/figure.contract.ts'
import { reportContract } from '#domains/reports/report.contract.ts'
import { salaryContract } from '#domains/salary/salary.contract.ts'
import { searchContract } from '#domains/search/search.contract.ts'
import { checkContract } from '#domains/system/check.contract.ts'
import { quotaContract } from '#domains/staffing/quota.contract.ts'
import { stateContract } from '#domains/system/state.contract.ts'
import { dossierContract } from '#domains/territory/dossier.contract.ts'

/** Every operation of the platform, by domain: what the browser's client and the API description are typed by. */
export const contracts = {
  administration: {
    ...userContract,
    ...securityContract,
    ...delegationContract,
    ...emergencyContract,
    ...serviceAccountContract,
    ...codeListContract,
    ...auditContract,
  },
  organization: {
    ...unitContract,
    ...actContract,
    ...resolutionContract,
    ...unitListContract,
    ...lineageGraphContract,
    ...correctionContract,
    ...documentContract,
  },
  map: mapContract,
  backups: backupContract,
  bodies: bodyContract,
  territory: dossierContract,
  staffing: quotaContract,
  positions: { ...positionContract, ...schemeContract, ...standingContract },
  personnel: { ...personnelFileContract, ...timelineContract },
  careers: decisionContract,
  people: { ...personContract, ...duplicateContract, ...requestContract },
  evaluation: ratingContract,
  salary: salaryContract,
  jobs: jobContract,
  notices: noticeContract,
  files: fileContract,
  imports: importContract,
  reports: { ...figureContract, ...reportContract },
  calendar: calendarContract,
  search: searchContract,
  system: { ...stateContract, ...checkContract },
}
