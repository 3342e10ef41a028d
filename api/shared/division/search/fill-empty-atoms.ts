import { int32At } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'

/**
 * Gives atoms without a part, -1, to the parts beside them: first those that connect what belongs together, then the others.
 * null: a part cannot be connected, because the atoms between are taken.
 */
export function fillEmptyAtoms(graph: AtomGraph, parts: Int32Array): Int32Array | null {
  const filled = parts.slice()
  const count = Math.max(...parts) + 1
  for (let part = 0; part < count; part++)
    while (!connect(graph, filled, part)) if (!bridge(graph, filled, part)) return null
  return spread(graph, filled)
}

/** Atoms that are reached from a start through those for which a test holds, each with the atom before it. */
function reach(
  { first, neighbours }: AtomGraph,
  starts: readonly number[],
  mayPass: (atom: number) => boolean,
): Map<number, number> {
  const before = new Map(starts.map((atom) => [atom, -1]))
  for (const [atom] of before)
    for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++) {
      const other = int32At(neighbours, i)
      if (!before.has(other) && mayPass(other)) before.set(other, atom)
    }
  return before
}

const listAtoms = (parts: Int32Array, part: number) =>
  [...parts.keys()].filter((atom) => parts[atom] === part)

function connect(graph: AtomGraph, parts: Int32Array, part: number): boolean {
  const atoms = listAtoms(parts, part)
  return reach(graph, atoms.slice(0, 1), (atom) => parts[atom] === part).size === atoms.length
}

/** Takes the fewest empty atoms between two places of a part; returns whether there was such a way. */
function bridge(graph: AtomGraph, parts: Int32Array, part: number): boolean {
  const atoms = listAtoms(parts, part)
  const here = reach(graph, atoms.slice(0, 1), (atom) => parts[atom] === part)
  const ways = reach(graph, [...here.keys()], (atom) => parts[atom] === part || parts[atom] === -1)
  const there = [...ways.keys()].find((atom) => parts[atom] === part && !here.has(atom))
  if (there === undefined) return false
  for (let atom = there; atom >= 0; atom = ways.get(atom) ?? -1) parts[atom] = part
  return true
}

/** Gives what is still empty to a part beside it. */
function spread({ count, first, neighbours }: AtomGraph, parts: Int32Array): Int32Array | null {
  for (let left = 1; left > 0;) {
    let taken = 0
    left = 0
    for (let atom = 0; atom < count; atom++) {
      if (parts[atom] !== -1) continue
      left++
      for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++) {
        const part = int32At(parts, int32At(neighbours, i))
        if (part < 0) continue
        parts[atom] = part
        taken++
        break
      }
    }
    if (left > 0 && taken === 0) return null
  }
  return parts
}
