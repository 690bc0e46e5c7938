import { App, Button } from 'antd'
import { useWords } from '#ui/i18n.ts'

/** A password that is shown now and never again. */
export function PasswordOnce({ username, password, onDone }: { username: string; password: string; onDone: () => void }) {
  const { t } = useWords()
  const { message } = App.useApp()
  return (
    <div className="password-once">
      <div className="notice notice-soon" role="alert">
        <div className="notice-body">{t('administration.passwordOnce')}</div>
      </div>
      <dl className="facts">
        <div>
          <dt>{t('administration.username')}</dt>
          <dd>{username}</dd>
        </div>
        <div>
          <dt>{t('administration.password')}</dt>
          <dd>
            <code className="password">{password}</code>
          </dd>
        </div>
      </dl>
      <div className="form-foot">
        <Button
          type="primary"
          data-autofocus
          onClick={() => {
            void navigator.clipboard.writeText(password).then(() => message.success(t('administration.passwordCopied')))
          }}
        >
          {t('administration.copyPassword')}
        </Button>
        <Button onClick={onDone}>{t('administration.done')}</Button>
      </div>
    </div>
  )
}
