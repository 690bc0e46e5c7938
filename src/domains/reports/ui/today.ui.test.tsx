import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Blocks, BlocksContext } from '#ui/blocks.tsx'
import { aSelf, showScreen } from '#ui/testing.tsx'
import { reportsScreens } from './index.tsx'
import { aFigureDetail, aFinding, anEdition, aReport, aTemplate, fakeServer, words, writerMay } from './screens.factory.ts'

async function today(may: string[], report = aReport(), findings = [aFinding()]) {
  const server = fakeServer({
    'GET /reports': () => [report],
    'GET /checks': () => ({ findings, checked: 9 }),
    'GET /templates/annual-party-report': () => aTemplate(),
    ...Object.fromEntries(
      ['F34d-03', 'F34d-09', 'F33a-40', 'F33a-51', 'F38-23', 'F36-13'].map((id) => [
        `GET /figures/${id}`,
        () => aFigureDetail({ id, title: { vi: `Số ${id}`, en: id } }),
      ]),
    ),
  })
  await showScreen(
    <BlocksContext value={reportsScreens.blocks ?? []}>
      <Blocks place="today" />
    </BlocksContext>,
    { words, self: aSelf({ permissions: may }) },
  )
  return server
}

test('who has no right to reports sees nothing of them, and nothing is asked', async () => {
  const server = await today([])
  await new Promise((done) => setTimeout(done, 50))
  expect(screen.queryByText('Số liệu chính')).toBeNull()
  expect(screen.queryByText('Báo cáo và số liệu chờ xử lý')).toBeNull()
  expect(server.asked).toEqual([])
})

test('a report writer finds the step to take and the contradictions to settle', async () => {
  await today(writerMay)
  expect((await screen.findByRole('link', { name: /^Kiểm tra Báo cáo năm 2022/ })).getAttribute('href')).toBe(
    '/bao-cao/annual-2022',
  )
  expect((await screen.findByRole('link', { name: 'Xử lý 1 mâu thuẫn giữa các số liệu' })).getAttribute('href')).toBe(
    '/chi-so/kiem-tra?severity=A',
  )
  expect(screen.queryByRole('link', { name: /^Duyệt/ })).toBeNull()
})

test('a director finds what waits for approval: the edition and the template', async () => {
  const may = ['reports.readFigure', 'reports.readReport', 'reports.approveEdition', 'reports.approveTemplate']
  await today(may, aReport({ editions: [anEdition({ status: 'checked' })] }))
  expect(await screen.findByRole('link', { name: /^Duyệt Báo cáo năm 2022/ })).toBeDefined()
  expect(await screen.findByRole('link', { name: /^Duyệt mẫu “Báo cáo năm” do Lê Văn Cường sửa/ })).toBeDefined()
})

test('when nothing waits, that is said', async () => {
  await today(['reports.readFigure', 'reports.readReport'], aReport({ editions: [anEdition({ status: 'sealed' })] }))
  expect(await screen.findByText('Không có bước báo cáo nào chờ bạn.')).toBeDefined()
})

test('the key figures are doors, with what became of them said in words', async () => {
  await today(writerMay)
  expect(await screen.findAllByRole('button', { name: '26.012: xem các hồ sơ được tính' })).toHaveLength(6)
  await waitFor(() => expect(screen.getAllByRole('img', { name: /qua các kỳ: 2021: 25\.863; 2022: 26\.012/ })).toHaveLength(6))
})
