import { App, Button } from 'antd'
import { useWords } from '#ui/i18n.ts'

/** Recovery codes, shown now and never again. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useWords()
  const { message } = App.useApp()
  return (
    <div className="stack-gap">
      <div className="notice notice-soon" role="alert">
        <div className="notice-body">{t('administration.recoveryOnce')}</div>
      </div>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="form-foot">
        <Button
          type="primary"
          data-autofocus
          onClick={() => {
            void navigator.clipboard.writeText(codes.join('\n')).then(() => message.success(t('administration.codesCopied')))
          }}
        >
          {t('administration.copyCodes')}
        </Button>
        <Button onClick={onDone}>{t('administration.done')}</Button>
      </div>
    </div>
  )
}
