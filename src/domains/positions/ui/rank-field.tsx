import { useQuery } from '@tanstack/react-query'
import { AutoComplete } from 'antd'
import { api } from './api.ts'

/** Ranks of the list, or a code that the list does not have yet. */
export function RankField({
  value,
  onChange,
  id,
  label,
}: {
  value?: string | null
  onChange?: (code: string | null) => void
  id?: string
  label?: string
}) {
  const { data } = useQuery(api.listRanks.queryOptions({ input: {}, staleTime: 300_000 }))
  return (
    <AutoComplete
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label, placeholder: label } : {})}
      value={value ?? null}
      onChange={(code: string | undefined) => onChange?.(code?.trim() ? code : null)}
      options={(data ?? []).map((rank) => ({ value: rank.code, label: `${rank.code} · ${rank.label}` }))}
      showSearch={{ filterOption: (text, option) => (option?.label ?? '').toLowerCase().includes(text.toLowerCase()) }}
      allowClear
    />
  )
}
