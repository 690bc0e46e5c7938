import { z } from 'zod'

/**
 * A report template: data, good for any year and unit. Inline marks in every `text`:
 *
 * - `{FI-01}` a bound figure; `{FI-01|plain}` without zero padding, `{FI-01|roman}` Roman numeral, `{FI-01|words}` in words,
 *   `{FI-01|year}` as an identifier without thousands separator;
 * - `[^key]` a reference to the footnote `key` (numbered in order of first appearance);
 * - `{{year}}`, `{{year-1}}`, `{{year+1}}`, `{{province}}`, `{{unit}}`, `{{committee}}`, `{{bloc}}` parameters of the report;
 * - `*text*` italic, `**text**` bold.
 *
 * A qualifier ("trên", "gần", "khoảng") belongs to the figure's value and is printed with it: do not write it in the text.
 */
export const Sentence = z.discriminatedUnion('kind', [
  /** A sentence (or clause). `when` is a condition over figures: `FI-02 > 0`, `F34a-46 = 0`; the sentence is left out where it fails. */
  z.object({ kind: z.literal('sentence'), text: z.string().min(1), when: z.string().optional() }),
  /** The records behind a figure, written in a row: `item` with `{column}` per record, joined by `separator`. */
  z.object({
    kind: z.literal('list'),
    figure: z.string(),
    item: z.string().default('{label}'),
    separator: z.string().default('; '),
    limit: z.number().int().positive().default(50),
    when: z.string().optional(),
  }),
  /** Free text with its author. */
  z.object({ kind: z.literal('free'), text: z.string(), author: z.string(), writtenAt: z.string().optional() }),
])
export type Sentence = z.infer<typeof Sentence>

export const TemplateBlock = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('heading'),
    id: z.string(),
    level: z.number().int().min(0).max(5),
    number: z.string().default(''),
    text: z.string().min(1),
  }),
  z.object({
    kind: z.literal('paragraph'),
    id: z.string(),
    bullet: z.enum(['-', '+']).optional(),
    when: z.string().optional(),
    sentences: z.array(Sentence).min(1),
  }),
])
export type TemplateBlock = z.infer<typeof TemplateBlock>

export const ReportTemplate = z.object({
  id: z.string(),
  title: z.object({ vi: z.string(), en: z.string() }),
  layout: z.enum(['party-2018']),
  header: z.object({ superior: z.string(), issuer: z.string(), symbol: z.string(), place: z.string() }),
  type: z.string(),
  summary: z.string(),
  addressees: z.array(z.string()),
  recipients: z.array(z.string()),
  signature: z.object({ authority: z.array(z.string()), post: z.string(), name: z.string() }),
  blocks: z.array(TemplateBlock),
  footnotes: z.record(z.string(), z.array(Sentence)),
})
export type ReportTemplate = z.infer<typeof ReportTemplate>
