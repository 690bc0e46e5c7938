import { useState } from 'react'
import { z } from 'zod'
import { useDone } from '#ui/act.tsx'
import { Field, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { UploadField } from '#ui/upload-field.tsx'
import { isDay } from '../section.rules.ts'
import { api } from './api.ts'
import { DayField } from './day-field.tsx'

const schema = z.object({ file: z.looseObject({ id: z.string() }), from: z.string().refine(isDay).nullish() })

/** A new photograph; the former ones are kept. */
export function PhotoForm({ personId, onDone }: { personId: string; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const [uploading, setUploading] = useState(false)
  return (
    <RecordForm
      id={`personnel.photo.${personId}`}
      schema={schema}
      submit={t(uploading ? 'personnel.uploading' : 'personnel.addPhoto')}
      onCancel={onDone}
      onSubmit={async ({ file, from }, options) => {
        const values = { kind: 'ANH', title: t('personnel.photo'), file_id: file.id }
        await api.addEntry.call({ id: personId, section: 'document', values, from: from ?? null }, options)
        await done(t('personnel.added'), [api.key()])
        onDone()
      }}
    >
      <Field name="file" label={t('personnel.photo')} hint={t('personnel.photoHint')} required>
        <UploadField purpose="personnel.photo" accept=".jpg,.jpeg,.png" onBusy={setUploading} />
      </Field>
      <Field name="from" label={t('personnel.fields.on')}>
        <DayField />
      </Field>
    </RecordForm>
  )
}
