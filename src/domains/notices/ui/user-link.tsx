import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'

/** The way to one's choice of notices, in the menu of the account. */
export function SettingLink() {
  const { t } = useWords()
  return <A to="/thong-bao/cach-nhan">{t('notices.setting')}</A>
}
