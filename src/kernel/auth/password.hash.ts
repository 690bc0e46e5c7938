import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { assetPath } from '../assets.ts'
import { refuse } from '../errors.ts'

/** argon2id with the parameters of the OWASP password storage sheet: 19 MiB, two passes. */
const argon2id = { memoryCost: 19456, timeCost: 2, parallelism: 1 }

/**
 * Each hash takes 19 MiB and a core: a few are computed at a time and the others wait in line, so that a whole department signing in at
 * once takes seconds, not gigabytes. A line longer than any department is turned away.
 */
export class HashQueue {
  private running = 0
  private readonly line: (() => void)[] = []

  constructor(
    private readonly atOnce: number,
    private readonly atMost: number,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) {
      if (this.line.length >= this.atMost) throw refuse.unavailable()
      await new Promise<void>((go) => this.line.push(go))
    } else this.running++
    try {
      return await work()
    } finally {
      const next = this.line.shift()
      if (next) next()
      else this.running--
    }
  }
}

const queue = new HashQueue(Math.min(4, Math.max(2, availableParallelism() - 1)), 2000)

/** Hash of a password, as stored with an account. */
export function hashPassword(password: string): Promise<string> {
  return queue.run(() => hash(password.normalize('NFC'), argon2id))
}

/** Whether a password is the one a hash was made of. */
export function verifyPassword(stored: string, password: string): Promise<boolean> {
  return queue.run(() => verify(stored, password.normalize('NFC')))
}

/** A password a person can type from paper: five groups without look-alikes, about 100 bits. */
export function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const bytes = randomBytes(20)
  const text = [...bytes].map((b) => letters[b % letters.length]).join('')
  return text.match(/.{4}/g)?.join('-') ?? text
}

let common: ReadonlySet<string> | undefined

/** Words that common passwords are made of. */
export function commonWords(): ReadonlySet<string> {
  return (common ??= new Set(
    readFileSync(assetPath('kernel/auth/data/common-passwords.txt'), 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .flatMap((line) => line.split(' '))
      .filter(Boolean),
  ))
}
