import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { printDocument } from '#domains/reports/index.ts'
import type { Report } from '#domains/reports/report.contract.ts'
import { getReport, listReports } from '#domains/reports/report.service.ts'
import { can } from '#domains/reports/reports.permissions.ts'
import type { Ctx } from '#kernel/context.ts'
import { Refusal } from '#kernel/errors.ts'
import { ask } from './installation.ts'
import { type Asked, CommandFailure, UsageError } from './usage.ts'

/** The report of this id; the newest where none is named. @throws UsageError when there is none. */
export async function reportOf(ctx: Ctx, id: string): Promise<Report> {
  if (id === '') {
    const [newest] = await listReports(ctx)
    if (!newest) throw new UsageError('noReports')
    return newest
  }
  try {
    return await getReport(ctx, id)
  } catch (error) {
    throw error instanceof Refusal && error.kind === 'not-found' ? new UsageError('unknownReport', { id }) : error
  }
}

const formats = ['docx', 'pdf', 'html'] as const

/** `noivu report ID --out FILE [--edition N]`: the report as a file. */
export async function writeReport(asked: Asked): Promise<number> {
  const file = asked.text('out')
  const format = formats.find((f) => extname(file).toLowerCase() === `.${f}`)
  if (!format) throw new UsageError('unknownFormat', { file })
  const number = asked.text('edition')
  if (number !== '' && !/^[1-9]\d{0,5}$/.test(number)) throw new UsageError('badNumber', { name: '--edition', value: number })
  const printed = await ask(asked, 'printReport', can.readReport, async (ctx) => {
    const report = await reportOf(ctx, asked.argument)
    const edition = number === '' ? undefined : report.editions.find((e) => e.number === Number(number))
    if (number !== '' && !edition) throw new UsageError('unknownEdition', { id: report.id, number })
    return printDocument(ctx, { id: report.id, editionId: edition?.id, format })
  })
  await writeFile(file, Buffer.from(await printed.arrayBuffer())).catch((error: NodeJS.ErrnoException) => {
    throw new CommandFailure('cannotWrite', { file, reason: error.message })
  })
  await asked.out.print(`${asked.say('written', { file })}\n`)
  return 0
}
