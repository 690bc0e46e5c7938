import { useQuery } from '@tanstack/react-query'
import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useDownload } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Skeleton } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../personnel.permissions.ts'
import { sections } from '../section.rules.ts'
import { api } from './api.ts'
import { Photo } from './photo.tsx'
import { EntryTable } from './entry-table.tsx'

/** Shown elsewhere: family and own history on a tab of their own, papers with their files on another. */
const elsewhere = new Set(['relative', 'statement', 'document'])

/** The file of a person, section by section. Sensitive rows are fetched only when asked for: each look is logged. */
export function FileTab({ id }: { id: string }) {
  const { t } = useWords()
  const mayPersonal = useMay(can.readPersonal)
  const maySensitive = useMay(can.readSensitive)
  const [asked, setAsked] = useState(false)
  const download = useDownload()
  const open = useQuery(api.readOpen.queryOptions({ input: { id } }))
  const personal = useQuery({ ...api.readPersonal.queryOptions({ input: { id } }), enabled: mayPersonal })
  const sensitive = useQuery({ ...api.readSensitive.queryOptions({ input: { id } }), enabled: asked, staleTime: Infinity })
  const parts = [open, personal, sensitive]
  const failed = parts.find((p) => p.error)
  if (failed) return <ErrorNotice error={failed.error} retry={() => void failed.refetch()} />
  if (!open.data || (mayPersonal && !personal.data)) return <Skeleton lines={10} />
  const entries = parts.flatMap((p) => p.data?.entries ?? [])
  const classes = new Set(['open', ...(mayPersonal ? ['personal'] : []), ...(sensitive.data ? ['sensitive'] : [])])
  const shown = sections.filter(
    (s) =>
      !elsewhere.has(s.name) &&
      (s.kinds ? Object.values(s.kinds).map((k) => k.class) : [s.class]).some((c) => c && classes.has(c)),
  )
  return (
    <>
      <div className="file-head">
        <Photo entries={entries} />
        <Button
          icon={<DownloadOutlined />}
          title={t('personnel.form2cHint')}
          onClick={() => void download(() => api.exportForm2c.call({ id }))}
        >
          {t('personnel.form2c')}
        </Button>
        {maySensitive && !sensitive.data ? (
          <span className="masked">
            {t('personnel.sensitiveHidden')}
            <Button size="small" title={t('personnel.lookLogged')} loading={sensitive.isFetching} onClick={() => setAsked(true)}>
              {t('personnel.showSensitive')}
            </Button>
          </span>
        ) : null}
      </div>
      {shown.map((section) => (
        <EntryTable
          key={section.name}
          personId={id}
          section={section}
          entries={entries.filter((e) => e.section === section.name)}
        />
      ))}
    </>
  )
}
