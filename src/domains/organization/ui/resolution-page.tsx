import { Button, Checkbox, Input, Select } from 'antd'
import { useId, useState } from 'react'
import { useAttempt } from '#ui/act.tsx'
import { DateField } from '#ui/date-field.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, Page, Sheet, StateTag } from '#ui/page.tsx'
import { Picker } from '#ui/picker.tsx'
import { useGo } from '#ui/url.ts'
import type { Proposal } from '../resolution.contract.ts'
import { actPath } from './act-state.tsx'
import { api } from './api.ts'
import { unitPicker } from './unit-picker.ts'

/** A proposal as it stands after the reader's choices. */
interface Choice {
  taken: boolean
  code: string
  units: (string | null)[]
}

/** The text of a resolution pasted in, read as changes clause by clause; what is confirmed becomes the draft of an act. */
export function ResolutionPage() {
  const { t } = useWords()
  const go = useGo()
  const attempt = useAttempt()
  const [title, setTitle] = useState('')
  const [on, setOn] = useState<string | null>(null)
  const [above, setAbove] = useState<string | null>(null)
  const [abolish, setAbolish] = useState(true)
  const [text, setText] = useState('')
  const [read, setRead] = useState<Awaited<ReturnType<typeof api.readResolution.call>> | null>(null)
  const [choices, setChoices] = useState<Choice[]>([])
  const [busy, setBusy] = useState(false)
  const ids = { title: useId(), on: useId(), above: useId(), text: useId() }
  const ready = text.trim() !== '' && on !== null
  const look = async () => {
    setBusy(true)
    await attempt(async () => {
      const found = await api.readResolution.call({ text, effectiveOn: on ?? '' })
      setRead(found)
      setChoices(
        found.proposals.map((p) => ({
          taken: p.from.every((f) => f.units.length > 0),
          code: p.code,
          units: p.from.map((f) => f.units[0]?.id ?? null),
        })),
      )
    })
    setBusy(false)
  }
  const change = (at: number, changes: Partial<Choice>) =>
    setChoices((all) => all.map((each, i) => (i === at ? { ...each, ...changes } : each)))
  const taken = choices.filter((c) => c.taken).length
  const draft = async () => {
    setBusy(true)
    await attempt(async () => {
      const clauses = (read?.proposals ?? []).flatMap((p, i) => {
        const choice = choices[i]
        if (!choice?.taken) return []
        const from = p.from.flatMap((f, j) => {
          const id = choice.units[j]
          return id ? [{ id, whole: f.part === 'whole' }] : []
        })
        return from.length > 0 ? [{ no: p.no, into: p.into, code: choice.code, from }] : []
      })
      const { id } = await api.draftResolution.call({
        title: title.trim(),
        effectiveOn: on ?? '',
        aboveId: above ?? '',
        abolish: abolish ? ['district'] : [],
        clauses,
      })
      go(actPath(id))
    })
    setBusy(false)
  }
  return (
    <Page
      title={t('organization.readResolution')}
      above={<A to="/to-chuc/sap-xep">{t('organization.acts')}</A>}
      actions={
        read && taken > 0 ? (
          <Button type="primary" loading={busy} disabled={title.trim() === '' || above === null} onClick={() => void draft()}>
            {t('organization.draftOf', { count: taken })}
          </Button>
        ) : null
      }
    >
      <Sheet>
        <form
          className="stack-gap"
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) void look()
          }}
        >
          <p className="muted">{t('organization.readResolutionHint')}</p>
          <label htmlFor={ids.title}>{t('organization.actTable.act')}</label>
          <Input id={ids.title} value={title} maxLength={500} onChange={(e) => setTitle(e.target.value)} />
          <label htmlFor={ids.on}>{t('organization.actTable.on')}</label>
          <DateField id={ids.on} value={on} onChange={setOn} />
          <span id={ids.above}>{t('organization.resolutionAbove')}</span>
          <Picker
            value={above}
            onChange={setAbove}
            search={(typed) => unitPicker.search(typed, on ?? undefined)}
            placeholder={t('organization.resolutionAboveHint')}
            aria-labelledby={ids.above}
            aria-label={t('organization.resolutionAbove')}
          />
          <div>
            <Checkbox checked={abolish} onChange={(e) => setAbolish(e.target.checked)}>
              {t('organization.resolutionAbolish')}
            </Checkbox>
          </div>
          <label htmlFor={ids.text}>{t('organization.resolutionText')}</label>
          <Input.TextArea
            id={ids.text}
            rows={read ? 4 : 12}
            value={text}
            maxLength={400_000}
            onChange={(e) => setText(e.target.value)}
          />
          <p className="muted">{t('organization.resolutionCodesHint')}</p>
          <div>
            <Button htmlType="submit" type={read ? 'default' : 'primary'} loading={busy} disabled={!ready}>
              {t('organization.readNow')}
            </Button>
          </div>
        </form>
      </Sheet>
      {read && read.proposals.length === 0 ? (
        <Empty title={t('organization.nothingRead')} hint={t('organization.nothingReadHint')} />
      ) : null}
      {read?.proposals.map((proposal, i) => (
        <ProposalSheet key={i} proposal={proposal} choice={choices[i]} onChange={(changes) => change(i, changes)} />
      ))}
      {read && read.unread.length > 0 ? (
        <Sheet title={t('organization.unread', { count: read.unread.length })}>
          <ul className="bare-list">
            {read.unread.map((each, i) => (
              <li key={i}>
                <strong>{each.no}.</strong> {each.text}
              </li>
            ))}
          </ul>
        </Sheet>
      ) : null}
    </Page>
  )
}

