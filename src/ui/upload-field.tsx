import { CloseOutlined, FileOutlined, InboxOutlined, ReloadOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { type DragEvent, useEffect, useId, useRef, useState } from 'react'
import { formatBytes } from '#kernel/numbers.ts'
import { errorText } from './client.ts'
import { sendFile, type ShownFile, type Uploading } from './files.ts'
import { useWords } from './i18n.ts'

interface Sending {
  file: File
  requestId: string
  share: number
  error: unknown
}

/**
 * A field for one file: dropped on it, pasted, or chosen. Shows how far it is, can be stopped and tried again; the value is the file once
 * the server has all of it.
 *
 * @example <Field name="minutes" label={t('club.minutes')}><UploadField purpose="club.minutes" accept=".pdf" /></Field>
 */
export function UploadField(props: {
  purpose: string
  /** Endings the chooser offers; what is taken is decided by content. */
  accept?: string
  value?: ShownFile | null
  onChange?: (file: ShownFile | null) => void
  onBusy?: (busy: boolean) => void
  hint?: string
  id?: string
}) {
  const { t, lang } = useWords()
  const { value, onChange, onBusy } = props
  const input = useRef<HTMLInputElement>(null)
  const under = useRef<Uploading | null>(null)
  const [sending, setSending] = useState<Sending | null>(null)
  const [over, setOver] = useState(false)
  const hint = useId()
  useEffect(() => () => under.current?.cancel(), [])

  function send(file: File, requestId: string = crypto.randomUUID()) {
    under.current?.cancel()
    const upload = sendFile(file, {
      purpose: props.purpose,
      requestId,
      onProgress: (share) => setSending((now) => now && { ...now, share }),
    })
    under.current = upload
    setSending({ file, requestId, share: 0, error: null })
    onBusy?.(true)
    upload.done.then(
      (stored) => {
        if (under.current !== upload) return
        setSending(null)
        onBusy?.(false)
        onChange?.(stored)
      },
      (error: unknown) => {
        if (under.current !== upload) return
        onBusy?.(false)
        setSending(error instanceof DOMException && error.name === 'AbortError' ? null : { file, requestId, share: 0, error })
      },
    )
  }

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) send(file)
  }

  return (
    <div
      className={`upload${over ? ' upload-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={(event) => {
        const [file] = event.clipboardData.files
        if (file) send(file)
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        accept={props.accept}
        aria-label={t('ui.upload.choose')}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) send(file)
          // The same file may be chosen again.
          event.target.value = ''
        }}
      />
      {sending ? (
        <div className="upload-row" role="status">
          <FileOutlined aria-hidden />
          <div className="upload-main">
            <span className="upload-name">{sending.file.name}</span>
            {sending.error ? (
              <span className="upload-error" role="alert">
                {errorText(sending.error, t)}
              </span>
            ) : (
              <Progress percent={Math.round(sending.share * 100)} size="small" aria-label={t('ui.upload.sending')} />
            )}
          </div>
          {sending.error ? (
            <>
              <Button size="small" icon={<ReloadOutlined />} onClick={() => send(sending.file, sending.requestId)}>
                {t('ui.retry')}
              </Button>
              <Button size="small" onClick={() => setSending(null)}>
                {t('ui.upload.giveUp')}
              </Button>
            </>
          ) : (
            <Button size="small" onClick={() => under.current?.cancel()}>
              {t('ui.upload.stop')}
            </Button>
          )}
        </div>
      ) : value ? (
        <div className="upload-row">
          <FileOutlined aria-hidden />
          <div className="upload-main">
            <span className="upload-name">{value.name}</span>
            <span className="muted figures">{formatBytes(value.size, lang)}</span>
            {value.mismatch ? <span className="upload-error">{t('ui.upload.mismatch', { ending: value.mismatch })}</span> : null}
          </div>
          <Button size="small" onClick={() => input.current?.click()}>
            {t('ui.upload.replace')}
          </Button>
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined />}
            aria-label={t('ui.upload.remove', { name: value.name })}
            onClick={() => onChange?.(null)}
          />
        </div>
      ) : (
        <div className="upload-row">
          <InboxOutlined aria-hidden />
          <div className="upload-main">
            <span id={hint} className="muted">
              {props.hint ?? t('ui.upload.drop')}
            </span>
          </div>
          <Button size="small" id={props.id} aria-describedby={hint} onClick={() => input.current?.click()}>
            {t('ui.upload.choose')}
          </Button>
        </div>
      )}
    </div>
  )
}
