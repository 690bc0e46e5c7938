import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, ErrorNotice, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import type { DuplicateRow, Side } from '../duplicates/duplicate.contract.ts'
import { birthOf } from '../person.rules.ts'
import { can } from '../people.permissions.ts'
import { api } from './api.ts'
import { DenyForm, ScoreWhy } from './duplicate-parts.tsx'
import { MergeForm } from './merge-form.tsx'
import { personPath } from './person-picker.ts'

/** Two records side by side: what differs, why they may be of one person, and what is decided. */
export function DuplicatePage({ id }: { id: string }) {
  const { t } = useWords()
  const { data, error, refetch } = useQuery(api.comparePair.queryOptions({ input: { id } }))
  if (error || !data) {
    return (
      <Page title={t('people.duplicates')}>
        {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <Skeleton lines={8} />}
      </Page>
    )
  }
  return <Review {...data} />
}

function Review({ pair, one, other }: { pair: DuplicateRow; one: Side; other: Side }) {
  const { t } = useWords()
  const go = useGo()
  const done = useDone()
  const attempt = useAttempt()
  const mayMerge = useMay(can.mergePersons)
  const [form, setForm] = useState<'deny' | 'merge' | null>(null)
  const close = () => setForm(null)
  const reopen = () =>
    attempt(async () => {
      await api.reopenDuplicate.call({ id: pair.id })
      await done(t('people.reopened'), [api.key()])
    })
  const open = (
    <>
      <Button onClick={() => setForm('deny')}>{t('people.deny')}</Button>
      {mayMerge ? (
        <Button type="primary" onClick={() => setForm('merge')}>
          {t('people.merge')}
        </Button>
      ) : null}
    </>
  )
  return (
    <Page
      title={`${one.fullName} / ${other.fullName}`}
      actions={
        pair.state === 'open' ? (
          open
        ) : pair.state === 'not-same' ? (
          <Button onClick={() => void reopen()}>{t('people.reopen')}</Button>
        ) : null
      }
    >
      {pair.state === 'open' ? null : (
        <p>
          <StateTag state="neutral">{t(`people.pairStates.${pair.state}`)}</StateTag> {pair.decidedByName}. {pair.why}
        </p>
      )}
      <Sheet>
        <table className="plain-table stack compare">
          <thead>
            <tr>
              <th scope="col">{t('people.mergeField')}</th>
              <th scope="col">
                <A to={personPath(one.id)}>{t('people.oneRecord')}</A>
              </th>
              <th scope="col">
                <A to={personPath(other.id)}>{t('people.otherRecord')}</A>
              </th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            <Compared label={t('people.fullNameBoth')} values={[one.fullName, other.fullName]} />
            <Compared label={t('people.sex')} values={[one, other].map((s) => t(`people.sexes.${s.sex}`))} />
            <Compared label={t('people.birth')} values={[one, other].map((s) => birthOf(s) ?? '')} date />
            <Compared label={t('people.citizenId')} values={[one.citizenId ?? '', other.citizenId ?? '']} />
            <Compared label={t('people.category')} values={[one, other].map((s) => t(`people.categories.${s.category}`))} />
            <Compared
              label={t('people.account')}
              values={[one, other].map((s) => t(s.hasAccount ? 'people.hasAccount' : 'people.noAccount'))}
            />
            <tr>
              <th scope="row">{t('people.posts')}</th>
              {[one, other].map((side) => (
                <td key={side.id}>
                  <Posts side={side} />
                </td>
              ))}
              <td />
            </tr>
          </tbody>
        </table>
      </Sheet>
      <Sheet title={t('people.scoreWhy')}>
        <ScoreWhy pair={pair} />
      </Sheet>
      <SidePanel open={form === 'deny'} onClose={close} title={t('people.denyTitle')}>
        <DenyForm ids={[pair.id]} onDone={close} onCancel={close} />
      </SidePanel>
      <SidePanel open={form === 'merge'} onClose={close} title={t('people.mergeTitle')}>
        <MergeForm one={one} other={other} onCancel={close} onDone={(keptId) => go(personPath(keptId))} />
      </SidePanel>
    </Page>
  )
}

function Compared({ label, values, date }: { label: string; values: string[]; date?: boolean }) {
  const { t } = useWords()
  const differs = values[0] !== values[1]
  return (
    <tr className={differs ? 'differs' : undefined}>
      <th scope="row">{label}</th>
      {values.map((value, at) => (
        <td key={at} data-label={t(at === 0 ? 'people.oneRecord' : 'people.otherRecord')}>
          {date ? <DateText value={value} /> : value || <span className="muted">–</span>}
        </td>
      ))}
      <td>
        {differs ? (
          <StateTag state="soon">{t('people.mergeDiffers')}</StateTag>
        ) : (
          <StateTag state="ok">{t('people.mergeEqual')}</StateTag>
        )}
      </td>
    </tr>
  )
}

function Posts({ side }: { side: Side }) {
  const { t } = useWords()
  return (
    <ul className="plain-list">
      {side.posts.map((post) => (
        <li key={post.id}>
          <DateText value={post.validFrom} /> – {post.validUntil ? <DateText value={post.validUntil} /> : t('people.untilNow')}:{' '}
          {post.title}, {post.unitName}
          {post.isMain ? null : <span className="muted"> ({t('people.sidePost')})</span>}
        </li>
      ))}
    </ul>
  )
}
