import Flatbush from 'flatbush'
import type { SnapshotTable } from '#shared/snapshot/city-snapshot.ts'
import type { TileGeometry } from '#shared/tiles/tile-geometry.ts'

type PackedMesh<M extends TileGeometry> = Omit<M, 'index'> & { index: ArrayBufferLike }

/** A table as it crosses from thread to thread: without what the other side has, and with the bytes of its index. */
export interface PackedTable<T extends SnapshotTable<TileGeometry>> {
  columns: Partial<T>
  /** null: that of the table it is compared with. */
  mesh: PackedMesh<T['mesh']> | null
}

/** @param known a table that the other thread has: columns that are the same objects are left out */
export function packTable<T extends SnapshotTable<TileGeometry>>(table: T, known?: T): PackedTable<T> {
  const { mesh, ...columns } = table
  const own = Object.entries(columns).filter(([name, column]) => column !== known?.[name as keyof T])
  // the spread of a generic mesh loses its type
  const packed: unknown = { ...mesh, index: mesh.index.data }
  return {
    // a subset of the columns of the table
    columns: Object.fromEntries(own) as Partial<T>,
    mesh: mesh === known?.mesh ? null : (packed as PackedMesh<T['mesh']>),
  }
}

/** @param known the table with which it was packed */
export function unpackTable<T extends SnapshotTable<TileGeometry>>(
  { columns, mesh }: PackedTable<T>,
  known?: T,
): T {
  // what was left out is in the known table
  return {
    ...known,
    ...columns,
    mesh: mesh === null ? known?.mesh : { ...mesh, index: Flatbush.from(mesh.index) },
  } as T
}
