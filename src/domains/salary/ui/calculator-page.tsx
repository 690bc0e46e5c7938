import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Input, InputNumber, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { isPlainDate } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { useSettled } from '#ui/picker.tsx'
import { fold } from '#kernel/text.ts'
import { api } from './api.ts'
import { Why } from './why.tsx'

interface Extra {
  code: string
  value: string
  years: number | null
}

/** A decimal as people type it, `2,34`, as the question takes it. */
const decimal = (typed: string) => {
  const text = typed.trim().replace(',', '.')
  return /^\d{1,3}(\.\d{1,2})?$/.test(text) ? text : null
}

/** "Tính lương": what is chosen is answered at once, line by line. Nothing is stored. */
export function CalculatorPage() {
  const { t, lang, both } = useWords()
  const { today, asOf } = useAsOf()
  const [rank, setRank] = useState('01.003')
  const [step, setStep] = useState(1)
  const [on, setOn] = useState<string | null>(asOf ?? today)
  const [position, setPosition] = useState('')
  const [overFrame, setOverFrame] = useState<number | null>(null)
  const [official, setOfficial] = useState(true)
  const [probation, setProbation] = useState<string | null>(null)
  const [extras, setExtras] = useState<Extra[]>([{ code: 'CVU', value: '', years: null }])
  const day = on !== null && isPlainDate(on) ? on : null
  const law = useQuery({ ...api.readLaw.queryOptions({ input: { on: day ?? undefined } }), placeholderData: keepPreviousData })
  const groups = law.data?.ranks.find((r) => r.code === rank)?.groups.split(' ') ?? []
  const group = law.data?.groups.find((g) => g.code === groups[0])
  const allowances = law.data?.allowances ?? []
  const asked = useSettled(
    JSON.stringify({
      rank,
      step: Math.min(step, group?.coefficients.length ?? step),
      on: day,
      position: decimal(position),
      overFrame: overFrame ?? 0,
      official,
      probation,
      allowances: extras.map((e) => ({ code: e.code, value: decimal(e.value), years: e.years })),
    }),
    250,
  )
  const ready = day !== null && law.data !== undefined
  const answer = useQuery({
    ...api.computePay.queryOptions({ input: JSON.parse(asked) as Parameters<typeof api.computePay.call>[0] }),
    enabled: ready,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const found = (text: string, option?: { label?: ReactNode }) => fold(String(option?.label ?? '')).includes(fold(text))
  return (
    <Page title={t('salary.calculator')} subtitle={t('salary.calculatorHint')}>
      <div className="columns">
        <Sheet>
          <div className="salary-form">
            <Labelled label={t('salary.on')}>
              <DateField value={on} onChange={setOn} aria-label={t('salary.on')} />
            </Labelled>
            <Labelled label={t('salary.rank')}>
              <Select
                showSearch={{ filterOption: found }}
                aria-label={t('salary.rank')}
                value={rank}
                onChange={setRank}
                options={law.data?.ranks.map((r) => ({ value: r.code, label: `${both(r.label)} (${r.code})` })) ?? []}
              />
            </Labelled>
            <Labelled label={t('salary.stepField')}>
              <Select
                aria-label={t('salary.stepField')}
                value={Math.min(step, group?.coefficients.length ?? step)}
                onChange={setStep}
                options={group?.coefficients.map((c, i) => ({
                  value: i + 1,
                  label: `${t('salary.step', { step: i + 1 })} · ${formatNumber(c, lang)}`,
                }))}
              />
            </Labelled>
            <Labelled label={t('salary.official')}>
              <Radio.Group
                value={official}
                onChange={(event) => setOfficial(event.target.value as boolean)}
                options={[
                  { value: true, label: t('salary.choices.who.official') },
                  { value: false, label: t('salary.choices.who.employee') },
                ]}
              />
            </Labelled>
            <div className="salary-pair">
              <Labelled label={t('salary.position')}>
                <Input
                  aria-label={t('salary.position')}
                  value={position}
                  inputMode="decimal"
                  placeholder="0,50"
                  status={position !== '' && decimal(position) === null ? 'error' : ''}
                  onChange={(event) => setPosition(event.target.value)}
                />
              </Labelled>
              <Labelled label={t('salary.overFrameField')}>
                <InputNumber
                  aria-label={t('salary.overFrameField')}
                  min={0}
                  max={100}
                  precision={0}
                  controls={false}
                  value={overFrame}
                  onChange={setOverFrame}
                />
              </Labelled>
            </div>
            <Labelled label={t('salary.probation')}>
              <Select
                aria-label={t('salary.probation')}
                value={probation ?? ''}
                onChange={(value: string) => setProbation(value === '' ? null : value)}
                options={[
                  { value: '', label: t('salary.noProbation') },
                  ...(law.data?.probations.map((p) => ({ value: p.code, label: `${both(p.label)}, ${p.percent}%` })) ?? []),
                ]}
              />
            </Labelled>
            <Labelled label={t('salary.allowancesField')}>
              <Select
                mode="multiple"
                aria-label={t('salary.allowancesField')}
                value={extras.map((e) => e.code)}
                onChange={(codes: string[]) =>
                  setExtras(codes.map((code) => extras.find((e) => e.code === code) ?? { code, value: '', years: null }))
                }
                options={allowances.map((a) => ({ value: a.code, label: both(a.label) }))}
              />
            </Labelled>
            {extras.map((extra) => {
              const row = allowances.find((a) => a.code === extra.code)
              if (!row || (row.least === row.most && row.afterYears === 0)) return null
              const change = (patch: Partial<Extra>) =>
                setExtras(extras.map((e) => (e.code === extra.code ? { ...e, ...patch } : e)))
              const name = both(row.label)
              return row.afterYears > 0 ? (
                <Labelled key={extra.code} label={t('salary.allowanceYears', { name })}>
                  <InputNumber
                    aria-label={t('salary.allowanceYears', { name })}
                    min={0}
                    max={60}
                    precision={0}
                    controls={false}
                    value={extra.years}
                    onChange={(years) => change({ years })}
                  />
                </Labelled>
              ) : (
                <Labelled key={extra.code} label={t('salary.allowanceValue', { name })}>
                  <Input
                    aria-label={t('salary.allowanceValue', { name })}
                    inputMode="decimal"
                    value={extra.value}
                    placeholder={`${formatNumber(row.least, lang)} – ${formatNumber(row.most || row.least, lang)}`}
                    onChange={(event) => change({ value: event.target.value })}
                  />
                </Labelled>
              )
            })}
          </div>
        </Sheet>
        <Sheet title={t('salary.payNow')}>
          {!ready ? <p className="muted">{t('salary.incomplete')}</p> : null}
          {answer.error ? <ErrorNotice error={answer.error} /> : null}
          {ready && answer.isPending ? <Skeleton lines={6} /> : null}
          {ready && answer.data && !answer.error && answer.data.total !== null ? (
            <>
              <p className="pay-sum figures" role="status">
                {t('salary.dong', { amount: formatNumber(answer.data.total, lang) })}
              </p>
              <Why lines={answer.data.lines} total={formatNumber(answer.data.total, lang)} />
              <p className="muted hint">{t('salary.rounding')}</p>
            </>
          ) : null}
        </Sheet>
      </div>
    </Page>
  )
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="salary-field">
      <span>{label}</span>
      {children}
    </div>
  )
}
