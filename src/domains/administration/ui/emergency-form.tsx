import { Input, InputNumber } from 'antd'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { emergencyContract } from '../emergency.contract.ts'
import { api } from './api.ts'

/** Takes emergency access, with a reason others will read. */
export function EmergencyForm({ onCancel }: { onCancel: () => void }) {
  const { t } = useWords()
  return (
    <>
      <div className="notice notice-late" role="alert">
        <div className="notice-body">{t('administration.emergencyWarning')}</div>
      </div>
      <RecordForm
        id="administration.emergency"
        schema={inputOf(emergencyContract.takeEmergency)}
        initial={{ minutes: 60 }}
        submit={t('administration.takeEmergency')}
        onCancel={onCancel}
        onSubmit={async (input, options) => {
          await api.takeEmergency.call(input, options)
          window.location.assign('/')
        }}
      >
        <Field name="reason" label={t('administration.reason')} hint={t('administration.emergencyReasonHint')} required>
          <Input.TextArea rows={4} maxLength={1000} />
        </Field>
        <Field name="minutes" label={t('administration.minutes')} required>
          <InputNumber min={5} max={60} />
        </Field>
      </RecordForm>
    </>
  )
}
