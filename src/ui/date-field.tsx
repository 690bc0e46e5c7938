import { CalendarOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useRef, useState } from 'react'
import { formatDateShort, isPlainDate, parseDate } from '#kernel/dates.ts'
import { useWords } from './i18n.ts'

/**
 * A date typed as people write it: `1/7/22`, `01/07/2022`, `1-7-2022`. Gives an ISO date; what is no date is given on as typed, so that
 * the check can say so and nothing typed is lost.
 */
export function DateField(props: {
  value?: string | null
  onChange?: (value: string | null) => void
  onPressEnter?: () => void
  id?: string
  autoFocus?: boolean
  disabled?: boolean
  'aria-label'?: string
}) {
  const { t } = useWords()
  const { value, onChange } = props
  const calendar = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  // Days are typed and read in the Vietnamese order in both languages: a field that takes 1/7/22 must show 01/07/2022.
  const shown = value && isPlainDate(value) ? formatDateShort(value, 'vi') : (value ?? '')

  function settle() {
    if (typed !== null) setTyped(null)
  }
  return (
    <span className="date-field">
      <Input
        id={props.id}
        aria-label={props['aria-label']}
        autoFocus={props.autoFocus}
        disabled={props.disabled}
        inputMode="numeric"
        autoComplete="off"
        placeholder={t('ui.form.dateHint')}
        value={typed ?? shown}
        onChange={(event) => {
          setTyped(event.target.value)
          onChange?.(event.target.value.trim() === '' ? null : (parseDate(event.target.value) ?? event.target.value))
        }}
        onBlur={settle}
        onPressEnter={() => {
          settle()
          props.onPressEnter?.()
        }}
        suffix={
          <button
            type="button"
            tabIndex={-1}
            className="date-open"
            aria-label={t('ui.form.openCalendar')}
            disabled={props.disabled}
            onClick={() => calendar.current?.showPicker()}
          >
            <CalendarOutlined />
          </button>
        }
      />
      <input
        ref={calendar}
        type="date"
        className="date-native"
        tabIndex={-1}
        aria-hidden
        value={value && isPlainDate(value) ? value : ''}
        onChange={(event) => {
          setTyped(null)
          onChange?.(event.target.value || null)
        }}
      />
    </span>
  )
}
