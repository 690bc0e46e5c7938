import { Button } from 'antd'
import { formatDateShort } from '#kernel/dates.ts'
import { useAsOf } from '#ui/as-of.ts'
import { lastDay } from '#ui/dates.tsx'
import { useWords } from '#ui/i18n.ts'
import { Empty, StateTag } from '#ui/page.tsx'
import type { Assignment } from '../user.contract.ts'
import { useRoleTitles } from './api.ts'

/** Roles of an account: where, from when to when, and whether they hold today. */
export function Assignments({ assignments, onEnd }: { assignments: Assignment[]; onEnd?: (assignment: Assignment) => void }) {
  const { t, lang } = useWords()
  const { today } = useAsOf()
  const titleOf = useRoleTitles()
  if (assignments.length === 0)
    return <Empty title={t('administration.noAssignments')} hint={t('administration.noAssignmentsHint')} />
  return (
    <div className="table-scroll">
      <table className="plain-table stack">
        <thead>
          <tr>
            <th>{t('administration.role')}</th>
            <th>{t('administration.unit')}</th>
            <th>{t('administration.from')}</th>
            <th>{t('administration.until')}</th>
            <th>{t('administration.state')}</th>
            {onEnd ? (
              <th>
                <span className="heard">{t('administration.end')}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {assignments.map((each) => {
            const over = each.validUntil !== null && each.validUntil <= today
            const coming = each.validFrom > today
            return (
              <tr key={each.id}>
                <td>
                  {titleOf(each.role)}
                  {each.membersOf ? (
                    <div className="muted">
                      {t(each.membersBelow ? 'administration.membersBelow' : 'administration.membersOf', {
                        unit: each.membersOfName ?? '',
                      })}
                    </div>
                  ) : null}
                </td>
                <td>{each.unitName ?? t('administration.wholeProvince')}</td>
                <td className="figures" data-label={t('administration.from')}>
                  {formatDateShort(each.validFrom, lang)}
                </td>
                <td className="figures" data-label={t('administration.until')}>
                  {each.validUntil ? formatDateShort(lastDay(each.validUntil), lang) : '–'}
                </td>
                <td>
                  <StateTag state={over ? 'draft' : coming ? 'soon' : 'ok'}>
                    {t(over ? 'administration.over' : coming ? 'administration.coming' : 'administration.current')}
                  </StateTag>
                </td>
                {onEnd ? (
                  <td className="right">
                    {over ? null : (
                      <Button size="small" onClick={() => onEnd(each)}>
                        {t('administration.end')}
                      </Button>
                    )}
                  </td>
                ) : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
