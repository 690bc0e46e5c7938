import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { formatDateShort } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { fileAddress } from '#ui/files.ts'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { UploadField } from '#ui/upload-field.tsx'
import { documentContract } from '../document.contract.ts'
import { can } from '../organization.permissions.ts'
import { api } from './api.ts'

const added = z.object({ file: z.looseObject({ id: z.string() }) })

/** Files kept with a unit: decisions, statutes, schemes. */
export function UnitDocuments({ id }: { id: string }) {
  const { t, lang } = useWords()
  const may = useMay(can.changeUnit)
  const done = useDone()
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<{ id: string; name: string } | null>(null)
  const [uploading, setUploading] = useState(false)
  const { data, error, refetch } = useQuery(api.unitDocuments.queryOptions({ input: { id } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={4} />
  return (
    <Sheet
      title={t('organization.documents')}
      actions={may ? <Button onClick={() => setAdding(true)}>{t('organization.addDocument')}</Button> : null}
    >
      {data.length === 0 ? (
        <p className="muted">{t('organization.noDocuments')}</p>
      ) : (
        <table className="plain-table">
          <tbody>
            {data.map((file) => (
              <tr key={file.id}>
                <td>
                  <a href={fileAddress(file.id, file.inline)} target="_blank" rel="noreferrer">
                    {file.name}
                  </a>
                </td>
                <td className="muted">{file.uploadedByName}</td>
                <td className="muted">{formatDateShort(file.uploadedAt.slice(0, 10), lang)}</td>
                <td>
                  {may ? (
                    <Button size="small" type="text" onClick={() => setRemoving(file)}>
                      {t('organization.removeDocument')}
                    </Button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <SidePanel open={adding} onClose={() => setAdding(false)} title={t('organization.addDocument')}>
        <RecordForm
          id={`organization.document.${id}`}
          schema={added}
          submit={t(uploading ? 'organization.uploadingDocument' : 'organization.addDocument')}
          onCancel={() => setAdding(false)}
          onSubmit={async ({ file }, options) => {
            await api.addUnitDocument.call({ id, fileId: file.id }, options)
            await done(t('organization.documentAdded'), [api.key()])
            setAdding(false)
          }}
        >
          <Field name="file" label={t('organization.document')} hint={t('organization.documentHint')} required>
            <UploadField purpose="organization.document" onBusy={setUploading} />
          </Field>
        </RecordForm>
      </SidePanel>
      <SidePanel open={removing !== null} onClose={() => setRemoving(null)} title={removing?.name ?? ''}>
        {removing ? (
          <RecordForm
            id={`organization.removeDocument.${removing.id}`}
            schema={inputOf(documentContract.removeUnitDocument)}
            fixed={{ id, fileId: removing.id }}
            submit={t('organization.removeDocument')}
            onCancel={() => setRemoving(null)}
            onSubmit={async (input, options) => {
              await api.removeUnitDocument.call(input, options)
              await done(t('organization.documentRemoved'), [api.key()])
              setRemoving(null)
            }}
          >
            <Field name="reason" label={t('organization.removeReason')} required>
              <Input.TextArea className="grows" rows={3} />
            </Field>
          </RecordForm>
        ) : null}
      </SidePanel>
    </Sheet>
  )
}
