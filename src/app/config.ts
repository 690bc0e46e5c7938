import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { OidcSettings } from '#kernel/auth.ts'
import type { S3Settings } from '#kernel/blobs/s3-blobs.ts'
import { StartFailure } from '#kernel/data-folder.ts'

const Settings = z
  .object({
    NOIVU_DATA: z.string().min(1).default('./data'),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
      .optional(),
    /** Signs sessions and enciphers second factors; the same for all processes on one database. Without it, kept in the data folder. */
    NOIVU_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    HOST: z.string().min(1).default('127.0.0.1'),
    /** Address people use, when it is not http://HOST:PORT; https here makes cookies secure. */
    NOIVU_PUBLIC_URL: z.url().optional(),
    /** Mail server for notices: smtp://name:password@host:587 or smtps://…; without it there is no e-mail. */
    NOIVU_SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\/[^/]+/, 'must begin with smtp:// or smtps://')
      .optional(),
    /** Sender of these e-mails, as `Nội Vụ <noivu@example.gov.vn>`. */
    NOIVU_MAIL_FROM: z.string().min(3).optional(),
    /** Background jobs this process runs at once; 0 leaves them to other processes. */
    NOIVU_JOBS: z.coerce.number().int().min(0).max(16).default(2),
    /** Folder of the scheduled backups; below the data folder where not set, which is no safe place for them. */
    NOIVU_BACKUPS: z.string().min(1).optional(),
    /** Passphrase that backups are enciphered with, where no other is given. */
    NOIVU_BACKUP_PASSPHRASE: z.string().min(12).optional(),
    /** Single sign-on of the province, where there is one: its OpenID Connect issuer and what it knows this platform as. */
    NOIVU_OIDC_ISSUER: z.url().optional(),
    NOIVU_OIDC_CLIENT_ID: z.string().min(1).optional(),
    NOIVU_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    /** Claim that names the account as the administrator entered it. */
    NOIVU_OIDC_CLAIM: z.string().min(1).default('preferred_username'),
    /** What the button says. */
    NOIVU_OIDC_LABEL: z.string().min(1).max(60).default('SSO'),
    NOIVU_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
    /** Addresses or networks of proxies whose X-Forwarded-For counts. */
    NOIVU_PROXY: z.string().min(1).default('loopback'),
    /** Whoever reads /metrics from another machine says this as a bearer token; without it only this machine may. */
    NOIVU_METRICS_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
    /** Seconds between saying "not ready" and taking no more requests, for who distributes them to notice. */
    NOIVU_DRAIN_SECONDS: z.coerce.number().int().min(0).max(60).default(0),
    /** Seconds running requests may take to finish once the process is told to stop. */
    NOIVU_STOP_SECONDS: z.coerce.number().int().min(1).max(600).default(25),
    /** Off only for load measurements. */
    NOIVU_RATE_LIMIT: z.enum(['on', 'off']).default('on'),
  })
  .refine((s) => !s.NOIVU_SMTP_URL === !s.NOIVU_MAIL_FROM, {
    path: ['NOIVU_MAIL_FROM'],
    message: 'and NOIVU_SMTP_URL are set together',
  })
  .superRefine((s, context) => {
    const oidc = [s.NOIVU_OIDC_ISSUER, s.NOIVU_OIDC_CLIENT_ID, s.NOIVU_OIDC_CLIENT_SECRET]
    if (oidc.some(Boolean) && (!oidc.every(Boolean) || !s.NOIVU_PUBLIC_URL))
      context.addIssue({
        code: 'custom',
        path: ['NOIVU_OIDC_ISSUER'],
        message: 'needs NOIVU_OIDC_CLIENT_ID, NOIVU_OIDC_CLIENT_SECRET and NOIVU_PUBLIC_URL beside it',
      })
  })

/** An S3-compatible server for the content of files; all five or none. */
const S3 = z.object({
  NOIVU_S3_ENDPOINT: z.url(),
  NOIVU_S3_BUCKET: z.string().min(3),
  NOIVU_S3_REGION: z.string().min(1).default('us-east-1'),
  NOIVU_S3_KEY: z.string().min(1),
  NOIVU_S3_SECRET: z.string().min(1),
})

