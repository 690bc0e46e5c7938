import type { z } from 'zod'
import type { Translate } from './i18n.ts'

/** One place that needs attention, in words. */
export interface FieldIssue {
  field: string
  text: string
}

type Issue = z.core.$ZodIssue

/** What a check found, in words that name the field; one sentence per field, the first. */
export function issueTexts(issues: readonly Issue[], labels: (field: string) => string, t: Translate): FieldIssue[] {
  const found = new Map<string, FieldIssue>()
  for (const issue of issues) {
    const field = issue.path.map(String).join('.')
    if (!found.has(field)) found.set(field, { field, text: issueText(issue, labels(field) || t('ui.form.thisField'), t) })
  }
  return [...found.values()]
}

/** One issue in words. */
export function issueText(issue: Issue, field: string, t: Translate): string {
  const missing = issue.input === undefined || issue.input === null || issue.input === ''
  if (missing) return t('ui.form.required', { field })
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) <= 1
          ? t('ui.form.required', { field })
          : t('ui.form.tooShort', { field, min: String(issue.minimum) })
      return t('ui.form.tooSmall', { field, min: String(issue.minimum) })
    case 'too_big':
      if (issue.origin === 'string') return t('ui.form.tooLong', { field, max: String(issue.maximum) })
      return t('ui.form.tooLarge', { field, max: String(issue.maximum) })
    case 'invalid_format':
      return issue.format === 'date' ? t('ui.form.notDate', { field }) : t('ui.form.wrong', { field })
    case 'invalid_type':
      return issue.expected === 'number' || issue.expected === 'int'
        ? t('ui.form.notNumber', { field })
        : t('ui.form.wrong', { field })
    case 'invalid_value':
      return t('ui.form.notChoice', { field })
    default:
      return t('ui.form.wrong', { field })
  }
}
