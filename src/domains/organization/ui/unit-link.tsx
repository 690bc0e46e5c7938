import { useQuery } from '@tanstack/react-query'
import { Tooltip } from 'antd'
import { useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import type { UnitName } from '../act.contract.ts'
import { api } from './api.ts'
import { unitPath } from './unit-picker.ts'

/** A unit by name, with its code; a new one has no page before the act is applied. Its link tells what it is now. */
export function UnitLink({ unit, plain = false }: { unit: UnitName; plain?: boolean }) {
  const name = unit.name || unit.code
  return (
    <>
      {plain || !unit.name ? name : <ToldLink unit={unit} />} <span className="muted">{unit.code}</span>
    </>
  )
}

/** Looked at, a link says what became of a unit that is gone, what one is called now that was renamed, or what it stands below. */
function ToldLink({ unit }: { unit: UnitName }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const { data } = useQuery({ ...api.getUnit.queryOptions({ input: { id: unit.id } }), enabled: open, staleTime: 60_000 })
  const { told, current, path } = data ?? { told: null, current: null, path: [] }
  const renamed = current && current.name !== unit.name ? t('organization.nowCalled', { name: current.name }) : ''
  const said = told ?? (renamed || path.map((p) => p.name).join(' › '))
  return (
    <Tooltip title={said} open={open && said !== ''} onOpenChange={setOpen} trigger={['hover', 'focus']}>
      <span>
        <A to={unitPath(unit.id)}>{unit.name}</A>
      </span>
    </Tooltip>
  )
}
