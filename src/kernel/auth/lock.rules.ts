/** Wrong tries a person may have before the account locks. */
export const freeTries = 4
/** Failures are forgotten after so long without one. */
export const forgetAfterHours = 24

/**
 * Minutes an account stays locked after so many failures in a row: longer each time, never for good (a stranger must not be able to keep
 * somebody out for ever), and after a hundred a day at a time, as NIST SP 800-63B 5.2.2 allows no more than a hundred in a row.
 */
export function decideLock(failures: number): number {
  if (failures <= freeTries) return 0
  if (failures >= 100) return 24 * 60
  return Math.min(30, 2 ** (failures - freeTries - 1))
}

/** Failures one address may have at once, and how many are forgiven each minute: an office of hundreds stands behind one address. */
export const addressTries = { most: 60, forgivenEachMinute: 20 }

/** What is counted as one address: an IPv6 network of /64 belongs to one customer. */
export function addressOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped) return mapped[1] ?? ip
  if (!ip.includes(':')) return ip
  const [head = '', tail] = ip.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const whole = [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'), ...after]
  return `${whole
    .slice(0, 4)
    .map((part) => part.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
