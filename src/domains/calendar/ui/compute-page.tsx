import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { DeadlineAnswer } from '#kernel/calendar/deadline.rules.ts'
import { isPlainDate } from '#kernel/dates.ts'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { useSettled } from '#ui/picker.tsx'
import { api } from './api.ts'
import { Explanation } from './explanation.tsx'

interface PauseTyped {
  from: string | null
  until: string | null
  reason: string
}
interface ExtensionTyped {
  amount: number | null
  unit: Unit
  reason: string
}
const units = ['working', 'calendar', 'months'] as const
type Unit = (typeof units)[number]

/** "Tính hạn": what is typed is answered at once, with the sum. Nothing is stored. */
export function ComputePage() {
  const { t, both } = useWords()
  const { today, asOf } = useAsOf()
  const [start, setStart] = useState<string | null>(asOf ?? today)
  const [time, setTime] = useState('')
  const [amount, setAmount] = useState<number | null>(10)
  const [unit, setUnit] = useState<Unit>('working')
  const [rule, setRule] = useState('DAN-SU')
  const [pauses, setPauses] = useState<PauseTyped[]>([])
  const [extensions, setExtensions] = useState<ExtensionTyped[]>([])
  const validStart = start !== null && isPlainDate(start)
  const choices = useQuery({
    ...api.countingRules.queryOptions({ input: { on: validStart ? start : undefined } }),
    placeholderData: keepPreviousData,
  })
  const closing = choices.data?.rules.find((r) => r.code === rule)?.closesAt ?? null

  const whole = pauses.flatMap((p) =>
    p.from && isPlainDate(p.from) && (p.until === null || isPlainDate(p.until))
      ? [{ from: p.from, until: p.until, reason: p.reason || '–' }]
      : [],
  )
  const more = extensions.flatMap((e) =>
    e.amount ? [{ amount: e.amount, unit: e.unit, reason: e.reason || '–', source: null }] : [],
  )
  const question = useSettled(
    { start, time, amount, unit, rule, pauses: JSON.stringify(whole), extensions: JSON.stringify(more) },
    250,
  )
  const ready = question.start !== null && isPlainDate(question.start) && question.amount !== null
  const answer = useQuery({
    ...api.computeDeadline.queryOptions({
      input: {
        start: question.start ?? '',
        time: /^([01]\d|2[0-3]):[0-5]\d$/.test(question.time) ? question.time : null,
        rule: question.rule,
        term: { amount: question.amount ?? 1, unit: question.unit },
        pauses: JSON.parse(question.pauses) as typeof whole,
        extensions: JSON.parse(question.extensions) as typeof more,
      },
    }),
    enabled: ready,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const change = <T,>(list: T[], set: (next: T[]) => void, index: number, patch: Partial<T>) =>
    set(list.map((each, i) => (i === index ? { ...each, ...patch } : each)))

  return (
    <Page title={t('calendar.compute')} subtitle={t('calendar.computeHint')}>
      <div className="columns compute">
        <Sheet>
          <div className="compute-form">
            <Labelled label={t('calendar.start')}>
              <DateField value={start} onChange={setStart} aria-label={t('calendar.start')} />
            </Labelled>
            <Labelled label={t('calendar.amount')}>
              <span className="compute-pair">
                <InputNumber
                  min={1}
                  max={1000}
                  precision={0}
                  value={amount}
                  onChange={setAmount}
                  aria-label={t('calendar.amount')}
                />
                <Select
                  value={unit}
                  onChange={setUnit}
                  aria-label={t('calendar.unit')}
                  options={units.map((value) => ({ value, label: t(`calendar.units.${value}`) }))}
                />
              </span>
            </Labelled>
            <Labelled label={t('calendar.rule')}>
              <Select
                value={rule}
                onChange={setRule}
                aria-label={t('calendar.rule')}
                options={(choices.data?.rules ?? []).map((r) => ({ value: r.code, label: both(r.label), hint: r.source }))}
                optionRender={(option) => (
                  <div className="choice">
                    <span>{option.label}</span>
                    <span className="muted">{option.data.hint}</span>
                  </div>
                )}
              />
            </Labelled>
            {closing ? (
              <Labelled label={t('calendar.time')} hint={t('calendar.timeHint')}>
                <Input
                  value={time}
                  maxLength={5}
                  onChange={(event) => setTime(event.target.value)}
                  aria-label={t('calendar.time')}
                />
              </Labelled>
            ) : null}
            {pauses.map((pause, i) => (
              <fieldset key={i} className="compute-part">
                <legend>{t('calendar.pauses')}</legend>
                <Labelled label={t('calendar.pauseReason')}>
                  <Select
                    value={pause.reason || null}
                    onChange={(reason: string) => change(pauses, setPauses, i, { reason })}
                    aria-label={t('calendar.pauseReason')}
                    options={(choices.data?.pauseReasons ?? []).map((r) => ({ value: both(r.label), label: both(r.label) }))}
                  />
                </Labelled>
                <Labelled label={t('calendar.pausedFrom')}>
                  <DateField
                    value={pause.from}
                    onChange={(from) => change(pauses, setPauses, i, { from })}
                    aria-label={t('calendar.pausedFrom')}
                  />
                </Labelled>
                <Labelled label={t('calendar.resumedOn')}>
                  <DateField
                    value={pause.until}
                    onChange={(until) => change(pauses, setPauses, i, { until })}
                    aria-label={t('calendar.resumedOn')}
                  />
                </Labelled>
                <Button size="small" onClick={() => setPauses(pauses.filter((_, each) => each !== i))}>
                  {t('calendar.remove')}
                </Button>
              </fieldset>
            ))}
            {extensions.map((extension, i) => (
              <fieldset key={i} className="compute-part">
                <legend>{t('calendar.extensions')}</legend>
                <span className="compute-pair">
                  <InputNumber
                    min={1}
                    max={1000}
                    precision={0}
                    value={extension.amount}
                    onChange={(value) => change(extensions, setExtensions, i, { amount: value })}
                    aria-label={t('calendar.extensions')}
                  />
                  <Select
                    value={extension.unit}
                    onChange={(value: Unit) => change(extensions, setExtensions, i, { unit: value })}
                    aria-label={t('calendar.unit')}
                    options={units
                      .filter((value) => unit === 'months' || value !== 'months')
                      .map((value) => ({ value, label: t(`calendar.units.${value}`) }))}
                  />
                </span>
                <Labelled label={t('calendar.extensionReason')}>
                  <Input
                    value={extension.reason}
                    maxLength={300}
                    onChange={(event) => change(extensions, setExtensions, i, { reason: event.target.value })}
                    aria-label={t('calendar.extensionReason')}
                  />
                </Labelled>
                <Button size="small" onClick={() => setExtensions(extensions.filter((_, each) => each !== i))}>
                  {t('calendar.remove')}
                </Button>
              </fieldset>
            ))}
            <div className="form-foot">
              <Button icon={<PlusOutlined />} onClick={() => setPauses([...pauses, { from: null, until: null, reason: '' }])}>
                {t('calendar.addPause')}
              </Button>
              <Button
                icon={<PlusOutlined />}
                onClick={() =>
                  setExtensions([...extensions, { amount: null, unit: unit === 'months' ? 'months' : 'working', reason: '' }])
                }
              >
                {t('calendar.addExtension')}
              </Button>
            </div>
          </div>
        </Sheet>
        <Sheet title={t('calendar.why')}>
          {!ready ? <p className="muted">{t('calendar.incomplete')}</p> : null}
          {answer.error ? <ErrorNotice error={answer.error} /> : null}
          {ready && answer.isPending ? <Skeleton lines={8} /> : null}
          {ready && answer.data && !answer.error ? <Explanation answer={answer.data as DeadlineAnswer} /> : null}
        </Sheet>
      </div>
    </Page>
  )
}

function Labelled({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="compute-field">
      <span>{label}</span>
      {children}
      {hint ? <span className="muted hint">{hint}</span> : null}
    </div>
  )
}
