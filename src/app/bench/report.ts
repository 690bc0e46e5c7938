import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { readVersion } from '../config.ts'

/** One measurement beside what it has to be. */
export interface Line {
  what: string
  measured: string
  target: string
  met: boolean
}

/** The machine and the moment, before anything is measured. */
export function describeRun(at: Date): string[] {
  const [cpu] = cpus()
  return [
    `- Date: ${at.toISOString().slice(0, 10)}; program ${readVersion()}, Node ${process.versions.node}`,
    `- Machine: ${cpu?.model ?? 'unknown processor'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${platform()} ${release()} ${arch()}`,
    `- Other work on it: load average ${(loadavg()[0] ?? 0).toFixed(1)} before the first measurement`,
  ]
}

/** The results as a Markdown page. */
export function printReport(run: string[], databases: string[], lines: Line[]): string {
  return `# Benchmarks

Printed by \`npm run bench\`. Measured is the program as built, in a process of its own, on the demonstration province.

${run.join('\n')}
- Databases: ${databases.join(', ')}

| What | Measured | Target | |
|---|---|---|---|
${lines.map((l) => `| ${l.what} | ${l.measured} | ${l.target} | ${l.met ? 'met' : 'missed'} |`).join('\n')}

What the rows mean:

- **One record, a page of 50**: operations a second over HTTP, signed in, with transaction, rights and validation, as a part of what the
  driver \`pg\` alone does with the very queries the operation runs, in one process, without transaction or rights; 8 connections each, on
  the same database, in turns; the ratio is the median of the rounds. A page also counts its list, on both sides.
- **Search by name**: the list of people asked for 200 different names typed without marks (whole names, two words, one word);
  milliseconds from request to answer. The embedded database answers one question at a time: with 4 connections each waits for three others.
- **All 409 figures**: the catalogue with values, former period and checks, one request after another; median, and the first one after the
  start. Ten times the data: people and ratings times ten.
- **Word, PDF**: the yearly report composed and set from the records as they stand; median, and the first one after the start.
- **First page**: everything a browser fetches until somebody has signed in and the start page stands (page, scripts, styles, fonts), as the
  server sends it compressed.
- **Import**: a workbook of invented people with eight columns, from the bytes of the file to the records with their log: first look, dry
  run, and the writing in one transaction; then the same workbook with a wrong cell in every row. From source, in one process.
- **First start**: from nothing to an answer, demonstration province included; a later start: the same on the folder as it then is.
`
}
