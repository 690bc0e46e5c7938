import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { RecordOrigin } from '#domains/imports/ui/index.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { Blocks, useBlocks } from '#ui/blocks.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Page, Sheet, Skeleton, WaitingPage } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { Tabs } from '#ui/tabs.tsx'
import { can } from '../people.permissions.ts'
import type { Person, Post } from '../person.contract.ts'
import { api } from './api.ts'
import { CorrectForm } from './correct-form.tsx'
import { MoveForm } from './move-form.tsx'
import { AddPostForm, CorrectPostForm, EndPostForm } from './post-forms.tsx'
import { heldOn, PersonFacts, PersonPosts } from './person-facts.tsx'
import { personPath } from './person-picker.ts'

/** One person: facts, career, what other domains know, who changed what. */
export function PersonPage({ id }: { id: string }) {
  const { t } = useWords()
  const { asOf, today } = useAsOf()
  const may = useMay(can.changePerson) && !asOf
  const [form, setForm] = useState<'correct' | 'move' | 'add' | null>(null)
  const parts = useBlocks('people.person.tab')
  const { data: person, error, refetch } = useQuery(api.getPerson.queryOptions({ input: { id } }))
  if (error || !person) return <WaitingPage title={t('people.person')} error={error} retry={() => void refetch()} />
  const main = person.posts.find((post) => post.isMain && heldOn(post, asOf ?? today))
  const close = () => setForm(null)
  return (
    <Page
      title={person.fullName}
      subtitle={main ? t('people.atUnit', { title: main.title, unit: main.unitName }) : t('people.noPostThen')}
      actions={
        may ? (
          <>
            <Button onClick={() => setForm('correct')}>{t('people.correct')}</Button>
            <Button onClick={() => setForm('add')}>{t('people.addPost')}</Button>
            <Button type="primary" onClick={() => setForm('move')}>
              {t('people.move')}
            </Button>
          </>
        ) : null
      }
    >
      {person.id === id ? null : (
        <p role="status">
          {t('people.goneHere')} <A to={personPath(person.id)}>{person.fullName}</A>
        </p>
      )}
      <Tabs
        label={person.fullName}
        tabs={[
          { key: 'ho-so', title: t('people.overview'), content: () => <Overview person={person} /> },
          ...parts.map((block) => ({
            key: block.id,
            title: block.title ? t(block.title) : '',
            content: () => <Blocks place="people.person.tab" only={block.id} with={{ id: person.id }} />,
          })),
          { key: 'lich-su', title: t('people.history'), content: () => <PersonHistory id={person.id} /> },
        ]}
      />
      <SidePanel open={form === 'correct'} onClose={close} title={t('people.correctTitle', { name: person.fullName })}>
        <CorrectForm person={person} onDone={close} />
      </SidePanel>
      <SidePanel open={form === 'move'} onClose={close} title={t('people.moveTitle', { name: person.fullName })}>
        <MoveForm person={person} onDone={close} />
      </SidePanel>
      <SidePanel open={form === 'add'} onClose={close} title={t('people.addPostTitle', { name: person.fullName })}>
        <AddPostForm person={person} onDone={close} />
      </SidePanel>
    </Page>
  )
}

function Overview({ person }: { person: Person }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changePerson) && !asOf
  const [act, setAct] = useState<{ form: 'end' | 'correct'; post: Post } | null>(null)
  const close = () => setAct(null)
  const acts = (post: Post) => (
    <div>
      <span className="code-acts">
        {post.validUntil === null ? (
          <Button size="small" onClick={() => setAct({ form: 'end', post })}>
            {t('people.endPost')}
          </Button>
        ) : null}
        <Button size="small" type="text" onClick={() => setAct({ form: 'correct', post })}>
          {t('people.correctPost')}
        </Button>
      </span>
    </div>
  )
  return (
    <div className="columns">
      <div>
        <Sheet title={t('people.facts')}>
          <PersonFacts person={person} />
        </Sheet>
        <Blocks place="people.person" with={{ id: person.id }} />
      </div>
      <Sheet title={t('people.posts')}>
        <PersonPosts person={person} {...(may ? { acts } : {})} />
      </Sheet>
      <SidePanel open={act?.form === 'end'} onClose={close} title={t('people.endPostTitle', { title: act?.post.title ?? '' })}>
        {act ? <EndPostForm person={person} post={act.post} onDone={close} /> : null}
      </SidePanel>
      <SidePanel
        open={act?.form === 'correct'}
        onClose={close}
        title={t('people.correctPostTitle', { title: act?.post.title ?? '' })}
      >
        {act ? <CorrectPostForm person={person} post={act.post} onDone={close} /> : null}
      </SidePanel>
    </div>
  )
}

const fieldsShown = [
  'family_and_middle',
  'given',
  'sex',
  'birth_date',
  'birth_year',
  'category',
  'title',
  'is_main',
  'valid_from',
  'valid_until',
  'decision_number',
  'decision_on',
  'end_reason',
]

function PersonHistory({ id }: { id: string }) {
  const { t, has } = useWords()
  const { data, error, refetch } = useQuery(api.personHistory.queryOptions({ input: { id } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  return (
    <Sheet>
      <RecordOrigin kind="people" id={id} />
      <History
        events={data}
        labels={(field) => (fieldsShown.includes(field) ? t(`people.fields.${field}`) : '')}
        values={(field, value) => {
          const key = {
            end_reason: `people.endReasons.${String(value)}`,
            sex: `people.sexes.${String(value)}`,
            category: `people.categories.${String(value)}`,
          }[field]
          if (field === 'birth_year' && typeof value === 'number') return String(value)
          return key && has(key) ? t(key) : undefined
        }}
      />
    </Sheet>
  )
}
