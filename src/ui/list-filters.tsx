import { CloseOutlined, DownOutlined } from '@ant-design/icons'
import { useQueries } from '@tanstack/react-query'
import { Button, Checkbox, Input, Popover } from 'antd'
import { useState } from 'react'
import { formatDateShort, isPlainDate } from '#kernel/dates.ts'
import type { ListFilter, ListShape } from '#kernel/lists.ts'
import { useAsOf } from './as-of.ts'
import { DateField } from './date-field.tsx'
import { useWords } from './i18n.ts'
import type { ListState } from './list-question.ts'
import { Picker, usePickerSource } from './picker.tsx'

/** The filters of a list as chips in words: `Đơn vị: Sở Nội vụ`. */
export function ListFilters({ shape, state, fixed }: { shape: ListShape; state: ListState; fixed?: Record<string, string> }) {
  const { t } = useWords()
  const offered = shape.filters.filter((filter) => !(fixed && filter.key in fixed))
  if (offered.length === 0) return null
  return (
    <div className="chips" role="group" aria-label={t('ui.list.filter')}>
      {offered.map((filter) =>
        filter.typed ? (
          <TypedChip
            key={filter.key}
            filter={filter}
            values={state.filters[filter.key] ?? []}
            onChange={(values) => state.setFilter(filter.key, values)}
          />
        ) : filter.picker ? (
          <PickerChip
            key={filter.key}
            filter={filter}
            values={state.filters[filter.key] ?? []}
            onChange={(values) => state.setFilter(filter.key, values)}
          />
        ) : (
          <ChoiceChip
            key={filter.key}
            filter={filter}
            values={state.filters[filter.key] ?? []}
            onChange={(values) => state.setFilter(filter.key, values)}
          />
        ),
      )}
      {state.narrowed ? (
        <button type="button" className="chip-clear" onClick={state.clear}>
          {t('ui.list.clearFilters')}
        </button>
      ) : null}
    </div>
  )
}

interface ChipProps {
  filter: ListFilter
  values: string[]
  onChange: (values: string[]) => void
}

function ChoiceChip({ filter, values, onChange }: ChipProps) {
  const { t } = useWords()
  const choices = filter.choices ?? []
  const said = values.map((value) => t(choices.find((choice) => choice.value === value)?.title ?? value))
  return (
    <Chip filter={filter} said={said} onClear={() => onChange([])}>
      {() => (
        <Checkbox.Group
          className="chip-choices"
          value={values}
          options={choices.map((choice) => ({ value: choice.value, label: t(choice.title) }))}
          onChange={(next) => onChange(next)}
        />
      )}
    </Chip>
  )
}

function PickerChip({ filter, values, onChange }: ChipProps) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const source = usePickerSource(filter.picker)
  const found = useQueries({
    queries: values.map((id) => ({
      queryKey: ['chosen', filter.picker, id, asOf],
      queryFn: async () => (await source?.find(id, asOf)) ?? null,
      enabled: source !== undefined,
      staleTime: 5 * 60_000,
    })),
  })
  if (!source) return null
  const said = values.map((_, index) => found[index]?.data?.label ?? '…')
  return (
    <Chip filter={filter} said={said} onClear={() => onChange([])}>
      {(close) => (
        <Picker
          autoFocus
          aria-label={t(filter.title)}
          value={values[0] ?? null}
          chosen={found[0]?.data ?? null}
          search={(text) => source.search(text, asOf)}
          onChange={(id) => {
            onChange(id ? [id] : [])
            close()
          }}
        />
      )}
    </Chip>
  )
}

function TypedChip({ filter, values, onChange }: ChipProps) {
  const { t, lang } = useWords()
  const [typed, setTyped] = useState<string | null>(null)
  const day = filter.typed === 'day'
  const given = typed ?? values[0] ?? ''
  const said = values.map((value) => (day && isPlainDate(value) ? formatDateShort(value, lang) : value))
  return (
    <Chip filter={filter} said={said} onClear={() => onChange([])}>
      {(close) => {
        const settle = () => {
          const text = given.trim()
          if (day && text !== '' && !isPlainDate(text)) return
          onChange(text === '' ? [] : [text])
          setTyped(null)
          close()
        }
        return (
          <div className="chip-typed">
            {day ? (
              <DateField
                autoFocus
                aria-label={t(filter.title)}
                value={given}
                onChange={(next) => setTyped(next ?? '')}
                onPressEnter={settle}
              />
            ) : (
              <Input
                autoFocus
                aria-label={t(filter.title)}
                placeholder={filter.hint ? t(filter.hint) : undefined}
                maxLength={200}
                value={given}
                onChange={(event) => setTyped(event.target.value)}
                onPressEnter={settle}
              />
            )}
            <Button onClick={settle}>{t('ui.list.filter')}</Button>
          </div>
        )
      }}
    </Chip>
  )
}

function Chip(props: {
  filter: ListFilter
  said: string[]
  onClear: () => void
  children: (close: () => void) => React.ReactNode
}) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const name = t(props.filter.title)
  const on = props.said.length > 0
  const words = props.said.length > 2 ? t('ui.list.chosen', { count: props.said.length }) : props.said.join(', ')
  return (
    <span className={`chip-pair${on ? ' chip-on' : ''}`}>
      <Popover
        trigger="click"
        placement="bottomLeft"
        arrow={false}
        open={open}
        onOpenChange={setOpen}
        destroyOnHidden
        content={
          <div
            className="chip-body"
            onKeyDown={(event) => {
              if (event.key === 'Escape') setOpen(false)
            }}
          >
            {props.children(() => setOpen(false))}
          </div>
        }
      >
        <button
          type="button"
          className="chip"
          aria-expanded={open}
          aria-label={on ? undefined : t('ui.list.addFilter', { name })}
        >
          {on ? (
            <>
              <span className="muted">{name}:</span> <span className="chip-words">{words}</span>
            </>
          ) : (
            name
          )}
          <DownOutlined aria-hidden className="chip-arrow" />
        </button>
      </Popover>
      {on ? (
        <button type="button" className="chip-remove" aria-label={t('ui.list.removeFilter', { name })} onClick={props.onClear}>
          <CloseOutlined />
        </button>
      ) : null}
    </span>
  )
}
