import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Sheet } from '#ui/page.tsx'
import { sectionOf } from '../section.rules.ts'
import { api } from './api.ts'
import { EntryTable } from './entry-table.tsx'

/** Family and own history: fetched only when asked for, each look logged. */
export function FamilyTab({ id }: { id: string }) {
  const { t } = useWords()
  const [asked, setAsked] = useState(false)
  const { data, error, refetch, isFetching } = useQuery({
    ...api.readRestricted.queryOptions({ input: { id } }),
    enabled: asked,
    staleTime: Infinity,
  })
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data)
    return (
      <Sheet>
        <p className="masked">
          {t('personnel.restrictedHidden')}
          <Button size="small" title={t('personnel.lookLogged')} loading={isFetching} onClick={() => setAsked(true)}>
            {t('personnel.showRestricted')}
          </Button>
        </p>
      </Sheet>
    )
  return ['relative', 'statement'].map((name) => (
    <EntryTable key={name} personId={id} section={sectionOf(name)} entries={data.entries.filter((e) => e.section === name)} />
  ))
}
