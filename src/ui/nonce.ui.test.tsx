import { afterEach, expect, test } from 'vitest'
import { forgetDrafts } from './draft.ts'
import { markStyles } from './nonce.ts'
import { recall, remember } from './stored.ts'

afterEach(() => {
  document.head.innerHTML = ''
  localStorage.clear()
})

/** A page of its own, so that no other test makes elements through ours. */
function aPage(nonce: string | null): Document {
  const page = document.implementation.createHTMLDocument()
  if (nonce !== null) {
    const meta = page.createElement('meta')
    meta.setAttribute('property', 'csp-nonce')
    meta.nonce = nonce
    page.head.append(meta)
  }
  return page
}

test('a style element made by code carries the nonce of the page; no other element does', () => {
  const page = aPage('n0nce')
  markStyles(page)
  expect(page.createElement('style').nonce).toBe('n0nce')
  expect(page.createElement('script').nonce).not.toBe('n0nce')
  expect(page.createElement('div').outerHTML).toBe('<div></div>')
})

test('a page without a nonce is left as it is', () => {
  const page = aPage(null)
  const { createElement } = page
  markStyles(page)
  expect(page.createElement).toBe(createElement)
})

test('who signs out leaves no draft on the machine, and takes nobody else’s', () => {
  remember('draft.an.form-1', '{}')
  remember('draft.an.form-2', '{}')
  remember('draft.anh.form-1', '{}')
  remember('appearance', 'dark')
  forgetDrafts('an')
  expect([recall('draft.an.form-1'), recall('draft.an.form-2'), recall('draft.anh.form-1'), recall('appearance')]).toEqual([
    null,
    null,
    '{}',
    'dark',
  ])
})
