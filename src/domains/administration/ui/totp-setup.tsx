import { useQuery } from '@tanstack/react-query'
import { Button, Input, QRCode } from 'antd'
import { type FormEvent, useState } from 'react'
import { errorText } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Skeleton } from '#ui/page.tsx'
import { api } from './api.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

/** Sets up an authenticator application: scan, confirm with a code, keep the recovery codes. */
export function TotpSetup({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const [codes, setCodes] = useState<string[] | null>(null)
  const [asked] = useState(() => crypto.randomUUID())
  const { data, error, refetch } = useQuery({
    queryKey: ['totp', asked],
    queryFn: () => api.startTotp.call(),
    staleTime: Infinity,
    gcTime: 0,
  })
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  async function confirm() {
    setBusy(true)
    setProblem('')
    try {
      setCodes((await api.confirmTotp.call({ code })).recoveryCodes)
    } catch (failed) {
      setProblem(errorText(failed, t))
    }
    setBusy(false)
  }
  return (
    <form
      className="stack-gap"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void confirm()
      }}
    >
      <p>{t('administration.totpScan')}</p>
      <div className="qr">
        <QRCode
          type="svg"
          value={data.address}
          size={180}
          bordered={false}
          color="black"
          bgColor="white"
          aria-label={t('administration.totpPicture')}
        />
      </div>
      <p className="muted">
        {t('administration.totpType')} <code className="secret">{data.secret.match(/.{4}/g)?.join(' ')}</code>
      </p>
      {problem ? <ErrorNotice error={problem} /> : null}
      <label>
        {t('administration.oneTimeCode')}
        <Input
          className="figures"
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      <Button type="primary" htmlType="submit" loading={busy} disabled={code.trim().length < 6}>
        {t('administration.confirm')}
      </Button>
    </form>
  )
}
