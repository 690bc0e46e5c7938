import { formatDateShort } from '#kernel/dates.ts'
import { Blocks, useBlocks } from '#ui/blocks.tsx'
import { useWords } from '#ui/i18n.ts'
import { Empty, Page } from '#ui/page.tsx'
import { useAsOf, useSelf } from '#ui/shell.tsx'

/** The start page: what waits and what is late first, then a few figures, each from the domain that knows it. */
export function TodayPage() {
  const { t, lang, both } = useWords()
  const self = useSelf()
  const { today } = useAsOf()
  const blocks = useBlocks('today')
  const roles = self.roles.map((role) =>
    role.unitName ? t('ui.user.at', { role: both(role.title), unit: role.unitName }) : both(role.title),
  )
  return (
    <Page
      title={t('start.today')}
      subtitle={[t('start.todayIs', { date: formatDateShort(today, lang) }), self.name, ...roles].join(' · ')}
    >
      {self.demonstration ? <p className="muted today-note">{t('start.demonstration')}</p> : null}
      {blocks.length > 0 ? (
        <div className="today">
          <Blocks place="today" />
        </div>
      ) : (
        <Empty title={t('start.nothing')} hint={t('start.nothingHint')} />
      )}
    </Page>
  )
}
