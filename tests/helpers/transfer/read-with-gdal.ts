import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface GdalFeature {
  properties: Record<string, unknown>
  geometry: { coordinates: unknown } | null
}

/**
 * Returns the features of a file as GDAL reads them, in degrees. `options` are further arguments of ogr2ogr.
 * Throws if ogr2ogr fails or reports an error.
 */
export async function readWithGdal(file: string, ...options: string[]): Promise<GdalFeature[]> {
  const { stdout, stderr } = await promisify(execFile)(
    'ogr2ogr',
    [
      '-f',
      'GeoJSON',
      '/vsistdout/',
      file,
      '-lco',
      'COORDINATE_PRECISION=9',
      '-lco',
      'RFC7946=NO',
      ...options,
    ],
    { maxBuffer: 1e8 },
  )
  const errors = stderr.split('\n').filter((line) => line.includes('ERROR'))
  if (errors.length > 0) throw new Error(errors.join('\n'))
  const { features }: { features: GdalFeature[] } = JSON.parse(stdout)
  return features
}