export interface Config {
  dataFolder: string
  databaseUrl: string | null
  /** Null: kept in the data folder. */
  secret: string | null
  /** Where the content of files lies, when not below the data folder. */
  s3: S3Settings | null
  port: number
  host: string
  secure: boolean
  /** Address under which people reach the platform, without a slash at its end; null when none is set. */
  publicUrl: string | null
  /** Where and as whom e-mail is sent; null: no e-mail. */
  mail: { smtpUrl: string; from: string } | null
  jobs: number
  backups: { folder: string; passphrase: string | null }
  oidc: (OidcSettings & { label: string }) | null
  log: z.infer<typeof Settings>['NOIVU_LOG']
  /** Whose word counts for where a request came from. */
  proxy: string
  /** Token that opens /metrics to other machines. */
  metricsToken: string | null
  drainSeconds: number
  stopSeconds: number
  rateLimit: boolean
  version: string
}

/** Names of all settings; docs/operations.md says what each is for. */
export const settingNames: string[] = [...Object.keys(Settings.shape), ...Object.keys(S3.shape)]

/**
 * Settings from the environment, parsed once at start-up.
 *
 * @throws StartFailure `start.settingsInvalid` listing every wrong value.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const result = Settings.safeParse(env)
  const s3 = Object.keys(S3.shape).some((name) => env[name]) ? S3.safeParse(env) : null
  if (!result.success || s3?.success === false) {
    const issues = [...(result.error?.issues ?? []), ...(s3?.error?.issues ?? [])]
    throw new StartFailure('start.settingsInvalid', {
      problems: issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; '),
    })
  }
  const s = result.data
  return {
    dataFolder: s.NOIVU_DATA,
    databaseUrl: s.DATABASE_URL ?? null,
    secret: s.NOIVU_SECRET ?? null,
    s3: s3?.data
      ? {
          endpoint: s3.data.NOIVU_S3_ENDPOINT,
          bucket: s3.data.NOIVU_S3_BUCKET,
          region: s3.data.NOIVU_S3_REGION,
          key: s3.data.NOIVU_S3_KEY,
          secret: s3.data.NOIVU_S3_SECRET,
        }
      : null,
    port: s.PORT,
    host: s.HOST,
    secure: s.NOIVU_PUBLIC_URL?.startsWith('https://') ?? false,
    publicUrl: s.NOIVU_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    mail: s.NOIVU_SMTP_URL && s.NOIVU_MAIL_FROM ? { smtpUrl: s.NOIVU_SMTP_URL, from: s.NOIVU_MAIL_FROM } : null,
    jobs: s.NOIVU_JOBS,
    backups: {
      folder: resolve(s.NOIVU_BACKUPS ?? join(s.NOIVU_DATA, 'backups')),
      passphrase: s.NOIVU_BACKUP_PASSPHRASE ?? null,
    },
    oidc:
      s.NOIVU_OIDC_ISSUER && s.NOIVU_OIDC_CLIENT_ID && s.NOIVU_OIDC_CLIENT_SECRET
        ? {
            issuer: s.NOIVU_OIDC_ISSUER,
            clientId: s.NOIVU_OIDC_CLIENT_ID,
            clientSecret: s.NOIVU_OIDC_CLIENT_SECRET,
            claim: s.NOIVU_OIDC_CLAIM,
            label: s.NOIVU_OIDC_LABEL,
          }
        : null,
    log: s.NOIVU_LOG,
    proxy: s.NOIVU_PROXY,
    metricsToken: s.NOIVU_METRICS_TOKEN ?? null,
    drainSeconds: s.NOIVU_DRAIN_SECONDS,
    stopSeconds: s.NOIVU_STOP_SECONDS,
    rateLimit: s.NOIVU_RATE_LIMIT === 'on',
    version: readVersion(),
  }
}

/** The whole environment, for who starts the program anew with settings of its own, and a place where a harness is told what it needs. */
export function environmentOf(): NodeJS.ProcessEnv {
  return process.env
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
