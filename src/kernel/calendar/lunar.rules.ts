import { addDays, daysBetween, type PlainDate, yearOf } from '../dates.ts'

/**
 * The Vietnamese lunar calendar, computed for the 105th meridian (UTC+7) since 1968, after the method published by Hồ Ngọc Đức
 * ("Computing the Vietnamese lunar calendar", https://www.informatik.uni-leipzig.de/~duc/amlich/calrules.html; new moons and the sun's
 * longitude after Jean Meeus, Astronomical Algorithms). Never replace it by a Chinese calendar: that is computed for UTC+8 and begins
 * some months and years a day or a month apart (Tết 1985, 2007, 2030).
 */
export interface LunarDate {
  year: number
  month: number
  day: number
  /** The second month of that number in a year of thirteen. */
  leap: boolean
}

const timezone = 7
/** Julian day number of 1970-01-01. */
const epoch = 2440588
const synodicMonth = 29.530588853
/** Julian day of the new moon numbered 0, at the beginning of 1900. */
const firstNewMoon = 2415021.076998695

const rad = Math.PI / 180
const julian = (date: PlainDate) => daysBetween('1970-01-01', date) + epoch
const dateOf = (jdn: number) => addDays('1970-01-01', jdn - epoch)

/** The day, in Vietnam, of the new moon numbered `k` since 1900. */
function newMoonDay(k: number): number {
  const t = k / 1236.85
  const t2 = t * t
  const t3 = t2 * t
  const mean =
    2415020.75933 +
    29.53058868 * k +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * Math.sin((166.56 + 132.87 * t - 0.009173 * t2) * rad)
  const sun = (359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3) * rad
  const moon = (306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3) * rad
  const latitude = (21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3) * rad
  const correction =
    (0.1734 - 0.000393 * t) * Math.sin(sun) +
    0.0021 * Math.sin(2 * sun) -
    0.4068 * Math.sin(moon) +
    0.0161 * Math.sin(2 * moon) -
    0.0004 * Math.sin(3 * moon) +
    0.0104 * Math.sin(2 * latitude) -
    0.0051 * Math.sin(sun + moon) -
    0.0074 * Math.sin(sun - moon) +
    0.0004 * Math.sin(2 * latitude + sun) -
    0.0004 * Math.sin(2 * latitude - sun) -
    0.0006 * Math.sin(2 * latitude + moon) +
    0.001 * Math.sin(2 * latitude - moon) +
    0.0005 * Math.sin(2 * moon + sun)
  const drift =
    t < -11
      ? 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
      : -0.000278 + 0.000265 * t + 0.000262 * t2
  return Math.floor(mean + correction - drift + 0.5 + timezone / 24)
}

/** In which twelfth of its way (0 to 11, from the spring equinox) the sun stands at the beginning of a day in Vietnam. */
function sunSector(jdn: number): number {
  const t = (jdn - 2451545.5 - timezone / 24) / 36525
  const t2 = t * t
  const anomaly = (357.5291 + 35999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * rad
  const mean = 280.46645 + 36000.76983 * t + 0.0003032 * t2
  const longitude =
    (mean +
      (1.9146 - 0.004817 * t - 0.000014 * t2) * Math.sin(anomaly) +
      (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
      0.00029 * Math.sin(3 * anomaly)) *
    rad
  const turns = longitude / (2 * Math.PI)
  return Math.floor((turns - Math.floor(turns)) * 12)
}

/** First day of the eleventh month, the one in which the winter solstice of a year falls. */
function eleventhMonth(year: number): number {
  const k = Math.floor((julian(`${year}-12-31`) - 2415021) / synodicMonth)
  const start = newMoonDay(k)
  return sunSector(start) >= 9 ? newMoonDay(k - 1) : start
}

/** Which month after the eleventh is the leap month: the first in which the sun enters no new sector. */
function leapOffset(eleventh: number): number {
  const k = Math.floor((eleventh - firstNewMoon) / synodicMonth + 0.5)
  let i = 1
  let sector = sunSector(newMoonDay(k + i))
  let last: number
  do {
    last = sector
    i += 1
    sector = sunSector(newMoonDay(k + i))
  } while (sector !== last && i < 14)
  return i - 1
}

/** A day in the lunar calendar. */
export function toLunar(date: PlainDate): LunarDate {
  const jdn = julian(date)
  const year = yearOf(date)
  // The mean month gives the new moon to within one: a true new moon may come later than the mean one (7 May 2054).
  let k = Math.floor((jdn - firstNewMoon) / synodicMonth) + 1
  while (newMoonDay(k) > jdn) k -= 1
  const start = newMoonDay(k)
  const own = eleventhMonth(year)
  const [from, until] = own >= start ? [eleventhMonth(year - 1), own] : [own, eleventhMonth(year + 1)]
  let lunarYear = own >= start ? year : year + 1
  const months = Math.floor((start - from) / 29)
  let month = months + 11
  let leap = false
  if (until - from > 365) {
    const offset = leapOffset(from)
    if (months >= offset) month = months + 10
    leap = months === offset
  }
  if (month > 12) month -= 12
  if (month >= 11 && months < 4) lunarYear -= 1
  return { year: lunarYear, month, day: jdn - start + 1, leap }
}

/** The day of a lunar date. @throws RangeError when that year has no such leap month, or that month no thirtieth day. */
export function fromLunar({ year, month, day, leap }: LunarDate): PlainDate {
  const [from, until] =
    month < 11 ? [eleventhMonth(year - 1), eleventhMonth(year)] : [eleventhMonth(year), eleventhMonth(year + 1)]
  const k = Math.floor((from - firstNewMoon) / synodicMonth + 0.5)
  let offset = month < 11 ? month + 1 : month - 11
  const leapAt = until - from > 365 ? leapOffset(from) : null
  if (leap && (leapAt === null || offset !== leapAt - 1)) throw new RangeError(`no leap month ${month} in ${year}`)
  if (leapAt !== null && (leap || offset >= leapAt)) offset += 1
  const start = newMoonDay(k + offset)
  if (day < 1 || start + day > newMoonDay(k + offset + 1)) throw new RangeError(`no day ${day} in month ${month} of ${year}`)
  return dateOf(start + day - 1)
}

/** The first day of the lunar year that begins in a year. */
export function tet(year: number): PlainDate {
  return fromLunar({ year, month: 1, day: 1, leap: false })
}
