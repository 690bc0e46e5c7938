import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { SidePanel } from './panel.tsx'
import { showScreen } from './testing.tsx'

function Club() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button onClick={() => setOpen(true)}>Mở bảng</button>
      <SidePanel open={open} onClose={() => setOpen(false)} title="Hội viên" footer={<button>Lưu</button>}>
        <input aria-label="Tên" />
      </SidePanel>
    </>
  )
}

test('the focus goes in, stays in, and returns; Escape closes', async () => {
  const user = userEvent.setup({ delay: null })
  await showScreen(<Club />)
  const opener = screen.getByRole('button', { name: 'Mở bảng' })
  await user.click(opener)
  expect(screen.getByRole('dialog', { name: 'Hội viên' }).getAttribute('aria-modal')).toBe('true')
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Tên' }))
  await user.tab()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Lưu' }))
  await user.tab()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Đóng' }))
  await user.tab({ shift: true })
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Lưu' }))
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement).toBe(opener)
})
