/**
 * Lets the style elements that our own code makes through the page's policy (`style-src 'nonce-…'`, src/app/http-security.ts): Ant Design's,
 * and those of libraries that know no nonce. A style that got into the page as markup has none and stays without effect.
 */
export function markStyles(page: Document = document): void {
  const nonce = nonceOf(page)
  if (!nonce) return
  const make = page.createElement.bind(page) as (name: string, options?: ElementCreationOptions) => HTMLElement
  page.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options)
    if (name === 'style') element.nonce = nonce
    return element
  }) as Document['createElement']
}

/**
 * Markup that our server made, with the nonce at its one style element: a framed document keeps to the policy of the page around it.
 */
export function markedMarkup(markup: string, page: Document = document): string {
  const nonce = nonceOf(page)
  return nonce ? markup.replace('<style>', `<style nonce="${nonce}">`) : markup
}

function nonceOf(page: Document): string | undefined {
  return page.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
}
