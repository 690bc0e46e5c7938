import { readVersion } from '../config.ts'
import { facts } from './output.ts'
import type { Command, Say } from './usage.ts'

/** How a command is written: `noivu units --as-of DATE [--level LEVEL] [--csv|--json]`. */
function synopsis(command: Command): string {
  const { csv, json, ...rest } = command.options
  const formats = [csv && '--csv', json && '--json'].filter(Boolean).join('|')
  const options = Object.entries(rest).map(([name, { value, required }]) => {
    const text = value ? `--${name} ${value}` : `--${name}`
    return required ? text : `[${text}]`
  })
  return ['noivu', command.name, command.argument, ...options, formats && `[${formats}]`].filter(Boolean).join(' ')
}

const indented = (text: string) => text.replace(/^(?=.)/gm, '  ')

/** Every command, the common options, exit codes and settings. */
export function helpOfAll(commands: Command[], say: Say): string {
  const section = (title: string, body: string) => `\n${say(title)}\n${indented(body)}`
  return [
    `Nội Vụ ${readVersion()}\n${say('usage')}\n`,
    section('commands', commands.map((c) => `${synopsis(c)}\n  ${say(c.about)}\n`).join('')),
    section(
      'options',
      facts([
        ['--lang vi|en', say('optionLang')],
        ['--csv', say('option.csv')],
        ['--json', say('option.json')],
        ['--help, -h', say('optionHelp')],
        ['--version', say('optionVersion')],
      ]),
    ),
    section('exitCodes', facts(['0', '1', '2'].map((code): [string, string] => [code, say(`exit${code}`)]))),
    section(
      'settings',
      facts([
        ['NOIVU_DATA', say('settingData')],
        ['DATABASE_URL', say('settingDatabase')],
        ['PORT, HOST', say('settingPort')],
        ['NOIVU_PUBLIC_URL', say('settingPublic')],
        ['NOIVU_SMTP_URL, NOIVU_MAIL_FROM', say('settingMail')],
        ['NOIVU_JOBS', say('settingJobs')],
        ['NOIVU_BACKUPS, NOIVU_BACKUP_PASSPHRASE', say('settingBackups')],
      ]),
    ),
    `\n${say('dates')}\n${say('more')}\n`,
  ].join('')
}

/** One command with its options. */
export function helpOf(command: Command, say: Say): string {
  const options = Object.entries(command.options).map(([name, { value }]): [string, string] => [
    value ? `--${name} ${value}` : `--${name}`,
    say(`option.${name}`),
  ])
  return `${say('usageOf', { synopsis: synopsis(command) })}\n${say(command.about)}\n${options.length > 0 ? `\n${indented(facts(options))}` : ''}`
}
