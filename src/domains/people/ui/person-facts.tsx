import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, Empty, ErrorNotice, Facts, Skeleton } from '#ui/page.tsx'
import { Timeline } from '#ui/timeline.tsx'
import { unitPath } from '#domains/organization/ui/index.tsx'
import type { Person, Post } from '../person.contract.ts'
import { api } from './api.ts'

/** Whether a post is held on a day. */
export function heldOn(post: Pick<Post, 'validFrom' | 'validUntil'>, day: string): boolean {
  return post.validFrom <= day && (post.validUntil === null || post.validUntil > day)
}

/** What is recorded of a person, and the main post on the day shown. */
export function PersonFacts({ person }: { person: Person }) {
  const { t } = useWords()
  const { asOf, today } = useAsOf()
  const main = person.posts.find((post) => post.isMain && heldOn(post, asOf ?? today))
  return (
    <Facts
      items={[
        { label: t('people.fullName'), value: person.fullName },
        {
          label: person.birthDayKnown ? t('people.birthDate') : t('people.birthYear'),
          value: person.birthDayKnown ? <BirthShown person={person} /> : person.birthYear ? String(person.birthYear) : null,
        },
        { label: t('people.sex'), value: t(`people.sexes.${person.sex}`) },
        { label: t('people.category'), value: t(`people.categories.${person.category}`) },
        { label: t('people.post'), value: main ? main.title : t('people.noPostThen') },
        { label: t('people.unit'), value: main ? <A to={unitPath(main.unitId)}>{main.unitName}</A> : null },
        { label: t('people.postFrom'), value: main ? <DateText value={main.validFrom} /> : null },
      ]}
    />
  )
}

/** A month as people write it: 03/1985. */
const monthShown = (month: number, year: number | null) => `${String(month).padStart(2, '0')}/${String(year ?? '')}`

/** The year, and the day for who asks: that look is written into the log. */
function BirthShown({ person }: { person: Person }) {
  const { t } = useWords()
  const [asked, setAsked] = useState(false)
  const { data, error } = useQuery({
    ...api.readBirth.queryOptions({ input: { id: person.id } }),
    enabled: asked,
    staleTime: Infinity,
  })
  if (data?.birthDate) return <DateText value={data.birthDate} />
  if (data?.birthMonth) return <span className="figures">{monthShown(data.birthMonth, data.birthYear)}</span>
  return (
    <span className="masked">
      <span className="figures" aria-label={t('people.birthMasked', { year: person.birthYear ?? '' })}>
        ••/••/{person.birthYear}
      </span>
      <Button size="small" title={t('people.showLogged')} loading={asked && !error} onClick={() => setAsked(true)}>
        {t('people.show')}
      </Button>
    </span>
  )
}

/** All posts as one line of time, newest first; units carry the name they had when the post began. */
export function PersonPosts({ person, acts }: { person: Person; acts?: (post: Post) => ReactNode }) {
  const { t } = useWords()
  const { asOf, today } = useAsOf()
  if (person.posts.length === 0) return <Empty title={t('people.noPosts')} hint={t('people.noPostsHint')} />
  return (
    <Timeline
      kinds={{ main: t('people.mainPost'), side: t('people.sidePost') }}
      items={person.posts.map((post) => ({
        id: post.id,
        from: post.validFrom,
        until: post.validUntil,
        title: post.title,
        detail: (
          <>
            <A to={unitPath(post.unitId)}>{post.unitName}</A>
            <PostFacts post={post} />
            {acts?.(post)}
          </>
        ),
        kind: post.isMain ? 'main' : 'side',
        current: heldOn(post, asOf ?? today),
      }))}
    />
  )
}

/** The decision behind a post, what it is held as, and why it ended. */
function PostFacts({ post }: { post: Post }) {
  const { t, lang } = useWords()
  const facts = [
    post.isMain ? null : t('people.sidePost'),
    post.decisionNumber ? t('people.decisionLine', { number: post.decisionNumber }) : null,
    post.decisionOn ? formatDateShort(post.decisionOn, lang) : null,
    post.decidedBy,
    post.category ? t(`people.categories.${post.category}`) : null,
    post.contract ? t(`people.contracts.${post.contract}`) : null,
    post.endReason && post.endReason !== 'moved'
      ? t('people.endedLine', { reason: t(`people.endReasons.${post.endReason}`) })
      : null,
  ].filter(Boolean)
  return facts.length > 0 ? <div className="muted hint">{facts.join(' · ')}</div> : null
}

/** A person beside the list. */
export function PersonSummary({ id }: { id: string }) {
  const { t } = useWords()
  const { data: person, error, refetch } = useQuery(api.getPerson.queryOptions({ input: { id } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!person) return <Skeleton lines={8} />
  return (
    <>
      <PersonFacts person={person} />
      <h3 className="panel-section">{t('people.posts')}</h3>
      <PersonPosts person={person} />
    </>
  )
}
