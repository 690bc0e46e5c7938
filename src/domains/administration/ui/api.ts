import { useQuery } from '@tanstack/react-query'
import { domainApi } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { auditContract } from '../audit.contract.ts'
import { codeListContract } from '../code-list.contract.ts'
import { delegationContract } from '../delegation.contract.ts'
import { emergencyContract } from '../emergency.contract.ts'
import { securityContract } from '../security.contract.ts'
import { serviceAccountContract } from '../service-account.contract.ts'
import { userContract } from '../user.contract.ts'

/** The operations of this domain. */
export const api = domainApi('administration', {
  ...userContract,
  ...securityContract,
  ...delegationContract,
  ...emergencyContract,
  ...serviceAccountContract,
  ...codeListContract,
  ...auditContract,
})

/** Words of role codes. */
export function useRoleTitles(): (code: string) => string {
  const { both } = useWords()
  const { data } = useQuery({ ...api.listRoles.queryOptions(), staleTime: 5 * 60_000 })
  return (code) => {
    const role = data?.find((each) => each.code === code)
    return role ? both(role.title) : ''
  }
}
