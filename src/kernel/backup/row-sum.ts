import { createHash } from 'node:crypto'

/** Adds up the hashes of rows. The sum is the same in any order, so that no side has to sort; a row changed, lost or doubled changes it. */
export class RowSum {
  rows = 0
  private readonly lanes = new BigUint64Array(4)

  add(line: string): void {
    this.rows++
    const digest = createHash('sha256').update(line).digest()
    for (let lane = 0; lane < 4; lane++) this.lanes[lane]! += digest.readBigUInt64BE(lane * 8)
  }

  get sum(): string {
    return [...this.lanes].map((lane) => lane.toString(16).padStart(16, '0')).join('')
  }
}
