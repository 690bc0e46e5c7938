import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

/** What a browser has and jsdom lacks, as far as the screens ask for it; and an empty page after each test. */
class NothingResizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}

const nothing = () => {}
globalThis.ResizeObserver ??= NothingResizes
globalThis.matchMedia ??= (media) => ({
  media,
  matches: false,
  onchange: null,
  addEventListener: nothing,
  removeEventListener: nothing,
  addListener: nothing,
  removeListener: nothing,
  dispatchEvent: () => false,
})
Element.prototype.scrollIntoView ??= nothing

// jsdom cannot compute the style of ::before and the like, and prints a complaint each time it is asked to.
const computedStyle = window.getComputedStyle.bind(window)
window.getComputedStyle = (element) => computedStyle(element)

afterEach(cleanup)
