import { BellOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Badge } from 'antd'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { api } from './api.ts'

/** How many notices are unread, and the way to them. Looked at every half minute while the page is in view. */
export function Bell() {
  const { t } = useWords()
  const { data } = useQuery({ ...api.countUnread.queryOptions(), refetchInterval: 30_000 })
  const unread = data?.unread ?? 0
  const label = unread > 0 ? t('notices.bell.some', { count: unread > 99 ? '99+' : unread }) : t('notices.bell.none')
  return (
    <span className="bell">
      <A to="/thong-bao" className="bell-link">
        <span aria-hidden>
          <Badge count={unread} size="small" overflowCount={99}>
            <BellOutlined />
          </Badge>
        </span>
        <span className="heard">{label}</span>
      </A>
    </span>
  )
}
