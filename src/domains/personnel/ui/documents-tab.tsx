import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../personnel.permissions.ts'
import { sectionOf } from '../section.rules.ts'
import { api } from './api.ts'
import { EntryTable } from './entry-table.tsx'
import { Photo } from './photo.tsx'
import { PhotoForm } from './photo-form.tsx'

/** Photograph and papers of a file. */
export function DocumentsTab({ id }: { id: string }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changeFile) && !asOf
  const [adding, setAdding] = useState(false)
  const { data, error, refetch } = useQuery(api.readPersonal.queryOptions({ input: { id } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  const papers = data.entries.filter((e) => e.section === 'document')
  const pictured = papers.some((e) => e.values.kind === 'ANH' && e.struckAt === null && e.values.file_id)
  return (
    <>
      <Sheet
        title={t('personnel.photo')}
        actions={may ? <Button onClick={() => setAdding(true)}>{t('personnel.addPhoto')}</Button> : null}
      >
        {pictured ? <Photo entries={papers} /> : <p className="muted">{t('personnel.empty')}</p>}
      </Sheet>
      <EntryTable personId={id} section={sectionOf('document')} entries={papers} />
      <SidePanel open={adding} onClose={() => setAdding(false)} title={t('personnel.addPhoto')}>
        <PhotoForm personId={id} onDone={() => setAdding(false)} />
      </SidePanel>
    </>
  )
}
