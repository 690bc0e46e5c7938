import { Input } from 'antd'
import { useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import { isDay } from '../section.rules.ts'
import { dayText, parseDay } from './day.ts'

/** A day typed as far as it is known; what is no day is given on as typed, so that the check can say so. */
export function DayField(props: { value?: string | null; onChange?: (value: string | null) => void; id?: string }) {
  const { t } = useWords()
  const [typed, setTyped] = useState<string | null>(null)
  const { value, onChange } = props
  const shown = value && isDay(value) ? dayText(value, 'vi') : (value ?? '')
  return (
    <Input
      id={props.id}
      inputMode="numeric"
      autoComplete="off"
      placeholder={t('personnel.dayHint')}
      value={typed ?? shown}
      onChange={(event) => {
        setTyped(event.target.value)
        onChange?.(event.target.value.trim() === '' ? null : (parseDay(event.target.value) ?? event.target.value))
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
