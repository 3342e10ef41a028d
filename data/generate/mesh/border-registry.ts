/** What a border was drawn for: every edge of the mesh refers to one of these. */
export type BorderLine =
  | { kind: 'coast' | 'outer' | 'district'; rank: 0; river: number | undefined }
  | { kind: 'guide'; guide: number; rank: number }
  | { kind: 'separator'; rank: 1 | 2; dice: number }
  | { kind: 'frame'; frame: number; axis: 0 | 1; node: number; spacing: number; rank: number }
  | { kind: 'shore' | 'enclave'; rank: 3 }

/** Hands out one index per line; the same line of a frame always gets the same index, whoever asks. */
export interface BorderRegistry {
  all: BorderLine[]
  add(line: BorderLine): number
  guide(guide: number, rank: number): number
  frame(frame: number, axis: 0 | 1, node: number, spacing: number, rank: number): number
}

export function createBorderRegistry(): BorderRegistry {
  const all: BorderLine[] = []
  const known = new Map<string, number>()
  const once = (key: string, line: BorderLine) => {
    let index = known.get(key)
    if (index === undefined) {
      index = all.push(line) - 1
      known.set(key, index)
    }
    return index
  }
  return {
    all,
    add: (line) => all.push(line) - 1,
    guide: (guide, rank) => once(`g${guide}/${rank}`, { kind: 'guide', guide, rank }),
    frame: (frame, axis, node, spacing, rank) =>
      node === 0
        ? all.push({ kind: 'frame', frame, axis, node: 0, spacing, rank }) - 1
        : once(`f${frame}/${axis}/${node}/${rank}`, { kind: 'frame', frame, axis, node, spacing, rank }),
  }
}
