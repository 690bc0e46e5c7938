import { SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { createContext, useContext, useEffect, useState } from 'react'
import type { Choice } from '#kernel/contract.ts'
import { useWords } from './i18n.ts'
import type { PickerSource } from './screens.ts'

/** All pickers of all domains, by the name lists give in `filter.picker`. */
export const PickersContext = createContext<Record<string, PickerSource>>({})

/** The picker a list's filter names. */
export function usePickerSource(name: string | undefined): PickerSource | undefined {
  const pickers = useContext(PickersContext)
  return name === undefined ? undefined : pickers[name]
}

/** A value that follows after a pause. */
export function useSettled<T>(value: T, milliseconds = 150): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return settled
}

let pickerCount = 0

/** Finds one record by typing; the server searches, so the list is never loaded whole. */
export function Picker(props: {
  value?: string | null
  onChange?: (id: string | null, choice: Choice | null) => void
  search: (text: string) => Promise<Choice[]>
  placeholder?: string
  /** The words of a value chosen before. */
  chosen?: Choice | null
  id?: string
  autoFocus?: boolean
  'aria-label'?: string
}) {
  const { t } = useWords()
  const [name] = useState(() => `picker-${(pickerCount += 1)}`)
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [known, setKnown] = useState<Choice | null>(null)
  const settled = useSettled(text)
  const { data, isFetching } = useQuery({
    queryKey: [name, settled, props.chosen?.id],
    queryFn: () => props.search(settled),
    enabled: open,
    staleTime: 30_000,
  })
  const choices = data ?? []
  const current = [props.chosen, known].find((choice) => choice && choice.id === props.value)
  const options = current && !choices.some((choice) => choice.id === current.id) && !settled ? [current, ...choices] : choices
  return (
    <Select
      id={props.id}
      aria-label={props['aria-label']}
      className="picker"
      showSearch={{ filterOption: false, onSearch: setText, searchValue: text }}
      allowClear
      suffixIcon={<SearchOutlined aria-hidden />}
      autoFocus={props.autoFocus}
      value={props.value ?? null}
      placeholder={props.placeholder ?? t('ui.picker.placeholder')}
      notFoundContent={isFetching ? t('ui.loading') : t('ui.picker.none')}
      onOpenChange={setOpen}
      labelRender={(label) => current?.label ?? label.label ?? props.chosen?.label ?? ''}
      options={(current && !open ? [current] : options).map((choice) => ({
        value: choice.id,
        label: choice.label,
        hint: choice.hint,
      }))}
      optionRender={(option) => (
        <div className="choice">
          <span>{option.label}</span>
          {option.data.hint ? <span className="muted">{option.data.hint}</span> : null}
        </div>
      )}
      onChange={(id: string | null | undefined) => {
        const choice = options.find((each) => each.id === id) ?? null
        setKnown(choice)
        setText('')
        props.onChange?.(id ?? null, choice)
      }}
    />
  )
}

/** A picker of a form: it finds the words of a value restored from a draft by itself. */
export function FoundPicker(props: {
  source: PickerSource
  name: string
  value?: string | null
  onChange?: (id: string | null) => void
  id?: string
  'aria-label'?: string
}) {
  const { source, name, value, onChange, id } = props
  const { data } = useQuery({
    queryKey: ['chosen', name, value, undefined],
    queryFn: async () => (value ? await source.find(value) : null),
    enabled: Boolean(value),
    staleTime: 5 * 60_000,
  })
  return (
    <Picker
      id={id}
      aria-label={props['aria-label']}
      value={value}
      chosen={data ?? null}
      onChange={(next) => onChange?.(next)}
      search={(text) => source.search(text)}
    />
  )
}
