import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually, journey, visit } from './support.ts'

interface Self {
  personId: string
}
interface People {
  rows: { id: string; fullName: string; unitId: string | null }[]
}

async function ask<T>(page: Page, address: string): Promise<T> {
  const answer = await page.request.get(address)
  if (!answer.ok()) throw new Error(`${address}: ${answer.status()}`)
  return (await answer.json()) as T
}

const menu = (page: Page) => page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link').allInnerTexts()

journey('sees what the role allows: an officer the own record, a personnel officer the own body', async ({ desk, expects }) => {
  expects(/status of 404 .*\/api\/people\/persons\//)
  const director = await desk('giamdoc')
  const { personId: foreign } = await ask<Self>(director, '/api/administration/self')

  const officer = await desk('chuyenvien')
  const self = await ask<Self>(officer, '/api/administration/self')
  await visit(officer, '/')
  expect(await menu(officer)).toEqual(['Hôm nay', 'Công việc', 'Con người', 'Tổ chức', 'Đánh giá'])
  await visit(officer, '/con-nguoi')
  const rows = officer.locator('tr[data-row]')
  await eventually(() => rows.count()).toBe(1)
  expect(await rows.first().getAttribute('data-row')).toBe(self.personId)
  await eventually(() => officer.locator('.list-total').innerText()).toBe('1 kết quả')
  await visit(officer, `/con-nguoi/${self.personId}`)
  expect(await officer.getByRole('button', { name: 'Đính chính' }).count()).toBe(0)

  // Another person's address answers exactly as one that does not exist.
  const answerAt = async (id: string) => {
    await visit(officer, `/con-nguoi/${id}`)
    await officer.getByRole('alert').waitFor()
    return officer.getByRole('main').innerText()
  }
  const absent = await answerAt('11111111-2222-4333-8444-555555555555')
  expect(absent).toContain('Không tìm thấy nội dung bạn cần.')
  expect(await answerAt(foreign)).toBe(absent)
  // A page the role does not open is a page that is not there.
  for (const address of ['/bao-cao', '/chi-so', '/quan-tri/nguoi-dung', '/khong-co-trang-nay']) {
    await officer.goto(address)
    await officer.getByRole('heading', { level: 1, name: 'Không có trang này' }).waitFor()
  }

  const personnel = await desk('tochuc')
  await visit(personnel, '/con-nguoi')
  expect(await menu(personnel)).toEqual(['Hôm nay', 'Công việc', 'Con người', 'Tổ chức', 'Đánh giá'])
  await personnel.getByRole('button', { name: 'Lập hồ sơ' }).waitFor()
  const { rows: people } = await ask<People>(personnel, '/api/people/persons?limit=200')
  // Who is here by a side post alone has no main post to look at.
  const units = [...new Set(people.flatMap((row) => row.unitId ?? []))]
  expect(units.length).toBeGreaterThan(3)
  for (const unit of units) {
    const { path, current } = await ask<{ path: { name: string }[]; current: { name: string } }>(
      personnel,
      `/api/organization/units/${unit}`,
    )
    expect([...path.map((above) => above.name), current.name]).toContain('Sở Y tế')
  }
  await personnel.goto(`/con-nguoi/${foreign}`)
  await personnel.getByRole('alert').getByText('Không tìm thấy nội dung bạn cần.').waitFor()
})
