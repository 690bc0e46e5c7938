import { Button, Checkbox, Select } from 'antd'
import { useMemo, useState } from 'react'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import { Sheet, StateTag } from '#ui/page.tsx'
import './unit-lists.css'
import type { ListComparison, ListProposal } from '../unit-list.contract.ts'

/** By the code of the old unit: the new one, null for not known, and whether a person has confirmed it. */
export type Decisions = Record<string, { newCode: string | null; confirmed: boolean }>

/** What is proposed, none of it confirmed. */
export function decisionsAtFirst(proposals: readonly ListProposal[]): Decisions {
  return Object.fromEntries(
    proposals.map(({ old, candidates: [first] }) => [old.code, { newCode: first?.code ?? null, confirmed: false }]),
  )
}

const isGuess = ({ candidates: [first] }: ListProposal) => first === undefined || first.confidence === 'guess'
const states = { certain: 'ok', likely: 'ok', guess: 'soon' } as const
/** Choice of the select that stands for null. */
const unknown = '?'
const portion = 200

/** The differences one by one: what was, what it is thought to have become, how sure that is and why, and the confirmation. */
export function UnitListProposals(props: {
  found: ListComparison
  decisions: Decisions
  confirmed: number
  onChange: (decisions: Decisions) => void
}) {
  const { t, lang } = useWords()
  const { found, decisions, onChange } = props
  const [shown, setShown] = useState(portion)
  const units = useMemo(() => found.units.map((u) => ({ value: u.code, label: `${u.name} · ${u.code}` })), [found.units])
  const decide = (which: (p: ListProposal) => boolean, newCode?: null) =>
    onChange({
      ...decisions,
      ...Object.fromEntries(
        found.proposals.filter(which).map((p) => {
          const chosen = decisions[p.old.code]?.newCode ?? null
          return [p.old.code, { newCode: newCode === null ? null : chosen, confirmed: true }]
        }),
      ),
    })
  const count = { count: formatNumber(props.confirmed, lang), of: formatNumber(found.proposals.length, lang) }
  return (
    <Sheet
      title={t('organization.unitLists.decided', count)}
      actions={
        <span className="chips">
          <Button size="small" onClick={() => decide((p) => !isGuess(p))}>
            {t('organization.unitLists.confirmSure')}
          </Button>
          <Button size="small" onClick={() => decide((p) => isGuess(p) && !decisions[p.old.code]?.confirmed, null)}>
            {t('organization.unitLists.leaveGuesses')}
          </Button>
        </span>
      }
    >
      <div>
        <table className="plain-table unit-list-rows">
          <thead>
            <tr>
              <th scope="col">{t('organization.unitLists.before')}</th>
              <th scope="col">{t('organization.unitLists.after')}</th>
              <th scope="col">{t('organization.unitLists.evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {found.proposals.slice(0, shown).map((proposal) => (
              <Row
                key={proposal.old.code}
                proposal={proposal}
                units={units}
                decision={decisions[proposal.old.code] ?? { newCode: null, confirmed: false }}
                onChange={(decision) => onChange({ ...decisions, [proposal.old.code]: decision })}
              />
            ))}
          </tbody>
        </table>
      </div>
      {found.proposals.length > shown ? (
        <Button onClick={() => setShown(shown + portion)}>{t('organization.showMore')}</Button>
      ) : null}
    </Sheet>
  )
}

function Row(props: {
  proposal: ListProposal
  units: { value: string; label: string }[]
  decision: Decisions[string]
  onChange: (decision: Decisions[string]) => void
}) {
  const { t } = useWords()
  const { proposal, decision, onChange } = props
  const { old, change, differs, candidates } = proposal
  const candidate = candidates.find((c) => c.code === decision.newCode)
  const proposed = new Set(candidates.map((c) => c.code))
  const options = [
    ...candidates.map((c) => ({ value: c.code, label: `${c.name} · ${c.code}` })),
    { value: unknown, label: t('organization.unitLists.unknown') },
    ...props.units.filter((u) => !proposed.has(u.value)),
  ]
  const what =
    change === 'gone' ? t('organization.unitLists.gone') : differs.map((d) => t(`organization.unitLists.differs.${d}`)).join(', ')
  return (
    <tr>
      <td>
        <Checkbox
          checked={decision.confirmed}
          aria-label={t('organization.unitLists.confirm', { name: old.name })}
          onChange={(e) => onChange({ ...decision, confirmed: e.target.checked })}
        >
          {old.name} <span className="muted">{[old.code, old.parentName].filter(Boolean).join(' · ')}</span>
        </Checkbox>
        <div className="muted">{what}</div>
      </td>
      <td>
        <Select
          showSearch
          size="small"
          className="unit-list-choice"
          optionFilterProp="label"
          popupMatchSelectWidth={false}
          aria-label={t('organization.unitLists.chooseNew', { name: old.name })}
          value={decision.newCode ?? unknown}
          options={options}
          onChange={(code: string) => onChange({ newCode: code === unknown ? null : code, confirmed: true })}
        />
      </td>
      <td>
        {candidate ? (
          <>
            <StateTag state={states[candidate.confidence]}>
              {t(`organization.unitLists.confidences.${candidate.confidence}`)}
            </StateTag>{' '}
            <span className="muted">{candidate.evidence.map((e) => t(`organization.unitLists.evidences.${e}`)).join(', ')}</span>
          </>
        ) : null}
      </td>
    </tr>
  )
}
