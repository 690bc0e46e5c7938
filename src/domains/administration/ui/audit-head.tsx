import { CopyOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import { api } from './api.ts'

/** Number and hash of the newest entry, to be written down elsewhere. */
export function AuditHeadView() {
  const { t, lang } = useWords()
  const { message } = App.useApp()
  const { data: head } = useQuery(api.readAuditHead.queryOptions())
  if (!head) return null
  const written = `${head.seq}:${head.hash}`
  return (
    <details className="audit-head">
      <summary>
        {t('administration.head')}: <span className="figures">{formatNumber(head.seq, lang)}</span>{' '}
        <code className="muted">{head.hash.slice(0, 12)}…</code>
      </summary>
      <p>{t('administration.headHint')}</p>
      <p>
        <code className="audit-hash">noivu audit verify --against {written}</code>
      </p>
      <Button
        size="small"
        icon={<CopyOutlined />}
        onClick={() => void navigator.clipboard.writeText(written).then(() => message.success(t('administration.headCopied')))}
      >
        {t('administration.copyHead')}
      </Button>
    </details>
  )
}
