import { can } from '#domains/imports/imports.permissions.ts'
import { establishUnits } from '#domains/organization/index.ts'
import { toXlsx } from '#kernel/export.ts'
import { type ImportWork, runCheck, runCommit, runLook } from '#kernel/imports/import.run.ts'
import { draftImport, startCheck, startCommit } from '#kernel/imports/import.service.ts'
import { findImport } from '#kernel/imports/import.store.ts'
import type { Kernel } from '#kernel/context.ts'
import { runOperation } from '#kernel/operations.ts'
import { system } from '../platform.ts'

/** How long the steps of an import took, in seconds, and what became of its rows. */
export interface ImportTimes {
  look: number
  check: number
  commit: number
  rows: number
  counts: Record<string, number>
}

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ']
const middles = ['Văn', 'Thị', 'Đức', 'Minh', 'Thanh', 'Quốc', 'Ngọc', 'Hữu', 'Xuân', 'Kim']
const givens = [
  'An',
  'Bình',
  'Chi',
  'Dũng',
  'Giang',
  'Hoa',
  'Khánh',
  'Lan',
  'Mai',
  'Nam',
  'Oanh',
  'Phúc',
  'Quang',
  'Sơn',
  'Thủy',
  'Uyên',
  'Vinh',
  'Yến',
]
const of = <T>(list: T[], n: number): T => list[n % list.length] as T

/** A workbook of invented people; `wrong` spoils a cell in every row. */
export async function peopleWorkbook(rows: number, units: number, wrong: boolean): Promise<Buffer> {
  const columns = ['Họ và tên', 'Ngày sinh', 'Giới tính', 'Nhóm', 'Đơn vị công tác', 'Chức vụ', 'Từ ngày', 'Số CCCD'].map(
    (title, i) => ({
      key: String(i),
      title,
      type: 'text' as const,
    }),
  )
  const lines = Array.from({ length: rows }, (_, n) => {
    const day = `${String((n % 28) + 1).padStart(2, '0')}/${String((n % 12) + 1).padStart(2, '0')}/${1965 + (n % 35)}`
    return {
      '0': `${of(families, n)} ${of(middles, Math.floor(n / 10))} ${of(middles, Math.floor(n / 1000))} ${of(givens, Math.floor(n / 100))}`,
      '1': wrong ? day.replace(/^\d\d\/\d\d/, '31/02') : day,
      '2': n % 2 ? 'Nữ' : 'Nam',
      '3': wrong ? 'Công chứcc' : 'Công chức',
      '4': `NHAP-${n % units}`,
      '5': 'Chuyên viên',
      '6': wrong ? 'không rõ' : '01/01/2020',
      '7': `0${String(10_000_000_000 + n)}`,
    }
  })
  const parts: Buffer[] = []
  for await (const part of toXlsx({ title: 'Danh sách', filterLine: '', producedLine: '', columns, rows: lines }))
    parts.push(part as Buffer)
  return Buffer.concat(parts)
}

export async function unitsForImport(kernel: Kernel, units: number): Promise<void> {
  await runOperation(kernel, { operation: 'bench.units', permission: can.makeImport, writes: true, actor: system }, (ctx) =>
    establishUnits(
      ctx,
      Array.from({ length: units }, (_, n) => ({
        unitId: ctx.newId(),
        code: `NHAP-${n}`,
        name: `Đơn vị nhập ${n}`,
        shortName: `Đơn vị nhập ${n}`,
        kind: 'division',
        level: 'division',
        parentId: null,
        tree: 'government',
        validFrom: null,
        validUntil: null,
        act: null,
      })),
    ),
  )
}

/** Brings a file in, end to end: look, dry run and, where every row is right, the writing. */
export async function importFile(kernel: Kernel, kind: string, fileName: string, bytes: Buffer): Promise<ImportTimes> {
  const work: ImportWork = { kernel, actor: system, lang: 'vi', permission: can.makeImport }
  const act = <T>(writes: boolean, run: Parameters<typeof runOperation<T>>[2]) =>
    runOperation(kernel, { operation: 'bench.import', permission: can.makeImport, writes, actor: system }, run)
  const timed = async (run: () => Promise<void>) => {
    const start = performance.now()
    await run()
    return (performance.now() - start) / 1000
  }
  let id = ''
  const look = await timed(async () => {
    const drafted = await act(true, (ctx) => draftImport(ctx, { kind, fileName, bytes }))
    id = drafted.id
    await runLook(work, id, drafted.runId)
  })
  const check = await timed(async () => {
    const { runId } = await act(true, (ctx) => startCheck(ctx, { id }))
    await runCheck(work, id, runId)
  })
  const counts = (await act(false, (ctx) => findImport(ctx.db, id)))?.run?.counts ?? {}
  const rows = Object.values(counts).reduce((sum, n) => sum + n, 0)
  let commit = 0
  if (!counts.refused && !counts.review) {
    commit = await timed(async () => {
      const { runId } = await act(true, (ctx) => startCommit(ctx, id))
      await runCommit(work, id, runId)
    })
  }
  return { look, check, commit, rows, counts }
}
