/** A class of a coloured map: values from (included) to the next class; 0 is the palest. */
export interface Class {
  from: number
  to: number
  shade: number
}

const most = 5

/**
 * Classes of values for colouring: about as many units in each (quantiles), equal values never in two classes, at most five so that
 * the eye can tell them apart. No values, no classes; one value, one class.
 */
export function classesOf(values: readonly number[]): Class[] {
  const sorted = [...values].sort((a, b) => a - b)
  const distinct = [...new Set(sorted)]
  const quantiles = Array.from({ length: most }, (_, i) => sorted[Math.floor((i * sorted.length) / most)] ?? 0)
  const starts = distinct.length <= most ? distinct : [...new Set(quantiles)]
  return starts.map((from, shade) => {
    const next = starts[shade + 1]
    const within = sorted.filter((v) => v >= from && (next === undefined || v < next))
    return { from, to: within.at(-1) ?? from, shade }
  })
}

/** The class a value is in. */
export function classOf(value: number, classes: readonly Class[]): Class | undefined {
  return classes.findLast((c) => value >= c.from)
}

/** Between two colours written `#rrggbb`: 0 is the first, 1 the second. */
export function between(a: string, b: string, at: number): string {
  const parts = [1, 3, 5].map((i) => {
    const [x, y] = [a, b].map((c) => Number.parseInt(c.slice(i, i + 2), 16)) as [number, number]
    return Math.round(x + (y - x) * at)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${parts.join('')}`
}

/** The colour of a class, from nearly the ground to the full ink. */
export function shadeOf(shade: number, classes: number, ground: string, ink: string): string {
  return between(ground, ink, classes <= 1 ? 0.6 : 0.15 + (0.8 * shade) / (classes - 1))
}
