import { ImportButton } from '#domains/imports/ui/index.tsx'
import { unitList, type UnitRow } from '../unit.contract.ts'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { LastDayText } from '#ui/dates.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { can } from '../organization.permissions.ts'
import { api } from './api.ts'
import { unitPath } from './unit-picker.ts'
import { UnitSummary } from './unit-facts.tsx'

const cells = {
  validUntil: (row: UnitRow) => <LastDayText until={row.validUntil} />,
  name: (row: UnitRow) =>
    row.foundBy ? (
      <>
        {row.name} <span className="muted">· {row.foundBy}</span>
      </>
    ) : (
      row.name
    ),
}

/** All units as of the date on the desk. */
export function UnitList() {
  const { t } = useWords()
  const go = useGo()
  const { asOf } = useAsOf()
  const may = useMay(can.changeUnit) && !asOf
  return (
    <Page title={t('organization.unitListTitle')} actions={may ? <ImportButton kind="units" /> : null}>
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
