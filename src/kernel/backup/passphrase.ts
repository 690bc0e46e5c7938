import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { type Identity, type Recipient, Stanza } from 'age-encryption'

/**
 * Keys from a passphrase as age makes them (age-encryption.org/v1, "scrypt recipient stanza"), reckoned by Node in a thread of its own: the
 * library would keep everybody waiting for the second that it takes. What is written here any age program reads, and the other way round.
 */

const kind = 'scrypt'
const label = 'age-encryption.org/v1/scrypt'
/** 2 to this power: what age takes as well. A guess costs a second and 256 MB. */
const workFactor = 18
const mostWork = 20
const cipher = 'chacha20-poly1305'
const nonce = Buffer.alloc(12)

function keyFrom(passphrase: string, salt: Uint8Array, logN: number): Promise<Buffer> {
  const N = 2 ** logN
  return new Promise((resolve, reject) =>
    scrypt(passphrase, Buffer.concat([Buffer.from(label), salt]), 32, { N, r: 8, p: 1, maxmem: N * 1024 * 2 }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

/** What a backup is enciphered for: whoever knows the passphrase. */
export function passphraseRecipient(passphrase: string): Recipient {
  return {
    wrapFileKey: async (fileKey) => {
      const salt = randomBytes(16)
      const lock = createCipheriv(cipher, await keyFrom(passphrase, salt, workFactor), nonce, { authTagLength: 16 })
      const body = Buffer.concat([lock.update(fileKey), lock.final(), lock.getAuthTag()])
      return [new Stanza([kind, salt.toString('base64').replace(/=+$/, ''), String(workFactor)], new Uint8Array(body))]
    },
  }
}

/** Opens what was enciphered with this passphrase; with another one it finds no key. */
export function passphraseIdentity(passphrase: string): Identity {
  return {
    unwrapFileKey: async (stanzas) => {
      const [stanza] = stanzas
      if (stanzas.length !== 1 || stanza?.args[0] !== kind || stanza.body.length !== 32) return null
      const logN = Number(stanza.args[2])
      const salt = Buffer.from(stanza.args[1] ?? '', 'base64')
      if (!(Number.isInteger(logN) && logN >= 1 && logN <= mostWork) || salt.length !== 16)
        throw new Error('invalid scrypt stanza')
      const lock = createDecipheriv(cipher, await keyFrom(passphrase, salt, logN), nonce, { authTagLength: 16 })
      lock.setAuthTag(stanza.body.subarray(16))
      try {
        return new Uint8Array(Buffer.concat([lock.update(stanza.body.subarray(0, 16)), lock.final()]))
      } catch {
        return null
      }
    },
  }
}
