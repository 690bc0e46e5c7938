/** How a kind of notice reaches a person by e-mail. In the platform it always does. */
export const mailChoices = ['now', 'digest', 'none'] as const
export type MailChoice = (typeof mailChoices)[number]

/** When a person does not want to be disturbed, and when the digest is made. Times of day in Vietnam, `HH:MM`. */
export interface QuietSettings {
  quietFrom: string
  quietUntil: string
  /** Days off are quiet as a whole. */
  quietDaysOff: boolean
  digestHour: number
}

export const usualQuiet: QuietSettings = { quietFrom: '20:00', quietUntil: '07:00', quietDaysOff: true, digestHour: 16 }

const vietnam = 7 * 3_600_000
const minute = 60_000
const day = 86_400_000

/** Whether a plain date is a day off. Saturday and Sunday, unless a calendar says better. */
export type DayOff = (date: string) => boolean
export const weekend: DayOff = (date) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())

/** Minutes since midnight of a time of day. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** Whether a person is not to be disturbed at a moment. Equal ends mean no quiet hours; an end before the start lies on the next day. */
export function isQuiet(settings: QuietSettings, moment: Date, dayOff: DayOff = weekend): boolean {
  const local = new Date(moment.getTime() + vietnam)
  if (settings.quietDaysOff && dayOff(local.toISOString().slice(0, 10))) return true
  const at = local.getUTCHours() * 60 + local.getUTCMinutes()
  const [from, until] = [minutesOf(settings.quietFrom), minutesOf(settings.quietUntil)]
  if (from === until) return false
  return from < until ? at >= from && at < until : at >= from || at < until
}

/** The first moment, from this one on, at which a person may be disturbed. */
export function afterQuiet(settings: QuietSettings, moment: Date, dayOff: DayOff = weekend): Date {
  if (!isQuiet(settings, moment, dayOff)) return moment
  const from = Math.ceil(moment.getTime() / minute) * minute
  const midnight = Math.floor((from + vietnam) / day) * day - vietnam
  // Quiet ends at one of two times of a day: at midnight after a day off, or at the end of the quiet hours.
  const ends = [0, minutesOf(settings.quietUntil) * minute].sort((a, b) => a - b)
  for (let days = 0; days < 60; days++)
    for (const end of ends) {
      const at = new Date(midnight + days * day + end)
      if (at.getTime() >= from && !isQuiet(settings, at, dayOff)) return at
    }
  // Two months without a working hour: the calendar is wrong, and silence would be worse.
  return moment
}

/** The first digest after a moment: at its hour, or when the quiet that lies over that hour ends. */
export function nextDigest(settings: QuietSettings, moment: Date, dayOff: DayOff = weekend): Date {
  const midnight = Math.floor((moment.getTime() + vietnam) / day) * day - vietnam
  let at = midnight + settings.digestHour * 60 * minute
  if (at <= moment.getTime()) at += day
  return afterQuiet(settings, new Date(at), dayOff)
}

/** When a notice goes out by e-mail, or null when it does not. */
export function decideMailAt(choice: MailChoice, settings: QuietSettings, raisedAt: Date, dayOff: DayOff = weekend): Date | null {
  if (choice === 'none') return null
  return choice === 'now' ? afterQuiet(settings, raisedAt, dayOff) : nextDigest(settings, raisedAt, dayOff)
}
