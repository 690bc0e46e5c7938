import type { ReactNode } from 'react'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Facts, FigureText, Sheet } from '#ui/page.tsx'
import type { ActEffects, ActFault, UnitName } from '../act.contract.ts'

const most = 50

/** A unit by name, with its code; a new one has no page before the act is applied. */
export function UnitLink({ unit, plain = false }: { unit: UnitName; plain?: boolean }) {
  const name = unit.name || unit.code
  return (
    <>
      {plain || !unit.name ? name : <A to={`/to-chuc/don-vi/${unit.id}`}>{name}</A>} <span className="muted">{unit.code}</span>
    </>
  )
}

/** Why an act cannot be applied: every fault, with its unit and the rule. */
export function ActFaults({ faults }: { faults: ActFault[] }) {
  const { t } = useWords()
  return (
    <Sheet title={t('organization.actCannot', { count: faults.length })}>
      <Rows
        heads={[t('organization.unit'), t('organization.actWhy'), t('organization.actChange')]}
        rows={faults.map((f) => [
          <UnitLink key="u" unit={f.unit} plain />,
          t(`organization.actFaults.${f.code}`, { other: f.other?.name ?? '' }),
          f.no === null ? '' : String(f.no),
        ])}
      />
    </Sheet>
  )
}

/** What an act does, or did: counts, and what needs somebody's eye. */
export function ActOutcome({ effects, title }: { effects: ActEffects; title: string }) {
  const { t } = useWords()
  const sum = (rows: { count: number }[]) => rows.reduce((n, r) => n + r.count, 0)
  const count = (value: number) => <FigureText value={String(value)} />
  return (
    <>
      <Sheet title={title}>
        <Facts
          items={[
            { label: t('organization.effects.established'), value: count(effects.established) },
            { label: t('organization.effects.ended'), value: count(effects.ended) },
            { label: t('organization.effects.altered'), value: count(effects.altered) },
            { label: t('organization.effects.moved'), value: count(effects.moved) },
            { label: t('organization.effects.movedByRule'), value: count(effects.movedByRule) },
            { label: t('organization.effects.posts'), value: count(sum(effects.posts)) },
            { label: t('organization.effects.doubled'), value: count(effects.doubled.length) },
            { label: t('organization.effects.reach'), value: count(effects.reach.length) },
            { label: t('organization.effects.sameName'), value: count(effects.sameName.length) },
            ...effects.touched.map((each) => ({ label: t(each.what), value: count(each.count) })),
          ]}
        />
      </Sheet>
      {effects.doubled.length > 0 ? (
        <Sheet title={t('organization.effects.doubled')}>
          <Rows
            heads={[t('organization.unit'), t('organization.postTitle'), t('organization.holders')]}
            rows={effects.doubled.map((d) => [<UnitLink key="u" unit={d.unit} plain />, d.title, String(d.count)])}
          />
        </Sheet>
      ) : null}
      {effects.reach.length > 0 ? (
        <Sheet title={t('organization.effects.reach')}>
          <Rows
            heads={[t('organization.account'), t('organization.from_'), t('organization.to_')]}
            rows={effects.reach.map((r) => [
              r.user,
              <UnitLink key="f" unit={r.from} plain />,
              r.to ? <UnitLink key="t" unit={r.to} plain /> : <strong>{t('organization.reachEnds')}</strong>,
            ])}
          />
        </Sheet>
      ) : null}
      {effects.posts.length > 0 ? (
        <Sheet title={t('organization.effects.posts')}>
          <Rows
            heads={[t('organization.from_'), t('organization.to_'), t('organization.effects.count')]}
            rows={effects.posts.map((p) => [
              <UnitLink key="f" unit={p.from} plain />,
              <UnitLink key="t" unit={p.to} plain />,
              String(p.count),
            ])}
          />
        </Sheet>
      ) : null}
      {effects.sameName.length > 0 ? (
        <Sheet title={t('organization.effects.sameName')}>
          <Rows
            heads={[t('organization.unit'), t('organization.sameNameAs')]}
            rows={effects.sameName.map((n) => [
              <UnitLink key="u" unit={n.unit} plain />,
              <UnitLink key="o" unit={n.other} plain />,
            ])}
          />
        </Sheet>
      ) : null}
    </>
  )
}

function Rows({ heads, rows }: { heads: string[]; rows: ReactNode[][] }) {
  const { t } = useWords()
  return (
    <div className="table-scroll">
      <table className="plain-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > most ? <p className="muted">{t('organization.andMore', { count: rows.length - most })}</p> : null}
    </div>
  )
}
