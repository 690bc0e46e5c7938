/** What the browser remembers for one reader: choices and drafts. Storage may be full or forbidden; then nothing is remembered. */

const prefix = 'noivu.'

/** A remembered text, or null. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key)
  } catch {
    return null
  }
}

/** Remembers a text; null forgets it. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + key)
    else localStorage.setItem(prefix + key, value)
  } catch {
    // Nothing depends on it.
  }
}

/** Forgets everything whose key begins so. */
export function forget(keyStart: string): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix + keyStart)) localStorage.removeItem(key)
  } catch {
    // Nothing was remembered.
  }
}

/** A remembered value, or null when there is none or it cannot be read. */
export function recallJson(key: string): unknown {
  const text = recall(key)
  if (text === null) return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
