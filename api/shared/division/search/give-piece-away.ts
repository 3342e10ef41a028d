import { addTo, float64At, int32At, itemAt } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'
import type { Partition } from './partition.ts'

/** Largest piece that is given away, as a share of a part's mean households. */
const MOST = 0.5

/** What a part has of a block, and the parts that could take it. */
interface Piece {
  atoms: number[]
  takers: number[]
}

/**
 * Gives what a part has of a block, if it is not much, to a part beside it there, at random: a step that moves of single
 * atoms do not find. The sizes of both are then to be balanced again. Returns whether there was such a piece.
 */
export function givePieceAway(
  graph: AtomGraph,
  partition: Partition,
  count: number,
  random: () => number,
): boolean {
  const pieces = listPieces(graph, partition.part, count)
  if (pieces.length === 0) return false
  const { atoms, takers } = itemAt(pieces, Math.floor(random() * pieces.length))
  const taker = itemAt(takers, Math.floor(random() * takers.length))
  const next = partition.part.slice()
  for (const atom of atoms) next[atom] = taker
  partition.assign(next)
  return true
}

function listPieces(graph: AtomGraph, part: Int32Array, count: number): Piece[] {
  const { blockCount, block, weight } = graph
  const atomsOf = new Map<number, number[]>()
  const households = new Float64Array(count * blockCount)
  part.forEach((p, atom) => {
    const key = p * blockCount + int32At(block, atom)
    addTo(households, key, float64At(weight, atom))
    const atoms = atomsOf.get(key)
    if (atoms) atoms.push(atom)
    else atomsOf.set(key, [atom])
  })
  const most = (MOST * graph.totalWeight) / count
  const pieces: Piece[] = []
  for (const [key, atoms] of atomsOf) {
    if (float64At(households, key) > most) continue
    const takers = listTakers(graph, part, atoms)
    const [p, own] = [Math.floor(key / blockCount), key % blockCount]
    const isOwn = (atom: number, inBlock: boolean) => part[atom] === p && (block[atom] === own) === inBlock
    if (
      takers.length === 0 ||
      ![true, false].every((inBlock) => isConnected(graph, (atom) => isOwn(atom, inBlock)))
    )
      continue
    pieces.push({ atoms, takers })
  }
  return pieces
}

/** Parts beside a piece in its block. */
function listTakers(
  { first, neighbours, block }: AtomGraph,
  part: Int32Array,
  atoms: readonly number[],
): number[] {
  const takers = new Set<number>()
  for (const atom of atoms)
    for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++) {
      const other = int32At(neighbours, i)
      if (block[other] === block[atom] && part[other] !== part[atom]) takers.add(int32At(part, other))
    }
  return [...takers].sort((a, b) => a - b)
}

/** Whether the atoms for which a test holds are connected, and there are any. */
function isConnected({ first, neighbours, count }: AtomGraph, isWanted: (atom: number) => boolean): boolean {
  const reached = new Set<number>()
  let wanted = 0
  for (let atom = 0; atom < count; atom++) {
    if (!isWanted(atom)) continue
    if (wanted++ === 0) reached.add(atom)
  }
  for (const atom of reached)
    for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++)
      if (isWanted(int32At(neighbours, i))) reached.add(int32At(neighbours, i))
  return wanted > 0 && reached.size === wanted
}
