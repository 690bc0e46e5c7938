import { Steps } from 'antd'
import { useWords } from '#ui/i18n.ts'

const steps = ['file', 'sheet', 'mapping', 'check', 'done'] as const

/** Where one is on the way from the file to the records; steps behind can be returned to. */
export function ImportSteps({ at, onChange }: { at: number; onChange?: (step: number) => void }) {
  const { t } = useWords()
  return (
    <Steps
      className="import-steps"
      size="small"
      current={at}
      responsive={false}
      items={steps.map((step, i) => ({ title: t(`imports.steps.${step}`), disabled: !onChange || i === 0 || i >= at }))}
      {...(onChange ? { onChange } : {})}
    />
  )
}
