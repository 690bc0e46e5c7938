import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { type Edition, reportContract } from '../report.contract.ts'
import { api } from './api.ts'
import { useSaved } from './use-act.tsx'

interface EditionFormProps {
  edition: Edition
  open: boolean
  onClose: () => void
}

/** Number and date of the document, as they print. */
export function NumberForm({ edition, open, onClose }: EditionFormProps) {
  const { t } = useWords()
  const saved = useSaved()
  return (
    <SidePanel open={open} onClose={onClose} title={t('reports.steps.number')}>
      <RecordForm
        id={`reports.numberEdition.${edition.id}`}
        schema={inputOf(reportContract.numberEdition)}
        fixed={{ editionId: edition.id }}
        initial={{ documentNumber: edition.documentNumber ?? undefined, documentDate: edition.documentDate ?? undefined }}
        submit={t('ui.save')}
        onSubmit={async (input) => {
          await api.numberEdition.call(input)
          await saved(t('reports.steps.numberDone'))
          onClose()
        }}
        onCancel={onClose}
      >
        <Field name="documentNumber" label={t('reports.edition.documentNumber')} hint={t('reports.edition.documentNumberHint')}>
          <Input maxLength={60} autoComplete="off" />
        </Field>
        <Field name="documentDate" label={t('reports.edition.documentDate')} required>
          <DateField />
        </Field>
      </RecordForm>
    </SidePanel>
  )
}

/** Sends an edition back to draft; the reason stays in its history. */
export function ReturnForm({ edition, open, onClose }: EditionFormProps) {
  const { t } = useWords()
  const saved = useSaved()
  return (
    <SidePanel open={open} onClose={onClose} title={t('reports.steps.return')}>
      <p className="muted">{t('reports.steps.returnHint')}</p>
      <RecordForm
        id={`reports.returnEdition.${edition.id}`}
        schema={inputOf(reportContract.returnEdition)}
        fixed={{ editionId: edition.id }}
        submit={t('reports.steps.return')}
        onSubmit={async (input) => {
          await api.returnEdition.call(input)
          await saved(t('reports.steps.returnDone'))
          onClose()
        }}
        onCancel={onClose}
      >
        <Field name="reason" label={t('reports.steps.reason')} required>
          <Input.TextArea className="grows" rows={3} maxLength={500} />
        </Field>
      </RecordForm>
    </SidePanel>
  )
}

/** Who did what to an edition. */
export function EditionHistory({ edition, open, onClose }: EditionFormProps) {
  const { t, has } = useWords()
  const history = useQuery({ ...api.editionHistory.queryOptions({ input: { editionId: edition.id } }), enabled: open })
  return (
    <SidePanel open={open} onClose={onClose} title={t('ui.history.title')}>
      {history.error ? <ErrorNotice error={history.error} retry={() => void history.refetch()} /> : null}
      {history.isPending ? <Skeleton /> : null}
      {history.data ? (
        <History
          events={history.data}
          labels={(field) => (has(`reports.editionFields.${field}`) ? t(`reports.editionFields.${field}`) : '')}
          values={(field, value) =>
            field === 'status' && typeof value === 'string' ? t(`reports.edition.status.${value}`) : undefined
          }
        />
      ) : null}
    </SidePanel>
  )
}