/** One clause: what it says, what it is read as, and the choices left to the reader. */
function ProposalSheet(props: { proposal: Proposal; choice: Choice | undefined; onChange: (changes: Partial<Choice>) => void }) {
  const { t } = useWords()
  const { proposal, choice, onChange } = props
  const code = useId()
  const open = proposal.from.some((f) => !f.sure)
  return (
    <Sheet
      title={
        <Checkbox checked={choice?.taken ?? false} onChange={(e) => onChange({ taken: e.target.checked })}>
          {t('organization.clause', { no: proposal.no })} · {proposal.into}
        </Checkbox>
      }
      actions={<StateTag state={open ? 'soon' : 'ok'}>{t(open ? 'organization.toConfirm' : 'organization.allKnown')}</StateTag>}
    >
      <p className="muted">{proposal.text}</p>
      <ul className="bare-list">
        {proposal.from.map((from, j) => (
          <li key={j}>
            {from.name}
            {from.within ? ` (${from.within})` : ''} · {t(`organization.parts.${from.part}`)} ·{' '}
            {from.units.length === 0 ? (
              <strong>{t('organization.notFoundThen')}</strong>
            ) : from.sure ? (
              <span className="muted">{[from.units[0]?.code, from.units[0]?.parentName].filter(Boolean).join(' · ')}</span>
            ) : (
              <Select
                size="small"
                aria-label={t('organization.whichUnit', { name: from.name })}
                value={choice?.units[j] ?? undefined}
                popupMatchSelectWidth={false}
                options={from.units.map((u) => ({
                  value: u.id,
                  label: [u.name, u.code, u.parentName].filter(Boolean).join(' · '),
                }))}
                onChange={(id: string) => onChange({ units: (choice?.units ?? []).map((each, k) => (k === j ? id : each)) })}
              />
            )}
          </li>
        ))}
      </ul>
      {proposal.kind === 'merge' ? (
        <div className="resolution-code">
          <label htmlFor={code}>{t('organization.newUnitCode')}</label>
          <Input id={code} value={choice?.code} maxLength={40} onChange={(e) => onChange({ code: e.target.value })} />
          <span className="muted">{t('organization.newUnitCodeHint')}</span>
        </div>
      ) : null}
    </Sheet>
  )
}
