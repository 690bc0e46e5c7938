import { checkRecords, type RecordFinding } from '#kernel/checks.ts'
import { checkFigures } from '#domains/reports/index.ts'
import { verifyAudit } from '#domains/administration/audit.service.ts'
import { can as administration } from '#domains/administration/administration.permissions.ts'
import { listReports } from '#domains/reports/report.service.ts'
import { can as reports } from '#domains/reports/reports.permissions.ts'
import { translate } from '../platform.ts'
import { ask } from './installation.ts'
import { facts, printJson } from './output.ts'
import { reportOf } from './report.ts'
import type { Asked } from './usage.ts'

type Finding = Awaited<ReturnType<typeof checkFigures>>['findings'][number]

/**
 * `noivu check`: every record that breaks a rule, and everything that disagrees in the reports; with `--report` in that report alone. The exit
 * code is 1 when something is found.
 */
export async function printFindings(asked: Asked): Promise<number> {
  const { checked, findings, records } = await ask(asked, 'check', reports.readFigure, async (ctx) => {
    const id = asked.text('report')
    const found: (Finding & { report: string })[] = []
    let checks = 0
    for (const report of id === '' ? await listReports(ctx) : [await reportOf(ctx, id)]) {
      const answer = await checkFigures(ctx, report.period)
      checks += answer.checked
      found.push(...answer.findings.map((f) => ({ report: report.id, ...f })))
    }
    const all = id === '' ? (await checkRecords(ctx)).checked : []
    const broken = all.flatMap(({ check, rules, findings: told }) =>
      rules.filter((r) => r.count > 0).map((r) => ({ check, ...r, findings: told.filter((f) => f.rule === r.rule) })),
    )
    return { checked: checks + all.reduce((sum, c) => sum + c.rules.length, 0), findings: found, records: broken }
  })
  const count = records.reduce((sum, r) => sum + r.count, findings.length)
  if (asked.on('json')) await printJson(asked, { checked, findings, records })
  else {
    await asked.out.print(records.map((r) => `${describeRule(asked, r)}\n`).join(''))
    await asked.out.print(findings.map((f) => `${describe(asked, f)}\n`).join(''))
    await asked.out.print(`${asked.say(count === 0 ? 'nothingWrong' : 'foundWrong', { count, checked })}\n`)
  }
  return count === 0 ? 0 : 1
}

/** A rule that records break: what must hold, how often it does not, and where. */
function describeRule(
  { say, lang }: Asked,
  {
    check,
    rule,
    words,
    count,
    findings,
  }: { check: string; rule: string; words: Record<'vi' | 'en', string>; count: number; findings: RecordFinding[] },
): string {
  const told = findings.map((f) => `  ${f.message[lang]}\n`).join('')
  const more = count > findings.length ? `  ${say('moreFound', { count: count - findings.length })}\n` : ''
  return `${say('brokenRule', { words: words[lang], check: `${check}.${rule}`, count })}\n${told}${more}`
}

function describe(asked: Asked, finding: Finding & { report: string }): string {
  const { say, lang } = asked
  const body = facts([
    [say('column.figures'), finding.figures.join(', ')],
    [say('column.places'), finding.places.join('; ')],
    [say('column.expected'), finding.expected],
    [say('column.found'), finding.found],
    ['', finding.message[lang]],
  ])
  return `${say('finding', { severity: finding.severity, meaning: say(`severity.${finding.severity}`), report: finding.report, check: finding.checkId })}\n${body}`
}

/**
 * `noivu audit verify`: walks the chain of the log, and looks for heads that were written down elsewhere. The exit code is 1 when it is
 * broken, or does not have one of them.
 */
export async function printAudit(asked: Asked): Promise<number> {
  const { headsToFind, missingHeads } = await import('./backup.ts')
  const heads = await headsToFind(asked)
  const answer = await ask(asked, 'verifyAudit', administration.readAudit, (ctx) => verifyAudit(ctx))
  const missing = heads.length > 0 ? await missingHeads(asked, heads) : []
  const whole = answer.whole && missing.length === 0
  if (asked.on('json')) {
    await printJson(asked, { ...answer, whole, ...(heads.length > 0 ? { against: heads, missing } : {}) })
    return whole ? 0 : 1
  }
  const lines = answer.faults.map(({ seq, fault }) => {
    const told = translate(asked.lang, `app.faults.${fault}`)
    return seq === null ? asked.say('auditBrokenSomewhere', { fault: told }) : asked.say('auditBroken', { seq, fault: told })
  })
  if (answer.whole) lines.push(asked.say('auditWhole', { entries: answer.entries }))
  for (const head of heads) lines.push(asked.say(missing.includes(head) ? 'auditHeadMissing' : 'auditHeadFound', { ...head }))
  await asked.out.print(lines.map((line) => `${line}\n`).join(''))
  return whole ? 0 : 1
}
