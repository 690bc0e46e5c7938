import { accentKey, sameText } from '#kernel/text.ts'
import { fullNameOfUnit, kindOfUnit, territorialKinds } from './unit-import.rules.ts'

/** A row of a table of reorganisation: an old unit and the new one it went into, wholly or with a share of it. */
export interface TableRow {
  no: number
  oldCode: string
  oldName: string
  /** 1 for the whole; null for a part of unknown size. */
  share: number | null
  newCode: string
  newName: string
  /** Code of the unit above the new one; empty: what stands above the old one. */
  aboveCode: string
}

/** What a unit is on the day of the act. */
export interface UnitFacts {
  code: string
  name: string
  shortName: string
  kind: string
  level: string
}

/** A unit of the day before, as the table's old side names it. */
export interface OldUnit extends UnitFacts {
  id: string
  parentId: string | null
}

/** A change as the table says it, before ids are given: new units by their code after `+`. */
export type TableChange =
  | { kind: 'establish'; key: string; facts: UnitFacts; above: string | null; rows: number[] }
  | { kind: 'alter'; id: string; facts: Partial<UnitFacts>; rows: number[] }
  | { kind: 'move'; id: string; above: string; rows: number[] }
  | { kind: 'merge'; from: string[]; into: string; rows: number[] }
  | { kind: 'split'; id: string; into: { key: string; share: number | null }[]; rows: number[] }

export interface TableFault {
  no: number
  code: 'oldUnknown' | 'oldOtherName' | 'newKindUnknown' | 'newTwoNames' | 'aboveUnknown' | 'wholeAndPart' | 'sharesOver'
  params: Record<string, string>
}

/** How a share is written in tables: full, toàn bộ, 100 %, 0,4, one part (null). Undefined: not understood. */
export function readShare(text: string): number | null | undefined {
  const plain = text.trim().toLowerCase()
  if (plain === '' || /^(full|whole|toàn bộ|toan bo|nguyên trạng|1|100\s*%)$/.test(plain)) return 1
  if (/^(partial|part|một phần|mot phan|phần)$/.test(plain)) return null
  const number = /^(\d+(?:[.,]\d+)?)\s*(%?)$/.exec(plain)
  if (!number) return undefined
  const value = Number(number[1]?.replace(',', '.')) / (number[2] ? 100 : 1)
  return value > 0 && value <= 1 ? value : undefined
}

/**
 * Reads a table of old and new units as an act. A new unit that is the whole of one old unit is that unit, by another name or code where these
 * differ; one that is made of several is established, even under the code or the name of an old one (a code alone does not identify a unit).
 * An old unit that goes in parts is divided and ends.
 *
 * @param olds units of the day before by code; @param aboves what may stand above: code to reference, units established by this table included.
 */
