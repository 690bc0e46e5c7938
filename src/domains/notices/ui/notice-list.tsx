import { CheckOutlined, SettingOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page, StateTag } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import { noticeList, type NoticeRow } from '../notice.contract.ts'
import { api } from './api.ts'

/** One's own notices. Opening one marks it as read and leads to what it speaks of. */
export function NoticeList() {
  const { t, lang, both } = useWords()
  const go = useGo()
  const attempt = useAttempt()
  const done = useDone()
  const cells = useMemo(
    () => ({
      text: (row: NoticeRow) => (row.state === 'unread' ? <strong>{both(row.text)}</strong> : both(row.text)),
      kindTitle: (row: NoticeRow) => both(row.kindTitle),
      raisedAt: (row: NoticeRow) => <span className="figures">{formatDateTime(row.raisedAt, lang)}</span>,
      state: (row: NoticeRow) => (
        <StateTag state={row.state === 'unread' ? 'soon' : 'neutral'}>{t(`notices.states.${row.state}`)}</StateTag>
      ),
      mail: (row: NoticeRow) => t(`notices.mails.${row.mail}`),
    }),
    [t, lang, both],
  )

  async function mark(ids: string[], read: boolean, undoable: boolean) {
    await attempt(async () => {
      await api.markRead.call({ ids, read })
      const said = t(read ? 'notices.readDone' : 'notices.unreadDone')
      await done(said, [api.key()], undoable ? () => void mark(ids, !read, false) : undefined)
    })
  }
  async function markAll() {
    await attempt(async () => {
      const { marked } = await api.markAllRead.call(undefined)
      await done(t('notices.allReadDone', { count: marked }), [api.key()])
    })
  }
  async function open(row: NoticeRow) {
    if (row.state === 'unread') {
      await attempt(() => api.markRead.call({ ids: [row.id], read: true }))
      await done(t('notices.readDone'), [api.key()])
    }
    if (row.link) go(row.link)
  }
  return (
    <Page
      title={t('notices.notices')}
      actions={
        <>
          <Button icon={<CheckOutlined />} onClick={() => void markAll()}>
            {t('notices.allRead')}
          </Button>
          <Button icon={<SettingOutlined />} onClick={() => go('/thong-bao/cach-nhan')}>
            {t('notices.setting')}
          </Button>
        </>
      }
    >
      <DataList<NoticeRow>
        shape={noticeList}
        queryKey={api.listNotices.key()}
        fetchPage={(input) => api.listNotices.call(input)}
        cells={cells}
        peek={(row) => (
          <div className="notice-peek">
            <p>{both(row.text)}</p>
            <p className="muted">
              {both(row.kindTitle)} · <span className="figures">{formatDateTime(row.raisedAt, lang)}</span>
            </p>
            <Button onClick={() => void mark([row.id], row.state === 'unread', true)}>
              {t(row.state === 'unread' ? 'notices.markRead' : 'notices.markUnread')}
            </Button>
          </div>
        )}
        onOpen={(row) => void open(row)}
        rowLabel={(row) => both(row.kindTitle)}
        empty={{ title: t('notices.empty'), hint: t('notices.emptyHint') }}
      />
    </Page>
  )
}
