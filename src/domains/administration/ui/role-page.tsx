import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Select, Switch } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { unitPicker } from '#domains/organization/ui/index.tsx'
import { addDays } from '#kernel/dates.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { FoundPicker } from '#ui/picker.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../administration.permissions.ts'
import { type Assignment, userContract } from '../user.contract.ts'
import { api } from './api.ts'
import { Assignments } from './assignments.tsx'
import { EndForm } from './end-form.tsx'

/** Every role and what it allows, with its reach: a table one can print and lay beside a decision. */
export function RolePage() {
  const { t, both } = useWords()
  const { asOf } = useAsOf()
  const maySettle = useMay(can.manageSecurity) && !asOf
  const attempt = useAttempt()
  const done = useDone()
  const { data: roles, error, refetch } = useQuery(api.listRoles.queryOptions())
  return (
    <Page title={t('administration.rolesTitle')} subtitle={t('administration.rolesHint')}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!roles && !error ? <Skeleton lines={10} /> : null}
      <MemberRoles />
      {roles?.map((role) => (
        <Sheet
          key={role.code}
          title={both(role.title)}
          actions={
            <span className="muted figures">{t('administration.permissionCount', { count: role.permissions.length })}</span>
          }
        >
          <p className="muted panel-lead">{both(role.description)}</p>
          <label className="switch-line">
            <Switch
              checked={role.secondFactor}
              disabled={!maySettle}
              onChange={(required) =>
                void attempt(async () => {
                  await api.settleSecondFactor.call({ code: role.code, required })
                  await done(
                    t(required ? 'administration.factorRequired' : 'administration.factorOptional', { role: both(role.title) }),
                    [api.listRoles.key()],
                  )
                })
              }
            />
            {t('administration.needsTwoSteps')}
          </label>
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

/** Roles given to everybody in a unit: one row each, however many people stand behind it. */
function MemberRoles() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.assignRole) && !asOf
  const [giving, setGiving] = useState(false)
  const [ending, setEnding] = useState<Assignment | null>(null)
  const { data } = useQuery(api.memberAssignments.queryOptions())
  return (
    <Sheet
      title={t('administration.memberRoles')}
      actions={may ? <Button onClick={() => setGiving(true)}>{t('administration.assignToMembers')}</Button> : null}
    >
      <p className="muted panel-lead">{t('administration.memberRolesHint')}</p>
      {data && data.length > 0 ? <Assignments assignments={data} {...(may ? { onEnd: setEnding } : {})} /> : null}
      <SidePanel open={giving} onClose={() => setGiving(false)} title={t('administration.assignToMembers')}>
        <MembersForm onDone={() => setGiving(false)} />
      </SidePanel>
      <SidePanel open={ending !== null} onClose={() => setEnding(null)} title={t('administration.end')}>
        {ending ? <EndForm assignment={ending} onDone={() => setEnding(null)} /> : null}
      </SidePanel>
    </Sheet>
  )
}

/** People name the last day of a role; the record keeps the first day without it. */
const Typed = inputOf(userContract.assignToMembers)
  .omit({ until: true })
  .extend({ lastDay: z.iso.date().nullable().default(null) })

function MembersForm({ onDone }: { onDone: () => void }) {
  const { t, both } = useWords()
  const { today } = useAsOf()
  const done = useDone()
  const { data: roles } = useQuery(api.listRoles.queryOptions())
  return (
    <RecordForm
      id="administration.assignToMembers"
      schema={Typed}
      initial={{ from: today, below: true }}
      submit={t('administration.assign')}
      onCancel={onDone}
      onSubmit={async ({ lastDay, ...input }, options) => {
        await api.assignToMembers.call({ ...input, until: lastDay ? addDays(lastDay, 1) : null }, options)
        await done(t('administration.assigned'), [api.key()])
        onDone()
      }}
    >
      <Field name="membersOf" label={t('administration.membersUnit')} required>
        <FoundPicker source={unitPicker} name="organization.pickUnit" />
      </Field>
      <Field
        name="below"
        label={t('administration.alsoBelow')}
        getValueProps={(value) => ({ checked: value as boolean })}
        getValueFromEvent={(event: { target: { checked: boolean } }) => event.target.checked}
      >
        <Checkbox>{t('administration.alsoBelowHint')}</Checkbox>
      </Field>
      <Field name="role" label={t('administration.role')} required>
        <Select options={(roles ?? []).map((role) => ({ value: role.code, label: both(role.title) }))} />
      </Field>
      <Field name="unitId" label={t('administration.reachUnit')} hint={t('administration.unitHint')}>
        <FoundPicker source={unitPicker} name="organization.pickUnit" />
      </Field>
      <Field name="from" label={t('administration.from')} required>
        <DateField />
      </Field>
      <Field name="lastDay" label={t('administration.until')}>
        <DateField />
      </Field>
    </RecordForm>
  )
}
