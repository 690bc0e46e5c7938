/** The engine of time: acts that reorganise things which keep their identity, and what became of what. Knows no domain. */
export { type Broken, findBroken, type Invariant, invariants } from './invariants.rules.ts'
export { type Became, becameBy, type DatedSuccession } from './lineage.rules.ts'
export {
  type Change,
  type Ending,
  type Fault,
  type Kinds,
  type Link,
  type Plan,
  planReorganisation,
  type Thing,
} from './reorganisation.rules.ts'
export { type CountedIn, type Placed, restate, type Unplaced } from './restate.rules.ts'
