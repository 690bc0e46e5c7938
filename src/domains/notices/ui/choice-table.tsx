import { Select } from 'antd'
import { useWords } from '#ui/i18n.ts'
import { type MailChoice, mailChoices } from '#kernel/notices/notice.rules.ts'

interface Kind {
  id: string
  title: { vi: string; en: string }
  usual: MailChoice
}

/** For each kind of notice: at once, in the digest, or no e-mail. A kind never touched keeps what is usual. */
export function ChoiceTable(props: {
  kinds: Kind[]
  value?: Record<string, MailChoice>
  onChange?: (value: Record<string, MailChoice>) => void
}) {
  const { t, both } = useWords()
  const { kinds, value = {}, onChange } = props
  return (
    <ul className="plain choice-table">
      {kinds.map((kind) => (
        <li key={kind.id}>
          <span>{both(kind.title)}</span>
          <Select
            aria-label={both(kind.title)}
            value={value[kind.id] ?? kind.usual}
            options={mailChoices.map((choice) => ({ value: choice, label: t(`notices.choice.${choice}`) }))}
            onChange={(choice: MailChoice) => onChange?.({ ...value, [kind.id]: choice })}
          />
        </li>
      ))}
    </ul>
  )
}
