import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { StartFailure } from '#kernel/data-folder.ts'

const Settings = z.object({
  NOIVU_DATA: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Address people use, when it is not http://HOST:PORT; https here makes cookies secure. */
  NOIVU_PUBLIC_URL: z.url().optional(),
  NOIVU_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
  /** Off only for load measurements. */
  NOIVU_RATE_LIMIT: z.enum(['on', 'off']).default('on'),
})

export interface Config {
  dataFolder: string
  databaseUrl: string | null
  port: number
  host: string
  secure: boolean
  log: z.infer<typeof Settings>['NOIVU_LOG']
  rateLimit: boolean
  version: string
}

/**
 * Settings from the environment, parsed once at start-up.
 *
 * @throws StartFailure `start.settingsInvalid` listing every wrong value.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const result = Settings.safeParse(env)
  if (!result.success) {
    throw new StartFailure('start.settingsInvalid', {
      problems: result.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; '),
    })
  }
  const s = result.data
  return {
    dataFolder: s.NOIVU_DATA,
    databaseUrl: s.DATABASE_URL ?? null,
    port: s.PORT,
    host: s.HOST,
    secure: s.NOIVU_PUBLIC_URL?.startsWith('https://') ?? false,
    log: s.NOIVU_LOG,
    rateLimit: s.NOIVU_RATE_LIMIT === 'on',
    version: readVersion(),
  }
}

/** Version of this program, from package.json beside the bundle or the sources. */
export function readVersion(): string {
  for (const place of ['../package.json', '../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as {
        name: string
        version: string
      }
      if (name === 'noivu') return version
    } catch {
      // Looked for in the next place.
    }
  }
  return '0.0.0'
}
