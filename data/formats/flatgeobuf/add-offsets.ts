import type { Builder, Offset } from 'flatbuffers'

/** Adds a vector of tables to a flatbuffer. */
export function addOffsets(builder: Builder, list: readonly Offset[]): Offset {
  builder.startVector(4, list.length, 4)
  for (const offset of list.toReversed()) builder.addOffset(offset)
  return builder.endVector()
}
