import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { UrlSearch } from './url.ts'

/** A link to a page of the application; the date on the desk goes along. */
export function A({
  to,
  search,
  className,
  children,
}: {
  to: string
  search?: UrlSearch
  className?: string
  children: ReactNode
}) {
  return (
    <Link to={to} search={(search ?? {}) as never} className={className ?? 'link'}>
      {children}
    </Link>
  )
}
