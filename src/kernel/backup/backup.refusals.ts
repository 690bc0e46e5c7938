import { z } from 'zod'
import { defineRefusals } from '../errors.ts'

const file = z.object({ file: z.string() })

/** Why a backup is not made, not taken or not believed. */
export const refuse = defineRefusals('kernel', {
  backupFileExists: { kind: 'conflict', params: file },
  backupFolderMissing: { kind: 'invalid', params: file },
  backupNoFile: { kind: 'not-found', params: file },
  backupForeign: { kind: 'unsupported', params: file },
  backupFormatNewer: { kind: 'unsupported', params: z.object({ version: z.string() }) },
  backupProgramNewer: { kind: 'conflict', params: z.object({ version: z.string(), migration: z.string() }) },
  backupMigrationDiffers: { kind: 'conflict', params: z.object({ version: z.string(), migration: z.string() }) },
  backupPassphraseMissing: { kind: 'invalid', params: file },
  backupPassphraseWrong: { kind: 'invalid', params: file },
  backupCutOff: { kind: 'conflict', params: file },
  backupDamaged: { kind: 'conflict', params: z.object({ file: z.string(), part: z.string() }) },
  backupContentMissing: { kind: 'conflict', params: z.object({ count: z.number(), first: z.string() }) },
  restoreNotEmpty: { kind: 'conflict', params: z.object({ place: z.string() }) },
  restoreDiffers: { kind: 'conflict', params: z.object({ tables: z.string() }) },
  restoreAuditBroken: { kind: 'conflict', params: z.object({ seq: z.string(), fault: z.string() }) },
  restoreAuditOther: { kind: 'conflict', params: z.object({ seq: z.number(), expected: z.string() }) },
  restoreContentDamaged: { kind: 'conflict', params: z.object({ count: z.number(), first: z.string() }) },
})
