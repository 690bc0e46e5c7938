import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown, Input } from 'antd'
import { useState } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useDownload } from '#ui/client.ts'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, Facts, Page, Sheet, WaitingPage } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { type Act, actContract, type Rehearsal } from '../act.contract.ts'
import { can } from '../organization.permissions.ts'
import { ActChanges } from './act-changes.tsx'
import { ActFaults, ActOutcome } from './act-effects.tsx'
import { ActState } from './act-state.tsx'
import { api } from './api.ts'

/** One act of reorganisation: its changes, the rehearsal, applying it in one step, and taking it back. */
export function ActPage({ id }: { id: string }) {
  const { t } = useWords()
  const { data: act, error, refetch } = useQuery(api.getAct.queryOptions({ input: { id } }))
  if (error || !act) return <WaitingPage title={t('organization.act')} error={error} retry={() => void refetch()} />
  return <Workbench key={act.state} act={act} />
}

function Workbench({ act }: { act: Act }) {
  const { t, lang } = useWords()
  const may = useMay(can.reorganise)
  const go = useGo()
  const { modal } = App.useApp()
  const attempt = useAttempt()
  const download = useDownload()
  const done = useDone()
  const queries = useQueryClient()
  const [outcome, setOutcome] = useState<Rehearsal | null>(null)
  const [busy, setBusy] = useState<'rehearse' | 'apply' | null>(null)
  const [undoing, setUndoing] = useState(false)
  const on = formatDateShort(act.effectiveOn, lang)
  const run = async (what: 'rehearse' | 'apply') => {
    setBusy(what)
    await attempt(async () => {
      const result = await (what === 'apply' ? api.applyAct : api.rehearseAct).call({ id: act.id })
      setOutcome(result)
      if (what === 'apply' && result.effects) {
        await done(t('organization.actApplied'), [api.key()])
        void queries.invalidateQueries()
      }
    })
    setBusy(null)
  }
  const apply = () =>
    void modal.confirm({
      title: t('organization.applyAsk'),
      content: t('organization.applyAskHint', { on }),
      okText: t('organization.applyAct'),
      cancelText: t('ui.cancel'),
      onOk: () => run('apply'),
    })
  const remove = () =>
    void modal.confirm({
      title: t('organization.deleteAsk'),
      okText: t('organization.deleteAct'),
      okButtonProps: { danger: true },
      cancelText: t('ui.cancel'),
      onOk: () =>
        attempt(async () => {
          await api.deleteAct.call({ id: act.id })
          await done(t('organization.actDeleted'), [api.listActs.key()])
          go('/to-chuc/sap-xep')
        }),
    })
  const draft = may && act.state === 'draft'
  return (
    <Page
      title={act.title}
      above={may ? <A to="/to-chuc/sap-xep">{t('organization.acts')}</A> : null}
      subtitle={<ActState state={act.state} />}
      actions={
        <>
          {draft ? (
            <Button danger onClick={remove}>
              {t('organization.deleteAct')}
            </Button>
          ) : null}
          {draft ? (
            <Button loading={busy === 'rehearse'} disabled={busy !== null} onClick={() => void run('rehearse')}>
              {t('organization.rehearseAct')}
            </Button>
          ) : null}
          {draft ? (
            <Button type="primary" loading={busy === 'apply'} disabled={busy !== null} onClick={apply}>
              {t('organization.applyAct')}
            </Button>
          ) : null}
          {may && act.state !== 'undone' ? (
            <Dropdown
              trigger={['click']}
              menu={{
                items: [
                  { key: 'docx', label: t('organization.printWord') },
                  { key: 'xlsx', label: t('organization.printExcel') },
                ],
                onClick: ({ key }) =>
                  void download(() => api.printAct.call({ id: act.id, format: key === 'xlsx' ? 'xlsx' : 'docx' })),
              }}
            >
              <Button>{t('organization.printAct')}</Button>
            </Dropdown>
          ) : null}
          {may && act.state === 'applied' ? <Button onClick={() => setUndoing(true)}>{t('organization.undoAct')}</Button> : null}
        </>
      }
    >
      <Sheet>
        <Facts
          items={[
            { label: t('organization.effectiveOn'), value: <DateText value={act.effectiveOn} /> },
            { label: t('organization.actDraftedBy'), value: act.createdBy },
            { label: t('organization.actAppliedBy'), value: act.appliedBy },
            { label: t('organization.actAppliedAt'), value: act.appliedAt ? <DateText value={act.appliedAt} /> : null },
            { label: t('organization.actUndoneBy'), value: act.undoneBy },
            { label: t('organization.note'), value: act.note },
          ]}
        />
        {draft && !outcome ? <p className="muted">{t('organization.rehearseHint')}</p> : null}
      </Sheet>
      {outcome && outcome.faults.length > 0 ? <ActFaults faults={outcome.faults} /> : null}
      {outcome?.effects && act.state === 'draft' ? (
        <ActOutcome effects={outcome.effects} title={t('organization.wouldDo')} />
      ) : null}
      {act.effects && act.state !== 'draft' ? <ActOutcome effects={act.effects} title={t('organization.hasDone')} /> : null}
      <ActChanges act={act} />
      <SidePanel open={undoing} onClose={() => setUndoing(false)} title={t('organization.undoAct')}>
        <RecordForm
          id={`organization.undo.${act.id}`}
          schema={inputOf(actContract.undoAct)}
          initial={{}}
          fixed={{ id: act.id }}
          submit={t('organization.undoAct')}
          onCancel={() => setUndoing(false)}
          onSubmit={async (input, options) => {
            await api.undoAct.call(input, options)
            setUndoing(false)
            await done(t('organization.actUndone'), [api.key()])
            void queries.invalidateQueries()
          }}
        >
          <p className="muted">{t('organization.undoHint')}</p>
          <Field name="reason" label={t('organization.undoReason')} required>
            <Input.TextArea className="grows" rows={3} />
          </Field>
        </RecordForm>
      </SidePanel>
    </Page>
  )
}
