/**
 * Lets the style elements that our own code makes through the page's policy (`style-src 'nonce-…'`, src/app/http-security.ts): Ant Design's,
 * and those of libraries that know no nonce. A style that got into the page as markup has none and stays without effect.
 */
export function markStyles(page: Document = document): void {
  const nonce = page.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
  if (!nonce) return
  const make = page.createElement.bind(page) as (name: string, options?: ElementCreationOptions) => HTMLElement
  page.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options)
    if (name === 'style') element.nonce = nonce
    return element
  }) as Document['createElement']
}