export function changesOfTable(
  rows: readonly TableRow[],
  olds: ReadonlyMap<string, OldUnit>,
  aboves: ReadonlyMap<string, string>,
): { changes: TableChange[]; faults: TableFault[] } {
  const faults: TableFault[] = []
  const changes: TableChange[] = []
  const byNew = group(rows, (r) => r.newCode)
  const byOld = group(rows, (r) => r.oldCode)
  for (const [oldCode, of] of byOld) {
    const [{ no, oldName }] = of as [TableRow]
    const old = olds.get(oldCode)
    if (!old) faults.push({ no, code: 'oldUnknown', params: { code: oldCode, name: oldName } })
    else if (oldName !== '' && !sameUnitName(old.name, oldName))
      faults.push({ no, code: 'oldOtherName', params: { code: oldCode, name: oldName, known: old.name } })
    const wholes = of.filter((r) => r.share === 1)
    if (wholes.length > 0 && of.length > 1) faults.push({ no, code: 'wholeAndPart', params: { code: oldCode, name: oldName } })
    else if (of.reduce((sum, r) => sum + (r.share ?? 0), 0) > 1 + 1e-9)
      faults.push({ no, code: 'sharesOver', params: { code: oldCode, name: oldName } })
  }
  /** What a new unit is called in the rest of the act: the id of the old one that it goes on as, or `+code`. */
  const references = new Map<string, string>()
  for (const [newCode, of] of byNew) {
    const goesOn = of.length === 1 && of[0]?.share === 1 ? olds.get(of[0].oldCode) : undefined
    references.set(newCode, goesOn?.id ?? `+${newCode}`)
  }
  for (const [newCode, of] of byNew) {
    const [{ no, newName, aboveCode }] = of as [TableRow]
    const numbers = of.map((r) => r.no)
    const other = of.find((r) => !sameText(r.newName, newName))
    if (other) faults.push({ no: other.no, code: 'newTwoNames', params: { code: newCode, a: newName, b: other.newName } })
    const kind = kindOfUnit(null, newName, newCode)
    if (!kind) {
      faults.push({ no, code: 'newKindUnknown', params: { code: newCode, name: newName } })
      continue
    }
    const name = fullNameOfUnit(newName, kind)
    const { level } = territorialKinds[kind]
    const key = references.get(newCode) ?? ''
    const first = olds.get(of[0]?.oldCode ?? '')
    // A new unit never stands below one of its own level: `33` may be the code of a province old and new.
    const above = aboveCode
      ? ((aboveCode === newCode ? undefined : references.get(aboveCode)) ?? aboves.get(aboveCode) ?? null)
      : (first?.parentId ?? null)
    if (aboveCode && above === null) faults.push({ no, code: 'aboveUnknown', params: { code: aboveCode } })
    if (key.startsWith('+')) {
      changes.push({ kind: 'establish', key, facts: { code: newCode, name, shortName: name, kind, level }, above, rows: numbers })
      continue
    }
    const goesOn = olds.get(of[0]?.oldCode ?? '')
    if (!goesOn) continue
    const differs = {
      ...(goesOn.code === newCode ? {} : { code: newCode }),
      ...(sameText(goesOn.name.toLowerCase(), name.toLowerCase()) ? {} : { name, shortName: name }),
      ...(goesOn.kind === kind ? {} : { kind, level }),
    }
    if (Object.keys(differs).length > 0) changes.push({ kind: 'alter', id: goesOn.id, facts: differs, rows: numbers })
    if (above !== null && above !== goesOn.parentId) changes.push({ kind: 'move', id: goesOn.id, above, rows: numbers })
  }
  for (const [newCode, of] of byNew) {
    const into = references.get(newCode)
    const from = of
      .flatMap((r) => (r.share === 1 ? [olds.get(r.oldCode)?.id ?? ''] : []))
      .filter((id) => id !== '' && id !== into)
    if (into && from.length > 0)
      changes.push({ kind: 'merge', from, into, rows: of.flatMap((r) => (r.share === 1 ? [r.no] : [])) })
  }
  for (const [oldCode, of] of byOld) {
    const id = olds.get(oldCode)?.id
    if (!id || of.some((r) => r.share === 1)) continue
    const into = of.flatMap((r) => {
      const key = references.get(r.newCode)
      return key ? [{ key, share: r.share }] : []
    })
    changes.push({ kind: 'split', id, into, rows: of.map((r) => r.no) })
  }
  return { changes, faults }
}

/** The name of a unit without its kind, in the form in which lists that write it differently agree. */
export function bareName(name: string): string {
  return accentKey(name.toLowerCase().replace(/^(tỉnh|thành phố|quận|huyện|thị xã|phường|xã|thị trấn|đặc khu)\s+/u, ''))
}

/** Lists differ in capitals, in the placing of tones and in whether the kind is written; the unit is the same. */
export function sameUnitName(a: string, b: string): boolean {
  return a === b || bareName(a) === bareName(b)
}

function group<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const found = groups.get(key(row))
    if (found) found.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}
