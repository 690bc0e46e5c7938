import { EyeOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useEffect } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { useWords } from '#ui/i18n.ts'
import { StateTag } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import type { Report } from '../report.contract.ts'
import { can } from '../reports.permissions.ts'
import { useMayAct } from './api.ts'
import type { TemplateEditing } from './use-template.ts'

/** Which version is open, whether it is saved, and who saved it last. */
export function TemplateState({ work }: { work: TemplateEditing }) {
  const { t, lang } = useWords()
  const { base, dirty } = work
  return (
    <span className="template-state">
      <StateTag state={dirty ? 'soon' : base.status === 'draft' ? 'draft' : 'ok'}>
        {dirty ? t('reports.template.unsaved') : t(`reports.template.status.${base.status}`, { version: base.version })}
      </StateTag>
      <span className="figures">
        {t('reports.template.changed', { by: base.changedBy, at: formatDateTime(base.changedAt, lang) })}
      </span>
    </span>
  )
}

/** Undo, save, approve. */
export function TemplateBar({ report, work, mayEdit }: { report: Report; work: TemplateEditing; mayEdit: boolean }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const go = useGo()
  const { base, dirty, editing } = work
  const mayApprove = useMayAct(can.approveTemplate)
  const draft = base.status === 'draft'
  const save = async () => {
    if (await work.save()) void message.success(t('reports.template.saved'))
  }
  // As in Word. The page itself has nothing to save.
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      if (mayEdit && dirty) void save()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
  const approve = async () => {
    if (await work.approve()) void message.success(t('reports.template.approved'))
  }
  return (
    <>
      {mayEdit ? (
        <>
          <Button icon={<UndoOutlined />} disabled={editing.past.length === 0} title="Ctrl+Z" onClick={work.undo}>
            {t('ui.undo')}
          </Button>
          <Button icon={<RedoOutlined />} disabled={editing.future.length === 0} title="Ctrl+Y" onClick={work.redo}>
            {t('reports.template.redo')}
          </Button>
        </>
      ) : null}
      <Button icon={<EyeOutlined />} onClick={() => go(`/bao-cao/${report.id}`)}>
        {t('reports.template.read')}
      </Button>
      {mayEdit ? (
        <Button
          type={dirty ? 'primary' : 'default'}
          disabled={!dirty}
          title="Ctrl+S"
          loading={work.busy}
          onClick={() => void save()}
        >
          {t('ui.save')}
        </Button>
      ) : null}
      {mayApprove && draft ? (
        <Button
          type={dirty ? 'default' : 'primary'}
          disabled={dirty}
          loading={work.busy}
          title={dirty ? t('reports.template.saveFirst') : undefined}
          onClick={() => void approve()}
        >
          {t('reports.template.approve')}
        </Button>
      ) : null}
    </>
  )
}
