import { useQuery } from '@tanstack/react-query'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { api } from './api.ts'

/** Every role and what it allows, with its reach: a table one can print and lay beside a decision. */
export function RolePage() {
  const { t, both } = useWords()
  const { data: roles, error, refetch } = useQuery(api.listRoles.queryOptions())
  return (
    <Page title={t('administration.rolesTitle')} subtitle={t('administration.rolesHint')}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!roles && !error ? <Skeleton lines={10} /> : null}
      {roles?.map((role) => (
        <Sheet
          key={role.code}
          title={both(role.title)}
          actions={
            <span className="muted figures">{t('administration.permissionCount', { count: role.permissions.length })}</span>
          }
        >
          <p className="muted panel-lead">{both(role.description)}</p>
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t('administration.permission')}</th>
                <th className="reach-column">{t('administration.reach')}</th>
              </tr>
            </thead>
            <tbody>
              {role.permissions.map((permission) => (
                <tr key={permission.id}>
                  <td>{both(permission.words)}</td>
                  <td>{t(`administration.reaches.${permission.reach}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Sheet>
      ))}
    </Page>
  )
}
