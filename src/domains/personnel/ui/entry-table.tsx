import { Button } from 'antd'
import { useState } from 'react'
import { useAsOf } from '#ui/as-of.ts'
import { fileAddress } from '#ui/files.ts'
import { useWords } from '#ui/i18n.ts'
import { Sheet } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import type { Entry } from '../file.contract.ts'
import { can } from '../personnel.permissions.ts'
import { isBefore, type SectionSpec } from '../section.rules.ts'
import { useCodes } from './codes.ts'
import { dayText } from './day.ts'
import { EndForm } from './end-form.tsx'
import { EntryForm } from './entry-form.tsx'
import { StrikeForm } from './strike-form.tsx'

/** The column of a row that says what it is; the others follow with their names. */
const leading = ['code', 'text', 'title', 'school', 'rank_code', 'number', 'name', 'status', 'relation', 'body']

/** One section of a file: its rows, newest first, and what may be done with them. */
export function EntryTable({ personId, section, entries }: { personId: string; section: SectionSpec; entries: Entry[] }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changeFile) && !asOf
  const [form, setForm] = useState<{ act: 'add' } | { act: 'correct' | 'end' | 'strike'; entry: Entry } | null>(null)
  const [struckShown, setStruckShown] = useState(false)
  const then = entries.filter((e) => !asOf || e.from === null || !isBefore(asOf, e.from))
  const struck = then.filter((e) => e.struckAt !== null)
  const shown = struckShown ? then : then.filter((e) => e.struckAt === null)
  const title = t(`personnel.sections.${section.name}`)
  const close = () => setForm(null)
  return (
    <Sheet title={title} actions={may ? <Button onClick={() => setForm({ act: 'add' })}>{t('personnel.add')}</Button> : null}>
      {shown.length === 0 ? (
        <p className="muted">{t('personnel.empty')}</p>
      ) : (
        <table className="plain-table stack">
          <tbody>
            {shown.map((entry) => (
              <tr key={entry.id} className={entry.struckAt ? 'entry-struck' : undefined}>
                <td className="figures entry-when">
                  <When section={section} entry={entry} />
                </td>
                <td>
                  <What section={section} entry={entry} />
                </td>
                {may ? (
                  <td className="right">
                    {entry.struckAt ? null : (
                      <span className="code-acts">
                        <Button size="small" onClick={() => setForm({ act: 'correct', entry })}>
                          {t('personnel.correct')}
                        </Button>
                        {section.dates === 'period' && entry.until === null ? (
                          <Button size="small" onClick={() => setForm({ act: 'end', entry })}>
                            {t('personnel.end')}
                          </Button>
                        ) : null}
                        <Button size="small" type="text" onClick={() => setForm({ act: 'strike', entry })}>
                          {t('personnel.strike')}
                        </Button>
                      </span>
                    )}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {struck.length > 0 ? (
        <Button type="link" size="small" onClick={() => setStruckShown(!struckShown)}>
          {struckShown ? t('personnel.hideStruck') : t('personnel.showStruck', { count: String(struck.length) })}
        </Button>
      ) : null}
      <SidePanel open={form?.act === 'add'} onClose={close} title={t('personnel.addTo', { section: title })}>
        <EntryForm personId={personId} section={section} onDone={close} />
      </SidePanel>
      <SidePanel open={form?.act === 'correct'} onClose={close} title={t('personnel.correctTitle', { section: title })}>
        {form?.act === 'correct' ? <EntryForm personId={personId} section={section} wrong={form.entry} onDone={close} /> : null}
      </SidePanel>
      <SidePanel open={form?.act === 'end'} onClose={close} title={t('personnel.endTitle', { section: title })}>
        {form?.act === 'end' ? <EndForm entry={form.entry} onDone={close} /> : null}
      </SidePanel>
      <SidePanel open={form?.act === 'strike'} onClose={close} title={t('personnel.strikeTitle', { section: title })}>
        {form?.act === 'strike' ? <StrikeForm entry={form.entry} onDone={close} /> : null}
      </SidePanel>
    </Sheet>
  )
}

function When({ section, entry }: { section: SectionSpec; entry: Entry }) {
  const { t, lang } = useWords()
  if (entry.from === null && entry.until === null) return null
  const from = entry.from ? dayText(entry.from, lang) : '…'
  if (section.dates === 'moment') return <>{from}</>
  return (
    <>
      {from} – {entry.until ? dayText(entry.until, lang) : t('personnel.toDate')}
    </>
  )
}

/** What a row says: its kind, its main words, the rest with names, the document behind it. */
function What({ section, entry }: { section: SectionSpec; entry: Entry }) {
  const { t, lang } = useWords()
  const { shown } = useCodes()
  const values = section.fields
    .map((f) => ({ key: f.key, type: f.type, text: shown(section, entry, f.key) }))
    .filter((v) => v.text !== '' && v.type !== 'file')
  const main = leading.map((key) => values.find((v) => v.key === key)).find(Boolean) ?? values[0]
  const rest = values.filter((v) => v !== main)
  const decision =
    entry.decisionNumber && entry.decisionOn
      ? t('personnel.decisionLine', { number: entry.decisionNumber, on: dayText(entry.decisionOn, lang) })
      : (entry.decisionNumber ?? (entry.decisionOn ? dayText(entry.decisionOn, lang) : null))
  return (
    <>
      {section.kinds && entry.kind ? <div className="muted">{t(`personnel.kinds.${section.name}.${entry.kind}`)}</div> : null}
      <div>{main?.text}</div>
      {rest.length > 0 ? (
        <div>
          {rest.map((v) => `${t(`personnel.fields.${v.key}`)}: ${v.type === 'day' ? dayText(v.text, lang) : v.text}`).join(' · ')}
        </div>
      ) : null}
      {entry.values.file_id ? (
        <div>
          <a href={fileAddress(String(entry.values.file_id))} target="_blank" rel="noreferrer">
            {t('personnel.openFile')}
          </a>
        </div>
      ) : null}
      {decision || entry.decisionBy ? (
        <div className="muted hint">{[decision, entry.decisionBy].filter(Boolean).join(', ')}</div>
      ) : null}
      {entry.note ? <div className="muted hint">{entry.note}</div> : null}
      {entry.endReason ? <div className="muted hint">{t('personnel.endLine', { reason: entry.endReason })}</div> : null}
      {entry.struckReason ? <div className="muted hint">{t('personnel.struckLine', { reason: entry.struckReason })}</div> : null}
    </>
  )
}
