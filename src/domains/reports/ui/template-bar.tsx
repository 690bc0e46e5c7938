import { EyeOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { formatDateTime } from '#kernel/dates.ts'
import { useWords } from '#ui/i18n.ts'
import { StateTag } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import type { Report, TemplateProblem } from '../report.contract.ts'
import { can } from '../reports.permissions.ts'
import { useMayAct } from './api.ts'
import type { Place } from './template-model.ts'
import { TemplateTrouble } from './template-trouble.tsx'
import type { TemplateEditing } from './use-template.ts'

interface BarProps {
  report: Report
  work: TemplateEditing
  mayEdit: boolean
  problems: readonly TemplateProblem[]
  onPlace: (place: Place) => void
}

/** State of the template, undo, save, approve; and, beside it, what came of them. */
export function TemplateBar(props: BarProps) {
  const { t, lang } = useWords()
  const { message } = App.useApp()
  const go = useGo()
  const { work, mayEdit } = props
  const { base, dirty, editing } = work
  const mayApprove = useMayAct(can.approveTemplate)
  const draft = base.status === 'draft'
  const save = async () => {
    if (await work.save()) void message.success(t('reports.template.saved'))
  }
  const approve = async () => {
    if (await work.approve()) void message.success(t('reports.template.approved'))
  }
  return (
    <div className="template-bar">
      <span className="template-state">
        <StateTag state={dirty ? 'soon' : draft ? 'draft' : 'ok'}>
          {dirty ? t('reports.template.unsaved') : t(`reports.template.status.${base.status}`, { version: base.version })}
        </StateTag>
        <span className="muted figures">{t('reports.template.changed', { by: base.changedBy, at: formatDateTime(base.changedAt, lang) })}</span>
      </span>
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
      <Button icon={<EyeOutlined />} onClick={() => go(`/bao-cao/${props.report.id}`)}>
        {t('reports.template.read')}
      </Button>
      {mayEdit ? (
        <Button type={dirty ? 'primary' : 'default'} disabled={!dirty} loading={work.busy} onClick={() => void save()}>
          {t('ui.save')}
        </Button>
      ) : null}
      {mayApprove && draft ? (
        <Button type={dirty ? 'default' : 'primary'} disabled={dirty} loading={work.busy} title={dirty ? t('reports.template.saveFirst') : undefined} onClick={() => void approve()}>
          {t('reports.template.approve')}
        </Button>
      ) : null}
      <TemplateTrouble work={work} problems={props.problems} onPlace={props.onPlace} />
    </div>
  )
}
