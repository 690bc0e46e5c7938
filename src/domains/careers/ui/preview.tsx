import { personPath } from '#domains/people/ui/index.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText } from '#ui/page.tsx'
import type { Preview } from '../decision.contract.ts'

/** What a decision makes of the files of its people, and what stands against it. */
export function PreviewTable({ preview }: { preview: Preview }) {
  const { t } = useWords()
  const { effects, faults, count } = preview
  return (
    <>
      {faults.length > 0 ? (
        <div className="notice notice-late" role="alert">
          <div className="notice-body">
            <strong>
              {t(faults.length === 1 ? 'careers.previewFaults.one' : 'careers.previewFaults.other', { count: faults.length })}
            </strong>
            {faults.slice(0, 20).map((fault, at) => (
              <span key={at}>
                {[t('careers.line', { line: fault.line }), fault.personName].filter(Boolean).join(', ')}: {fault.text}
              </span>
            ))}
          </div>
        </div>
      ) : null}
      {effects.length === 0 && faults.length === 0 ? <p className="muted">{t('careers.previewNone')}</p> : null}
      {effects.length > 0 ? (
        <table className="plain-table stack">
          <thead>
            <tr>
              <th>{t('careers.person')}</th>
              <th>{t('careers.effect')}</th>
              <th>{t('careers.what')}</th>
              <th>{t('careers.from')}</th>
              <th>{t('careers.until')}</th>
            </tr>
          </thead>
          <tbody>
            {effects.map((effect, at) => (
              <tr key={at}>
                <td>
                  <A to={personPath(effect.personId)}>{effect.personName}</A>
                </td>
                <td data-label={t('careers.effect')}>{t(`careers.did.${effect.did}`)}</td>
                <td data-label={t('careers.what')}>
                  {effect.what} <span className="muted">{effect.detail}</span>
                </td>
                <td data-label={t('careers.from')}>
                  <DateText value={effect.from} />
                </td>
                <td data-label={t('careers.until')}>
                  <DateText value={effect.until} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {count > effects.length ? <p className="muted">{t('careers.previewMore', { shown: effects.length, count })}</p> : null}
    </>
  )
}
