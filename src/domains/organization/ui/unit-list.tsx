import { unitList, type UnitRow } from '../unit.contract.ts'
import { DataList } from '#ui/data-list.tsx'
import { LastDayText } from '#ui/dates.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import { api } from './api.ts'
import { unitPath } from './unit-picker.ts'
import { UnitSummary } from './unit-facts.tsx'

const cells = { validUntil: (row: UnitRow) => <LastDayText until={row.validUntil} /> }

/** All units as of the date on the desk. */
export function UnitList() {
  const { t } = useWords()
  const go = useGo()
  return (
    <Page title={t('organization.unitListTitle')}>
      <DataList<UnitRow>
        shape={unitList}
        queryKey={api.listUnits.key()}
        fetchPage={(input) => api.listUnits.call(input)}
        exportFile={(input) => api.exportUnits.call(input)}
        cells={cells}
        peek={(row) => <UnitSummary id={row.id} />}
        onOpen={(row) => go(unitPath(row.id))}
        rowLabel={(row) => row.name}
      />
    </Page>
  )
}
