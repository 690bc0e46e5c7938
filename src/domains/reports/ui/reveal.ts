/** Brings an element of a scrolling box into view and leaves the page around it where it is; without such a box the page scrolls. */
export function reveal(box: HTMLElement | null, element: Element | null | undefined): void {
  if (!box || !element) return
  if (box.scrollHeight <= box.clientHeight) {
    element.scrollIntoView({ block: 'nearest' })
    return
  }
  const [outer, inner] = [box.getBoundingClientRect(), element.getBoundingClientRect()]
  const room = 16
  if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + room
  else if (inner.bottom > outer.bottom)
    box.scrollTop += Math.min(inner.bottom - outer.bottom + room, inner.top - outer.top - room)
}
