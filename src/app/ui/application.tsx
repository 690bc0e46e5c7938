import { QueryCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Component, type ReactNode, useMemo, useState } from 'react'
import { BlocksContext } from '#ui/blocks.tsx'
import { isNotSignedIn } from '#ui/client.ts'
import { forgetDrafts } from '#ui/draft.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Skeleton } from '#ui/page.tsx'
import { PickersContext } from '#ui/picker.tsx'
import type { Block, PickerSource, Screen } from '#ui/screens.ts'
import { SelfContext } from '#ui/self.ts'
import { makeRouter } from './router.tsx'
import type { AccountActs } from '#ui/shell-account.tsx'
import { Pending } from './pending.tsx'
import { administration, delegations, emergencies, signOut } from './session.ts'
import { SignIn } from './sign-in.tsx'

interface ApplicationProps {
  screens: Screen[]
  blocks: Block[]
  pickers: Record<string, PickerSource>
}

/** The whole application: the sign-in page for nobody, the screens for somebody. */
export function Application(props: ApplicationProps) {
  const [client] = useState(makeClient)
  return (
    <Guard>
      <QueryClientProvider client={client}>
        <PickersContext value={props.pickers}>
          <BlocksContext value={props.blocks}>
            <SignedIn {...props} client={client} />
          </BlocksContext>
        </PickersContext>
      </QueryClientProvider>
    </Guard>
  )
}

const selfKey = administration.whoAmI.queryKey()

/** What is asked is kept for a while; a refusal is not asked again; an ended session leads to the sign-in page. */
function makeClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isNotSignedIn(error) && query.queryHash !== JSON.stringify(selfKey))
          void client.invalidateQueries({ queryKey: selfKey })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 15 * 60_000,
        // Only a lost connection is worth a second try; a refusal stays one.
        retry: (count, error) => count < 2 && error instanceof TypeError,
      },
    },
  })
  return client
}

function SignedIn({ screens, client }: ApplicationProps & { client: QueryClient }) {
  const { data: self, error, isPending, refetch } = useQuery({ ...administration.whoAmI.queryOptions(), staleTime: 60_000 })
  const account = useMemo<AccountActs>(() => {
    // Another reach is another application: nothing asked before stays.
    const afterwards = (change: Promise<unknown>) =>
      void change.finally(() => {
        client.clear()
        window.location.assign('/')
      })
    return {
      signOut: () => afterwards(signOut().finally(() => forgetDrafts(self?.username ?? ''))),
      actFor: (delegationId) => afterwards(delegations.actFor.call({ delegationId })),
      endEmergency: () => afterwards(emergencies.endEmergency.call()),
    }
  }, [client, self?.username])
  const router = useMemo(() => makeRouter(screens, account), [screens, account])
  if (isPending) return <Skeleton lines={6} />
  if (isNotSignedIn(error)) return <SignIn onDone={() => void refetch()} />
  if (!self) {
    return (
      <div className="page">
        <ErrorNotice error={error} retry={() => void refetch()} />
      </div>
    )
  }
  if (self.pending)
    return (
      <SelfContext value={self}>
        <Pending pending={self.pending} onDone={() => void refetch()} onSignOut={account.signOut} />
      </SelfContext>
    )
  return (
    <SelfContext value={self}>
      <RouterProvider router={router} />
    </SelfContext>
  )
}

/** The last resort when something outside of the pages breaks. */
class Guard extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError() {
    return { broken: true }
  }
  override render() {
    return this.state.broken ? <BrokenApplication /> : this.props.children
  }
}

function BrokenApplication() {
  const { t } = useWords()
  return (
    <div className="page">
      <ErrorNotice error={t('ui.errors.screen')} retry={() => window.location.reload()} />
    </div>
  )
}
