import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** Codes of authenticator applications: RFC 6238 with SHA-1, six digits, thirty seconds, as all of them understand. */
export const totpPeriod = 30
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A new secret, 160 bits in base 32. */
export function makeTotpSecret(): string {
  let bits = ''
  for (const byte of randomBytes(20)) bits += byte.toString(2).padStart(8, '0')
  return (
    bits
      .match(/.{5}/g)
      ?.map((five) => alphabet[parseInt(five, 2)])
      .join('') ?? ''
  )
}

/** The number of a code's half minute. */
export function totpStep(at: Date): number {
  return Math.floor(at.getTime() / 1000 / totpPeriod)
}

export function totpCode(secret: string, step: number): string {
  let bits = ''
  for (const sign of secret.replace(/=+$/, '')) bits += alphabet.indexOf(sign).toString(2).padStart(5, '0')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac[19] ?? 0) & 15
  return ((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0')
}

/** The step whose code this is, one to either side of now for clocks that differ; null when it is none of them. */
export function matchTotp(secret: string, code: string, at: Date): number | null {
  const now = totpStep(at)
  let found: number | null = null
  for (const step of [now - 1, now, now + 1]) if (sameText(totpCode(secret, step), code)) found = step
  return found
}

/** Address an authenticator application scans. */
export function totpAddress(secret: string, username: string): string {
  const issuer = encodeURIComponent('Nội Vụ')
  return `otpauth://totp/${issuer}:${encodeURIComponent(username)}?secret=${secret}&issuer=${issuer}&digits=6&period=${totpPeriod}`
}

/** Ten codes for when the second factor is lost, and what is stored of them. Fifty bits each: guessing is stopped by the lock. */
export function makeRecoveryCodes(): string[] {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from({ length: 10 }, () => {
    const text = [...randomBytes(10)].map((b) => letters[b % letters.length]).join('')
    return `${text.slice(0, 5)}-${text.slice(5)}`
  })
}

export function recoveryHash(userId: string, code: string): string {
  return createHash('sha256')
    .update(`${userId}/${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`)
    .digest('hex')
}

function keyOf(secret: string): Buffer {
  if (secret.length < 16) throw new Error('no secret to encipher with')
  return Buffer.from(hkdfSync('sha256', secret, 'noivu', 'second factor', 32))
}

/** Enciphers what must be readable again: AES-256-GCM, key derived from the secret of the installation. */
export function seal(secret: string, text: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv)
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** @throws Error when it was enciphered with another secret, or altered. */
export function unseal(secret: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
}

/** Compares without telling by the time taken where two texts differ. */
export function sameText(a: string, b: string): boolean {
  const [x, y] = [createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest()]
  return timingSafeEqual(x, y)
}
