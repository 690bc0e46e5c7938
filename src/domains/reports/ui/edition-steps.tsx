import { Button, Modal } from 'antd'
import { useState } from 'react'
import { formatDateShort, formatDateTime } from '#kernel/dates.ts'
import type { WordsInUse } from '#ui/i18n.ts'
import { useWords } from '#ui/i18n.ts'
import { StateTag } from '#ui/page.tsx'
import type { Edition, Report } from '../report.contract.ts'
import { can } from '../reports.permissions.ts'
import { api, useMayAct } from './api.ts'
import { EditionHistory, NumberForm, ReturnForm } from './edition-forms.tsx'
import { SealSummary } from './seal-summary.tsx'
import { useAct } from './use-act.tsx'

const ways = ['draft', 'checked', 'approved', 'sealed'] as const

/** Which sign and colour an edition's state has. */
export function editionState(status: Edition['status']) {
  return status === 'sealed' ? ('sealed' as const) : status === 'draft' ? ('draft' as const) : ('ok' as const)
}

/** "Bản 2 · số 315-BC/ĐU, ngày 20/12/2022". */
export function editionTitle(edition: Edition, { t, lang }: Pick<WordsInUse, 't' | 'lang'>): string {
  const name = t('reports.edition.name', { number: edition.number })
  if (!edition.documentNumber) return name
  const date = edition.documentDate ? formatDateShort(edition.documentDate, lang) : '…'
  return t('reports.edition.numbered', { name, documentNumber: edition.documentNumber, date })
}

/** The way of an edition, who took each step and when, and the next one this account may take. */
export function EditionSteps({ report, edition }: { report: Report; edition: Edition }) {
  const { t, lang } = useWords()
  const reached = ways.indexOf(edition.status)
  return (
    <section className="steps" aria-label={t('reports.steps.title')}>
      <ol>
        {ways.map((status, index) => {
          const step = edition.steps.find((each) => each.status === status)
          const done = index <= reached
          return (
            <li key={status} data-done={done || undefined} aria-current={index === reached ? 'step' : undefined}>
              <span className="steps-name">{t(`reports.edition.status.${status}`)}</span>
              <span className="muted figures">
                {done && step
                  ? t('reports.steps.byAt', { by: step.by, at: formatDateTime(step.at, lang) })
                  : t(done ? 'reports.steps.done' : 'reports.steps.notYet')}
              </span>
            </li>
          )
        })}
      </ol>
      <Acts report={report} edition={edition} />
    </section>
  )
}

type Opened = 'number' | 'return' | 'seal' | 'history' | null

/** The next step first; what leads back or beside it after. Nothing the account may not do is shown. */
function Acts({ report, edition }: { report: Report; edition: Edition }) {
  const { t } = useWords()
  const [opened, setOpened] = useState<Opened>(null)
  const { busy, act } = useAct()
  const may = {
    number: useMayAct(can.draftEdition),
    check: useMayAct(can.checkEdition),
    approve: useMayAct(can.approveEdition),
    seal: useMayAct(can.sealEdition),
  }
  const { id: editionId, status } = edition
  const dated = edition.documentDate !== null
  const close = () => setOpened(null)
  const undoCheck = () => api.returnEdition.call({ editionId, reason: t('reports.steps.undoReason') })
  return (
    <div className="steps-acts">
      {status === 'draft' && may.check ? (
        <Button
          type="primary"
          loading={busy}
          onClick={() => void act(() => api.checkEdition.call({ editionId }), t('reports.steps.checkDone'), undoCheck)}
        >
          {t('reports.steps.check')}
        </Button>
      ) : null}
      {status === 'checked' && may.approve ? (
        <Button
          type="primary"
          loading={busy}
          onClick={() => void act(() => api.approveEdition.call({ editionId }), t('reports.steps.approveDone'))}
        >
          {t('reports.steps.approve')}
        </Button>
      ) : null}
      {status === 'approved' && may.seal && dated ? (
        <Button type="primary" onClick={() => setOpened('seal')}>
          {t('reports.steps.seal')}
        </Button>
      ) : null}
      {status === 'approved' && may.seal && !dated ? <StateTag state="soon">{t('reports.steps.numberFirst')}</StateTag> : null}
      {status !== 'sealed' && may.number ? (
        <Button onClick={() => setOpened('number')}>{t(dated ? 'reports.steps.renumber' : 'reports.steps.number')}</Button>
      ) : null}
      {(status === 'checked' || status === 'approved') && may.check ? (
        <Button onClick={() => setOpened('return')}>{t('reports.steps.return')}</Button>
      ) : null}
      <Button type="text" onClick={() => setOpened('history')}>
        {t('ui.history.title')}
      </Button>
      <NumberForm edition={edition} open={opened === 'number'} onClose={close} />
      <ReturnForm edition={edition} open={opened === 'return'} onClose={close} />
      <EditionHistory edition={edition} open={opened === 'history'} onClose={close} />
      <Modal
        open={opened === 'seal'}
        title={t('reports.seal.title')}
        okText={t('reports.steps.seal')}
        cancelText={t('ui.cancel')}
        confirmLoading={busy}
        onCancel={close}
        onOk={() =>
          void act(() => api.sealEdition.call({ editionId }), t('reports.steps.sealDone')).then((done) => done && close())
        }
      >
        {opened === 'seal' ? <SealSummary report={report} edition={edition} /> : null}
      </Modal>
    </div>
  )
}
