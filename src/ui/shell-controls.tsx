import { BulbOutlined, CalendarOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { formatDateShort, isPlainDate, yearOf } from '#kernel/dates.ts'
import { appearances, useAppearance } from './appearance.tsx'
import { useAsOf } from './as-of.ts'
import { DateField } from './date-field.tsx'
import { chooseLanguage, useWords } from './i18n.ts'

/** The date on the desk: the day the whole application answers for. */
export function AsOfControl() {
  const { t, lang } = useWords()
  const { asOf, today, setAsOf } = useAsOf()
  const [open, setOpen] = useState(false)
  const date = asOf ? formatDateShort(asOf, lang) : t('ui.asOf.today')
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={
        <AsOfForm
          initial={asOf ?? today}
          onPick={(day) => {
            setAsOf(day)
            setOpen(false)
          }}
        />
      }
    >
      <Button
        icon={<CalendarOutlined />}
        className={asOf ? 'as-of as-of-past' : 'as-of'}
        aria-expanded={open}
        aria-label={t('ui.asOf.button', { date })}
      >
        <span className="as-of-label">{t('ui.asOf.label')}: </span>
        <span className="figures">{date}</span>
      </Button>
    </Popover>
  )
}

function AsOfForm({ initial, onPick }: { initial: string; onPick: (day: string | null) => void }) {
  const { t } = useWords()
  const { today } = useAsOf()
  const [day, setDay] = useState<string | null>(initial)
  const valid = day !== null && isPlainDate(day)
  const year = yearOf(today)
  const marks: [string, string][] = [
    [t('ui.asOf.yearStart', { year }), `${year}-01-01`],
    [t('ui.asOf.yearEnd', { year: year - 1 }), `${year - 1}-12-31`],
    [t('ui.asOf.yearEnd', { year: year - 2 }), `${year - 2}-12-31`],
  ]
  const pick = () => {
    if (valid) onPick(day)
  }
  return (
    <div className="as-of-form">
      <p className="popover-title">{t('ui.asOf.title')}</p>
      <DateField value={day} onChange={setDay} onPressEnter={pick} autoFocus aria-label={t('ui.asOf.title')} />
      <p className="muted hint">{t('ui.asOf.hint')}</p>
      <div className="as-of-marks">
        {marks.map(([words, date]) => (
          <Button key={date} size="small" onClick={() => onPick(date)}>
            {words}
          </Button>
        ))}
      </div>
      <div className="form-foot">
        <Button type="primary" disabled={!valid} onClick={pick}>
          {t('ui.asOf.pick')}
        </Button>
        <Button onClick={() => onPick(null)}>{t('ui.asOf.back')}</Button>
      </div>
    </div>
  )
}

/** Says that the page answers for another day, and how to return. */
export function AsOfBand() {
  const { t, lang } = useWords()
  const { asOf, setAsOf } = useAsOf()
  if (!asOf) return null
  return (
    <div className="band" role="status">
      <span>{t('ui.asOf.band', { date: formatDateShort(asOf, lang) })}</span>
      <Button size="small" onClick={() => setAsOf(null)}>
        {t('ui.asOf.back')} <span className="wide-only muted">({t('ui.asOf.key')})</span>
      </Button>
    </div>
  )
}

/** Vietnamese or English. */
export function LanguageSwitch() {
  const { t, lang } = useWords()
  const other = lang === 'vi' ? 'en' : 'vi'
  return (
    <Button
      type="text"
      lang={other}
      aria-label={`${t('ui.language.title')}: ${t(`ui.language.${other}`)}`}
      title={t(`ui.language.${other}`)}
      onClick={() => chooseLanguage(other)}
    >
      {other.toUpperCase()}
    </Button>
  )
}

/** Light, dark, or as the device. */
export function ThemeSwitch() {
  const { t } = useWords()
  const { choice, choose } = useAppearance()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      content={
        <div className="menu" role="group" aria-label={t('ui.theme.title')}>
          {appearances.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === choice}
              onClick={() => {
                choose(each)
                setOpen(false)
              }}
            >
              {t(`ui.theme.${each}`)}
            </button>
          ))}
        </div>
      }
    >
      <Button
        type="text"
        icon={<BulbOutlined />}
        aria-expanded={open}
        aria-label={t('ui.theme.title')}
        title={t('ui.theme.title')}
      />
    </Popover>
  )
}
