import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { Sheet } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { duplicateContract } from '../duplicates/duplicate.contract.ts'
import { can } from '../people.permissions.ts'
import { api } from './api.ts'

/** Records that were merged into this one, each with the way back. Nothing where there were none. */
export function PersonMerges({ id }: { id: string }) {
  const { t, lang } = useWords()
  const done = useDone()
  const may = useMay(can.mergePersons)
  const [undoing, setUndoing] = useState<string | null>(null)
  const { data = [] } = useQuery(api.mergesOf.queryOptions({ input: { id } }))
  if (data.length === 0) return null
  const close = () => setUndoing(null)
  return (
    <Sheet title={t('people.mergesTitle')}>
      {data.map((merge) => (
        <div key={merge.id}>
          <p>
            {t('people.mergedRecord', {
              name: merge.goneName,
              date: formatDateShort(merge.mergedOn, lang),
              by: merge.mergedByName,
              why: merge.why,
            })}
          </p>
          {merge.undoneOn ? (
            <p className="muted">
              {t('people.mergeUndoneOn', {
                date: formatDateShort(merge.undoneOn, lang),
                by: merge.undoneByName ?? '',
                why: merge.undoneWhy ?? '',
              })}
            </p>
          ) : may ? (
            <Button size="small" onClick={() => setUndoing(merge.id)}>
              {t('people.undoMerge')}
            </Button>
          ) : null}
        </div>
      ))}
      <SidePanel open={undoing !== null} onClose={close} title={t('people.undoMergeTitle')}>
        <RecordForm
          id={`people.unmerge.${undoing ?? ''}`}
          schema={inputOf(duplicateContract.undoMerge)}
          fixed={{ id: undoing }}
          submit={t('people.undoMerge')}
          onCancel={close}
          onSubmit={async (input, options) => {
            await api.undoMerge.call(input, options)
            await done(t('people.undone'), [api.key()])
            close()
          }}
        >
          <Field name="reason" label={t('people.why')} required>
            <Input.TextArea rows={3} />
          </Field>
        </RecordForm>
      </SidePanel>
    </Sheet>
  )
}
