import { float64At, int32At, itemAt } from '../../geometry/at.ts'
import type { AtomGraph } from '../search/atom-graph.ts'

/** Leaves each part its heaviest connected land; what lies apart joins the part with the longest border beside it. */
export function joinScatteredLand(graph: AtomGraph, part: Int32Array): void {
  for (;;) {
    const lands = listConnectedLands(graph, part)
    const apart = lands.filter(
      (land) => !lands.every((other) => other.part !== land.part || !isHeavier(other, land)),
    )
    const [least] = apart.sort((a, b) => a.weight - b.weight || a.areaM2 - b.areaM2)
    const next = least && findPartBeside(graph, part, least)
    // each turn leaves one connected land less
    if (least === undefined || next === undefined) return
    for (const atom of least.atoms) part[atom] = next
  }
}

interface ConnectedLand {
  part: number
  atoms: number[]
  weight: number
  areaM2: number
}

const isHeavier = (one: ConnectedLand, other: ConnectedLand) =>
  one !== other &&
  (one.weight > other.weight ||
    (one.weight === other.weight &&
      (one.areaM2 > other.areaM2 ||
        (one.areaM2 === other.areaM2 && itemAt(one.atoms, 0) < itemAt(other.atoms, 0)))))

function listConnectedLands(graph: AtomGraph, part: Int32Array): ConnectedLand[] {
  const { count, first, neighbours, weight, areaM2 } = graph
  const seen = new Uint8Array(count)
  const lands: ConnectedLand[] = []
  for (let start = 0; start < count; start++) {
    if (seen[start] === 1) continue
    seen[start] = 1
    const land: ConnectedLand = { part: int32At(part, start), atoms: [start], weight: 0, areaM2: 0 }
    for (const atom of land.atoms) {
      land.weight += float64At(weight, atom)
      land.areaM2 += float64At(areaM2, atom)
      for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++) {
        const other = int32At(neighbours, i)
        if (seen[other] === 1 || part[other] !== land.part) continue
        seen[other] = 1
        land.atoms.push(other)
      }
    }
    lands.push(land)
  }
  return lands
}

function findPartBeside(graph: AtomGraph, part: Int32Array, land: ConnectedLand): number | undefined {
  const { first, neighbours, lengthM } = graph
  const lengths = new Map<number, number>()
  for (const atom of land.atoms)
    for (let i = int32At(first, atom); i < int32At(first, atom + 1); i++) {
      const other = int32At(part, int32At(neighbours, i))
      if (other !== land.part) lengths.set(other, (lengths.get(other) ?? 0) + float64At(lengthM, i))
    }
  return [...lengths].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0]
}
