import { useQuery } from '@tanstack/react-query'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import type { CheckedRecords } from '../check.contract.ts'
import { api } from './api.ts'
import './system.css'

const foundIn = ({ rules }: CheckedRecords) => rules.reduce((sum, rule) => sum + rule.count, 0)

/** What in the records breaks a rule: every rule with its count, what is broken first. */
export function ChecksPage() {
  const { t, both, lang } = useWords()
  const { data, error, refetch, isPending } = useQuery(api.checkRecords.queryOptions())
  const count = data?.checked.reduce((sum, check) => sum + foundIn(check), 0) ?? 0
  const rules = data?.checked.reduce((sum, check) => sum + check.rules.length, 0) ?? 0
  const params = { count: formatNumber(count, lang), rules: formatNumber(rules, lang) }
  return (
    <Page
      title={t('system.checks.title')}
      subtitle={data ? t(count === 0 ? 'system.checks.none' : 'system.checks.some', params) : undefined}
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {isPending ? <Skeleton lines={8} /> : null}
      {data?.checked.length === 0 ? <Empty title={t('system.checks.nothing')} hint={t('system.checks.nothingHint')} /> : null}
      {data?.checked
        .toSorted((a, b) => foundIn(b) - foundIn(a))
        .map((check) => (
          <Checked key={check.check} check={check} />
        ))}
      {data && data.left.length > 0 ? (
        <p className="muted">{t('system.checks.left', { names: data.left.map((title) => both(title)).join('; ') })}</p>
      ) : null}
    </Page>
  )
}

function Checked({ check }: { check: CheckedRecords }) {
  const { t, both, lang } = useWords()
  const found = foundIn(check)
  return (
    <Sheet
      title={both(check.title)}
      actions={
        <StateTag state={found === 0 ? 'ok' : 'late'}>
          {found === 0 ? t('system.checks.holds') : t('system.checks.broken', { count: formatNumber(found, lang) })}
        </StateTag>
      }
    >
      <ul className="check-rules">
        {check.rules
          .toSorted((a, b) => b.count - a.count)
          .map(({ rule, words, count }) => (
            <li key={rule}>
              <div className="check-rule">
                <StateTag state={count === 0 ? 'ok' : 'late'}>{formatNumber(count, lang)}</StateTag>
                <span>{both(words)}</span>
              </div>
              {count > 0 ? <Broken check={check} rule={rule} count={count} /> : null}
            </li>
          ))}
      </ul>
    </Sheet>
  )
}

function Broken({ check, rule, count }: { check: CheckedRecords; rule: string; count: number }) {
  const { t, both, lang } = useWords()
  const told = check.findings.filter((finding) => finding.rule === rule)
  return (
    <>
      <ul className="check-found">
        {told.map(({ message, link, record }, at) => (
          <li key={at}>
            {both(message)} {link ? <A to={link}>{t('system.checks.open', { record })}</A> : null}
          </li>
        ))}
      </ul>
      {count > told.length ? (
        <p className="muted">{t('system.checks.more', { count: formatNumber(count - told.length, lang) })}</p>
      ) : null}
    </>
  )
}
